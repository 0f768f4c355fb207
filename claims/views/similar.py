"""Who may be the same as whom: speakers and parties with names alike, for people to judge. Nothing is merged here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.references import name
from claims.resolution.names import fold
from claims.resolution.similarity import Bearer, Likeness, Reason, find_alike
from claims.store.access import Reader
from claims.terms import RecordKind, SpeakerKind
from claims.views.names import TABLES
from claims.views.selection import Page, Row

PERSONS = SpeakerKind.PERSON.value
RECORDS = {
    RecordKind.SPEAKER: "SELECT speaker_id AS id, count(*) AS n FROM statements WHERE review <> 'rejected' GROUP BY speaker_id",
    RecordKind.PARTY: """
        SELECT cp.party_id AS id, count(DISTINCT cp.commitment_id) AS n FROM commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id WHERE c.review <> 'rejected' GROUP BY cp.party_id
    """,
}
NEGATIVE = "SELECT left_id, right_id FROM relations WHERE kind = :kind AND relation = 'same as' AND judgement = 'negative'"
WHY = {
    Reason.SAME_NAME: "both are called “{}”",
    Reason.ONE_STATE: "“{}” and “{}” are names of one state",
    Reason.OTHER_ORDER: "“{}” and “{}” are the same words",
    Reason.TRANSLITERATION: "“{}” and “{}” may be transliterations of one name",
    Reason.ONE_HOLDS_THE_OTHER: "of “{}” and “{}” one holds the other",
    Reason.A_LETTER_OR_TWO: "“{}” and “{}” are a letter or two apart",
}


@dataclass(frozen=True, slots=True)
class Similar:
    """Two speakers or parties that may be one, with how many statements or commitments each has, and why they may be."""

    id: str
    name: str
    records: int
    other_id: str
    other_name: str
    other_records: int
    why: str


def list_similar(reader: Reader, kinds: Sequence[RecordKind], limit: int) -> Page[Similar]:
    """Return pairs with names alike, the strongest reasons first; those that somebody judged are left out."""
    found = [pair for kind in kinds for pair in _pairs(reader, kind)]
    kept = found[:limit] if limit else found
    return Page(kept, len(found) - len(kept))


def _pairs(reader: Reader, kind: RecordKind) -> list[Similar]:
    table, key = TABLES[kind]
    rows = reader.rows(f"SELECT * FROM {table} ORDER BY {key}")
    standing = {row[key]: row["same_as_id"] or row[key] for row in rows}
    bearers = {bearer.number: bearer for bearer in _bearers(reader, kind, rows, standing)}
    apart = {frozenset(standing.get(each, each) for each in pair.values()) for pair in reader.rows(NEGATIVE, {"kind": kind.value})}
    alike = find_alike(list(bearers.values()), persons=PERSONS, code_of=_code_of(rows, key))
    names = {row[key]: row["name"] for row in rows}
    return [_similar(kind, bearers, names, pair) for pair in alike if frozenset((pair.left, pair.right)) not in apart]


def _bearers(reader: Reader, kind: RecordKind, rows: list[Row], standing: dict[int, int]) -> list[Bearer]:
    """Return those who stand for themselves, with the names, identifiers and records of all that stand for them."""
    key = TABLES[kind][1]
    names: dict[int, dict[str, None]] = {number: {} for number in standing.values()}
    identifiers: dict[int, dict[str, str]] = {number: {} for number in standing.values()}
    records = dict.fromkeys(standing.values(), 0)
    for row in rows:
        whom = standing[row[key]]
        names[whom][row["name"]] = None
        identifiers[whom] |= {column: row[column] for column in ("iso_code", "wikidata_id") if row.get(column)}
    for row in reader.rows(f"SELECT {key} AS id, name FROM aliases WHERE {key} IS NOT NULL ORDER BY alias_id"):
        names[standing[row["id"]]][row["name"]] = None
    for row in reader.rows(RECORDS[kind]):
        records[standing[row["id"]]] += row["n"]
    return [
        Bearer(row[key], _group(kind, row), tuple(names[row[key]]), identifiers[row[key]], records[row[key]])
        for row in rows
        if row["same_as_id"] is None
    ]


def _group(kind: RecordKind, row: Row) -> str:
    """Return the group within which bearers can be one: persons, and all that are none, since their kinds are often misread."""
    return PERSONS if row["kind"] == PERSONS else kind.value


def _code_of(rows: list[Row], key: str) -> Callable[[str], str | None]:
    """Return what finds the state of a name; without bodies there is nothing to find, and the names of all languages are not read."""
    if all(row["kind"] == PERSONS for row in rows):
        return lambda name: None
    from claims.resolution.states import codes_in_any_language

    codes = codes_in_any_language()
    return lambda name: codes.get(fold(name))


def _similar(kind: RecordKind, bearers: dict[int, Bearer], names: dict[int, str], pair: Likeness) -> Similar:
    left, right = bearers[pair.left], bearers[pair.right]
    return Similar(
        id=name(kind, left.number),
        name=names[left.number],
        records=left.records,
        other_id=name(kind, right.number),
        other_name=names[right.number],
        other_records=right.records,
        why=WHY[pair.reason].format(*pair.names),
    )
