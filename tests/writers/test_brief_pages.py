"""A brief's page stands alone, leads every number to its evidence, and nothing that it tells can act."""

import re
from datetime import date

import pytest
from lxml import html

from claims.store.access import open_reader
from claims.views.briefs import read_brief
from claims.views.filters import Filters
from claims.visible import HIDDEN
from claims.writers.brief_pages import Asked, write_brief
from claims.writers.timelines import WIDTH, Scale
from tests.writers.standing import check_inert, check_links

ASKED = Asked("claims.db", "2032-07-01 03:04 UTC", "claims report brief --to Torvia", None, date(2032, 7, 1))
SCHEMES = ("#", "https://port.example/")


def page(reader, suffix="html", limit=0, **filters):
    return write_brief(read_brief(reader, Filters(limit=limit, **filters)), ASKED, suffix)


@pytest.fixture
def tree(reader):
    return html.document_fromstring(page(reader, to="Torvia"))


def words(element):
    return " ".join(element.text_content().split())


def test_it_runs_nothing_and_asks_nobody(reader, tree):
    written = page(reader, to="Torvia")
    check_inert(written, SCHEMES)
    check_links(written)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_hostile_texts_are_words(reader, tree):
    written = page(reader, to="Torvia")
    assert "<script" not in written and "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;" in written
    assert r"\u{202e}evil" in words(tree)
    assert "javascript:alert(1)" not in page(reader, "html", source="Harbour Times", copies=True).replace(
        ", javascript:alert(1)</cite>", ""
    )


def test_every_number_leads_to_its_evidence(tree):
    for cell in tree.xpath("//td[contains(@class, 'sum')][normalize-space()][not(span)]"):
        (place,) = cell.xpath(".//a/@href")
        evidence = tree.get_element_by_id(place[1:])
        assert evidence.xpath(".//a[starts-with(@href, '#n') or starts-with(@href, '#i')]")
    amounts = tree.xpath("//table//div/a[starts-with(@href, '#n')]")
    assert "500,000,000 USD" in [words(each) for each in amounts]
    for amount in amounts:
        assert tree.get_element_by_id(amount.get("href")[1:]).tag == "mark"
    counted = tree.xpath("//ul[@class='counts']/li[a]")
    assert [words(each) for each in counted][:2] == ["9commitments", "2due"]


def test_what_is_due_soonest_comes_first_and_the_settled_last(tree):
    groups = tree.xpath("//tbody[@id]")
    assert [group.get("id") for group in groups] == ["due", "open", "settled"]
    assert "Samaya will lend Torvia between 5 and 7 million euros" in words(groups[0].xpath("tr[2]")[0])


def test_sums_are_exact_and_apart_by_how_firm_they_are(tree):
    rows = [[words(cell) for cell in row.xpath("td")][:4] for row in tree.xpath("//section[@aria-labelledby='money']//tbody/tr")]
    assert ["2031, pledge", "17,000,001 EUR", "1,000.1000000000000000000001 EUR", "16,999,000.8999999999999999999999 EUR"] in rows
    assert ["2031, pledge, for 1 year", "2,000,000 EUR", "none recorded", ""] in rows
    assert ["2031, aspiration", "3,000,000 EUR", "none recorded", "3,000,000 EUR"] in rows
    assert ["unknown, pledge", "9,000,000 EUR", "none recorded", "9,000,000 EUR"] in rows


def test_sums_of_several_years_or_units_are_drawn_and_one_alone_is_not(reader, tree):
    (figure,) = tree.xpath("//section[@aria-labelledby='money']//figure")
    drawn = [words(each) for each in figure.xpath(".//*[local-name() = 'text']")]
    assert {"EUR", "EUR each year", "USD", "2031", "pledge", "aspiration", "promised, in EUR"} <= set(drawn)
    assert words(figure.xpath("figcaption")[0]) == "Not drawn, as no day is known: 9,000,000 EUR."
    assert (
        html.document_fromstring(page(reader, source="Harbour Times", copies=True)).xpath("//section[@aria-labelledby='money']//figure")
        == []
    )


def test_one_promise_in_two_articles_is_pointed_out(reader):
    told = page(reader, to="Torvia", copies=True)
    assert "May count twice" not in page(reader, to="Torvia")
    assert "May count twice" not in told  # of a copy that is linked, the amount counts once even where the copy is shown


