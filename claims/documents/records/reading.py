"""Records files read: which records of which kind a file holds, in its order, each with its line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claims.documents.files import RejectedFile, read_bytes
from claims.documents.plain_text import decode
from claims.documents.records.csv_nodes import read_csv
from claims.documents.records.json_nodes import read_json_nodes
from claims.documents.records.nodes import Fault, Node
from claims.documents.records.yaml_nodes import read_yaml
from claims.terms import RecordKind

PLURALS = {
    "parties": RecordKind.PARTY,
    "speakers": RecordKind.SPEAKER,
    "events": RecordKind.EVENT,
    "sources": RecordKind.SOURCE,
    "roles": RecordKind.ROLE,
    "statements": RecordKind.STATEMENT,
    "commitments": RecordKind.COMMITMENT,
    "numeric_claims": RecordKind.NUMERIC_CLAIM,
    "assessments": RecordKind.ASSESSMENT,
    "instalments": RecordKind.INSTALMENT,
}
"""What lists of records are called, in the order in which they are kept: a record may name those before it."""

SAYS = "record"  # the field with which a record outside such a list says what it is; parties and others have a `kind` of their own


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was written: its kind, and its fields by name."""

    line: int
    kind: RecordKind
    fields: dict[str, Node]


def read_records(path: Path) -> list[Record | Fault]:
    """Return the records of a file in the order in which they can be kept, and what is wrong with the others.

    RejectedFile where nothing in the file can be read.
    """
    text, _ = decode(path, read_bytes(path))
    try:
        found = list(READERS[path.suffix.lower()](path, text))
    except Fault as fault:
        raise RejectedFile(path, f"line {fault.line}: {fault}") from fault
    if not found:
        raise RejectedFile(path, "it holds no records.")
    order = list(PLURALS.values())
    return sorted(found, key=lambda one: order.index(one.kind) if isinstance(one, Record) else -1)


def _from_yaml(_: Path, text: str) -> Iterator[Record | Fault]:
    for node in read_yaml(text):
        yield from _from_top(node)


def _from_json(_: Path, text: str) -> Iterator[Record | Fault]:
    yield from _from_top(read_json_nodes(text))


def _from_jsonl(_: Path, text: str) -> Iterator[Record | Fault]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _with_kind(read_json_nodes(line, number))
            except Fault as fault:
                yield fault


def _from_csv(path: Path, text: str) -> Iterator[Record | Fault]:
    kind = PLURALS.get(path.stem.lower())
    rows = read_csv(text)
    while True:
        try:
            row = next(rows, None)
            if row is None:
                return
            yield row if isinstance(row, Fault) else _with_kind(row) if kind is None else Record(row.line, kind, _fields(row))
        except Fault as fault:
            if fault.line == 1:
                raise
            yield fault


def _from_top(node: Node) -> Iterator[Record | Fault]:
    """Yield the records of a list of them, of a mapping of lists by kind, or of one record."""
    if isinstance(node.value, list):
        yield from _each(node.value, _with_kind)
    elif isinstance(node.value, dict) and SAYS in node.value and not node.value.keys() & PLURALS.keys():
        yield from _each([node], _with_kind)
    elif isinstance(node.value, dict):
        for name, records in node.value.items():
            kind = PLURALS.get(name)
            if kind is None:
                yield Fault(records.line, f"“{name[:60]}” is no kind of records; they are: {', '.join(PLURALS)}.")
            elif records.value is not None and not isinstance(records.value, list):
                yield Fault(records.line, f"{name} takes a list of records.")
            else:
                yield from of_kind(kind, records)
    elif node.value is not None:
        yield Fault(node.line, f"this is no record; write lists of records under {', '.join(PLURALS)}.")


def of_kind(kind: RecordKind, records: Node) -> Iterator[Record | Fault]:
    """Yield the records of a list whose kind is known."""
    items = records.value if isinstance(records.value, list) else []
    yield from _each(items, lambda node: Record(node.line, kind, _fields(node)))


def _each(nodes: Iterable[Node], read: Callable[[Node], Record]) -> Iterator[Record | Fault]:
    for node in nodes:
        try:
            yield read(node)
        except Fault as fault:
            yield fault


def _with_kind(node: Node) -> Record:
    """Return a record that says its own kind."""
    fields = dict(_fields(node))
    kind = fields.pop(SAYS, None)
    known = {kind.value for kind in PLURALS.values()}
    said = kind.value.strip().replace("_", " ") if kind is not None and isinstance(kind.value, str) else None
    if said not in known:
        raise Fault(node.line, f"a record says what it is with {SAYS}: {', '.join(sorted(known))}.")
    return Record(node.line, RecordKind(said), fields)


def _fields(node: Node) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise Fault(node.line, "a record is a mapping of fields to values.")
    return node.value


READERS: dict[str, Callable[[Path, str], Iterator[Record | Fault]]] = {
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
    ".json": _from_json,
    ".jsonl": _from_jsonl,
    ".csv": _from_csv,
}
ENDINGS = tuple(READERS)
