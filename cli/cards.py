"""Cards: all that is known of one record, with its evidence marked and the chain of who reported it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from claims.views.cards import Card, Record
from claims.views.commitments import Commitment, standing
from claims.views.following import Assessment, Instalment, Support
from claims.views.numbers import NumericClaim
from claims.views.people import Party, Speaker
from claims.views.sources import Source
from claims.views.statements import Statement
from claims.visible import HIDDEN, show
from claims.wording import between, counted, length, quantity
from cli.columns import amount, office
from cli.output import Output

if TYPE_CHECKING:
    from claims.views.reviewing import Context

Marks = Sequence[tuple[int, int]]
Line = tuple[str, str, Marks]
# What a record under review shows above its fields, and how it was read, which is known.
ELSEWHERE = frozenset({"evidence", "reported by", "reporter", "editor", "article", "file", "address", "review", "amended"})


def print_card(output: Output, card: Card) -> None:
    """Print one card; lines without a text are left out."""
    head, lines = LAYOUTS[type(card.record)](card)
    shown = [(label, show(text), marks) for label, text, marks in lines if text]
    if output.terminal:
        from cli.drawing import draw_card

        draw_card(show(head), shown)
        return
    output.line(head)
    for label, text, marks in shown:
        print(f"  {label:<11} {bracket(text, marks)}")


def lay_out(card: Card) -> tuple[str, list[Line]]:
    """Return the head of a record under review, and what is read of it: without its evidence, and without who reported it."""
    head, lines = LAYOUTS[type(card.record)](card)
    return show(head), [(label, show(text), marks) for label, text, marks in lines if text and label not in ELSEWHERE]


def cited(card: Card) -> str:
    """Return the source of a record on one line: its name and title, who published it, the day of its events."""
    source = card.source
    assert source
    chain = " ← ".join(name for name in (source.publisher, source.agency) if name)
    return show("; ".join(part for part in (f"{source.id} {source.title or ''}".strip(), chain, source.event_on) if part))


def mark_context(card: Card, context: "Context") -> tuple[str, str, Marks, str]:
    """Return the sentence before, the evidence with the places of its marked words, and the sentence after, all as shown."""
    return show(context.before), *mark_words(card.record, context.text, context.start), show(context.after)


def mark_words(record: Record, text: str, start: int) -> tuple[str, Marks]:
    """Return evidence that begins at this character of the source, as shown, and where the words that count stand in it."""
    match record:
        case Commitment():
            spans = [(record.cue_start, record.cue_end), *((found.span_start, found.span_end) for found in record.amounts)]
        case Statement(cue_start=int(first), cue_end=int(last)):
            spans = [(first, last)]
        case NumericClaim():
            spans = [(record.span_start, record.span_end)]
        case _:
            spans = []
    return mark(text, [(first - start, last - start) for first, last in spans if start <= first < start + len(text)])


def commitment_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out a commitment."""
    record, source = card.record, card.source
    assert isinstance(record, Commitment) and source
    return f"{record.id}  commitment", [
        ("who", ", ".join(record.committers), ()),
        ("to whom", ", ".join(record.counterparties), ()),
        ("for", ", ".join(record.beneficiaries), ()),
        ("through", ", ".join(record.implementers), ()),
        ("what", record.action or "", ()),
        ("how firm", f"{record.strength} (“{record.cue}”)", ()),
        ("amount", "; ".join(f"{amount(found)} (“{found.text}”, {found.id})" for found in record.amounts), ()),
        ("condition", record.condition or "", ()),
        ("said", said(record.announced_on, card), ()),
        ("due", due(record), ()),
        *verdicts(card),
        *money(card),
        ("topics", ", ".join(record.topics), ()),
        ("evidence", *mark_words(record, record.text, record.span_start)),
        *reported(card, source),
        *elsewhere(card),
        *reviewed(card, record),
    ]


