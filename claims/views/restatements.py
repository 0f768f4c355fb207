"""Statements and commitments that seem to say again, or to change, what others say; told by parties, amounts, topics, days and words.

Languages differ in words, not in who commits to whom, in how much, about what and when: those tell across languages. Nothing is decided.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from claims.references import Pair
from claims.resolution.likeness import resemblance, words
from claims.store.access import Reader
from claims.terms import RecordKind, Relation
from claims.views.related import judged_pairs
from claims.views.selection import Row

ALIKE = 0.5  # what the words of two records share
TELLING = 4  # letters of a word that may find another record
SKETCH = 6  # words of a record by which others are found
NEIGHBOURS = 8  # records that each one of a group is compared with, those next in time: so that the work grows with the records alone

STRONG, WORDS, CHANGED, WEAK = range(4)  # how much speaks for a relation, the most first

COMMITMENTS = """
    SELECT c.commitment_id AS id, c.source_id, c.announced_on AS day, c.due_on, c.period, coalesce(c.action, c.text) AS text,
        src.language, coalesce(sp.same_as_id, sp.speaker_id) AS speaker
    FROM commitments AS c JOIN sources AS src ON src.source_id = c.source_id
    LEFT JOIN statements AS s ON s.statement_id = c.statement_id LEFT JOIN speakers AS sp ON sp.speaker_id = s.speaker_id
    WHERE c.review <> 'rejected' AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
    ORDER BY c.commitment_id
"""
STATEMENTS = """
    SELECT s.statement_id AS id, s.source_id, s.said_on AS day, s.language, coalesce(sp.same_as_id, sp.speaker_id) AS speaker,
        substr(src.text, s.content_start + 1, s.content_end - s.content_start) AS text
    FROM statements AS s JOIN speakers AS sp ON sp.speaker_id = s.speaker_id JOIN sources AS src ON src.source_id = s.source_id
    WHERE s.review <> 'rejected' AND s.statement_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'statement')
    ORDER BY s.statement_id
"""
PARTIES = """
    SELECT cp.commitment_id AS id, cp.role, coalesce(p.same_as_id, p.party_id) AS party
    FROM commitment_parties AS cp JOIN parties AS p ON p.party_id = cp.party_id
"""
TOPICS = "SELECT commitment_id AS id, topic FROM commitment_topics"
AMOUNTS = (
    "SELECT {owner}_id AS id, unit, CAST(value AS TEXT) AS value FROM numeric_claims "
    "WHERE {owner}_id IS NOT NULL AND unit IS NOT NULL AND review <> 'rejected' AND kind IN ({kinds})"
)
KINDS = {"commitment": "'money', 'count'", "statement": "'money', 'percentage'"}  # a count in a statement may count anything


@dataclass(slots=True)
class Said:
    """What tells one record from others; parties and speakers are those that they are judged to be."""

    id: int
    source: int
    language: str
    day: str | None
    speaker: int | None
    words: frozenset[str]
    due_on: str | None = None
    period: str | None = None
    committers: set[int] = field(default_factory=set)
    counterparties: set[int] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    amounts: set[tuple[str, str]] = field(default_factory=set)

    @property
    def order(self) -> tuple[str, int]:
        """Sorts what was said first first."""
        return self.day or "9999", self.id

    @property
    def units(self) -> set[str]:
        """The units of its amounts."""
        return {unit for unit, _ in self.amounts}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that seem to be related, and why."""

    pair: Pair
    reason: str


def find_restatements(reader: Reader) -> list[Proposal]:
    """Return what should be proposed of commitments, then of statements: each record with at most one earlier one; none twice."""
    commitments, statements = read_commitments(reader), read_statements(reader)
    return [
        *choose(reader, RecordKind.COMMITMENT, commitments, likely(commitments, commitment_marks), relate_commitments),
        *choose(reader, RecordKind.STATEMENT, statements, likely(statements, statement_marks), relate_statements),
    ]


def read_commitments(reader: Reader) -> dict[int, Said]:
    """Return the commitments that count, by number."""
    found = {row["id"]: build(row) for row in reader.rows(COMMITMENTS)}
    for row in reader.rows(PARTIES):
        if row["id"] in found:
            (found[row["id"]].committers if row["role"] == "committer" else found[row["id"]].counterparties).add(row["party"])
    for row in reader.rows(TOPICS):
        if row["id"] in found:
            found[row["id"]].topics.add(row["topic"])
    return add_amounts(reader, found, "commitment")


def read_statements(reader: Reader) -> dict[int, Said]:
    """Return the statements that count, by number."""
    return add_amounts(reader, {row["id"]: build(row) for row in reader.rows(STATEMENTS)}, "statement")


def build(row: Row) -> Said:
    """Return one record from its row."""
    head = (row["id"], row["source_id"], row["language"], row["day"], row["speaker"], frozenset(words(row["text"])))
    return Said(*head, row.get("due_on"), row.get("period"))


def add_amounts(reader: Reader, found: dict[int, Said], owner: str) -> dict[int, Said]:
    """Add the amounts of each record."""
    for row in reader.rows(AMOUNTS.format(owner=owner, kinds=KINDS[owner])):
        if row["id"] in found:
            found[row["id"]].amounts.add((row["unit"], row["value"]))
    return found


