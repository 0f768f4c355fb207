"""Datelines and mastheads: where a text says that it comes from, at its beginning or on the lines above it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from claims.extraction.agencies import agencies
from claims.extraction.gazetteer import calendar_words, is_city, is_region
from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.names import name_beginnings

END = re.compile(r"(?P<dash> *\.? ?(?:--|–|—| -| \|| _) *|[.,]?- )|(?P<colon> ?: )|(?P<stop>\. )")
SITE = re.compile(r"(?P<medium>[\w-]+(?:\.\w+)+), (?:(?P<place>[^\W\d_]+) )?")
WIRE = re.compile(
    r"(?:(?P<head>[^().]{2,60}?)[ ,]*\((?P<round>[^()]{2,40})\)|(?P<city>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ' -]+)\. (?P<wire>[A-Z]{3,})) (?=[\"“]?[A-Z])"
)
AGENCY = re.compile(r"[ .,]*(?:--)?(?:\((?P<round>[^()]{2,40})\)|/(?P<slashed>[^\W\d_][\w. ]{1,28})/)[ .]*$")
DAY = re.compile(r"(?:[^\W\d_]+\.? )?\d{1,2}(?: [^\W\d_]{3,}\.?)?(?: \d{4})?|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{4}(?:-\d\d-\d\d)?")
PARTS = re.compile(r", *(?=\D)|, (?=\d)|,(?=\d{1,2}/)| +- +| – | — | \| | / | [•●] |\. (?=[^\W\d_]+\.? \d)")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORD = re.compile(r"[^\W\d_][\w.&'’/-]*")
WORD_RUN = re.compile(r"[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,4}")
WEB_NAME = re.compile(r"\.(?:com?|id|net|org)\b", re.IGNORECASE)
LONGEST = 80  # characters of a dateline
STATE_IN_BRACKETS = re.compile(r"([^\[\]]+) \[([^\[\]]+)\]")
PLACE_WORDS = 4
LINK = 3  # letters of a small word inside a name ("of", "and")
FEWEST_CAPITALS = 2  # letters of a word in capitals that names a place before a colon


class Dateline(NamedTuple):
    """How long the dateline at the beginning of a paragraph is, and what it names; `within` is what a comma says the place lies in."""

    length: int
    place: str | None
    medium: str | None
    within: str | None = None


class Origin(NamedTuple):
    """What the parts of a dateline or of a line above the text name.

    `dated` tells that a day is among them; `within` is what the place lies in, `writer` who stands before a medium.
    """

    place: str | None = None
    medium: str | None = None
    dated: bool = False
    within: str | None = None
    writer: str | None = None


def read_dateline(paragraph: str, lexicon: Lexicon) -> Dateline | None:
    """Read `Astana (ANTARA) -`, `LONDON, Jan 5 (Reuters) -`, `TEMPO.CO, Jakarta -`, `MOSCOW, April 1. /TASS/.`; None where there is none.

    Of "PORTO, Portugal (AP) -" the place is the first name.
    """
    found = None
    for match in END.finditer(paragraph, 1, LONGEST):  # the last that holds: "KONTAN.CO.ID - JAKARTA."
        following = paragraph[match.end() :].lstrip("\"“”‘'«([")
        if not following or not (following[0].isupper() if match["stop"] else following[0].isalnum()):
            continue  # "Porto, Jan. 5"
        if match["colon"] and following[0].islower():
            continue  # "London: the city that never sleeps"
        head = paragraph[: match.start()]
        agency = AGENCY.search(head)
        before = head[: agency.start()] if agency else head
        origin = _read_parts(PARTS.split(before), lexicon) if before else Origin()  # "(Reuters) -"
        if origin is None:
            continue
        if agency is not None:
            origin = _with_bracket(origin, agency["round"] or agency["slashed"], lexicon)
        if following[0].islower() and not (origin.medium or origin.dated or head.isupper()):
            continue  # "The Palestinian Authority - which ..."
        if _ends(match, head, origin, agency, lexicon) and (origin.place or origin.medium or (origin.dated and match["dash"])):
            found = Dateline(match.end(), origin.place, origin.medium, origin.within)
    joined = _without_end(paragraph, lexicon)
    return joined if joined and (found is None or joined.length > found.length) else found


def _with_bracket(origin: Origin, bracket: str, lexicon: Lexicon) -> Origin:
    """Add what the brackets at the end of a dateline hold: a medium, or a day ("Jakarta (12/3) -")."""
    if _is_day(bracket, lexicon):
        return origin._replace(dated=True)
    return origin._replace(medium=bracket.strip())


def _without_end(paragraph: str, lexicon: Lexicon) -> Dateline | None:
    """Read `Liputan6.com, Jakarta`, `AKURAT.CO,`, `New Delhi, Oct 3 (PTI)`, `ASTANA. KAZINFORM` before words that nothing parts from it."""
    match = SITE.match(paragraph)
    if match is not None and is_medium(match["medium"], lexicon):
        known = match["medium"].isupper() or match["medium"].lower() in _media(lexicon)  # "Amazon.com, the company, ..."
        place = match["place"] if is_city(match["place"] or "", lexicon.code) else None
        following = match.end() if place else match.end("medium") + len(", ")
        opens = place is not None or (known and paragraph[following : following + 1].isupper())
        return Dateline(following, place, match["medium"]) if opens else None
    wire = WIRE.match(paragraph)
    if wire is None or (wire["round"] or wire["wire"]).lower() not in agencies():
        return None
    origin = _read_parts(PARTS.split(wire["head"] or wire["city"]), lexicon)
    if origin is None or origin.place is None or not (origin.dated or origin.place.isupper() or is_city(origin.place, lexicon.code)):
        return None  # "Awami National Party (ANP) President ..."
    return Dateline(wire.end(), origin.place, wire["round"] or wire["wire"], origin.within)


def _ends(match: re.Match[str], head: str, origin: Origin, agency: re.Match[str] | None, lexicon: Lexicon) -> bool:
    """Tell whether a dash, colon, stop or space behind these parts ends a dateline."""
    if match["dash"]:
        return match["dash"] != "- " or origin.dated or origin.medium is not None or head.isupper() or is_city(head, lexicon.code)
    known = origin.place is not None and (agency is not None or origin.medium is not None or origin.dated or is_city(head, lexicon.code))
    if match["colon"]:
        return known or (head.isupper() and len(head) >= FEWEST_CAPITALS and not _is_label(head, lexicon))
    if agency is not None:  # "MOSCOW, April 1. /TASS/.", "Medan, (Analisa)."
        return agency["slashed"] is not None or agency.start() == 0 or is_city(head[: agency.start()].rstrip(" ,"), lexicon.code)
    if origin.medium is not None:  # "KONTAN.CO.ID - JAKARTA."
        return " - " in head and head.rpartition(" ")[2].isupper()
    return known or (head.isupper() and is_region(head.title(), lexicon.code))  # "JAKARTA.", not "NASA."


def _read_parts(parts: Iterable[str], lexicon: Lexicon) -> Origin | None:
    """Return what the parts name; None where one of them can be no part of a dateline."""
    place = medium = within = None
    dated = False
    for part in _finer(parts, lexicon):
        if _is_day(part, lexicon):
            dated = True
        elif is_medium(part, lexicon) or part.lower() in agencies():
            medium = medium or part
        elif _is_place(part):
            if place is None:
                place = part
            elif lexicon["layout"]["medium_after_place"] and not part.isupper() and not is_region(part, lexicon.code):
                medium = medium or part
            else:
                within = within or part
        else:
            return None
    return Origin(place, medium, dated, within)


def _finer(parts: Iterable[str], lexicon: Lexicon) -> Iterator[str]:
    """Part what no comma parts: `Kenya Feb 4`, `New Delhi [India]`, `ASTANA. KAZINFORM`."""
    for part in parts:
        name, stop, wire = part.rpartition(". ")
        if stop and wire.lower() in agencies():
            yield from (name, wire)
        elif inner := STATE_IN_BRACKETS.fullmatch(part):
            yield from inner.groups()
        else:
            words = part.split()
            k = next((k for k in range(1, len(words)) if _is_day(" ".join(words[k:]), lexicon)), len(words))
            dated = k < len(words) and words[k].rstrip(".") in calendar_words(lexicon.code)
            yield from (" ".join(words[:k]), " ".join(words[k:])) if dated else (" ".join(words),)


def _is_day(part: str, lexicon: Lexicon) -> bool:
    """Tell whether a part is a day: `March 4`, `12/3`, `Monday`, `Senin (24/11)`."""
    weekday, _, rest = part.strip(" ()").partition(" ")
    if weekday in calendar_words(lexicon.code) and not weekday.isdigit():
        return not rest or DAY.fullmatch(rest.strip(" ()")) is not None
    return DAY.fullmatch(part.strip(" ()")) is not None


def _is_label(head: str, lexicon: Lexicon) -> bool:
    """Tell whether words in capitals before a colon are a page's label or a body: `EXCLUSIVE:`, `WHO:`."""
    return head.lower() in names_of(lexicon, "layout", "page_labels") or head.lower() in names_of(lexicon, "people", "bodies")


