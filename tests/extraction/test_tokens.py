"""Tokens and the marks that a vocabulary sets on them."""

from claims.documents.document import Span
from claims.extraction.tokens import Tokens, Vocabulary


def vocabulary(**kinds: list[str]) -> Vocabulary:
    made = Vocabulary(["'s", "nya"])
    for kind, phrases in kinds.items():
        made.add(kind, phrases)
    return made


def test_tokens_are_words_and_single_marks_with_their_offsets() -> None:
    tokens = Tokens('Ia berkata, "Ya."', vocabulary())
    assert tokens.words == ["Ia", "berkata", ",", '"', "Ya", ".", '"']
    assert [tokens.text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words


def test_inner_hyphens_apostrophes_and_points_hold_a_word_together() -> None:
    assert Tokens("negara-negara don’t 1.250,5 R&D U.S. a.m.", vocabulary()).words[:3] == ["negara-negara", "don’t", "1.250"]
    assert "U.S." in Tokens("the U.S. economy", vocabulary()).words


def test_white_space_of_any_kind_separates() -> None:
    assert Tokens("satu\u00a0dua\u2003tiga\n\tempat", vocabulary()).words == ["satu", "dua", "tiga", "empat"]


def test_an_empty_text_has_no_tokens() -> None:
    tokens = Tokens("", vocabulary())
    assert tokens.words == []
    assert tokens.within(Span(0, 0)) == range(0)


def test_repeated_words_have_their_own_offsets() -> None:
    assert Tokens("la la la", vocabulary()).starts == [0, 3, 6]


def test_the_longest_phrase_wins() -> None:
    tokens = Tokens("the foreign minister spoke", vocabulary(office=["minister", "foreign minister"], other=["foreign"]))
    assert tokens.marks[1].length == 2
    assert tokens.kind(1, "office") is True
    assert tokens.kind(1, "other") is None
    assert 2 not in tokens.marks
    assert tokens.covered == {2: 1}


def test_one_word_may_have_several_kinds_with_their_payloads() -> None:
    made = vocabulary(verb=["akan"])
    made.add("strength", ["akan"], "pledge")
    made.add("party", {"Jepang": ("JP",)})
    tokens = Tokens("Jepang AKAN datang", made)
    assert tokens.kind(1, "verb") is True
    assert tokens.kind(1, "strength") == "pledge"
    assert tokens.kind(0, "party") == ("JP",)
    assert tokens.kind(2, "verb") is None


def test_a_possessive_is_looked_up_without_its_ending() -> None:
    tokens = Tokens("the minister's plan, presidennya", vocabulary(office=["minister", "presiden", "minister of state"]))
    assert [tokens.words[i] for i in tokens.marks] == ["minister's", "presidennya"]


def test_a_phrase_that_breaks_off_at_the_end_of_the_text_is_none() -> None:
    assert Tokens("prime", vocabulary(office=["prime minister"])).marks == {}


def test_a_range_holds_the_tokens_that_begin_inside_a_span() -> None:
    tokens = Tokens("satu dua tiga", vocabulary())
    assert tokens.within(Span(0, 5)) == range(0, 1)
    assert tokens.within(Span(5, 13)) == range(1, 3)
    assert tokens.span(1, 3) == Span(5, 13)


def test_capitals_and_small_words() -> None:
    tokens = Tokens("Rapat ditutup. Rapat besok, kata Élodie", vocabulary())
    assert tokens.is_capital(0)
    assert not tokens.is_capital(1)
    assert tokens.is_capital(len(tokens.words) - 1)
    assert tokens.is_printed_small(1)
    assert not tokens.is_printed_small(0)
    assert tokens.inner_capitals == {"Élodie"}
