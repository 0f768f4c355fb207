"""Commands about what is said twice: copies of sources; relations between records."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claims.references import require_relation
from claims.settings import database_location
from claims.terms import Judgement, RecordKind
from claims.wording import counted
from cli import options
from cli.amending import Actor, Reason, opened, tell
from cli.layout import Column
from cli.output import Output

if TYPE_CHECKING:
    from claims.views.conflicts import Side
    from claims.views.related import Told

COPIES = (RecordKind.SOURCE,)
RELATIONS = (RecordKind.COMMITMENT, RecordKind.STATEMENT)
Numbers = Annotated[
    list[int], typer.Argument(metavar="NUMBER…", help="Numbers, as the list shows them.", parser=require_relation, show_default=False)
]
Changes = Annotated[bool, typer.Option("--changes", help="Also what differs because time has passed.")]
All = Annotated[bool, typer.Option("--all", help="Also what was decided.")]


def find_copies(by: Actor = None, db: options.Db = None) -> None:
    """Find articles that copy or lightly rewrite others.

    What is certain is linked, what is likely is proposed; records of a copy that repeat one of the original count once with it.
    """
    from claims.references import Pair
    from claims.store.access import open_reader
    from claims.store.ledger.relating import link_copy, propose, repeat
    from claims.terms import Relation
    from claims.views.copies import find_copies, find_unmatched

    output, linked, proposed = Output(), 0, 0
    with opened(db, by) as ledger:
        with open_reader(database_location(db)) as reader:
            found, unmatched = find_copies(reader), find_unmatched(reader)
        for each in found:
            pair = Pair(RecordKind.SOURCE, each.copy, each.original, Relation.RESTATES)
            deed = (
                link_copy(ledger, each.copy, each.original, each.repeated, reason=each.reason)
                if each.certain
                else propose(ledger, [pair], reason=each.reason)
            )
            if deed.changeset is not None:
                linked, proposed = linked + each.certain, proposed + (not each.certain)
                output.line(
                    f"{'Linked' if each.certain else 'Proposed'}: {pair}: {each.reason}. `claims undo {deed.changeset}` takes it back."
                )
        if unmatched:
            repeat(ledger, unmatched, reason="records of linked copies that were read since")
    output.line(f"{linked} linked, {proposed} proposed.")


def list_copies(
    context: typer.Context,
    all: All = False,
    limit: options.Limit = 20,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Articles that seem to copy others, for somebody to decide."""
    if not handed_on(context, db):
        show(COPIES, all, limit, format, db, what="copies")


