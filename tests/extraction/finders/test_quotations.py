"""Runs of text between quotation marks of every shape."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.documents.document import Span
from claims.extraction.finders.quotations import find_quotations


def quotations(*paragraphs: str) -> list[str]:
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    return [span.of(text) for span in find_quotations(text, spans)]


@pytest.mark.parametrize(
    "quoted",
    [
        '"Yes, all of it,"',
        "“Yes, all of it,”",
        "”Yes, all of it,”",
        "„Yes, all of it,”",
        "«Yes, all of it,»",
        "‘Yes, all of it,’",
        "'Yes, all of it,'",
        "’’Yes, all of it,’’",
        "''Yes, all of it,''",
        '\\"Yes, all of it,\\"',
    ],
)
def test_marks_of_every_shape(quoted: str) -> None:
    assert quotations(f"Before. {quoted} she said.") == [quoted]


def test_two_quotations_in_a_sentence() -> None:
    assert quotations('"One," he said, "and two."') == ['"One,"', '"and two."']


def test_an_apostrophe_is_no_mark() -> None:
    assert quotations("It’s the farmers' day and they don't mind.") == []


def test_a_quotation_inside_a_quotation_belongs_to_it() -> None:
    assert quotations("“She said ‘no’ and left,” he said.") == ["“She said ‘no’ and left,”"]


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    assert quotations('"One.', '"Two," he said.') == ['"One.', '"Two,"']


def test_a_lone_closing_mark_is_none() -> None:
    assert quotations('One," he said.') == []


def test_inches_and_feet_are_none() -> None:
    assert quotations('The plank is 12" long and 3" wide.') == []


def test_an_empty_text_has_none() -> None:
    assert quotations("") == []


@given(st.lists(st.text(alphabet=st.sampled_from(list("ab ,.\"“”„«»‘’'\\(—")), max_size=40), max_size=4))
def test_quotations_are_in_order_apart_and_inside_a_paragraph(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    found = find_quotations(text, spans)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(any(span.holds(quotation) for span in spans) and quotation.start < quotation.end for quotation in found)
