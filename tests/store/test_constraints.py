"""What the database itself holds, whoever writes: types, allowed values, references, spans."""

import pytest

from claims.store.loading import Loader
from claims.store.models import Base
from claims.store.models.base import Term
from tests.store.making import EXTRACTOR, make_batch

TERMS = [
    (table.name, column.name, [term.value for term in column.type.terms])
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Term)
]


@pytest.fixture
def loaded(raw):
    with Loader(raw.location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1]))
    return raw


BROKEN = {
    "text in a number": "UPDATE statements SET span_start = 'three'",
    "unknown term": "UPDATE commitments SET strength = 'maybe'",
    "missing source": "UPDATE statements SET source_id = 99",
    "missing speaker": "UPDATE statements SET speaker_id = 99",
    "parent of children": "DELETE FROM sources",
    "empty span": "UPDATE statements SET span_end = span_start",
    "span before the text": "UPDATE numeric_claims SET span_start = -1",
    "content outside the sentence": "UPDATE statements SET content_end = span_end + 1",
    "half a cue": "UPDATE statements SET cue_start = NULL",
    "cue outside the sentence": "UPDATE commitments SET cue_start = span_start - 1",
    "range without an upper value": "UPDATE numeric_claims SET comparator = 'range'",
    "upper value without a range": "UPDATE numeric_claims SET upper_value = '7'",
    "alias of two": "UPDATE aliases SET speaker_id = 1, party_id = 1",
    "alias of nobody": "UPDATE aliases SET speaker_id = NULL, party_id = NULL",
    "second speaker of one name": "INSERT INTO speakers (name, kind) VALUES ('Ana Lestari', 'person')",
    "second party of one code": "INSERT INTO parties (name, kind, iso_code) VALUES ('Samaya Baru', 'state', 'QS')",
    "key twice": "UPDATE statements SET key = 'same'",
    "nothing where something must be": "UPDATE sources SET text = NULL",
    "related to itself": "INSERT INTO relations (kind, left_id, right_id, relation, judgement, judged_by, judged_at) "
    "VALUES ('statement', 1, 1, 'same as', 'positive', 'Rina', '2031-03-04T00:00:00.000000Z')",
    "score beyond one": "INSERT INTO assessments (commitment_id, status, score, assessed_on, assessor) "
    "VALUES (1, 'fulfilled', 2, '2031-03-04', 'Rina')",
}


@pytest.mark.parametrize("sql", BROKEN.values(), ids=BROKEN)
def test_raw_sql_cannot_break_a_rule(loaded, sql):
    with pytest.raises(loaded.error):
        loaded(sql)


def test_every_list_of_terms_is_held_by_a_named_check(raw):
    if "://" in raw.location:
        query = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
        checks = dict(raw(query))
        held = {(table, column): checks[f"ck_{table}_{column}"] for table, column, _ in TERMS}
    else:
        sql = dict(raw("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        held = {(table, column): sql[table].partition(f"ck_{table}_{column} CHECK")[2].partition("\n")[0] for table, column, _ in TERMS}
    for table, column, values in TERMS:
        assert [value for value in values if f"'{value}'" not in held[table, column]] == []
    assert len(TERMS) >= 20


def test_assessments_and_instalments_can_be_added(loaded):
    loaded(
        "INSERT INTO assessments (commitment_id, status, score, assessed_on, assessor) VALUES (1, 'in progress', 0, '2031-03-04', 'Rina')"
    )
    loaded("INSERT INTO instalments (commitment_id, type, value, unit) VALUES (1, 'disbursement', '0.1', 'USD')")
    assert [str(value) for (value,) in loaded("SELECT value FROM instalments")] == ["0.1"]
