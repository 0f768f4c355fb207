"""Commands that keep the database sound: verify, db upgrade, db current, db history."""

import typer

from claims.errors import ExitCode
from claims.settings import database_location
from claims.wording import counted
from cli import options
from cli.layout import Column
from cli.output import Output, place

MOST_NAMED = 10


def verify_database(format: options.Format = "table", db: options.Db = None) -> None:
    """Check every quotation against its source.

    Every span of every row must cover the very words that the row quotes, and every text match its digest. The exit code is 1 where
    something is wrong.
    """
    from claims.store.access import open_reader
    from claims.views.verification import verify

    output = Output(format)
    with open_reader(database_location(db)) as reader:
        result = verify(reader)
    columns = [
        Column("id", lambda fault: fault.id, breaks=False),
        Column("source", lambda fault: fault.source_id, breaks=False),
        Column("what is wrong", lambda fault: fault.message),
    ]
    output.records(result.faults, columns)
    output.note(f"{counted(result.spans, 'span')} in {counted(result.sources, 'source')} checked: {len(result.faults) or 'none'} wrong.")
    if result.otherwise:
        few = ", ".join(result.otherwise[:MOST_NAMED]) + (", …" if len(result.otherwise) > MOST_NAMED else "")
        say = "says" if len(result.otherwise) == 1 else "say"
        numbers = counted(len(result.otherwise), "number")
        output.note(f"{numbers} that people entered {say} otherwise than the words: {few}. `claims amend` corrects them, or says why.")
    if result.faults:
        raise typer.Exit(ExitCode.REJECTED)


def upgrade_database(db: options.Db = None) -> None:
    """Bring the database to the newest schema.

    An empty one is made if there is none. Every row is kept, or nothing is changed.
    """
    from claims.store.migrations import current, upgrade

    location, output = database_location(db), Output()
    before = current(location)
    upgrade(location)
    after = current(location)
    if before is None:
        output.line(f"Made {place(location)} at schema {after}.")
    elif before == after:
        output.line(f"Nothing to do: {place(location)} is at schema {after}, the newest.")
    else:
        output.line(f"Upgraded {place(location)} from schema {before} to {after}.")


def print_current(db: options.Db = None) -> None:
    """Print the schema of the database."""
    from claims.store.databases.database import find_database
    from claims.store.revision import HEAD

    location, output = database_location(db), Output()
    revision = find_database(location).revision()
    if revision is None:
        output.line(f"There is no database at {place(location)} yet; this program would make one at schema {HEAD}.")
    else:
        output.line(f"{revision} (the newest is {HEAD})" if revision != HEAD else f"{revision} (the newest)")


def print_history(format: options.Format = "table", db: options.Db = None) -> None:
    """List the schemas that this program knows."""
    from claims.store.databases.database import find_database
    from claims.store.migrations import history

    current = find_database(database_location(db)).revision()
    rows = [(revision.name, revision.description, "here" if revision.name == current else "") for revision in history()]
    Output(format).rows(["revision", "what it brought", "database"], rows)
