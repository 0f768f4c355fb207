"""The pages in a real browser, on a large screen in the light and on a phone in the dark."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import httpx
import pytest
from playwright.sync_api import Browser

from tests.web.visits import DEVICES, Visit, browsing, visiting

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all

Open = Callable[[str], AbstractContextManager[Visit]]
ADDRESSES = [
    "/",
    "/claims",
    "/claims/commitments",
    "/claims/commitments/1",
    "/claims/who-committed",
    "/claims/search?words=ruritania",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, story: httpx.Client) -> Open:
    """Open a page of the story on a device."""
    return partial(visiting, browser, story)


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
        assert seen.page.url.endswith("/claims/commitments/2")
        assert seen.faults == []


def test_a_question_is_asked_by_its_form(visit: Open) -> None:
    with visit("phone") as seen:
        seen.open("/")
        seen.page.get_by_role("link", name="Who committed to what").click()
        seen.page.get_by_label("Who commits, or says so").fill("Zubrowka")
        seen.page.get_by_role("button", name="Ask").click()
        assert "by=Zubrowka" in seen.page.url
        assert seen.page.get_by_role("row").filter(has_text="pay 5,000,000 crowns").is_visible()
        seen.check()
