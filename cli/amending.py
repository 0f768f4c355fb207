"""Commands of the ledger: amend, add, remove, accept, reject, undo, history."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claims.errors import UsageError
from claims.references import Reference, require_reference
from claims.settings import database_location
from claims.wording import counted
from cli import options
from cli.acting import actor
from cli.layout import Column
from cli.output import Output

if TYPE_CHECKING:
    from claims.store.ledger.amending import Deed
    from claims.store.ledger.ledger import Ledger
    from claims.terms import Review
    from claims.views.changed import ChangedField
    from claims.views.history import Change

MOST_DIGITS = 18  # stay inside a 64-bit integer, which is what both databases number rows with

Record = Annotated[str, typer.Argument(metavar="ID", help="Short name of a record, such as c12.", show_default=False)]
Records = Annotated[list[str], typer.Argument(metavar="ID…", help="Short names of records, such as c12 s3.", show_default=False)]
Assignments = Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="Fields and what they shall be.", show_default=False)]
Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help="statement, commitment, number, speaker, party, role or event.", show_default=False),
]


def read_change(value: str | int) -> int:
    """Return the number of a change; UsageError for other words."""
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > MOST_DIGITS:
        raise UsageError(f"A change is named by its number, such as 4711, which `claims history` shows, not “{value}”.")
    return int(text)


Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; the history keeps it.")]
Actor = Annotated[str | None, typer.Option("--by", metavar=options.PERSON, help="Who does this; else CLAIMS_ACTOR, else your login name.")]
Number = Annotated[
    int, typer.Argument(metavar="CHANGE", parser=read_change, help="Number of a change, as `claims history` shows it.", show_default=False)
]
RecordOrNone = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="Short name of a record; without one, all changes.", show_default=False)
]
By = Annotated[str | None, typer.Option("--by", metavar=options.PERSON, help="Only what this person changed.")]


def amend_record(record: Record, values: Assignments, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Change fields of a record.

    The history keeps what stood there before; several values of one field are parted by semicolons, an empty one clears it. A field that
    the record has not is answered with those that it has.
    """
    from claims.store.ledger.amending import amend
    from claims.store.ledger.fields import read_assignments

    with opened(db, by) as ledger:
        tell(amend(ledger, require_reference(record), read_assignments(values), reason=reason), nothing=f"{record} is so already.")


def add_record(kind: Kind, values: Assignments, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Enter a record by hand.

    Statements, commitments and numbers take source=src1 and text=… with the words of that source that support them.
    """
    from claims.store.ledger.adding import add
    from claims.store.ledger.fields import read_assignments

    with opened(db, by) as ledger:
        deed = add(ledger, kind, read_assignments(values), reason=reason)
    output = Output()
    output.line(f"Added {deed.records[0]}.")
    tell(deed)


def remove_records(records: Records, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Withdraw records.

    The history keeps them, and later readings of their source do not bring them back.
    """
    from claims.store.ledger.amending import withdraw

    with opened(db, by) as ledger:
        deed = withdraw(ledger, references(records), reason=reason)
    Output().line(f"Withdrew {', '.join(deed.records)}; `claims undo {deed.changeset}` brings them back.")


def accept_records(records: Records, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Accept records: somebody has checked them."""
    from claims.terms import Review

    decide(records, Review.ACCEPTED, reason, by, db)


def reject_records(records: Records, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Reject records: lists and reports leave them out."""
    from claims.terms import Review

    decide(records, Review.REJECTED, reason, by, db)


def undo_change(number: Number, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Take back a change.

    With all that was changed together with it; the history keeps both. `claims history` names the changes, and undoing an undo does the
    change again.
    """
    from claims.store.ledger.undoing import undo

    with opened(db, by) as ledger:
        deed = undo(ledger, number, reason=reason)
    if deed.changeset is None:
        Output().line(f"Nothing to take back: what {number} changed does not stand.")
        return
    Output().line(f"Took back {number}: {counted(len(deed.records), 'row')}. `claims undo {deed.changeset}` does it again.")


def print_changes(
    record: RecordOrNone = None,
    since: options.Since = None,
    until: options.Until = None,
    by: By = None,
    limit: options.Limit = 20,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """What was changed, when, by whom and why.

    The newest first. Of a record: each of its fields before and after.
    """
    from claims.errors import UsageError
    from claims.store.access import open_reader
    from claims.views.history import history_of, list_changesets

    output = Output(format)
    with open_reader(database_location(db)) as reader:
        if record is None:
            output.page(list_changesets(reader, since=since, until=until, by=by, limit=limit), CHANGESETS, what="changes")
            return
        if since or until or by:
            raise UsageError("--since, --until and --by are for the history of the whole database; leave them out, or the record.")
        output.page(history_of(reader, record, limit=limit), CHANGES, what="changes")


def opened(db: str | None, by: str | None) -> "Ledger":
    """Open the ledger in the name of who acts."""
    from claims.store.ledger.ledger import Ledger

    return Ledger(database_location(db), actor=by or actor())


def references(names: Sequence[str]) -> list[Reference]:
    """Return the records that the short names give, each once."""
    return list(dict.fromkeys(require_reference(name) for name in names))


def decide(records: Sequence[str], decision: "Review", reason: str | None, by: str | None, db: str | None) -> None:
    """Accept or reject records in one change."""
    from claims.store.ledger.amending import review

    with opened(db, by) as ledger:
        tell(review(ledger, references(records), decision, reason=reason), nothing=f"All are {decision} already.")


def tell(deed: "Deed", *, nothing: str = "") -> None:
    """Print what was before and what is now, and how to take it back."""
    output = Output()
    if deed.changeset is None:
        output.line(f"Nothing to change: {nothing}")
        return
    for each in deed.differences:
        before, after = each.before or "(empty)", each.after or "(empty)"
        output.line(f"{each.record}  {each.field}: {after}" if each.before is None else f"{each.record}  {each.field}: {before} → {after}")
    output.line(f"Change {deed.changeset}; `claims undo {deed.changeset}` takes it back.")
    for remark in deed.remarks:
        output.note(remark)


def when(moment: str) -> str:
    """Return an instant as exactly as the database keeps it, in a form that --as-of takes."""
    return moment.removesuffix("Z").rstrip("0").removesuffix(".").replace("T", " ")


def what(change: "Change") -> str:
    """Return what one change did to a record."""
    if change.operation == "insert" and not change.fields:
        return "recorded"
    if change.operation == "delete" and len(change.fields) > 1:
        return "withdrawn"
    return "; ".join(step(field) for field in change.fields)


def step(field: "ChangedField") -> str:
    """Return one field before and after; a plus for what was added, a minus for what was taken away."""
    if field.before is None:
        return f"{field.name}: + {field.after}"
    return f"{field.name}: − {field.before}" if field.after is None else f"{field.name}: {field.before} → {field.after}"


CHANGES = [
    Column("change", lambda change: str(change.number), breaks=False),
    Column("when (UTC)", lambda change: when(change.changed_at), breaks=False),
    Column("who", lambda change: change.changed_by or ""),
    Column("record", lambda change: change.record, breaks=False),
    Column("what", what),
    Column("why", lambda change: change.reason or ""),
]
CHANGESETS = [
    Column("change", lambda change: str(change.number), breaks=False),
    Column("when (UTC)", lambda change: when(change.changed_at), breaks=False),
    Column("who", lambda change: change.changed_by or ""),
    Column("rows", lambda change: str(change.rows), breaks=False, right=True),
    Column("what", lambda change: "; ".join(change.tables)),
    Column("why", lambda change: change.reason or ""),
]
