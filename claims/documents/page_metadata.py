"""What a web page tells of its origin: JSON-LD first (https://schema.org/NewsArticle), then meta tags, links and headings."""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from claims.documents.document import PrintedDetails
from claims.documents.page_markup import MAX_SCRIPT, Page

ARTICLE = re.compile(r"(?:.*[/:])?(?:\w*Article|BlogPosting|LiveBlogPosting|Report)")
Found = TypeVar("Found")

MAX_NODES = 20_000  # of one page's JSON-LD
LONGEST = 400  # characters of a title or name; what is longer is none
LONGEST_URL = 2_000
OLDEST = 1990  # no page is older; templates print 1970-01-01 for no day

DAY = re.compile(r"\s*(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)")
URL = re.compile(r"https?://[^\s\x00-\x20\"<>\\^`{|}\x7f]+", re.IGNORECASE)
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|SingleFile\s+url:\s*(\S+)")
WRAPPINGS = ("//", "/*", "*/", "<![CDATA[", "<!--", "]]>", "-->")  # of scripts, from the days of XHTML
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
SITE = re.compile(r"\s+[-–—|·:]\s+")
TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
ELLIPSIS = ("…", "...")

TITLES = ("og:title", "twitter:title", "headline", "dc.title", "title")
PUBLISHERS = ("og:site_name", "article:publisher", "dc.publisher", "publisher", "application-name")
REPORTERS = ("content_author", "dtk:author", "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator")
EDITORS = ("editor", "content_editor", "dtk:editor", "article:editor")
DAYS = (
    *("article:published_time", "og:published_time", "datepublished", "dtk:publishdate", "publishdate", "publish-date", "publish_date"),
    *("pubdate", "content_publisheddate", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "date"),
)
URLS = ("og:url", "twitter:url", "parsely-link", "dc.identifier")
LANGUAGES = ("og:locale", "content-language", "inlanguage", "dc.language", "language")


def read_metadata(page: Page, today: date) -> tuple[PrintedDetails, list[str]]:
    """Return a page's details, and the lines of its article if its JSON-LD holds them (`articleBody`).

    What is not printed, is no name, address or day, or is a day after `today` in every time zone, stays None.
    """
    meta: dict[str, list[str]] = {}
    for name, content in page.meta:
        value = _clean(content)
        if value:
            meta.setdefault(name, []).append(value)
    url = _first(_url, _addresses(page, meta))
    data = _Linked(page.scripts)
    article = data.article(url)

    publisher = _first(_name, [*data.names(article, "publisher"), *_all(meta, PUBLISHERS)])
    authors = data.objects(article, "author") or data.objects(article, "creator")
    agencies = [name for one in authors if _is_organisation(one) for name in _names(one) if not _same(name, publisher)]
    agencies += [name for key in ("sourceOrganization", "provider") for name in data.names(article, key) if not _same(name, publisher)]
    reporters = [name for one in authors if not _is_organisation(one) for name in _names(one)]
    printed = [*data.strings(article, "datePublished"), *_all(meta, DAYS), *data.strings(article, "dateCreated")]
    details = PrintedDetails(
        title=_title(data.strings(article, "headline"), meta, page.texts, publisher, url),
        publisher=publisher,
        agency=_first(_name, agencies),
        reporter=_joined(reporters, publisher) or (None if agencies else _first_joined(meta, REPORTERS, publisher)),
        editor=_joined(data.names(article, "editor"), publisher) or _first_joined(meta, EDITORS, publisher),
        url=url or _first(_url, _linked_addresses(data, article)),
        published_on=_first(lambda value: read_day(value, today), printed),
        language=_first(_code, [page.language or "", *data.strings(article, "inLanguage"), *_all(meta, LANGUAGES)]),
    )
    body = article.get("articleBody")
    return details, [line for one in TAGS.sub("\n", body).splitlines() if (line := _clean(one))] if isinstance(body, str) else []


