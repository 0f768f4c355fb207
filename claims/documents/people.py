"""Files of people and parties, CSV or YAML: entries of texts, each with its line, before anything is looked up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claims.documents.files import RejectedFile, read_bytes
from claims.documents.plain_text import decode
from claims.documents.records.csv_nodes import read_csv
from claims.documents.records.nodes import Fault, Node
from claims.documents.records.yaml_nodes import read_yaml
from claims.errors import UsageError
from claims.inputs import require_text, unknown

COLUMNS = ("name", "kind", "wikidata_id", "iso_code", "aliases", "title", "party", "started_on", "ended_on", "members")
LISTS = ("aliases", "members")  # several values: parted by semicolons, or lists in YAML
ENDINGS = (".csv", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, office, state, organisation or bloc as a file has it; columns without a text are left out."""

    line: int
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def get(self, column: str) -> str | None:
        """Return the text of a column, None where there is none."""
        return self.texts.get(column)


def read_people(path: Path) -> list[Entry | Fault]:
    """Return the entries of a file, and what is wrong with the others, in its order; RejectedFile where nothing of it can be read."""
    if path.suffix.lower() not in ENDINGS:
        raise RejectedFile(path, f"people and parties are read from files that end in {', '.join(ENDINGS)}.")
    text, _ = decode(path, read_bytes(path))
    try:
        if path.suffix.lower() == ".csv":
            return list(_from_csv(text))
        return [_entry(node) for top in read_yaml(text) for node in (top.value if isinstance(top.value, list) else [top])]
    except Fault as fault:
        raise RejectedFile(path, f"line {fault.line}: {fault}") from fault


def _from_csv(text: str) -> Iterator[Entry | Fault]:
    rows = read_csv(text)
    while True:
        try:
            row = next(rows, None)
        except Fault as fault:
            if fault.line == 1:
                raise
            yield fault
            return
        if row is None:
            return
        yield row if isinstance(row, Fault) else _entry(row)


def _entry(node: Node) -> Entry | Fault:
    """Return one entry, or what is wrong with it."""
    if not isinstance(node.value, dict):
        return Fault(node.line, f"an entry is a mapping of {', '.join(COLUMNS)} to their values.")
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for name, value in node.value.items():
        try:
            if name not in COLUMNS:
                raise unknown(f"the columns are {', '.join(COLUMNS)}; none is", name[:60], COLUMNS)
            found = _texts(name, value)
        except (UsageError, ValueError) as error:
            return Fault(value.line, str(error))
        if name in LISTS:
            lists[name] = tuple(dict.fromkeys(part.strip() for text in found for part in text.split(";") if part.strip()))
        elif found and found[0].strip():
            texts[name] = found[0].strip()
    return Entry(node.line, texts, lists)


def _texts(name: str, node: Node) -> list[str]:
    """Return the texts of one value; ValueError where it is no text, or a list that is not asked for."""
    nodes = node.value if isinstance(node.value, list) else [node]
    found = [each.value for each in nodes if each.value is not None]
    if (isinstance(node.value, list) and name not in LISTS) or not all(isinstance(text, str) for text in found):
        raise ValueError(f"{name} takes a text" + (", or a list of texts." if name in LISTS else "."))
    for text in found:
        require_text(name, text)
    return [text for text in found if isinstance(text, str)]
