"""The commands about later readings that differ from what people settled: disagreements, and its accept and dismiss."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from claims.references import require_disagreement
from claims.settings import database_location
from cli import options
from cli.amending import Actor, Reason, opened, tell
from cli.layout import Column
from cli.output import Format, Output

if TYPE_CHECKING:
    from claims.views.disagreements import Disagreement

Names = Annotated[list[str], typer.Argument(metavar="D…", help="Short names of disagreements, such as d3 d4.", show_default=False)]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of statement, commitment, number or source.")]
Verdict = Annotated[str, typer.Option("--verdict", metavar="VERDICT", help="open, accepted or dismissed.")]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a field of a disagreement."""

    id: str
    record: str
    field: str
    stands: str
    read: str
    evidence: str


def list_disagreements(
    context: typer.Context,
    source: options.Source = None,
    kind: Kind = None,
    verdict: Verdict = "open",
    limit: options.Limit = 20,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Where a later reading differs from what people settled.

    Both readings, field by field, with their evidence. Nothing is overwritten until somebody accepts the new reading.
    """
    if context.invoked_subcommand is not None:
        context.default_map = {context.invoked_subcommand: {"db": db}} if db else context.default_map
        return
    from claims.store.access import open_reader
    from claims.views.disagreements import list_disagreements
    from claims.views.selection import Page

    output = Output(format)
    with open_reader(database_location(db)) as reader:
        page = list_disagreements(reader, source=source, kind=kind, verdict=verdict, limit=limit)
    if output.format in (Format.TABLE, Format.MD):
        lines = [line for record in page.records for line in lines_of(record)]
        output.page(Page(lines, page.more, page.more_is_exact), LINES, what="disagreements")
    else:
        output.page(page, LINES, what="disagreements")


def accept_readings(names: Names, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Take the new readings over the records.

    In one change; a record that is read no more is withdrawn, one that was withdrawn comes back.
    """
    from claims.store.ledger.deciding import accept

    with opened(db, by) as ledger:
        tell(accept(ledger, [require_disagreement(name) for name in names], reason=reason))


def dismiss_readings(names: Names, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Keep the records as they stand.

    The same reading is not brought up again, whichever extractor finds it.
    """
    from claims.store.ledger.deciding import dismiss

    with opened(db, by) as ledger:
        deed = dismiss(ledger, [require_disagreement(name) for name in names], reason=reason)
    Output().line(f"Dismissed {', '.join(deed.records)}; the records stay as they are. `claims undo {deed.changeset}` takes it back.")


def lines_of(found: "Disagreement") -> Iterator[Line]:
    """Yield a line for each field that differs; the evidence stands on the first."""
    about = found.record or found.kind
    if not found.is_read:
        yield Line(found.id, about, "", "as it stands", "nothing", found.evidence or "")
    elif found.record is None:
        yield Line(found.id, about, "", "withdrawn", "read again", found.evidence or "")
    else:
        for number, field in enumerate(found.fields):
            evidence = (found.evidence or "") if number == 0 else ""
            yield Line(found.id, about, field.field, field.stands or "(empty)", field.read or "(empty)", evidence)


LINES = [
    Column("id", lambda line: line.id, breaks=False),
    Column("record", lambda line: line.record, breaks=False),
    Column("field", lambda line: line.field, breaks=False),
    Column("what stands", lambda line: line.stands),
    Column("what is read now", lambda line: line.read),
    Column("evidence", lambda line: line.evidence),
]
