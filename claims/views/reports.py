"""Reports: the reporting views in the order and with the filters that reports.toml gives them.

What runs is the SELECT of the file, with those of the views that it asks before it: so a report is the same on a database whose views
are older, and a filter can be asked of what is counted before it is.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from claims.errors import UsageError
from claims.inputs import read_day, read_term, unknown
from claims.references import name
from claims.store.access import Reader
from claims.store.selects import asked_by, describe_view, view_selects
from claims.terms import Strength
from claims.views import commitments, numbers, sources, statements
from claims.views.binding import Conditions
from claims.views.conditions import HOLDERS
from claims.views.filters import Filters
from claims.views.names import TABLES, find_language, find_named, find_topic, find_unit, find_value
from claims.views.selection import COUNTED_AT_MOST, Listing
from claims.views.waiting import Doubt, doubt_of_sums
from claims.wording import listed

OPTIONS = ("by", "to", "act", "topic", "strength", "status", "overdue", "unit", "since", "until", "source", "language")
RECORDS: dict[str, tuple[Listing, Callable[[Reader, Filters], Conditions]]] = {
    "commitment_id": (commitments.LISTING, commitments.conditions),
    "statement_id": (statements.LISTING, statements.conditions),
    "numeric_claim_id": (numbers.LISTING, numbers.conditions),
    "source_id": (sources.LISTING, sources.conditions),
}
PUBLISHERS = "(SELECT coalesce(publisher, agency) AS publisher FROM sources) AS published"
BRIEF = "brief"  # a report of many views, as one page: see claims.views.briefs
VALUES: dict[str, Callable[[Reader, str], str]] = {
    "topic": find_topic,
    "unit": find_unit,
    "language": find_language,
    "strength": lambda _, value: read_term(Strength, "--strength", value),
    "status": lambda _, value: commitments.read_status(value),
    "source": lambda reader, value: find_value(reader, value, option="--source", what="publisher", table=PUBLISHERS, column="publisher"),
}
KINDS = {key: kind for kind, (_, key) in TABLES.items()}
WHOLE = re.compile(r"\b(GROUP BY|OVER)\b")  # such a SELECT makes all its rows before it can give one


@dataclass(frozen=True, slots=True)
class Report:
    """One report: the `filters` that it takes, by the names of their options, and what it is made of (see reports.toml)."""

    name: str
    title: str
    description: str
    filters: tuple[str, ...]
    order: tuple[str, ...]
    shown: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]
    sums: bool = False

    @property
    def view(self) -> str:
        """The name of its SELECT."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a report, by the names of its columns; records stand by their short names. `more` is as in Page.

    `doubt` says why some of what is summed may count twice, if it may.
    """

    columns: list[str]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    more: int = 0
    more_is_exact: bool = True
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A report with its filters: the views before it, its SELECT, what is asked of its rows, and the values of all that."""

    before: str
    select: str
    where: str
    values: dict[str, object]

    def sql(self, columns: str) -> str:
        """Return the SQL that gives these columns of its rows."""
        return f"{self.before}SELECT {columns} FROM ({self.select}\n) AS report WHERE {self.where}"


@cache
def reports() -> Mapping[str, Report]:
    """Return all reports by name, in the order of the list."""
    listed = tomllib.loads(files("claims.views").joinpath("reports.toml").read_text("utf-8"))
    return {report: _report(report, **entries) for report, entries in listed.items()}


def find_report(written: str) -> Report:
    """Return the report of this name; UsageError offers the nearest."""
    found = reports().get(written.strip().lower().replace("_", "-"))
    if found is None:
        raise unknown("There is no report", written, [*reports(), BRIEF])
    return found


def run_report(reader: Reader, report: Report, filters: Filters) -> Rows:
    """Return the rows of a report that meet the filters, `limit` of them (0: all), ordered by --order and then by its own columns.

    UsageError for a filter that does not apply to it, a value that does not exist, or a column that it does not have.
    """
    query = ask_report(reader, report, filters)
    columns = reader.table(f"{query.sql('*')} LIMIT 0", query.values)[0]
    order = ", ".join(_ordering(column, columns) for column in (*([filters.order] if filters.order else []), *report.order))
    # Of rows that are all made anyway the number costs nothing; of others it is a second, lighter question.
    counted = WHOLE.search(query.select) is not None
    wanted = "report.*, count(*) OVER () AS matching" if counted else "report.*"
    cut = f" LIMIT {filters.limit + 1}" if filters.limit else ""
    rows = reader.table(f"{query.sql(wanted)} ORDER BY {order}{cut}", query.values)[1]
    found = [_plain(columns, row) for row in rows]
    doubt = doubt_of_sums(reader) if report.sums and found else None
    if not filters.limit or len(rows) <= filters.limit:
        return Rows(columns, found, doubt=doubt)
    total = rows[0][-1] if counted else _count(reader, query)
    return Rows(columns, found[:-1], max(total, len(rows)) - filters.limit, counted or total < COUNTED_AT_MOST, doubt)


