"""The pages of single records: a source with its records marked, and cards that tell all that is known."""

import httpx
import pytest

from tests.web.browser import Page
from tests.web.rows import FIRST


def read(client: httpx.Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_a_source_shows_its_text_with_every_record_marked_in_place(followed: httpx.Client) -> None:
    text = followed.get("/claims/sources/1").text
    page = Page(text)
    for line in filter(None, FIRST.split("\n")):
        assert all(word in page.text for word in line.split())
    assert '<span class="mark commitment" id="c1"><a class="tag" href="/claims/commitments/1">c1' in text
    assert '<span class="mark statement" id="s1"><a class="tag" href="/claims/statements/1">s1' in text
    marks = [link for link in page.links if link.startswith(("/claims/commitments/", "/claims/statements/", "/claims/numeric_claims/"))]
    assert marks == ["/claims/commitments/1", "/claims/numeric_claims/1", "/claims/statements/1", "/claims/numeric_claims/2"]
    assert "statements 1 commitments 1 numbers 2" in page.text
    assert "commitment by Zubrowka , pledge" in page.text
    assert "The Gazette" in page.text
    assert "https://gazette.example/lake" in page.links


def test_what_people_rejected_is_not_marked(followed: httpx.Client) -> None:
    page = read(followed, "/claims/sources/2")
    assert "/claims/commitments/3" not in page.links
    assert "1 more was rejected by people and is not marked." in page.text


def test_a_commitment_reads_like_a_card(followed: httpx.Client) -> None:
    answer = followed.get("/claims/commitments/1").text
    page = Page(answer)
    for words in (
        "Commitment c1 pledge fulfilled, 9 days late",
        "who Zubrowka",
        "to whom Ruritania",
        "how firm pledge ( will )",
        "amount 5,000,000 crown",
        "due 2021-07-31",
        "fulfilled 2021-08-09, Ivo ; score 1 ( kept or not ): all of it",
        "2021-08-01: disbursement of 4,000,000 crown from Zubrowka to Ruritania",
        "crown 5,000,000 4,000,000 1,000,000",
        "Restates c2",
        "Conflicts with c2",
        "proposed; nobody has decided",
        "by Rina : the treaty says so due on 2021-06-30 2021-07-31",
    ):
        assert words in page.text, words
    assert "Zubrowka <mark>will</mark> pay" in answer
    assert '<a class="numeric" href="/claims/numeric_claims/1">5,000,000 crowns</a>' in answer
    assert '<span class="beside">Count Rupert said that trade was worth 250 crowns in 2019.</span>' in answer
    assert {"/claims/parties/1", "/claims/parties/2", "/claims/sources/1#c1", "https://gazette.example/paid"} <= set(page.links)
    assert "insert" not in page.text


def test_a_statement_reads_like_a_card(followed: httpx.Client) -> None:
    page = read(followed, "/claims/statements/2")
    for words in ("Statement s2 commitment", "who Queen Flavia", "said 2022-03-04", "in the reporter's words", "membangun kereta api"):
        assert words in page.text, words
    assert {"/claims/speakers/2", "/claims/commitments/2", "/claims/sources/2#s2"} <= set(page.links)
    page = read(followed, "/claims/statements/1")
    assert "to whom Queen Flavia" in page.text
    assert "/claims/numeric_claims/2" in page.links


def test_a_number_reads_like_a_card(followed: httpx.Client) -> None:
    answer = followed.get("/claims/numeric_claims/2").text
    page = Page(answer)
    for words in ("Number n2 money", "250 crown", "of what trade", "holds for 2019", "said by Count Rupert"):
        assert words in page.text, words
    assert "trade was worth <mark>250 crowns</mark> in 2019." in answer
    assert "amount of c1" in read(followed, "/claims/numeric_claims/1").text


def test_a_speaker_has_offices_names_statements_and_commitments(followed: httpx.Client) -> None:
    page = read(followed, "/claims/speakers/1")
    assert "r1 Count of Zubrowka" in page.text and "/claims/roles/1" in page.links
    assert "trade was worth 250 crowns in 2019." in page.text
    page = read(followed, "/claims/speakers/2")
    assert "also called Ratu Flavia" in page.text
    assert "membangun kereta api" in page.text
    assert "/claims/commitments/2" in page.links


def test_a_party_has_what_it_promised_and_was_promised_by_status_and_in_money(followed: httpx.Client) -> None:
    page = read(followed, "/claims/parties/1")
    for words in ("code ZU", "Count : Count Rupert", "settled: fulfilled, superseded or cancelled 1 0", "due: the day is to come 0 1"):
        assert words in page.text, words
    assert "crown 5,000,000 4,000,000 1" in page.text
    assert {"/claims/commitments/1", "/claims/commitments/2", "/claims/speakers/1"} <= set(page.links)
    assert "member of Lake League" in read(followed, "/claims/parties/2").text
    assert "members Ruritania" in read(followed, "/claims/parties/3").text


@pytest.mark.parametrize(("name", "page"), [("c1", "commitments/1"), ("src2", "sources/2"), ("sp1", "speakers/1"), ("a1", "assessments/1")])
def test_the_name_of_a_record_leads_to_its_page(followed: httpx.Client, name: str, page: str) -> None:
    answer = followed.get(f"/{name}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/claims/{page}")
    assert followed.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("address", ["/claims/commitments/99", "/claims/sources/0", "/claims/parties/999999999999999999", "/q1", "/c0"])
def test_a_record_that_is_not_there_is_missing(followed: httpx.Client, address: str) -> None:
    answer = followed.get(address)
    assert answer.status_code == 404
    assert "Not here" in answer.text


@pytest.mark.parametrize("table", ["sources", "statements", "commitments", "numeric_claims", "speakers", "parties"])
def test_a_card_leads_to_its_record_as_data(followed: httpx.Client, table: str) -> None:
    links = read(followed, f"/claims/{table}/1").links
    data = next(link for link in links if link.endswith(f"/claims/{table}/1.json"))
    assert len(followed.get(data).json()["rows"]) == 1
    sheet = next(link for link in links if ".csv?" in link)
    assert len(followed.get(sheet).text.strip().splitlines()) >= 2
