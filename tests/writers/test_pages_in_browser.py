"""Pages and plots in a real browser, made of the most hostile database: nothing acts, nobody is asked, and they can be read by all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from claims.views.reports import reports
from tests.cli.test_listing import ask
from tests.web.visits import DEVICES, Visit, browsing, visiting

REPORTS = [name for name in reports() if name != "differing-numbers"]  # nothing contradicts itself there
BRIEFS = {"brief": ("--to", "Torvia"), "person": ("--by", "Ana Lestari"), "topic": ("--topic", "water")}


@pytest.fixture(scope="module")
def folder(sqlite_showcase: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page that there is."""
    made = tmp_path_factory.mktemp("pages")
    for name, asked in BRIEFS.items():
        ask("report", "brief", *asked, "-o", str(made / f"{name}.html"), "--db", sqlite_showcase)
    for name in REPORTS:
        ask("report", name, "-o", str(made / f"{name}.html"), "--db", sqlite_showcase)
    ask("report", "money-pledged", "-o", str(made / "money.svg"), "--db", sqlite_showcase)
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Callable[[str], AbstractContextManager[Visit]]:
    with httpx.Client(base_url=folder.as_uri()) as client:
        return partial(visiting, browser, client)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("name", [*BRIEFS, *REPORTS])
def test_a_page_is_whole_silent_and_legible(visit, name, device):
    with visit(device) as seen:
        seen.open(f"/{name}.html")
        seen.check()


def test_what_evil_words_would_do_does_not_happen(visit):
    with visit("desktop") as seen:
        seen.open("/who-committed-to-what.html")
        assert "<script>alert" in seen.page.inner_text("main")
        assert seen.page.locator("script").count() == 0
        seen.open("/money.svg")
        assert seen.faults == []


def test_a_page_prints_light_and_with_the_addresses_of_its_sources(visit):
    with visit("phone") as seen:
        seen.open("/brief.html")
        seen.page.emulate_media(media="print")
        ink = "getComputedStyle(document.body).color + getComputedStyle(document.querySelector('.drawn svg text')).fill"
        assert seen.page.evaluate(ink) == "rgb(0, 0, 0)" * 2
        shown = "getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content"
        assert "https://port.example/1" in seen.page.evaluate(shown)
        assert seen.page.pdf().startswith(b"%PDF")


def test_the_keyboard_leads_from_a_number_to_its_evidence(visit):
    with visit("desktop") as seen:
        seen.open("/promised-and-delivered.html")
        link = seen.page.locator("section[aria-labelledby=rows] tbody a").first
        link.focus()
        seen.page.keyboard.press("Enter")
        target = seen.page.locator(":target")
        assert target.get_attribute("id") == link.inner_text() and target.locator("mark").count() > 0
        assert target.is_visible()


def test_a_plot_has_the_colours_of_the_page_in_the_dark(visit):
    colours = {}
    for device in DEVICES:
        with visit(device) as seen:
            seen.open("/commitments-by-topic.html")
            colours[device] = seen.page.evaluate(
                "[getComputedStyle(document.querySelector('.drawn svg text')).fill, getComputedStyle(document.body).color]"
            )
    assert all(drawn == written for drawn, written in colours.values())
    assert colours["desktop"] != colours["phone"]
