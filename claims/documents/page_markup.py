"""The markup of a web page, read in one pass: its head, its paragraphs, and a tree of bounded size and depth for the search of the body."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

MAX_ELEMENTS = 12_000  # in the tree: an article has 500 to 5,000, and the search for the body is not linear
MAX_TAGS = 400_000  # in the page; more is no article
MAX_DEPTH = 48  # of the tree; pages are 15 to 40 deep
MAX_VALUE = 300  # characters of an attribute in the tree
MAX_SCRIPT = 2**20  # characters of one JSON-LD script
MAX_SCRIPTS = 20
LONG = 80  # characters: a block as long as this is a paragraph in any element

KEPT = ("id", "class", "itemprop", "role", "href", "style", "aria-hidden")
TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACE = re.compile(r"\s+")
DROPPED = {"script", "style", "noscript", "template", "iframe", "svg", "math", "object", "select", "textarea", "canvas", "audio", "video"}
FURNITURE = {"nav", "footer", "aside", "form", "button", "figcaption", "menu", "dialog"}
CONTAINERS = {"article", "main"}
HEAD_TEXTS = {"title", "h1"}
BLOCKS = {
    *(
        "html",
        "head",
        "body",
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "figcaption",
    ),
    *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
    *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
}


class TooManyTags(Exception):
    """The page holds more than MAX_TAGS tags."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text, white space collapsed; `group` is the article, main part or element that holds it."""

    text: str
    group: int


@dataclass(slots=True)
class Page:
    """What one pass over the markup gives. `unlinked` counts the characters outside links and furniture; `tree` is None if too large."""

    language: str | None = None
    meta: list[tuple[str, str]] = field(default_factory=list)  # property or name in lower case, content
    links: list[tuple[str, str]] = field(default_factory=list)  # rel in lower case, href
    texts: list[tuple[str, str]] = field(default_factory=list)  # title or h1, text
    scripts: list[str] = field(default_factory=list)  # JSON-LD, unread
    comments: list[str] = field(default_factory=list)  # the first ones
    paragraphs: list[Paragraph] = field(default_factory=list)
    unlinked: int = 0
    tree: Any = None


def read_markup(text: str) -> Page:
    """Return what a page's markup holds; nothing in it is run, fetched or expanded. Raise TooManyTags for what is no article.

    The parser reports tags and text one after another and builds nothing, so that neither deep nesting nor thousands of attributes cost
    more than their length.
    """
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True, huge_tree=True)
    parser.feed(NOT_XML.sub(" ", text).encode("utf-8"))
    page: Page = parser.close()
    return page


class _Reader:
    """The parser's target: keeps the stack of open elements, and flushes a block of text where one ends."""

    def __init__(self) -> None:
        self.page = Page()
        self._builder = etree.TreeBuilder(element_factory=html.html_parser.makeelement)
        self._building = True
        self._stack: list[tuple[str, bool, bool]] = []  # tag, in the tree, opens a group
        self._depth = 0
        self._tags = 0
        self._dropped = 0
        self._furniture = 0
        self._p = 0
        self._links = 0
        self._groups = [0]
        self._block: list[str] = []
        self._linked = 0
        self._script: list[str] | None = None
        self._heads: list[tuple[str, list[str]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise TooManyTags
        if tag in BLOCKS:
            self._flush()
        self._read_head(tag, attributes)
        if tag in DROPPED:
            self._dropped += 1
        self._count(tag, 1)
        group = tag in CONTAINERS or "articlebody" in attributes.get("itemprop", "").lower()
        if group or (tag in BLOCKS and tag not in {"p", "br"}):
            self._groups.append(-self._tags if group else (self._groups[-1] if self._groups[-1] < 0 else self._tags))
            group = True
        self._stack.append((tag, self._build(tag, attributes), group))

    def end(self, tag: str) -> None:
        if not self._stack:
            return
        if tag in BLOCKS:
            self._flush()
        tag, built, group = self._stack.pop()
        if self._heads and tag == self._heads[-1][0]:
            self.page.texts.append((tag, " ".join("".join(self._heads.pop()[1]).split())))
        if tag == "script" and self._script is not None:
            self.page.scripts.append("".join(self._script))
            self._script = None
        if built:
            self._depth -= 1
            if self._building:
                self._builder.end(tag if TAG.fullmatch(tag) else "span")
        if tag in DROPPED:
            self._dropped -= 1
        self._count(tag, -1)
        if group:
            self._groups.pop()

    def data(self, text: str) -> None:
        if self._script is not None:
            self._script.append(text)
        if self._heads and not self._dropped:
            self._heads[-1][1].append(text)
        if self._dropped:
            return
        text = NOT_XML.sub(" ", text)
        self._block.append(text)
        if self._links:
            self._linked += len(text)
        if self._building and self._depth:
            self._builder.data(text)

    def comment(self, text: str) -> None:
        if len(self.page.comments) < 5:
            self.page.comments.append(text[:2000])

    def close(self) -> Page:
        self._flush()
        if self._building and self._tags:
            while self._depth:
                self.end(self._stack[-1][0])
            self.page.tree = self._builder.close()
        return self.page

    def _count(self, tag: str, step: int) -> None:
        if tag in FURNITURE:
            self._furniture += step
        elif tag == "p":
            self._p += step
        elif tag == "a":
            self._links += step

    def _build(self, tag: str, attributes: dict[str, str]) -> bool:
        """Add an element to the tree, unless it is dropped or lies too deep: then its text goes to the element around it."""
        if not self._building or self._dropped or tag in DROPPED:
            return False
        if self._tags > MAX_ELEMENTS:
            self._building = False
            return False
        if self._depth >= MAX_DEPTH:
            self._builder.data(" ")
            return False
        kept = {name: NOT_XML.sub(" ", value[:MAX_VALUE]) for name in KEPT if (value := attributes.get(name))}
        self._builder.start(tag if TAG.fullmatch(tag) else "span", kept)
        self._depth += 1
        return True

    def _read_head(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html":
            self.page.language = self.page.language or attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "meta":
            for name in ("property", "name", "itemprop", "http-equiv"):
                if attributes.get(name) and "content" in attributes:
                    self.page.meta.append((attributes[name].strip().lower(), attributes["content"]))
        elif tag == "link":
            self.page.links.append((attributes.get("rel", "").strip().lower(), attributes.get("href", "")))
        elif tag in HEAD_TEXTS and not self._dropped:  # an svg has a title, too
            self._heads.append((tag, []))
        elif tag == "script" and len(self.page.scripts) < MAX_SCRIPTS and "ld+json" in attributes.get("type", "").lower():
            self._script = []

    def _flush(self) -> None:
        """End a block of text, and keep it if it is a paragraph: in `p` or long, no furniture, and not mostly links."""
        if not self._block:
            return
        text = SPACE.sub(" ", "".join(self._block)).strip()
        linked, self._linked, self._block = self._linked, 0, []
        if not text or self._furniture or self._heads:
            return
        self.page.unlinked += max(0, len(text) - linked)
        if (self._p or len(text) >= LONG) and linked * 2 <= len(text):
            self.page.paragraphs.append(Paragraph(text, self._groups[-1]))
