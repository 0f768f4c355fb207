"""What every structured file is made of: texts, lists and mappings, each with its line. Nothing is a number, a day or a truth value yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from claims.errors import RejectedInput

DEEPEST = 16  # lists and mappings inside each other; a record needs five


class Fault(RejectedInput):
    """What is wrong in a structured file, and on which line."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        super().__init__(sentence)


class Place(int):
    """A line of which the character is told, too, as where a file has but one."""

    character: int

    def __new__(cls, line: int, character: int) -> Self:
        """Return the number of the line with that of its character, both from 1."""
        place = super().__new__(cls, line)
        place.character = character
        return place

    def __format__(self, spec: str) -> str:
        """Return both, as a sentence tells them after `line`."""
        return f"{int(self)}, character {self.character}"


@dataclass(frozen=True, slots=True)
class Node:
    """One value: a text, nothing (None), a list, or a mapping by name. `line` counts from 1."""

    line: int
    value: "str | list[Node] | dict[str, Node] | None"


def mapping(line: int, pairs: Iterable[tuple[str, Node]]) -> Node:
    """Return a mapping; Fault where a name stands in it twice."""
    found: dict[str, Node] = {}
    for name, node in pairs:
        if name in found:
            raise Fault(node.line, f"“{name[:60]}” is given twice, first on line {found[name].line}; give it once.")
        found[name] = node
    return Node(line, found)


def require_shallow(line: int, depth: int) -> None:
    """Raise Fault where lists and mappings lie too deep inside each other."""
    if depth > DEEPEST:
        raise Fault(line, f"lists and mappings lie more than {DEEPEST} deep inside each other; no record does.")
