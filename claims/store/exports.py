"""Exports read: a file's lines, once its length and digest have shown that it is whole and as it was written."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from claims.documents.files import RejectedFile, open_regular
from claims.store.revision import HEAD
from claims.store.shapes import FORMAT

MOST_LINE = 64 * 2**20  # bytes; the longest is a source's, of 16 MiB at most before JSON escapes it
BEGINNING = re.compile(rb'\{"claims": ?"export"')


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line it stands on, its table, and its values by natural name."""

    number: int
    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """What the first line says, and the rows, read as they are asked for."""

    header: Mapping[str, Any]
    lines: Iterator[Line]


def is_export(path: Path) -> bool:
    """Tell whether a file begins as an export does; what cannot be read is none."""
    try:
        with open_regular(path) as file:
            return BEGINNING.match(file.read(64).removeprefix(BOM_UTF8)) is not None
    except RejectedFile:
        return False


def read_export(path: Path) -> Export:
    """Return an export that is whole; RejectedFile says what is wrong with any other."""
    header = _check(path)
    return Export(header, _lines(path))


def _check(path: Path) -> Mapping[str, Any]:
    """Return what the first line says, after a look at every byte."""
    digest, rows = sha256(), -1
    end: Mapping[str, Any] = {}
    header: Mapping[str, Any] = {}
    with open_regular(path) as file:
        for number, line in _raw_lines(path, file):
            if end:
                raise RejectedFile(path, f"line {number} stands after its end; export the database again.")
            if number == 1:
                header = _parse(path, number, line)
            if line.startswith(b'{"end":'):
                end = _parse(path, number, line)
                break_off = end.get("end") != rows or end.get("sha256") != digest.hexdigest()
                if break_off:
                    raise RejectedFile(path, "it was changed or damaged since it was exported; export the database again.")
                continue
            digest.update(line)
            rows += 1
    if not end:
        raise RejectedFile(path, "its end is missing: the file was cut off; export the database again.")
    if header.get("format") != FORMAT or header.get("schema") != HEAD:
        found = f"schema {header.get('schema')}"
        raise RejectedFile(path, f"it was exported by another version of claims ({found}; this one reads {HEAD}); use that version.")
    return header


def _lines(path: Path) -> Iterator[Line]:
    with open_regular(path) as file:
        for number, line in _raw_lines(path, file):
            if number > 1 and not line.startswith(b'{"end":'):
                values = _parse(path, number, line)
                table = values.pop("table", None)
                if not isinstance(table, str):
                    raise RejectedFile(path, f"line {number} names no table; export the database again.")
                yield Line(number, table, values)


def _raw_lines(path: Path, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(MOST_LINE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM_UTF8)  # as an editor may put it before the text, which is the same nonetheless
        if len(line) > MOST_LINE:
            raise RejectedFile(path, f"line {number} is longer than {MOST_LINE // 2**20} MiB, which no row is.")
        yield number, line


def _parse(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RejectedFile(path, f"line {number} is no JSON ({str(error)[:80]}); export the database again.") from error
    if not isinstance(values, dict):
        raise RejectedFile(path, f"line {number} is no JSON object; export the database again.")
    return values


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")
