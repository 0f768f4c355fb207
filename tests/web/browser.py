"""The real server as a process on a free port, and what a browser would see of its pages."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import httpx

SERVE = "import sys; from claims.web.serving import serve; serve(sys.argv[1], host=sys.argv[2], port=int(sys.argv[3]))"


@contextmanager
def serving(location: Path | str, host: str = "127.0.0.1") -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """Start `serve` as a process; yield a client of it, and the process."""
    command = [sys.executable, "-W", "error", "-c", SERVE, str(location), host, "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"Browse .+ at (http://\S+:\d+/) - Ctrl-C ends it\.\n", line)
        assert found, line + process.stderr.read()
        with httpx.Client(base_url=found[1], timeout=30) as client:
            yield client, process
    finally:
        process.kill()
        process.communicate()


class Page(HTMLParser):
    """The text, links, fields and addresses that a page loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.inline: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag in ("script", "img", "iframe") or (tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload")):
            self.loads.append(found.get("src") or found.get("href") or "inline")
        if tag == "label" and found.get("for"):
            self.labels.add(str(found["for"]))
        if tag in ("input", "select", "textarea") and found.get("type") not in ("hidden", "checkbox"):
            self.fields.append(found)
        self.inline += [(name, value or "") for name, value in attrs if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())
