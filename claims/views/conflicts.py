"""Claims that contradict each other: numbers of the same thing and time that differ, stated growth that others do not bear out.

What differs because time has passed is a change over time and no conflict. Nothing is stored: the answer is what the claims say now.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise

from claims.extraction.lexicon import languages, lexicon
from claims.references import name
from claims.resolution.likeness import containment, resemblance, words
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.filters import DEFAULT_LIMIT
from claims.views.restatements import read_commitments
from claims.views.selection import Page, Row

CLAIMS = """
    SELECT n.numeric_claim_id AS id, n.source_id, CAST(n.value AS TEXT) AS value, CAST(n.upper_value AS TEXT) AS upper_value, n.unit,
        n.kind, n.comparator, n.metric, n.as_of, n.period, n.text, n.statement_id, n.commitment_id, src.language,
        coalesce(s.said_on, src.event_on, src.published_on) AS day, coalesce(src.publisher, src.agency) AS publisher,
        coalesce(sp.same_as_id, sp.speaker_id) AS speaker, substr(src.text, n.span_end + 1, 40) AS following,
        coalesce(s.text, substr(src.text, CASE WHEN n.span_start > 100 THEN n.span_start - 99 ELSE 1 END, 260)) AS sentence
    FROM numeric_claims AS n JOIN sources AS src ON src.source_id = n.source_id
    LEFT JOIN statements AS s ON s.statement_id = n.statement_id LEFT JOIN speakers AS sp ON sp.speaker_id = s.speaker_id
    WHERE n.review <> 'rejected' AND n.numeric_claim_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'numeric claim')
    ORDER BY n.numeric_claim_id
"""
LINKS = """
    SELECT kind, left_id, right_id FROM relations
    WHERE kind IN ('statement', 'commitment') AND relation = 'same as' AND judgement <> 'negative'
"""
OFFICES = """
    SELECT s.statement_id AS id, s.source_id, s.text, s.language, s.said_on AS day, coalesce(src.publisher, src.agency) AS publisher
    FROM statements AS s JOIN sources AS src ON src.source_id = s.source_id
    WHERE s.review <> 'rejected' AND s.said_on IS NOT NULL ORDER BY s.said_on, s.statement_id
"""
STATES = """
    SELECT coalesce(p.same_as_id, p.party_id) AS id, named.name FROM parties AS p JOIN (
        SELECT party_id, name FROM parties UNION ALL SELECT party_id, name FROM aliases WHERE party_id IS NOT NULL
    ) AS named ON named.party_id = p.party_id WHERE p.kind = 'state'
