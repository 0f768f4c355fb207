"""A brief as one page that needs nothing else: HTML to be read on any screen and printed, or Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claims.terms import Review
from claims.views.briefs import Brief, Followed
from claims.views.commitments import Commitment, standing
from claims.views.following import Support
from claims.views.money import Money
from claims.views.numbers import NumericClaim
from claims.views.sources import Source
from claims.views.statements import Statement
from claims.views.timeline import Entry
from claims.wording import counted, digits, length, quantity
from claims.writers.brief_money import lay_out_money
from claims.writers.pages import Mark, Piece, environment, pieces
from claims.writers.plotting import draw_inline
from claims.writers.timelines import draw_timeline

SUFFIXES = ("html", "md")
CHECKED = {Review.PROPOSED: "not checked yet", Review.ACCEPTED: "checked", Review.REJECTED: "rejected"}
"""What who reads the page is told of a record's review."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of which database and when: its name as people may see it, the instant, and the command that asks again.

    `as_of` is the moment as of which the database answers, where that is not now.
    """

    database: str
    on: str
    command: str
    as_of: str | None
    today: date


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the money table: the sums, what they add up, and whether one amount may stand in it twice."""

    anchor: str
    money: Money
    promised: str
    delivered: str
    remaining: str
    alike: str


def write_brief(brief: Brief, asked: Asked, suffix: str, *, drawn: bool = True) -> str:
    """Return the page, as `html` or `md`; it depends on its arguments alone. What the money adds up to is `drawn` where it can be."""
    figure = lay_out_money(brief.money if drawn and suffix == "html" else [])
    written = (
        environment(suffix)
        .get_template(f"brief.{suffix}")
        .render(
            title=title(brief),
            question=question(brief),
            asked=asked,
            brief=brief,
            sources=brief.sources,
            counts=counts(brief),
            caution=" ".join(filter(None, [caution([each.record for each in brief.told]), brief.doubt and brief.doubt.reader])),
            timeline=draw_timeline(brief.standings, asked.today),
            entries=entries(brief),
            sums=[line_of(number, money) for number, money in enumerate(brief.money, 1)],
            figure=figure,
            svg=draw_inline(figure, "money-plot") if figure.panels else "",
            evidence=evidence,
            name_of=name_of,
            standing=standing,
            checked=CHECKED,
            parties=parties,
            payments=payments,
            support=support,
            quantity=quantity,
            length=length,
            counted=counted,
        )
    )
    return re.sub(r"\n{3,}", "\n\n", written)


def entries(brief: Brief) -> list[tuple[Entry, Commitment]]:
    """Return what happened in the order of days, each with the commitment of which it tells; what has no known day comes last."""
    found = [(entry, told.record) for told in brief.told for entry in told.entries]
    return sorted(found, key=lambda told: (told[0].on is None, told[0].on or ""))


def title(brief: Brief) -> str:
    """Return what the page is about, in a few words."""
    filters = brief.filters
    whose = " to ".join(name for name in (brief.by, brief.to) if name)
    if brief.to and not brief.by:
        whose = f"To {brief.to}"
    about = brief.topic or (f"“{filters.search}”" if filters.search else "")
    return ": ".join(part for part in (whose, about) if part) or filters.source or "Commitments"


def question(brief: Brief) -> str:
    """Return what was asked, in a sentence without its end."""
    filters = brief.filters
    parts = [
        ("by", brief.by),
        ("to", brief.to),
        ("about", brief.topic),
        ("from", filters.since),
        ("until", filters.until),
        ("published by", filters.source),
        ("in the language", filters.language),
        ("with the words", f"“{filters.search}”" if filters.search else None),
    ]
    return " ".join(["Commitments, positions and numbers", *(f"{word} {value}" for word, value in parts if value)])


def caution(records: Sequence[Commitment]) -> str:
    """Return a sentence that says how many of these commitments no person has checked; nothing where all are checked."""
    unchecked = sum(record.review == Review.PROPOSED for record in records)
    if not unchecked:
        return ""
    if unchecked == len(records):
        return "No person has checked these commitments yet."
    return f"Of the {counted(len(records), 'commitment')}, no person has checked {unchecked:,} yet."


def counts(brief: Brief) -> list[tuple[str, int, str]]:
    """Return what is counted at the head of the page: what it is called, how many, and the anchor of the list."""
    stands = [(each.state.value, each.count, each.state.value) for each in brief.standings]
    lists = (
        ("commitment", sum(count for _, count, _ in stands), "commitments"),
        ("position", len(brief.positions) + brief.more_positions, "positions"),
        ("number", len(brief.numbers) + brief.more_numbers, "numbers"),
        ("article", len(brief.sources), "sources"),
    )
    first, *others = [(counted(count, noun).partition(" ")[2], count, anchor) for noun, count, anchor in lists]
    return [first, *stands, *others]


def line_of(number: int, money: Money) -> Sum:
    """Return one line of the money table."""
    unit = money.flow.unit
    promised, delivered, remaining = (
        f"{digits(value)} {unit}" if value else "" for value in (money.promised, money.delivered, money.remaining)
    )
    return Sum(f"money{number}", money, promised, delivered, remaining, " and ".join(each.id for each in money.alike))


def evidence(record: Commitment | Statement | NumericClaim) -> Sequence[Piece]:
    """Return the words that support a record, with those that count apart: cues, amounts, what was said, the number itself."""
    match record:
        case Commitment():
            start, text = record.span_start, record.text
            marks = [Mark(record.cue_start, record.cue_end), *(Mark(each.span_start, each.span_end, each.id) for each in record.amounts)]
        case Statement():
            start, text = record.span_start, record.text
            marks = [Mark(record.content_start, record.content_end)]
        case NumericClaim():
            start, text = record.sentence_start, record.sentence
            marks = [Mark(record.span_start, record.span_end, record.id)]
    return pieces(text, [Mark(mark.start - start, mark.end - start, mark.anchor) for mark in marks])


def parties(record: Commitment) -> str:
    """Return who is bound to whom, for whom and through whom."""
    words = (("to", record.counterparties), ("for", record.beneficiaries), ("through", record.implementers))
    others = (f"{word} {', '.join(names)}" for word, names in words if names)
    return " ".join([", ".join(record.committers) or "Somebody who is not named", *others])


def payments(told: Followed) -> list[tuple[str, str, Support | None]]:
    """Return the money that followed a commitment: the anchor, what was paid, and what supports it."""
    return [
        (
            each.id,
            " ".join(
                part
                for part in (
                    each.transacted_on or "On an unknown day:",
                    f"{each.type} of {quantity(each.value, None, each.unit, '=')}",
                    f"from {each.provider}" if each.provider else "",
                    f"to {each.receiver}" if each.receiver else "",
                    f"({each.note})" if each.note else "",
                )
                if part
            ),
            each.evidence,
        )
        for each in told.instalments
    ]


def support(found: Support | None, sources: dict[str, Source]) -> tuple[str, str, str]:
    """Return the words of what supports a verdict or payment, its source's short name if it is on the page, and its address."""
    if found is None:
        return "", "", ""
    return found.words or "", found.source_id if found.source_id and found.source_id in sources else "", found.url or ""


def name_of(source: Source) -> str:
    """Return who published a source, and the agency that it was taken from."""
    return " ← ".join(name for name in (source.publisher, source.agency) if name) or source.title or source.file_name or source.id
