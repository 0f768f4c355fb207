"""Watching on PostgreSQL: a statement cannot say that it waits for another session, so a thread beside it asks the server."""

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from claims.store import waiting

if TYPE_CHECKING:
    import psycopg

BLOCKED = "SELECT pid FROM unnest(%s::int[]) AS pid WHERE cardinality(pg_blocking_pids(pid)) > 0"


class Watch:
    """One engine's statements: `tell` is called when one has waited for another session longer than a moment, once for each wait."""

    def __init__(self, engine: sa.Engine, connect: "Callable[[], psycopg.Connection[Any]]", tell: Callable[[], None]) -> None:
        """Begin to watch; a thread is started with the first statement, and ends when the engine is disposed of."""
        self._connect = connect
        self._tell = tell
        self._since: dict[int, float] = {}  # when what a session runs was begun, by its process on the server
        self._lock = Lock()
        self._over = Event()
        self._thread: Thread | None = None
        sa.event.listen(engine, "before_cursor_execute", self._begin)
        sa.event.listen(engine, "after_cursor_execute", self._end)
        sa.event.listen(engine, "handle_error", self._fail)
        sa.event.listen(engine, "engine_disposed", self._stop)

    def _begin(self, connection: sa.Connection, *_: Any) -> None:
        with self._lock:
            self._since[_process(connection)] = monotonic()
            if self._thread is None:
                self._thread = Thread(target=self._watch, args=(self._over,), daemon=True)
                self._thread.start()

    def _end(self, connection: sa.Connection, *_: Any) -> None:
        with self._lock:
            self._since.pop(_process(connection), None)

    def _fail(self, context: sa.engine.ExceptionContext) -> None:
        if context.connection is not None:
            self._end(context.connection)

    def _stop(self, _: sa.Engine) -> None:
        with self._lock:
            self._over.set()
            self._over, self._thread = Event(), None  # an engine may be used again after it was disposed of

    def _watch(self, over: Event) -> None:
        told: dict[int, float] = {}
        while not over.wait(waiting.SILENT / 4):
            with self._lock:
                lasting = {process: since for process, since in self._since.items() if monotonic() - since >= waiting.SILENT}
            untold = [process for process, since in lasting.items() if told.get(process) != since]
            if blocked := self._blocked(untold) if untold else []:
                told |= {process: lasting[process] for process in blocked}
                self._tell()

    def _blocked(self, processes: list[int]) -> list[int]:
        """Return which of these sessions wait for others."""
        try:
            with self._connect() as connection:
                return [process for (process,) in connection.execute(BLOCKED, (processes,))]
        except Exception:  # the statement that is watched tells what is wrong with the server
            return []


def _process(connection: sa.Connection) -> int:
    driver: Any = connection.connection.driver_connection
    return int(driver.info.backend_pid)
