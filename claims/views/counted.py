"""What goes out of the database as data of record: what nobody rejected, each record once, and who is meant by a name.

What is judged to be the same counts once: of such records one stands for all (see repeated_records.sql), the others lend it their
sources, verdicts and money. All is read by pages of row numbers, so that memory does not grow with the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from claims.store.access import Reader
from claims.terms import QuantityKind, RecordKind
from claims.views.names import TABLES, canonical_of, find_parties
from claims.views.selection import Row, grouped, rows_of

BATCH = 200
DIGEST_LENGTH = 32  # hexadecimal digits, as of the keys of records

COUNTED = """
    SELECT t.{key} AS id FROM {table} AS t
    WHERE t.{key} > :after AND t.review <> 'rejected' AND {where}
        AND NOT EXISTS (SELECT 1 FROM repeated_records AS r WHERE r.kind = '{kind}' AND r.record_id = t.{key})
    ORDER BY t.{key} LIMIT {batch}
"""
CANONICAL = "SELECT t.{key} AS id FROM {table} AS t WHERE t.{key} > :after AND {where} ORDER BY t.{key} LIMIT {batch}"
REPEATED = """
    SELECT record_id AS id, repeats_id AS other FROM repeated_records WHERE kind = '{kind}' AND record_id IN {{ids}}
    ORDER BY record_id, repeats_id
"""
KEYS = "SELECT {key} AS id, key FROM {table} WHERE {key} IN {{ids}} AND review <> 'rejected'"
SOURCES = "SELECT {key} AS id, source_id FROM {table} WHERE {key} IN {{ids}}"
BEARERS = """
    SELECT own.name, own.kind, coalesce(own.wikidata_id, (
        SELECT m.wikidata_id FROM {table} AS m WHERE m.same_as_id = own.{key} AND m.wikidata_id IS NOT NULL ORDER BY m.{key} LIMIT 1
    )) AS wikidata_id, {iso_code} AS iso_code
    FROM {table} AS own WHERE own.name IN {{ids}}
"""
ISO_CODE = """coalesce(own.iso_code, (
        SELECT m.iso_code FROM parties AS m WHERE m.same_as_id = own.party_id AND m.iso_code IS NOT NULL ORDER BY m.party_id LIMIT 1
    ))"""
MONEY = f"""
    SELECT commitment_id, numeric_claim_id, key, text, value, upper_value, unit, comparator, period FROM numeric_claims
    WHERE commitment_id IN {{ids}} AND kind = '{QuantityKind.MONEY}' AND review <> 'rejected' ORDER BY span_start, numeric_claim_id
"""
# Commitments, under any record of theirs, that are about money or that money followed.
WITH_MONEY = f"""(
    EXISTS (SELECT 1 FROM numeric_claims AS n WHERE n.commitment_id = t.commitment_id AND n.kind = '{QuantityKind.MONEY}')
    OR EXISTS (SELECT 1 FROM instalments AS i WHERE i.commitment_id = t.commitment_id)
    OR EXISTS (
        SELECT 1 FROM repeated_records AS r JOIN instalments AS i ON i.commitment_id = r.record_id
        WHERE r.kind = 'commitment' AND r.repeats_id = t.commitment_id
    )
)"""
AROUND = """
    SELECT t.{key} AS id,
        substr(src.text, CASE WHEN t.span_start > {reach} THEN t.span_start - {reach} + 1 ELSE 1 END,
            CASE WHEN t.span_start > {reach} THEN {reach} ELSE t.span_start END) AS before,
        substr(src.text, t.span_end + 1, {reach}) AS after
    FROM {table} AS t JOIN sources AS src ON src.source_id = t.source_id WHERE t.{key} IN {{ids}}
"""
ROLES = """
    SELECT DISTINCT coalesce(own.same_as_id, own.speaker_id) AS speaker_id, r.title, p.name AS party, r.started_on, r.ended_on
    FROM speakers AS own JOIN roles AS r ON r.speaker_id = own.speaker_id
    LEFT JOIN parties AS whose ON whose.party_id = r.party_id
    LEFT JOIN parties AS p ON p.party_id = coalesce(whose.same_as_id, whose.party_id)
    WHERE own.speaker_id IN {ids} OR own.same_as_id IN {ids}
"""
TITLES = """
    SELECT DISTINCT p.name AS party, r.title
    FROM parties AS own JOIN roles AS r ON r.party_id = own.party_id
    JOIN parties AS p ON p.party_id = coalesce(own.same_as_id, own.party_id)
    WHERE own.party_id IN {ids} OR own.same_as_id IN {ids}
"""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a name: a speaker or a party (`of`), of all records that are judged to be the same; `kind` is as `claims.terms` has it."""

    of: RecordKind
    name: str
    kind: str
    wikidata_id: str | None
    iso_code: str | None

    @property
    def key(self) -> str:
        """The digest that names it in every database: of what it is, and of its name."""
        return digest(self.of.value, self.name)


@dataclass(frozen=True, slots=True)
class Office:
    """An office as printed, of a party (by name) or of none that is known; days are ISO."""

    title: str
    party: str | None
    started_on: str | None
    ended_on: str | None