def ask_report(reader: Reader, report: Report, filters: Filters) -> Query:
    """Return the report with the filters that are given, but for --order and --limit; UsageError as for run_report."""
    given = {option: getattr(filters, option) for option in OPTIONS if getattr(filters, option)}
    for option in given:
        if option not in report.filters:
            taken = listed([f"--{each}" for each in report.filters])
            raise UsageError(f"--{option} does not apply to the report {report.name}; it takes {taken}.")
    return _query(reader, report, given)


def _report(
    report: str, *, title: str, order: Sequence[str], filters: Mapping[str, Sequence[str]], shown: Sequence[str] = (), sums: bool = False
) -> Report:
    applied = {option for options in filters.values() for option in options}
    description = describe_view(report.replace("-", "_")).description
    return Report(report, title, description, tuple(each for each in OPTIONS if each in applied), tuple(order), tuple(shown), filters, sums)


def _query(reader: Reader, report: Report, given: Mapping[str, Any]) -> Query:
    """Return the report with what is given of its filters, each asked where it applies."""
    selects, values = view_selects(), dict[str, object]()
    where: dict[str, Conditions] = {}
    for place, options in report.columns.items():
        view, _, column = place.rpartition(".")
        asked = {option: given[option] for option in options if option in given}
        if asked:
            target = where.setdefault(view or report.view, Conditions())
            target.values = values
            _ask(reader, target, column, asked)
    needed = _rests_on([selects[report.view], *(each.sql for each in where.values())])
    before = [f"{view} AS NOT MATERIALIZED (\n{_asked(selects[view], where.get(view))}\n)" for view in selects if view in needed]
    return Query(
        f"WITH {', '.join(before)}\n" if before else "",
        selects[report.view],
        where[report.view].sql if report.view in where else "1 = 1",
        values,
    )


def _ask(reader: Reader, where: Conditions, column: str, asked: Mapping[str, Any]) -> None:
    """Ask of a column what the options say that apply to it; of the number of a record, what the list of such records asks."""
    if column in RECORDS:
        listing, conditions = RECORDS[column]
        records = where.take(conditions(reader, Filters(**asked)))
        where.clauses.append(f"{column} IN (SELECT {listing.key} FROM {listing.table} WHERE {records})")
        return
    for option, value in asked.items():
        match option:
            case "since":
                where.add(f"{_last_day(column)} >= {{}}", read_day("--since", value))
            case "until":
                where.add(f"{column} <= {{}}", read_day("--until", value, last=True))
            case "by":
                named = find_named(reader, "--by", value)
                if column == "party_id":
                    where.add("party_id IN {}", named.parties)
                else:
                    where.add(f"speaker_id IN {{}} OR speaker_id IN {HOLDERS}", named.speakers, named.parties)
            case _:
                where.add(f"{column} = {{}}", VALUES[option](reader, value))


def _last_day(column: str) -> str:
    """Return the SQL of the last day that a column may mean: of a day itself, of a month or year its last one."""
    return column if column.endswith("_on") else f"{column} || substr('-12-31', length({column}) - 3)"


def _rests_on(texts: Iterable[str]) -> set[str]:
    """Return the views that some SQL asks, and those that they ask in turn."""
    selects, found = view_selects(), set[str]()
    waiting = list(texts)
    while waiting:
        fresh = set(asked_by(waiting.pop(), selects)) - found
        found |= fresh
        waiting += [selects[view] for view in fresh]
    return found


def _asked(select: str, where: Conditions | None) -> str:
    """Return a view's SELECT with what is asked of its rows."""
    return select if where is None else f"SELECT * FROM ({select}\n) AS counted WHERE {where.sql}"


def _ordering(written: str, columns: Sequence[str]) -> str:
    """Return the ORDER BY of one column, empty values last in either direction; UsageError names the columns that there are."""
    column = written.removeprefix("-").strip().replace(" ", "_").replace("-", "_")
    if column not in columns:
        raise unknown(f"--order takes one of {', '.join(columns)} (a leading - sorts downwards), not", written, columns)
    return f"report.{column} IS NULL, report.{column} {'DESC' if written.startswith('-') else 'ASC'}"


def _count(reader: Reader, query: Query) -> int:
    sql = f"SELECT count(*) AS n FROM ({query.sql('1 AS one')} LIMIT {COUNTED_AT_MOST}) AS counted"
    return int(reader.rows(sql, query.values)[0]["n"])


def _plain(columns: Sequence[str], row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with records by their short names, and sums that are whole as whole numbers."""
    return tuple(_value(column, value) for column, value in zip(columns, row, strict=False))


def _value(column: str, value: Any) -> Any:
    if column in KINDS and isinstance(value, int):
        return name(KINDS[column], value)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
