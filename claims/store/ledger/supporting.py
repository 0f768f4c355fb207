"""What supports a verdict or a payment: an address on the web, or a document of this database, with the words where they are known."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import read_address
from claims.references import Reference, parse_reference
from claims.store.ledger.field_kinds import Unlinked
from claims.store.ledger.rows import TABLES, Row, fetch
from claims.terms import RecordKind

COLUMNS = ("evidence_source_id", "evidence_start", "evidence_end", "evidence_url")
WITH_WORDS = (RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM)


@dataclass(frozen=True, slots=True)
class Supporting(Unlinked):
    """A field that takes an address, a source, or a record whose source and span are kept."""

    name: str

    def shown(self, connection: sa.Connection, row: Row) -> str | None:
        """Return the address, or the source with the words."""
        number, start, end, address = (row[column] for column in COLUMNS)
        if number is None:
            return None if address is None else str(address)
        source = str(Reference(RecordKind.SOURCE, number))
        if start is None:
            return source
        sources = TABLES["sources"].c
        words = sa.select(sa.func.substr(sources.text, start + 1, end - start)).where(sources.source_id == number)
        return f"{source} “{connection.execute(words).scalar_one()}”"

    def read(self, connection: sa.Connection, row: Row, value: str) -> Any:
        """Return what an address or a short name puts into the columns."""
        found: dict[str, Any] = dict.fromkeys(COLUMNS)
        if not value.strip():
            return found
        reference = parse_reference(value)
        if reference is None:
            return found | {"evidence_url": read_address(f"{self.name} (unless it is a short name such as s12 or src1)", value)}
        if reference.kind is RecordKind.SOURCE:
            return found | {"evidence_source_id": fetch(connection, reference)["source_id"]}
        if reference.kind not in WITH_WORDS:
            raise UsageError(f"{self.name} takes an address, a source such as src1 or a statement such as s12; {reference} is none.")
        if reference == Reference(RecordKind.COMMITMENT, row.get("commitment_id", 0)):
            raise UsageError(f"{self.name}: {reference} cannot support itself; give an address, a source or a statement that tells of it.")
        record = fetch(connection, reference)
        place = (record[name] for name in ("source_id", "span_start", "span_end"))
        return found | dict(zip(COLUMNS, place, strict=False))

    def columns(self, row: Row, read: Any) -> dict[str, Any]:
        """Set them."""
        return dict(read)
