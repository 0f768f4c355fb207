"""Drawing on a terminal: tables, cards, records under review. Texts break between words, and nothing in them is markup.

It is done by hand: a library that draws takes longer to be imported than a list takes to be asked.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from cli.layout import Column, pad, width

NARROWEST = 60
# Below this width, columns that have a place under another one move there.
STACKED_BELOW = 120
# A column that is narrower than this, and than its texts, is not readable.
LEAST_ROOM = 10
LONGEST_WORD = 24  # a longer one, such as an address, may break
BETWEEN = "  "  # two columns
# How a terminal is told to show what follows: ECMA-48, section 8.3.117 (SGR).
BOLD, DIM, MARKED = "1", "2", "1;7"
WORD = re.compile(r"\s*\S+\s*")
Ranges = Sequence[tuple[int, int]]


def draw_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as wide as the terminal; cells wrap, and what must not break does not. Rows of several lines stand apart.

    Where there is no room for the longest words of each column, each row is a list of its cells.
    """
    across = screen_width()
    groups = stack(columns) if across < STACKED_BELOW else [[index] for index in range(len(columns))]
    needs = [need(columns, rows, group) for group in groups]
    room = across - len(BETWEEN) * (len(groups) - 1)
    if sum(least for least, _ in needs) > room:
        draw_records(columns, rows)
        return
    sizes = fit(needs, room)
    right = [columns[group[0]].right for group in groups]
    apart = len(groups) < len(columns) or sizes != [whole for _, whole in needs]

    def cells(texts: Sequence[str]) -> list[list[str]]:
        return [[line for index in group for line in lines(texts[index], size)] for group, size in zip(groups, sizes, strict=True)]

    titles = cells([column.title for column in columns])
    highest = max(map(len, titles))
    head = side_by_side([[""] * (highest - len(title)) + title for title in titles], sizes, right)
    drawn = [*(styled(line, BOLD) for line in head), rule(sum(sizes) + len(BETWEEN) * (len(sizes) - 1))]
    for number, row in enumerate(rows):
        if apart and number:
            drawn.append("")
        drawn += side_by_side([without_empty_end(cell) for cell in cells(row)], sizes, right)
    print("\n".join(drawn))


