"""Marks in a text: nested, crossing, over paragraphs and of any other kind they are well nested, and no character is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.terms import RecordKind
from claims.web.marks import ORDER, Closing, Mark, Opening, split

TEXT = "One two three.\n\nFour five six.\n"
STATEMENT, COMMITMENT, NUMBER = ORDER


def mark(kind: RecordKind, words: str, number: int = 1, text: str = TEXT) -> Mark:
    start = text.index(words)
    return Mark(kind, number, start, start + len(words), None, "")


def drawn(text: str, *marks: Mark) -> list[str]:
    """Write each paragraph with its marks: <s1 opens, (s1 opens again, > closes."""
    paragraphs = []
    for pieces in split(text, marks):
        line = ""
        for piece in pieces:
            if isinstance(piece, Opening):
                line += f"{'<' if piece.first else '('}{piece.mark.name} "
            else:
                line += ">" if isinstance(piece, Closing) else piece
        paragraphs.append(line)
    return paragraphs


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], ["One two three.", "Four five six."]),
        ([mark(NUMBER, "two")], ["One <n1 two> three.", "Four five six."]),
        (
            [mark(STATEMENT, "One two three."), mark(COMMITMENT, "two three"), mark(NUMBER, "three")],
            ["<s1 One <c1 two <n1 three>>.>", "Four five six."],
        ),
        ([mark(COMMITMENT, "two"), mark(STATEMENT, "two"), mark(NUMBER, "two")], ["One <s1 <c1 <n1 two>>> three.", "Four five six."]),
        ([mark(STATEMENT, "One two"), mark(COMMITMENT, "two three")], ["<s1 One <c1 two>>(c1  three>.", "Four five six."]),
        ([mark(STATEMENT, "three.\n\nFour")], ["One two <s1 three.>", "(s1 Four> five six."]),
        ([mark(STATEMENT, "\n\nFour")], ["One two three.", "<s1 Four> five six."]),
        ([mark(STATEMENT, "five"), mark(STATEMENT, "six.\n", 2)], ["One two three.", "Four <s1 five> <s2 six.>"]),
    ],
)
def test_marks_stand_where_their_words_are(marks: list[Mark], expected: list[str]) -> None:
    assert drawn(TEXT, *marks) == expected


def test_a_mark_beyond_the_text_ends_with_it() -> None:
    assert drawn("One two", Mark(NUMBER, 1, 4, 99, None, ""), Mark(NUMBER, 2, 50, 60, None, "")) == ["One <n1 two>"]


texts = st.text(alphabet="ab\n", min_size=1, max_size=30)


@given(texts, st.lists(st.tuples(st.sampled_from(ORDER), st.integers(0, 29), st.integers(1, 12)), max_size=8))
def test_any_marks_are_well_nested_each_opens_first_once_and_covers_exactly_its_words(
    text: str, spans: list[tuple[RecordKind, int, int]]
) -> None:
    marks = [Mark(kind, number, start, min(start + length, len(text)), None, "") for number, (kind, start, length) in enumerate(spans)]
    marks = [each for each in marks if each.start < each.end]
    covered: dict[Mark, str] = dict.fromkeys(marks, "")
    begun: list[Mark] = []
    whole = []
    for pieces in split(text, marks):
        opened: list[Mark] = []
        for piece in pieces:
            if isinstance(piece, Opening):
                assert piece.first == (piece.mark not in begun)
                begun.append(piece.mark)
                opened.append(piece.mark)
            elif isinstance(piece, Closing):
                opened.pop()
            else:
                assert piece
                for each in opened:
                    covered[each] += piece
        assert not opened
        whole.append("".join(piece for piece in pieces if isinstance(piece, str)))
    assert whole == [line for line in text.split("\n") if line.strip()]
    for each in marks:
        lines = re.sub("\n", "", text[each.start : each.end])
        assert covered[each] == lines
        assert (each in begun) == bool(lines)
