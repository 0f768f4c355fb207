"""What this package adds to Datasette: safe full-text search, links between records, plain errors, and guarded responses."""

import math
import re
import sqlite3
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.renderer import json_renderer
from datasette.utils import path_with_replaced_args
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from claims.errors import UsageError
from claims.store.selects import view_selects
from claims.views.commitments import standing
from claims.views.names import TABLES
from claims.web import lists, overview, pages
from claims.web.lookups import suggest, tell_facts
from claims.web.neutral import linked, neutral
from claims.web.pages import RECORD_TABLES
from claims.web.plots import exact, short
from claims.web.queries import read_listings, read_questions
from claims.web.site import DATABASE, read_site
from claims.web.tables import write_records, write_rows
from claims.web.words import fts_words, holds_words
from claims.wording import between, beyond, digits, length, quantity

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Everything comes from this server and nothing is inline, so a script or style that a text smuggles in cannot run.
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
METHODS = ("GET", "HEAD", "OPTIONS")
UNNAMED = {"statement_id": "s", "commitment_id": "c", "source_id": "src", "derived_from_id": "src", "evidence_source_id": "src"}
RECORD = re.compile(r"(c|s|n|sp|p|src)([0-9]{1,18})")
LONG_NUMBER = re.compile(r"(?<![\d.,])[0-9]{5,40}(?![\d,])")
ADDRESS_OF_QUESTION = re.compile(rf"/{DATABASE}/([a-z-]+)(?:\.json|\.csv)?")
FAULT = "claims.fault"  # in the scope of a request: what is wrong with the values of a question
NUMBER_COLUMNS = ("value", "upper_value", "up to", "amount", "amounts")


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Give SQL the function `fts_words`, also under the name by which Datasette's own search boxes call theirs, and the listings."""
    if database == DATABASE:
        if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'publication'").fetchone():
            for name, select in read_listings().items():
                conn.execute(f"CREATE TEMP VIEW {name} AS {select}")
        conn.create_function("fts_words", 1, fts_words, deterministic=True)
        conn.create_function("escape_fts", 1, fts_words, deterministic=True)
        conn.create_function("match", 2, holds_words, deterministic=True)
        conn.execute("PRAGMA query_only = ON")
        conn.execute("PRAGMA trusted_schema = OFF")


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Answer the addresses of records, tables, plots and the front page ourselves; JSON and CSV of records stay Datasette's."""
    shown = (pages.show_record, pages.find_record, overview.show_front, overview.show_overview, overview.show_numbers)
    return [*zip((*pages.ROUTES, *overview.ROUTES), shown, strict=True), (lists.ROUTE, lists.TablePage.as_view(datasette))]


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(datasette: Any, action: str) -> bool | None:
    """Let everybody see everything; whether somebody may write SQL, the setting alone says."""
    return False if action == "execute-sql" and not datasette.setting("default_allow_sql") else None


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates the ways in which values are written, and let none write a character that steers the words around it."""
    env.finalize = neutral
    env.filters |= {"address": lambda name: datasette.urls.path(pages.address(name)), "linked": linked}
    env.globals |= {"quantity": quantity, "period": length, "digits": digits, "between": between, "standing_of": standing}
    env.globals |= {"exact": exact, "short": short}
    env.globals |= {"write_records": write_records, "write_rows": write_rows, "path_with_replaced_args": path_with_replaced_args}
    env.globals |= {"id_columns": {TABLES[kind][0]: TABLES[kind][1] for kind in pages.KINDS.values()}, "marks": pages.MARKS}


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Link record names such as c7, call records without a name so too, and group the digits of long numbers."""
    if isinstance(value, dict) and column in UNNAMED and (value["label"] is None or value["label"] == str(value["value"])):
        return link_record(datasette, UNNAMED[column], value["value"])
    if column == "record" and table is None and isinstance(value, str) and (match := RECORD.fullmatch(value)):
        return link_record(datasette, match[1], match[2])
    grouped = group_digits(column, value)
    return grouped if grouped != value else None


@hookimpl  # type: ignore[untyped-decorator]
def register_output_renderer() -> dict[str, Any]:
    """Write JSON as Datasette does, in our own way only where a sum is beyond what a float holds."""
    return {"extension": "json", "render": render_json}


def render_json(args: Any, data: dict[str, Any], view_name: str) -> Any:
    """Answer with JSON in which such a number stands in words: Datasette's null would say that there is none, its Infinity is no JSON."""
    if "rows" in data:
        data["rows"] = [[in_words(value) for value in row] if any(map(is_beyond, row)) else row for row in data["rows"]]
    return json_renderer(args, data, view_name)


def is_beyond(value: Any) -> bool:
    """Return whether a value is a sum beyond what a float holds."""
    return isinstance(value, float) and not math.isfinite(value)


