"""The command import: people, their offices, and parties from files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.errors import ExitCode
from claims.settings import database_location
from cli import options
from cli.acting import actor
from cli.amending import Actor, Reason
from cli.output import Output, place

if TYPE_CHECKING:
    from claims.store.importing import Imported

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Files of people and parties: .csv, .yaml.", readable=False, show_default=False)
]


def import_files(files: Files, reason: Reason = None, by: Actor = None, db: options.Db = None) -> None:
    """Bring in people, their offices, and parties.

    Columns: name, kind, wikidata_id, iso_code, aliases, title, party, started_on, ended_on, members. Who is known already gets the names
    and identifiers that are missing.
    """
    from claims.store.importing import import_people

    output, location = Output(), database_location(db)
    results = [import_people(file, location, actor=by or actor(), reason=reason) for file in files]
    for result in results:
        for sentence in result.rejected:
            output.note(f"Rejected: {sentence}")
        tell(output, result, place(location))
    if any(result.rejected for result in results):
        raise typer.Exit(ExitCode.REJECTED)


def tell(output: Output, result: "Imported", name: str) -> None:
    """Say what came of one file."""
    counts = f"{result.unchanged:,} unchanged, {len(result.rejected):,} rejected"
    if result.changeset is None:
        known = f"Nothing changed: {name} knows it all already" if result.unchanged and not result.rejected else "Nothing was imported"
        output.line(f"{result.path}: {known} ({counts}).")
        return
    output.line(f"{result.path}: {result.added:,} new in {name}, {result.changed:,} changed, {counts}.")
    output.line(f"Change {result.changeset}; `claims undo {result.changeset}` takes it back.")