def read_day(value: str, today: date) -> date | None:
    """Return the day of a printed time (ISO 8601 and its kin, or as in e-mail), in the time zone that is printed with it."""
    match = DAY.match(value)
    try:
        day = date(int(match[1]), int(match[3]), int(match[4])) if match else parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if day.year >= OLDEST and day <= today + timedelta(days=1) else None


class _Linked:
    """The nodes of a page's JSON-LD, shallow ones first; scripts that cannot be read are left out."""

    def __init__(self, scripts: list[str]) -> None:
        self._nodes: list[dict[str, Any]] = []
        self._by_id: dict[str, dict[str, Any]] = {}
        waiting: list[Any] = [value for script in scripts if (value := _json(script)) is not None]
        for one in waiting:  # grows while it is walked: level by level
            if len(waiting) > MAX_NODES:
                break
            if isinstance(one, list):
                waiting.extend(one[:MAX_NODES])
            elif isinstance(one, dict):
                self._nodes.append(one)
                if isinstance(one.get("@id"), str) and len(one) > len(self._by_id.get(one["@id"], {})):
                    self._by_id[one["@id"]] = one
                waiting.extend(value for value in list(one.values())[:MAX_NODES] if isinstance(value, dict | list))

    def article(self, url: str | None) -> dict[str, Any]:
        """Return the node of the page's article: the one with the page's address, else the first; an empty one if there is none."""
        articles = [node for node in self._nodes if _is_article(node) and len(node) > 2]
        for node in articles:
            if url is not None and any(_same_address(value, url) for value in _linked_addresses(self, node)):
                return node
        return articles[0] if articles else {}

    def objects(self, node: dict[str, Any], key: str) -> list[Any]:
        """Return the values of a property, references by `@id` followed."""
        value = node.get(key)
        values = value[:50] if isinstance(value, list) else [value]
        found = [self._by_id.get(one["@id"], one) if isinstance(one, dict) and isinstance(one.get("@id"), str) else one for one in values]
        return [one for one in found if isinstance(one, str | dict)]

    def strings(self, node: dict[str, Any], key: str) -> list[str]:
        """Return the strings of a property, cleaned."""
        return [text for one in self.objects(node, key) if isinstance(one, str) and (text := _clean(one))]

    def names(self, node: dict[str, Any], key: str) -> list[str]:
        """Return the names of the people or organisations of a property."""
        return [name for one in self.objects(node, key) for name in _names(one)]


def _json(script: str) -> Any:
    """Return a script's value, mended where templates break it most (comments around it, commas too many), or None."""
    if len(script) > MAX_SCRIPT:
        return None
    for text in (script, TRAILING_COMMA.sub("", _unwrapped(script))):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(script: str) -> str:
    """Return a script without the marks of comments and CDATA around it."""
    for _ in WRAPPINGS:
        script = script.strip().strip(";").strip()
        for mark in WRAPPINGS:
            script = script.removeprefix(mark).removesuffix(mark)
    return script


def _is_article(node: dict[str, Any]) -> bool:
    return any(ARTICLE.fullmatch(kind) for kind in _kinds(node))


