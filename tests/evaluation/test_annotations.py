"""Annotated documents: what is read of them, and each way of being wrong as one sentence that names file and place."""

import json
import os
from decimal import Decimal

import pytest

from claims.documents.document import Span
from claims.errors import RejectedInput
from claims.evaluation.annotations import read_annotations
from claims.terms import Act, Attribution, Quotation
from tests.evaluation.ferries import SENTENCES, TEXT, annotate, number, span


def rejection(folder, texts=None):
    with pytest.raises(RejectedInput) as caught:
        list(read_annotations(folder, texts))
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


def only(folder):
    (document,) = read_annotations(folder)
    return document


def test_a_document_is_read_as_annotated(tmp_path):
    document = only(annotate(tmp_path))
    assert (document.name, document.language, document.document.text) == ("ferries.txt", "en", TEXT)
    assert document.source["editor"] == "Mira Sand" and document.source["agency"] is None
    third = document.sentences[2]
    assert (third.span, third.speaker) == (span(SENTENCES[2]), "Ilya Gantz; Ana Belov")
    assert (third.attribution, third.quotation, third.acts) == (Attribution.EXPLICIT, Quotation.DIRECT, {Act.COMMITMENT})
    assert [one.value for one in document.sentences[0].numbers] == [Decimal(20_000_000)]


def test_both_bounds_of_a_range_stand_at_one_place(tmp_path):
    bounds = [one for one in only(annotate(tmp_path)).sentences[2].numbers if one.text == "5 to 7 ferries"]
    assert [one.places for one in bounds] == [(span("5 to 7 ferries"),)] * 2


def test_the_same_words_twice_are_two_places_in_their_order(tmp_path):
    first, second = only(annotate(tmp_path)).sentences[4].commitments
    assert (first.places, second.places) == ((span("will be ready"),), (span("will be ready", "and will be"),))


def test_the_same_words_more_often_than_annotated_may_stand_at_any_place(tmp_path):
    def change(annotation):
        annotation["sentences"][4]["commitments"].pop()

    (one,) = only(annotate(tmp_path, change)).sentences[4].commitments
    assert len(one.places) == 2


def test_whole_words_go_before_parts_of_words(tmp_path):
    def change(annotation):
        annotation["sentences"][2]["numbers"] = [number("1", 1, None, "count")]
        annotation["sentences"][4]["numbers"] = [number("3", 3, None, "count")]

    document = only(annotate(tmp_path, change))
    start = TEXT.index("12 months")
    assert document.sentences[2].numbers[0].places == (Span(start, start + 1),)
    assert document.sentences[4].numbers[0].places == (span("3", "pay"),)


def test_texts_may_lie_elsewhere_and_annotations_come_in_order_of_names(tmp_path):
    gold, texts = tmp_path / "gold", tmp_path / "texts"
    gold.mkdir(), texts.mkdir()
    annotate(gold, name="b"), annotate(gold, name="a")
    (gold / "ferries.txt").rename(texts / "ferries.txt")
    assert [document.name for document in read_annotations(gold, texts)] == ["ferries.txt", "ferries.txt"]
    assert "a.gold.json: source.file" in rejection(gold)


