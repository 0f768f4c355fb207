"""Commands that settle who is the same as whom: merge, split."""

from typing import Annotated

import typer

from cli import options
from cli.amending import Actor, Reason, opened, tell

Same = Annotated[
    list[str],
    typer.Argument(metavar="STAYS OTHER…", help="Names or short names, such as sp3 sp9; the first one stays.", show_default=False),
]
Apart = Annotated[
    list[str],
    typer.Argument(metavar="NAME [OTHER]", help="What is taken out of what it was merged into, or two that differ.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Also where identifiers or earlier judgements say that they are two.")]


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
