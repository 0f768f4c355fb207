"""Checks that an extraction agrees with itself and with its text, so that what the store is handed can be stored whole."""

from collections.abc import Iterator, Sequence

from claims.documents.document import Span
from claims.errors import RejectedInput
from claims.extraction.candidates import Extraction
from claims.terms import Comparator


def check(extraction: Extraction) -> None:
    """Raise RejectedInput at the first record whose span lies outside the text or its sentence, or that points nowhere."""
    for holds, what, span in _findings(extraction):
        if not (holds and span.start < span.end):
            raise RejectedInput(
                f"the extractor {extraction.extractor} contradicts itself at characters {span.start} to {span.end} ({what}); "
                "the fault is in the program, not in the document: please report it."
            )


def _findings(extraction: Extraction) -> Iterator[tuple[bool, str, Span]]:
    """Yield everything that must hold: whether it does, what it is about, and where."""
    text = extraction.document.text
    whole = Span(0, len(text))
    for statement in extraction.statements:
        yield whole.holds(statement.span), "statement", statement.span
        yield statement.span.holds(statement.content), "words of a statement", statement.content
        if statement.cue:
            yield statement.span.holds(statement.cue), "cue of a statement", statement.cue
        if statement.speaker_mention:
            yield whole.holds(statement.speaker_mention), "speaker of a statement", statement.speaker_mention
        yield bool(statement.speaker.strip()), "speaker of a statement", statement.span
    for commitment in extraction.commitments:
        yield whole.holds(commitment.span), "commitment", commitment.span
        yield commitment.span.holds(commitment.cue), "cue of a commitment", commitment.cue
        yield _has(extraction.statements, commitment.statement), "statement of a commitment", commitment.span
        parties = (*commitment.committers, *commitment.counterparties)
        yield all(name.strip() for name in parties), "parties of a commitment", commitment.span
        for part in filter(None, (commitment.action, commitment.condition)):
            yield whole.holds(part), "action or condition of a commitment", part
    for claim in extraction.numeric_claims:
        quantity = claim.quantity
        span = Span(quantity.start, quantity.end)
        yield whole.holds(span) and span.of(text) == quantity.text, "number", span
        yield quantity.value.is_finite(), "value of a number", span
        yield (quantity.comparator == Comparator.RANGE) == (quantity.upper_value is not None), "range of a number", span
        yield _has(extraction.statements, claim.statement), "statement of a number", span
        yield _has(extraction.commitments, claim.commitment), "commitment of a number", span


def _has(records: Sequence[object], index: int | None) -> bool:
    return index is None or 0 <= index < len(records)