def in_words(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return beyond(value) if is_beyond(value) else value


def group_digits(column: str, value: Any) -> Any:
    """Return the value of an amount's column with its digits in groups of three: 500,000,000 USD; other values as they are."""
    if column not in NUMBER_COLUMNS:
        return value
    if isinstance(value, int | float):
        return exact(value) if not math.isfinite(value) or value == int(value) else f"{value:,}"
    if not isinstance(value, str):
        return value
    return LONG_NUMBER.sub(lambda match: f"{int(match[0]):,}", value)


def link_record(datasette: Any, prefix: str, number: object) -> Markup:
    """Return a link to the record that the command line calls `prefix` and number, such as c7."""
    return Markup('<a href="{}/{}">{}{}</a>').format(datasette.urls.table(DATABASE, RECORD_TABLES[prefix]), number, prefix, number)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any, database: str | None, table: str | None, request: Any) -> dict[str, Any]:
    """Give the templates the questions, the suggestions of their forms, the overview and the columns to show."""
    own = (datasette.plugin_config("claims", database=database, table=table) or {}) if database and table else {}
    return {
        "questions": read_questions(),
        "question_groups": read_site()["questions"],
        "main_tables": read_site()["main"],
        "view_names": sorted(view_selects()),
        "suggest": lambda column: suggest(datasette, *column),
        "facts": lambda: tell_facts(datasette),
        "main_columns": table is not None and lists.main_columns(table),
        "shown_columns": table is not None and request is not None and lists.shown_columns(table, request),
        "offered_facets": own.get("offered", []),
        "key_tables": own.get("keys", {}),
        "site": DATABASE,
        "fault": request.scope.get(FAULT) if request is not None else None,
    }


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """Answer every fault with one sentence, on the page or as JSON; what is our own fault also goes to the terminal, in one line."""

    async def answer() -> Any:
        status, sentence = explain(exception)
        if status >= 500:
            print(f"{request.path}: {type(exception).__name__}: {exception}", file=sys.stderr)
        if request.path.endswith(".json"):
            return told_as_json(status, sentence)
        page = await datasette.render_template("error.html", {"status": status, "error": sentence}, request=request)
        return Response.html(page, status=status)

    return answer


def explain(exception: Exception) -> tuple[int, str]:
    """Return the HTTP status and the sentence for a fault."""
    if isinstance(exception, DatasetteError):
        if exception.title == "SQL Interrupted":
            return 400, "The question took too long. Narrow it: name a party, a speaker or a unit, or a shorter time."
        return exception.status, exception.message
    if isinstance(exception, Base400):
        words = exception.args[0] if exception.args else ""
        return exception.status, "There is no such page here." if words in ("", "404") else f"{words}."
    if isinstance(exception, ValueError | OverflowError | sqlite3.Error):
        return 400, f"The address holds a value that cannot be used: {exception}."
    return 500, "Something went wrong inside the site; the terminal that runs it says more."


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Guard every response with headers; answer reads alone, and only under the names that the server was started for."""
    hosts = (datasette.plugin_config("claims") or {}).get("hosts", [])

    def guard(app: App) -> App:
        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            fault = ""

            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    others = [pair for pair in message.get("headers", []) if pair[0].lower() not in dict(HEADERS)]
                    message = {**message, "headers": [*others, *HEADERS], "status": 400 if fault else message["status"]}
                await send(message)

            refusal = refuse_request(scope, hosts) if scope["type"] == "http" else None
            if refusal is not None:
                await Response.text(refusal[1] + "\n", status=refusal[0]).asgi_send(send_with_headers)
                return
            fault = misasked(scope) if scope["type"] == "http" else ""
            if fault and scope["path"].endswith((".json", ".csv")):
                await told_as_json(400, fault).asgi_send(send_with_headers)
            else:
                await app({**scope, FAULT: fault}, receive, send_with_headers)

        return guarded

    return guard


def misasked(scope: Scope) -> str:
    """Return what is wrong with the values that a request gives to a question; nothing where all is well, or no question is asked."""
    place = ADDRESS_OF_QUESTION.fullmatch(scope["path"])
    question = read_questions().get(place[1]) if place else None
    if question:
        try:
            question.check(dict(parse_qsl(scope["query_string"].decode("latin-1"))))
        except UsageError as error:
            return str(error)
    return ""


def told_as_json(status: int, sentence: str) -> Any:
    """Return the answer to a program that a request cannot be met."""
    return Response.json({"ok": False, "status": status, "error": sentence, "title": None}, status=status)


def refuse_request(scope: Scope, hosts: list[str]) -> tuple[int, str] | None:
    """Return status and sentence for a request that is not to be answered.

    The name in the Host header is checked because a page elsewhere can point its own name at this machine
    (DNS rebinding) and then read what only this machine's owner may read.
    """
    if scope["method"] not in METHODS:
        return 405, "This site only shows what is in the database; nothing can be changed here."
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").rsplit(":", 1)[0].lower()
    if hosts and host not in hosts:
        return 403, "This site answers only under the address that `claims serve` printed."
    return None
