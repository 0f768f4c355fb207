"""Commands that settle who is the same as whom: merge, split, similar."""

from typing import Annotated

import typer

from claims.errors import UsageError
from claims.settings import database_location
from claims.terms import RecordKind
from claims.views.filters import DEFAULT_LIMIT
from cli import options
from cli.amending import Actor, Reason, opened, tell
from cli.layout import Column
from cli.output import Output

Same = Annotated[
    list[str],
    typer.Argument(metavar="STAYS OTHER…", help="Names or short names, such as sp3 sp9; the first one stays.", show_default=False),
]
Apart = Annotated[
    list[str],
    typer.Argument(metavar="NAME [OTHER]", help="What is taken out of what it was merged into, or two that differ.", show_default=False),
]
KINDS = {"speakers": RecordKind.SPEAKER, "parties": RecordKind.PARTY}
Kinds = Annotated[str | None, typer.Argument(metavar="[speakers|parties]", help="Only these; else both.", show_default=False)]
Force = Annotated[
    bool, typer.Option("--force", help="Also where identifiers, or judgements about others whom this would join, say that they are two.")
]


def merge_records(names: Same, reason: Reason = None, force: Force = False, by: Actor = None, db: options.Db = None) -> None:
    """Judge speakers or parties to be the same.

    Every list, count and search then speaks of the first one, and any name of any of them finds all. No record is lost: the judgement is
    kept, and `claims split` or `claims undo` takes it back.
    """
    from claims.store.ledger.judging import merge

    with opened(db, by) as ledger:
        tell(merge(ledger, names, reason=reason, force=force), nothing="they are judged to be the same already.")


def split_records(names: Apart, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Judge speakers or parties not to be the same.

    What was merged into the one that is taken out stays with it. They are not proposed again.
    """
    from claims.store.ledger.judging import split

    with opened(db, by) as ledger:
        tell(split(ledger, names, reason=reason), nothing="they are judged not to be the same already.")


def list_similar(kind: Kinds = None, limit: options.Limit = DEFAULT_LIMIT, format: options.Format = "table", db: options.Db = None) -> None:
    """Speakers and parties with names alike.

    Those that may be one are proposed, with the reason; nothing is merged. What `claims merge` or `claims split` judged is left out.
    """
    from claims.store.access import open_reader
    from claims.views.similar import list_similar as find

    if kind not in (None, *KINDS):
        raise UsageError(f"similar takes {' or '.join(KINDS)}, or nothing for both, not “{kind}”.")
    output = Output(format)
    with open_reader(database_location(db)) as reader:
        output.page(find(reader, [KINDS[kind]] if kind else list(KINDS.values()), limit), SIMILAR, what="pairs")


SIMILAR = [
    Column("id", lambda pair: pair.id, breaks=False),
    Column("name", lambda pair: pair.name),
    Column("records", lambda pair: str(pair.records), breaks=False, right=True),
    Column("or", lambda pair: pair.other_id, breaks=False),
    Column("other name", lambda pair: pair.other_name),
    Column("its records", lambda pair: str(pair.other_records), breaks=False, right=True),
    Column("why", lambda pair: pair.why),
]