"""
ALIKE = 0.6  # what the words of two metrics share
NEIGHBOURS = 8  # claims that each one of a group is compared with, so that the work grows with the claims alone
ABOUT = Decimal("0.1")  # how far “about” reaches
REACH = 100  # characters behind an office in which its organisation is named

YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
PRINTED = re.compile(r"\d[\d.,]*")
ACRONYM = re.compile(r"\b[A-Z]{2,}\b")


class Difference(StrEnum):
    """How two claims differ."""

    CONFLICT = "conflict"
    GROWTH = "growth"
    CHANGE = "change over time"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two claims: its record, what it says, for when, and the words that say so."""

    id: str
    says: str
    holds_for: str | None
    publisher: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims that differ, in what they speak of; `note` says what follows where that has to be computed."""

    difference: Difference
    about: str
    one: Side
    other: Side
    note: str | None = None


@dataclass(slots=True)
class Claim:
    """One numeric claim as it is compared: the interval that it allows, and the words of what it measures."""

    row: Row
    low: Decimal
    high: Decimal
    measured: frozenset[str]
    counted: tuple[Hashable, ...] | None
    seen: set[int] = field(default_factory=set)

    @property
    def holds_for(self) -> str | None:
        """The year or day it names, else the day on which it was said."""
        when: str | None = self.row["as_of"] or self.row["day"]
        return when

    @property
    def what(self) -> tuple[Hashable, ...]:
        """What has to be equal in any two claims that can be compared."""
        return self.row["unit"], self.row["kind"], self.row["period"]

    def side(self) -> Side:
        """Return it as one side of a conflict."""
        row = self.row
        says = ("" if row["comparator"] in ("=", "range") else f"{row['comparator']} ") + row["value"]
        says += (f" to {row['upper_value']}" if row["upper_value"] else "") + (f" {row['unit']}" if row["unit"] else "")
        text = " ".join(row["sentence"].split())
        return Side(name(RecordKind.NUMERIC_CLAIM, row["id"]), says, self.holds_for, row["publisher"], text)


def list_conflicts(reader: Reader, *, changes: bool = False, limit: int = DEFAULT_LIMIT) -> Page[Conflict]:
    """Return the conflicts, then the growth that is not borne out, then, if asked for, the changes over time."""
    wanted = [difference for difference in Difference if changes or difference is not Difference.CHANGE]
    found = list(find_conflicts(reader, changes=changes))
    kept = [each for difference in wanted for each in found if each.difference is difference]
    return Page(kept[:limit] if limit else kept, max(0, len(kept) - limit) if limit else 0)


def find_conflicts(reader: Reader, *, changes: bool) -> Iterator[Conflict]:
    """Yield all claims that differ, at two times only if asked for; what it costs is in proportion to the claims."""
    claims = [read_claim(row) for row in reader.rows(CLAIMS)]
    yield from differing(claims, links(reader))
    if changes:
        yield from changing(claims)
    yield from growing(claims)
    yield from holding(reader)


def read_claim(row: Row) -> Claim:
    """Return a claim with what it allows: a value that is printed as 50.1 billion may be anything that is rounded so."""
    value = Decimal(row["value"])
    match row["comparator"]:
        case ">" | ">=":
            low, high = value, Decimal("Infinity")
        case "<" | "<=":
            low, high = Decimal("-Infinity"), value
        case "~":
            low, high = value - abs(value) * ABOUT, value + abs(value) * ABOUT
        case "range":
            low, high = value, Decimal(row["upper_value"])
        case _:
            low, high = value - rounding(row["text"], value), value + rounding(row["text"], value)
    counted = None
    following = words(row["following"])
    if row["kind"] == "count" and row["speaker"] is not None and following:
        counted = (row["unit"], row["speaker"], following[0])
    return Claim(row, low, high, content(row["metric"] or "", row["language"]), counted)


def rounding(text: str, value: Decimal) -> Decimal:
    """Return half of what the last printed digit is worth; nothing for a number in words."""
    printed = PRINTED.search(text)
    digits = re.sub(r"\D", "", printed.group()) if printed else ""
    return abs(value) / int(digits) / 2 if digits and int(digits) else Decimal(0)


@cache
def linking(language: str) -> frozenset[str]:
    """Return the words of a language that link a number to what it measures and say nothing of it."""
    if language not in languages():
        return frozenset()
    metric = lexicon(language)["metric"]
    return frozenset(word for phrase in (*metric["links"], *metric["money_links"]) for word in words(phrase))


def content(metric: str, language: str) -> frozenset[str]:
    """Return the words of a metric that tell what is measured."""
    return frozenset(word for word in words(metric) if len(word) > 2) - linking(language)


def alike(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of one language measure the same, as far as their words tell."""
    if one.what != other.what or one.row["language"] != other.row["language"]:
        return False
    if one.counted is not None and one.counted == other.counted:
        return True
    return bool(one.measured) and resemblance(one.measured, other.measured) >= ALIKE


def apart(one: Claim, other: Claim) -> bool:
    """Tell whether what two claims allow has nothing in common."""
    return (one.high <= other.low or other.high <= one.low) and one.row["value"] != other.row["value"]


def marks(claim: Claim) -> Iterator[tuple[Hashable, ...]]:
    """Yield the marks that a claim shares with those that measure the same."""
    if claim.counted is not None:
        yield ("counted", *claim.counted)
    for word in claim.measured:
        yield (word, claim.row["language"], *claim.what)


