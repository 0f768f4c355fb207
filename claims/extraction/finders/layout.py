"""Finds how a page is laid out: headline, dateline, bylines and other furniture, and the paragraphs of running text."""

import re
from dataclasses import dataclass, field
from typing import Any

from claims.documents.document import Span
from claims.extraction.lexicon import Lexicon

LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]\\]*\s*$")
INNER_END = re.compile(r"[.!?][\"”’'»)\]\\]*\s+[\"“‘'«(\\]*[^\W\d_a-z]")
CREDIT = re.compile(r"\((?:[^()]{0,40}/[^()]{1,60})\)\s*\.?$")
SOURCE_TAG = re.compile(r"\(([\w/. -]{2,30})\)\.?\s*$")
PLACE = r"[^\W\d_][\w.'’-]*(?:[ ,]+[^\W\d_][\w.'’-]*){0,4}"
MEDIUM = r"[^\W\d_][\w.&'’/-]*(?: [^\W\d_][\w.&'’/-]*){0,3}"
DATE_PART = r"(?:, *[^\W\d_]+)?(?:, *[^\W\d_.]+\.? \d{1,2}(?:, \d{4})?|, *\d{1,2} [^\W\d_]+(?: \d{4})?)? *"
WEB_NAME = re.compile(r"\.(?:com?|id|net|org)\b", re.IGNORECASE)
BARE_DATE = re.compile(r"^[\w,./ :|-]{6,60}$")
BYLINES = re.compile(r"[;|]")
MASTHEAD = re.compile(r",| [-–—|] ")
BYLINE_WORDS = 5  # of a name
BYLINE_LINE = 11  # words of a byline with what the reporter is
NAMEPLATE_WORDS = 4  # of a paper's name on a line of its own
CAPITAL_PLACE = re.compile(r"(?:^|\| *)([^\W\d_a-z]{3,}(?: [^\W\d_a-z]{3,}){0,2}), (?=[^\W\d_]+\.? \d)")
WHOLE_SENTENCE = 6  # words
LONG_LINE = 12  # words: a line as long as this without a full stop is text all the same


@dataclass(slots=True)
class Layout:
    """What the page tells of itself. `dateline` is the span up to the text proper; bylines map a role to the printed name."""

    title: Span | None = None
    paragraphs: list[Span] = field(default_factory=list)
    dateline: Span | None = None
    place: str | None = None
    medium: str | None = None
    bylines: dict[str, str] = field(default_factory=dict)
    copyright: str | None = None
    tag: str | None = None
    date_lines: list[Span] = field(default_factory=list)


def find_layout(text: str, lexicon: Lexicon) -> Layout:
    """Read the lines of a page in order, each as headline, furniture or paragraph."""
    words = lexicon["layout"]
    layout = Layout()
    lines = [_strip(text, match) for match in LINE.finditer(text)]
    lines = [line for line in lines if line.start < line.end]
    for number, line in enumerate(lines):
        content = line.of(text)
        lowered = content.lower()
        if _read_byline(content, lowered, text, layout, words) or _is_furniture(content, lowered, words):
            if not layout.paragraphs and any(c.isdigit() for c in content):
                layout.date_lines.append(line)  # "Updated: July 6, 2015"
            continue
        if not layout.paragraphs and _is_nameplate(content, words):
            layout.medium = layout.medium or content
        elif layout.title is None and not layout.paragraphs and not layout.date_lines and len(lines) > number + 1 and _is_title(content):
            layout.title = line
        elif _is_caption(content, words) and layout.paragraphs:
            continue
        elif _is_paragraph(content):
            layout.paragraphs.append(line)
        elif BARE_DATE.match(content) and any(c.isdigit() for c in content):
            layout.date_lines.append(line)
            if layout.place is None and (place := CAPITAL_PLACE.search(content)):
                layout.place = place[1]
            masthead = MASTHEAD.split(content)[0].strip()
            if layout.medium is None and _is_medium(masthead, words):
                layout.medium = masthead
    if layout.title is not None and not layout.paragraphs:
        layout.paragraphs, layout.title = [layout.title], None
    if layout.paragraphs:
        _read_dateline(text, layout, words)
        _read_tag(text, layout, words)
    return layout


def _strip(text: str, match: re.Match[str]) -> Span:
    raw = match.group()
    return Span(match.start() + len(raw) - len(raw.lstrip()), match.end() - len(raw) + len(raw.rstrip()))


def _read_byline(content: str, lowered: str, text: str, layout: Layout, words: dict[str, Any]) -> bool:
    """Keep the name of a byline such as `Editor: Sari Dewi`; tell whether the line is one."""
    read = False
    for part in BYLINES.split(content):
        for role, labels in words["bylines"].items():
            for label in labels:
                name = _name_after(part.strip(" ()"), label)
                if name is not None:
                    name, *rest = name.split(", ")
                    layout.bylines.setdefault(role, name)
                    _read_behind_byline(rest, text, layout, words)
                    read = True
    if read:
        return True
    marks: list[str] = words["copyright"]
    if lowered.startswith(tuple(marks)):
        name = content
        for mark in [*marks, "©", "(c)"]:
            name = re.sub(re.escape(mark), "", name, flags=re.IGNORECASE)
        layout.copyright = layout.copyright or re.sub(r"^[\s:,]+|[\s.,]+$", "", name)
        return True
    return False


def _read_behind_byline(parts: list[str], text: str, layout: Layout, words: dict[str, Any]) -> None:
    """Read what follows a byline's name behind commas: a medium, or a place of the text; what the reporter is, is left out."""
    if not parts:
        return
    last = parts[-1].strip(" .")
    if _is_medium(last, words):
        layout.medium = layout.medium or last
    elif last.lower() in {name.lower() for name in words["agencies"]}:
        layout.tag = layout.tag or last
    elif layout.place is None and _is_place(last, text, words):
        layout.place = last