def _is_organisation(one: Any) -> bool:
    return isinstance(one, dict) and any("Organization" in kind for kind in _kinds(one))


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind[:100] for kind in (kinds[:20] if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _names(one: Any) -> list[str]:
    value = one.get("name") if isinstance(one, dict) else one
    return [name for item in (value if isinstance(value, list) else [value])[:50] if isinstance(item, str) and (name := _clean(item))]


def _first(read: Callable[[str], Found | None], values: Iterable[str]) -> Found | None:
    """Return what `read` makes of the first value of which it makes something."""
    return next((found for value in values if (found := read(value)) is not None), None)


def _all(meta: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    """Return the contents of the first of the `names` that the page holds, then those of the others."""
    return [value for name in names for value in meta.get(name, ())]


def _clean(value: str) -> str:
    """Return a value as text: entities read (templates escape twice), white space and control characters collapsed, no surrogates."""
    text = html.unescape(value[:MAX_SCRIPT]).encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()) if not text.isprintable() else " ".join(text.split())


def _name(value: str) -> str | None:
    """Return a name, or None for what is none: an address, a handle, an e-mail, a text."""
    plain = value.strip(" ,;|")
    return plain if plain and len(plain) <= LONGEST and "://" not in plain and "@" not in plain and "www." not in plain.lower() else None


def _joined(values: list[str], publisher: str | None) -> str | None:
    names = dict.fromkeys(name for value in values[:20] if (name := _name(value)) and not _same(name, publisher))
    return ", ".join(names)[:LONGEST] or None


def _first_joined(meta: dict[str, list[str]], keys: tuple[str, ...], publisher: str | None) -> str | None:
    """Return the names under the first of the `keys` that holds any: several keys often repeat one name in several forms."""
    return next((names for key in keys if (names := _joined(meta.get(key, []), publisher))), None)


def _same(name: str, other: str | None) -> bool:
    return other is not None and name.casefold() == other.casefold()


def _title(
    headlines: list[str], meta: dict[str, list[str]], texts: list[tuple[str, str]], publisher: str | None, url: str | None
) -> str | None:
    """Return the headline: as JSON-LD has it, else the only h1, else a meta tag's or the window's, without the site's name behind it."""
    h1 = [text for tag, text in texts if tag == "h1" and text]
    windows = [text for tag, text in texts if tag == "title" and text][:1]
    candidates = [*headlines[:1], *(h1 if len(h1) == 1 else []), *_all(meta, TITLES), *windows]
    titles = [title for one in candidates if len(one) <= LONGEST and (title := _without_site(one, publisher, url))]
    if not titles:
        return None
    first = titles[0]
    if first.endswith(ELLIPSIS):  # cut at 110 characters, as search engines ask for
        stem = first.rstrip(".… ")
        return next((one for one in titles if one.startswith(stem) and not one.endswith(ELLIPSIS)), first)
    return first


def _without_site(title: str, publisher: str | None, url: str | None) -> str:
    """Cut the publisher's name or the host's off the end of a title (`… - Kabar Kota`, `… | kabarkota.example`)."""
    cuts = list(SITE.finditer(title))
    if not cuts:
        return title
    tail = title[cuts[-1].end() :].casefold()
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    squeezed = tail.replace(" ", "")
    if _same(tail, publisher) or (squeezed and squeezed in (host, host.split(".")[0])):
        return title[: cuts[-1].start()]
    return title


def _addresses(page: Page, meta: dict[str, list[str]]) -> Iterator[str]:
    """Yield where the page says it stands, the surest first."""
    yield from (href for rel, href in page.links if rel == "canonical")
    yield from _all(meta, URLS)
    for comment in page.comments:
        match = SAVED_FROM.search(comment)
        if match:
            yield match[1] or match[2]


def _linked_addresses(data: _Linked, article: dict[str, Any]) -> Iterator[str]:
    yield from data.strings(article, "url")
    for one in data.objects(article, "mainEntityOfPage"):
        value = (one.get("@id") or one.get("url")) if isinstance(one, dict) else one
        if isinstance(value, str):
            yield value
    if isinstance(article.get("@id"), str):
        yield article["@id"]


def _same_address(one: str, other: str) -> bool:
    return one.partition("#")[0].rstrip("/") == other.partition("#")[0].rstrip("/")


def _url(value: str) -> str | None:
    """Return an absolute http address, or None for any other."""
    text = html.unescape(value).strip()
    if len(text) > LONGEST_URL or not URL.fullmatch(text):
        return None
    try:
        text.encode("utf-8")
        return text if urlsplit(text).hostname else None
    except ValueError:
        return None


def _code(value: str) -> str | None:
    """Return the ISO 639 code of a language tag (`id-ID`, `en_GB`); the old `in` for Indonesian is `id`."""
    match = re.match(r"\s*([a-zA-Z]{2,3})(?![a-zA-Z])", value)
    code = match[1].lower() if match else None
    return "id" if code == "in" else code
