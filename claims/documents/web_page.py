"""Web pages as a browser saves them: the article's text, and what the page tells of its origin.

The body is found by trafilatura. Its text is checked for loss: where it is shorter than LEAST_SHARE of the page's longest run of
paragraphs, or where the search fails, all paragraphs of that article (or of the page, if it marks no article) are the text instead;
where there are none, the words that the page's JSON-LD holds. A page with none of these is rejected.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.documents.document import Document, PrintedDetails
from claims.documents.files import RejectedFile, read_bytes
from claims.documents.web_encoding import decode_page

if TYPE_CHECKING:
    from claims.documents.page_markup import Page

MEDIA_TYPE = "text/html"
LEAST_SHARE = 0.5
LEAST_CHARACTERS = 40  # of a page's text outside links: less is a menu or a notice

_TEXTS = {"p", "head", "item", "quote", "code", "fw", "ab", "row"}


def read_web_page(path: Path, language: str | None = None) -> Document:
    """Return the document in one saved page (.html, .htm): its headline, then its paragraphs, with an empty line between them.

    Offsets count the code points of that text, and its sha256 is the document's identity: the same article in another frame is the same
    document. Nothing of the page is run or fetched. RejectedFile tells what cannot be read, and why.
    """
    data = read_bytes(path)
    if not data.strip():
        raise RejectedFile(path, "it is empty; a saved page holds text.")
    markup, encoding = decode_page(path, data)
    # lxml and trafilatura take 0.4 s to import, which those who load plain text need not wait for.
    from claims.documents.page_markup import MAX_TAGS, TooManyTags, read_markup
    from claims.documents.page_metadata import read_metadata

    try:
        page = read_markup(markup)
    except TooManyTags:
        raise RejectedFile(path, f"it holds more than {MAX_TAGS:,} tags, as no article does; save the article's text as .txt.") from None
    today = date.today()
    printed, words = read_metadata(page, today)
    blocks = _body(page, words) if page.unlinked >= LEAST_CHARACTERS else words
    if sum(map(len, blocks)) < LEAST_CHARACTERS:
        raise RejectedFile(path, "no article is found in the page; save the article's text as .txt.")
    text = "\n\n".join(_with_title(blocks, printed))
    return Document(str(path), text, encoding, MEDIA_TYPE, language, today, printed)


def _with_title(blocks: list[str], printed: PrintedDetails) -> list[str]:
    """Put the headline first, once."""
    if printed.title is None:
        return blocks
    title = printed.title.casefold()
    start = next((number for number, block in enumerate(blocks[:3]) if block.casefold() == title), -1)
    return [printed.title, *blocks[:start], *blocks[start + 1 :]] if start >= 0 else [printed.title, *blocks]


def _body(page: "Page", words: list[str]) -> list[str]:
    """Return the blocks of the article: as trafilatura finds them, else all paragraphs, else the words of the JSON-LD."""
    sizes: dict[int, int] = {}
    for paragraph in page.paragraphs:
        sizes[paragraph.group] = sizes.get(paragraph.group, 0) + len(paragraph.text)
    largest = max(sizes, key=lambda group: sizes[group], default=0)
    found = _search(page.tree)
    if found and sum(map(len, found)) >= LEAST_SHARE * sizes.get(largest, 0):
        return found
    marked = largest < 0  # an article or main part
    paragraphs = [paragraph.text for paragraph in page.paragraphs if not marked or paragraph.group == largest]
    return paragraphs or words


def _search(tree: Any) -> list[str]:
    """Return the blocks of text that trafilatura takes for the article; none where it fails."""
    if tree is None:
        return []
    import trafilatura

    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception:  # whatever a hostile page does to it, the paragraphs are still there
        return []
    body = getattr(document, "body", None)
    return [] if body is None else _blocks(body)


def _blocks(body: Any) -> list[str]:
    """Return the text of trafilatura's tree, block by block; a line break ends a block, a table's row is one."""
    blocks: list[str] = []
    line: list[str] = []

    def flush() -> None:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            blocks.append(text)

    waiting: list[tuple[Any, bool]] = [(body, True)]
    while waiting:
        element, opens = waiting.pop()
        tag = element.tag
        if tag in _TEXTS or tag == "lb":
            flush()
        if opens:
            line.append(element.text or "")
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
        else:
            if tag == "cell" and element.getnext() is not None:
                line.append(" | ")
            if element is not body:
                line.append(element.tail or "")
    flush()
    return blocks
