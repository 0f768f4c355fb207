"""The extractor's work grows with the text, not with its square: counted in lines of code run, so that no clock decides."""

import sys
from collections.abc import Iterator
from itertools import islice, product
from string import ascii_lowercase
from types import FrameType
from typing import Any

import pytest

from claims.documents.document import Document
from claims.extraction.extractor import RuleExtractor

FEW, MANY = 60, 240
SLACK = 1.1  # what a fixed cost or a word that ends a run may add or take away

# What is repeated, by name; the language decides the words.
TEXTS = {
    "id": {
        "paragraphs": "Presiden Omar Halim mengatakan Kazakhstan akan membayar 5 juta dolar pada 3 Maret 2024.\n\n",
        "one paragraph": "Presiden Omar Halim mengatakan Kazakhstan akan membayar 5 juta dolar. Ia menambahkan, hal itu perlu. ",
        "quotations": '"Kami akan datang," kata Menteri Omar Halim. "Kami perlu waktu."\n\n',
        "one sentence": "Presiden Omar Halim mengatakan Kazakhstan akan membayar 5 juta dolar dan ",
        "list of names": "Omar Halim, ",
        "open marks": '"kata ',
        "figures": "5 juta 3 persen ",
        "brackets": "( ",
        "offices": "menteri presiden ",
        "small words": "hujan turun sejak ",
        "stops": ".",
    },
    "en": {
        "paragraphs": "President Omar Halim said Kazakhstan will pay 5 million dollars on March 3, 2024.\n\n",
        "one paragraph": "President Omar Halim said Kazakhstan will pay 5 million dollars. He added that this was needed. ",
        "quotations": '"We will come," said Minister Omar Halim. "We need time."\n\n',
        "one sentence": "President Omar Halim said Kazakhstan will pay 5 million dollars and ",
        "list of names": "Omar Halim, ",
        "open marks": '"said ',
        "figures": "5 million 3 percent ",
        "brackets": "( ",
        "offices": "minister president ",
        "small words": "rain fell all ",
        "stops": ".",
        "determiners": "a ",
    },
}


def work(language: str, text: str) -> int:
    """How many events of the interpreter (lines, calls, returns) one extraction takes."""
    events = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal events
        events += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        RuleExtractor().extract(Document("long.txt", text, language=language))
    finally:
        sys.settrace(before)
    return events


def parameters() -> Iterator[Any]:
    for language, texts in TEXTS.items():
        for name, piece in texts.items():
            yield pytest.param(language, piece, id=f"{language}-{name.replace(' ', '-')}")


@pytest.mark.parametrize(("language", "piece"), list(parameters()))
def test_work_grows_with_the_text(language: str, piece: str) -> None:
    work(language, piece)  # what is made once a language is not counted
    few, many = work(language, piece * FEW), work(language, piece * MANY)
    assert many <= MANY / FEW * SLACK * few


# One line for each of many persons, `{a}` and `{b}` their letters.
PERSONS = {
    "new names": {"id": "Ba{a}{b}ar Ko{b}{a}an mengatakan hujan turun.", "en": "Ba{a}{b}ar Ko{b}{a}an said rain fell."},
    "one first name": {"id": "Omar Ko{b}{a}an mengatakan hujan turun.", "en": "Omar Ko{b}{a}an said rain fell."},
    "one last name": {"id": "Ba{a}{b}ar Halim mengatakan hujan turun.", "en": "Ba{a}{b}ar Halim said rain fell."},
    "bare offices": {
        "id": "Menteri Ba{a}{b}ar Ko{b}{a}an tiba. Menteri itu mengatakan hujan turun.",
        "en": "Minister Ba{a}{b}ar Ko{b}{a}an came. The minister said rain fell.",
    },
}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", PERSONS)
def test_work_grows_with_the_number_of_persons(language: str, name: str) -> None:
    def page(size: int) -> str:
        letters = islice(product(ascii_lowercase, repeat=2), size)
        return "\n\n".join(PERSONS[name][language].format(a=a, b=b) for a, b in letters)

    work(language, page(1))
    assert work(language, page(MANY)) <= MANY / FEW * SLACK * work(language, page(FEW))
