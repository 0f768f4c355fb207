"""Finds how a page is laid out: headline, dateline, bylines and other furniture, and the paragraphs of running text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from claims.documents.document import Span
from claims.extraction.agencies import agencies
from claims.extraction.dateline import Origin, is_masthead, is_medium, published_in, read_dateline, read_masthead
from claims.extraction.gazetteer import is_city, state_names
from claims.extraction.lexicon import Lexicon, names_of, reporting_verbs
from claims.extraction.spans import trimmed

LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]\\]*\s*$")
INNER_END = re.compile(r"[.!?][\"”’'»)\]\\]*\s+[\"“‘'«(\\]*[^\W\d_a-z]")
CREDIT = re.compile(r"\((?:[^()]{0,40}/[^()]{1,60})\)\s*\.?$")
SOURCE_TAG = re.compile(r"\(([\w/. -]{2,30})\)\.?\s*$")
# where text goes on behind a headline in capitals: a capitalised word with two small ones behind it, or one and a comma; or a quotation
RUNNING = re.compile(r"(?<=\s)(?:[A-Z][a-z]*(?:-[a-z]+)?,? [a-z][a-z-]*(?:,| [a-z])|[“\"][A-Z])")
WORDS = re.compile(r"[\w-]+")
NO_SPACE = re.compile(r"\S+")
CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
LONGEST_TITLE = 120  # characters of an office and a name before their verb
BARE_DATE = re.compile(r"^[\w,./ :|-]{6,60}$")
DAY_LINE = re.compile(r"\b(?:19|20)\d\d\b")
BYLINES = re.compile(r"[;|]|/\s*(?=\w+\s*:)|\s{2,}")  # a slash parts two bylines only before a second label
BYLINE_WORDS = 5  # of a name
BYLINE_LINE = 11  # words of a byline with what the reporter is
WHOLE_SENTENCE = 6  # words
TITLE_CASE = 0.8  # of the words of a headline that sets its words in capitals, whatever marks stand between: "Is It So? Here Is Why"
NEAR_COLON = 5  # words of a line that introduces somebody's words, before its colon
SUMMARY = 3  # paragraphs among which the dateline stands
LONGEST_DATELINE = 200  # characters that are looked at
LONG_LINE = 12  # words: a line as long as this without a full stop is text all the same


@dataclass(slots=True)
class Layout:
    """What the page tells of itself. `dateline` is the span up to the text proper; bylines map a role to the printed name."""

    title: Span | None = None
    paragraphs: list[Span] = field(default_factory=list)
    dateline: Span | None = None
    place: str | None = None
    within: str | None = None  # the region or state that a comma sets behind the place
    medium: str | None = None
    bylines: dict[str, str] = field(default_factory=dict)
    copyright: str | None = None
    tag: str | None = None
    date_lines: list[Span] = field(default_factory=list)


class PageWords:
    """The words of one language that lines of a page begin with, ready to look for."""

    def __init__(self, layout: Mapping[str, Any], offices: Iterable[str], verbs: frozenset[str]) -> None:
        self.offices, self.verbs = frozenset(office.split()[0] for office in offices), verbs
        self.furniture, self.soft_furniture = tuple(layout["furniture"]), tuple(layout["soft_furniture"])
        self.bylines: dict[str, list[str]] = layout["bylines"]
        self.labels = tuple(label for labels in self.bylines.values() for label in labels)
        self.copyright = tuple(layout["copyright"])
        links = "|".join(map(re.escape, layout["inner_links"]))
        self.links = re.compile(rf"(?<=[^\w\s]\s)(?:{links})(?=:|\s[A-Z“\"])|(?<=\s)(?:{links})(?=:)") if links else None


@cache
def page_words(lexicon: Lexicon) -> PageWords:
    """Return the words of one language that lines of a page begin with, made once."""
    return PageWords(lexicon["layout"], lexicon["people"]["offices"], reporting_verbs(lexicon.code))


def find_layout(text: str, lexicon: Lexicon) -> Layout:
    """Read the lines of a page in order, each as headline, furniture or paragraph."""
    words = page_words(lexicon)
    layout = Layout()
    lines = [trimmed(text, match.start(), match.end()) for match in LINE.finditer(text)]
    lines = [line for line in lines if line.start < line.end]
    for number, line in enumerate(lines):
        content = line.of(text)
        lowered = content.lower()
        introduces = _says_who_speaks(lowered, lexicon)
        running = introduces or _is_paragraph(content)
        above = not layout.paragraphs and number + 1 < len(lines) and (not running or _is_day(content))
        if above and layout.title is None and is_masthead(content, lexicon):
            layout.medium = layout.medium or content
            continue
        masthead = _read_masthead(content, layout, lexicon) if above else None
        dated = masthead is not None and masthead.dated
        if dated:
            layout.date_lines.append(line)
        elif masthead is not None and masthead.medium is not None and (masthead.place or masthead.writer):
            continue  # "The Halden Courier, Oslo", "Ann Lee - The Halden Courier"
        if layout.paragraphs and (paper := published_in(content, lexicon)) is not None:
            layout.medium = layout.medium or paper
            continue
        if running and lowered.startswith(words.labels) and (cut := _behind_bylines(content, lexicon)):
            _read_byline(content[:cut], lowered[:cut], layout, words, lexicon)
            layout.paragraphs += _without_links(text, Span(line.start + cut, line.end), words)
            continue
        if _read_byline(content, lowered, layout, words, lexicon) or _is_furniture(content, lowered, words):
            if not layout.paragraphs and not dated and any(c.isdigit() for c in content):
                layout.date_lines.append(line)  # "Updated: July 6, 2015"
            layout.tag = layout.tag or _credited(lowered, lexicon)
            continue
        if above and (tag := _credited(lowered, lexicon)) is not None:
            layout.tag = layout.tag or tag
        elif layout.title is None and not layout.paragraphs and not dated and len(lines) > 1 and not introduces and _is_title(content):
            layout.title = line
        elif (credit := _credit_in(content, lexicon)) is not None and (layout.paragraphs or layout.title):
            closing = trimmed(text, line.start, line.start + credit)
            if layout.paragraphs and line is lines[-1] and SENTENCE_END.search(closing.of(text)) is not None:
                layout.paragraphs += _without_links(text, closing, words)  # the last words, and who wrote them
        elif running and not dated:
            layout.paragraphs += _without_links(text, line, words)
        elif not dated and BARE_DATE.match(content) and any(c.isdigit() for c in content):
            layout.date_lines.append(line)
    if layout.title is not None and not layout.paragraphs:
        layout.paragraphs, layout.title = [layout.title], None
    if layout.paragraphs:
        _read_dateline(text, layout, lexicon)
        _read_tag(text, layout, lexicon)
    return layout


def _without_links(text: str, line: Span, words: PageWords) -> list[Span]:
    """Return the parts of a paragraph around links to other articles, where a text has lost its lines: "... itu. Baca Juga Judul Lain"."""
    parts, start = [], line.start
    for link in words.links.finditer(text, line.start, line.end) if words.links is not None else ():
        if link.start() < start:
            continue
        parts.append(trimmed(text, start, link.start()))
        after = RUNNING.search(text, link.end(), line.end)
        start = _sentence_start(text, link.end(), after, words) if after is not None else line.end
    parts.append(trimmed(text, start, line.end))
    return [part for part in parts if part.start < part.end]


def _sentence_start(text: str, first: int, running: re.Match[str], words: PageWords) -> int:
    """Return where the sentence begins whose first small words are found: at the office before the name, where these tell who speaks."""
    last = running.start()
    if words.verbs.isdisjoint(WORDS.findall(running[0])):
        return last
    titles = CAPITALISED.finditer(text, max(first, last - LONGEST_TITLE), last)
    offices = (word.start() for word in titles if word[0].lower() in words.offices)
    return next((start for start in offices if all(word[0].isupper() for word in WORDS.findall(text, start, last))), last)


def _is_day(content: str) -> bool:
    """Tell whether a line is short and prints a year, as one with a date does."""
    return BARE_DATE.match(content) is not None and DAY_LINE.search(content) is not None


def _read_masthead(content: str, layout: Layout, lexicon: Lexicon) -> Origin:
    """Keep the place and medium that a line above the text names; return what it names."""
    found = read_masthead(content, lexicon)
    layout.place = layout.place or found.place
    layout.medium = layout.medium or found.medium
    if found.writer is not None:
        layout.bylines.setdefault("reporter", found.writer)
    return found


def _read_byline(content: str, lowered: str, layout: Layout, words: PageWords, lexicon: Lexicon) -> bool:
    """Keep the name of a byline such as `Editor: Sari Dewi`; tell whether the line is one."""
    read = False
    several = ";" in content or "|" in content or "/" in content or "  " in content
    for piece in BYLINES.split(content) if several else (content,):
        part = piece.strip(" ()")
        if not part.lower().startswith(words.labels):
            continue
        for role, labels in words.bylines.items():
            for label in labels:
                name = _name_after(part, label, lexicon)
                if name is not None:
                    layout.bylines.setdefault(role, name.split(", ")[0])
                    read = True
    if read:
        return True
    if lowered.startswith(words.copyright):
        name = content
        for mark in [*words.copyright, "©", "(c)"]:
            name = re.sub(re.escape(mark), "", name, flags=re.IGNORECASE)
        layout.copyright = layout.copyright or re.sub(r"^[\s:,]+|[\s.,]+$", "", name)
        return True
    return False


def _behind_bylines(content: str, lexicon: Lexicon) -> int:
    """Return where the text proper begins in a line that opens with bylines, their breaks lost: at its dateline; 0 where none follows."""
    for word in NO_SPACE.finditer(content, 0, LONGEST_DATELINE):
        found = read_dateline(content[word.start() : word.start() + LONGEST_DATELINE], lexicon)
        medium = found.medium if found is not None else None
        if found is None or (medium is not None and (not is_medium(medium, lexicon) or is_medium(medium.partition(" ")[2], lexicon))):
            continue  # "Editor: Ana Wirya KOMPAS.com"
        if found.place is None or found.place.isupper() or is_city(found.place, lexicon.code):
            return word.start()
    return 0


def _credited(lowered: str, lexicon: Lexicon) -> str | None:
    """Return the agency that a line of the page credits: `Source: Xinhua`, `AP Science Writer`."""
    label, colon, name = lowered.partition(":")
    if colon:
        return agencies().get(name.strip(" .")) if label.strip() in lexicon["layout"]["credits"] else None
    *names, last = lowered.split()
    if last not in names_of(lexicon, "layout", "writers") or len(names) > BYLINE_WORDS:
        return None
    return next((found for n in range(len(names), 0, -1) if (found := agencies().get(" ".join(names[:n])))), None)


@cache
def second_label(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a further label that a word for "and" joins to one, up to its colon: `& Reporter:`."""
    joiners = "|".join(re.escape(word) for word in ("/", *lexicon["people"]["conjunctions"], "&"))
    return re.compile(rf"\s*(?:{joiners})\s*\w+\s*:(.*)", re.IGNORECASE)


