"""What is to be reviewed, in the order in which the documents tell it, and the sentences around a record's evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from claims.documents.document import Span
from claims.errors import UsageError
from claims.inputs import read_term
from claims.references import Reference
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views import commitments, numbers, statements
from claims.views.binding import Conditions
from claims.views.cards import Card, number_in
from claims.views.filters import Filters
from claims.views.names import TABLES
from claims.views.numbers import NumericClaim
from claims.views.selection import Listing, rows_of
from claims.views.statements import Statement

REACH = 1000  # characters before and after the evidence in which the neighbouring sentences are looked for
AROUND = """
    SELECT language, substr(text, :first + 1, :start - :first) AS before, substr(text, :stop + 1, :reach) AS after FROM sources
    WHERE source_id = :source
"""
CUT = "… "


class Reviewed(StrEnum):
    """The kinds of record that people review, as their lists are called; of one sentence they come in this order."""

    STATEMENTS = "statements"
    COMMITMENTS = "commitments"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How the records of one kind are found: their kind, listing and conditions, and the filters that mean something for them alone."""

    kind: RecordKind
    listing: Listing
    conditions: Callable[[Reader, Filters], Conditions]
    own: frozenset[str]


KINDS = {
    Reviewed.STATEMENTS: Reviewing(RecordKind.STATEMENT, statements.LISTING, statements.conditions, frozenset({"act"})),
    Reviewed.COMMITMENTS: Reviewing(
        RecordKind.COMMITMENT, commitments.LISTING, commitments.conditions, frozenset({"strength", "status", "overdue", "unit"})
    ),
    Reviewed.NUMBERS: Reviewing(RecordKind.NUMERIC_CLAIM, numbers.LISTING, numbers.conditions, frozenset({"unit"})),
}
OWN = frozenset().union(*(each.own for each in KINDS.values()))


@dataclass(frozen=True, slots=True)
class Context:
    """The evidence of a record as its source has it, and the sentences beside it; `start` is its first character in the source."""

    before: str
    text: str
    start: int
    after: str


def find_to_review(reader: Reader, filters: Filters, kind: str | None) -> list[Reference]:
    """Return the records that meet the filters, document by document, in the order of their evidence.

    `kind` names one of Reviewed; without it, all kinds for which the filters mean something. UsageError for a filter that means nothing
    for that kind, or a value that does not exist.
    """
    asked = {name for name in OWN if getattr(filters, name)}
    chosen = list(Reviewed) if kind is None else [Reviewed(read_term(Reviewed, "--kind", kind))]
    fitting = [each for each in chosen if asked <= KINDS[each].own]
    if not fitting:
        named = " and ".join(f"--{name}" for name in sorted(asked)) + (" together mean" if len(asked) > 1 else " means")
        raise UsageError(f"{named} nothing for {chosen[0] if kind else 'any kind of record'}; leave out what is not needed.")
    found = [
        (row["source_id"], row["span_start"], place, Reference(KINDS[each].kind, row["id"]))
        for place, each in enumerate(fitting)
        for row in _places(reader, KINDS[each], filters)
    ]
    return [reference for *_, reference in sorted(found, key=lambda each: each[:3])]


def find_context(reader: Reader, card: Card) -> Context:
    """Return the evidence of a statement, commitment or numeric claim with the sentence before it and the one after."""
    record = card.record
    if isinstance(record, NumericClaim):
        text, start = record.sentence, record.sentence_start
    elif isinstance(record, Statement | commitments.Commitment):
        text, start = record.text, record.span_start
    else:
        raise TypeError(f"{type(record).__name__} rests on no evidence")
    stop, first = start + len(text), max(0, start - REACH)
    values = {"source": number_in(record.source_id), "first": first, "start": start, "stop": stop, "reach": REACH}
    (row,) = reader.rows(AROUND, values)
    before, after = row["before"], row["after"]
    sentences = _sentences(before, row["language"])
    nearest = sentences[-1] if sentences else Span(0, 0)
    following = _sentences(after, row["language"])
    cut = CUT if first and nearest.start == 0 and nearest.end else ""
    return Context(cut + nearest.of(before), text, start, following[0].of(after) if following else "")


def _places(reader: Reader, reviewing: Reviewing, filters: Filters) -> list[dict[str, int]]:
    found = reviewing.listing.select(reader, reviewing.conditions(reader, filters), "id", 0).records
    table, key = TABLES[reviewing.kind]
    return list(rows_of(reader, f"SELECT {key} AS id, source_id, span_start FROM {table} WHERE {key} IN {{ids}}", found))


def _sentences(text: str, language: str) -> list[Span]:
    """Return the sentences of a text line by line; in a language without a lexicon, the lines."""
    from claims.extraction.finders.sentences import find_sentences
    from claims.extraction.lexicon import languages

    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    if language not in languages():
        return lines
    return [sentence for line in lines for sentence in find_sentences(text, line, language)]
