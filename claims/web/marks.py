"""A source's text with its records marked in place: which pieces of which paragraph belong to which record.

Records nest (a number in a commitment in a statement) and may cross each other. The pieces of a paragraph come as a flat row of texts
and of marks that open and close, always well nested: a mark that crosses the end of another, or of its paragraph, closes there and
opens anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claims.references import PREFIXES
from claims.store.access import Reader
from claims.terms import RecordKind

# Outer ones first: of one span, the statement holds the commitment, and that the number.
ORDER = (RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM)
TEXT = "SELECT text FROM sources WHERE source_id = :source"
MARKED = """
    SELECT 0 AS place, s.statement_id AS id, s.span_start, s.span_end, s.review, sp.name AS who, s.quotation AS what,
        (SELECT min(r.repeats_id) FROM repeated_records AS r WHERE r.kind = 'statement' AND r.record_id = s.statement_id) AS repeats
    FROM statements AS s JOIN speakers AS said ON said.speaker_id = s.speaker_id
    JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
    WHERE s.source_id = :source
    UNION ALL
    SELECT 1, c.commitment_id, c.span_start, c.span_end, c.review, (
            SELECT group_concat(named.name, ', ') FROM (
                SELECT DISTINCT p.name FROM commitment_parties AS cp JOIN parties AS bound ON bound.party_id = cp.party_id
                JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id)
                WHERE cp.commitment_id = c.commitment_id AND cp.role = 'committer' ORDER BY p.name
            ) AS named
        ), c.strength,
        (SELECT min(r.repeats_id) FROM repeated_records AS r WHERE r.kind = 'commitment' AND r.record_id = c.commitment_id)
    FROM commitments AS c WHERE c.source_id = :source
    UNION ALL
    SELECT 2, n.numeric_claim_id, n.span_start, n.span_end, n.review, n.metric, n.kind,
        (SELECT min(r.repeats_id) FROM repeated_records AS r WHERE r.kind = 'numeric claim' AND r.record_id = n.numeric_claim_id)
    FROM numeric_claims AS n WHERE n.source_id = :source
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One record in its source: `who` says, commits or is measured, `what` is how; offsets are code points, half-open."""

    kind: RecordKind
    number: int
    start: int
    end: int
    who: str | None
    what: str
    repeats: int | None = None

    @property
    def name(self) -> str:
        """The record's short name."""
        return f"{PREFIXES[self.kind]}{self.number}"


@dataclass(frozen=True, slots=True)
class Opening:
    """A mark opens; it is the `first` piece of its record, or goes on after it was cut."""

    mark: Mark
    first: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """The mark that opened last closes."""


Piece = str | Opening | Closing


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The paragraphs of a source, the marks in them, and how many records of it people rejected, which are not marked."""

    paragraphs: list[list[Piece]]
    marks: list[Mark]
    rejected: int


def read_marked_text(reader: Reader, source: int) -> MarkedText | None:
    """Return the text of a source with its records marked; None where there is no such source."""
    found = reader.rows(TEXT, {"source": source})
    if not found:
        return None
    rows = reader.rows(MARKED, {"source": source})
    marks = [mark_of(row) for row in rows if row["review"] != "rejected"]
    return MarkedText(list(split(found[0]["text"], marks)), marks, len(rows) - len(marks))


def mark_of(row: dict[str, Any]) -> Mark:
    """Return the mark of one row."""
    return Mark(ORDER[row["place"]], row["id"], row["span_start"], row["span_end"], row["who"], row["what"], row["repeats"])


def split(text: str, marks: Iterable[Mark]) -> Iterator[list[Piece]]:
    """Yield the paragraphs of a text, which are its lines that hold something, each as its pieces."""
    waiting = sorted(marks, key=lambda mark: (-mark.start, mark.end, -ORDER.index(mark.kind), -mark.number))
    lasting: list[tuple[Mark, bool]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while waiting and waiting[-1].start < end:
            lasting.append((waiting.pop(), True))
        here = [(mark, first) for mark, first in lasting if mark.end > start]
        if line.strip():
            yield list(pieces(text, start, end, here))
            # A mark that goes on has its first piece behind it.
            here = [(mark, False) for mark, _ in here]
        lasting = [(mark, first) for mark, first in here if mark.end > end]
        start = end + 1


def pieces(text: str, start: int, end: int, marks: Sequence[tuple[Mark, bool]]) -> Iterator[Piece]:
    """Yield the pieces of the paragraph between two offsets; `marks` are those in it, by their beginning, and whether each is new."""
    waiting = list(reversed(marks))
    opened: list[Mark] = []
    at = start
    while waiting or opened:
        ends = (min(mark.end, end) for mark in opened)
        begins = max(waiting[-1][0].start, start) if waiting else end
        to = min(begins, *ends, end)
        if to > at:
            yield text[at:to]
            at = to
        yield from closings(opened, at, end)
        while waiting and max(waiting[-1][0].start, start) <= at < end:
            mark, first = waiting.pop()
            opened.append(mark)
            yield Opening(mark, first)
        if at >= end:
            break
    if at < end:
        yield text[at:end]


def closings(opened: list[Mark], at: int, end: int) -> Iterator[Piece]:
    """Close what ends here; whatever was opened inside of it and goes on closes with it, and opens anew."""
    ending = [place for place, mark in enumerate(opened) if min(mark.end, end) <= at]
    if not ending:
        return
    inside = opened[ending[0] :]
    del opened[ending[0] :]
    yield from (Closing() for _ in inside)
    for mark in inside:
        if min(mark.end, end) > at:
            opened.append(mark)
            yield Opening(mark, first=False)