def _name_after(part: str, label: str, lexicon: Lexicon) -> str | None:
    """Return the name behind a byline's label: after a colon whatever stands there, without one a capitalised name to the line's end.

    Where the writer is ("By Ann Lee in Nairobi") belongs to no name.
    """
    if not part.lower().startswith(label):
        return None
    rest = part[len(label) :]
    if (joined := second_label(lexicon).match(rest)) is not None:
        return joined[1].strip() or None  # "Redaktur & Reporter: ..."
    if rest.lstrip().startswith(":"):
        return rest.lstrip()[1:].strip() or None
    name = rest.strip(" .")
    for link in lexicon["layout"]["place_links"]:
        name = name.partition(f" {link} ")[0]
    words, own = name.split(), name.split(",")[0].split()
    named = rest[:1] == " " and 1 < len(own) <= BYLINE_WORDS and len(words) <= BYLINE_LINE and all(word[0].isupper() for word in own)
    return name if named else None


def _is_furniture(content: str, lowered: str, words: PageWords) -> bool:
    """Tell whether a line belongs to the page and not to the text; a whole sentence that only begins like furniture is text."""
    if lowered.startswith(words.furniture) or content.count("|") > 1:
        return True
    if not lowered.startswith(words.soft_furniture):
        return False
    return len(content.split()) < WHOLE_SENTENCE or SENTENCE_END.search(content) is None


