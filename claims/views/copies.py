"""Sources that are copies or light rewrites of others, as their words tell, and which of their records repeat those of the original."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from claims.references import Pair, name
from claims.resolution.likeness import containment, likely_pairs, resemblance, runs, sketch, words
from claims.resolution.names import fold
from claims.store.access import Reader
from claims.terms import RecordKind, Relation
from claims.views.related import judged_pairs
from claims.views.selection import Row, grouped, rows_of

BATCH = 200
NEXT = """
    SELECT source_id, language, publisher, agency, coalesce(published_on, event_on) AS day, event_on, derived_from_id, text
    FROM sources WHERE source_id > :after ORDER BY source_id LIMIT {batch}
"""
TEXTS = "SELECT source_id, text FROM sources WHERE source_id IN {ids}"
# By the index of speakers and days: what is asked is in proportion to the articles that are asked of.
SHARING = """
    SELECT DISTINCT mine.source_id FROM statements AS mine
    JOIN sources AS own ON own.source_id = mine.source_id AND own.derived_from_id IS NULL
    JOIN statements AS theirs ON theirs.speaker_id = mine.speaker_id AND theirs.said_on = mine.said_on AND theirs.text = mine.text
    JOIN sources AS other ON other.source_id = theirs.source_id AND other.source_id <> own.source_id
    WHERE mine.source_id IN {ids} AND (other.derived_from_id IS NULL OR other.derived_from_id <> own.source_id)
        AND NOT EXISTS (
            SELECT 1 FROM relations AS r
            WHERE r.kind = 'source' AND r.left_id IN (own.source_id, other.source_id) AND r.right_id IN (own.source_id, other.source_id)
        )