def statement_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out a statement."""
    record, source = card.record, card.source
    assert isinstance(record, Statement) and source
    return f"{record.id}  statement", [
        ("who", voice(card), ()),
        ("to whom", ", ".join(record.addressees), ()),
        ("words", record.content, ()),
        ("how", f"{record.quotation} quotation, {record.attribution} attribution", ()),
        ("acts", ", ".join(record.acts), ()),
        ("said", place(record.said_on, source), ()),
        ("topics", ", ".join(record.topics), ()),
        ("commitments", ", ".join(record.commitments), ()),
        ("numbers", ", ".join(record.numbers), ()),
        ("evidence", *mark_words(record, record.text, record.span_start)),
        *reported(card, source),
        *elsewhere(card),
        *reviewed(card, record),
    ]


def number_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out a numeric claim."""
    record, source = card.record, card.source
    assert isinstance(record, NumericClaim) and source
    start = record.span_start - record.sentence_start
    inside = 0 <= start <= len(record.sentence) - len(record.text)
    evidence = mark_words(record, record.sentence, record.sentence_start) if inside else (record.text, ())
    return f"{record.id}  numeric claim", [
        ("number", quantity(record.value, record.upper_value, record.unit, record.comparator), ()),
        ("of what", record.metric or "", ()),
        ("kind", record.kind, ()),
        ("as of", record.as_of or "", ()),
        ("period", length(record.period or ""), ()),
        ("said", said(record.said_on, card), ()),
        ("amount of", record.commitment_id or "", ()),
        ("statement", record.statement_id or "", ()),
        ("evidence", *evidence),
        *reported(card, source),
        *elsewhere(card),
        *reviewed(card, record),
    ]


def elsewhere(card: Card) -> list[Line]:
    """Lay out what the record is to others, and what a later reading has otherwise."""
    seen = dict.fromkeys(link.relation for link in card.links)
    linked = "; ".join(f"{relation} {', '.join(link.id for link in card.links if link.relation == relation)}" for relation in seen)
    differing = f"{', '.join(card.disagreements)}: read otherwise since; `claims disagreements` has both" if card.disagreements else ""
    return [("related", linked, ()), ("differs", differing, ())]


def assessment_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out an assessment."""
    record = card.record
    assert isinstance(record, Assessment)
    return f"{record.id}  assessment", [
        ("of", record.commitment_id, ()),
        ("status", record.status, ()),
        ("score", "" if record.score is None else str(record.score), ()),
        ("rubric", record.rubric or "", ()),
        ("assessor", record.assessor, ()),
        ("day", record.assessed_on, ()),
        ("evidence", support(record.evidence), ()),
        ("note", record.note or "", ()),
        *amended(card),
    ]


def instalment_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out an instalment."""
    record = card.record
    assert isinstance(record, Instalment)
    return f"{record.id}  instalment", [
        ("of", record.commitment_id, ()),
        ("type", record.type, ()),
        ("amount", quantity(record.value, None, record.unit, "="), ()),
        ("day", record.transacted_on or "", ()),
        ("from", record.provider or "", ()),
        ("to", record.receiver or "", ()),
        ("evidence", support(record.evidence), ()),
        ("note", record.note or "", ()),
        *amended(card),
    ]


def speaker_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out a speaker."""
    record = card.record
    assert isinstance(record, Speaker)
    days = " to ".join(dict.fromkeys(day for day in (record.first_said_on, record.last_said_on) if day))
    return f"{record.id}  speaker", [
        ("name", record.name, ()),
        ("kind", record.kind, ()),
        *offices(card),
        ("also called", ", ".join(record.aliases), ()),
        ("merged", ", ".join(record.merged), ()),
        ("statements", f"{record.statements:,}" + (f" ({days})" if days else ""), ()),
        ("wikidata", record.wikidata_id or "", ()),
        *amended(card),
    ]


def offices(card: Card) -> Iterator[Line]:
    """Yield each office of a speaker: the name under which it can be amended, what it is, when it was held, and where it stands."""
    for label, each in zip(chain(["office"], repeat("")), card.offices, strict=False):
        told = (f"{each.id} {office(each)}", between(each.started_on, each.ended_on), each.source_id and f"in {each.source_id}")
        yield label, ", ".join(filter(None, told)), ()


def party_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out a party."""
    record = card.record
    assert isinstance(record, Party)
    return f"{record.id}  party", [
        ("name", record.name, ()),
        ("kind", record.kind, ()),
        ("code", record.iso_code or "", ()),
        ("also called", ", ".join(record.aliases), ()),
        ("merged", ", ".join(record.merged), ()),
        ("members", ", ".join(record.members), ()),
        ("speakers", ", ".join(record.speakers), ()),
        ("commitments", f"{record.made:,} made, {record.received:,} received", ()),
        ("wikidata", record.wikidata_id or "", ()),
        *amended(card),
    ]


