"""The pages of single records: a source with its records marked in its text, and cards of all else that has a name such as c7."""

from typing import Any

from datasette.utils.asgi import NotFound, Response

from claims.references import PREFIXES, parse_reference
from claims.terms import RecordKind
from claims.views.names import TABLES
from claims.web.records import read_record
from claims.web.site import DATABASE

KINDS = {
    TABLES[kind][0]: kind
    for kind in (
        *(RecordKind.SOURCE, RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM),
        *(RecordKind.SPEAKER, RecordKind.PARTY),
    )
}
RECORD_TABLES = {PREFIXES[kind]: table for table, kind in KINDS.items()}
MARKS = {RecordKind.STATEMENT: "statement", RecordKind.COMMITMENT: "commitment", RecordKind.NUMERIC_CLAIM: "numeric"}  # by class of CSS
ROUTES = (rf"^/{DATABASE}/(?P<table>{'|'.join(KINDS)})/(?P<number>[1-9][0-9]{{0,17}})$", r"^/(?P<name>[a-z]{1,3}[1-9][0-9]{0,17})$")


async def show_record(request: Any, datasette: Any) -> Any:
    """Answer with the page of one record."""
    table, number = request.url_vars["table"], int(request.url_vars["number"])
    kind = KINDS[table]
    told = await datasette.get_database(DATABASE).ask(lambda reader: read_record(reader, kind, number))
    if told is None:
        raise NotFound("Record not found")
    page = await datasette.render_template(
        f"record-{table}.html", {**told, "database": DATABASE, "table": table, "number": number}, request=request
    )
    return Response.html(page)


async def find_record(request: Any, datasette: Any) -> Any:
    """Lead from the name of a record, such as /c7, to its page."""
    reference = parse_reference(request.url_vars["name"])
    if reference is None:
        raise NotFound("There is no such page here.")
    return Response.redirect(datasette.urls.row(DATABASE, TABLES[reference.kind][0], str(reference.number)))


def address(name: str) -> str:
    """Return the address of the page of the record with a short name such as `c7`."""
    prefix = name.rstrip("0123456789")
    return f"/{DATABASE}/{RECORD_TABLES[prefix]}/{name[len(prefix) :]}"