def accept_copies(numbers: Numbers, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Link copies to their originals.

    What they repeat is left out of lists and counts from then on; --copies shows it.
    """
    from claims.store.access import open_reader
    from claims.store.ledger.relating import judge
    from claims.views.copies import find_repeated
    from claims.views.related import pairs_of

    with opened(db, by) as ledger:
        with open_reader(database_location(db)) as reader:
            pairs = pairs_of(reader, numbers, RecordKind.SOURCE)
            repeated = {number: list(find_repeated(reader, pair.left, pair.right)) for number, pair in pairs.items()}
        tell(judge(ledger, COPIES, numbers, Judgement.POSITIVE, repeated=repeated, reason=reason), nothing="All are linked already.")


def dismiss_copies(numbers: Numbers, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Say that articles are no copies.

    A link that was made is taken away, and what they repeat counts again.
    """
    decide(COPIES, numbers, Judgement.NEGATIVE, reason, by, db)


def find_relations(by: Actor = None, db: options.Db = None) -> None:
    """Propose which records say again, or change, what others say.

    Statements and commitments, by parties, amounts, topics, days and words, across languages. Nothing is decided by that.
    """
    from claims.store.access import open_reader
    from claims.store.ledger.relating import propose
    from claims.views.restatements import find_restatements

    output, count = Output(), 0
    with opened(db, by) as ledger:
        with open_reader(database_location(db)) as reader:
            found = find_restatements(reader)
        for reason in dict.fromkeys(each.reason for each in found):
            count += len(propose(ledger, [each.pair for each in found if each.reason == reason], reason=reason).records)
    output.line(f"{counted(count, 'relation')} proposed.")


def list_relations(
    context: typer.Context,
    all: All = False,
    limit: options.Limit = 20,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Statements and commitments that seem to be related, for somebody to decide."""
    if not handed_on(context, db):
        show(RELATIONS, all, limit, format, db, what="relations")


def accept_relations(numbers: Numbers, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Say that records are related as proposed.

    What is the same as another record counts once with it, a commitment with its amounts.
    """
    from claims.store.access import open_reader
    from claims.store.ledger.relating import judge
    from claims.views.related import pairs_of, repeated_amounts

    with opened(db, by) as ledger:
        with open_reader(database_location(db)) as reader:
            pairs = pairs_of(reader, numbers, RecordKind.COMMITMENT)
            repeated = {number: repeated_amounts(reader, pair) for number, pair in pairs.items()}
        tell(judge(ledger, RELATIONS, numbers, Judgement.POSITIVE, repeated=repeated, reason=reason), nothing="All are accepted already.")


def dismiss_relations(numbers: Numbers, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Say that records are not related as proposed.

    They are not proposed again.
    """
    decide(RELATIONS, numbers, Judgement.NEGATIVE, reason, by, db)


def list_conflicts(
    changes: Changes = False,
    limit: options.Limit = 20,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Which claims contradict each other.

    Numbers of different articles about the same thing and time that differ, and growth that other numbers do not bear out.
    """
    from claims.store.access import open_reader
    from claims.views.conflicts import list_conflicts

    output = Output(format)
    with open_reader(database_location(db), as_of) as reader:
        output.page(list_conflicts(reader, changes=changes, limit=limit), CONFLICTS, what="conflicts")


def handed_on(context: typer.Context, db: str | None) -> bool:
    """Tell whether a command of the group is named; a --db before it stands for one after it."""
    if context.invoked_subcommand is not None and db:
        context.default_map = {context.invoked_subcommand: {"db": db}}
    return context.invoked_subcommand is not None


def decide(
    kinds: Sequence[RecordKind], numbers: Sequence[int], judgement: Judgement, reason: str | None, by: str | None, db: str | None
) -> None:
    """Accept or dismiss relations in one change."""
    from claims.store.ledger.relating import judge

    with opened(db, by) as ledger:
        tell(judge(ledger, kinds, numbers, judgement, reason=reason), nothing="All are decided so already.")


def show(kinds: Sequence[RecordKind], all: bool, limit: int, format: str, db: str | None, *, what: str) -> None:
    """Print relations, those that are open first."""
    from claims.store.access import open_reader
    from claims.views.related import list_relations

    output = Output(format)
    with open_reader(database_location(db)) as reader:
        page = list_relations(reader, kinds, judgement=None if all else Judgement.UNDECIDED, limit=limit)
        output.page(page, RELATED, what=what)


def conflicting(one: "Side") -> str:
    """Return one side of a conflict with its evidence."""
    where = ", ".join(part for part in (one.publisher, one.holds_for) if part)
    return f"{one.says} ({one.id}, {where}): {shortened(one.text)}"


def shortened(text: str) -> str:
    """Return the beginning of a text, up to a word."""
    return text if len(text) <= MOST else text[:MOST].rsplit(" ", 1)[0] + "…"


def side(pick: Callable[[Any], "Told"]) -> Callable[[Any], str]:
    """Return what prints one side of a relation."""

    def told(row: Any) -> str:
        one = pick(row)
        return f"{one.id} ({', '.join(part for part in (one.publisher, one.day) if part)}) {shortened(one.text)}"

    return told


MOST = 160  # characters of a record's words
RELATED = [
    Column("number", lambda row: str(row.number), breaks=False, right=True),
    Column("record", side(lambda row: row.left)),
    Column("is", lambda row: row.relation, breaks=False),
    Column("other record", side(lambda row: row.right)),
    Column("judgement", lambda row: row.judgement, breaks=False),
    Column("by", lambda row: row.judged_by),
]
CONFLICTS = [
    Column("what", lambda row: row.difference, breaks=False),
    Column("about", lambda row: row.about),
    Column("one says", lambda row: conflicting(row.one)),
    Column("the other", lambda row: conflicting(row.other)),
    Column("computed", lambda row: row.note or ""),
]
