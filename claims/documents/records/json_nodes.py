"""JSON with the line of every value; numbers stay the digits that were written."""

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]

from claims.documents.records.nodes import Fault, Node, Place, mapping, require_shallow

SPACE = re.compile(r"[ \t\r\n]*")
WORD = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null", re.ASCII)


def read_json_nodes(text: str, line: int | None = None) -> Node:
    """Return the one value that a JSON text holds; `line` is the number of the one line that it is of a file. Fault for what is no JSON."""
    reader = _Reader(text, line)
    node = reader.value()
    if reader.at < len(text):
        raise reader.fault("something stands after its end")
    return node


class _Reader:
    """Reads from left to right, with a stack instead of recursion."""

    def __init__(self, text: str, line: int | None) -> None:
        self.text = text
        self.at = 0
        self._line = line or 1
        self._counted = 0
        self._alone = line is None and "\n" not in text.strip()
        self._skip()

    @property
    def line(self) -> int:
        """The line of the place that is being read, with the character where there is no other line."""
        if self._alone:
            return Place(self._line, self.at + 1)
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def fault(self, told: str) -> Fault:
        """Return the fault at this place."""
        return Fault(self.line, f"this is no JSON: {told}.")

    def value(self) -> Node:
        """Read one value."""
        stack: list[tuple[int, list[Node] | None, list[tuple[str, Node]], list[str]]] = []
        while True:
            mark, line = self.text[self.at : self.at + 1], self.line
            if mark in ("[", "{"):
                require_shallow(line, len(stack) + 1)
                stack.append((line, [] if mark == "[" else None, [], []))
                self._step()
                if self.text[self.at : self.at + 1] not in ("]", "}"):
                    self._name(stack[-1])
                    continue
                node = self._close(stack.pop())
            else:
                node = self._scalar(line)
            while stack:
                _, items, pairs, names = stack[-1]
                if items is not None:
                    items.append(node)
                else:
                    pairs.append((names.pop(), node))
                if self.text[self.at : self.at + 1] == ",":
                    self._step()
                    self._name(stack[-1])
                    break
                node = self._close(stack.pop())
            else:
                return node

    def _close(self, frame: tuple[int, list[Node] | None, list[tuple[str, Node]], list[str]]) -> Node:
        line, items, pairs, _ = frame
        wanted = "}" if items is None else "]"
        if self.text[self.at : self.at + 1] != wanted:
            raise self.fault(f"a comma or {wanted} is missing")
        self._step()
        return mapping(line, pairs) if items is None else Node(line, items)

    def _name(self, frame: tuple[int, list[Node] | None, list[tuple[str, Node]], list[str]]) -> None:
        """Read the name of the next value of a mapping; nothing in a list."""
        if frame[1] is not None:
            return
        if self.text[self.at : self.at + 1] != '"':
            raise self.fault("a name in double quotes is missing")
        frame[3].append(self._string())
        if self.text[self.at : self.at + 1] != ":":
            raise self.fault("a colon is missing after a name")
        self._step()

    def _scalar(self, line: int) -> Node:
        if self.text[self.at : self.at + 1] == '"':
            return Node(line, self._string())
        word = WORD.match(self.text, self.at)
        if word is None:
            found = self.text[self.at : self.at + 10].split("\n")[0]
            raise self.fault(f"“{found}” is no value; texts stand in double quotes" if found else "it ends too soon")
        self.at = word.end()
        self._skip()
        return Node(line, None if word[0] == "null" else word[0])

    def _string(self) -> str:
        try:
            value, self.at = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError as error:
            raise self.fault(error.msg.rstrip(".").lower()) from error
        self._skip()
        return str(value)

    def _step(self) -> None:
        self.at += 1
        self._skip()

    def _skip(self) -> None:
        space = SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