def _is_title(content: str) -> bool:
    if content.isupper() or (content[-1] in "!?" and len(content.split()) <= LONG_LINE):
        return True
    if SENTENCE_END.search(content) is not None:
        return False
    words = [word for word in content.split() if word[0].isalpha()]
    return INNER_END.search(content) is None or sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words)


def _credit_in(content: str, lexicon: Lexicon) -> int | None:
    """Return where the credit of a picture's caption begins, with which its line ends: `(Agency/Name)`; None where there is none."""
    match = CREDIT.search(content) if "/" in content else None
    if match is None:
        return None
    credit = match.group().strip("(). ")
    captions: list[str] = lexicon["layout"]["captions"]
    names = (name.strip() for name in credit.split("/"))
    known = any(label in credit.lower() for label in captions) or any(is_medium(name, lexicon) for name in names)
    return match.start() if known else None


def _is_paragraph(content: str) -> bool:
    return SENTENCE_END.search(content) is not None or INNER_END.search(content) is not None or len(content.split()) >= LONG_LINE


def _says_who_speaks(lowered: str, lexicon: Lexicon) -> bool:
    """Tell whether a line introduces the words of the paragraph below it: "The mayor, Jane Doe, said on Monday:"."""
    if not lowered.endswith(":"):
        return False
    words = lowered[:-1].split()
    verbs = names_of(lexicon, "attribution", "verbs_before") - names_of(lexicon, "attribution", "noun_like")
    return len(words) > 1 and not verbs.isdisjoint(words[-NEAR_COLON:])


