"""IATI: valid by the schema of the standard, exact, and silent about nothing that it cannot carry."""

from decimal import Decimal
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from claims.errors import Refused, UsageError
from claims.writers.iati import activity_lines, read_reporter
from claims.writers.naming import Naming
from tests.writers.showcase import EVIL

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "standards" / "iati-2.03" / "iati-activities-schema.xsd"
DESK = read_reporter("--reporting-org", "XX-REG-1 The <Desk>", Naming())


class Export:
    """One export: its text, its activities by the words of their commitment, and what was left out of it."""

    def __init__(self, reader, received_by=None):
        self.left_out = []
        lines = activity_lines(reader, Naming(), DESK, received_by=received_by, left_out=self.left_out.append)
        self.text = "\n".join(lines)
        self.root = etree.fromstring(self.text.encode())

    def activity(self, words):
        (found,) = [each for each in self.root if words in each.findtext("description/narrative")]
        return found


@pytest.fixture
def export(reader):
    return Export(reader)


@pytest.fixture
def received(reader):
    return Export(reader, received_by="hm")


def transactions(activity):
    """Type, day, currency, value, who gives and who receives, of each."""
    return [
        (
            each.find("transaction-type").get("code"),
            each.find("transaction-date").get("iso-date"),
            each.find("value").get("currency"),
            Decimal(each.findtext("value")),
            each.findtext("provider-org/narrative"),
            each.findtext("receiver-org/narrative"),
        )
        for each in activity.iter("transaction")
    ]


def codes(activity, tag, attribute="code"):
    return [each.get(attribute) for each in activity.findall(tag)]


@pytest.mark.parametrize("received_by", [None, "Torvia"])
def test_it_is_valid(reader, received_by):
    if not SCHEMA.exists():
        pytest.skip(
            f"The schema of IATI 2.03 is not there, and validity is not tested: {SCHEMA.name} belongs in {'/'.join(SCHEMA.parts[-4:-1])}."
        )
    schema = xmlschema.XMLSchema(str(SCHEMA))
    text = Export(reader, received_by).text
    schema.validate(text)
    assert not schema.is_valid(text.replace("<title>", "<titel>").replace("</title>", "</titel>"))


def test_what_counts_once_is_one_activity_with_the_money_that_followed_either(export):
    dams = export.activity("for dams")
    assert transactions(dams) == [
        ("12", "2031-03-04", "USD", Decimal(500_000_000), "Samaya", "Torvia; Velmora"),
        ("3", "2032-02-02", "USD", Decimal(100_000_000), "Samaya", "Velmora"),
    ]
    assert codes(dams, "recipient-country") == ["BV", "HM"]
    assert [each.findtext("narrative") for each in dams.findall("participating-org")] == ["Samaya"]
    assert codes(dams, "participating-org", "type") == ["10"] and codes(dams, "participating-org", "role") == ["1"]
    assert [(each.get("type"), each.get("iso-date")) for each in dams.findall("activity-date")] == [
        ("1", "2031-03-04"), ("2", "2032-02-02"), ("3", "2034-03-04")
    ]  # fmt: skip
    assert codes(dams, "tag") == ["aid", "water"]
    assert dams.find("activity-status").get("code") == "2"
    assert "{http://www.w3.org/XML/1998/namespace}lang" in dams.attrib
    assert len(export.root) == 5


def test_an_activity_is_named_by_who_reports_and_by_the_record(export, reader):
    dams = export.activity("for dams")
    (key,) = [row["key"] for row in reader.rows("SELECT key FROM commitments WHERE commitment_id = 1")]
    assert dams.findtext("iati-identifier") == f"XX-REG-1-{key}"
    assert dams.find("other-identifier").get("ref") == f"urn:claims:commitment/{key}"
    org = dams.find("reporting-org")
    assert (org.get("ref"), org.get("secondary-reporter"), org.findtext("narrative")) == ("XX-REG-1", "1", "The <Desk>")
    refs = [each.get("ref") for each in export.root.iter("transaction")]
    assert len(set(refs)) == len(refs) > 5