def source_lines(card: Card) -> tuple[str, list[Line]]:
    """Lay out a source."""
    record = card.record
    assert isinstance(record, Source)
    day = record.event_on or ""
    found = (record.statements, "statement"), (record.commitments, "commitment"), (record.numbers, "number")
    return f"{record.id}  source", [
        ("title", record.title or "", ()),
        *reported(card, record),
        ("copy of", record.derived_from or "", ()),
        ("copied by", ", ".join(link.id for link in card.links if link.relation == "restated by"), ()),
        ("published", record.published_on or "", ()),
        ("place", record.place or "", ()),
        ("events on", f"{day} ({record.event_on_basis})" if day and record.event_on_basis else day, ()),
        ("language", record.language, ()),
        ("length", f"{record.characters:,} characters", ()),
        ("records", ", ".join(counted(*each) for each in found), ()),
        ("begins", beginning(record), ()),
        ("loaded", record.loaded_at[:16].replace("T", " ") + " UTC", ()),
        ("sha256", record.sha256, ()),
        *amended(card),
    ]


LAYOUTS: dict[type[Any], Callable[[Card], tuple[str, list[Line]]]] = {
    Commitment: commitment_lines,
    Statement: statement_lines,
    NumericClaim: number_lines,
    Speaker: speaker_lines,
    Party: party_lines,
    Source: source_lines,
    Assessment: assessment_lines,
    Instalment: instalment_lines,
}


def beginning(source: Source) -> str:
    """Return the first words of a document, none of them cut."""
    if source.characters <= len(source.beginning):
        return source.beginning
    return source.beginning.rpartition(" ")[0].rstrip() + " …"


def voice(card: Card) -> str:
    """Return who spoke, with the offices that are known."""
    if card.speaker is None:
        return ""
    offices = "; ".join(office(role) for role in card.roles)
    return card.speaker.name + (f", {offices}" if offices else "")


def said(day: str | None, card: Card) -> str:
    """Return by whom, when and where something was said."""
    assert card.source
    where = place(day, card.source)
    return f"by {voice(card)}; {where}".rstrip("; ") if card.speaker else f"in the reporter's own words; {where}".rstrip("; ")


def place(day: str | None, source: Source) -> str:
    """Return when and where."""
    return ", ".join(part for part in (day, source.place) if part)


def due(record: Commitment) -> str:
    """Return the due day, how exact it is, and how it was worked out."""
    if record.due_on is None:
        return length(record.period or "")
    exact = "" if record.due_precision in (None, "day") else f" (to the {record.due_precision})"
    worked_out = " — ".join(part for part in (record.due_basis, length(record.period or "")) if part)
    return f"{record.due_on}{exact}" + (f" — {worked_out}" if worked_out else "")


def verdicts(card: Card) -> Iterator[Line]:
    """Yield what became of a commitment: the latest verdict with all that is known of it, then the earlier ones."""
    assert isinstance(card.record, Commitment)
    stands = standing(card.record)
    if not card.assessments:
        yield "status", stands, ()
        return
    latest, *earlier = card.assessments
    yield "status", f"{stands} — {verdict(latest, card.record)}", ()
    for label, each in zip(["earlier", *[""] * len(earlier)], earlier, strict=False):
        yield label, f"{each.status} — {verdict(each, card.record)}", ()