def _is_place(part: str) -> bool:
    names = part.split()
    inside = names[1:-1]
    capital = all(name[0].isupper() or (len(name) <= LINK and name in inside) for name in names)  # "Mar del Plata"
    return 0 < len(names) <= PLACE_WORDS and capital and all(map(WORD.fullmatch, names))


def is_medium(name: str, lexicon: Lexicon) -> bool:
    """Tell whether a name is that of a paper or site: one that is known, one with a word of such names, or a web address."""
    lowered = name.lower()
    if lowered in lexicon["layout"]["furniture"]:
        return False  # "NEWS RELEASE"
    words = lowered.replace("-", " ").split()  # "KTVU-TV"
    return lowered in _media(lexicon) or WEB_NAME.search(name) is not None or not _medium_words(lexicon).isdisjoint(words)


@cache
def _media(lexicon: Lexicon) -> frozenset[str]:
    papers = (name for names in lexicon["parties"]["papers"].values() for name in names)
    return frozenset(name.lower() for name in (*lexicon["layout"]["media"], *papers))


@cache
def _medium_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon["layout"]["medium_words"])


def read_masthead(line: str, lexicon: Lexicon) -> Origin:
    """Read a line above the text: `Radar Kota, Selasa, 24 November 2009`, `HYDERABAD, March 15, 2018`, `By Ann Lee, Abuja`.

    A place is the name right before a day, the one name after a byline, or a city beside a paper.
    """
    place = medium = before = city = None
    dated = written = beside = False
    labels = tuple(f"{label} " for role in lexicon["layout"]["bylines"].values() for label in role)
    stamps, calendar = lexicon["layout"]["stamps"], calendar_words(lexicon.code)
    for part in (part.strip(" ()-") for part in PARTS.split(line)):
        if part.lower().startswith(tuple(stamps)):
            continue  # "Published :", "Posted Wednesday"
        if part in calendar or (DAY.match(part) and (YEAR.search(part) or any(word in calendar for word in part.split()))):
            place = place or before
            dated, before = True, None
        elif part.lower().startswith(labels):
            written, before = True, None
            place = place or _place_at_end(part, lexicon)
        elif is_masthead(part, lexicon) or part.lower() in agencies():
            medium, before = medium or part, None
            beside = True
        elif _is_place(part):
            if is_city(part, lexicon.code) or (beside and " " not in part):  # "BBC News, Bonn"
                city = city or part
            if written and (" " not in part or part == city):
                place = place or part
            before = part
    name, dash, paper = line.partition(" - ")
    person = any(word.lower() in name_beginnings(lexicon.code).person_names for word in name.split())
    writer = name if dash and paper == medium and " " in name and person and _is_place(name) else None
    return Origin(place or (city if medium else None), medium, dated, writer=writer)


def _place_at_end(byline: str, lexicon: Lexicon) -> str | None:
    """Return the place that a byline ends with: `By Ann Lee in Eldoret`."""
    for link in lexicon["layout"]["place_links"]:
        _, found, place = byline.rpartition(f" {link} ")
        if found and _is_place(place):
            return str(place)
    return None


def published_in(line: str, lexicon: Lexicon) -> str | None:
    """Return the paper that a line below the text names: `Published in The Halden Post, March 5, 2012`."""
    for label in lexicon["layout"]["published_in"]:
        _, found, rest = line.partition(f"{label} ")
        names = WORD_RUN.match(rest) if found else None
        if names:
            return names[0].strip(" .")
    return None


def is_masthead(line: str, lexicon: Lexicon) -> bool:
    """Tell whether a line is the name of a paper or site and nothing else: `The Halden Courier`."""
    names = line.split()
    named = line.lower() in _media(lexicon) or all(name[0].isupper() or len(name) <= LINK for name in names)
    return 0 < len(names) <= PLACE_WORDS and PARTS.search(line) is None and named and is_medium(line, lexicon)
