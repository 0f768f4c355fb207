"""Extractions made by hand, for the tests of resolution, writers and the pipeline: a fictional president of a fictional state."""

from datetime import date
from decimal import Decimal

from claims.documents.document import Document, Span
from claims.extraction.candidates import (
    Commitment,
    DateMention,
    Extraction,
    NumericClaim,
    Person,
    Quantity,
    SourceDetails,
    Statement,
)
from claims.resolution.directory import EmptyDirectory
from claims.terms import Act, Attribution, Comparator, QuantityKind, Quotation, SpeakerKind, Strength

NOBODY = EmptyDirectory()
TEXT = (
    "😀 Port Vell (WIRE) - President Rana Velli said Norrland will lend Kyrgyzstan 20 to 25 million dollars within three years. She left."
)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def statement(speaker: str = "Rana Velli", **changes) -> Statement:
    values = {
        "span": span(TEXT[2:-10]),
        "content": span("Norrland will lend Kyrgyzstan 20 to 25 million dollars within three years"),
        "speaker": speaker,
        "attribution": Attribution.EXPLICIT,
        "quotation": Quotation.INDIRECT,
        "speaker_mention": span("President Rana Velli"),
        "cue": span("said"),
        "acts": (Act.COMMITMENT,),
        "said_on": date(2022, 1, 25),
        "topics": ("finance", "finance"),
    }
    return Statement(**(values | changes))


def commitment(**changes) -> Commitment:
    values = {
        "span": span(TEXT[2:-10]),
        "cue": span("will"),
        "strength": Strength.PLEDGE,
        "committers": ("Norrland",),
        "counterparties": ("KG",),
        "statement": 0,
        "action": span("lend Kyrgyzstan 20 to 25 million dollars"),
        "deadline": DateMention(span("three years"), "period", period="P3Y", bound="within"),
        "topics": ("finance",),
    }
    return Commitment(**(values | changes))


def quantity(words: str, value: str, kind: QuantityKind | None, text: str = TEXT, **more) -> Quantity:
    place = span(words, text)
    return Quantity(place.start, place.end, words, Decimal(value), kind=kind, **more)


def numeric_claims() -> tuple[NumericClaim, ...]:
    money = quantity(
        "20 to 25 million dollars",
        "2.0E+7",
        QuantityKind.MONEY,
        unit="USD",
        comparator=Comparator.RANGE,
        upper_value=Decimal("25000000.00"),
    )
    years = quantity("three years", "3", QuantityKind.DURATION, unit="year", period="P3Y")
    return NumericClaim(money, 0, 0, "loan"), NumericClaim(years, 0, 0)


def extraction(**changes) -> Extraction:
    values = {
        "document": Document("port-vell.txt", TEXT),
        "source": SourceDetails("en", publisher="WIRE", place="Port Vell", event_on=date(2022, 1, 24)),
        "statements": (statement(),),
        "commitments": (commitment(),),
        "numeric_claims": numeric_claims(),
        "people": (Person("Rana Velli", SpeakerKind.PERSON, "President", "Norrland", span("President Rana Velli"), ("Velli",)),),
        "extractor": "by hand 1",
    }
    return Extraction(**(values | changes))
