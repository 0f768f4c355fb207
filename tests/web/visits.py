"""A real browser: opens pages as people see them, and notes whatever goes wrong on the way."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAMS = ("chromium", "google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu"]
GRAVE = ("serious", "critical")
DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@dataclass
class Visit:
    """One open page, what its console said, and which hosts it asked."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, address: str) -> None:
        """Go to an address of the site; the page has to load whole."""
        answer = self.page.goto(self.site.rstrip("/") + address, wait_until="load")
        assert answer is not None and answer.ok, f"{address}: {answer and answer.status}"

    def check(self) -> None:
        """Nothing failed, nobody else was asked, nothing is wider than the screen, and axe-core finds no grave fault."""
        assert self.faults == []
        assert self.hosts == {urlsplit(self.site).netloc}
        assert self.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), f"{self.page.url} is wider than the screen"
        found = Axe().run(self.page).response["violations"]
        grave = [f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:200]}" for each in found for node in each["nodes"]
                 if each["impact"] in GRAVE]  # fmt: skip
        assert grave == []


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser that is installed; none is downloaded."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("These tests need a browser; install the Debian package chromium.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, client: httpx.Client, device: str) -> Iterator[Visit]:
    """Open a fresh page, with nothing remembered, on a device."""
    context = browser.new_context(**DEVICES[device], reduced_motion="reduce")
    page = context.new_page()
    visit = Visit(page, str(client.base_url))
    page.on("console", lambda message: visit.faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).netloc))
    page.on("requestfailed", lambda request: visit.faults.append(f"{request.url}: {request.failure}"))
    page.on("dialog", lambda dialog: (visit.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    try:
        yield visit
    finally:
        context.close()