def grouped_by(claims: Iterable[Claim], key: Callable[[Claim], Iterable[tuple[Hashable, ...]]]) -> Iterator[list[Claim]]:
    """Yield the groups of two and more claims that share a mark."""
    groups: dict[tuple[Hashable, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        for mark in dict.fromkeys(key(claim)):
            groups[mark].append(claim)
    return (group for group in groups.values() if len(group) > 1)


def differing(claims: list[Claim], linked: dict[tuple[str, int], set[int]]) -> Iterator[Conflict]:
    """Yield claims of different sources about the same thing and time that differ, once each."""
    found = set()
    for group in grouped_by(claims, lambda claim: ((*mark, claim.holds_for) for mark in marks(claim) if claim.holds_for)):
        for position, one in enumerate(group):
            for other in group[position + 1 : position + 1 + NEIGHBOURS]:
                if one.row["source_id"] != other.row["source_id"] and alike(one, other) and apart(one, other):
                    found.add((one.row["id"], other.row["id"]))
    owners: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        for kind in ("statement", "commitment"):
            if claim.row[f"{kind}_id"] is not None:
                owners[kind, claim.row[f"{kind}_id"]].append(claim)
    for (kind, left), rights in linked.items():
        for right in rights:
            found |= {(one.row["id"], other.row["id"]) for one, other in unmatched(owners[kind, left], owners[kind, right])}
    known = {claim.row["id"]: claim for claim in claims}
    for first, second in sorted({(min(pair), max(pair)) for pair in found}):
        one, other = known[first], known[second]
        yield Conflict(Difference.CONFLICT, one.row["metric"] or one.row["text"], one.side(), other.side())


def links(reader: Reader) -> dict[tuple[str, int], set[int]]:
    """Return the statements and commitments that are, or may be, the same, whatever language they are in.

    Those are the ones that relations say so of, and commitments with an amount, the only ones of their articles with these parties, on
    this day, about these topics.
    """
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in reader.rows(LINKS):
        found[row["kind"], row["left_id"]].add(row["right_id"])
    groups: dict[tuple[Hashable, ...], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for said in read_commitments(reader).values():
        if said.amounts and said.topics and said.day and said.committers:
            about = (frozenset(said.committers), frozenset(said.counterparties), frozenset(said.topics), said.day)
            groups[about][said.source].append(said.id)
    for sources in groups.values():
        alone = [numbers[0] for numbers in sources.values() if len(numbers) == 1]
        for position, one in enumerate(alone):
            found["commitment", one].update(alone[position + 1 : position + 1 + NEIGHBOURS])
    return found


def unmatched(ours: list[Claim], theirs: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield the numbers of two records that are the same where one has a single number of a sort and the other a single, other one."""
    sorts: dict[tuple[Hashable, ...], tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for side, claims in enumerate((ours, theirs)):
        for claim in claims:
            sorts[claim.what][side].append(claim)
    for mine, others in sorts.values():
        if len(mine) == len(others) == 1 and apart(mine[0], others[0]) and mine[0].holds_for == others[0].holds_for:
            yield mine[0], others[0]


def changing(claims: list[Claim]) -> Iterator[Conflict]:
    """Yield claims about the same thing at two times that differ: each with the next in time, once each."""
    found: dict[tuple[int, int], Conflict] = {}
    for group in grouped_by((claim for claim in claims if claim.holds_for), marks):
        group.sort(key=lambda claim: (claim.holds_for or "", claim.row["id"]))
        for one, other in pairwise(group):
            if one.holds_for != other.holds_for and alike(one, other) and apart(one, other):
                about = one.row["metric"] or one.row["text"]
                found.setdefault((one.row["id"], other.row["id"]), Conflict(Difference.CHANGE, about, one.side(), other.side()))
    yield from found.values()


def growing(claims: list[Claim]) -> Iterator[Conflict]:
    """Yield percentages of growth that two other claims do not bear out beyond rounding."""
    by_year: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.row["kind"] != "percentage" and claim.row["as_of"]:
            for word in claim.measured:
                by_year[claim.row["language"], claim.row["as_of"][:4], word].append(claim)
    for stated in claims:
        if stated.row["kind"] != "percentage" or stated.row["comparator"] == "range":
            continue
        direction, years = growth_of(stated)
        for first, last in ((years[0], year) for year in years[1:]) if direction else ():
            for start, end in ends(stated, by_year, first, last):
                low, high = growth(start, end)
                said_low, said_high = sorted((direction * stated.low, direction * stated.high))
                if high < said_low or said_high < low:
                    note = f"{first} to {last}: {computed(start, end):+.1f} percent by {start.side().id} and {end.side().id}"
                    yield Conflict(Difference.GROWTH, stated.row["metric"] or stated.row["text"], stated.side(), end.side(), note)
                    break


def growth_of(stated: Claim) -> tuple[int, list[str]]:
    """Return 1 for a rise, -1 for a fall, 0 for neither, and the years between which it was, the first one first."""
    language, sentence = stated.row["language"], stated.row["sentence"]
    if language not in languages():
        return 0, []
    metric, told = lexicon(language)["metric"], set(words(sentence))
    rise, fall = (any(word in told for word in metric[key]) for key in ("growth", "decline"))
    years = sorted({*YEAR.findall(sentence), *([stated.row["as_of"][:4]] if stated.row["as_of"] else [])})
    if len(years) == 1 and stated.row["day"]:
        years += [str(year) for year in range(int(stated.row["day"][:4]), int(years[0]), -1)][:2]
    return (int(rise) - int(fall), [years[0], years[-1], *years[1:-1]]) if len(years) > 1 else (0, [])


def ends(stated: Claim, by_year: dict[tuple[str, str, str], list[Claim]], first: str, last: str) -> Iterator[tuple[Claim, Claim]]:
    """Yield two claims of the same unit, of the first and the last year, that measure what is said to have grown."""
    language = stated.row["language"]
    found = {
        year: [claim for word in sorted(stated.measured) for claim in by_year[language, year, word][:NEIGHBOURS]] for year in (first, last)
    }
    for start in found[first]:
        for end in found[last]:
            measure = containment(stated.measured, start.measured), containment(stated.measured, end.measured)
            if start.what == end.what and min(measure) >= ALIKE and alike(start, end) and start.low > 0:
                yield start, end


def computed(start: Claim, end: Claim) -> Decimal:
    """Return the growth between two claims as they are printed, in percent."""
    return (Decimal(end.row["value"]) / Decimal(start.row["value"]) - 1) * 100


def growth(start: Claim, end: Claim) -> tuple[Decimal, Decimal]:
    """Return the least and the most by which two claims allow a growth, in percent."""
    return (end.low / start.high - 1) * 100, (end.high / start.low - 1) * 100


def holding(reader: Reader) -> Iterator[Conflict]:
    """Yield offices that go from state to state and are said of two: of one day a conflict, else a change over time."""
    states = {row["name"].casefold(): row["id"] for row in reader.rows(STATES)}
    held: dict[str, list[tuple[int, Side, str]]] = defaultdict(list)
    for row in reader.rows(OFFICES):
        for office, organisation, state, printed in offices(row, states):
            text = " ".join(row["text"].split())
            side = Side(name(RecordKind.STATEMENT, row["id"]), printed, row["day"], row["publisher"], text)
            held[organisation].append((state, side, f"{office} {organisation}"))
    for sides in held.values():
        for (before, one, about), (after, other, _) in pairwise(sides):
            if before != after:
                yield Conflict(Difference.CONFLICT if one.holds_for == other.holds_for else Difference.CHANGE, about, one, other)


def offices(row: Row, states: dict[str, int]) -> Iterator[tuple[str, str, int, str]]:
    """Yield each rotating office of a sentence with its organisation, and the state that holds it, by number and as printed.

    That is the state named last before the office, else the first one after it.
    """
    text = row["text"]
    for phrase in lexicon(row["language"])["parties"]["rotating_offices"] if row["language"] in languages() else ():
        for match in re.finditer(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE):
            organisation = ACRONYM.search(text, match.end(), match.end() + REACH)
            named = list(named_states(text, states))
            before = [state for state in named if state[0] < match.start()]
            holder = before[-1] if before else next(iter(named), None)
            if organisation is not None and holder is not None:
                yield match.group(), organisation.group(), holder[1], holder[2]


def named_states(text: str, states: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    """Yield where a text names which state, and how; names of up to three words."""
    found = list(re.finditer(r"\w+", text))
    for position, start in enumerate(found):
        for end in reversed(found[position : position + 3]):
            printed = text[start.start() : end.end()]
            if printed.casefold() in states:
                yield start.start(), states[printed.casefold()], printed
                break
