"""The one object through which everything is printed: records, rows and lines on stdout, notes on stderr, in the format asked for."""

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import Any

from claims.errors import UsageError
from claims.inputs import read_term
from claims.views.selection import Page
from claims.visible import defuse, escape_json, show
from claims.wording import beyond
from cli.choosing import Chosen, choose_columns
from cli.layout import Column, flowed, print_markdown, print_plain


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MD = "md"


class Output:
    """Prints in one format. A table is drawn to the width of a terminal; elsewhere each record is one line of plain text."""

    def __init__(self, format: str = "table", *, only: Sequence[Format] = tuple(Format), columns: str | None = None) -> None:
        self.format = Format(read_term(Format, "--format", format))
        if self.format not in only:
            raise UsageError(f"--format {self.format} is not for this command; it takes one of: {', '.join(only)}.")
        self.terminal = sys.stdout.isatty()
        self.columns = columns

    def line(self, text: str = "", indent: int = 0) -> None:
        """Print a line of our own words; untrusted parts of it are shown escaped. Where it does not fit, it goes on after an `indent`."""
        print(flowed(show(text), sys.stdout, indent))

    def note(self, text: str) -> None:
        """Print a remark on stderr, so that data stays alone on stdout."""
        print(flowed(show(text), sys.stderr), file=sys.stderr)

    def page(self, page: Page[Any], columns: Sequence[Column], *, what: str, of: type | None = None) -> None:
        """Print a page of records, and on stderr how many more there are; `of` is their dataclass, where --columns may choose."""
        if self.columns is not None and of is not None:
            self.chosen(page.records, choose_columns(self.columns, columns, of, what, flat))
        else:
            self.records(page.records, columns)
        self.left_out(len(page.records), page.more, exact=page.more_is_exact, what=what)

    def left_out(self, shown: int, more: int, *, exact: bool, what: str) -> None:
        """Say on stderr that nothing was found, or how many more there are than those that were shown."""
        if not shown:
            self.note(f"No {what} match.")
        elif more:
            count = f"{more:,}" if exact else f"more than {more:,}"
            self.note(f"{count} more {what if more > 1 or not exact else singular(what)}; --limit 0 shows all.")

    def records(self, records: Sequence[Any], columns: Sequence[Column]) -> None:
        """Print dataclasses: all their fields as JSON, CSV and TSV, the chosen columns as a table."""
        if self.format in (Format.JSON, Format.JSONL):
            self.json([plain(record) for record in records])
        elif self.format in (Format.CSV, Format.TSV):
            names = [field.name for field in fields(records[0])] if records else [column.title for column in columns]
            self.delimited(names, [[flat(getattr(record, name)) for name in names] for record in records])
        else:
            shown = [column for column in columns if not column.rare or any(map(column.cell, records))]
            self.table(shown, [[column.cell(record) for column in shown] for record in records])

    def chosen(self, records: Sequence[Any], columns: Sequence[Chosen]) -> None:
        """Print of each record the columns that were asked for."""
        if self.format in (Format.TABLE, Format.MD):
            self.table([each.column for each in columns], [[each.column.cell(record) for each in columns] for record in records])
        else:
            self.rows([each.key for each in columns], [[each.value(record) for each in columns] for record in records])

    def rows(self, titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Print the rows of a query."""
        if self.format in (Format.JSON, Format.JSONL):
            self.json([dict(zip(titles, map(plain, row), strict=True)) for row in rows])
        elif self.format in (Format.CSV, Format.TSV):
            self.delimited(titles, [[flat(value) for value in row] for row in rows])
        else:
            self.table([Column(title, str) for title in titles], [[flat(value) for value in row] for row in rows])

    def json(self, values: Sequence[object]) -> None:
        """Print values as one JSON list, or one a line."""
        if self.format is Format.JSONL:
            for value in values:
                print(escape_json(json.dumps(value, ensure_ascii=False)))
        else:
            # Line breaks of the layout must stay, those inside strings are escaped already.
            layout = json.dumps(values, ensure_ascii=False, indent=2)
            print("\n".join(escape_json(line) for line in layout.split("\n")))

    def delimited(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print CSV or TSV; cells that a spreadsheet would run as formulas are defused."""
        held = io.StringIO()
        writer = csv.writer(held, delimiter="\t" if self.format is Format.TSV else ",", lineterminator="\n")
        for row in [titles, *rows]:
            writer.writerow([defuse(show(cell) if self.terminal else cell) for cell in row])
        print(held.getvalue(), end="")

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Print a table: Markdown, drawn on a terminal, else plain text with one line a row."""
        if not rows and self.format is not Format.MD:
            return
        shown = [[show(cell) for cell in row] for row in rows]
        if self.format is Format.MD:
            print_markdown([column.title for column in columns], rows)
        elif self.terminal:
            from cli.drawing import draw_table

            draw_table(columns, shown)
        else:
            print_plain(columns, shown)


def singular(what: str) -> str:
    """Return one of what is listed: `parties` is `party`."""
    return f"{what[:-3]}y" if what.endswith("ies") else what.removesuffix("s")


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: dataclasses as objects, bytes in hexadecimal, numbers beyond what a float holds in words."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    return beyond(value) if isinstance(value, float) and not isfinite(value) else value


def flat(value: Any) -> str:
    """Return a value as one cell: lists joined by semicolons, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return "; ".join(flat(item) for item in value)
    if is_dataclass(value):
        return " ".join(flat(getattr(value, field.name)) for field in fields(value) if getattr(value, field.name) not in (None, ""))
    return str(value)


def place(location: str) -> str:
    """Return a database as people may see it: a path, or a URL without its password."""
    from claims.store.databases.database import find_database

    return find_database(location).name


def program() -> str:
    """Return what to type to run this program again: `claims` where the shell finds it, else the path it was run by."""
    run = Path(sys.argv[0])
    if shutil.which("claims") or run.name != "claims":
        return "claims"
    return os.path.relpath(run)