def digest(*parts: str | None) -> str:
    """Return the digest of texts, any of which may be missing, in the form that keys of records have."""
    return sha256("\n".join("" if part is None else part for part in parts).encode()).hexdigest()[:DIGEST_LENGTH]


def pages_of(reader: Reader, kind: RecordKind, where: str = "1 = 1") -> Iterator[list[int]]:
    """Yield the numbers of the statements, commitments or numeric claims that count and meet `where` (of `t`), some at a time."""
    yield from _pages(reader, kind, COUNTED, where)


def pages_of_all(reader: Reader, kind: RecordKind) -> Iterator[list[int]]:
    """Yield the numbers of all sources, or of the speakers or parties that stand for themselves, some at a time."""
    yield from _pages(reader, kind, CANONICAL, "1 = 1" if kind is RecordKind.SOURCE else "t.same_as_id IS NULL")


def keys_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> dict[int, str]:
    """Return the keys of the records that count for these; those that were rejected are left out."""
    table, key = TABLES[kind]
    asked = [row["id"] for row in rows_of(reader, KEYS.format(table=table, key=key), sorted(set(numbers)))]
    onto: dict[int, int | None] = dict.fromkeys(asked)
    while asked:
        for row in rows_of(reader, REPEATED.format(kind=kind.value), asked):
            onto[row["id"]] = onto[row["id"]] or row["other"]
        asked = sorted({other for other in onto.values() if other} - onto.keys())
        onto |= dict.fromkeys(asked)
    counts = {number: _last(onto, number) for number in numbers if number in onto}
    keys = {row["id"]: row["key"] for row in rows_of(reader, KEYS.format(table=table, key=key), sorted(set(counts.values())))}
    return {number: keys[standing] for number, standing in counts.items() if standing in keys}


def sources_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> dict[int, int]:
    """Return the numbers of the sources of records."""
    table, key = TABLES[kind]
    return {row["id"]: row["source_id"] for row in rows_of(reader, SOURCES.format(table=table, key=key), numbers)}


def bearers_of(reader: Reader, kind: RecordKind, names: Sequence[str]) -> dict[str, Bearer]:
    """Return the speakers or parties of these names."""
    table, key = TABLES[kind]
    sql = BEARERS.format(table=table, key=key, iso_code=ISO_CODE if kind is RecordKind.PARTY else "NULL")
    rows = rows_of(reader, sql, sorted(set(names)))
    return {row["name"]: Bearer(kind, row["name"], row["kind"], row["wikidata_id"], row["iso_code"]) for row in rows}


def parties_called(reader: Reader, option: str, name: str) -> set[str]:
    """Return the names of the parties that bear `name`, and of the members of blocs among them; UsageError where there is none."""
    numbers = canonical_of(reader, RecordKind.PARTY, find_parties(reader, option, name))
    return {row["name"] for row in rows_of(reader, "SELECT name FROM parties WHERE party_id IN {ids}", numbers)}


def money_of(reader: Reader, commitments: Sequence[int]) -> dict[int, list[Row]]:
    """Return the sums of money that each commitment is about, in the order of the text; values are exact decimals as text."""
    return grouped(rows_of(reader, MONEY, commitments), "commitment_id")


def around(reader: Reader, kind: RecordKind, numbers: Sequence[int], reach: int) -> dict[int, tuple[str, str]]:
    """Return the `reach` characters, or as many as there are, before and after the evidence of each record."""
    table, key = TABLES[kind]
    rows = rows_of(reader, AROUND.format(table=table, key=key, reach=reach), numbers)
    return {row["id"]: (row["before"], row["after"]) for row in rows}


def offices_of(reader: Reader, speakers: Sequence[int]) -> dict[int, list[Office]]:
    """Return the offices that each speaker holds or held."""
    held = grouped(rows_of(reader, ROLES, speakers), "speaker_id")
    return {
        speaker: sorted(
            (Office(row["title"], row["party"], row["started_on"], row["ended_on"]) for row in rows),
            key=lambda office: [part or "" for part in (office.title, office.party, office.started_on, office.ended_on)],
        )
        for speaker, rows in held.items()
    }


def titles_of(reader: Reader, parties: Sequence[int]) -> dict[str, list[str]]:
    """Return the titles of the offices that there are of each party, by its name."""
    found: dict[str, set[str]] = {}
    for row in rows_of(reader, TITLES, parties):
        found.setdefault(row["party"], set()).add(row["title"])
    return {party: sorted(titles) for party, titles in found.items()}


def _pages(reader: Reader, kind: RecordKind, sql: str, where: str) -> Iterator[list[int]]:
    table, key = TABLES[kind]
    asked, after = sql.format(table=table, key=key, kind=kind.value, where=where, batch=BATCH), 0
    while found := [row["id"] for row in reader.rows(asked, {"after": after})]:
        yield found
        after = found[-1]


def _last(onto: Mapping[int, int | None], number: int) -> int:
    """Return where a chain of judgements ends; one that people closed to a circle by raw SQL ends somewhere, too."""
    met = set()
    while (other := onto[number]) and number not in met:
        met.add(number)
        number = other
    return number
