"""W3C Web Annotation: each statement, commitment and numeric claim as an annotation of the words that support it.

A target is the text of a source as it is stored, and of it a span: by positions, which the standard counts as we do (code points, the end
not included), and by the words themselves with those around them, which find it where the text stands elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence

from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.commitments import Commitment, fetch_commitments
from claims.views.counted import around, pages_of
from claims.views.numbers import fetch_numbers
from claims.views.sources import Source
from claims.views.statements import Statement, fetch_statements
from claims.writers.json_lines import Json, document_lines, filled, written
from claims.writers.lookups import number_of, sources_named
from claims.writers.naming import Naming, web_address
from claims.writers.wording import Record, describe

CONTEXT = "http://www.w3.org/ns/anno.jsonld"  # the standard demands this very name of it
REACH = 32  # characters before and after the words
FETCHERS: dict[RecordKind, Callable[[Reader, Sequence[int]], Sequence[Record]]] = {
    RecordKind.STATEMENT: fetch_statements,
    RecordKind.COMMITMENT: fetch_commitments,
    RecordKind.NUMERIC_CLAIM: fetch_numbers,
}


def annotation_lines(reader: Reader, naming: Naming) -> Iterator[str]:
    """Yield the lines of one collection of annotations, each without its end; read them inside a snapshot."""
    collection = written({"@context": CONTEXT, "id": f"{naming.base}annotations", "type": "AnnotationCollection"}).removesuffix("}")
    page = written({"id": f"{naming.base}annotations/1", "type": "AnnotationPage", "startIndex": 0}).removesuffix("}")
    head = f'{collection},"first":{page},"items":['
    yield from document_lines(head, _annotations(reader, naming), lambda count: f']}},"total":{count}}}')


def _annotations(reader: Reader, naming: Naming) -> Iterator[Json]:
    for kind, fetch in FETCHERS.items():
        for numbers in pages_of(reader, kind):
            records = fetch(reader, numbers)
            sources = sources_named(reader, [record.source_id for record in records])
            context = around(reader, kind, numbers, REACH)
            for record in records:
                yield _annotation(naming, kind, record, sources[record.source_id], context[number_of(record.id)])


def _annotation(naming: Naming, kind: RecordKind, record: Record, source: Source, context: tuple[str, str]) -> Json:
    said = {"type": "TextualBody", "purpose": "describing", "value": describe(record), "format": "text/plain", "language": source.language}
    return filled(
        id=naming.of("annotation", record.key),
        type="Annotation",
        motivation="describing",
        generator=filled(type="Software", name=record.extractor) if record.extractor else None,
        body=[
            {"type": "SpecificResource", "purpose": "identifying", "source": naming.of(kind, record.key)},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in dict.fromkeys((kind.value, *tags(record)))),
            said,
        ],
        target={
            "type": "SpecificResource",
            "source": filled(
                id=naming.of(RecordKind.SOURCE, source.sha256),
                type="Text",
                format="text/plain",
                language=source.language,
                via=web_address(source.url),
            ),
            "selector": [
                {"type": "TextPositionSelector", "start": record.span_start, "end": record.span_end},
                {"type": "TextQuoteSelector", "exact": record.text, "prefix": context[0], "suffix": context[1]},
            ],
        },
    )


def tags(record: Record) -> list[str]:
    """Return the terms that hold of a record: acts and topics, strength, kind and unit."""
    if isinstance(record, Statement):
        return [*record.acts, *record.topics]
    if isinstance(record, Commitment):
        return [record.strength, *record.topics]
    return [record.kind, *([record.unit] if record.unit else [])]