"""
MOST_ASKED = 2_000  # articles of one load that are looked at
LEAST_SHARED = 6  # digests of two sketches of 64: about a tenth of the texts
PROPOSED = 0.5  # what two texts share, or the shorter one with the other
CERTAIN = (0.6, 0.9)  # of what two texts share, and of the shorter one
DAYS_CERTAIN = 3  # between a report and its copy
DAYS_PROPOSED = 31

RECORDS = {
    RecordKind.STATEMENT: (
        "SELECT s.source_id, s.statement_id AS id, s.text, CAST(coalesce(sp.same_as_id, sp.speaker_id) AS TEXT) AS who "
        "FROM statements AS s JOIN speakers AS sp ON sp.speaker_id = s.speaker_id "
        "WHERE s.source_id IN {ids} AND s.review <> 'rejected' ORDER BY s.span_start, s.statement_id"
    ),
    RecordKind.COMMITMENT: (
        "SELECT c.source_id, c.commitment_id AS id, coalesce(c.action, c.text) AS text, (SELECT group_concat(named.party, ',') FROM "
        "(SELECT DISTINCT CAST(coalesce(p.same_as_id, p.party_id) AS TEXT) AS party FROM commitment_parties AS cp "
        "JOIN parties AS p ON p.party_id = cp.party_id WHERE cp.commitment_id = c.commitment_id AND cp.role = 'committer' ORDER BY party) "
        "AS named) AS who "
        "FROM commitments AS c WHERE c.source_id IN {ids} AND c.review <> 'rejected' ORDER BY c.span_start, c.commitment_id"
    ),
    RecordKind.NUMERIC_CLAIM: (
        "SELECT n.source_id, n.numeric_claim_id AS id, coalesce(n.metric, n.text) AS text, "
        "n.comparator || ' ' || CAST(n.value AS TEXT) || ' ' || coalesce(CAST(n.upper_value AS TEXT), '') || ' ' || coalesce(n.unit, '') "
        "AS who FROM numeric_claims AS n WHERE n.source_id IN {ids} AND n.review <> 'rejected' ORDER BY n.span_start, n.numeric_claim_id"
    ),
}
ALIKE = {RecordKind.STATEMENT: 0.5, RecordKind.COMMITMENT: 0.5, RecordKind.NUMERIC_CLAIM: 0.2}  # words that two records must share


@dataclass(frozen=True, slots=True)
class Told:
    """What a source tells of its origin."""

    number: int
    language: str
    publisher: str
    agency: str
    day: str | None
    event_on: str | None
    derived_from: int | None

    @property
    def order(self) -> tuple[str, int]:
        """Sorts the source that was first first; one without a day is last."""
        return self.day or "9999", self.number


@dataclass(frozen=True, slots=True)
class Copy:
    """A source that copies another: `certain` if nothing speaks against it; `reason` says how much it shares with which."""

    copy: int
    original: int
    certain: bool
    reason: str
    repeated: list[Pair] = field(default_factory=list)


def sharing(reader: Reader, sources: Sequence[int]) -> list[int]:
    """Return those of these sources of which a sentence stands in another one, by the same speaker on the same day, and nobody knows why.

    Of very many, only the first are looked at.
    """
    return sorted(row["source_id"] for row in rows_of(reader, SHARING, sources[:MOST_ASKED]))


def find_copies(reader: Reader) -> list[Copy]:
    """Return the sources that copy others and of which nobody has decided so, each with its original, the first of them that is known.

    What it costs is in proportion to the texts.
    """
    told: dict[int, Told] = {}
    sketches: list[tuple[int, list[int]]] = []
    for row in read_sources(reader):
        told[row["source_id"]] = Told(
            row["source_id"], row["language"], fold(row["publisher"] or ""), fold(row["agency"] or ""), *(row["day"], row["event_on"]),
            row["derived_from_id"],
        )  # fmt: skip
        sketches.append((row["source_id"], sketch(runs(row["text"]))))
    settled = {frozenset((pair.left, pair.right)) for pair in judged_pairs(reader, RecordKind.SOURCE)}
    best: dict[int, tuple[float, Copy]] = {}
    roots = {number: each.derived_from for number, each in told.items() if each.derived_from is not None}
    for one, other in likely_pairs(sketches, least=LEAST_SHARED):
        first, later = ordered(told[one], told[other])
        if later.derived_from is not None or first.language != later.language:
            continue
        score, found = compare(reader, first, later)
        if found is not None and score > best.get(later.number, (0.0, None))[0]:
            best[later.number] = (score, found)
    copies = []
    for number, (_, found) in sorted(best.items(), key=lambda item: told[item[0]].order):
        onwards = [found.original]
        while (further := roots.get(onwards[-1])) is not None and further not in onwards:
            onwards.append(further)
        original = onwards[-1]
        if number in onwards or frozenset((number, original)) in settled or frozenset((number, found.original)) in settled:
            continue
        if found.certain:
            roots[number] = original
        copies.append(Copy(number, original, found.certain, found.reason))
    return [
        Copy(each.copy, each.original, each.certain, each.reason, list(find_repeated(reader, each.copy, each.original))) for each in copies
    ]


def find_unmatched(reader: Reader) -> list[Pair]:
    """Return the records of linked copies that repeat one of the original and were read since the link was made."""
    known = {(pair.kind, pair.left) for kind in RECORDS for pair in judged_pairs(reader, kind, decided=True)}
    links = reader.rows("SELECT source_id, derived_from_id FROM sources WHERE derived_from_id IS NOT NULL ORDER BY source_id")
    found = [pair for row in links for pair in find_repeated(reader, row["source_id"], row["derived_from_id"])]
    return [pair for pair in found if (pair.kind, pair.left) not in known]


def read_sources(reader: Reader) -> Iterator[Row]:
    """Yield all sources, in order, some at a time."""
    after = 0
    while batch := reader.rows(NEXT.format(batch=BATCH), {"after": after}):
        yield from batch
        after = batch[-1]["source_id"]


def ordered(one: Told, other: Told) -> tuple[Told, Told]:
    """Return the original first: the agency that the other names, else the earlier, else the one that was loaded first."""
    if one.publisher and one.publisher == other.agency:
        return one, other
    if other.publisher and other.publisher == one.agency:
        return other, one
    return (one, other) if one.order <= other.order else (other, one)


def compare(reader: Reader, first: Told, later: Told) -> tuple[float, Copy | None]:
    """Return how much the later text shares with the first, and what that makes of it."""
    texts = {row["source_id"]: row["text"] for row in rows_of(reader, TEXTS, [first.number, later.number])}
    one, other = runs(texts[first.number]), runs(texts[later.number])
    alike, shared = resemblance(one, other), containment(one, other)
    apart = days_apart(first.day, later.day)
    if max(alike, shared) < PROPOSED or (apart is not None and apart > DAYS_PROPOSED):
        return 0.0, None
    others = bool(first.publisher and later.publisher and first.publisher != later.publisher)
    soon = apart is not None and apart <= DAYS_CERTAIN and not days_apart(first.event_on, later.event_on)
    certain = alike >= CERTAIN[0] and shared >= CERTAIN[1] and others and soon
    what = f"{shared:.0%} of the runs of five words of the shorter text stand in {name(RecordKind.SOURCE, first.number)}"
    when = "" if apart is None else ", of the same day" if not apart else f", {apart} days before it"
    return alike, Copy(later.number, first.number, certain, what + when + (", by another publisher" if others else ""))


def days_apart(one: str | None, other: str | None) -> int | None:
    """Return how many days lie between two; None if either is unknown."""
    return None if one is None or other is None else abs((date.fromisoformat(other) - date.fromisoformat(one)).days)


def find_repeated(reader: Reader, copy: int, original: int) -> Iterator[Pair]:
    """Yield the records of a copy that repeat one of the original: of the same who or value, in much the same words; each once."""
    for kind, sql in RECORDS.items():
        rows = grouped(rows_of(reader, sql, [copy, original]), "source_id")
        held = {row["id"]: (row["who"], frozenset(words(row["text"]))) for row in rows.get(original, [])}
        here = {row["id"]: (row["who"], frozenset(words(row["text"]))) for row in rows.get(copy, [])}
        likely = sorted(
            (-resemblance(mine, theirs), left, right)
            for left, (who, mine) in here.items()
            for right, (whose, theirs) in held.items()
            if who == whose and resemblance(mine, theirs) >= ALIKE[kind]
        )
        for _, left, right in likely:
            if left in here and right in held:
                del here[left], held[right]
                yield Pair(kind, left, right, Relation.SAME_AS)
