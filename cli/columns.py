"""Which columns a table shows of each kind of record, in the order in which a journalist reads them."""

from typing import TYPE_CHECKING

from claims.wording import quantity
from cli.layout import Column

if TYPE_CHECKING:  # a list of one kind of records waits for no other
    from claims.views.commitments import Amount, Commitment
    from claims.views.numbers import NumericClaim
    from claims.views.people import Role, Tenure
    from claims.views.search import Hit
    from claims.views.sources import Source
    from claims.views.statements import Statement


def amount(found: "Amount") -> str:
    """Return the amount of a commitment."""
    return quantity(found.value, found.upper_value, found.unit, found.comparator)


def standing(record: "Commitment") -> str:
    """Return how a commitment stands."""
    from claims.views import commitments

    return commitments.standing(record)


def office(role: "Role | Tenure") -> str:
    """Return an office and whose it is."""
    return f"{role.title} ({role.party})" if role.party else role.title


def amended(record: "Commitment | Statement | NumericClaim") -> str:
    """Return who amended a record last, and on which day."""
    return "" if record.amended_at is None else f"{record.amended_by or 'unknown'}, {record.amended_at[:10]}"


def publisher(source: "Source | Statement | NumericClaim") -> str:
    """Return who published a source and the agency that it was taken from."""
    return " ← ".join(name for name in (source.publisher, source.agency) if name)


def marked(hit: "Hit") -> str:
    """Return a snippet with its marked words in square brackets."""
    text, end = "", 0
    for start, stop in hit.marks:
        text += f"{hit.snippet[end:start]}[{hit.snippet[start:stop]}]"
        end = stop
    return text + hit.snippet[end:]


ID = Column("id", lambda record: record.id, breaks=False)
AMENDED = Column("amended", amended, rare=True)

COMMITMENTS = [
    ID,
    Column("who", lambda c: ", ".join(c.committers)),
    Column("to whom", lambda c: ", ".join(c.counterparties), under="who"),
    Column("what", lambda c: c.action or c.text),
    Column("strength", lambda c: c.strength, breaks=False),
    Column("amount", lambda c: "; ".join(amount(found) for found in c.amounts), under="what"),
    Column("said on", lambda c: c.announced_on or "", breaks=False),
    Column("due on", lambda c: c.due_on or "", breaks=False, under="said on"),
    Column("status", standing, under="strength"),
    AMENDED,
]
STATEMENTS = [
    ID,
    Column("speaker", lambda s: s.speaker),
    Column("said on", lambda s: s.said_on or "", breaks=False, under="speaker"),
    Column("acts", lambda s: ", ".join(s.acts)),
    Column("what was said", lambda s: s.content),
    Column("publisher", publisher, under="acts"),
    AMENDED,
]
NUMBERS = [
    ID,
    Column("number", lambda n: quantity(n.value, n.upper_value, n.unit, n.comparator)),
    Column("of what", lambda n: n.metric or n.text),
    Column("as of", lambda n: n.as_of or "", breaks=False),
    Column("speaker", lambda n: n.speaker or ""),
    Column("said on", lambda n: n.said_on or "", breaks=False, under="as of"),
    Column("publisher", publisher, under="speaker"),
    AMENDED,
]
SOURCES = [
    ID,
    Column("day", lambda s: s.event_on or s.published_on or "", breaks=False),
    Column("publisher", publisher),
    Column("title", lambda s: s.title or s.beginning[:80] + "…"),
    Column("place", lambda s: s.place or "", under="publisher"),
    Column("language", lambda s: s.language, breaks=False),
    Column("statements", lambda s: str(s.statements), breaks=False, right=True),
    Column("commitments", lambda s: str(s.commitments), breaks=False, right=True, under="statements"),
    Column("numbers", lambda s: str(s.numbers), breaks=False, right=True, under="statements"),
]
SPEAKERS = [
    ID,
    Column("name", lambda s: s.name),
    Column("office", lambda s: "; ".join(office(role) for role in s.roles)),
    Column("also called", lambda s: ", ".join(s.aliases), under="office"),
    Column("statements", lambda s: str(s.statements), breaks=False, right=True),
    Column("first", lambda s: s.first_said_on or "", breaks=False),
    Column("last", lambda s: s.last_said_on or "", breaks=False, under="first"),
]
PARTIES = [
    ID,
    Column("name", lambda p: p.name),
    Column("code", lambda p: p.iso_code or "", breaks=False),
    Column("kind", lambda p: p.kind),
    Column("made", lambda p: str(p.made), breaks=False, right=True),
    Column("received", lambda p: str(p.received), breaks=False, right=True, under="made"),
    Column("members", lambda p: ", ".join(p.members)),
    Column("also called", lambda p: ", ".join(p.aliases)),
]
TIMELINE = [
    Column("day", lambda entry: entry.on or "unknown", breaks=False),
    Column("event", lambda entry: entry.event, breaks=False),
    Column("id", lambda entry: entry.id, breaks=False, under="event"),
    Column("who", lambda entry: entry.who or ""),
    Column("what", lambda entry: entry.words),
    Column("of", lambda entry: entry.commitment_id, breaks=False),
]
HITS = [
    ID,
    Column("who", lambda hit: hit.who or ""),
    Column("on", lambda hit: hit.on or "", breaks=False, under="who"),
    Column("words found", marked),
]
