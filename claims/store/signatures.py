"""Signatures: the reasons that loads and undoing give in the history, with these words and a number, as nobody else may."""

import re

WORDS = "load "
PATTERN = re.compile(rf"{WORDS}([0-9]+)")
UNDONE = re.compile(r"undo of ([0-9]{1,19})(?:: (.*))?", re.DOTALL)
# The rows of `changes` that no load wrote; raw SQL gives no reason. The index of what people withdrew holds the same text.
BY_HAND = f"(reason IS NULL OR substr(reason, 1, {len(WORDS)}) <> '{WORDS}' OR ltrim(substr(reason, {len(WORDS) + 1}), '0123456789') <> '')"
WITHDRAWN = f"operation = 'delete' AND {BY_HAND}"


def load_reason(number: int) -> str:
    """Return the reason that the rows of `changes` written by a load carry."""
    return f"{WORDS}{number}"


def signing_load(reason: str | None) -> int | None:
    """Return the number of the load that signs with this reason; None for a person's, or where none was given."""
    match = PATTERN.fullmatch(reason or "")
    return None if match is None else int(match[1])


def undo_reason(number: int, told: str) -> str:
    """Return the reason that the undo of a change carries, with what was told of why, if anything was."""
    return f"undo of {number}" + (f": {told}" if told else "")


def signing_undo(reason: str | None) -> int | None:
    """Return the number of the change that was taken back for this reason; None for any other."""
    match = UNDONE.fullmatch(reason or "")
    return None if match is None else int(match[1])


def told_of_undo(reason: str | None) -> str | None:
    """Return what was told of why, beside the number of what was taken back; None where nothing was."""
    match = UNDONE.fullmatch(reason or "")
    return match and match[2]
