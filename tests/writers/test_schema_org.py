"""schema.org: every type and term is one of its vocabulary, records count once, and what is said stays data."""

import json

import pytest
from pyld import jsonld
from rdflib.namespace import SDO

from claims.errors import UsageError
from claims.writers.naming import BASE, Naming, read_base
from claims.writers.schema_org import schema_org_lines
from tests.writers.showcase import EVIL, LONG

VOCABULARY = "https://schema.org/"
STATEMENT, COMMITMENT = f"{BASE}statement", f"{BASE}commitment"


@pytest.fixture
def document(reader):
    return json.loads("\n".join(schema_org_lines(reader, Naming())))


@pytest.fixture
def claims(document):
    return [node for node in document["@graph"] if node["@type"] == "Claim"]


@pytest.fixture
def reviews(document):
    return [node for node in document["@graph"] if node["@type"] == "ClaimReview"]


def refuse(url, _options):
    raise AssertionError(f"{url} is asked for")


def terms_in(node):
    """The types and properties of an expanded node, and of those inside it."""
    if isinstance(node, list):
        return {term for each in node for term in terms_in(each)}
    if not isinstance(node, dict):
        return set()
    own = {term for term in node if not term.startswith("@")} | set(node.get("@type", []) if "@value" not in node else [])
    return own.union(*(terms_in(value) for value in node.values()))


def test_all_terms_are_of_the_vocabulary_and_nothing_is_fetched(document):
    expanded = jsonld.expand(document, {"documentLoader": refuse})
    terms = terms_in(expanded)
    assert {f"{VOCABULARY}Claim", f"{VOCABULARY}ClaimReview", f"{VOCABULARY}firstAppearance"} <= terms
    assert [term for term in terms if not term.startswith(VOCABULARY) or term.removeprefix(VOCABULARY) not in SDO] == []
    assert len({node["@id"] for node in expanded}) == len(expanded) == len(document["@graph"])


def test_what_is_rejected_is_left_out_and_what_repeats_counts_once(claims, reviews):
    assert sorted(claim["additionalType"] for claim in claims) == [COMMITMENT] * 11 + [STATEMENT] * 2
    assert len(reviews) == 3


def test_a_statement_has_its_words_its_speaker_of_one_name_and_all_its_sources(claims):
    (told,) = [claim for claim in claims if claim["additionalType"] == STATEMENT and "dams" in claim["text"]]
    assert told["text"].startswith("Samaya will give Velmora")
    (author,) = told["author"]
    assert (author["@type"], author["name"], author["sameAs"]) == ("Person", "Ana Lestari", "http://www.wikidata.org/entity/Q902")
    assert told["datePublished"] == "2031-03-04"
    assert {term["name"] for term in told["keywords"]} == {"commitment", "position"}
    assert told["firstAppearance"]["publisher"]["name"] == "Harbour Times"
    assert "url" not in told["firstAppearance"]
    (other,) = told["appearance"]
    assert (other["headline"], other["url"], other["datePublished"]) == ("Samaya pays for dams", "https://port.example/1", "2031-03-05")
    assert other["author"] == {"@type": "Person", "name": "Mira Sand"}


def test_a_commitment_is_of_its_parties_and_part_of_its_statement(claims):
    (told,) = [claim for claim in claims if claim["additionalType"] == COMMITMENT and "500 million" in claim["text"]]
    (statement,) = [claim for claim in claims if claim["additionalType"] == STATEMENT and "dams" in claim["text"]]
    (author,) = told["author"]
    assert (author["@type"], author["name"], author["sameAs"]) == (
        "GovernmentOrganization", "Samaya", "http://www.wikidata.org/entity/Q901"
    )  # fmt: skip
    assert told["isPartOf"] == {"@id": statement["@id"]}
    plan = told["about"]
    assert plan["agent"] == [{"@id": author["@id"]}]
    assert [party["name"] for party in plan["participant"]] == ["Torvia", "Velmora"]
    assert plan["scheduledTime"] == "2034-03-04"
    assert plan["object"] == [
        {"@type": "MonetaryAmount", "name": "500 million dollars", "value": "500000000", "currency": "USD"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("between 5", {"@type": "MonetaryAmount", "minValue": "5000000", "maxValue": "7000000", "currency": "EUR"}),
        ("pay 1 million", {"@type": "MonetaryAmount", "minValue": "1000000", "currency": "EUR"}),
        ("cowries", {"@type": "QuantitativeValue", "value": "40000000", "unitText": "cowrie"}),
    ],
)
def test_amounts_keep_their_bounds(claims, words, amount):
    (told,) = [claim for claim in claims if words in claim["text"]]
    (found,) = told["about"]["object"]
    assert {name: value for name, value in found.items() if name != "name"} == amount


def test_a_review_rates_the_record_that_counts_and_names_nobody(claims, reviews):
    by_status = {review["reviewRating"]["alternateName"]: review for review in reviews}
    assert set(by_status) == {"in progress", "fulfilled", "stalled"}
    stalled = by_status["stalled"]
    (dams,) = [claim for claim in claims if claim["additionalType"] == COMMITMENT and "500 million" in claim["text"]]
    assert stalled["itemReviewed"] == {"@type": "Claim", "@id": dams["@id"]}
    assert stalled["reviewRating"] == {"@type": "Rating", "alternateName": "stalled", "ratingValue": -1, "worstRating": -1, "bestRating": 1}
    assert stalled["citation"]["text"] == "Samaya will"
    assert stalled["citation"]["isPartOf"]["publisher"]["name"] == "Harbour Times"
    assert by_status["fulfilled"]["citation"] == {"@type": "CreativeWork", "url": "https://port.example/3"}
    assert by_status["in progress"]["reviewRating"] == {"@type": "Rating", "alternateName": "in progress"}
    assert "Rina" not in json.dumps(reviews)


def test_a_review_has_its_author_where_names_are_asked_for(reader):
    document = json.loads("\n".join(schema_org_lines(reader, Naming(), names=True)))
    authors = [node["author"] for node in document["@graph"] if node["@type"] == "ClaimReview"]
    assert authors == [{"@type": "Person", "name": "Rina Reviewer"}] * 3


def test_hostile_texts_stay_data(claims, reviews):
    (statement,) = [claim for claim in claims if claim["text"] == EVIL]
    assert statement["author"][0]["name"] == LONG
    assert statement["firstAppearance"]["headline"] == f"{EVIL}\nof two lines"
    (trap,) = [claim for claim in claims if claim.get("about", {}).get("name") == EVIL]
    assert trap["author"][0]["name"] == EVIL
    assert EVIL in [review.get("reviewBody") for review in reviews]


def test_an_empty_database_is_an_empty_graph(empty):
    assert json.loads("\n".join(schema_org_lines(empty, Naming())))["@graph"] == []


@pytest.mark.parametrize(
    ("base", "uri"),
    [
        ("https://desk.example/claims", "https://desk.example/claims/commitment/k"),
        ("https://desk.example/claims#", "https://desk.example/claims#commitment/k"),
        ("urn:desk:", "urn:desk:commitment/k"),
    ],
)
def test_names_begin_with_the_base(base, uri):
    assert read_base("--base-uri", base).of("commitment", "k") == uri


@pytest.mark.parametrize("base", ["claims", "", "https://desk.example/a b", "<https://desk.example>", "https://désk.example", "1:x"])
def test_a_base_that_is_no_uri_is_a_sentence(base):
    with pytest.raises(UsageError, match="takes an absolute URI"):
        read_base("--base-uri", base)
