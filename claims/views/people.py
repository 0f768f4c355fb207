"""Who speaks, and who commits: speakers with their offices, parties with their members."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.references import name
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import Conditions, like_pattern
from claims.views.conditions import add_language, add_source
from claims.views.filters import Filters
from claims.views.names import find_named
from claims.views.selection import Listing, Ordering, Page, Row, grouped, rows_of

COMMITTED = """(
            SELECT count(*) FROM commitment_parties AS cp JOIN commitments AS c ON c.commitment_id = cp.commitment_id
            WHERE cp.party_id = p.party_id AND cp.role = '{role}' AND c.review <> 'rejected'
        )"""
MADE, RECEIVED = COMMITTED.format(role="committer"), COMMITTED.format(role="counterparty")

SPEAKERS = Listing(
    table="speakers AS sp",
    key="sp.speaker_id",
    orderings={
        "id": Ordering("sp.speaker_id"),
        "name": Ordering("sp.name"),
        "kind": Ordering("sp.kind"),
        "statements": Ordering("(SELECT count(*) FROM statements AS s WHERE s.speaker_id = sp.speaker_id AND s.review <> 'rejected')"),
    },
)
PARTIES = Listing(
    table="parties AS p",
    key="p.party_id",
    orderings={
        "id": Ordering("p.party_id"),
        "name": Ordering("p.name"),
        "kind": Ordering("p.kind"),
        "iso_code": Ordering("p.iso_code", nullable=True),
        "made": Ordering(MADE),
        "received": Ordering(RECEIVED),
    },
)

SPEAKER_RECORDS = """
    SELECT sp.*, stated.n AS statements, stated.first_on, stated.last_on
    FROM speakers AS sp
    LEFT JOIN (
        SELECT speaker_id, count(*) AS n, min(said_on) AS first_on, max(said_on) AS last_on FROM statements
        WHERE speaker_id IN {ids} AND review <> 'rejected' GROUP BY speaker_id
    ) AS stated ON stated.speaker_id = sp.speaker_id
    WHERE sp.speaker_id IN {ids}
"""
SPEAKER_ALIASES = "SELECT speaker_id, name FROM aliases WHERE speaker_id IN {ids} ORDER BY name"
ROLES = """
    SELECT DISTINCT r.speaker_id, r.title, p.name AS party FROM roles AS r LEFT JOIN parties AS p ON p.party_id = r.party_id
    WHERE r.speaker_id IN {ids} ORDER BY r.title, p.name
"""
ROLES_IN_SOURCE = """
    SELECT DISTINCT r.title, p.name AS party FROM roles AS r LEFT JOIN parties AS p ON p.party_id = r.party_id
    WHERE r.speaker_id = :speaker AND r.source_id = :source ORDER BY r.title, p.name
"""
PARTY_RECORDS = f"SELECT p.*, {MADE} AS made, {RECEIVED} AS received FROM parties AS p WHERE p.party_id IN {{ids}}"
PARTY_ALIASES = "SELECT party_id, name FROM aliases WHERE party_id IN {ids} ORDER BY name"
MEMBERS = """
    SELECT m.bloc_id, p.name FROM party_members AS m JOIN parties AS p ON p.party_id = m.member_id WHERE m.bloc_id IN {ids} ORDER BY p.name
"""
SPOKEN_FOR_BY = """
    SELECT DISTINCT r.party_id, sp.name FROM roles AS r JOIN speakers AS sp ON sp.speaker_id = r.speaker_id
    WHERE r.party_id IN {ids} ORDER BY sp.name
"""


@dataclass(frozen=True, slots=True)
class Role:
    """An office as printed, and the party it belongs to."""

    title: str
    party: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker with other names, offices, and how many statements between which days."""

    id: str
    name: str
    kind: str
    roles: list[Role]
    aliases: list[str]
    statements: int
    first_said_on: str | None
    last_said_on: str | None
    wikidata_id: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """A party with other names, members, speakers, and how many commitments it made and received."""

    id: str
    name: str
    kind: str
    iso_code: str | None
    made: int
    received: int
    aliases: list[str]
    members: list[str]
    speakers: list[str]
    wikidata_id: str | None


