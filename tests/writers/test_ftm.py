"""FollowTheMoney: every entity is one by the package's own model, and every reference leads to one that may stand there."""

import json
from collections import Counter

import pytest

from claims.writers.codes import countries, languages
from claims.writers.ftm import entity_lines
from claims.writers.naming import Naming
from tests.writers.ftm_package import model, registry
from tests.writers.showcase import EVIL, LONG


def exported(reader, **options):
    return [json.loads(line) for line in entity_lines(reader, Naming(), **options)]


@pytest.fixture
def entities(reader):
    return exported(reader)


def of(entities, schema, **properties):
    """The properties of the entities of a schema that have these values."""
    found = [each["properties"] for each in entities if each["schema"] == schema]
    return [each for each in found if all(value in each.get(name, []) for name, value in properties.items())]


def one(entities, schema, **properties):
    (found,) = of(entities, schema, **properties)
    return found


def identifier(entities, schema, name):
    (found,) = [each["id"] for each in entities if each["schema"] == schema and each["properties"].get("name") == [name]]
    return found


def test_every_entity_is_valid_by_the_model_and_loses_nothing_in_it(entities):
    for entity in entities:
        schema = model.get(entity["schema"])
        assert set(entity["properties"]) <= set(schema.properties)
        schema.validate(entity)
        assert set(schema.required) - {"payer", "beneficiary"} <= set(entity["properties"])
        proxy = model.get_proxy(entity, cleaned=False)
        assert {name: len(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: len(values) for name, values in entity["properties"].items()
        }


def test_every_reference_leads_to_an_entity_of_a_schema_that_may_stand_there(entities):
    schemata = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schemata) == len(entities)
    for entity in entities:
        for name, values in entity["properties"].items():
            declared = model.get(entity["schema"]).properties[name]
            if declared.type is registry.entity:
                assert all(model.get(schemata[value]).is_a(declared.range) for value in values), (entity["schema"], name)


def test_the_schemata_are_those_that_carry_what_there_is(entities):
    assert Counter(entity["schema"] for entity in entities) == {
        "Article": 4, "PublicBody": 3, "Organization": 3, "Company": 1, "LegalEntity": 1, "Person": 1, "Membership": 2, "Position": 3,
        "Occupancy": 2, "Representation": 1, "Event": 2, "Mention": 2, "Project": 11, "ProjectParticipant": 20, "UnknownLink": 1,
        "Note": 13, "Payment": 7,
    }  # fmt: skip


def test_who_is_merged_is_one_with_all_names(entities):
    samaya = one(entities, "PublicBody", name="Samaya")
    assert samaya == {"name": ["Samaya"], "alias": ["Republik Samaya"], "wikidataId": ["Q901"], "country": ["aq"]}
    person = one(entities, "Person")
    assert person == {"name": ["Ana Lestari"], "alias": ["A. Lestari", "Lestari"], "wikidataId": ["Q902"]}
    president = identifier(entities, "Position", "president")
    assert one(entities, "Occupancy", post=president)["startDate"] == ["2030-01-01"]
    assert one(entities, "Position", name="president")["organization"] == [identifier(entities, "PublicBody", "Samaya")]
    assert one(entities, "Representation")["role"] == ["ministry"]
    assert {each["organization"][0] for each in of(entities, "Membership")} == {identifier(entities, "Organization", "Inner Sea")}


def test_a_statement_is_an_event_of_its_speaker(entities):
    said = one(entities, "Event", date="2031-03-04", keywords="position")
    speaker, ministry = identifier(entities, "Person", "Ana Lestari"), identifier(entities, "Organization", "Ministry of Dams")
    assert said["organizer"] == [speaker] and said["involved"] == [speaker, ministry]
    assert said["summary"][0].startswith("Samaya will give Velmora")
    assert said["detectedLanguage"] == ["eng"] and len(said["proof"]) == 2
    mention = one(entities, "Mention", name="Ana Lestari")
    assert mention["resolved"] == [speaker] and mention["detectedSchema"] == ["Person"]


def test_a_commitment_is_a_project_with_participants_and_payments(entities):
    project = one(entities, "Project", amount="500000000")
    assert project["currency"] == ["USD"] and project["status"] == ["stalled"] and project["phase"] == ["pledge"]
    assert (project["startDate"], project["endDate"]) == (["2031-03-04"], ["2034-03-04"])
    name = identifier(entities, "Project", project["name"][0])
    roles = sorted(each["role"][0] for each in of(entities, "ProjectParticipant", project=name))
    assert roles == ["committer", "counterparty", "counterparty"]
    link = one(entities, "UnknownLink", object=name)
    assert link["subject"][0].startswith("urn-claims-statement-")
    payment = one(entities, "Payment", project=name)
    assert payment["payer"] == [identifier(entities, "PublicBody", "Samaya")]
    assert payment["beneficiary"] == [identifier(entities, "PublicBody", "Velmora")]
    assert (payment["amount"], payment["date"], payment["purpose"]) == (["100000000"], ["2032-02-02"], ["disbursement"])


def test_amounts_are_exact_and_days_no_more_exact_than_they_are(entities):
    assert one(entities, "Payment", amount="0.1000000000000000000001")["currency"] == ["EUR"]
    school = one(entities, "Project", endDate="2033")
    assert "amount" not in school and school["name"][0].startswith("Samaya will lend Torvia between 5")


def test_verdicts_and_numbers_are_notes(entities, reader):
    bridge = identifier(entities, "Project", "Samaya will lend Torvia 12 million euros for a bridge, if its parliament agrees.")
    verdict = one(entities, "Note", entity=bridge, summary="fulfilled")
    assert verdict["createdAt"] == ["2032-06-01"] and verdict["sourceUrl"] == ["https://port.example/3"]
    assert verdict["keywords"] == ["score 1", "three steps"] and verdict["description"] == [EVIL]
    number = one(entities, "Note", summary="500 million dollars")
    assert [each.rsplit("-", 1)[0] for each in number["entity"]] == ["urn-claims-statement", "urn-claims-commitment"]
    assert number["description"] == ["500000000 USD"]
    assert "Rina" not in json.dumps(entities)
    named = [each for each in of(exported(reader, names=True), "Note") if "publisher" in each]
    assert [each["publisher"] for each in named] == [["Rina Reviewer"]] * 3


def test_hostile_texts_stay_data_and_what_is_too_long_is_shortened(entities):
    bureau = one(entities, "Organization", description=LONG)
    assert len(bureau["name"][0]) == 384 and bureau["name"][0].endswith("…")
    assert one(entities, "LegalEntity")["name"] == [EVIL]
    article = one(entities, "Article", title=f"{EVIL} of two lines")
    assert "author" not in article  # a lone quotation mark is no name
    assert "sourceUrl" not in one(entities, "Article", publisher="Harbour Times")


def test_codes_are_those_of_the_model():
    assert [code for code in countries() if not registry.country.validate(code.lower())] == []
    assert [code for code in languages().values() if not registry.language.validate(code)] == []


def test_an_empty_database_has_no_entities(empty):
    assert exported(empty) == []
