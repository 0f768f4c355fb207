"""A report's page stands alone, and leads from its rows to the words that they rest on."""

from datetime import date

import pytest
from lxml import html

from claims.views.evidence import read_evidence
from claims.views.filters import Filters
from claims.views.plots import plots, read_marks
from claims.views.reports import find_report, reports, run_report
from claims.writers.brief_pages import Asked
from claims.writers.figures import lay_out
from claims.writers.report_pages import write_report
from tests.writers.standing import check_inert, check_links

ASKED = Asked("claims.db", "2032-07-01 03:04 UTC", "claims report x", None, date(2032, 7, 1))
SCHEMES = ("#", "https://port.example/")


def page(reader, name, limit=0, drawn=True, **filters):
    report, chosen = find_report(name), Filters(limit=limit, **filters)
    found = run_report(reader, report, chosen)
    figure = lay_out(plots()[name], read_marks(reader, report, chosen)[0]) if drawn and name in plots() else None
    return write_report(report, found, report.shown or found.columns, read_evidence(reader, found), figure, ASKED)


def words(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("name", reports())
def test_it_runs_nothing_asks_nobody_and_its_links_lead_somewhere(reader, name):
    written = page(reader, name)
    check_inert(written, SCHEMES)
    check_links(written)
    tree = html.document_fromstring(written)
    assert bool(tree.xpath("//svg")) == (name in plots())
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert words(tree.xpath("//h1")[0]) == find_report(name).title


def test_rows_lead_to_the_words_that_they_rest_on_and_these_to_their_source(reader):
    tree = html.document_fromstring(page(reader, "promised-and-delivered", unit="USD"))
    (row,) = tree.xpath("//section[@aria-labelledby='rows']//tbody/tr")
    assert [words(cell) for cell in row][4:8] == ["500,000,000", "", "", "100,000,000"]
    (place,) = row.xpath("td[1]/a/@href")
    evidence = tree.get_element_by_id(place[1:])
    assert [words(mark) for mark in evidence.xpath(".//mark")] == ["will", "500 million dollars"]
    source, article = evidence.xpath(".//cite/a/@href")
    assert tree.get_element_by_id(source[1:]).xpath(".//a/@href") == [article] == ["https://port.example/1"]


def test_a_number_leads_to_its_own_digits(reader):
    tree = html.document_fromstring(page(reader, "numbers-over-time"))
    for place in tree.xpath("//section[@aria-labelledby='rows']//tbody/tr/td[1]/a/@href"):
        assert tree.get_element_by_id(place[1:]).tag == "mark"


def test_a_page_that_is_cut_says_so_and_its_plot_is_of_all(reader):
    tree = html.document_fromstring(page(reader, "who-committed-to-what", limit=2))
    assert "9 more match; --limit 0 puts all of them on the page. The plot is of all." in words(tree)
    assert len(tree.xpath("//section[@aria-labelledby='evidence']//blockquote")) == 2


def test_what_cannot_be_drawn_is_told(reader):
    tree = html.document_fromstring(page(reader, "due-and-overdue", drawn=False))
    assert tree.xpath("//svg") == []
    written = page(reader, "money-pledged")
    assert "Not drawn, as no day is known: 9,000,000 EUR." in words(html.document_fromstring(written).xpath("//figcaption")[0])
