"""Rows of tables as markup: the one part of a page that is written a thousand times, and so in Python rather than in a template."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datasette.utils import to_css_class
from markupsafe import Markup, escape

from claims.web.neutral import neutral


def write_records(rows: Iterable[Iterable[Mapping[str, Any]]], names: Sequence[str]) -> Markup:
    """Return the rows of a table's page: of each row the cells of the columns `names`, in that order."""
    return write_rows(
        ([by_name[name] for name in names] for by_name in ({cell["column"]: cell["value"] for cell in row} for row in rows)), names
    )


def write_rows(rows: Iterable[Iterable[Any]], names: Sequence[str]) -> Markup:
    """Return rows of values, each of the column that stands at its place in `names`; a phone shows that name beside the value."""
    openings = [f'<td class="col-{escape(to_css_class(name))}" data-label="{escape(neutral(name))}">' for name in names]
    return Markup("\n".join(f"<tr>{''.join(map(write_cell, openings, row))}</tr>" for row in rows))


def write_cell(opening: str, value: Any) -> str:
    """Return one cell; a value is text unless it is marked as markup."""
    return f"{opening}{escape(neutral(value))}</td>"
