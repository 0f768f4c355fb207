"""Readings that are known again by overlap: which, and at what work."""

from dataclasses import replace

from claims.documents.document import Span
from claims.store.known_again import Former, known_again
from claims.terms import RecordKind
from tests.store.making import make_document

MANY = 400


class Counted(Span):
    """A span that counts how often it is compared."""

    compared = 0

    def overlaps(self, other: Span) -> bool:
        Counted.compared += 1
        return super().overlaps(other)


def test_each_record_is_compared_with_its_neighbours_alone():
    document = make_document()
    statement = document.statements[0]
    read = [replace(statement, key=f"new {n}", span=Span(20 * n + 1, 20 * n + 18), cue=Span(20 * n + 4, 20 * n + 8)) for n in range(MANY)]
    stood = [Former(f"old {n}", Counted(20 * n, 20 * n + 16), Span(20 * n + 4, 20 * n + 8), stays=n == MANY - 1) for n in range(MANY)]
    many = replace(document, statements=tuple(reversed(read)), commitments=(), numeric_claims=())
    known = known_again(many, {RecordKind.STATEMENT: stood})
    assert [each.key for each in known.statements] == [f"old {MANY - 1}", *(f"new {n}" for n in reversed(range(MANY - 1)))]
    assert MANY <= Counted.compared <= 3 * MANY
