"""Quantities of a text: its amounts, without those that are parts of dates."""

from bisect import bisect_left
from collections.abc import Sequence

from claims.documents.document import Span
from claims.extraction.candidates import DateMention, Quantity
from claims.extraction.ellipsis import LARGE
from claims.extraction.finders.amounts import find_amounts
from claims.extraction.finders.dates import find_dates
from claims.extraction.joined_lengths import join_lengths
from claims.extraction.lexicon import lexicon
from claims.extraction.numerals import lower_case
from claims.terms import QuantityKind

# "within three years" and "33 years ago" are lengths of time as well as dates
BRACKETED = 4  # characters between a quantity and the words in brackets that repeat it
_LENGTHS = ("period", "relative")


def find_quantities(text: str, language: str, dates: Sequence[DateMention] | None = None, home: str | None = None) -> list[Quantity]:
    """Return the quantities of a text in order, bare numbers included (unit and kind None); RejectedInput for an unknown language.

    `dates` are the text's dates where the caller has them already, `home` the state whose currency is meant by names that states share.
    Two quantities overlap only in "tiga dari lima negara" and "two 75-megawatt turbines".
    """
    mentions = find_dates(text, language) if dates is None else dates
    taken = [(d.span.start, d.span.end) for d in mentions if d.basis not in _LENGTHS]
    low = lower_case(text)
    found = [q for q in find_amounts(text, low, language, taken, home) if not _in_date(q, taken)]
    relative = [d.span for d in mentions if d.basis == "relative"]
    found = [_without_date(q, relative, low, language) if q.kind is QuantityKind.DURATION else q for q in found] if relative else found
    once = [q for n, q in enumerate(found) if not (n and _said_again(q, found[n - 1], text))]
    return join_lengths(once, text, language)


def _without_date(quantity: Quantity, dates: list[Span], low: str, language: str) -> Quantity:
    """Return a length of time whose noun belongs to a date without that noun: "1,8 juta tahun ini", "menjadi 1.250 tahun lalu"."""
    at = bisect_left(dates, (quantity.start, 0))
    if at == len(dates) or dates[at].start >= quantity.end:
        return quantity
    date, words = dates[at], lexicon(language)
    changed = tuple(f" {word} " for word in words["quantities"]["change_to"])
    past = low[date.start : date.end].endswith(tuple(words["dates"]["ago"]))
    if quantity.value < LARGE or (past and not low.endswith(changed, 0, quantity.start)):
        return quantity  # "dua tahun ini", "66 juta tahun lalu"
    end = quantity.start + len(quantity.text.rpartition(" ")[0])
    return quantity._replace(end=end, text=quantity.text[: end - quantity.start], unit=None, kind=None, period=None)


def _said_again(quantity: Quantity, before: Quantity, text: str) -> bool:
    """Tell whether brackets right behind a quantity say it again: "6% (enam persen)"."""
    bracketed = text[quantity.start - 1] == "(" and text[quantity.end : quantity.end + 1] == ")"
    near = bracketed and quantity.start - before.end <= BRACKETED
    return near and (quantity.value, quantity.unit) == (before.value, before.unit)


def _in_date(quantity: Quantity, dates: list[tuple[int, int]]) -> bool:
    """Tell whether a quantity reaches into a date that begins after it."""
    at = bisect_left(dates, (quantity.start, 0))
    return at < len(dates) and dates[at][0] < quantity.end
