"""Where sentences end. What each language writes with a full stop is shown by cases/*/sentences.toml."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.documents.document import Span
from claims.extraction.finders.sentences import find_sentences
from claims.extraction.lexicon import languages, lexicon


def sentences(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in find_sentences(text, Span(0, len(text)), language)]


def test_sentences_stay_inside_their_paragraph() -> None:
    text = "Left out. One. Two. Left out."
    assert [span.of(text) for span in find_sentences(text, Span(10, 19), "en")] == ["One.", "Two."]


def test_an_empty_paragraph_has_none() -> None:
    assert sentences("") == []
    assert sentences("   \n ") == []


def test_text_without_a_stop_is_one_sentence() -> None:
    assert sentences(" no stop at all ") == ["no stop at all"]


def test_a_small_letter_after_a_stop_goes_on() -> None:
    assert sentences("It was the no. one. of them") == ["It was the no. one. of them"]


@pytest.mark.parametrize("language", languages())
def test_abbreviations_are_kept_in_lower_case_without_their_stop(language: str) -> None:
    words = lexicon(language)["sentences"]["abbreviations"]
    assert all(word == word.lower() and not word.endswith(".") for word in words)


@pytest.mark.parametrize("language", languages())
@given(text=st.text(alphabet=st.sampled_from(list("aB c.!?…\"”’'()«»\\\n1é")), max_size=80))
def test_sentences_are_in_order_apart_and_hold_all_that_is_no_blank(language: str, text: str) -> None:
    found = find_sentences(text, Span(0, len(text)), language)
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
