"""Keys: one name for one record, the same on every machine, so that a reload is an upsert and databases merge."""

from hashlib import sha256

from claims.documents.document import Span
from claims.terms import RecordKind

KEY_LENGTH = 32


class Keys:
    r"""The keys of one document's records.

    A key is the first 32 hexadecimal digits of the SHA-256 of these fields, in UTF-8, joined by newlines: the source's sha256; the
    record's kind as `RecordKind` spells it; start and end of its span; start and end of its cue, both empty where there is none;
    and the number of the record among those of this document that agree in all of this, from 1 in the document's order.
    Offsets are decimal. The last field keeps two records of one document apart whatever an extractor finds. For example

        a665…7ae3\ncommitment\n120\n310\n133\n137\n1
    """

    def __init__(self, source_sha256: str) -> None:
        self._source = source_sha256
        self._issued: dict[tuple[RecordKind, Span, Span | None], int] = {}

    def key(self, kind: RecordKind, span: Span, cue: Span | None = None) -> str:
        """Return the key of the next record with this kind, span and cue."""
        place = kind, span, cue
        number = self._issued[place] = self._issued.get(place, 0) + 1
        return nth_key(self._source, *place, number)


def nth_key(source: str, kind: RecordKind, span: Span, cue: Span | None, number: int) -> str:
    """Return the key of the record of this number among those of one source that agree in kind, span and cue."""
    places = (span.start, span.end, *((cue.start, cue.end) if cue else ("", "")))
    identity = "\n".join((source, kind.value, *map(str, places)))
    return sha256(f"{identity}\n{number}".encode()).hexdigest()[:KEY_LENGTH]
