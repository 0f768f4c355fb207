"""One article about a fictional harbour, its groundwork, and records that a model may propose of it."""

from datetime import date

from claims.documents.document import Document
from claims.extraction.candidates import Extraction
from claims.extraction.groundwork import lay_groundwork
from claims.extraction.llm.proof import Answer, prove

SENTENCES = (
    "PORT SAMAR (VLN) - President Ana Belov said on Friday (March 4, 2022) that Velmora will lend Kyrgyzstan 20 million US dollars.",
    "The goodwill will last, Belov said, and the will of Torvia will prevail.",
    "“We will build 5 to 7 ferries within 12 months if Torvia pays,” Belov said.",
    "Rain fell on about 300 people and on 300 goats in 2021.",
    "Central Asia will buy 40 percent of the Chinese ferries.",
)
LENT = "Velmora will lend Kyrgyzstan 20 million US dollars"
TEXT = "Belov opens harbour\n\n" + "\n".join(SENTENCES) + "\n"
GROUND = lay_groundwork(Document("harbour.txt", TEXT, language="en", read_on=date(2022, 3, 5)))


def statement(sentence=1, **parts):
    given = {"speakers": ["Ana Belov"], "speaker_mention": "Ana Belov", "cue": "said", "content": LENT, "acts": ["commitment"]}
    return {"sentence": sentence, **given, **parts}


def commitment(sentence=1, **parts):
    given = {"cue": "will", "strength": "pledge", "committers": ["Velmora"], "counterparties": ["Kyrgyzstan"], "action": None}
    return {"sentence": sentence, **given, "condition": None, **parts}


def number(sentence=1, **parts):
    return {"sentence": sentence, "text": "20 million US dollars", "value": "20000000", "upper_value": None, "metric": None, **parts}


def proven(statements=(), commitments=(), numbers=(), shown=range(5)) -> Extraction:
    lists = {"statements": list(statements), "commitments": list(commitments), "numbers": list(numbers)}
    return prove(GROUND, [Answer(shown, lists)], "a model")


def reasons(extraction: Extraction) -> list[str]:
    return [one.reason for one in extraction.set_aside]
