"""The command that writes a whole database out: export."""

import csv
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from claims.errors import Refused, UsageError
from claims.settings import database_location
from cli import options
from cli.output import Format, Output
from cli.visible import defuse, escape_json

if TYPE_CHECKING:
    from claims.store.access import Reader

STANDARD_OUTPUT = Path("-")

Written = Annotated[str, typer.Option("--format", metavar="jsonl|csv", help="One line a row, or a folder with one file a table.")]
Into = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A new file, a pipe or a device; for csv, a new folder.")]
History = Annotated[bool, typer.Option("--history", help="Every change, too.")]


def export_database(format: Written = "jsonl", output: Into = STANDARD_OUTPUT, history: History = False, db: options.Db = None) -> None:
    """Write the whole database out.

    As JSONL it is what `claims load` makes the same database of, here or elsewhere, on SQLite or PostgreSQL.
    """
    from claims.store.access import open_reader

    chosen = Output(format, only=(Format.JSONL, Format.CSV)).format
    if chosen is Format.CSV and output == STANDARD_OUTPUT:
        raise UsageError("--format csv writes a folder with one file a table; name it with --output.")
    with open_reader(database_location(db)) as reader, reader.snapshot():
        if chosen is Format.CSV:
            write_tables(reader, output, history=history)
        else:
            with opened(output) as file:
                write_lines(reader, file, history=history)


def write_lines(reader: "Reader", file: TextIO | None, *, history: bool) -> None:
    """Write an export as JSONL; None means standard output."""
    from claims.views.whole import export_lines

    for line in export_lines(reader, history=history, spell=escape_json):
        print(line, file=file)


def write_tables(reader: "Reader", folder: Path, *, history: bool) -> None:
    """Write a folder with one CSV a table, in which no spreadsheet finds a formula."""
    from claims.views.whole import columns_of, export_tables

    with told(folder):
        folder.mkdir()
        for table, rows in export_tables(reader, history=history):
            path = folder / f"{table}.csv"
            new = not path.exists()
            with path.open("a", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                titles = columns_of(reader, table)
                if new:
                    writer.writerow(titles)
                writer.writerows([defuse(cell(row[title])) for title in titles] for row in rows)


def cell(value: Any) -> str:
    """Return a value as a cell: a reference of several parts as JSON, nothing for None."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


@contextmanager
def opened(path: Path) -> Iterator[TextIO | None]:
    """Yield what `path` names: None (standard output) for -, a pipe or device as it is, else a new file, which is gone unless it is whole.

    Refused where the path is taken.
    """
    if path == STANDARD_OUTPUT:
        yield None
        return
    new = not (path.is_fifo() or path.is_char_device())
    with told(path), path.open("x" if new else "w", encoding="utf-8", newline="\n") as file:
        try:
            yield file
            file.flush()
            if new:
                os.fsync(file.fileno())
        except BaseException:
            if new:
                with suppress(OSError):
                    path.unlink()
            raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what the operating system says of a path as a sentence."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error