def _read_dateline(text: str, layout: Layout, lexicon: Lexicon) -> None:
    """Keep what the dateline tells: that of the first paragraph, or of one of the next where a summary or caption stands first."""
    for paragraph in layout.paragraphs[:SUMMARY]:
        head = text[paragraph.start : min(paragraph.end, paragraph.start + LONGEST_DATELINE)]
        found = read_dateline(head, lexicon)
        if found is None:
            continue
        place = found.place or ""
        sure = place.isupper() or is_city(place, lexicon.code) or found.within in state_names(lexicon.code)  # "Durban, South Africa –"
        if paragraph is layout.paragraphs[0] or found.medium is not None or sure:
            layout.place, layout.medium = found.place or layout.place, found.medium or layout.medium
            layout.within = found.within
            layout.dateline = Span(paragraph.start, paragraph.start + found.length)
            return


def _read_tag(text: str, layout: Layout, lexicon: Lexicon) -> None:
    """Read an agency's tag in brackets at the end of the text, such as `(rtr)`."""
    match = SOURCE_TAG.search(layout.paragraphs[-1].of(text))
    if match is not None and (name := agencies().get(match.group(1).lower())):
        last = layout.paragraphs[-1]
        layout.tag = name
        layout.paragraphs[-1] = Span(last.start, last.start + match.start())
