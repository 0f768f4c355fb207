"""The command that writes a database out: export, whole, or in the standards of the field."""

import csv
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from claims.errors import Refused, UsageError
from claims.inputs import read_term
from claims.settings import database_location
from claims.visible import defuse, escape_json
from claims.whole_files import beside, put
from cli import options
from cli.standards import Wanted, standard_lines

if TYPE_CHECKING:
    from claims.store.access import Reader

STANDARD_OUTPUT = Path("-")


class ExportFormat(StrEnum):
    """What an export is written as: the whole database, or what a standard of the field takes of it."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    SCHEMA_ORG = "schema.org"
    ANNOTATIONS = "annotations"
    IATI = "iati"
    FTM = "ftm"


WHOLE = frozenset({ExportFormat.JSONL, ExportFormat.CSV, ExportFormat.PARQUET})
FOLDERS = {ExportFormat.CSV, ExportFormat.PARQUET}
STANDARDS = frozenset(ExportFormat) - WHOLE
MEANT_FOR = {  # which formats an option means something for
    "--history": WHOLE,
    "--base-uri": STANDARDS,
    "--names": frozenset({ExportFormat.SCHEMA_ORG, ExportFormat.FTM}),
    "--reporting-org": frozenset({ExportFormat.IATI}),
    "--received-by": frozenset({ExportFormat.IATI}),
}

Written = Annotated[
    str, typer.Option("--format", metavar="|".join(ExportFormat), help="One line a row, a folder with one file a table, or a standard.")
]
Into = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="A new file, a pipe or a device; for csv and parquet, a new folder.")
]
History = Annotated[bool, typer.Option("--history", help="Every change, too, of the whole database.")]
Base = Annotated[str | None, typer.Option("--base-uri", metavar="URI", help="What the names of records begin with in a standard.")]
ReportingOrg = Annotated[
    str | None, typer.Option("--reporting-org", metavar="REF NAME", help="Who reports, for IATI: identifier and name.")
]
ReceivedBy = Annotated[str | None, typer.Option("--received-by", metavar="NAME", help="For IATI: the money that this party receives.")]
Names = Annotated[bool, typer.Option("--names", help="Who gave a verdict, too, in a standard.")]


def export_database(
    format: Written = "jsonl",
    output: Into = STANDARD_OUTPUT,
    history: History = False,
    base_uri: Base = None,
    names: Names = False,
    reporting_org: ReportingOrg = None,
    received_by: ReceivedBy = None,
    db: options.Db = None,
) -> None:
    """Write everything out, as it is or in a standard.

    As JSONL it is what `claims load` makes the same database of, here or elsewhere, on SQLite or PostgreSQL. csv and parquet are folders
    with one file a table; schema.org, annotations, iati and ftm are standards, and hold what each of them can carry.
    """
    from claims.store.access import open_reader

    chosen = ExportFormat(read_term(ExportFormat, "--format", format))
    if chosen in FOLDERS and output == STANDARD_OUTPUT:
        raise UsageError(f"--format {chosen} writes a folder with one file a table; name it with --output.")
    given = {"--history": history, "--base-uri": base_uri, "--names": names, "--reporting-org": reporting_org, "--received-by": received_by}
    check_options(chosen, given)
    with open_reader(database_location(db)) as reader, reader.snapshot():
        if chosen is ExportFormat.CSV:
            write_tables(reader, output, history=history)
        elif chosen is ExportFormat.PARQUET:
            write_typed_tables(reader, output, history=history)
        elif chosen in STANDARDS:
            write_lines(standard_lines(reader, chosen, Wanted(base_uri, names, reporting_org, received_by)), output)
        else:
            from claims.views.whole import export_lines

            write_lines(export_lines(reader, history=history, spell=escape_json), output)


def check_options(chosen: ExportFormat, given: Mapping[str, object]) -> None:
    """Raise UsageError where an option is given that means nothing in the chosen format."""
    for option, value in given.items():
        if value and chosen not in MEANT_FOR[option]:
            takes = ", ".join(each for each in ExportFormat if each in MEANT_FOR[option])
            raise UsageError(f"{option} means nothing in --format {chosen}; it is for {takes}.")


def write_lines(lines: Iterator[str], output: Path) -> None:
    """Write lines to what `output` names."""
    with opened(output) as file:
        for line in lines:
            print(line, file=file)


def write_tables(reader: "Reader", folder: Path, *, history: bool) -> None:
    """Write a folder with one CSV a table, in which no spreadsheet finds a formula."""
    from claims.views.whole import columns_of, export_tables

    with new_folder(folder):
        for table, rows in export_tables(reader, history=history):
            path = folder / f"{table}.csv"
            new = not path.exists()
            with path.open("a", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                titles = columns_of(reader, table)
                if new:
                    writer.writerow(titles)
                writer.writerows([defuse(cell(row[title])) for title in titles] for row in rows)


def write_typed_tables(reader: "Reader", folder: Path, *, history: bool) -> None:
    """Write a folder with one Parquet file a table."""
    from claims.writers.parquet import require_parquet, write_parquet

    require_parquet()
    with new_folder(folder):
        write_parquet(reader, folder, history=history)


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
    with told(path):
        if path.is_fifo() or path.is_char_device():
            with path.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            return
        if os.path.lexists(path):
            raise Refused(f"{path} is there already; name another file.")
        work = beside(path)
        try:
            with work.open("x", encoding="utf-8", newline="\n") as file:
                yield file
            if not put(work, path):
                raise Refused(f"{path} is there already; name another file.")
        finally:
            work.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Make a folder, which is gone with what is in it unless it is whole; Refused where the path is taken."""
    with told(path):
        path.mkdir()
        try:
            yield
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what the operating system says of a path as a sentence."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error
