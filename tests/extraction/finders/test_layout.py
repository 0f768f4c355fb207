"""Lines of a page as headline, furniture and text. What each language prints there is shown by cases/*/layout.toml."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.finders.layout import Layout, find_layout
from claims.extraction.lexicon import languages, lexicon


def layout(text: str, language: str = "en") -> Layout:
    return find_layout(text, lexicon(language))


@pytest.mark.parametrize("text", ["", "\n\n", " \t\r\n "])
def test_an_empty_page_has_nothing(text: str) -> None:
    found = layout(text)
    assert found == Layout()


def test_blanks_at_the_ends_of_lines_belong_to_nothing() -> None:
    text = "  \u00a0Station Opens \n\n\t The station opened. \u3000\n"
    found = layout(text)
    assert found.title is not None
    assert found.title.of(text) == "Station Opens"
    assert [span.of(text) for span in found.paragraphs] == ["The station opened."]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_end_of_line_ends_a_paragraph(end: str) -> None:
    text = f"One came.{end}Two went."
    assert [span.of(text) for span in layout(text).paragraphs] == ["One came.", "Two went."]


def test_a_headline_alone_is_text() -> None:
    found = layout("Station opens to the public")
    assert found.title is None
    assert len(found.paragraphs) <= 1


def test_the_first_byline_of_a_role_counts() -> None:
    found = layout("Station opens\n\nThe station opened.\n\nEditor: Bay Anders\nEditor: Mina Farrokh")
    assert found.bylines == {"editor": "Bay Anders"}


def test_the_dateline_is_part_of_the_first_paragraph() -> None:
    text = "LISBON (Northern Wire) - Ferries run again."
    found = layout(text)
    assert found.dateline is not None
    assert found.dateline.of(text) == "LISBON (Northern Wire) - "
    assert found.paragraphs[0].start == 0


@pytest.mark.parametrize("language", languages())
@given(text=st.text(max_size=200))
def test_paragraphs_are_in_order_and_without_blanks_at_their_ends(language: str, text: str) -> None:
    found = layout(text, language)
    assert all(span.of(text) == span.of(text).strip() != "" for span in found.paragraphs)
    assert all(before.end <= after.start for before, after in pairwise(found.paragraphs))
