"""Commands that follow commitments: assess, instalment."""

from typing import Annotated

import typer

from claims.references import Reference, require_reference
from claims.settings import database_location
from cli import options
from cli.amending import Actor, opened, tell
from cli.output import Output

Commitment = Annotated[str, typer.Argument(metavar="ID", help="Short name of a commitment, such as c12.", show_default=False)]
Status = Annotated[
    str,
    typer.Argument(
        metavar="STATUS", help="What became of it, such as fulfilled, 'in progress', stalled or 'no evidence found'.", show_default=False
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="Day of which the verdict tells, such as the one when it was fulfilled; else today."),
]
Evidence = Annotated[
    str | None, typer.Option("--evidence", metavar="URL|sN|srcN", help="What supports it: an address, a statement or a source.")
]
Score = Annotated[str | None, typer.Option("--score", metavar="SCORE", help="-1, 0 or 1.")]
Rubric = Annotated[str | None, typer.Option("--rubric", metavar="TEXT", help="Scheme of scoring.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Remark.")]
Value = Annotated[str, typer.Argument(metavar="AMOUNT", help="Plain digits, such as 100000000.", show_default=False)]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help="ISO 4217 code, such as USD.", show_default=False)]
Type = Annotated[
    str, typer.Option("--type", metavar="TYPE", help="pledge, commitment or disbursement, as IATI has them.", show_default=False)
]
Day = Annotated[str | None, typer.Option("--on", metavar="DAY", help="Day of the transaction; unknown without it.")]
From = Annotated[str | None, typer.Option("--from", metavar="PARTY", help="Who gives.")]
To = Annotated[str | None, typer.Option("--to", metavar="PARTY", help="Who receives.")]


def assess_commitment(
    commitment: Commitment,
    status: Status,
    on: On = None,
    evidence: Evidence = None,
    score: Score = None,
    rubric: Rubric = None,
    note: Note = None,
    by: Actor = None,
    db: options.Db = None,
) -> None:
    """Record what became of a commitment.

    Verdicts of several people stand side by side; the one of the latest day counts.
    """
    from datetime import date

    from claims.store.ledger.following import assess

    reference = require_reference(commitment)
    values = {"status": status, "assessed_on": on or date.today().isoformat(), "evidence": evidence, "score": score, "rubric": rubric}
    with opened(db, by) as ledger:
        deed = assess(ledger, reference, given(values | {"note": note}))
    tell(deed)
    tell_state(reference, deed.records[0], db)


def record_instalment(
    commitment: Commitment,
    value: Value,
    unit: Unit,
    type: Type,
    on: Day = None,
    giver: From = None,
    receiver: To = None,
    evidence: Evidence = None,
    note: Note = None,
    by: Actor = None,
    db: options.Db = None,
) -> None:
    """Record money that followed a commitment.

    Pledged, committed and disbursed amounts stay apart; `claims show` gives promised against delivered.
    """
    from claims.store.ledger.following import record_instalment

    values = {"type": type, "value": value, "unit": unit, "transacted_on": on, "provider": giver, "receiver": receiver}
    with opened(db, by) as ledger:
        deed = record_instalment(ledger, require_reference(commitment), given(values | {"evidence": evidence, "note": note}))
    tell(deed)


def given(values: dict[str, str | None]) -> dict[str, str]:
    """Return what was written."""
    return {name: value for name, value in values.items() if value is not None}


def tell_state(commitment: Reference, assessment: str, db: str | None) -> None:
    """Say how the commitment stands now, and what may be wrong in that: another verdict counts, or the day makes it late."""
    from claims.store.access import open_reader
    from claims.views.commitments import fetch_commitments
    from claims.views.following import assessments_of
    from cli.columns import state

    with open_reader(database_location(db)) as reader:
        (record,) = fetch_commitments(reader, [commitment.number])
        latest = assessments_of(reader, commitment.number)[0]
    output = Output()
    output.line(f"{commitment} stands as: {state(record)}.")
    if latest.id != assessment:
        output.line(f"The verdict of a later day counts: {latest.id}, {latest.assessor}, {latest.assessed_on}.")
    elif record.days_late:
        output.line(
            f"It was due on {record.due_on}. If it was fulfilled before {record.fulfilled_on}, say when: "
            f'claims amend {assessment} assessed_on=DAY --reason "…"'
        )
