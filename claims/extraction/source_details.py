"""Source details: what a document's own text tells of its origin and of the day on which its main statements were made."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from claims.documents.document import Document, PrintedDetails, Span
from claims.extraction.agencies import agencies
from claims.extraction.candidates import DateMention, SourceDetails
from claims.extraction.currencies import home_currencies
from claims.extraction.finders.layout import Layout
from claims.extraction.gazetteer import state_names, state_of_city, state_of_paper, state_of_region
from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.tokens import Tokens

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
OLDEST = 1900
DOLLAR = "$"
LEAD = 2  # paragraphs that say when it happened
DAYS_OF_A_WEEK = 7
RECENT = 3  # days that a weekday without a reporting verb beside it reaches back
OFTEN = 3  # times that a text names the one state that it is about
BRACKET = 2  # characters between a word and the date in brackets behind it
NEWS_YEARS = 2  # news is of the year of its publication or of the one before


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Between which days the day of the events lies: `latest` that of publication or else of reading, `year` the printed one.

    `years` are searched for the weekday: a calendar repeats after 28, and news is of the year of publication or the one before.
    `masthead` is the day that a line above the text prints.
    """

    latest: date | None
    year: int | None
    years: int = 28
    masthead: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether neither the year nor the day of publication is known."""
        return self.year is None and self.years > NEWS_YEARS

    def exclude(self, day: date) -> bool:
        """Tell whether a day lies after the latest; one day is allowed, for time zones."""
        return self.latest is not None and day > self.latest + timedelta(days=1)


def read_source(document: Document, layout: Layout, dates: list[DateMention], lexicon: Lexicon) -> SourceDetails:
    """Return the document's details: as the file prints them beside its text, else as the text tells them; None where neither does."""
    printed = document.printed or PrintedDetails()
    labels = lexicon["layout"]["bylines"]
    known = agencies()
    reporter: str | None = _unlabelled(printed.reporter, labels["reporter"]) or layout.bylines.get("reporter")
    editor: str | None = _unlabelled(printed.editor, labels["editor"]) or layout.bylines.get("editor")
    publisher: str | None = layout.medium
    agency: str | None = printed.agency or layout.tag
    paper, _, wire = (publisher or "").rpartition("/")
    if paper and wire.lower() in known:  # "(ANTARA/Xinhua)"
        publisher, agency = paper, agency or known[wire.lower()]
    if publisher is not None and publisher.lower() in known:
        agency, publisher = known[publisher.lower()], None
    if reporter is not None and reporter.lower() in known:
        agency, reporter = known[reporter.lower()], None
    publisher = printed.publisher or publisher
    if agency is not None and publisher is not None and agency.lower() == publisher.lower():
        agency = None  # an agency's own page
    year = None
    if layout.copyright is not None:
        found = YEAR.search(layout.copyright)
        year = int(found.group()) if found else None
        publisher = publisher or _known_medium(layout.copyright, lexicon) or YEAR.sub("", layout.copyright).strip(" ,.") or None
    bounds = _Bounds(document.read_on, year)
    if printed.published_on is not None:
        bounds = _Bounds(printed.published_on, printed.published_on.year, years=NEWS_YEARS)
    elif (masthead := _masthead_day(layout, dates)) is not None:
        bounds = _Bounds(masthead, masthead.year, years=NEWS_YEARS, masthead=masthead)
    event_on, basis = _event(document.text, layout, dates, bounds, lexicon)
    return SourceDetails(
        language=lexicon.code,
        title=printed.title or (layout.title.of(document.text) if layout.title else None),
        publisher=publisher,
        agency=agency,
        reporter=reporter,
        editor=editor,
        place=layout.place.title() if layout.place and layout.place.isupper() else layout.place,
        url=printed.url,
        event_on=event_on,
        event_on_basis=basis,
        published_on=printed.published_on,
        body=tuple(layout.paragraphs),
    )


def currency_home(document: Document, layout: Layout, tokens: Tokens, language: str) -> str | None:
    """Return the ISO code of the state whose currency a text means by names that states share; None where no row of the lexicon tells.

    It is that of the paper, else of the dateline, else the one named most. By "$" agencies, who write for all the world, mean the US
    dollar, and so may a text that prints neither paper nor place and names several states, or that speaks of another state.
    """
    printed = document.printed or PrintedDetails()
    medium = printed.publisher or layout.medium
    of_place = state_of_region(layout.within, language) or state_of_city(layout.place, language)
    named = _states_named(tokens)
    places = _states_of_places(tokens, language) if of_place is None and len(named) <= 1 else named
    named = named + places if len(named | places) == 1 else named
    most = next((code for code, _ in named.most_common(1)), None)
    home = state_of_paper(medium, language) or of_place
    by_agency = bool(printed.agency or layout.tag or (medium or "").lower() in agencies())
    placed = home is not None or (len(named) == 1 and named.total() >= OFTEN)
    alone = {of_place, most} <= {home or most, None}
    for_others = by_agency or not (placed and alone)  # its own dollar only where nothing else is in view
    home = home or most
    names = home_currencies(language).get(home or "", ())
    return home if names and not (for_others and DOLLAR in names) else None


def _states_named(tokens: Tokens) -> Counter[str]:
    """Return how often a text names each state, alone."""
    places = tokens.all_of("names_party", 0, len(tokens.words))
    kinds = [tokens.kinds[k] for k in places if tokens.capital[k] and tokens.words[k + 1 : k + 2] != ["$"]]  # no "us", no "US$5"
    named: list[tuple[str, ...]] = [found.get("party") or found["demonym"] for found in kinds]
    return Counter([codes[0] for codes in named if len(codes) == 1])


