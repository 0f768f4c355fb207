"""What extraction finds: unchangeable candidates, each with the span that supports it. No database, no clock.

Those of which an article has many are named tuples, which are made several times faster than frozen data classes.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from claims.documents.document import Document, Span
from claims.terms import Act, Attribution, Comparator, DatePrecision, QuantityKind, Quotation, RecordKind, SpeakerKind, Strength


class Quantity(NamedTuple):
    """A quantity in a text: `text` is `document[start:end]`.

    `value` is exact; `upper_value` is set when `comparator` is range. `unit` is an ISO 4217 code for money, `percent` or
    `basis point` for percentages, else a singular English noun (the noun as printed where no English is known), or None for a
    bare number. `kind` is None for a bare number. `period` is an ISO 8601 duration: a duration's own length, else the rate (a year: P1Y).
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str | None = None
    kind: QuantityKind | None = None
    comparator: Comparator = Comparator.EQUAL
    upper_value: Decimal | None = None
    period: str | None = None


class DateMention(NamedTuple):
    """A date in a text, as the interval `[first, last]` that it stands for.

    `first` and `last` are None while the year (or the day that a relative expression counts from) is not known.
    `weekday` is 0 for Monday. `year`, `month`, `day` are what the text prints. `relative_days` counts from the day of
    speaking or publishing (yesterday: -1); `relative_weekday` marks a bare weekday ("on Monday"). `basis` names the
    rule that read it: full, month, year, day-month, weekday-day-month, relative, weekday, period.
    `period` is the ISO 8601 length of "within three years"; `bound` tells how a deadline word holds it: "by", "before",
    "within", "in", "from", "after", "until", or None for a plain date. `span` covers the date alone, without the bounding word.
    """

    span: Span
    basis: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative_days: int | None = None
    relative_months: int | None = None
    relative_years: int | None = None
    period: str | None = None
    bound: str | None = None
    precision: DatePrecision = DatePrecision.DAY


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """What a document's own text tells of its origin; None where it tells nothing.

    `event_on` is the day on which the main statements were made, `event_on_basis` how it was found.
    `body` are the spans of running text (furniture left out), in order.
    """

    language: str
    title: str | None = None
    publisher: str | None = None
    agency: str | None = None
    reporter: str | None = None
    editor: str | None = None
    place: str | None = None
    url: str | None = None
    event_on: date | None = None
    event_on_basis: str | None = None
    published_on: date | None = None
    body: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker as one document knows it: the fullest printed name, and what the document says of the office.

    `party` is an ISO 3166 code or a name. `mention` is where name and title stand together, if they do.
    """

    name: str
    kind: SpeakerKind
    title: str | None = None
    party: str | None = None
    mention: Span | None = None
    other_names: tuple[str, ...] = ()


class Statement(NamedTuple):
    """One utterance reported by the document; `span` is the whole sentence, `content` the attributed words, whose topics `topics` are."""

    span: Span
    content: Span
    speaker: str
    attribution: Attribution
    quotation: Quotation
    speaker_mention: Span | None = None
    cue: Span | None = None
    acts: tuple[Act, ...] = ()
    addressees: tuple[str, ...] = ()
    via: str | None = None
    said_on: date | None = None
    topics: tuple[str, ...] = ()


class Commitment(NamedTuple):
    """A party binds itself. `statement` indexes the extraction's statements, None = the narrator's own words.

    Parties are ISO 3166 alpha-2 codes for states, else names. `action` spans what is to be done, `condition` the words
    that it hangs on. `deadline` is the date or period that bounds it.
    """

    span: Span
    cue: Span
    strength: Strength
    committers: tuple[str, ...]
    counterparties: tuple[str, ...] = ()
    statement: int | None = None
    action: Span | None = None
    condition: Span | None = None
    deadline: DateMention | None = None
    topics: tuple[str, ...] = ()


class NumericClaim(NamedTuple):
    """A quantity asserted of the world. `statement` and `commitment` index the extraction's lists.

    `metric` is what the number measures, in the document's words; `as_of` a year or an ISO day.
    """

    quantity: Quantity
    statement: int | None = None
    commitment: int | None = None
    metric: str | None = None
    as_of: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that somebody proposed and the extractor did not take, since the text does not prove it; `reason` says what is wrong."""

    kind: RecordKind
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one extractor found in one document, and what it did not take."""

    document: Document
    source: SourceDetails
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    numeric_claims: tuple[NumericClaim, ...] = ()
    people: tuple[Person, ...] = field(default=())
    extractor: str = ""
    set_aside: tuple[SetAside, ...] = ()
