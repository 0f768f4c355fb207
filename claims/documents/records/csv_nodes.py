"""CSV with a header: each row a mapping of texts; an empty cell is nothing."""

import csv
import io
from collections.abc import Iterator

from claims.documents.records.nodes import Fault, Node, mapping

LONGEST_CELL = 131_072  # characters; the csv module's own limit is the whole process's, and other libraries raise it

OTHER_SIGNS = {";": "semicolons", "\t": "tabs"}  # what spreadsheets part columns by where commas stand in decimals


def read_csv(text: str) -> Iterator[Node | Fault]:
    """Yield the rows of a CSV file, or what is wrong with one; Fault is raised where nothing after it can be read."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = next(_rows(lines), None)
    if names is None:
        raise Fault(1, "it is empty; the first line of a CSV file names its columns.")
    for sign, called in OTHER_SIGNS.items():
        if len(names) == 1 and sign in names[0]:
            raise Fault(1, f"its columns are parted by {called}; part them by commas, and the values of one cell by semicolons.")
    titles = [name.strip() for name in names]
    mapping(1, [(title, Node(1, None)) for title in titles if title])
    if not all(titles):
        raise Fault(1, "a column has no name; the first line names each.")
    while True:
        line = lines.line_num + 1
        cells = next(_rows(lines), None)
        if cells is None:
            return
        if not cells:
            continue
        if len(cells) != len(titles):
            yield Fault(line, f"it has {len(cells)} cells, and the first line names {len(titles)} columns.")
            continue
        yield Node(line, {title: Node(line, cell or None) for title, cell in zip(titles, cells, strict=True)})


def _rows(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows; Fault on the line where the reader gives up."""
    began = lines.line_num + 1  # type: ignore[attr-defined]
    try:
        for cells in lines:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise _too_long(began)
            yield cells
    except csv.Error as error:
        told = str(error)
        if "field larger" in told:
            raise _too_long(began) from error
        if "unexpected end" in told:
            raise Fault(began, "a quote is opened from here on and not closed.") from error
        raise Fault(began, f"this is no CSV: {told}.") from error


def _too_long(line: int) -> Fault:
    return Fault(line, f"a cell from here on has more than {LONGEST_CELL:,} characters; a quote may be open.")
