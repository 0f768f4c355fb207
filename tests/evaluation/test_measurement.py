"""Each figure, shown by what moves it: an annotated article, and an extractor that is told what to find."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from claims.documents.document import Span
from claims.errors import RejectedInput, UsageError
from claims.evaluation.figures import FieldRate, Rate, Score
from claims.evaluation.measurement import evaluate
from claims.terms import Act, Attribution, Comparator, QuantityKind, Quotation, Strength
from tests.evaluation.ferries import (
    CLAIMS,
    COMMITMENTS,
    SENTENCES,
    SOURCE,
    STATEMENTS,
    TEXT,
    Reader,
    annotate,
    changed,
    claim,
    promise,
    sentence,
    span,
    statement,
    without,
)


def figures(folder, change=None, **told):
    """The figures that are not perfect when an extractor is told this."""
    evaluation = evaluate(annotate(folder, change), extractor=Reader(**told))
    return {name: figure for name, figure in evaluation.figures["all"].items() if figure != PERFECT[name]}


def misses(folder, change=None, **told):
    evaluation = evaluate(annotate(folder, change), extractor=Reader(**told))
    return [(miss.kind, miss.found, miss.annotated) for miss in evaluation.misses]


PERFECT = {
    "source publisher": FieldRate(Rate(1, 1), Rate(1, 1)),
    "source agency": FieldRate(invented=Rate(0, 1)),
    "source editor": FieldRate(Rate(1, 1), Rate(1, 1)),
    "source place": FieldRate(Rate(1, 1), Rate(1, 1)),
    "source event_date": FieldRate(Rate(1, 1)),
    "source language": FieldRate(Rate(1, 1)),
    "attribution": Score(3, 3, 3, 3),
    "attribution recall explicit": Rate(2, 2),
    "attribution recall implicit": Rate(1, 1),
    "attribution recall direct": Rate(1, 1),
    "attribution recall indirect": Rate(2, 2),
    "attribution recall mixed": Rate(),
    "acts": Score(3, 3, 3, 3),
    "commitments": Score(4, 4, 4, 4),
    "commitments committers": Rate(4, 4),
    "commitments counterparties": Rate(4, 4),
    "commitments strength": Rate(4, 4),
    "numbers": Score(6, 6, 6, 6),
    "numbers value": Score(6, 6, 6, 6),
    "numbers span": Score(6, 6, 6, 6),
    "numbers unit": Rate(6, 6),
    "numbers unit measure": Rate(3, 3),
    "numbers unit count": Rate(3, 3),
    "numbers kind": Rate(6, 6),
    "numbers as_of": FieldRate(Rate(1, 1), invented=Rate(0, 5)),
    "numbers period": FieldRate(Rate(1, 1), invented=Rate(0, 5)),
    "integrity spans": Rate(17, 17),
    "integrity references": Rate(10, 10),
}
PERFECT |= {
    name.replace(kind, f"{kind} lenient", 1): figure
    for name, figure in PERFECT.items()
    for kind in ("attribution", "commitments")
    if name.startswith(kind)
}


def test_a_perfect_extractor(tmp_path):
    evaluation = evaluate(annotate(tmp_path), extractor=Reader())
    assert evaluation.figures["all"] == evaluation.figures["en"] == PERFECT
    assert (evaluation.misses, evaluation.unread, evaluation.documents) == ([], {}, {"en": 1, "all": 1})


class TestSource:
    def test_wrong_invented_and_not_printed(self, tmp_path):
        source = replace(SOURCE, language="id", editor=None, agency="Eastwire", place="port samar", event_on=date(2022, 3, 5))

        def change(annotation):
            annotation["source"]["publisher"] = "Velmora Courier"

        assert figures(tmp_path, change, source=source) == {
            "source publisher": FieldRate(Rate(0, 1)),
            "source agency": FieldRate(invented=Rate(1, 1)),
            "source editor": FieldRate(Rate(0, 1), Rate(0, 1)),
            "source event_date": FieldRate(Rate(0, 1)),
            "source language": FieldRate(Rate(0, 1)),
        }
        assert misses(tmp_path, change, source=source) == [
            ("source publisher", "VLN", "Velmora Courier"),
            ("source agency invented", "Eastwire", None),
            ("source editor", None, "Mira Sand"),
            ("source event_date", "2022-03-05", "2022-03-04"),
            ("source language", "id", "en"),
        ]


class TestAttribution:
    def test_a_missed_statement_costs_recall(self, tmp_path):
        moved = figures(tmp_path, statements=without(STATEMENTS, 1))
        assert moved["attribution"] == moved["attribution lenient"] == Score(2, 2, 2, 3)
        assert moved["attribution recall implicit"] == Rate(0, 1) and moved["attribution recall indirect"] == Rate(1, 2)
        assert moved["acts"] == Score(2, 2, 2, 2)
        assert misses(tmp_path, statements=without(STATEMENTS, 1)) == [("attribution missed", None, "Ana Belov (implicit)")]

    def test_a_part_of_the_name_is_right_leniently(self, tmp_path):
        statements = changed(STATEMENTS, 0, speaker="Belov")
        moved = figures(tmp_path, statements=statements)
        assert moved["attribution"] == Score(2, 3, 2, 3)
        assert "attribution lenient" not in moved and "acts" not in moved
        assert misses(tmp_path, statements=statements) == [("attribution by another name", "Belov", "Ana Belov (explicit)")]

    def test_a_wrong_speaker_costs_both(self, tmp_path):
        statements = changed(STATEMENTS, 1, speaker="Ilya Gantz")
        assert figures(tmp_path, statements=statements)["attribution"] == Score(2, 3, 2, 3)
        assert misses(tmp_path, statements=statements) == [("attribution wrong speaker", "Ilya Gantz", "Ana Belov (implicit)")]

    def test_narration_put_into_a_mouth_costs_precision(self, tmp_path):
        statements = (*STATEMENTS, statement(3, "Ana Belov", Attribution.EXPLICIT, Quotation.INDIRECT, Act.OTHER))
        assert figures(tmp_path, statements=statements)["attribution"] == Score(3, 4, 3, 3)
        assert misses(tmp_path, statements=statements) == [("attribution to nobody", "Ana Belov", None)]

    def test_a_statement_that_runs_on_over_narration_counts_once_more(self, tmp_path):
        run = Span(STATEMENTS[2].span.start, span(SENTENCES[3]).end)
        statements = changed(STATEMENTS, 2, span=run)
        assert figures(tmp_path, statements=statements)["attribution"] == Score(3, 4, 3, 3)
        short = run._replace(end=span(SENTENCES[3]).start + 10)
        assert "attribution" not in figures(tmp_path, statements=changed(STATEMENTS, 2, span=short))

    def test_half_of_a_sentence_is_enough_and_pieces_add_up(self, tmp_path):
        first = STATEMENTS[0].span
        third = (first.end - first.start) // 3
        pieces = [
            STATEMENTS[0]._replace(span=Span(first.start, first.start + third)),
            STATEMENTS[0]._replace(span=Span(first.end - third, first.end)),
        ]
        moved = figures(tmp_path, statements=(*pieces, *STATEMENTS[1:]))
        assert moved["attribution"] == Score(4, 4, 3, 3)
        assert figures(tmp_path, statements=(pieces[0], *STATEMENTS[1:]))["attribution"] == Score(3, 3, 2, 3)

    def test_acts_are_compared_where_the_speaker_was_found(self, tmp_path):
        acts = changed(changed(STATEMENTS, 0, acts=()), 1, acts=(Act.ASSESSMENT, Act.CALL))
        assert figures(tmp_path, statements=acts) == {"acts": Score(2, 4, 2, 3)}
        assert misses(tmp_path, statements=acts) == [("acts", "other", "commitment"), ("acts", "call, assessment", "assessment")]

    def test_the_headline_is_not_judged_and_other_furniture_is(self, tmp_path):
        headline = STATEMENTS[0]._replace(span=span("Belov opens harbour"))
        assert "attribution" not in figures(tmp_path, statements=(*STATEMENTS, headline))
        byline = STATEMENTS[0]._replace(span=span("Editor: Mira Sand"))
        assert figures(tmp_path, statements=(*STATEMENTS, byline))["attribution"] == Score(3, 4, 3, 3)


class TestCommitments:
    def test_missed_and_spurious(self, tmp_path):
        commitments = (*without(COMMITMENTS, 0), promise("fell", Strength.PLEDGE, ()))
        moved = figures(tmp_path, commitments=commitments)
        assert moved["commitments"] == moved["commitments lenient"] == Score(3, 4, 3, 4)
        assert moved["commitments committers"] == Rate(3, 3)
        assert misses(tmp_path, commitments=commitments) == [
            ("commitment missed", None, "pledge by Velmora to Torvia"),
            ("commitment spurious", "pledge by nobody", None),
        ]

    def test_another_cue_of_the_sentence_is_right_leniently(self, tmp_path):
        moved = figures(tmp_path, commitments=changed(COMMITMENTS, 0, cue=span("lend")))
        assert moved == {
            "commitments": Score(3, 4, 3, 4),
            "commitments committers": Rate(3, 3),
            "commitments counterparties": Rate(3, 3),
            "commitments strength": Rate(3, 3),
        }

    def test_attributes_are_compared_on_the_pairs(self, tmp_path):
        commitments = changed(COMMITMENTS, 0, committers=("Torvia",), counterparties=(), strength=Strength.WILLING)
        moved = figures(tmp_path, commitments=commitments)
        assert {moved[f"commitments {name}"] for name in ("committers", "counterparties", "strength")} == {Rate(3, 4)}
        assert misses(tmp_path, commitments=commitments) == [
            ("commitment committers", "Torvia", "Velmora"),
            ("commitment counterparties", None, "Torvia"),
            ("commitment strength", "willing", "pledge"),
        ]

    def test_parties_are_a_set_of_names(self, tmp_path):
        def change(annotation):
            annotation["sentences"][0]["commitments"][0]["committers"] = ["Velmora", "Torvia"]

        assert figures(tmp_path, change, commitments=changed(COMMITMENTS, 0, committers=("TORVIA", "velmora"))) == {}


class TestNumbers:
    def test_missed_and_spurious(self, tmp_path):
        claims = (*without(CLAIMS, 0), claim("2021", 2021, None, QuantityKind.COUNT))
        moved = figures(tmp_path, numeric_claims=claims)
        assert moved["numbers"] == moved["numbers span"] == Score(5, 6, 5, 6)
        assert misses(tmp_path, numeric_claims=claims) == [("number missed", None, "= 20000000 USD"), ("number spurious", "= 2021 ", None)]

    def test_numbers_that_measure_nothing_are_not_judged(self, tmp_path):
        assert figures(tmp_path, numeric_claims=(*CLAIMS, claim("2021", 2021, None, None))) == {}

    def test_a_range_is_two_numbers(self, tmp_path):
        moved = figures(tmp_path, numeric_claims=changed(CLAIMS, 1, quantity={"upper_value": None, "comparator": Comparator.AT_LEAST}))
        assert moved["numbers"] == Score(5, 5, 5, 6)

    def test_the_comparator_is_judged_strictly_only(self, tmp_path):
        claims = changed(CLAIMS, 3, quantity={"comparator": Comparator.EQUAL})
        assert figures(tmp_path, numeric_claims=claims) == {"numbers": Score(5, 6, 5, 6)}
        assert misses(tmp_path, numeric_claims=claims) == [("number comparator", "=", "~")]

    def test_a_wrong_value_is_still_a_span(self, tmp_path):
        claims = changed(CLAIMS, 3, quantity={"value": Decimal(400)})
        assert figures(tmp_path, numeric_claims=claims) == {"numbers": Score(5, 6, 5, 6), "numbers value": Score(5, 6, 5, 6)}
        assert misses(tmp_path, numeric_claims=claims) == [("number value", "400", "300")]

    def test_unit_and_kind(self, tmp_path):
        claims = changed(CLAIMS, 0, quantity={"unit": "EUR", "kind": QuantityKind.COUNT})
        assert figures(tmp_path, numeric_claims=claims) == {
            "numbers unit": Rate(5, 6),
            "numbers unit measure": Rate(2, 3),
            "numbers kind": Rate(5, 6),
        }
        claims = changed(CLAIMS, 3, quantity={"unit": "ferry"})
        assert figures(tmp_path, numeric_claims=claims) == {"numbers unit": Rate(5, 6), "numbers unit count": Rate(2, 3)}

    def test_as_of_and_period_may_be_wrong_and_invented(self, tmp_path):
        claims = changed(changed(CLAIMS, 4, as_of="2020"), 0, as_of="2022", period="P1Y")
        assert figures(tmp_path, numeric_claims=claims) == {
            "numbers as_of": FieldRate(Rate(0, 1), invented=Rate(1, 5)),
            "numbers period": FieldRate(Rate(1, 1), invented=Rate(1, 5)),
        }
        assert misses(tmp_path, numeric_claims=claims) == [
            ("number as_of", "2022", None),
            ("number period", "P1Y", None),
            ("number as_of", "2020", "2021"),
        ]


class TestIntegrity:
    def test_spans_must_be_true_to_the_text(self, tmp_path):
        claims = changed(CLAIMS, 0, quantity={"text": "20 million dollars"})
        assert figures(tmp_path, numeric_claims=claims) == {"integrity spans": Rate(16, 17)}

    def test_spans_must_lie_in_the_text(self, tmp_path):
        for cue in (Span(-3, 2), Span(5, 5), Span(len(TEXT) - 1, len(TEXT) + 1)):
            assert figures(tmp_path, statements=changed(STATEMENTS, 0, cue=cue))["integrity spans"] == Rate(17, 18)

    def test_references_must_lead_to_a_statement(self, tmp_path):
        moved = figures(tmp_path, commitments=changed(COMMITMENTS, 0, statement=3), numeric_claims=changed(CLAIMS, 0, statement=2))
        assert moved == {"integrity references": Rate(9, 10)}


class TestDocuments:
    def test_languages_add_up(self, tmp_path):
        def as_indonesian(annotation):
            annotation["source"]["language"] = "id"

        annotate(tmp_path)
        annotate(tmp_path, as_indonesian, name="other")
        evaluation = evaluate(tmp_path, extractor=Reader())
        assert evaluation.documents == {"en": 1, "id": 1, "all": 2}
        assert evaluation.figures["all"]["attribution"] == Score(6, 6, 6, 6)
        assert evaluation.figures["id"]["source language"] == FieldRate(Rate(0, 1))
        assert evaluate(tmp_path, extractor=Reader(), language="id").documents == {"id": 1, "all": 1}
        with pytest.raises(UsageError, match="annotated as of the language 'fr'; there are: en, id"):
            evaluate(tmp_path, extractor=Reader(), language="fr")

    @pytest.mark.parametrize("error", [RejectedInput("no lexicon."), ValueError("a fault")])
    def test_what_the_extractor_cannot_read_is_named_and_counts_as_nothing_found(self, tmp_path, error):
        class Failing:
            name = "failing 1"

            def extract(self, document):
                raise error

        evaluation = evaluate(annotate(tmp_path), extractor=Failing())
        assert list(evaluation.unread) == ["ferries.txt"] and str(error).rstrip(".") in evaluation.unread["ferries.txt"]
        assert evaluation.figures["all"]["attribution"] == Score(0, 0, 0, 3)
        assert evaluation.figures["all"]["source language"] == FieldRate(Rate(0, 1))

    def test_an_article_without_a_headline_or_sentences(self, tmp_path):
        def change(annotation):
            annotation["source"]["title"] = None
            annotation["sentences"] = [sentence(3)]

        moved = figures(tmp_path, change)
        assert moved["attribution"] == Score(0, 3, 0, 0) and moved["numbers"] == Score(0, 7, 0, 0)

    def test_the_rules_are_measured_unless_another_extractor_is_given(self, tmp_path):
        found = evaluate(annotate(tmp_path)).figures["en"]["numbers span"]
        assert isinstance(found, Score) and found.recalled > 3
