"""What a model is asked: every term of the field, every sentence once, in passages that are short enough."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest

from claims.documents.document import Document
from claims.extraction.groundwork import lay_groundwork
from claims.extraction.llm import instructions
from claims.extraction.llm.instructions import MOST_CHARACTERS, passage, passages, prompt, schema, version
from claims.extraction.llm.shapes import fits
from claims.terms import Act, Strength
from tests.extraction.llm.proposals import GROUND, SENTENCES, commitment, number, statement


@pytest.mark.parametrize("term", [*Act, *Strength])
def test_the_prompt_explains_every_term_by_the_name_that_the_terms_give_it(term):
    raw = (files("claims.extraction.llm") / "prompt.txt").read_text("utf-8")
    assert f"{{{type(term).__name__}.{term.name}}}" in raw and term.value in prompt()


def test_the_schema_has_the_values_of_the_terms_and_names_none_itself():
    items = {name: part["items"]["properties"] for name, part in schema()["properties"].items()}
    assert items["statements"]["acts"]["items"]["enum"] == [act.value for act in Act]
    assert items["commitments"]["strength"]["enum"] == [strength.value for strength in Strength]
    raw = (files("claims.extraction.llm") / "schema.json").read_text("utf-8")
    assert not any(f'"{term.value}"' in raw for term in (*Act, *Strength))


def test_every_part_that_the_schema_asks_for_is_explained():
    for part in schema()["properties"].values():
        assert part["items"]["required"] == list(part["items"]["properties"])
        assert all(f"- {key}: " in prompt() for key in part["items"]["required"] if key != "sentence")
    answer = {"statements": [statement()], "commitments": [commitment()], "numbers": [number()]}
    assert fits(answer, schema())


def test_another_word_in_the_prompt_is_another_version(monkeypatch):
    before = version()
    monkeypatch.setattr(instructions, "prompt", lambda: prompt() + "!")
    assert len(before) == 8 and version.__wrapped__() != before


def long_article(paragraphs: int, sentences: int) -> Document:
    line = " ".join(f"Minister Ana Belov said that harbour number {n} of Velmora is open to all." for n in range(sentences))
    return Document("long.txt", "\n".join([line] * paragraphs) + "\n", language="en")


@pytest.mark.parametrize(("paragraphs", "sentences"), [(1, 1), (40, 10), (1, 400), (3, 150), (400, 1)])
def test_passages_hold_every_sentence_once_and_are_short_enough(paragraphs, sentences):
    found = lay_groundwork(long_article(paragraphs, sentences)).found.sentences
    runs = passages(found)
    assert [index for run in runs for index in run] == list(range(len(found))) and len(found) == paragraphs * sentences
    sizes = [sum(found[index].span.end - found[index].span.start for index in run) for run in runs]
    assert max(sizes) <= MOST_CHARACTERS and (len(runs) == 1 or min(sizes[:-1]) > MOST_CHARACTERS // 3)


def test_a_paragraph_that_fits_is_not_cut():
    found = lay_groundwork(long_article(40, 10)).found.sentences
    assert all(found[run.start].paragraph != found[run.start - 1].paragraph for run in passages(found)[1:])


def test_a_text_without_sentences_is_not_asked_about():
    assert passages([]) == []


def test_a_passage_numbers_the_sentences_over_the_whole_document_and_shows_some_before_them():
    asked = passage(GROUND, range(3, 5))
    before, shown = asked.split("Sentences to report on:")
    assert "Headline: Belov opens harbour" in before and all(sentence in before for sentence in SENTENCES[:3])
    assert shown == f"\n[4] {SENTENCES[3]}\n[5] {SENTENCES[4]}\n"


def test_braces_of_an_article_are_words_like_others():
    document = replace(GROUND.document, text="{headline} and {0!r}, Ana Belov said on Friday in {language}.\n")
    assert "{headline} and {0!r}" in passage(lay_groundwork(document), range(1))


def test_the_schema_is_json():
    assert json.loads(json.dumps(schema())) == schema()
