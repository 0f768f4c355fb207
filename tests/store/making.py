"""Hand-made resolved documents about plainly invented people and states."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

from claims.documents.document import Document, Span
from claims.extraction.candidates import SourceDetails
from claims.resolution.records import (
    Alias,
    CommitmentRecord,
    NumericRecord,
    PartyRecord,
    ResolvedDocument,
    RoleRecord,
    SpeakerRecord,
    StatementRecord,
)
from claims.terms import (
    Act,
    Attribution,
    Comparator,
    DatePrecision,
    PartyKind,
    PartyRole,
    QuantityKind,
    Quotation,
    SpeakerKind,
    Strength,
)

EXTRACTOR = "hand 1"
DAY = date(2031, 3, 4)
PARTIES = (
    PartyRecord("Samaya", PartyKind.STATE, "QS", (Alias("Republik Samaya", "id"),)),
    PartyRecord("Velmora", PartyKind.STATE, "QV"),
    PartyRecord("Inner Sea", PartyKind.BLOC, members=("Samaya", "Velmora")),
)


def make_document(number=1, *, sentences=2, extractor=EXTRACTOR, speaker="Ana Lestari", title=None, filler=""):
    """One document whose every sentence is a statement, a commitment and a numeric claim."""
    text, statements, commitments, numbers = f"Document {number}.{filler}\n", [], [], []
    for position in range(sentences):
        start = len(text)
        sentence = f"Samaya will pay 500 million dollars for dam {position} of plan {number}, said {speaker}."
        text += sentence + "\n"
        span = Span(start, start + len(sentence))
        cue = Span(span.end - len(speaker) - 6, span.end - len(speaker) - 2)
        statements.append(
            StatementRecord(
                key=key("statement", number, position),
                span=span,
                text=sentence,
                content=Span(span.start, cue.start - 2),
                cue=cue,
                speaker=speaker,
                speaker_mention=speaker,
                quotation=Quotation.INDIRECT,
                attribution=Attribution.EXPLICIT,
                acts=(Act.COMMITMENT, Act.POSITION),
                addressees=("Ministry of Dams",),
                said_on=DAY,
                via=None,
                topics=("finance", "water"),
            )
        )
        commitments.append(
            CommitmentRecord(
                key=key("commitment", number, position),
                span=span,
                text=sentence,
                cue_span=Span(span.start + 7, span.start + 11),
                cue="will",
                strength=Strength.PLEDGE,
                statement=position,
                parties=(("Samaya", PartyRole.COMMITTER), ("Velmora", PartyRole.COUNTERPARTY)),
                action=f"pay for dam {position}",
                condition=None,
                announced_on=DAY,
                due_on=date(2034, 3, 4),
                due_precision=DatePrecision.DAY,
                due_basis="within",
                period="P3Y",
                topics=("water",),
            )
        )
        amount = Span(span.start + 16, span.start + 35)
        numbers.append(
            NumericRecord(
                key=key("number", number, position),
                span=amount,
                text=amount.of(text),
                statement=position,
                commitment=position,
                value=Decimal("123456789012345678.91"),
                upper_value=None,
                unit="USD",
                kind=QuantityKind.MONEY,
                comparator=Comparator.EQUAL,
                metric=None,
                as_of=None,
                period=None,
            )
        )
    office = RoleRecord("Minister of Dams", "Samaya")
    speakers = (
        SpeakerRecord(speaker, SpeakerKind.PERSON, (Alias(speaker.split()[-1]),), (office,)),
        SpeakerRecord("Ministry of Dams", SpeakerKind.BODY),
    )
    source = SourceDetails("en", title=title or f"Dams, part {number}", publisher="The Invented Times", event_on=DAY, event_on_basis="full")
    document = Document(f"folder/{number}.txt", text)
    return ResolvedDocument(document, source, PARTIES, speakers, tuple(statements), tuple(commitments), tuple(numbers), extractor)


def make_batch(numbers, **options):
    return [(f"folder/{number}.txt", make_document(number, **options)) for number in numbers]


def key(*parts):
    return sha256(repr(parts).encode()).hexdigest()
