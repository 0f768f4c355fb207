"""Tables as text: columns, and how they are printed where there is no terminal."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from claims.visible import escape_markdown

COMBINING = "\u0300"  # the first character that may take no column, or two


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: title, a record's cell, whether a line may break in it, the column it moves `under` in narrow places.

    One that is `rare` is left out where all its cells are empty.
    """

    title: str
    cell: Callable[[Any], str]
    breaks: bool = True
    under: str | None = None
    right: bool = False
    rare: bool = False


def print_markdown(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table whose cells are plain words."""
    for row in [
        [escape_markdown(title) for title in titles],
        ["---"] * len(titles),
        *([escape_markdown(cell) for cell in row] for row in rows),
    ]:
        print("| " + " | ".join(row) + " |")


def print_plain(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns, one line a row, nothing cut: to be read, searched and compared by other programs."""
    lines = [[column.title for column in columns], *rows]
    widths = [max(width(line[index]) for line in lines) for index in range(len(columns))]
    for line in [lines[0], ["-" * size for size in widths], *lines[1:]]:
        cells = [pad(cell, size, right=column.right) for cell, size, column in zip(line, widths, columns, strict=True)]
        print("  ".join(cells).rstrip())


def pad(cell: str, size: int, *, right: bool) -> str:
    """Return a cell filled up with spaces."""
    fill = " " * (size - width(cell))
    return fill + cell if right else cell + fill


def flowed(text: str, stream: TextIO, indent: int = 0) -> str:
    """Return a text as a stream shows it: on a terminal in lines that break between words alone; all but the first have an indent."""
    if not stream.isatty() or len(text) <= (columns := shutil.get_terminal_size().columns):
        return text
    import textwrap

    after = " " * min(indent, columns // 2)
    return textwrap.fill(text, columns, break_long_words=False, break_on_hyphens=False, subsequent_indent=after)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for wide characters, none for combining ones."""
    return len(text) if text.isascii() else len(text) + sum(beyond_one(character) for character in text if character >= COMBINING)


def beyond_one(character: str) -> int:
    """Return how many columns a character takes beyond one."""
    from unicodedata import category, east_asian_width

    kind = category(character)
    return -1 if kind.startswith("M") else 1 if kind != "Cn" and east_asian_width(character) in "WF" else 0
