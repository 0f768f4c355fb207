"""The language of every rule, as cases: a short text and what a careful reader finds in it. See cases/README.md."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claims.documents.document import Document
from claims.extraction.candidates import Commitment, Extraction, Statement
from claims.extraction.extractor import RuleExtractor
from claims.extraction.finders.layout import find_layout
from claims.extraction.finders.sentences import find_sentences
from claims.extraction.lexicon import languages, lexicon
from claims.terms import QuantityKind

CASES = Path(__file__).parent / "cases"
RECORD_TOPICS = ("attribution", "commitments", "acts", "currencies", "ellipsis")
TOPICS = (*RECORD_TOPICS, "sentences", "layout")
KEYS = {"about", "text", "pending", "statements", "commitments", "sentences", "source", "body", "money", "numbers"}
STATEMENT_KEYS = {"has", "speaker", "attribution", "quotation", "via", "acts", "content", "addressees"}
COMMITMENT_KEYS = {"has", "cue", "action", "strength", "committers", "counterparties", "condition", "deadline", "period", "narrated"}


def cases(topic: str) -> list[Any]:
    """Every case of one topic as a pytest parameter; what the extractor does not yet satisfy is marked `pending` in the file."""
    found = []
    for language in languages():
        content = tomllib.loads((CASES / language / f"{topic}.toml").read_text("utf-8"))
        for case in content["case"]:
            slug = re.sub(r"\W+", "-", case["about"].lower()).strip("-")
            marks = [pytest.mark.xfail(strict=True, reason="pending")] if case.get("pending") else []
            found.append(pytest.param(language, case, id=f"{language}-{topic}-{slug}", marks=marks))
    return found


def extract(language: str, text: str) -> Extraction:
    return RuleExtractor().extract(Document("case.txt", text, language=language, read_on=date(2026, 1, 31)))


def compare(case: dict[str, Any], found: Extraction) -> list[str]:
    """What differs between a case and an extraction, as sentences; empty where all that the case says holds."""
    wrong: list[str] = []
    if "statements" in case:
        wrong += compare_lists("statement", case["statements"], found.statements, compare_statement, found.document.text)
    if "commitments" in case:
        for position, commitment in enumerate(case["commitments"]):
            if commitment.get("narrated") and position < len(found.commitments) and found.commitments[position].statement is not None:
                wrong.append(f"commitment {position}: it is the narrator's")
        wrong += compare_lists("commitment", case["commitments"], found.commitments, compare_commitment, found.document.text)
    if "source" in case:
        for key, expected in case["source"].items():
            value = getattr(found.source, key)
            shown = value.isoformat() if isinstance(value, date) else value or ""
            if shown != expected:
                wrong.append(f"source {key}: {shown!r}, not {expected!r}")
    if "money" in case:
        sums = [claim.quantity for claim in found.numeric_claims if claim.quantity.kind is QuantityKind.MONEY]
        if (read := [f"{quantity.value} {quantity.unit}" for quantity in sums]) != case["money"]:
            wrong.append(f"money {read}, not {case['money']}")
    if "numbers" in case:
        read = [f"{claim.quantity.value} {claim.quantity.unit}" for claim in found.numeric_claims]
        if read != case["numbers"]:
            wrong.append(f"numbers {read}, not {case['numbers']}")
    return wrong


def compare_lists(kind: str, expected: list[Any], found: tuple[Any, ...], compare_one: Any, text: str) -> list[str]:
    wrong = []
    if len(expected) != len(found):
        wrong.append(f"{len(found)} {kind}s, not {len(expected)}: {[describe(record, text) for record in found]}")
    for position, (wanted, record) in enumerate(zip(expected, found, strict=False)):
        wrong += [f"{kind} {position}: {difference}" for difference in compare_one(wanted, record, text)]
    return wrong


def compare_statement(wanted: dict[str, Any], found: Statement, text: str) -> list[str]:
    """`attribution` is explicit and `quotation` indirect where a case does not say otherwise."""
    values = {
        "speaker": found.speaker,
        "attribution": found.attribution.value,
        "quotation": found.quotation.value,
        "via": found.via or "",
        "acts": sorted(found.acts),
        "content": found.content.of(text),
        "addressees": list(found.addressees),
    }
    expected = {"attribution": "explicit", "quotation": "indirect"} | wanted
    if "acts" in expected:
        expected["acts"] = sorted(expected["acts"])
    wrong = [f"{key} {values[key]!r}, not {expected[key]!r}" for key in values if key in expected and values[key] != expected[key]]
    if wanted.get("has", "") not in found.span.of(text):
        wrong.append(f"{found.span.of(text)!r} does not hold {wanted['has']!r}")
    return wrong


def compare_commitment(wanted: dict[str, Any], found: Commitment, text: str) -> list[str]:
    cue = found.cue.of(text).lower().split()
    wrong = []
    if wanted["cue"].lower().split() != cue:
        wrong.append(f"cue {' '.join(cue)!r}, not {wanted['cue']!r}")
    if "strength" in wanted and found.strength != wanted["strength"]:
        wrong.append(f"strength {found.strength.value!r}, not {wanted['strength']!r}")
    if "action" in wanted and (found.action.of(text) if found.action else "") != wanted["action"]:
        wrong.append(f"action {found.action.of(text) if found.action else ''!r}, not {wanted['action']!r}")
    for key in ("committers", "counterparties"):
        if key in wanted and sorted(getattr(found, key)) != sorted(wanted[key]):
            wrong.append(f"{key} {getattr(found, key)!r}, not {wanted[key]!r}")
    if "condition" in wanted and (found.condition.of(text) if found.condition else "") != wanted["condition"]:
        wrong.append(f"condition {found.condition.of(text) if found.condition else ''!r}, not {wanted['condition']!r}")
    deadline = found.deadline
    if "deadline" in wanted and (deadline.span.of(text) if deadline else "") != wanted["deadline"]:
        wrong.append(f"deadline {deadline.span.of(text) if deadline else ''!r}, not {wanted['deadline']!r}")
    if "period" in wanted and ((deadline.period or "") if deadline else "") != wanted["period"]:
        wrong.append(f"period {deadline.period if deadline else ''!r}, not {wanted['period']!r}")
    if wanted.get("has", "") not in found.span.of(text):
        wrong.append(f"{found.span.of(text)!r} does not hold {wanted['has']!r}")
    return wrong


def describe(record: Statement | Commitment, text: str) -> str:
    if isinstance(record, Commitment):
        return f"{record.cue.of(text)} {record.strength.value} {list(record.committers)}"
    return f"{record.speaker} ({record.attribution.value}, {record.quotation.value}): {record.span.of(text)[:50]}"


@pytest.mark.parametrize(("language", "case"), [case for topic in RECORD_TOPICS for case in cases(topic)])
def test_records(language: str, case: dict[str, Any]) -> None:
    assert compare(case, extract(language, case["text"])) == []


@pytest.mark.parametrize(("language", "case"), cases("sentences"))
def test_sentences(language: str, case: dict[str, Any]) -> None:
    text = case["text"]
    body = find_layout(text, lexicon(language)).paragraphs
    assert [span.of(text) for paragraph in body for span in find_sentences(text, paragraph, language)] == case["sentences"]


@pytest.mark.parametrize(("language", "case"), cases("layout"))
def test_layout(language: str, case: dict[str, Any]) -> None:
    found = extract(language, case["text"])
    assert compare(case, found) == []
    if "body" in case:
        assert [span.of(case["text"]) for span in found.source.body] == case["body"]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", languages())
def test_case_files_are_well_formed(language: str, topic: str) -> None:
    content = tomllib.loads((CASES / language / f"{topic}.toml").read_text("utf-8"))
    names = [case["about"] for case in content["case"]]
    assert len(names) == len(set(names))
    for case in content["case"]:
        assert case.keys() <= KEYS, case["about"]
        assert case.keys() & {"statements", "commitments", "sentences", "source", "body", "money", "numbers"}, case["about"]
        for statement in case.get("statements", []):
            assert statement.keys() <= STATEMENT_KEYS and "speaker" in statement, case["about"]
            assert statement.get("has", "") in case["text"], case["about"]
        for commitment in case.get("commitments", []):
            assert commitment.keys() <= COMMITMENT_KEYS and "cue" in commitment, case["about"]
            assert commitment["cue"].lower() in case["text"].lower(), case["about"]