def test_instalments_are_of_their_types_exact_and_stand_for_the_amount_they_are_pledges_of(export):
    assert transactions(export.activity("a bridge")) == [
        ("12", "2031-05-01", "EUR", Decimal(11_000_000), "Samaya", "Torvia"),
        ("2", "2031-06-01", "EUR", Decimal(7_000_000), "Samaya", "Torvia"),
        ("3", "2032-05-01", "EUR", Decimal("0.1000000000000000000001"), "Samaya", "Torvia"),
    ]
    assert ">0.1000000000000000000001<" in export.text
    bridge = export.activity("a bridge")
    assert bridge.find("activity-status").get("code") == "4"
    assert ("4", "2032-06-01") in [(each.get("type"), each.get("iso-date")) for each in bridge.findall("activity-date")]
    assert bridge.find("conditions").get("attached") == "1"


def test_a_range_goes_by_its_lower_value_and_its_words(export):
    school = export.activity("a school")
    assert transactions(school) == [("12", "2031-03-04", "EUR", Decimal(5_000_000), "Samaya", "Torvia")]
    assert school.findtext("transaction/description/narrative") == "between 5 and 7 million euros"


def test_what_it_cannot_carry_is_named(export):
    assert export.left_out == [
        "i4 of c3: its day is not known.",
        "n4 of c4: it is an aspiration, and no pledge.",
        "n5 of c5: it is a rate (P1Y), and no sum.",
        "n6 of c6: cowrie is no currency of ISO 4217.",
        "n9 of c10: the day on which it was announced is not known.",
        "c11: nobody is known to give the money.",
        "i7 of c12: XBT is no currency of ISO 4217.",
    ]


def test_money_seen_from_the_side_that_receives_is_incoming(received):
    assert transactions(received.activity("a bridge")) == [
        ("13", "2031-05-01", "EUR", Decimal(11_000_000), "Samaya", "Torvia"),
        ("11", "2031-06-01", "EUR", Decimal(7_000_000), "Samaya", "Torvia"),
        ("1", "2032-05-01", "EUR", Decimal("0.1000000000000000000001"), "Samaya", "Torvia"),
    ]
    assert "n1 of c1: it is for several, and nobody said what part each of them gets." in received.left_out
    assert {each for activity in received.root for each in codes(activity, "recipient-country")} == {"HM"}
    assert "500 million" not in received.text


def test_money_received_by_a_bloc_is_that_of_its_members(reader):
    dams = Export(reader, received_by="Inner Sea").activity("for dams")
    assert [each[0] for each in transactions(dams)] == ["13", "1"]


def test_hostile_texts_stay_texts(export):
    trap = export.activity("silence")
    kept = EVIL.replace("\x1b", "\ufffd")
    assert trap.findtext("title/narrative") == kept
    assert trap.findtext("participating-org/narrative") == kept
    assert trap.find("tag").get("code") == kept
    said = trap.findtext("description/narrative")
    assert "The rest \ufffd is \ufffd silence 🌊." in said
    assert f"{kept}\nof two lines" in trap.findall("description")[1].findtext("narrative")
    assert "<script>" not in export.text and "\u202e" not in export.text


def test_without_money_there_is_no_file(empty):
    with pytest.raises(Refused, match="at least one activity"):
        Export(empty)


def test_a_receiver_that_nobody_knows_is_a_sentence(reader):
    with pytest.raises(UsageError, match="--received-by"):
        Export(reader, received_by="Atlantis")


@pytest.mark.parametrize("value", ["", " ", "XX/1 Desk", "XX&1", "XX?1 Desk", "a|b"])
def test_an_identifier_that_the_standard_forbids_is_a_sentence(value):
    with pytest.raises(UsageError, match="takes an identifier without"):
        read_reporter("--reporting-org", value, Naming())


def test_who_reports_is_made_of_the_base_where_nobody_says():
    told = read_reporter("--reporting-org", None, Naming("https://desk.example/claims/"))
    assert (told.ref, told.name) == ("https-desk.example-claims", "https-desk.example-claims")