def _states_of_places(tokens: Tokens, language: str) -> Counter[str]:
    """Return how often a text names cities and regions of each state by one word."""
    own = state_names(language)
    words = (word for word, capital in zip(tokens.words, tokens.capital, strict=False) if capital and word not in own)
    states = (state_of_city(word, language) or state_of_region(word, language) for word in words)
    return Counter([state for state in states if state is not None])


def _known_medium(holder: str, lexicon: Lexicon) -> str | None:
    """Return the medium whose company holds the rights: "The Halden Post Limited"."""
    found = (name for name in lexicon["layout"]["media"] if " " in name and f" {name} " in f" {holder} ")
    return max(found, key=len, default=None)


def _event(text: str, layout: Layout, dates: list[DateMention], bounds: _Bounds, lexicon: Lexicon) -> tuple[date | None, str | None]:
    """Return the day of the events: the first weekday with a date in the text, a date in the dateline, or a date of its own line."""
    inside = [d for d in dates if d.bound is None and d.day is not None and d.month is not None]
    for mention in inside:
        told = mention.weekday is not None or _is_told(mention, dates)
        if told and _in_text(mention.span, layout):
            day, how = _settle(mention, bounds)
            if day is not None and not _is_background(mention, day, layout, bounds):
                return day, how
    for mention in inside:
        if layout.dateline is not None and layout.dateline.holds(mention.span):
            return _settle(mention, bounds)
    for mention in inside:
        if any(line.holds(mention.span) for line in layout.date_lines):
            day, how = _settle(mention, bounds)
            said = _said_before(day, text, layout, dates, lexicon) if day is not None else None
            return (said, "weekday of the report, before the day of publication") if said is not None else (day, how)
    return None, None


def _is_told(mention: DateMention, dates: list[DateMention]) -> bool:
    """Tell whether "yesterday" or "today" stands right before a date that says which day that is: "kemarin (7/10)"."""
    near = (d for d in dates if 0 < mention.span.start - d.span.end <= BRACKET)
    return any(d.relative_days is not None and -1 <= d.relative_days <= 0 for d in near)


def _is_background(mention: DateMention, day: date, layout: Layout, bounds: _Bounds) -> bool:
    """Tell whether a date behind the lead is days older than the day above the text: that of something earlier."""
    if bounds.masthead is None or any(each.holds(mention.span) for each in layout.paragraphs[:LEAD]):
        return False
    return bounds.masthead - day > timedelta(days=1)


def _said_before(published: date, text: str, layout: Layout, dates: list[DateMention], lexicon: Lexicon) -> date | None:
    """Return the day before that of publication that the lead names: "said on Monday", else "on Monday" or "yesterday".

    A part of a day ("early on Friday") tells when something happened, not when it was said.
    """
    verbs, hours = (
        names_of(lexicon, "attribution", "verbs_before"),
        frozenset([*lexicon["dates"]["day_parts"], *lexicon["dates"]["edges"]]),
    )
    told: date | None = None
    for mention in dates:
        paragraph = next((each for each in layout.paragraphs[:LEAD] if each.holds(mention.span)), None)
        if paragraph is None or mention.bound is not None:
            continue
        if mention.relative_days == -1:
            told = told or published - timedelta(days=1)
        if mention.basis == "weekday" and mention.weekday is not None:
            back = (published.weekday() - mention.weekday) % DAYS_OF_A_WEEK
            beside = [*text[paragraph.start : mention.span.start].split()[-2:], *text[mention.span.end : paragraph.end].split()[:1]]
            if not verbs.isdisjoint(beside):
                return published - timedelta(days=back)
            if not hours.isdisjoint(beside):
                continue
            told = told or (published - timedelta(days=back) if back <= RECENT else None)
    return told


def _masthead_day(layout: Layout, dates: list[DateMention]) -> date | None:
    """Return the full date on a line of its own, such as `Radar Kota, Selasa, 24 November 2009`; None if there is none."""
    for mention in dates:
        if mention.year and mention.month and mention.day and any(line.holds(mention.span) for line in layout.date_lines):
            return date(mention.year, mention.month, mention.day)
    return None


def _in_text(span: Span, layout: Layout) -> bool:
    return any(paragraph.holds(span) for paragraph in layout.paragraphs)


def _unlabelled(names: str | None, labels: list[str]) -> str | None:
    """Return a page's byline without the label that some print with it, and without what then follows (`Oleh Sari Dewi; Selasa`)."""
    for label in labels:
        if names is not None and re.match(rf"{re.escape(label)}\b[\s:]", names, re.IGNORECASE):
            return re.split("[;|]", names[len(label) :])[0].strip(" :,") or None
    return names


def _settle(mention: DateMention, bounds: _Bounds) -> tuple[date | None, str | None]:
    """Return the day that a mention stands for, and how it was found.

    Without a year: the latest year, not after the day of reading or of publication nor the printed year of publication, that fits the
    weekday. A day after that of reading or publication is none.
    """
    if mention.month is None or mention.day is None:
        return None, None
    if mention.weekday is None and mention.year is None and bounds.is_open:
        return None, None  # nothing tells the year
    if mention.year is not None:
        day = date(mention.year, mention.month, mention.day)
        return (None, None) if bounds.exclude(day) else (day, "printed in full")
    newest = bounds.year if bounds.year is not None else (bounds.latest.year if bounds.latest is not None else None)
    if newest is None:
        return None, None
    for candidate in range(newest, max(OLDEST, newest - bounds.years), -1):
        try:
            day = date(candidate, mention.month, mention.day)
        except ValueError:
            continue
        if not bounds.exclude(day) and (mention.weekday is None or day.weekday() == mention.weekday):
            printed = bounds.year is not None
            return day, "weekday and day; year of publication printed" if printed else "weekday and day; latest year that fits"
    return None, None
