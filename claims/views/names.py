"""What users call things: names, aliases, ISO codes, units, topics, languages and sources, looked up in the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.errors import UsageError
from claims.inputs import unknown
from claims.references import Reference, parse_reference
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.selection import rows_of

PARTY_NAMES = """
    SELECT party_id AS id, name FROM parties
    UNION ALL SELECT party_id, iso_code FROM parties WHERE iso_code IS NOT NULL
    UNION ALL SELECT party_id, name FROM aliases WHERE party_id IS NOT NULL
"""
SPEAKER_NAMES = """
    SELECT speaker_id AS id, name FROM speakers
    UNION ALL SELECT speaker_id, name FROM aliases WHERE speaker_id IS NOT NULL
"""
MEMBERS = "SELECT member_id AS id FROM party_members WHERE bloc_id IN {ids}"
# Rows point at speakers and parties as they were resolved at loading; `same_as_id` says whom each is judged to be (empty: itself).
CANONICAL = "SELECT DISTINCT coalesce(same_as_id, {key}) AS id FROM {table} WHERE {key} IN {{ids}}"
CLUSTER = "SELECT {key} AS id FROM {table} WHERE {key} IN {{ids}} UNION SELECT {key} FROM {table} WHERE same_as_id IN {{ids}}"


@dataclass(frozen=True, slots=True)
class Named:
    """The numbers of the parties and of the speakers that bear one name, with all that are judged to be the same."""

    parties: list[int]
    speakers: list[int]


def find_named(reader: Reader, option: str, name: str, *, members: bool = False) -> Named:
    """Return who bears `name` in any case; a bloc brings its `members` if asked. UsageError offers the nearest names."""
    parties = numbers_of(reader, RecordKind.PARTY, PARTY_NAMES, name)
    speakers = numbers_of(reader, RecordKind.SPEAKER, SPEAKER_NAMES, name)
    if not parties and not speakers:
        known = [row["name"] for row in reader.rows(f"{PARTY_NAMES} UNION ALL {SPEAKER_NAMES}")]
        raise unknown(f"{option}: no party or speaker is called", name, known)
    return Named(with_members(reader, parties) if members else parties, speakers)


def find_parties(reader: Reader, option: str, name: str) -> list[int]:
    """Return the parties that bear `name`, and the members of blocs among them. UsageError where only a speaker is called so."""
    named = find_named(reader, option, name, members=True)
    if not named.parties:
        raise UsageError(f"{option}: “{name}” speaks, but is no party that anybody commits to. `claims parties` lists those.")
    return named.parties


def numbers_of(reader: Reader, kind: RecordKind, names: str, name: str) -> list[int]:
    """Return the numbers of the records of `kind` that are called `name`, exactly or else in any case, or that it names as `p2` does.

    With them come all that are judged to be the same.
    """
    reference = parse_reference(name)
    if reference is not None and reference.kind is kind and exists(reader, reference):
        return cluster_of(reader, kind, [reference.number])
    found = [row["id"] for row in reader.rows(f"SELECT id FROM ({names}) AS named WHERE name = :name", {"name": name})]
    if not found:
        # In Python, because SQLite folds the case of ASCII letters alone.
        folded = name.strip().casefold()
        found = [number for number, called in reader.table(names)[1] if called.casefold() == folded]
    return cluster_of(reader, kind, found)


def with_members(reader: Reader, parties: list[int]) -> list[int]:
    """Return the parties and, of blocs, their members."""
    members = [row["id"] for row in rows_of(reader, MEMBERS, parties)]
    return sorted({*parties, *cluster_of(reader, RecordKind.PARTY, members)})


def canonical_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> list[int]:
    """Return the speakers or parties that these are judged to be, each once; those that nobody merged are themselves."""
    table, key = TABLES[kind]
    return sorted({row["id"] for row in rows_of(reader, CANONICAL.format(table=table, key=key), numbers)})


def cluster_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> list[int]:
    """Return these speakers or parties and all that are judged to be the same."""
    table, key = TABLES[kind]
    canonical = canonical_of(reader, kind, numbers)
    return sorted({row["id"] for row in rows_of(reader, CLUSTER.format(table=table, key=key), canonical)})


TABLES = {
    RecordKind.SOURCE: ("sources", "source_id"),
    RecordKind.SPEAKER: ("speakers", "speaker_id"),
    RecordKind.PARTY: ("parties", "party_id"),
    RecordKind.STATEMENT: ("statements", "statement_id"),
    RecordKind.COMMITMENT: ("commitments", "commitment_id"),
    RecordKind.NUMERIC_CLAIM: ("numeric_claims", "numeric_claim_id"),
    RecordKind.ROLE: ("roles", "role_id"),
    RecordKind.EVENT: ("events", "event_id"),
    RecordKind.ASSESSMENT: ("assessments", "assessment_id"),
    RecordKind.INSTALMENT: ("instalments", "instalment_id"),
}


def exists(reader: Reader, reference: Reference) -> bool:
    """Tell whether the database holds the record."""
    table, key = TABLES[reference.kind]
    return bool(reader.rows(f"SELECT {key} AS id FROM {table} WHERE {key} = :number", {"number": reference.number}))


def find_value(
    reader: Reader, value: str, *, option: str, what: str, table: str, column: str, meant: Callable[[str], Sequence[str]] = lambda _: ()
) -> str:
    """Return the value of `table.column` that equals `value` in any case; UsageError offers what it may have `meant`, or the nearest."""
    if reader.rows(f"SELECT {column} AS name FROM {table} WHERE {column} = :value LIMIT 1", {"value": value}):
        return value
    known: list[str] = [row["name"] for row in reader.rows(f"SELECT DISTINCT {column} AS name FROM {table} WHERE {column} IS NOT NULL")]
    folded = value.strip().casefold()
    for name in known:
        if name.casefold() == folded:
            return name
    raise unknown(f"{option}: no {what} is", value, known, [name for name in meant(value) if name in known])


TOPICS = "(SELECT topic FROM commitment_topics UNION ALL SELECT topic FROM statement_topics) AS topics"


def find_unit(reader: Reader, value: str) -> str:
    """Return the unit as the database spells it."""
    return find_value(reader, value, option="--unit", what="number's unit", table="numeric_claims", column="unit", meant=_currencies_called)


def _currencies_called(words: str) -> Sequence[str]:
    from claims.extraction.units import currencies_called

    return currencies_called(words)


def find_topic(reader: Reader, value: str) -> str:
    """Return the topic as the database spells it."""
    return find_value(reader, value, option="--topic", what="topic", table=TOPICS, column="topic")


def find_language(reader: Reader, value: str) -> str:
    """Return the language code as the database spells it."""
    return find_value(reader, value, option="--language", what="source's language", table="sources", column="language")


SOURCE_NAMES = ("publisher", "agency", "file_name", "title")
SOURCE_CLAUSE = "(" + " OR ".join(f"lower({column}) = lower({{0}})" for column in SOURCE_NAMES) + ")"


def source_clause(reader: Reader, value: str, bind: Callable[[object], str]) -> str:
    """Return the condition on `sources` for a short name, publisher, agency, file name or title; UsageError offers the nearest."""
    reference = parse_reference(value)
    if reference is not None and reference.kind is RecordKind.SOURCE:
        if not exists(reader, reference):
            raise UsageError(f"--source: there is no source {reference}. `claims sources` lists them.")
        return f"source_id = {bind(reference.number)}"
    clause = SOURCE_CLAUSE.format(":value")
    if not reader.rows(f"SELECT source_id AS id FROM sources WHERE {clause} LIMIT 1", {"value": value.strip()}):
        known = [
            row["name"]
            for column in SOURCE_NAMES
            for row in reader.rows(f"SELECT DISTINCT {column} AS name FROM sources WHERE {column} IS NOT NULL LIMIT 20000")
        ]
        raise unknown("--source: no publisher, agency, file or title is", value, known)
    return SOURCE_CLAUSE.format(bind(value.strip()))
