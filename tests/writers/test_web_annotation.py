"""Web Annotation: what the model demands of each annotation, and every span found again in the text, by position and by words."""

import json
from pathlib import Path

import pytest
from pyld import jsonld

from claims.store.access import open_reader
from claims.writers.naming import Naming
from claims.writers.web_annotation import annotation_lines
from tests.writers.showcase import DAM, EVIL, TRAP

# The terms that are used here, as http://www.w3.org/ns/anno.jsonld defines them.
TERMS = json.loads(Path(__file__).with_name("annotation_terms.json").read_text("utf-8"))
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OA = "http://www.w3.org/ns/oa#"


@pytest.fixture
def collection(reader):
    return json.loads("\n".join(annotation_lines(reader, Naming())))


@pytest.fixture
def annotations(collection):
    return collection["first"]["items"]


def loader(url, _options):
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": TERMS}


def tagged(annotation):
    return [body["value"] for body in annotation["body"] if body.get("purpose") == "tagging"]


def selectors(annotation):
    position, quote = annotation["target"]["selector"]
    assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
    return position, quote


def texts_of(reader):
    return {f"urn:claims:source/{row['sha256']}": row["text"] for row in reader.rows("SELECT sha256, text FROM sources")}


def test_every_span_is_found_again_by_its_position_and_by_its_words(reader, annotations):
    texts = texts_of(reader)
    for annotation in annotations:
        position, quote = selectors(annotation)
        text = texts[annotation["target"]["source"]["id"]]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[max(0, start - 32) : start] == quote["prefix"]
        assert text[end : end + 32] == quote["suffix"]
        whole = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.count(whole) == 1 and text.index(whole) + len(quote["prefix"]) == start


def test_the_spans_are_those_of_the_database(reader, annotations):
    # All that the second source, a copy, prints is in the first.
    kept = [
        (row["key"], row["span_start"], row["span_end"])
        for table in ("statements", "commitments", "numeric_claims")
        for row in reader.rows(f"SELECT key, span_start, span_end FROM {table} WHERE review <> 'rejected' AND source_id <> 2")
    ]
    told = [
        (annotation["id"].removeprefix("urn:claims:annotation/"), selectors(annotation)[0]["start"], selectors(annotation)[0]["end"])
        for annotation in annotations
    ]
    assert sorted(told) == sorted(kept)


def test_positions_count_code_points(annotations):
    (dams,) = [each for each in annotations if "commitment" in tagged(each) and "pledge" in tagged(each) and "water" in tagged(each)]
    position, _ = selectors(dams)
    assert DAM.startswith("🌊") and position["start"] == DAM.index("Ana Lestari")


def test_an_annotation_is_what_the_model_demands(annotations, collection):
    assert collection["@context"] == CONTEXT
    assert (collection["type"], collection["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert collection["total"] == len(annotations) == len({each["id"] for each in annotations}) > 0
    for annotation in annotations:
        assert annotation["type"] == "Annotation" and annotation["motivation"] == "describing"
        assert annotation["target"]["type"] == "SpecificResource"
        assert [body["purpose"] for body in annotation["body"]].count("describing") == 1
        assert annotation["body"][0]["purpose"] == "identifying"
        assert annotation["target"]["source"]["format"] == "text/plain"


def test_all_is_of_the_vocabulary(collection):
    (expanded,) = jsonld.expand(collection, {"documentLoader": loader})
    (page,) = expanded["http://www.w3.org/ns/activitystreams#first"]
    nodes = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(nodes) == collection["total"]
    flat = json.dumps(expanded)
    properties = {term for node in nodes for term in node if not term.startswith("@")}
    assert {f"{OA}hasBody", f"{OA}hasTarget", f"{OA}motivatedBy"} <= properties
    # Whatever the context does not know, the processor drops: none is.
    assert flat.count(f'"{OA}exact"') == flat.count(f'"{OA}start"') == len(nodes)
    compacted = jsonld.compact(expanded, CONTEXT, {"documentLoader": loader})
    assert sorted(compacted["first"]["items"][0]) == sorted(collection["first"]["items"][0])


def test_the_body_tells_what_is_said(annotations):
    told = {body["value"]: annotation for annotation in annotations for body in annotation["body"] if body["purpose"] == "describing"}
    statement = told["Ana Lestari: Samaya will give Velmora and Torvia 500 million dollars within three years for dams."]
    assert tagged(statement) == ["statement", "commitment", "position"]
    assert statement["generator"] == {"type": "Software", "name": "hand 1"}
    commitment = told["Samaya: give Velmora and Torvia 500 million dollars within three years for dams"]
    assert tagged(commitment) == ["commitment", "pledge", "aid", "water"]
    assert commitment["target"]["source"]["via"] == "https://port.example/1"
    assert tagged(told["5000000 to 7000000 EUR"]) == ["numeric claim", "money", "EUR"]
    assert "> 1000000 EUR" in told


def test_hostile_texts_stay_data(annotations):
    trap = [each for each in annotations if selectors(each)[1]["exact"] == TRAP]
    assert len(trap) == 2
    assert EVIL in tagged(trap[1])
    assert all("via" not in each["target"]["source"] for each in trap)


def test_an_empty_database_is_an_empty_collection(empty):
    told = json.loads("\n".join(annotation_lines(empty, Naming())))
    assert (told["total"], told["first"]["items"]) == (0, [])


def test_articles_that_were_read_are_found_again(tmp_path):
    from claims.pipeline import load
    from claims.samples.library import sample_paths

    location = str(tmp_path / "claims.db")
    load(sample_paths(), location, loaded_by="tester")
    with open_reader(location) as reader:
        texts = texts_of(reader)
        told = json.loads("\n".join(annotation_lines(reader, Naming())))
    assert told["total"] > 150
    for annotation in told["first"]["items"]:
        position, quote = selectors(annotation)
        assert texts[annotation["target"]["source"]["id"]][position["start"] : position["end"]] == quote["exact"]
