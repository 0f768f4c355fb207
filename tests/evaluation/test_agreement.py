"""The figures agree, to the last digit, with those of the scorer that lies beside the annotated documents."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from claims.documents.document import Span
from claims.evaluation.measurement import evaluate
from claims.evaluation.report import report_json
from claims.extraction.extractor import RuleExtractor
from claims.terms import Act, Comparator, Strength
from claims.writers.extraction_json import extraction_json

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
pytestmark = pytest.mark.skipif(not (GOLD / "score.py").exists(), reason="needs ../shared/gold, which is not part of the repository")


class Recording:
    """The rules, made worse at random by so much; keeps what it gave as lines of JSON."""

    name = "recording 1"

    def __init__(self, seed, worse):
        self.random, self.worse, self.lines = Random(seed), worse, []

    def extract(self, document):
        found = RuleExtractor().extract(document)
        speakers = [one.speaker for one in found.statements] or ["Nobody"]
        bent = replace(
            found,
            source=replace(found.source, place=self.choose(found.source.place, None, "Jakarta"), agency=self.choose("", "X", None)),
            statements=tuple(self.statement(one, speakers, len(document.text)) for one in found.statements if self.keeps()),
            commitments=tuple(self.commitment(one, len(document.text)) for one in found.commitments * self.choose(1, 2) if self.keeps()),
            numeric_claims=tuple(self.number(one) for one in found.numeric_claims * self.choose(1, 2) if self.keeps()),
        )
        self.lines.append(json.dumps(extraction_json(bent)))
        return bent

    def keeps(self):
        return self.random.random() >= self.worse

    def choose(self, first, *others):
        return first if self.keeps() else self.random.choice(others)

    def moved(self, span, length):
        if self.keeps():
            return span
        start = min(max(span.start + self.random.randint(-200, 200), 0), length - 1)
        return Span(start, min(max(span.end + self.random.randint(-200, 400), start + 1), length))

    def statement(self, one, speakers, length):
        speaker = self.choose(one.speaker, one.speaker.split()[-1], self.random.choice(speakers), f"{one.speaker}; {speakers[0]}", "")
        acts = self.choose(one.acts, (), (Act.CALL, Act.POSITION))
        return one._replace(span=self.moved(one.span, length), speaker=speaker, acts=acts)

    def commitment(self, one, length):
        committers = self.choose(one.committers, (), ("KG", "CN"))
        strength, statement = self.choose(one.strength, *Strength), self.choose(None, 10_000)
        cue = self.moved(one.cue, length)
        return one._replace(span=self.moved(one.span, length), cue=cue, committers=committers, strength=strength, statement=statement)

    def number(self, one):
        was = one.quantity
        comparator = self.choose(was.comparator, *(term for term in Comparator if term is not Comparator.RANGE))
        unit, value = self.choose(was.unit, None, "people", "per cent"), self.choose(was.value, was.value + 1)
        start, text = self.choose(was.start, was.start + 1), self.choose(was.text, was.text + "s")
        upper = self.choose(was.upper_value, value * 2)
        quantity = was._replace(comparator=comparator, unit=unit, value=value, start=start, text=text, upper_value=upper)
        as_of, period = self.choose(one.as_of, None, "2024"), self.choose(one.period, None, "P12M", "P1Y")
        return one._replace(quantity=quantity, as_of=as_of, period=period, statement=self.choose(None, 0, 10_000))


@pytest.mark.parametrize("worse", [0, 0.05, 0.3, 0.7])
@pytest.mark.parametrize("folder", ["seeds", "news"])
def test_figures_agree(tmp_path, folder, worse):
    extractor = Recording(seed=7, worse=worse)
    ours = report_json(evaluate(GOLD / folder, extractor=extractor))
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(extractor.lines), "utf-8")
    command = [
        sys.executable,
        "-B",
        str(GOLD / "score.py"),
        str(GOLD / folder),
        str(GOLD / folder),
        "--json",
        "--predictions",
        str(predictions),
    ]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[0])
    for scope, figures in theirs["figures"].items():
        assert {name: figure for name, figure in figures.items() if figure != ours["figures"][scope].get(name)} == {}
    assert ours == theirs