def followed(found: Assessment | Instalment, record: Commitment) -> str:
    """Return the short name of a verdict or a payment, and what it is of, where that is another one that repeats this commitment."""
    return found.id if found.commitment_id == record.id else f"{found.id} of {found.commitment_id}"


def verdict(found: Assessment, record: Commitment) -> str:
    """Return who gave a verdict and when, its score and what supports it."""
    scored = "" if found.score is None else f"score {found.score}" + (f" ({found.rubric})" if found.rubric else "")
    rubric = found.rubric if found.rubric and not scored else ""
    return "; ".join(
        part
        for part in (
            f"{found.assessor}, {found.assessed_on} ({followed(found, record)})",
            scored,
            rubric,
            found.note,
            support(found.evidence),
        )
        if part
    )


def money(card: Card) -> Iterator[Line]:
    """Yield what was promised against what followed in each unit, then each payment."""
    assert isinstance(card.record, Commitment)
    for found in card.balances:
        amounts = [(name, getattr(found, name)) for name in ("promised", "pledged", "committed", "disbursed", "remaining")]
        yield "money", "; ".join(f"{name} {quantity(value, None, found.unit, '=')}" for name, value in amounts if value is not None), ()
    for label, each in zip(["payments", *[""] * len(card.instalments)], card.instalments, strict=False):
        yield label, payment(each, card.record), ()


def payment(found: Instalment, record: Commitment) -> str:
    """Return one payment: what, how much, when, from whom to whom, and what supports it."""
    parties = " ".join(f"{word} {party}" for word, party in (("from", found.provider), ("to", found.receiver)) if party)
    paid = f"{found.type} of {quantity(found.value, None, found.unit, '=')}"
    parts = (f"{paid}, {found.transacted_on or 'day unknown'} ({followed(found, record)})", parties, found.note, support(found.evidence))
    return "; ".join(part for part in parts if part)


def support(found: Support | None) -> str:
    """Return what supports a verdict or a payment."""
    if found is None:
        return ""
    words = f"“{found.words}”" if found.words else found.title
    return " ".join(part for part in (found.url, found.source_id, words) if part)


def reported(card: Card, source: Source) -> Iterator[Line]:
    """Yield the chain of who reported it: publisher, agency, the medium they name, reporter, editor, file, address."""
    via = card.statement.via if card.statement else card.record.via if isinstance(card.record, Statement) else None
    yield "reported by", " ← ".join(name for name in (source.publisher, source.agency, via) if name), ()
    yield "reporter", source.reporter or "", ()
    yield "editor", source.editor or "", ()
    if source is not card.record:
        yield "article", " ".join(part for part in (source.id, source.title) if part), ()
    yield "file", source.file_name or "", ()
    yield "address", source.url or "", ()


def reviewed(card: Card, record: Commitment | Statement | NumericClaim) -> Iterator[Line]:
    """Yield what people decided of a record, where it came from, and what was amended of it since."""
    origin = record.origin + (f" by {record.extractor}" if record.extractor else "")
    yield "review", f"{record.review}; {origin}" + (f", amended by {record.amended_by or 'unknown'}" if record.amended_at else ""), ()
    yield from amended(card)


def amended(card: Card) -> Iterator[Line]:
    """Yield what people changed of a record, the newest first: which fields, who, when and why."""
    for label, each in zip(["amended", *[""] * len(card.amendments)], card.amendments, strict=False):
        who = f"{each.changed_by or 'unknown'}, {each.changed_at[:16].replace('T', ' ')} UTC (change {each.number})"
        yield label, f"{', '.join(each.fields)} — {who}" + (f"; {each.reason}" if each.reason else ""), ()


def mark(text: str, ranges: Marks) -> tuple[str, Marks]:
    """Return the evidence as shown, and where its marked words stand in what is shown: escapes make a text longer."""
    if not HIDDEN.search(text):
        return text, ranges
    return show(text), [(len(show(text[:start])), len(show(text[:end]))) for start, end in ranges]


def bracket(text: str, marks: Marks) -> str:
    """Return a text with its marked ranges in square brackets."""
    for start, end in sorted(marks, reverse=True):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
