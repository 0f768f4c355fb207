"""Waiting for another writer: who is to be told of it while it lasts."""

from collections.abc import Callable

SILENT = 2.0  # seconds to wait before that is told

tellers: list[Callable[[str], None]] = []
"""What is called with the name of the database; nothing outside the command line."""


def tell_waiting(name: str) -> None:
    """Tell that this program waits for another one that is writing to the database of this name."""
    for teller in tellers:
        teller(name)