def list_speakers(reader: Reader, filters: Filters) -> Page[Speaker]:
    """Return the speakers that meet the filters, by name unless they say otherwise; --by takes a name, or the party spoken for."""
    where = Conditions()
    if filters.by:
        named = find_named(reader, "--by", filters.by)
        where.add(
            "sp.speaker_id IN {} OR sp.speaker_id IN (SELECT speaker_id FROM roles WHERE party_id IN {})", named.speakers, named.parties
        )
    if filters.source or filters.language:
        said = Conditions()
        said.values = where.values
        add_source(reader, said, "s", filters)
        add_language(reader, said, "s", filters)
        where.clauses.append(f"sp.speaker_id IN (SELECT s.speaker_id FROM statements AS s WHERE {said.sql})")
    if filters.search:
        add_name(where, "sp", "speaker_id", filters.search)
    page = SPEAKERS.select(reader, where, filters.order or "name", filters.limit)
    return Page(fetch_speakers(reader, page.records), page.more, page.more_is_exact)


def list_parties(reader: Reader, filters: Filters) -> Page[Party]:
    """Return the parties that meet the filters, by name unless they say otherwise; --by takes a name, alias or code."""
    where = Conditions()
    if filters.by:
        where.add("p.party_id IN {}", find_named(reader, "--by", filters.by).parties)
    if filters.search:
        add_name(where, "p", "party_id", filters.search)
    page = PARTIES.select(reader, where, filters.order or "name", filters.limit)
    return Page(fetch_parties(reader, page.records), page.more, page.more_is_exact)


def add_name(where: Conditions, alias: str, key: str, value: str) -> None:
    """Ask for a name or alias that holds `value`."""
    pattern = like_pattern(value)
    where.add(
        f"lower({alias}.name) LIKE lower({{}}) ESCAPE '!' "
        f"OR {alias}.{key} IN (SELECT {key} FROM aliases WHERE lower(aliases.name) LIKE lower({{}}) ESCAPE '!')",
        pattern,
        pattern,
    )


def fetch_speakers(reader: Reader, numbers: Sequence[int]) -> list[Speaker]:
    """Return the speakers of these numbers, in this order; numbers that do not exist give none."""
    aliases = grouped(rows_of(reader, SPEAKER_ALIASES, numbers), "speaker_id")
    roles = grouped(rows_of(reader, ROLES, numbers), "speaker_id")
    rows = {row["speaker_id"]: row for row in rows_of(reader, SPEAKER_RECORDS, numbers)}
    return [build_speaker(rows[number], roles.get(number, []), aliases.get(number, [])) for number in numbers if number in rows]


def fetch_roles(reader: Reader, speaker: int, source: int) -> list[Role]:
    """Return the offices that one source prints beside a speaker's name."""
    return [Role(row["title"], row["party"]) for row in reader.rows(ROLES_IN_SOURCE, {"speaker": speaker, "source": source})]


def build_speaker(row: Row, roles: list[Row], aliases: list[Row]) -> Speaker:
    """Return one speaker from its row and the rows that belong to it."""
    return Speaker(
        id=name(RecordKind.SPEAKER, row["speaker_id"]),
        name=row["name"],
        kind=row["kind"],
        roles=[Role(role["title"], role["party"]) for role in roles],
        aliases=[alias["name"] for alias in aliases],
        statements=row["statements"] or 0,
        first_said_on=row["first_on"],
        last_said_on=row["last_on"],
        wikidata_id=row["wikidata_id"],
    )


def fetch_parties(reader: Reader, numbers: Sequence[int]) -> list[Party]:
    """Return the parties of these numbers, in this order; numbers that do not exist give none."""
    aliases = grouped(rows_of(reader, PARTY_ALIASES, numbers), "party_id")
    members = grouped(rows_of(reader, MEMBERS, numbers), "bloc_id")
    speakers = grouped(rows_of(reader, SPOKEN_FOR_BY, numbers), "party_id")
    rows = {row["party_id"]: row for row in rows_of(reader, PARTY_RECORDS, numbers)}
    return [
        Party(
            id=name(RecordKind.PARTY, number),
            name=rows[number]["name"],
            kind=rows[number]["kind"],
            iso_code=rows[number]["iso_code"],
            made=rows[number]["made"],
            received=rows[number]["received"],
            aliases=[alias["name"] for alias in aliases.get(number, [])],
            members=[member["name"] for member in members.get(number, [])],
            speakers=[speaker["name"] for speaker in speakers.get(number, [])],
            wikidata_id=rows[number]["wikidata_id"],
        )
        for number in numbers
        if number in rows
    ]
