"""JSON that is written while it is read: lines of a document, one node a line."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from claims.visible import escape_json

Json = dict[str, Any]


def filled(**fields: Any) -> Json:
    """Return the fields that hold something; `_` before a name stands for `@`."""
    return {name.replace("_", "@", 1) if name.startswith("_") else name: value for name, value in fields.items() if value not in EMPTY}


EMPTY: tuple[object, ...] = (None, "", [], {})


def written(value: Any) -> str:
    """Return a value as JSON in one line that is harmless on a terminal."""
    return escape_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def document_lines(head: str, nodes: Iterator[Json], tail: Callable[[int], str]) -> Iterator[str]:
    """Yield `head`, the nodes as members of an array, and what `tail` says when it is told how many there were."""
    yield head
    count, before = 0, ""
    for node in nodes:
        if count:
            yield f"{before},"
        before = written(node)
        count += 1
    if count:
        yield before
    yield tail(count)
