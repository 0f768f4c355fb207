"""The JSON of one extraction, as `claims extract --format jsonl` prints it: one object a document, no database behind it."""

from datetime import date

from claims.documents.document import Span
from claims.extraction.candidates import Commitment, Extraction, NumericClaim, Statement
from claims.inputs import decimal_text
from claims.resolution.deadlines import deadline_of

Json = dict[str, object]


def extraction_json(extraction: Extraction) -> Json:
    """Return `source`, `statements`, `commitments` and `numeric_claims` in plain JSON types.

    Offsets are code points into the document's text, half-open, each with the characters it covers; days are ISO dates, decimals
    text in plain digits, absent values None. `statement` indexes `statements`. Numbers that measure nothing are left out.
    """
    return {
        "source": _source(extraction),
        "statements": [_statement(statement, extraction.document.text) for statement in extraction.statements],
        "commitments": [_commitment(commitment, extraction) for commitment in extraction.commitments],
        "numeric_claims": [_numeric_claim(claim) for claim in extraction.numeric_claims if claim.quantity.kind],
    }


def _source(extraction: Extraction) -> Json:
    document, source = extraction.document, extraction.source
    return {
        "path": document.path,
        "sha256": document.sha256,
        "language": source.language,
        "publisher": source.publisher,
        "agency": source.agency,
        "reporter": source.reporter,
        "editor": source.editor,
        "title": source.title,
        "place": source.place,
        "event_on": _day(source.event_on),
        "published_on": _day(source.published_on),
        "url": source.url,
    }


def _statement(statement: Statement, text: str) -> Json:
    return {
        **_quoted(statement.span, text),
        "speaker": statement.speaker,
        "content": _quoted(statement.content, text),
        "speaker_mention": _quoted(statement.speaker_mention, text) if statement.speaker_mention else None,
        "cue": _quoted(statement.cue, text) if statement.cue else None,
        "attribution": statement.attribution.value,
        "quotation": statement.quotation.value,
        "acts": [act.value for act in statement.acts],
        "addressees": list(statement.addressees),
        "via": statement.via,
        "said_on": _day(statement.said_on),
    }


def _commitment(commitment: Commitment, extraction: Extraction) -> Json:
    text = extraction.document.text
    deadline = deadline_of(extraction, commitment)
    return {
        **_quoted(commitment.span, text),
        "statement": commitment.statement,
        "cue": _quoted(commitment.cue, text),
        "committers": list(commitment.committers),
        "counterparties": list(commitment.counterparties),
        "strength": commitment.strength.value,
        "due_on": _day(deadline.due_on) if deadline else None,
        "period": deadline.period if deadline else None,
    }


def _numeric_claim(claim: NumericClaim) -> Json:
    quantity = claim.quantity
    return {
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "statement": claim.statement,
        "value": decimal_text(quantity.value),
        "upper_value": None if quantity.upper_value is None else decimal_text(quantity.upper_value),
        "unit": quantity.unit,
        "comparator": quantity.comparator.value,
        "kind": quantity.kind.value if quantity.kind else None,
        "metric": claim.metric,
        "as_of": claim.as_of,
        "period": claim.period or quantity.period,
    }


def _quoted(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
