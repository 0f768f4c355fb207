"""Commands that follow commitments: assess, instalment, timeline."""

from typing import Annotated

import typer

from claims.errors import UsageError
from claims.references import Reference, require_reference
from claims.settings import database_location
from cli import options
from cli.amending import Actor, opened, tell
from cli.output import Output

Commitment = Annotated[str, typer.Argument(metavar="COMMITMENT", help="Short name of a commitment, such as c12.", show_default=False)]
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
CommitmentOrNone = Annotated[
    str | None, typer.Argument(metavar="[COMMITMENT]", help="Short name of a commitment; without one, those that the filters choose.")
]
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


def print_timeline(
    commitment: CommitmentOrNone = None,
    by: options.By = None,
    to: options.To = None,
    topic: options.Topic = None,
    strength: options.Strength = None,
    status: options.Status = None,
    overdue: options.Overdue = False,
    unit: options.Unit = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.Source = None,
    language: options.Language = None,
    search: options.Search = None,
    review: options.Review = None,
    copies: options.Copies = False,
    limit: options.Limit = 0,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    today: options.Today = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """What became of commitments, day by day.

    Announced, restated, assessed, paid for, due: of one commitment with those that restate it, or of all that the filters choose.
    """
    from claims.store.access import open_reader
    from claims.views.filters import Filters
    from claims.views.timeline import Entry, timeline_of, timeline_where
    from cli.columns import TIMELINE

    output = Output(format, columns=columns)
    chosen = {"by": by, "to": to, "topic": topic, "strength": strength, "status": status, "unit": unit, "source": source,
              "language": language, "search": search, "review": review}  # fmt: skip
    asked = {name: value for name, value in chosen.items() if value is not None}
    if (commitment is None) == (not asked and not overdue):
        raise UsageError("A timeline is of one commitment, such as c12, or of those that --by, --topic or other filters choose.")
    days = Filters(since=since, until=until, limit=limit)
    with open_reader(database_location(db), as_of, today) as reader:
        if commitment is not None:
            page = timeline_of(reader, commitment, days)
        else:
            page = timeline_where(reader, Filters(**asked, overdue=overdue, copies=copies, limit=0), days)
        output.page(page, TIMELINE, what="entries", of=Entry)


def given(values: dict[str, str | None]) -> dict[str, str]:
    """Return what was written."""
    return {name: value for name, value in values.items() if value is not None}


def tell_state(commitment: Reference, assessment: str, db: str | None) -> None:
    """Say how the commitment stands now, and what may be wrong in that: another verdict counts, or the day makes it late."""
    from claims.store.access import open_reader
    from claims.views.cards import with_repeats
    from claims.views.commitments import fetch_commitments, standing
    from claims.views.following import assessments_of

    with open_reader(database_location(db)) as reader:
        (record,) = fetch_commitments(reader, [commitment.number])
        latest = assessments_of(reader, with_repeats(reader, commitment.number))[0]
    output = Output()
    output.line(f"{commitment} stands as: {standing(record)}.")
    if latest.id != assessment:
        output.line(f"The verdict of a later day counts: {latest.id}, {latest.assessor}, {latest.assessed_on}.")
    elif record.days_late:
        output.line(
            f"It was due on {record.due_on}. If it was fulfilled before {record.fulfilled_on}, say when: "
            f'claims amend {assessment} assessed_on=DAY --reason "…"'
        )