def _is_place(name: str, text: str, words: dict[str, Any]) -> bool:
    """Tell whether a name is a place's by the text, which says "in" before it."""
    return name[0].isupper() and any(f" {preposition} {name}" in text for preposition in words["place_prepositions"])


def _name_after(part: str, label: str) -> str | None:
    """Return the name behind a byline's label: after a colon whatever stands there, without one a capitalised name to the line's end."""
    if not part.lower().startswith(label):
        return None
    rest = part[len(label) :]
    if rest.lstrip().startswith(":"):
        return rest.lstrip()[1:].strip() or None
    name = rest.strip(" .")
    words = name.split()
    own = name.split(",")[0].split()
    named = rest[:1] == " " and 1 < len(own) <= BYLINE_WORDS and len(words) <= BYLINE_LINE and all(word[0].isupper() for word in own)
    return name if named else None


def _is_furniture(content: str, lowered: str, words: dict[str, Any]) -> bool:
    """Tell whether a line belongs to the page and not to the text; a whole sentence that only begins like furniture is text."""
    if lowered.startswith(tuple(words["furniture"])) or content.count("|") > 1:
        return True
    whole = len(content.split()) >= WHOLE_SENTENCE and SENTENCE_END.search(content) is not None
    return lowered.startswith(tuple(words["soft_furniture"])) and not whole


def _is_title(content: str) -> bool:
    if content.isupper() or (content[-1] in "!?" and len(content.split()) <= LONG_LINE):
        return True
    return SENTENCE_END.search(content) is None and INNER_END.search(content) is None


def _is_caption(content: str, words: dict[str, Any]) -> bool:
    """A picture's caption ends in its credit, `(Agency/Name)`, or begins with the word for one."""
    match = CREDIT.search(content)
    captions: list[str] = words["captions"]
    return match is not None and any(label in match.group().lower() for label in captions)


def _is_paragraph(content: str) -> bool:
    return SENTENCE_END.search(content) is not None or INNER_END.search(content) is not None or len(content.split()) >= LONG_LINE


def _read_dateline(text: str, layout: Layout, words: dict[str, Any]) -> None:
    """Read `Astana (ANTARA) -`, `Bishkek, Kabar Kita -`, `LONDON, Jan 5 (Reuters) -`, `TEMPO.CO, Jakarta -`, `KONTAN.CO.ID - JAKARTA.`."""
    first = layout.paragraphs[0]
    dashes = "|".join(re.escape(mark) for mark in words["separators"])
    head = text[first.start : min(first.end, first.start + 90)]
    match = re.match(rf"(?:(?P<place>{PLACE}?){DATE_PART})?\((?P<medium>[^()]{{2,40}})\) *(?:{dashes}) ", head)
    if match is None:
        match = re.match(rf"(?P<place>{PLACE}?){DATE_PART}(?<=\d) *(?P<medium>) *(?:{dashes}) ", head)
    if match is None:
        capitals = re.match(r"(?P<place>[^\W\d_a-z]{2,}(?:[ -][^\W\d_a-z]{2,}){0,3}): (?=[^\W\d_])", head)
        if capitals is not None:
            layout.place, layout.dateline = capitals["place"], Span(first.start, first.start + capitals.end())
            return
        match = re.match(rf"(?P<one>{MEDIUM}) +(?:{dashes}) (?P<two>[^\W\d_a-z]{{2,}}(?: [^\W\d_a-z]{{2,}}){{0,2}})\. (?=[^\W\d_])", head)
        match = match or re.match(rf"(?P<one>{MEDIUM})(?:(?:, | \| )(?P<two>{MEDIUM}))?(?: +(?:{dashes})|(?P<colon> ?:)) ", head)
        if match is None:
            return
        one, two = match["one"], match["two"]
        media = [name for name in (one, two) if name and _is_medium(name, words)]
        if not media and (match.groupdict().get("colon") or not all(word[0].isupper() for word in [*one.split(), *(two or "").split()])):
            return
        if two is None:
            place, medium = (None, one) if media else (one, None)
        else:
            place, medium = (two, one) if media == [one] else (one, two)
    else:
        place, medium = match["place"], match["medium"] or None
    if place is not None and len(place.split()) > 4:
        return
    layout.place = place.strip(" ,") if place else layout.place
    layout.medium = medium or layout.medium
    layout.dateline = Span(first.start, first.start + match.end())


def _is_nameplate(content: str, words: dict[str, Any]) -> bool:
    """Tell whether a line is a paper's name and nothing else."""
    own = content.split()
    return len(own) <= NAMEPLATE_WORDS and all(word[0].isupper() for word in own) and _is_medium(content.removeprefix("The "), words)


def _is_medium(name: str, words: dict[str, Any]) -> bool:
    """Tell whether a name is that of a paper or site: one that is known, one with a word of such names, or a web address."""
    lowered = name.lower()
    known = any(lowered == medium.lower() for medium in words["media"])
    return known or WEB_NAME.search(name) is not None or not set(words["medium_words"]).isdisjoint(lowered.split())


def _read_tag(text: str, layout: Layout, words: dict[str, Any]) -> None:
    """Read an agency's tag in brackets at the end of the text, such as `(rtr)`."""
    known = {name.lower(): name for name in words["agencies"]}
    match = SOURCE_TAG.search(layout.paragraphs[-1].of(text))
    if match is not None and (name := known.get(match.group(1).lower())):
        last = layout.paragraphs[-1]
        layout.tag = name
        layout.paragraphs[-1] = Span(last.start, last.start + match.start())