def side_by_side(cells: Sequence[Sequence[str]], sizes: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of a row from those of its cells."""
    for line in zip_longest(*cells, fillvalue=""):
        yield BETWEEN.join(pad(text, size, right=at_right) for text, size, at_right in zip(line, sizes, right, strict=True)).rstrip()


def without_empty_end(cell: Sequence[str]) -> Sequence[str]:
    """Return the lines of a cell, of which there is one at least, without the empty ones at its end."""
    return cell if len(cell) == 1 or cell[-1] else without_empty_end(cell[:-1])


def lines(text: str, size: int, ranges: Ranges = (), style: str = MARKED) -> list[str]:
    """Return the lines of a text that is to be no wider than `size`, with ranges of it in a style; one empty line of an empty text."""
    return [
        inked(text[start:end].rstrip(), [(first - start, last - start) for first, last in ranges], style) for start, end in wrap(text, size)
    ]


def wrap(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Yield where each line of a text begins and ends, so that none is wider than `size`; only a word that is longer is broken."""
    start, used = 0, 0
    for found in WORD.finditer(text) if width(text) > size else ():
        word = found[0].rstrip()
        if used and used + width(word) > size:
            yield start, found.start()
            start, used = found.start(), 0
        if width(word) > size:
            for place, character in enumerate(word, found.start()):
                if used and used + width(character) > size:
                    yield start, place
                    start, used = place, 0
                used += width(character)
        else:
            used += width(found[0])
    yield start, len(text)


def inked(text: str, ranges: Ranges, style: str) -> str:
    """Return a text with ranges of it in a style; what of them is outside it does not count."""
    drawn, at = "", 0
    for first, last in sorted(ranges):
        start, end = max(first, at), min(last, len(text))
        if start < end:
            drawn, at = drawn + text[at:start] + styled(text[start:end], style), end
    return drawn + text[at:]


def styled(text: str, style: str) -> str:
    """Return a text in a style, if it has any and the terminal knows styles."""
    return f"\x1b[{style}m{text}\x1b[0m" if text and os.environ.get("TERM", "dumb") not in ("dumb", "unknown") else text


def rule(size: int) -> str:
    """Return a line across."""
    return ("─" if (sys.stdout.encoding or "").lower().startswith("utf") else "-") * size


def screen_width() -> int:
    """Return how many columns there are to draw on."""
    return max(shutil.get_terminal_size().columns, NARROWEST)


def need(columns: Sequence[Column], rows: Sequence[Sequence[str]], group: Sequence[int]) -> tuple[int, int]:
    """Return how wide columns that stand under each other have to be at least, so that no word breaks, and at most."""
    least = whole = 0
    for index in group:
        for text in (columns[index].title, *(row[index] for row in rows)):
            size = width(text)
            words = min(max(map(width, text.split()), default=0), LONGEST_WORD) if columns[index].breaks else size
            least, whole = max(least, words, min(size, LEAST_ROOM)), max(whole, size)
    return least, whole


def fit(needs: Sequence[tuple[int, int]], room: int) -> list[int]:
    """Return how wide each column is, given its least and whole width: what is missing is taken from the widest."""
    level = max((whole for _, whole in needs), default=0)
    if sum(whole for _, whole in needs) > room:
        level = min(level, room)
        while sum(max(least, min(whole, level)) for least, whole in needs) > room:
            level -= 1
    sizes = [max(least, min(whole, level)) for least, whole in needs]
    spare = room - sum(sizes)
    for index, (_, whole) in enumerate(needs):
        more = min(spare, whole - sizes[index], 1)
        sizes[index], spare = sizes[index] + more, spare - more
    return sizes


def stack(columns: Sequence[Column]) -> list[list[int]]:
    """Return the columns in groups: each with those that stand under it where space is short."""
    titles = [column.title for column in columns]
    groups: dict[int, list[int]] = {index: [index] for index, column in enumerate(columns) if column.under is None}
    for index, column in enumerate(columns):
        if column.under is not None:
            groups[titles.index(column.under)].append(index)
    return list(groups.values())


def draw_records(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print each row as a list of its cells, with their titles before them."""
    for row in rows:
        print("\n".join(labelled([(column.title, cell, ()) for column, cell in zip(columns, row, strict=True)])), end="\n\n")


def draw_card(head: str, fields: Sequence[tuple[str, str, Ranges]]) -> None:
    """Print a card: a head, then a label and a text on each line, with ranges of the text marked."""
    print("\n".join([*paragraph(head, BOLD), *labelled(fields)]))


def draw_review(head: str, source: str, evidence: tuple[str, str, Ranges, str], fields: Sequence[tuple[str, str, Ranges]]) -> None:
    """Print a record under review: a rule with its head, the evidence between its neighbours, and what is read of it."""
    before, text, marks, after = evidence
    across = screen_width()
    around = [
        *(paragraph(before, DIM) if before else ()),
        *lines(text, across, marks),
        *(paragraph(after, DIM) if after else ()),
    ]
    top = f"{styled(head, BOLD)} {styled(rule(across - width(head) - 1), DIM)}"
    print("\n".join(["", top, *paragraph(source, DIM), "", *around, "", *labelled(fields), ""]))


def draw_keys(keys: Mapping[str, str]) -> None:
    """Print which key means what, and stay on the line."""
    print("  ".join(f"{styled(key, BOLD)} {meaning}" for key, meaning in keys.items()), end=" > ", flush=True)


def draw_sentence(text: str) -> None:
    """Print a text that breaks between words alone."""
    print("\n".join(lines(text, screen_width())))


def paragraph(text: str, style: str) -> list[str]:
    """Return the lines of a text as wide as the terminal, all of it in a style."""
    return lines(text, screen_width(), [(0, len(text))], style)


def labelled(fields: Sequence[tuple[str, str, Ranges]]) -> Iterator[str]:
    """Yield labels and texts in two columns, with ranges of the texts marked."""
    across = screen_width()
    left = min(max((width(label) for label, _, _ in fields), default=0), across // 2)
    room = across - left - len(BETWEEN)
    for label, text, marks in fields:
        for name, line in zip_longest(lines(label, left), lines(text, room, marks), fillvalue=""):
            yield (styled(pad(name, left, right=False), DIM) + BETWEEN + line).rstrip()
