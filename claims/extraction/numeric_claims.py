"""Numeric claims: the quantities of a document's body, each with what it measures, for when, by whom, and whose amount it is."""

from datetime import date

from claims.documents.document import Span
from claims.extraction.candidates import Commitment, DateMention, NumericClaim, Quantity
from claims.extraction.discourse import Sentence
from claims.extraction.tokens import Tokens
from claims.terms import DatePrecision, QuantityKind

NEAR = 30  # characters between a number and the year it holds for
HALF_A_YEAR = 6  # months: a month farther ahead than this is that of the year before
METRIC_WORDS = 10
NOUN_WORDS = 3
NO_HEADS = frozenset({"obliques", "fillers"})  # kinds of words that begin no name of what is measured


def read_numeric_claims(
    tokens: Tokens,
    sentence: Sentence,
    statement: int | None,
    quantities: list[Quantity],
    dates: list[DateMention],
    commitments: list[tuple[int, Commitment]],
    said_on: date | None = None,
) -> list[NumericClaim]:
    """Return the numeric claims of one sentence. `commitments` are those of the sentence with their indices.

    `said_on` is the day of the document's main statements: "this year" and dates without a year are read from there.
    """
    inside = [q for q in quantities if sentence.span.start <= q.start and q.end <= sentence.span.end and q.kind is not None]
    here = [d for d in dates if sentence.span.holds(d.span)]
    head = tokens.starts[sentence.tokens.start] if sentence.tokens else sentence.span.start
    dated = [(d, when) for d in here if d.span.start >= head and (when := _when(d, said_on)) is not None]  # not the dateline's
    claims: list[NumericClaim] = []
    for n, quantity in enumerate(inside):
        following = inside[n + 1].start if n + 1 < len(inside) else sentence.span.end
        preceding = inside[n - 1].end if n else sentence.span.start
        link, period = _commitment_of(quantity, commitments, tokens)
        metric = _metric(tokens, sentence, quantity, preceding, here)
        if metric is None and claims:
            metric = claims[-1].metric
        claims.append(
            NumericClaim(
                quantity,
                statement,
                link,
                metric,
                None if quantity.kind is QuantityKind.DURATION or period else _as_of(quantity, dated, tokens.text, following, said_on),
                quantity.period or period,
            )
        )
    return claims


def _commitment_of(quantity: Quantity, commitments: list[tuple[int, Commitment]], tokens: Tokens) -> tuple[int | None, str | None]:
    """Return the commitment whose action the quantity is an amount of, and the period in which it is due."""
    if quantity.kind is QuantityKind.DURATION or not commitments:
        return None, None
    span = Span(quantity.start, quantity.end)
    inside = tokens.within(span)
    if tokens.first_of("group", inside.start, inside.stop) is not None:
        return None, None
    for index, commitment in commitments:
        if commitment.action is not None and commitment.action.holds(span):
            return index, commitment.deadline.period if commitment.deadline is not None else None
    return None, None


def _as_of(quantity: Quantity, dated: list[tuple[DateMention, str]], text: str, following: int, said_on: date | None) -> str | None:
    """Return the year or day that a number holds for: the date right after it, else the one before it, else one behind the next number.

    `dated` are the sentence's dates with the year or day that each stands for. Behind a number, the day of speaking only tells when
    it was said.
    """
    if not dated:
        return None
    spoken = said_on.isoformat() if said_on is not None else None
    plain = [(d.span.start, when) for d, when in dated if d.bound in (None, "in", "on") and when != spoken]
    after = [(start, when) for start, when in plain if start >= quantity.end]
    near = next((when for start, when in after if start < following and start - quantity.end <= NEAR), None)
    if near is not None:
        return near
    before = [when for d, when in dated if d.span.end <= quantity.start and (d.bound in (None, "in", "on", "until") or _is_day_of_count(d))]
    if before:
        return before[-1]
    return next((when for start, when in after[:1] if "," not in text[quantity.end : start] and start - quantity.end <= 2 * NEAR), None)


def _is_day_of_count(mention: DateMention) -> bool:
    """Tell whether a full day with "as of" or "per" before it is that of a count, rather than a beginning, which is told by years."""
    return mention.bound == "from" and mention.precision is DatePrecision.DAY


def _when(mention: DateMention, said_on: date | None) -> str | None:
    """Return the year, or for a full day the ISO date, that a date stands for; None where it leaves that open."""
    year = mention.year
    if year is None and said_on is not None:
        if mention.relative_years is not None:
            year = said_on.year + mention.relative_years
        elif mention.month is not None and mention.precision is not DatePrecision.QUARTER:
            year = said_on.year - (mention.month - said_on.month > HALF_A_YEAR)
    if year is None:
        return None
    if mention.precision is DatePrecision.DAY and mention.month is not None and mention.day is not None:
        return f"{year:04}-{mention.month:02}-{mention.day:02}"
    return f"{year:04}"


def _metric(tokens: Tokens, sentence: Sentence, quantity: Quantity, preceding: int, dates: list[DateMention]) -> str | None:
    """Return the words before a number that name what it measures; dates among them and linking words at either end are left out."""
    following = _noun_after(tokens, sentence, quantity)
    if following is not None:
        return following
    start = max(sentence.span.start, preceding)
    if sentence.reported is not None and tokens.ends[sentence.reported.cue_last - 1] <= quantity.start:
        start = max(start, tokens.ends[sentence.reported.cue_last - 1])
    for mention in dates:
        if start <= mention.span.start and mention.span.end <= quantity.start:
            start = mention.span.end
    words = list(tokens.between(start, quantity.start))
    for position, k in enumerate(reversed(words)):
        if tokens.words[k] in ',;:()"“”—–':
            words = words[len(words) - position :]
            break
    while words and _is_link(tokens, words[-1]):
        words.pop()
    words = words[-METRIC_WORDS:]
    while words and (_is_link(tokens, words[0]) or not NO_HEADS.isdisjoint(tokens.kinds[words[0]])):
        words.pop(0)
    return tokens.span(words[0], words[-1] + 1).of(tokens.text) if words else None


def _noun_after(tokens: Tokens, sentence: Sentence, quantity: Quantity) -> str | None:
    """Return what money is for where the words after it say so: "$5 million in aid"."""
    if quantity.kind is not QuantityKind.MONEY:
        return None
    first = tokens.between(quantity.end, sentence.span.end).start
    if first + 1 >= sentence.tokens.stop or "money_links" not in tokens.kinds[first]:
        return None
    last = first + 1
    while last < sentence.tokens.stop and last - first <= NOUN_WORDS and tokens.words[last].islower():
        entry = tokens.marks.get(last)
        if entry is not None and (
            entry.kinds.keys() - {"topic", "part", "fields"} or entry.kinds.get("part", "portfolios") != "portfolios"
        ):
            break
        last += 1
    return tokens.span(first + 1, last).of(tokens.text) if last > first + 1 else None


def _is_link(tokens: Tokens, k: int) -> bool:
    return "links" in tokens.kinds[k] or not tokens.words[k][0].isalnum()