def commitment_marks(said: Said) -> Iterator[tuple[object, ...]]:
    """Yield the marks that a commitment shares with those that may be the same."""
    for committer in said.committers:
        for amount in said.amounts:
            yield "amount", committer, amount
        for word in telling(said.words):
            yield "word", committer, said.language, word
        for topic in said.topics:
            yield "day", committer, topic, said.day, said.speaker
            for unit in said.units:
                yield "unit", committer, topic, unit


def statement_marks(said: Said) -> Iterator[tuple[object, ...]]:
    """Yield the marks that a statement shares with those that may be the same."""
    for amount in said.amounts:
        yield "amount", said.speaker, said.day, amount
    for word in telling(said.words):
        yield "word", said.speaker, said.language, word


def telling(found: Iterable[str]) -> list[str]:
    """Return some of the longer words, the same ones of any text that holds them."""
    long = (word for word in found if len(word) >= TELLING)
    return sorted(long, key=lambda word: blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())[:SKETCH]


def likely(records: dict[int, Said], marks: Callable[[Said], Iterable[tuple[object, ...]]]) -> Iterator[tuple[Said, Said]]:
    """Yield pairs of records of different sources that share a mark and are neighbours in time, the earlier first; each once."""
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for said in sorted(records.values(), key=lambda each: each.order):
        for mark in marks(said):
            groups[mark].append(said)
    seen: set[tuple[int, int]] = set()
    for group in groups.values():
        for position, first in enumerate(group):
            for later in group[position + 1 : position + 1 + NEIGHBOURS]:
                if first.source != later.source and (first.id, later.id) not in seen:
                    seen.add((first.id, later.id))
                    yield first, later


def choose(
    reader: Reader,
    kind: RecordKind,
    records: dict[int, Said],
    pairs: Iterable[tuple[Said, Said]],
    relate: Callable[[Said, Said], tuple[int, Relation, str] | None],
) -> list[Proposal]:
    """Return the strongest relation of each record to an earlier one, without pairs that are known or ambiguous."""
    known = {frozenset((pair.left, pair.right)) for pair in judged_pairs(reader, kind)}
    found = [(first, later, *related) for first, later in pairs if (related := relate(first, later)) is not None]
    # What only topics, speaker and day tell is no more than a guess where it fits more than one record of an article.
    weak = Counter(
        mark for first, later, rank, _, _ in found if rank == WEAK for mark in ((first.id, later.source), (later.id, first.source))
    )
    best: dict[int, tuple[int, str, int, Proposal]] = {}
    for first, later, rank, relation, reason in found:
        if rank == WEAK and (weak[first.id, later.source] > 1 or weak[later.id, first.source] > 1):
            continue
        choice = (rank, *first.order, Proposal(Pair(kind, later.id, first.id, relation), reason))
        if later.id not in best or choice[:3] < best[later.id][:3]:
            best[later.id] = choice
    chosen = (choice[3] for _, choice in sorted(best.items()))
    return [proposal for proposal in chosen if frozenset((proposal.pair.left, proposal.pair.right)) not in known]


def relate_commitments(first: Said, later: Said) -> tuple[int, Relation, str] | None:
    """Return how the later commitment seems to be related to the first, how much speaks for it and why; None if they are two."""
    if not first.committers & later.committers:
        return None
    amount = bool(first.amounts & later.amounts)
    to = bool(first.counterparties & later.counterparties) or not (first.counterparties or later.counterparties)
    if not to and (not amount or (first.counterparties and later.counterparties)):
        return None
    other_amount = bool(first.units & later.units) and not amount
    alike = first.language == later.language and resemblance(first.words, later.words) >= ALIKE
    reasons = ["the same committer", *(["counterparty"] if to and first.counterparties else [])]
    if first.day == later.day:
        about = first.language != later.language and bool(first.topics) and first.topics == later.topics
        if other_amount or not (amount or alike or (about and first.speaker is not None and first.speaker == later.speaker)):
            return None
        rank = STRONG if amount else WORDS if alike else WEAK
        what = ["amount"] if amount else ["words"] if alike else ["topics", "speaker"]
        return rank, Relation.SAME_AS, listed([*reasons, *what, "day"])
    if first.day is None or later.day is None:
        return None
    due = first.due_on and later.due_on and first.due_on != later.due_on and not (first.period and first.period == later.period)
    if not (amount or alike or (other_amount and to and first.topics & later.topics)):
        return None
    what = ["amount"] if amount else ["words"] if alike else ["topics"]
    if other_amount or due:
        changed = "another amount" if other_amount else "another due day"
        rank = STRONG if amount else WORDS if alike else CHANGED
        return rank, Relation.SUPERSEDES, f"{listed([*reasons, *what])}, later, with {changed}"
    return STRONG if amount else WORDS, Relation.RESTATES, f"{listed([*reasons, *what])}, later"


def relate_statements(first: Said, later: Said) -> tuple[int, Relation, str] | None:
    """Return how the later statement seems to be related to the first, as `relate_commitments`."""
    if first.speaker != later.speaker or first.day is None or later.day is None:
        return None
    if first.language != later.language:
        if first.day != later.day or not first.amounts or first.amounts != later.amounts:
            return None
        return STRONG, Relation.SAME_AS, "the same speaker, numbers and day"
    if resemblance(first.words, later.words) < ALIKE or (first.amounts and later.amounts and first.amounts != later.amounts):
        return None
    if first.day == later.day:
        return WORDS, Relation.SAME_AS, "the same speaker, words and day"
    return WORDS, Relation.RESTATES, "the same speaker and words, later"


def listed(parts: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
