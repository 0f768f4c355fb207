"""The pages in a real browser, on a large screen in the light and on a phone in the dark."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser

from claims.store.models import Base
from claims.store.selects import view_selects
from claims.web.neutral import STEERING
from claims.web.queries import read_questions
from tests.web.rows import PAYLOAD
from tests.web.visits import DEVICES, Visit, browsing, visiting

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all

Open = Callable[[str], AbstractContextManager[Visit]]
LOOK = "it => (look => [look.backgroundColor, look.borderBottomStyle])(getComputedStyle(it))"
ADDRESSES = [
    "/",
    "/claims",
    "/claims/commitments",
    *("/claims/sources/1", "/claims/commitments/1", "/claims/statements/1", "/claims/numeric_claims/1", "/claims/speakers/2"),
    *("/claims/parties/1", "/claims/assessments/1"),
    "/claims/who-committed",
    "/claims/search?words=ruritania",
    "/claims/money-promised",
    "/plots",
    "/plots/numbers?unit=crown",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, followed: httpx.Client) -> Open:
    """Open a page of the story on a device."""
    return partial(visiting, browser, followed)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_sound(visit: Open, address: str, device: str) -> None:
    with visit(device) as seen:
        seen.open(address)
        seen.check()


@pytest.mark.parametrize("device", DEVICES)
def test_words_are_found_from_any_page(visit: Open, device: str) -> None:
    with visit(device) as seen:
        seen.open("/claims/commitments")
        seen.page.get_by_role("searchbox", name="Search", exact=True).fill("kereta api")
        seen.page.keyboard.press("Enter")
        seen.page.get_by_role("link", name="c2", exact=True).click()
        seen.page.wait_for_url("**/claims/commitments/2")
        assert seen.faults == []


def test_a_question_is_asked_by_its_form(visit: Open) -> None:
    with visit("phone") as seen:
        seen.open("/")
        seen.page.get_by_role("link", name="Who committed to what").click()
        seen.page.get_by_label("Who commits, or says so").fill("Zubrowka")
        seen.page.get_by_role("button", name="Ask").click()
        seen.page.wait_for_url("**by=Zubrowka**")
        assert seen.page.get_by_role("row").filter(has_text="pay 5,000,000 crowns").is_visible()
        seen.check()


@pytest.mark.parametrize("device", DEVICES)
def test_a_mark_of_a_plot_leads_to_its_records_by_keyboard(visit: Open, device: str) -> None:
    with visit(device) as seen:
        seen.open("/")
        seen.page.get_by_role("link", name="See it at a glance").click()
        seen.page.wait_for_url("**/plots")
        mark = seen.page.get_by_role("link", name="2020, pledge: 5,000,000 crown")
        column = mark.locator("rect").bounding_box()
        assert column["height"] > 100
        assert column["x"] + column["width"] <= seen.page.viewport_size["width"]
        assert not seen.page.get_by_role("cell", name="5,000,000 crown").is_visible()
        seen.page.get_by_text("As a table").nth(1).click()
        assert seen.page.get_by_role("cell", name="5,000,000 crown").is_visible()
        seen.check()
        mark.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/claims/money-promised?since=2020&until=2020&unit=crown")
        seen.check()


@pytest.mark.parametrize("device", DEVICES)
def test_marks_in_a_text_are_told_apart_named_and_reached_by_keyboard(visit: Open, device: str) -> None:
    with visit(device) as seen:
        seen.open("/claims/sources/1")
        mark = seen.page.locator("#c1")
        looks = [seen.page.locator(f".mark.{kind}").first.evaluate(LOOK) for kind in ("statement", "commitment", "numeric")]
        assert len({colour for colour, _ in looks}) == len({line for _, line in looks}) == 3
        label = mark.locator("> .tag .label")
        assert label.bounding_box()["width"] <= 1
        while seen.page.evaluate("document.activeElement.getAttribute('href')") != "/claims/commitments/1":
            seen.page.keyboard.press("Tab")
        assert label.bounding_box()["width"] > 100
        assert label.inner_text() == "commitment by Zubrowka, pledge"
        assert label.bounding_box()["x"] + label.bounding_box()["width"] <= seen.page.viewport_size["width"]
        seen.check()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/claims/commitments/1")


def test_a_kind_of_mark_can_be_taken_away(visit: Open) -> None:
    with visit("desktop") as seen:
        seen.open("/claims/sources/1")
        tag = seen.page.locator("#n1 > .tag")
        assert tag.is_visible()
        seen.page.get_by_label("numbers").uncheck()
        assert not tag.is_visible()
        assert seen.page.locator("#c1 > .tag").is_visible()
        assert "5,000,000 crowns" in seen.page.locator("#c1").inner_text()


def test_a_card_leads_to_its_words_in_the_whole_text(visit: Open) -> None:
    with visit("phone") as seen:
        seen.open("/claims/numeric_claims/2")
        seen.page.get_by_role("link", name="See it in the whole text").click()
        seen.page.wait_for_url("**/claims/sources/1#n2")
        assert seen.page.locator("#n2").evaluate("it => getComputedStyle(it).outlineStyle") == "solid"


RUNNING = """() => {
  const elements = [...document.querySelectorAll('*')], attributes = elements.flatMap(it => [...it.attributes])
  return elements.filter(it => it.matches('script, img, iframe, object, embed, base, [style], [srcdoc]')).map(it => it.outerHTML)
    .concat(attributes.filter(it => /^on/i.test(it.name) || /^\\s*(javascript|data|vbscript):/i.test(it.value)).map(it => it.value))
}"""
ASKED = urlencode(dict.fromkeys(("words", "about", "by", "unit", "speaker", "rows"), PAYLOAD))


def pages_of(kind: str) -> list[str]:
    """Every page over a database of hostile texts, of one kind."""
    tables, views = [table.name for table in Base.metadata.sorted_tables], list(view_selects())
    cards = ("sources", "statements", "commitments", "numeric_claims", "speakers", "parties", "assessments", "instalments", "roles")
    return {
        "tables": [f"/claims/{name}?_all=1" for name in [*tables, *views]],
        "records": [f"/claims/{name}/{number}" for name in cards for number in (1, 2)],
        "questions": [
            "/",
            "/plots",
            "/plots/numbers?about=alert",
            *(f"/claims/{name}" for name in read_questions()),
            "/claims/search?words=alert",
        ],
        "addresses": [
            *(f"{where}?{ASKED}" for where in ("/", "/plots", "/plots/numbers")),
            f"/claims/commitments?{urlencode({'_search': PAYLOAD})}",
            *(f"/claims/{name}?{ASKED}" for name in read_questions()),
        ],
    }[kind]


@pytest.mark.parametrize("kind", ["tables", "records", "questions", "addresses"])
def test_hostile_texts_and_addresses_do_nothing_in_a_browser(browser: Browser, hostile: httpx.Client, kind: str) -> None:
    with visiting(browser, hostile, "desktop") as seen:
        for address in pages_of(kind):
            seen.open(address)
            assert seen.page.evaluate(RUNNING) == [], address
            assert not STEERING.search(seen.page.content()), address
            assert seen.faults == [], address
        assert seen.hosts == {hostile.base_url.netloc.decode()}
