"""The history: what was changed, by whom, when and why, the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.errors import UsageError
from claims.inputs import read_days
from claims.references import Reference, require_reference
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import Conditions
from claims.views.changed import LINKS, ChangedField, changed_fields, record_of
from claims.views.filters import DEFAULT_LIMIT
from claims.views.names import TABLES, exists
from claims.views.selection import Page, Row
from claims.wording import table_words

DEPENDANTS = {RecordKind.COMMITMENT: (RecordKind.ASSESSMENT, RecordKind.INSTALMENT)}
CALLED_OTHERWISE = (RecordKind.SPEAKER, RecordKind.PARTY)  # with aliases
HELD = "CAST(old ->> '{}' AS INTEGER)"  # the number that a column held of a row that went
NUMBER = "coalesce(changeset, change_id)"
COLUMNS = f"{NUMBER} AS number, change_id, changeset, table_name, row_key, operation, old, new, changed_at, changed_by, reason"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history; those with the same `number` were made together, and `claims undo` takes them back together."""

    number: int
    changed_at: str
    changed_by: str | None
    reason: str | None
    record: str
    table: str
    key: str
    operation: str
    fields: list[ChangedField]


@dataclass(frozen=True, slots=True)
class Changeset:
    """What was changed together: how many rows of which tables, by whom, when and why."""

    number: int
    changed_at: str
    changed_by: str | None
    reason: str | None
    rows: int
    tables: list[str]


def history_of(reader: Reader, text: str, *, limit: int = DEFAULT_LIMIT) -> Page[Change]:
    """Return the changes of one record, of its links and aliases, of what follows it, and of what it was judged to be.

    UsageError where there never was such a record.
    """
    reference = require_reference(text)
    where = Conditions()
    where.clauses.append(" OR ".join(_clauses(reader, reference, where)))
    cut = f" LIMIT {limit}" if limit else ""
    rows = reader.rows(f"SELECT {COLUMNS} FROM changes WHERE {where.sql} ORDER BY change_id DESC{cut}", where.values)
    if not rows and not exists(reader, reference):
        raise UsageError(f"There is no {reference.kind.value} {reference}, and there never was.")
    total = reader.rows(f"SELECT count(*) AS n FROM changes WHERE {where.sql}", where.values)[0]["n"]
    return Page([_change(reader, row) for row in rows], total - len(rows))


def list_changesets(
    reader: Reader, *, since: str | None = None, until: str | None = None, by: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[Changeset]:
    """Return what was changed together between two days by somebody, the newest first."""
    where = Conditions()
    first, last = read_days(since, until)
    if first:
        where.add("changed_at >= {}", first)
    if last:
        where.add("changed_at < {}", last + "T24")
    if by:
        where.add("changed_by = {}", by)
    found: dict[int, list[Row]] = {}
    query = f"SELECT {NUMBER} AS number, max(change_id) AS last FROM changes WHERE {where.sql} GROUP BY {NUMBER} ORDER BY 2 DESC"
    kept = [row["number"] for row in reader.rows(query + (f" LIMIT {limit}" if limit else ""), where.values)]
    total = reader.rows(f"SELECT count(DISTINCT {NUMBER}) AS n FROM changes WHERE {where.sql}", where.values)[0]["n"]
    together = Conditions()
    together.add(f"{NUMBER} IN {{}}", kept)
    counts = (
        f"SELECT {NUMBER} AS number, table_name, count(*) AS n, max(changed_at) AS changed_at, max(changed_by) AS changed_by, "
        f"max(reason) AS reason FROM changes WHERE {together.sql} GROUP BY {NUMBER}, table_name ORDER BY table_name"
    )
    for row in reader.rows(counts, together.values):
        found.setdefault(row["number"], []).append(row)
    return Page([_changeset(number, found[number]) for number in kept], total - len(kept))


def _clauses(reader: Reader, reference: Reference, where: Conditions) -> Iterator[str]:
    table, key = TABLES[reference.kind]
    number = str(reference.number)
    yield f"(table_name = {where.bind(table)} AND row_key = {where.bind(number)})"
    for link in LINKS.get(reference.kind, ()):
        # ',' and '-' are neighbours, so the range holds every key that begins with "7,", and the index serves it.
        yield f"(table_name = {where.bind(link)} AND row_key > {where.bind(number + ',')} AND row_key < {where.bind(number + '-')})"
    for name, own in (TABLES[kind] for kind in DEPENDANTS.get(reference.kind, ())):
        yield from _rows_about(reader, where, name, own, [key], reference)
    if reference.kind in CALLED_OTHERWISE:
        yield from _rows_about(reader, where, "aliases", "alias_id", [key], reference)
    yield from _rows_about(reader, where, "relations", "relation_id", ["left_id", "right_id"], reference)


def _rows_about(reader: Reader, where: Conditions, table: str, key: str, columns: Sequence[str], reference: Reference) -> Iterator[str]:
    """Yield the clause for the changes of a table's rows whose `columns` name a record: those that are there, and those that went."""
    values: dict[str, object] = {"number": reference.number}
    there, gone = (" OR ".join(f"{each} = :number" for each in named) for named in (columns, map(HELD.format, columns)))
    if table == "relations":  # of which every kind has its own numbers
        there, gone = f"kind = :kind AND ({there})", f"old ->> 'kind' = :kind AND ({gone})"
        values["kind"] = reference.kind.value
    asked = f"""
        SELECT CAST({key} AS TEXT) AS row_key FROM {table} WHERE {there}
        UNION SELECT row_key FROM changes WHERE table_name = '{table}' AND operation = 'delete' AND ({gone})
    """
    if keys := [row["row_key"] for row in reader.rows(asked, values)]:
        yield f"(table_name = {where.bind(table)} AND row_key IN {where.bind(sorted(keys))})"


def _change(reader: Reader, row: Row) -> Change:
    return Change(
        *(row["number"], row["changed_at"], row["changed_by"], row["reason"], record_of(row)),
        *(row["table_name"], row["row_key"], row["operation"], changed_fields(reader, row)),
    )


def _changeset(number: int, rows: list[Row]) -> Changeset:
    last = max(rows, key=lambda row: str(row["changed_at"]))
    tables = [f"{row['n']:,} {table_words(row['table_name'], row['n'])}" for row in rows]
    return Changeset(number, last["changed_at"], last["changed_by"], last["reason"], sum(row["n"] for row in rows), tables)
