import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.errors import UsageError
from claims.views.fulltext import quote_tokens
from claims.views.search import read_marks, search


def test_tokens_are_quoted():
    assert quote_tokens('kereta "api" NEAR( * - AND') == '"kereta" """api""" "NEAR(" "AND"'
    assert len(quote_tokens("word " * 100).split()) == 64


def test_marks_become_ranges():
    assert read_marks("a \x02bc\x03 d\n\x02e\x03") == ("a bc d e", [(2, 4), (7, 8)])
    assert read_marks("\x03a\x02b") == ("ab", [])


def test_hits_of_every_kind_with_their_words_marked(reader):
    hits = search(reader, "Harbour", 20).records
    assert {hit.id for hit in hits} == {"c1", "s1", "src1"}
    assert [hit.kind for hit in hits] == ["commitment", "statement", "source"]
    for hit in hits:
        assert hit.marks and all(hit.snippet[start:end].lower() == "harbour" for start, end in hit.marks)
    assert [(hit.who, hit.on, hit.source_id) for hit in hits[:2]] == [
        ("Velmora", "2022-03-04", "src1"),
        ("Ana Belov", "2022-03-04", "src1"),
    ]


def test_all_words_must_occur_in_any_order(reader):
    assert [hit.id for hit in search(reader, "listrik impor", 20).records if hit.id.startswith("s5")] == ["s5"]
    assert search(reader, "listrik harbour", 20).records == []


def test_what_people_rejected_is_not_found(reader):
    assert [hit.id for hit in search(reader, "menolak impor", 20).records] == ["s5", "src2"]


@pytest.mark.parametrize(("words", "limit"), [("Torvia", 0), ("Torvia", 2), ("impor", 20), ("harbour", 20)])
def test_common_words_find_and_count_the_same(reader, words, limit, monkeypatch):
    usual = search(reader, words, limit)
    monkeypatch.setattr("claims.views.search.RANKED_AT_MOST", 0)
    common = search(reader, words, limit)
    assert {hit.id for hit in common.records} == {hit.id for hit in usual.records}
    assert (common.more, common.more_is_exact) == (usual.more, usual.more_is_exact)


def test_of_common_words_the_newest_come_first(reader, monkeypatch):
    monkeypatch.setattr("claims.views.search.RANKED_AT_MOST", 0)
    numbers = [int(hit.id.removeprefix("s")) for hit in search(reader, "Torvia", 20).records if hit.kind == "statement"]
    assert len(numbers) > 1 and numbers == sorted(numbers, reverse=True)
    assert [int(hit.id.removeprefix("s")) for hit in search(reader, "Torvia", 1).records if hit.kind == "statement"] == numbers[:1]


def test_the_limit_holds_for_each_kind(reader):
    page = search(reader, "Torvia", 1)
    assert len(page.records) == 3 and page.more > 0


def test_nothing_to_search_for(reader):
    with pytest.raises(UsageError, match="at least one word"):
        search(reader, " - * ", 20)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40) | st.text(alphabet="\"'*():^-+{}~ANDORNEAt ", max_size=40))
def test_any_words_are_plain_words(reader, query):
    try:
        search(reader, query, 5)
    except UsageError as refusal:
        assert "at least one word" in str(refusal) or "UTF-8" in str(refusal)
