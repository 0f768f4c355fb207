"""Keys: the recipe is fixed for ever, and no two records of a document share one."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from claims.documents.document import Span
from claims.resolution.keys import Keys
from claims.terms import RecordKind

spans = st.tuples(st.integers(0, 50), st.integers(51, 99)).map(lambda ends: Span(*ends))
kinds = st.sampled_from([RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM])
records = st.lists(st.tuples(kinds, spans, st.none() | spans), max_size=40)


def test_recipe():
    recipe = "\n".join(["abc", "commitment", "120", "310", "133", "137", "1"])
    assert Keys("abc").key(RecordKind.COMMITMENT, Span(120, 310), Span(133, 137)) == sha256(recipe.encode()).hexdigest()[:32]
    recipe = "\n".join(["abc", "numeric claim", "4", "9", "", "", "1"])
    assert Keys("abc").key(RecordKind.NUMERIC_CLAIM, Span(4, 9)) == sha256(recipe.encode()).hexdigest()[:32]


def test_known_value():
    assert Keys("0" * 64).key(RecordKind.STATEMENT, Span(0, 10), Span(3, 7)) == "84615da91f813d6d5d7874fbcb468158"


@given(records, st.text("0123456789abcdef", min_size=64, max_size=64))
def test_records_of_one_document_never_share_a_key_and_the_next_run_gives_the_same(found, source):
    first, second = Keys(source), Keys(source)
    issued = [first.key(*record) for record in found]
    assert len(set(issued)) == len(found)
    assert issued == [second.key(*record) for record in found]


@given(records)
def test_another_document_has_other_keys(found):
    first, second = Keys("a" * 64), Keys("b" * 64)
    assert not {first.key(*record) for record in found} & {second.key(*record) for record in found}


@given(st.lists(st.tuples(kinds, spans, spans), min_size=1, max_size=20, unique=True))
def test_a_key_does_not_hang_on_what_else_was_found(found):
    together = Keys("a" * 64)
    assert [together.key(*record) for record in found] == [Keys("a" * 64).key(*record) for record in found]
