"""Errors as sentences: what is wrong, where, and what would be right. Each class owns one exit code."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the command line."""

    DONE = 0
    REJECTED = 1
    USAGE = 2
    STORE = 3
    REFUSED = 4
    INTERRUPTED = 130
    TERMINATED = 143


class ClaimsError(Exception):
    """A fault that a user can understand and mend. Its text is one or two plain sentences."""

    exit_code = ExitCode.REJECTED


class RejectedInput(ClaimsError):
    """One input (a file, a record) cannot be used; the others are."""


class UsageError(ClaimsError):
    """A word of the command is not what it may be: an unknown filter value, format, record or column."""

    exit_code = ExitCode.USAGE


class NoSuchRecord(UsageError):
    """A record that the command names is not there, or not any more."""


class NoSuchTable(UsageError):
    """A SELECT asks a table or view that the database does not have."""

    def __init__(self, sentence: str, table: str) -> None:
        super().__init__(sentence)
        self.table = table


class StoreError(ClaimsError):
    """The store is busy, full or gone; the unit in hand was rolled back."""

    exit_code = ExitCode.STORE


class Refused(ClaimsError):
    """Refused before anything was changed: a foreign, older or newer database, a read-only place."""

    exit_code = ExitCode.REFUSED
