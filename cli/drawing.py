"""Drawing on a terminal with rich; imported only there. Texts become rich Text, never markup."""

import sys
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.layout import Column, width

NARROWEST = 60
# Below this width, columns that have a place under another one move there.
STACKED_BELOW = 120
# A column that is narrower than this, and than its texts, is not readable.
LEAST_ROOM = 10
LONGEST_WORD = 24  # a longer one, such as an address, may break
# Between two columns stand a space of padding and one of the box.
BETWEEN = 2


def console() -> Console:
    """Return a console on stdout that takes every text as it is."""
    made = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
    made.width = max(made.width, NARROWEST)
    return made


def draw_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as wide as the terminal; cells wrap, and what must not break does not. Rows of several lines stand apart.

    Where there is no room for the longest words of each column, each row is a list of its cells.
    """
    screen = console()
    groups = stack(columns) if screen.width < STACKED_BELOW else [[index] for index in range(len(columns))]
    needs = [need(columns, rows, group) for group in groups]
    room = screen.width - BETWEEN * (len(groups) - 1)
    if sum(least for least, _ in needs) > room:
        draw_records(screen, columns, rows)
        return
    sizes = fit(needs, room)
    leading = 0 if len(groups) == len(columns) and sizes == [whole for _, whole in needs] else 1
    table = Table(box=box.SIMPLE_HEAD, leading=leading, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    for group, size in zip(groups, sizes, strict=True):
        title = Text("\n".join(columns[index].title for index in group))
        table.add_column(title, width=size, overflow="fold", justify="right" if columns[group[0]].right else "left")
    for row in rows:
        table.add_row(*(Text("\n".join(row[index] for index in group).rstrip("\n")) for group in groups))
    screen.print(table)


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


def draw_records(screen: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print each row as a list of its cells, with their titles before them."""
    for row in rows:
        grid = two_columns()
        for column, cell in zip(columns, row, strict=True):
            grid.add_row(Text(column.title), Text(cell))
        screen.print(grid)
        screen.print()


def two_columns() -> Table:
    """Return a table for labels and texts."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    return grid


def draw_card(head: str, lines: Sequence[tuple[str, str, Sequence[tuple[int, int]]]]) -> None:
    """Print a card: a head, then a label and a text on each line, with ranges of the text marked."""
    screen = console()
    screen.print(Text(head, style="bold"))
    screen.print(labelled(lines))


def draw_review(
    head: str,
    source: str,
    evidence: tuple[str, str, Sequence[tuple[int, int]], str],
    lines: Sequence[tuple[str, str, Sequence[tuple[int, int]]]],
) -> None:
    """Print a record under review: a rule with its head, the evidence between its neighbours, and what is read of it."""
    before, text, marks, after = evidence
    screen = console()
    screen.print()
    screen.rule(Text(head, style="bold"), align="left", style="dim")
    screen.print(Text(source, style="dim"))
    screen.print()
    for part in (Text(before, style="dim"), marked(text, marks), Text(after, style="dim")):
        if part:
            screen.print(part)
    screen.print()
    screen.print(labelled(lines))
    screen.print()


def draw_keys(keys: Mapping[str, str]) -> None:
    """Print which key means what, and stay on the line."""
    screen = console()
    screen.print(Text("  ").join(Text.assemble((key, "bold"), f" {meaning}") for key, meaning in keys.items()), Text("> "), end="")


def draw_sentence(text: str) -> None:
    """Print a text that breaks between words alone."""
    console().print(Text(text))


def labelled(lines: Sequence[tuple[str, str, Sequence[tuple[int, int]]]]) -> Table:
    """Return labels and texts in two columns."""
    grid = two_columns()
    for label, text, marks in lines:
        grid.add_row(Text(label), marked(text, marks))
    return grid


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Text:
    """Return a text with ranges of it marked."""
    shown = Text(text)
    for start, end in marks:
        shown.stylize("bold reverse", start, end)
    return shown
