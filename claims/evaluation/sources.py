"""Judging what a document is: publisher, agency, editor, place, day, language; and whether every span is true to the text."""

from claims.documents.document import Span
from claims.evaluation.comparison import Comparison, Judgement
from claims.evaluation.figures import FieldRate, Figures, Rate
from claims.evaluation.matching import plain_words

# What the text need not print in these words.
INFERRED = ("event_date", "language")


def judge_source(comparison: Comparison) -> Judgement:
    """Compare the details of the source, field by field."""
    source = comparison.found.source
    found = {
        "publisher": source.publisher,
        "agency": source.agency,
        "editor": source.editor,
        "place": source.place,
        "event_date": source.event_on.isoformat() if source.event_on else None,
        "language": source.language,
    }
    figures: Figures = {}
    misses = []
    text = " ".join(plain_words(comparison.text))
    for name, value in found.items():
        given, annotated = value or None, comparison.annotated.source[name]
        if annotated is None:
            figures[f"source {name}"] = FieldRate(invented=Rate(int(given is not None), 1))
            if given is not None:
                misses.append(comparison.miss(f"source {name} invented", None, given, None))
            continue
        words = plain_words(annotated)
        rate = Rate(int(given is not None and plain_words(given) == words), 1)
        printed = name not in INFERRED and bool(words) and " ".join(words) in text
        figures[f"source {name}"] = FieldRate(rate, rate if printed else Rate())
        if not rate.right:
            misses.append(comparison.miss(f"source {name}", None, given, annotated))
    return Judgement(figures, misses)


def judge_integrity(comparison: Comparison) -> Judgement:
    """Look whether every span lies in the text, with the words that it claims, and every reference leads to a statement."""
    found, text = comparison.found, comparison.text
    spans = [statement.span for statement in found.statements]
    spans += [span for statement in found.statements for span in (statement.speaker_mention, statement.cue) if span]
    spans += [span for commitment in found.commitments for span in (commitment.span, commitment.cue)]
    # Quantities alone carry their words.
    quoted = [(Span(one.quantity.start, one.quantity.end), one.quantity.text) for one in comparison.claims]
    quoted += [(span, span.of(text)) for span in spans]
    faults = [(span, words) for span, words in quoted if not 0 <= span.start < span.end <= len(text) or span.of(text) != words]
    references = [(one.span, one.statement) for one in found.commitments]
    references += [(Span(one.quantity.start, one.quantity.end), one.statement) for one in comparison.claims]
    astray = [(span, index) for span, index in references if index is not None and not 0 <= index < len(found.statements)]
    misses = [comparison.miss("integrity", span, f"{words!r} at {span.start} to {span.end}", None) for span, words in faults]
    misses += [comparison.miss("integrity", span, f"statement {index}, of {len(found.statements)}", None) for span, index in astray]
    return Judgement(
        {
            "integrity spans": Rate(len(quoted) - len(faults), len(quoted)),
            "integrity references": Rate(len(references) - len(astray), len(references)),
        },
        misses,
    )
