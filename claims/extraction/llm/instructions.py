"""What a model is asked, and in what form it is to answer: read from `prompt.txt`, `passage.txt` and `schema.json`.

The files name the terms; which values they may have stands in `claims.terms` alone.
"""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import Any

from claims.extraction.discourse import Sentence
from claims.extraction.groundwork import Groundwork
from claims.terms import Act, Strength

TERMS = {"Act": Act, "Strength": Strength}
MOST_CHARACTERS = 8_000  # of the sentences in one passage: with the answer to it, it fits into a small model's memory
BEFORE = 3  # sentences before a passage that are shown for understanding
VERSION_LENGTH = 8


@cache
def prompt() -> str:
    """Return what to do, in the terms of the field."""
    return _file("prompt.txt").format(**TERMS)


@cache
def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, each term with the values that it may have."""
    made: dict[str, Any] = json.loads(_file("schema.json"), object_hook=_with_terms)
    return made


@cache
def version() -> str:
    """Return a digest of everything that is asked: whoever changes a word of it has made another extractor."""
    asked = "\n".join((prompt(), _file("passage.txt"), json.dumps(schema())))
    return sha256(asked.encode()).hexdigest()[:VERSION_LENGTH]


def passages(sentences: list[Sentence]) -> list[range]:
    """Return the sentences, by index, in runs of whole paragraphs that are short enough to be asked about at once.

    A paragraph that is too long by itself is cut between its sentences.
    """
    found: list[range] = []
    room = 0
    for unit in _units(sentences):
        size = _size(sentences, unit)
        if size <= room:
            found[-1] = range(found[-1].start, unit.stop)
        else:
            found.append(unit)
            room = MOST_CHARACTERS
        room -= size
    return found


def passage(ground: Groundwork, shown: range) -> str:
    """Return what to read: the sentences `shown`, numbered from 1 over the whole document, and a few before them."""
    text, sentences = ground.document.text, ground.found.sentences
    return _file("passage.txt").format(
        language=ground.source.language,
        headline=ground.source.title or "(none)",
        before="\n".join(sentence.span.of(text) for sentence in sentences[max(0, shown.start - BEFORE) : shown.start]) or "(none)",
        sentences="\n".join(f"[{index + 1}] {sentences[index].span.of(text)}" for index in shown),
    )


def _units(sentences: list[Sentence]) -> Iterator[range]:
    """Yield the paragraphs, and the sentences of those that are too long."""
    for _, group in groupby(range(len(sentences)), key=lambda index: sentences[index].paragraph):
        paragraph = list(group)
        whole = range(paragraph[0], paragraph[-1] + 1)
        if _size(sentences, whole) <= MOST_CHARACTERS:
            yield whole
        else:
            yield from (range(index, index + 1) for index in whole)


def _size(sentences: list[Sentence], run: range) -> int:
    return sum(sentence.span.end - sentence.span.start for sentence in sentences[run.start : run.stop])


def _with_terms(part: dict[str, Any]) -> dict[str, Any]:
    """Put the values of a term where the schema names it."""
    return {"type": "string", "enum": [term.value for term in TERMS[part["term"]]]} if "term" in part else part


@cache
def _file(name: str) -> str:
    return (files("claims.extraction.llm") / name).read_text("utf-8")
