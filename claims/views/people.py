"""Who speaks, and who commits: speakers with their offices, parties with their members."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.references import name
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import Conditions, like_pattern
from claims.views.conditions import HOLDERS, add_language, add_source
from claims.views.filters import Filters
from claims.views.names import TABLES, find_named
from claims.views.selection import Listing, Ordering, Page, Row, grouped, rows_of

COMMITTED = """(
            SELECT count(DISTINCT cp.commitment_id) FROM parties AS own
            JOIN commitment_parties AS cp ON cp.party_id = own.party_id JOIN commitments AS c ON c.commitment_id = cp.commitment_id
            WHERE (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.role = '{role}' AND c.review <> 'rejected'
                AND NOT EXISTS (
                    SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id
                )
        )"""
MADE, RECEIVED = COMMITTED.format(role="committer"), COMMITTED.format(role="counterparty")

SPEAKERS = Listing(
    table="speakers AS sp",
    key="sp.speaker_id",
    orderings={
        "id": Ordering("sp.speaker_id"),
        "name": Ordering("sp.name"),
        "kind": Ordering("sp.kind"),
        "statements": Ordering(
            "(SELECT count(*) FROM speakers AS own JOIN statements AS s ON s.speaker_id = own.speaker_id "
            "WHERE (own.speaker_id = sp.speaker_id OR own.same_as_id = sp.speaker_id) AND s.review <> 'rejected' "
            "AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'statement' AND again.record_id = s.statement_id))"
        ),
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
        SELECT coalesce(own.same_as_id, own.speaker_id) AS speaker_id, count(*) AS n, min(s.said_on) AS first_on, max(s.said_on) AS last_on
        FROM speakers AS own JOIN statements AS s ON s.speaker_id = own.speaker_id
        WHERE (own.speaker_id IN {ids} OR own.same_as_id IN {ids}) AND s.review <> 'rejected'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'statement' AND again.record_id = s.statement_id)
        GROUP BY coalesce(own.same_as_id, own.speaker_id)
    ) AS stated ON stated.speaker_id = sp.speaker_id
    WHERE sp.speaker_id IN {ids}
"""
# What is the same under other records: their numbers, names and identifiers; and all other names of any of them.
MERGED = "SELECT * FROM {table} WHERE same_as_id IN {{ids}} ORDER BY {key}"
ALIASES = """
    SELECT coalesce(own.same_as_id, own.{key}) AS canonical_id, a.name FROM {table} AS own JOIN aliases AS a ON a.{key} = own.{key}
    WHERE own.{key} IN {{ids}} OR own.same_as_id IN {{ids}}
"""
OFFICES = """
    SELECT DISTINCT coalesce(own.same_as_id, own.speaker_id) AS speaker_id, r.title, p.name AS party
    FROM speakers AS own JOIN roles AS r ON r.speaker_id = own.speaker_id
    LEFT JOIN parties AS whose ON whose.party_id = r.party_id
    LEFT JOIN parties AS p ON p.party_id = coalesce(whose.same_as_id, whose.party_id)
"""
ROLES = OFFICES + "WHERE own.speaker_id IN {ids} OR own.same_as_id IN {ids} ORDER BY r.title, p.name"
ROLES_IN_SOURCE = (
    OFFICES + "WHERE (own.speaker_id = :speaker OR own.same_as_id = :speaker) AND r.source_id = :source ORDER BY r.title, p.name"
)
TENURES = """
    SELECT r.role_id, r.title, sp.speaker_id, sp.name AS speaker, p.party_id, p.name AS party, r.started_on, r.ended_on, r.source_id
    FROM roles AS r JOIN speakers AS holder ON holder.speaker_id = r.speaker_id
    JOIN speakers AS sp ON sp.speaker_id = coalesce(holder.same_as_id, holder.speaker_id)
    LEFT JOIN parties AS whose ON whose.party_id = r.party_id
    LEFT JOIN parties AS p ON p.party_id = coalesce(whose.same_as_id, whose.party_id)
    WHERE r.{key} IN {{ids}} ORDER BY r.title, p.name, sp.name, r.started_on, r.role_id
"""
PARTY_RECORDS = f"SELECT p.*, {MADE} AS made, {RECEIVED} AS received FROM parties AS p WHERE p.party_id IN {{ids}}"
MEMBERS = """
    SELECT DISTINCT coalesce(own.same_as_id, own.party_id) AS bloc_id, p.name
    FROM parties AS own JOIN party_members AS m ON m.bloc_id = own.party_id
    JOIN parties AS member ON member.party_id = m.member_id JOIN parties AS p ON p.party_id = coalesce(member.same_as_id, member.party_id)
    WHERE own.party_id IN {ids} OR own.same_as_id IN {ids} ORDER BY p.name
"""
SPOKEN_FOR_BY = """
    SELECT DISTINCT coalesce(own.same_as_id, own.party_id) AS party_id, sp.name
    FROM parties AS own JOIN roles AS r ON r.party_id = own.party_id
    JOIN speakers AS holder ON holder.speaker_id = r.speaker_id
    JOIN speakers AS sp ON sp.speaker_id = coalesce(holder.same_as_id, holder.speaker_id)
    WHERE own.party_id IN {ids} OR own.same_as_id IN {ids} ORDER BY sp.name
"""


@dataclass(frozen=True, slots=True)
class Role:
    """An office as printed, and the party it belongs to."""

    title: str
    party: str | None


@dataclass(frozen=True, slots=True)
class Tenure:
    """One role as it stands in the database, under its short name: who was what of which party, between which days, by which source.

    `speaker_id` and `party_id` are of whom they are judged to be.
    """

    id: str
    title: str
    speaker: str
    speaker_id: str
    party: str | None
    party_id: str | None
    started_on: str | None
    ended_on: str | None
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker with other names, offices, and how many statements between which days, of all records that are judged to be the same.

    `merged` are the short names of the other records.
    """

    id: str
    name: str
    kind: str
    roles: list[Role]
    aliases: list[str]
    merged: list[str]
    statements: int
    first_said_on: str | None
    last_said_on: str | None
    wikidata_id: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """A party with other names, members, speakers, and how many commitments it made and received, of all records judged to be the same.

    `merged` are the short names of the other records.
    """

    id: str
    name: str
    kind: str
    iso_code: str | None
    made: int
    received: int
    aliases: list[str]
    merged: list[str]
    members: list[str]
    speakers: list[str]
    wikidata_id: str | None


def list_speakers(reader: Reader, filters: Filters) -> Page[Speaker]:
    """Return the speakers that meet the filters, by name unless they say otherwise; --by takes a name, or the party spoken for."""
    where = Conditions()
    where.clauses.append("sp.same_as_id IS NULL")
    if filters.by:
        named = find_named(reader, "--by", filters.by)
        where.add(f"sp.speaker_id IN {{}} OR sp.speaker_id IN {HOLDERS}", named.speakers, named.parties)
    if filters.source or filters.language:
        said = Conditions()
        said.values = where.values
        add_source(reader, said, "s", filters)
        add_language(reader, said, "s", filters)
        where.clauses.append(
            "sp.speaker_id IN (SELECT coalesce(own.same_as_id, own.speaker_id) "
            f"FROM statements AS s JOIN speakers AS own ON own.speaker_id = s.speaker_id WHERE {said.sql})"
        )
    if filters.search:
        add_name(where, "sp", RecordKind.SPEAKER, filters.search)
    page = SPEAKERS.select(reader, where, filters.order or "name", filters.limit)
    return Page(fetch_speakers(reader, page.records), page.more, page.more_is_exact)


def list_parties(reader: Reader, filters: Filters) -> Page[Party]:
    """Return the parties that meet the filters, by name unless they say otherwise; --by takes a name, alias or code."""
    where = Conditions()
    where.clauses.append("p.same_as_id IS NULL")
    if filters.by:
        where.add("p.party_id IN {}", find_named(reader, "--by", filters.by).parties)
    if filters.search:
        add_name(where, "p", RecordKind.PARTY, filters.search)
    page = PARTIES.select(reader, where, filters.order or "name", filters.limit)
    return Page(fetch_parties(reader, page.records), page.more, page.more_is_exact)


def add_name(where: Conditions, alias: str, kind: RecordKind, value: str) -> None:
    """Ask for a name or alias that holds `value`, be it of the record or of one that is judged to be the same."""
    table, key = TABLES[kind]
    pattern = like_pattern(value)
    where.add(
        f"{alias}.{key} IN (SELECT coalesce(own.same_as_id, own.{key}) FROM {table} AS own "
        f"WHERE lower(own.name) LIKE lower({{}}) ESCAPE '!' "
        f"OR own.{key} IN (SELECT {key} FROM aliases WHERE lower(aliases.name) LIKE lower({{}}) ESCAPE '!'))",
        pattern,
        pattern,
    )


def fetch_speakers(reader: Reader, numbers: Sequence[int]) -> list[Speaker]:
    """Return the speakers of these numbers, in this order; numbers that do not exist give none."""
    bearers = fetch_bearers(reader, RecordKind.SPEAKER, numbers)
    roles = grouped(rows_of(reader, ROLES, numbers), "speaker_id")
    rows = {row["speaker_id"]: row for row in rows_of(reader, SPEAKER_RECORDS, numbers)}
    return [
        Speaker(
            id=name(RecordKind.SPEAKER, number),
            name=rows[number]["name"],
            kind=rows[number]["kind"],
            roles=[Role(role["title"], role["party"]) for role in roles.get(number, [])],
            aliases=bearers[number].aliases,
            merged=bearers[number].merged,
            statements=rows[number]["statements"] or 0,
            first_said_on=rows[number]["first_on"],
            last_said_on=rows[number]["last_on"],
            wikidata_id=rows[number]["wikidata_id"] or bearers[number].identifier("wikidata_id"),
        )
        for number in numbers
        if number in rows
    ]


def fetch_roles(reader: Reader, speaker: int, source: int) -> list[Role]:
    """Return the offices that one source prints beside a speaker's name."""
    return [Role(row["title"], row["party"]) for row in reader.rows(ROLES_IN_SOURCE, {"speaker": speaker, "source": source})]


def fetch_tenures(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> list[Tenure]:
    """Return the roles of these speakers or parties, those of one title together, then by the days on which they began."""
    return [
        Tenure(
            id=name(RecordKind.ROLE, row["role_id"]),
            title=row["title"],
            speaker=row["speaker"],
            speaker_id=name(RecordKind.SPEAKER, row["speaker_id"]),
            party=row["party"],
            party_id=name(RecordKind.PARTY, row["party_id"]) if row["party_id"] else None,
            started_on=row["started_on"],
            ended_on=row["ended_on"],
            source_id=name(RecordKind.SOURCE, row["source_id"]) if row["source_id"] else None,
        )
        for row in rows_of(reader, TENURES.format(key=TABLES[kind][1]), numbers)
    ]


def fetch_parties(reader: Reader, numbers: Sequence[int]) -> list[Party]:
    """Return the parties of these numbers, in this order; numbers that do not exist give none."""
    bearers = fetch_bearers(reader, RecordKind.PARTY, numbers)
    members = grouped(rows_of(reader, MEMBERS, numbers), "bloc_id")
    speakers = grouped(rows_of(reader, SPOKEN_FOR_BY, numbers), "party_id")
    rows = {row["party_id"]: row for row in rows_of(reader, PARTY_RECORDS, numbers)}
    return [
        Party(
            id=name(RecordKind.PARTY, number),
            name=rows[number]["name"],
            kind=rows[number]["kind"],
            iso_code=rows[number]["iso_code"] or bearers[number].identifier("iso_code"),
            made=rows[number]["made"],
            received=rows[number]["received"],
            aliases=bearers[number].aliases,
            merged=bearers[number].merged,
            members=[member["name"] for member in members.get(number, [])],
            speakers=[speaker["name"] for speaker in speakers.get(number, [])],
            wikidata_id=rows[number]["wikidata_id"] or bearers[number].identifier("wikidata_id"),
        )
        for number in numbers
        if number in rows
    ]


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a speaker or party has from the records that are judged to be the same: other names, short names, and their rows."""

    aliases: list[str]
    merged: list[str]
    rows: list[Row]

    def identifier(self, column: str) -> str | None:
        """Return the identifier of the first of the other records that has one."""
        return next((row[column] for row in self.rows if row[column]), None)


def fetch_bearers(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> dict[int, Bearer]:
    """Return, for each of these numbers, its other names and what is merged into it."""
    table, key = TABLES[kind]
    merged = grouped(rows_of(reader, MERGED.format(table=table, key=key), numbers), "same_as_id")
    aliases = grouped(rows_of(reader, ALIASES.format(table=table, key=key), numbers), "canonical_id")
    found = {}
    for number in numbers:
        rows = merged.get(number, [])
        names = {row["name"] for row in (*rows, *aliases.get(number, []))}
        found[number] = Bearer(sorted(names), [name(kind, row[key]) for row in rows], rows)
    return found
