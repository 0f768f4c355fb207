"""The commands that show the database in a browser: serve, publish."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from claims.errors import UsageError
from claims.settings import database_location
from claims.visible import show
from claims.wording import counted
from cli import options

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; the default is this machine alone.")]


def read_port(value: str | int) -> int:
    """Return the number of a port, 0 for a free one; UsageError for anything else."""
    return options.read_count("--port", value, 65535, "a free one")


Port = Annotated[int, typer.Option("--port", metavar="PORT", parser=read_port, help="Port to listen on; 0 takes a free one.")]
Open = Annotated[bool, typer.Option("--open", help="Open a browser.")]
File = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A database, such as one that was published; --db says the same.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="The file to make, such as public.db.")]
Reviewers = Annotated[bool, typer.Option("--reviewers", help="Keep the names of those who loaded, changed, judged and assessed.")]
Force = Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")]


def serve_database(file: File = None, host: Host = "127.0.0.1", port: Port = 8001, open: Open = False, db: options.Db = None) -> None:
    """Browse the database with Datasette.

    On this machine, until Ctrl-C.
    """
    from claims.web.serving import serve

    if file is not None and db is not None:
        raise UsageError(f"{file} and --db {db} name two databases; name one.")
    serve(str(file) if file else database_location(db), host=host, port=port, open_browser=open)


def publish_database(out: Out, reviewers: Reviewers = False, force: Force = False, db: options.Db = None) -> None:
    """Make a compact copy to give away, which is only read.

    For `claims serve`, for Datasette, for whatever reads SQLite. It holds no names of people who reviewed, nothing that was withdrawn, and
    not which files were loaded. Its pages are fast.
    """
    from claims.web.publishing import publish

    made = publish(database_location(db), out, reviewers=reviewers, force=force)
    nouns = {"sources": "article", "statements": "statement", "commitments": "commitment", "numeric_claims": "numeric claim"}
    *first, last = (counted(made.rows[table], noun) for table, noun in nouns.items())
    print(f"{show(str(out))} holds {', '.join(first)} and {last} in {made.size / 1e6:,.1f} MB.")
    print(f"Browse it with: claims serve {show(shlex.quote(str(out)))}")
