"""All that the database holds about a party, a pair of parties, a speaker or a topic, for a page: what was committed, paid and said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from claims.errors import UsageError
from claims.references import name
from claims.store.access import Reader
from claims.terms import Act, QuantityKind, RecordKind
from claims.views import commitments, numbers, statements
from claims.views.binding import Conditions
from claims.views.cards import number_in
from claims.views.commitments import STATE, Commitment, fetch_commitments
from claims.views.filters import Filters
from claims.views.following import Assessment, Instalment, assessments_of, instalments_of
from claims.views.fulltext import matching
from claims.views.money import Money, read_money
from claims.views.names import canonical_of, find_named, find_parties, find_topic
from claims.views.numbers import NumericClaim, fetch_numbers
from claims.views.people import Party, Speaker, fetch_parties, fetch_speakers
from claims.views.related import repeats_of
from claims.views.selection import rows_of
from claims.views.sources import Source, fetch_sources
from claims.views.statements import Statement, fetch_statements
from claims.views.timeline import Entry, entries_of
from claims.views.waiting import Doubt, doubt_of_sums

Belonging = TypeVar("Belonging", Entry, Assessment, Instalment)
Found = TypeVar("Found", Statement, NumericClaim)

# What a brief may be about; a brief of everything would be the database.
ASKED = ("by", "to", "topic", "source", "language", "search", "since", "until")
NAMES = "SELECT name FROM parties WHERE party_id IN {ids} UNION SELECT name FROM aliases WHERE party_id IN {ids}"
KINDS = (QuantityKind.MONEY, QuantityKind.PERCENTAGE, QuantityKind.COUNT, QuantityKind.DURATION)  # the order in which a brief tells them


class State(StrEnum):
    """How commitments stand, as the view commitment_states has it, in the order in which a brief tells them."""

    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"
    SETTLED = "settled"


ORDERS = {State.OVERDUE: "due_on", State.DUE: "due_on", State.OPEN: "-announced_on", State.SETTLED: "-announced_on"}


@dataclass(frozen=True, slots=True)
class Followed:
    """One commitment, those that repeat it, and what became of them: entries of a timeline, verdicts (latest first), payments."""

    record: Commitment
    repeats: list[Commitment]
    entries: list[Entry]
    assessments: list[Assessment]
    instalments: list[Instalment]


@dataclass(frozen=True, slots=True)
class Standing:
    """The commitments that stand in one way: those on the page, and how many there are in all."""

    state: State
    followed: list[Followed]
    count: int


@dataclass(frozen=True, slots=True)
class Brief:
    """What was asked, by the names that the database has for it, and the answer; `sources` are those of everything in it, by short name.

    `more_positions` and `more_numbers` count what meets the filters and is not in it. `doubt` says why promises may count twice.
    """

    by: str | None
    to: str | None
    topic: str | None
    filters: Filters
    standings: list[Standing]
    money: list[Money]
    positions: list[Statement]
    more_positions: int
    numbers: list[NumericClaim]
    more_numbers: int
    sources: dict[str, Source]
    doubt: Doubt | None = None

    @property
    def told(self) -> list[Followed]:
        """The commitments on the page, in its order."""
        return [each for standing in self.standings for each in standing.followed]

    @property
    def more(self) -> int:
        """How many commitments meet the filters and are not in it."""
        return sum(standing.count - len(standing.followed) for standing in self.standings)

    @property
    def empty(self) -> bool:
        """Tell whether nothing meets the filters."""
        return not (self.told or self.positions or self.numbers)


def read_brief(reader: Reader, filters: Filters) -> Brief:
    """Return what there is about whom and what the filters name; their `limit` holds for commitments, positions and numbers each.

    Positions and numbers are those of --by; of a pair, those that name --to or are said to them. It asks more than once, so that the
    caller holds a snapshot. UsageError where the filters name nothing, or something that does not exist.
    """
    if not any(getattr(filters, option) for option in ASKED):
        raise UsageError("A brief is about somebody or something: name them with --by, --to or --topic.")
    standings = list(read_standings(reader, filters))
    told = [each for standing in standings for each in standing.followed]
    mention = Mention(reader, find_parties(reader, "--to", filters.to)) if filters.to else None
    positions, more_positions = read_positions(reader, filters, mention)
    claims, more_numbers = read_numbers(reader, filters, mention, [record for each in told for record in (each.record, *each.repeats)])
    return Brief(
        by=find_name(reader, "--by", filters.by),
        to=find_name(reader, "--to", filters.to),
        topic=find_topic(reader, filters.topic) if filters.topic else None,
        filters=filters,
        standings=standings,
        money=read_money(reader, [(each.record, each.instalments) for each in told]),
        positions=positions,
        more_positions=more_positions,
        numbers=claims,
        more_numbers=more_numbers,
        sources=read_sources(reader, told, [*positions, *claims]),
        doubt=doubt_of_sums(reader) if told else None,
    )


def find_name(reader: Reader, option: str, asked: str | None) -> str | None:
    """Return the name that the database has for whom the user named by any name."""
    if asked is None:
        return None
    named = find_named(reader, option, asked)
    parties: list[Party | Speaker] = [*fetch_parties(reader, canonical_of(reader, RecordKind.PARTY, named.parties))]
    return (parties or fetch_speakers(reader, canonical_of(reader, RecordKind.SPEAKER, named.speakers)))[0].name


def read_standings(reader: Reader, filters: Filters) -> Iterator[Standing]:
    """Yield the commitments by how they stand: the longest overdue first, then what is due soonest, then the newest."""
    left = filters.limit
    for state, order in ORDERS.items():
        where = commitments.conditions(reader, replace(filters, order=None))
        where.add(STATE.format("state") + " = {}", state.value)
        if filters.limit and not left:
            yield Standing(state, [], commitments.LISTING.count(reader, where))
            continue
        page = commitments.LISTING.select(reader, where, order, left)
        left -= len(page.records) if filters.limit else 0
        yield Standing(state, tell(reader, page.records), len(page.records) + page.more)


def tell(reader: Reader, found: Sequence[int]) -> list[Followed]:
    """Return these commitments with what became of them, and of those that repeat them."""
    repeats = repeats_of(reader, RecordKind.COMMITMENT, found)
    counted = {name(RecordKind.COMMITMENT, each): number for number in found for each in (number, *repeats[number])}
    every = [*map(number_in, counted)]
    records = {record.id: record for record in fetch_commitments(reader, every)}
    happened = by_commitment(entries_of(reader, every), counted)
    judged, paid = by_commitment(assessments_of(reader, every), counted), by_commitment(instalments_of(reader, every), counted)
    return [
        Followed(
            records[name(RecordKind.COMMITMENT, number)],
            [records[name(RecordKind.COMMITMENT, each)] for each in repeats[number]],
            happened.get(number, []),
            sorted(judged.get(number, []), key=lambda verdict: verdict.assessed_on, reverse=True),
            paid.get(number, []),
        )
        for number in found
    ]


def by_commitment(records: Iterable[Belonging], counted: Mapping[str, int]) -> dict[int, list[Belonging]]:
    """Gather what belongs to commitments by the number of the one that each counts with."""
    gathered: dict[int, list[Belonging]] = {}
    for record in records:
        gathered.setdefault(counted[record.commitment_id], []).append(record)
    return gathered


class Mention:
    """Finds statements that name one of these parties by any of its names."""

    def __init__(self, reader: Reader, parties: Sequence[int]) -> None:
        names = {row["name"] for row in rows_of(reader, NAMES, parties)}
        self._names = sorted(name for name in names if any(character.isalnum() for character in name))
        # Full text knows no case, but AS, which is a state in Indonesian, is not the word "as".
        self._pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in self._names) or "(?!)")

    def add(self, reader: Reader, where: Conditions, alias: str) -> None:
        """Ask for records of `alias` whose statement names them, or holds a word that is written so in another case."""
        found = [matching(reader, RecordKind.STATEMENT, "telling", name) for name in self._names]
        clause = " OR ".join(each for each, _ in found) or "1 = 0"
        values = [query for _, query in found]
        where.add(f"{alias}.statement_id IN (SELECT telling.statement_id FROM statements AS telling WHERE {clause})", *values)

    def is_in(self, text: str) -> bool:
        """Tell whether a text names them."""
        return self._pattern.search(text) is not None


def read_positions(reader: Reader, filters: Filters, mention: Mention | None) -> tuple[list[Statement], int]:
    """Return the positions, the newest first, and how many more there are."""
    asked = replace(filters, act=Act.POSITION.value, order="-said_on", limit=0 if mention else filters.limit)
    page = statements.list_statements(reader, asked)
    if mention is None:
        return page.records, page.more
    where = statements.conditions(reader, replace(asked, to=None))
    mention.add(reader, where, "s")
    named = fetch_statements(reader, statements.LISTING.select(reader, where, "id", 0).records)
    found = {each.id: each for each in (*page.records, *(each for each in named if mention.is_in(each.text)))}
    return cut(sorted(found.values(), key=lambda each: each.said_on or "", reverse=True), filters.limit)


def read_numbers(reader: Reader, filters: Filters, mention: Mention | None, told: Sequence[Commitment]) -> tuple[list[NumericClaim], int]:
    """Return the numbers that are neither amounts nor periods of the commitments `told`, money first; and how many more there are."""
    asked = replace(filters, order="-value", limit=0)
    found = {each.id: each for each in numbers.list_numbers(reader, asked).records}
    if mention is not None:
        where = numbers.conditions(reader, replace(asked, to=None))
        mention.add(reader, where, "n")
        named = fetch_numbers(reader, numbers.LISTING.select(reader, where, "id", 0).records)
        found |= {each.id: each for each in named if mention.is_in(each.sentence)}
    known, stated = {each.id for each in told}, {each.statement_id for each in told}
    others = [
        each
        for each in found.values()
        if each.commitment_id not in known and (each.kind != QuantityKind.DURATION or each.statement_id not in stated)
    ]
    return cut(sorted(others, key=lambda each: (KINDS.index(QuantityKind(each.kind)), each.unit or "", -each.value_number)), filters.limit)


def cut(records: list[Found], limit: int) -> tuple[list[Found], int]:
    """Return the first records, and how many more there are; `limit` 0 means all."""
    kept = records[:limit] if limit else records
    return kept, len(records) - len(kept)


def read_sources(reader: Reader, told: Iterable[Followed], others: Iterable[Statement | NumericClaim]) -> dict[str, Source]:
    """Return the sources of these records, verdicts and payments by their short names, in the order of the days of their events."""
    names = {record.source_id for record in others}
    for each in told:
        supports = [*(verdict.evidence for verdict in each.assessments), *(payment.evidence for payment in each.instalments)]
        names |= {record.source_id for record in (each.record, *each.repeats)}
        names |= {support.source_id for support in supports if support and support.source_id}
    found = fetch_sources(reader, sorted(map(number_in, names)))
    return {source.id: source for source in sorted(found, key=lambda each: each.event_on or each.published_on or "")}
