"""Parquet: the tables as they are stored, one file each, with types: whatever reads Parquet finds the rows by their numbers, as SQL does.

Days are dates and instants timestamps in UTC. Exact decimals are texts, and beside each stands a number of the same name with
`_number` at its end, good for 15 digits.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.errors import Refused
from claims.store.access import Reader
from claims.store.revision import HEAD
from claims.store.shapes import HISTORY, REAL_COLUMNS, SHAPES, Shape
from claims.views.whole import stored_rows

if TYPE_CHECKING:
    import pyarrow as pa

EXACT = ("value", "upper_value")
NUMBER = "_number"
PLACES = ("_start", "_end")  # offsets into a text
COUNTS = ("score", "changeset", "change_id")  # other columns of whole numbers
ROWS = 50_000  # of a group; readers skip whole groups
BYTES = 64 * 2**20  # the most that is held at a time, beside the longest text


def write_parquet(reader: Reader, folder: Path, *, history: bool = False) -> None:
    """Write each table into `folder`, which is there, as TABLE.parquet; with `history` the table `changes` too. Read inside a snapshot.

    Refused where pyarrow is not installed, or where a day or an instant that raw SQL wrote is none.
    """
    from pyarrow import parquet

    for table in (*SHAPES, *((HISTORY,) if history else ())):
        columns = reader.table(f"SELECT * FROM {table} WHERE 1 = 0")[0]
        layout = schema_of(table, columns)
        with parquet.ParquetWriter(folder / f"{table}.parquet", layout, compression="zstd") as file:
            for group in _groups(_batches(reader, table, layout), layout):
                file.write_table(group, row_group_size=len(group))


def require_parquet() -> None:
    """Raise Refused, with how to get it, where what writes Parquet is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise Refused("Parquet needs the package pyarrow; install it with: pip install 'claims[reports]'") from error


def schema_of(table: str, columns: Sequence[str]) -> "pa.Schema":
    """Return the names and types of a file, given the names of the table's columns."""
    import pyarrow as pa

    fields = []
    for column in columns:
        fields.append(pa.field(column, type_of(table, column)))
        if column in EXACT and column + NUMBER not in columns:
            fields.append(pa.field(column + NUMBER, pa.float64()))
    return pa.schema(fields, metadata={"claims_schema": HEAD})


def type_of(table: str, column: str) -> "pa.DataType":
    """Return the type of a column, which its name tells; a test holds that to the models."""
    import pyarrow as pa

    shape = SHAPES.get(table, Shape((), ()))
    if column.endswith("_on"):
        return pa.date32()
    if column.endswith("_at"):
        return pa.timestamp("us", tz="UTC")
    if column in REAL_COLUMNS:
        return pa.float64()
    numbered = column in (*shape.refers, *shape.of_kind) or (shape.numbered and column in shape.key)
    return pa.int64() if numbered or column in COUNTS or column.endswith(PLACES) else pa.string()


def _batches(reader: Reader, table: str, layout: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa

    for rows in stored_rows(reader, table):
        columns = [pa.array(_values(table, field, rows), type=field.type) for field in layout]
        yield pa.record_batch(columns, schema=layout)


def _values(table: str, field: "pa.Field", rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Return the values of one column as its type takes them."""
    import pyarrow as pa

    if field.name not in rows[0]:  # the number beside an exact decimal
        return [_read(table, field.name, float, row[field.name.removesuffix(NUMBER)]) for row in rows]
    read: Callable[[Any], Any] | None = None
    if pa.types.is_date(field.type):
        read = date.fromisoformat
    elif pa.types.is_timestamp(field.type):
        read = _instant
    elif pa.types.is_floating(field.type):
        read = float
    return [row[field.name] if read is None else _read(table, field.name, read, row[field.name]) for row in rows]


def _read(table: str, column: str, read: Callable[[Any], Any], value: Any) -> Any:
    if value is None:
        return None
    try:
        return read(value)
    except ValueError as error:
        raise Refused(
            f"{table}.{column} holds “{str(value)[:40]}”, which cannot be what it should be ({error}); mend that first."
        ) from error


def _instant(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _groups(batches: Iterator["pa.RecordBatch"], layout: "pa.Schema") -> Iterator["pa.Table"]:
    """Yield the rows in groups that are large enough for readers and small enough for memory."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(len(each) for each in held) >= ROWS or sum(each.nbytes for each in held) >= BYTES:
            yield pa.Table.from_batches(held, layout)
            held = []
    if held:
        yield pa.Table.from_batches(held, layout)