def test_fields_that_the_format_does_not_know_are_left_alone(tmp_path):
    assert only(annotate(tmp_path, lambda annotation: annotation["sentences"][0].update(note="?"))).sentences


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("source",), None, "source is null, not an object."),
        (("source", "file"), "gone.txt", "gone.txt: there is no such file or folder; check the path."),
        (("source", "file"), "../ferries.txt", 'source.file is "../ferries.txt"; it may only name a file inside the folder of texts.'),
        (("source", "file"), "\ud800.txt", "it may only name a file inside the folder of texts."),
        (("source", "file"), 7, "source.file is 7, not a text in quotation marks."),
        (("source", "language"), "English", 'source.language is "English", not the code of a language, such as id or en.'),
        (("source", "language"), "all", 'source.language is "all", not the code'),
        (("source", "event_date"), "4/3/2022", 'source.event_date is "4/3/2022", not a day written as YYYY-MM-DD.'),
        (("source", "event_date"), "2022-02-30", "not a day"),
        (("source", "publisher"), "", 'source.publisher is "", not a text'),
        (("sentences",), {}, "sentences is {}, not a list."),
        (("sentences", 1), "Rain.", 'sentences[1] is "Rain.", not an object.'),
        (("sentences", 1, "start"), True, "sentences[1].start is true, not an offset: a whole number from 0."),
        (("sentences", 1, "start"), -1, "sentences[1].start is -1, not an offset"),
        (("sentences", 1, "end"), 9999, "which is no part of a text of"),
        (("sentences", 1, "end"), 0, "which is no part of a text of"),
        (("sentences", 1, "start"), 2, "sentences[1].text is"),
        (("sentences", 1, "text"), "The harbor.", 'sentences[1].text is "The harbor.", but at'),
        (("sentences", 1, "speaker"), "", 'sentences[1].speaker is "", not a text'),
        (("sentences", 1, "attribution"), "direct", 'attribution is "direct"; it may be one of: explicit, implicit.'),
        (("sentences", 1, "quote"), "yes", 'sentences[1].quote is "yes"; it may be one of: direct, indirect, mixed.'),
        (("sentences", 1, "acts", 0), "praise", 'sentences[1].acts[0] is "praise"; it may be one of: commitment, call,'),
        (("sentences", 0, "commitments", 0, "cue"), "shall", 'commitments[0].cue is "shall", which is not in its sentence as printed:'),
        (("sentences", 0, "commitments", 0, "strength"), "firm", 'strength is "firm"; it may be one of: pledge, willing, aspiration.'),
        (("sentences", 0, "commitments", 0, "committers"), "Velmora", 'committers is "Velmora", not a list.'),
        (("sentences", 0, "numbers", 0, "text"), "20 mn", 'sentences[0].numbers[0].text is "20 mn", which is not in its sentence'),
        (("sentences", 0, "numbers", 0, "value"), "20 mn", 'value is "20 mn", not a number in plain digits, such as 1500 or 2.5.'),
        (("sentences", 0, "numbers", 0, "value"), "NaN", "not a number in plain digits"),
        (("sentences", 0, "numbers", 0, "value"), False, "not a number in plain digits"),
        (("sentences", 0, "numbers", 0, "comparator"), "range", 'comparator is "range"; it may be one of: =, >, >=, <, <=, ~.'),
        (("sentences", 0, "numbers", 0, "kind"), "sum", 'kind is "sum"; it may be one of: money, count, duration, percentage.'),
    ],
)
def test_a_wrong_value_is_named_with_its_place(tmp_path, path, value, told):
    def change(annotation):
        *way, last = path
        for step in way:
            annotation = annotation[step]
        annotation[last] = value

    sentence = rejection(annotate(tmp_path, change))
    assert sentence.startswith(f"{tmp_path / 'ferries.gold.json'}: ") and told in sentence


@pytest.mark.parametrize("name", ["start", "end", "text", "speaker", "attribution", "quote", "acts", "commitments", "numbers"])
def test_a_missing_field_is_named(tmp_path, name):
    sentence = rejection(annotate(tmp_path, lambda annotation: annotation["sentences"][3].pop(name)))
    assert f"sentences[3] has no field '{name}'; write null or an empty list where there is nothing." in sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"source":\n tru}', "it is not JSON: Expecting value, line 2, column 2."),
        (b"\xff", "it is not UTF-8 (byte 1); save it as UTF-8."),
        (b"[]", "the file is [], not an object."),
        (b"{}", "the file has no field 'source'"),
        (b"[" * 200_000, "it is nested too deeply."),
        (b"[" + b"1" * 5000 + b"]", "it is not JSON that can be read:"),
    ],
)
def test_what_is_no_annotation_is_told(tmp_path, content, told):
    (tmp_path / "a.gold.json").write_bytes(content)
    assert told in rejection(tmp_path)


def test_folders_without_annotations_are_told(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({}))
    assert rejection(tmp_path) == f"{tmp_path}: the folder holds no annotated documents; their names end in .gold.json."
    assert "there is no such file or folder" in rejection(tmp_path / "none")
    assert "cannot be read" in rejection(tmp_path / "a.json")
    os.mkfifo(tmp_path / "a.gold.json")
    assert "only regular files are read" in rejection(tmp_path)


def test_a_text_that_is_not_utf_8_is_told(tmp_path):
    annotate(tmp_path)
    (tmp_path / "ferries.txt").write_bytes(b"\xff\xfe")
    assert 'source.file is "ferries.txt", which cannot be used:' in rejection(tmp_path)