def test_what_repeats_a_commitment_counts_with_it_and_is_shown_with_its_words(tree):
    (copy,) = tree.xpath("//tr[@id='c1']//li[@id='c9']")
    assert words(copy).startswith("c9, in Harbour Times ← Eastwire, counts with it: Samaya will give Velmora and Torvia 500 million")
    assert "2032-02-02 disbursement of 100,000,000 USD" in words(tree.xpath("//tr[@id='c1']")[0])
    rows = [[words(cell) for cell in row.xpath("td")][1:4] for row in tree.xpath("//section[@aria-labelledby='money']//tbody/tr")]
    assert ["500,000,000 USD", "100,000,000 USD", "400,000,000 USD"] in rows


def test_the_timeline_has_a_lane_and_a_mark_for_what_is_dated(tree):
    lanes = tree.xpath("//svg[@role='group']//g")
    labels = [words(lane.xpath(".//text")[0]) for lane in lanes]
    assert len(lanes) == 8 and labels[0].startswith("c2 Samaya will lend")
    assert [mark.get("class") for mark in lanes[0].xpath(".//a/*[@class]")] == ["made", "due"]
    assert [words(mark) for mark in lanes[-1].xpath(".//a/title")][-1] == "2032-06-01: assessed, fulfilled, a2"
    assert "1 commitment without a known day stands in the table alone." in words(tree.xpath("//figcaption")[0])
    titles = tree.xpath("//svg[@role='group']/title | //svg[@role='group']/desc")
    assert [each.get("id") for each in titles] == tree.xpath("//svg[@role='group']/@aria-labelledby")[0].split()


def test_a_missed_deadline_is_drawn_until_today(sqlite_stock):
    with open_reader(sqlite_stock) as reader:
        tree = html.document_fromstring(page(reader, by="Velmora"))
    (lane,) = tree.xpath("//svg[@role='group']//g")
    (late,) = lane.xpath(".//line[@class='late']")
    assert late.get("x2") == tree.xpath("//line[@class='today']/@x1")[0] and lane.xpath(".//path[@class='missed']")


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        ("2022-05-20", ["2022-03", "2022-04", "2022-05", "2022-06"]),
        ("2031-01-01", [str(year) for year in range(2022, 2033)]),
        ("2999-01-01", [str(year) for year in range(2022, 2043, 2)]),
    ],
)
def test_the_axis_has_a_few_round_ticks_however_long_it_is(last, labels):
    scale = Scale([date(2022, 3, 5), date.fromisoformat(last)], date(2040, 1, 1) if last > "2100" else date(2022, 5, 1))
    assert [tick.label for tick in scale.ticks()] == labels
    assert all(0 <= scale.place(date.fromisoformat(day)) <= WIDTH for day in ("2022-03-05", last))


def test_the_page_says_what_was_asked_and_how_far_it_can_be_trusted(tree):
    head = words(tree.xpath("//header")[0])
    assert head.startswith("To Torvia Commitments, positions and numbers to Torvia, as claims.db holds them. Made on 2032-07-01 03:04 UTC.")
    assert "No person has checked these commitments yet." in head
    assert "claims report brief --to Torvia" in words(tree.xpath("//footer")[0])


def test_a_page_that_is_cut_says_so(reader):
    tree = html.document_fromstring(page(reader, to="Torvia", limit=3))
    assert "The page holds the first 3 commitments; 6 more match. Sums are of those on the page." in words(tree)
    assert len(tree.xpath("//section[@aria-labelledby='commitments']//blockquote")) == 3


def test_markdown_tells_the_same_and_hostile_texts_are_words_there_too(reader):
    written = page(reader, "md", to="Torvia")
    assert written.startswith("# To Torvia\n\nCommitments, positions and numbers to Torvia, as claims.db holds them.")
    assert "| [9](#commitments) | 0 | [2](#due) |" in written
    assert "Samaya **will** give Velmora and Torvia **500 million dollars** within three years" in written
    assert "<https://port.example/1>" in written and "<script" not in written and r"&lt;script\>" in written
    assert "<javascript" not in written and HIDDEN.findall(written.replace("\n", "")) == [] and "\n\n\n" not in written
    headings = set(re.findall(r"^#+ (.+)$", written, re.MULTILINE))
    slugs = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", written)) - slugs == set()
