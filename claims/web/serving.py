"""`serve`: check the database, take the port, and run the site until Ctrl-C."""

import contextlib
import errno
import ipaddress
import socket
import threading
import webbrowser
from pathlib import Path

from claims.errors import Refused, StoreError, UsageError
from claims.store.access import Reader, open_reader
from claims.store.databases.database import find_database
from claims.store.databases.sqlite import SqliteDatabase
from claims.web.site import read_site, visible_name


def serve(location: str, *, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = False) -> None:
    """Show the database in a browser until Ctrl-C; print one line with the address once it answers.

    `port` 0 takes any free one. On loopback readers may write their own SELECTs (it is their own data, on their own machine);
    on any other address only the tables, views and questions are open.
    Refused: no SQLite database of ours at this revision, or the port is taken. UsageError: a host or port that cannot be.
    """
    path = database_file(location)
    with open_reader(location) as reader:  # it says what is wrong with a database that is missing, foreign, older or newer
        large = find_large_tables(reader)
    with listen(host, port) as listener:
        run(path, large, listener, host, open_browser=open_browser)


def database_file(location: str) -> Path:
    """Return the file that a path or a sqlite:/// URL names; Refused for a database server."""
    database = find_database(location)
    if not isinstance(database, SqliteDatabase):
        raise Refused("Browsing needs a SQLite file, and this is a database server: publish a SQLite snapshot of it and serve that.")
    return database.path.resolve()


def find_large_tables(reader: Reader) -> frozenset[str]:
    """Return the tables with so many rows that counting facets at every visit would be slow, judged by their highest rowid."""
    site = read_site()
    highest = {table: reader.rows(f'SELECT max(rowid) AS highest FROM "{table}"')[0]["highest"] or 0 for table in site["tables"]}
    return frozenset(table for table, rowid in highest.items() if rowid > site["facet_rows"])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on host and port, so that nobody can take the port between the check and the start."""
    if not 0 <= port <= 65535:
        raise UsageError(f"Port {port} is not a port: give a number from 1 to 65535, or 0 for any free one.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise UsageError(f"Host {host!r} is not an address of this machine: leave it out for 127.0.0.1.") from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Refused(f"Port {port} on {host} is in use: stop what runs there, or choose another with --port.") from None
        raise UsageError(f"{host} port {port} cannot be listened on: {error.strerror}. Leave them out for 127.0.0.1 port 8001.") from None
    return listener


def run(path: Path, large: frozenset[str], listener: socket.socket, host: str, *, open_browser: bool) -> None:
    """Serve the database on the listening socket until it is told to stop."""
    import uvicorn

    from claims.web.application import build_application

    local = is_loopback(listener.getsockname()[0])
    hosts = ["127.0.0.1", "localhost", "[::1]", host.lower()] if local else []
    site = build_application(path, large_tables=large, hosts=hosts, allow_sql=local)
    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="error", lifespan="on", access_log=False, timeout_graceful_shutdown=3))
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    print(f"Browse {visible_name(path)} at {address} - Ctrl-C ends it.", flush=True)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one ends it
            server.run(sockets=[listener])
    finally:
        site.get_database().close()
    if not server.started:
        raise StoreError(f"The site over {visible_name(path)} could not start.")


def is_loopback(address: str) -> bool:
    """Return whether only this machine can reach the address."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback
