"""Offices times names: every office of a list before every sort of name, in every sort of sentence; see offices/.

A name that an office, its place or its body runs into is what newspapers differ in most, and single cases show one pair each.
"""

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from claims.documents.document import Document
from claims.extraction.extractor import RuleExtractor
from claims.extraction.lexicon import languages

OFFICES = Path(__file__).parent / "offices"


def lists(language: str) -> dict[str, Any]:
    return tomllib.loads((OFFICES / f"{language}.toml").read_text("utf-8"))


def offices() -> list[tuple[str, str]]:
    """Every office of every language, those of a place with each place in turn."""
    found = []
    for language in languages():
        content = lists(language)
        placed = [office.format(place=content["places"][n % len(content["places"])]) for n, office in enumerate(content["placed"])]
        found += [(language, office) for office in (*content["offices"], *placed)]
    return found


@pytest.mark.parametrize(("language", "office"), offices())
def test_who_holds_an_office_speaks(language: str, office: str) -> None:
    content = lists(language)
    before, again, named = content["around"]
    wrong = []
    for (n, person), sentence in product(enumerate(content["names"]), content["sentences"]):
        said = sentence.format(office=office, name=person["name"])
        text = " ".join((before, said, again if n % 2 else named.format(called=person["called"])))
        speakers = [statement.speaker for statement in RuleExtractor().extract(Document("offices.txt", text, language=language)).statements]
        if len(speakers) < len((said, again)) or set(speakers) != {person["name"]}:
            wrong.append(f"{text} -> {speakers}")
    assert wrong == []
