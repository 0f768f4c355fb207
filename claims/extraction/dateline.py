"""Datelines and mastheads: where a text says that it comes from, at its beginning or on the lines above it."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from claims.extraction.lexicon import Lexicon

END = re.compile(r"(?P<dash> *\.?(?:--|–|—| -| \|) *|- )|(?P<colon> ?: )|(?P<stop>\. )")
SITE_AND_CITY = re.compile(r"(?P<medium>[\w-]+(?:\.\w+)+), (?P<place>[^\W\d_]+) ")
AGENCY = re.compile(r"[ .,]*(?:--)?(?:\((?P<round>[^()]{2,40})\)|/(?P<slashed>[^\W\d_][\w. ]{1,28})/)[ .]*$")
DAY = re.compile(r"(?:[^\W\d_]+\.? )?\d{1,2}(?: [^\W\d_]{3,}\.?)?(?: \d{4})?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}(?:-\d\d-\d\d)?")
PARTS = re.compile(r", | - | – | — | \| | / | • |\. (?=[^\W\d_]+\.? \d)")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORD = re.compile(r"[^\W\d_][\w.&'’/-]*")
WORD_RUN = re.compile(r"[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,4}")
WEB_NAME = re.compile(r"\.(?:com?|id|net|org)\b", re.IGNORECASE)
LONGEST = 80  # characters of a dateline
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
    """What the parts of a dateline or of a line above the text name; `dated` tells that a day is among them."""

    place: str | None = None
    medium: str | None = None
    dated: bool = False
    within: str | None = None


def read_dateline(paragraph: str, lexicon: Lexicon, cities: Collection[str]) -> Dateline | None:
    """Read `Astana (ANTARA) -`, `LONDON, Jan 5 (Reuters) -`, `TEMPO.CO, Jakarta -`, `MOSCOW, April 1. /TASS/.`; None where there is none.

    Of "PORTO, Portugal (AP) -" the place is the first name.
    """
    found = None
    for match in END.finditer(paragraph, 1, LONGEST):  # the last that holds: "KONTAN.CO.ID - JAKARTA."
        following = paragraph[match.end() :].lstrip("\"“”‘'«([")
        if not following or not following[0].isalnum():
            continue
        head = paragraph[: match.start()]
        agency = AGENCY.search(head)
        origin = _read_parts(PARTS.split(head[: agency.start()] if agency else head), lexicon)
        if origin is None or not _ends(match, head, origin, agency, cities):
            continue
        medium = (agency["round"] or agency["slashed"]) if agency else origin.medium
        if origin.place or medium or (origin.dated and match["dash"]):
            found = Dateline(match.end(), origin.place, medium, origin.within)
    return found or _without_end(paragraph, lexicon, cities)


def _without_end(paragraph: str, lexicon: Lexicon, cities: Collection[str]) -> Dateline | None:
    """Read `Liputan6.com, Jakarta` before words that nothing parts from it."""
    match = SITE_AND_CITY.match(paragraph)
    if match is None or match["place"] not in cities or not is_medium(match["medium"], lexicon):
        return None
    return Dateline(match.end(), match["place"], match["medium"])


def _ends(match: re.Match[str], head: str, origin: Origin, agency: re.Match[str] | None, cities: Collection[str]) -> bool:
    """Tell whether a dash, colon, stop or space behind these parts ends a dateline."""
    if match["dash"]:
        return match["dash"] != "- " or origin.dated or agency is not None or head.isupper()
    if match["colon"]:
        capitals = head.isupper() and len(head) >= FEWEST_CAPITALS
        return agency is not None or capitals or head in cities or (origin.medium is not None and origin.place is not None)
    last = head.rpartition(" ")[2]
    if agency is not None:  # "MOSCOW, April 1. /TASS/."
        return agency["slashed"] is not None
    return origin.dated or (origin.medium is not None and " - " in head and last.isupper())  # "KONTAN.CO.ID - JAKARTA."


def _read_parts(parts: Iterable[str], lexicon: Lexicon) -> Origin | None:
    """Return what the parts name; None where one of them can be no part of a dateline."""
    place = medium = within = None
    dated = False
    for part in parts:
        if DAY.fullmatch(part.strip(" ()")):
            dated = True
        elif is_medium(part, lexicon):
            medium = medium or part
        elif _is_place(part):
            if place is None:
                place = part
            elif lexicon["layout"]["medium_after_place"] and not part.isupper():
                medium = medium or part
            else:
                within = within or part
        else:
            return None
    return Origin(place, medium, dated, within)


def _is_place(part: str) -> bool:
    names = part.split()
    return 0 < len(names) <= PLACE_WORDS and all(WORD.fullmatch(name) and name[0].isupper() for name in names)


def is_medium(name: str, lexicon: Lexicon) -> bool:
    """Tell whether a name is that of a paper or site: one that is known, one with a word of such names, or a web address."""
    lowered = name.lower()
    if lowered in lexicon["layout"]["furniture"]:
        return False  # "NEWS RELEASE"
    return lowered in _media(lexicon) or WEB_NAME.search(name) is not None or not _medium_words(lexicon).isdisjoint(lowered.split())


@cache
def _media(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(name.lower() for name in lexicon["layout"]["media"])


@cache
def agencies(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the agencies of a language, made once: each as it is printed, by its name in small letters."""
    return {name.lower(): name for name in lexicon["layout"]["agencies"]}


@cache
def _medium_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon["layout"]["medium_words"])


def read_masthead(line: str, lexicon: Lexicon, cities: Collection[str], calendar: Collection[str]) -> Origin:
    """Read a line above the text: `Radar Kota, Selasa, 24 November 2009`, `HYDERABAD, March 15, 2018`, `By Ann Lee, Abuja`.

    A place is the name right before a day, or the one name after a byline; `calendar` are the names of months and weekdays.
    """
    place = medium = before = None
    dated = written = False
    labels = tuple(f"{label} " for role in lexicon["layout"]["bylines"].values() for label in role)
    stamps = lexicon["layout"]["stamps"]
    for part in (part.strip(" ()") for part in PARTS.split(line)):
        if part.lower().rstrip(" :") in stamps:
            continue
        if part in calendar or (DAY.match(part) and (YEAR.search(part) or any(word in calendar for word in part.split()))):
            place = place or before
            dated, before = True, None
        elif part.lower().startswith(labels):
            written, before = True, None
            place = place or _place_at_end(part, lexicon)
        elif is_masthead(part, lexicon) or part.lower() in agencies(lexicon):
            medium, before = medium or part, None
        elif _is_place(part):
            if written and (" " not in part or part in cities):
                place = place or part
            before = part
    return Origin(place, medium, dated)


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
    return 0 < len(names) <= PLACE_WORDS and named and is_medium(line, lexicon)
