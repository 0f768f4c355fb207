"""The command that opens the database in a browser."""

from typing import Annotated

import typer

from claims.settings import database_location
from cli import options

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; the default is this machine alone.")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
Open = Annotated[bool, typer.Option("--open", help="Open a browser.")]


def serve_database(host: Host = "127.0.0.1", port: Port = 8001, open: Open = False, db: options.Db = None) -> None:
    """Browse the database with Datasette.

    On this machine, until Ctrl-C.
    """
    from claims.web.serving import serve

    serve(database_location(db), host=host, port=port, open_browser=open)
