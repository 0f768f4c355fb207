"""The report: figures and misses as JSON and as text."""

from claims.evaluation.figures import FieldRate, Rate, Score
from claims.evaluation.measurement import evaluate
from claims.evaluation.report import figure_cell, figure_json, figure_rows, miss_lines, report_json
from tests.evaluation.ferries import CLAIMS, COMMITMENTS, STATEMENTS, TEXT, Reader, annotate, without


def test_a_score():
    score = Score(2, 4, 3, 4)
    assert figure_json(score) == {"p": 0.5, "r": 0.75, "f1": 0.6, "predicted": 4, "gold": 4}
    assert figure_cell(score) == "0.600 (P 0.500 R 0.750) 4/4"


def test_a_score_of_nothing():
    assert figure_json(Score()) == {"p": None, "r": None, "f1": None, "predicted": 0, "gold": 0}
    assert figure_json(Score(annotated=2)) == {"p": 0, "r": 0, "f1": 0, "predicted": 0, "gold": 2}
    assert figure_cell(Score()) == "- (P - R -) 0/0"


def test_rates():
    assert figure_json(Rate(1, 4)) == {"rate": 0.25, "right": 1, "of": 4}
    field = FieldRate(Rate(1, 2), Rate(1, 1), Rate(0, 3))
    assert figure_json(field)["invented"] == {"rate": 0.0, "right": 0, "of": 3}
    assert figure_cell(field) == "0.500 1/2, printed 1/1, invented 0/3"
    assert figure_cell(FieldRate()) == "- 0/0"


def test_rows_name_each_language_and_all_only_where_there_are_several(tmp_path):
    titles, rows = figure_rows(evaluate(annotate(tmp_path), extractor=Reader()))
    assert titles == ["figure", "en, 1 document"]
    assert ["attribution", "1.000 (P 1.000 R 1.000) 3/3"] in rows
    assert "attribution lenient" in [row[0] for row in rows] and "attribution lenient recall direct" not in [row[0] for row in rows]
    annotate(tmp_path, lambda annotation: annotation["source"].update(language="de"), name="second")
    titles, _ = figure_rows(evaluate(tmp_path, extractor=Reader()))
    assert titles == ["figure", "de, 1 document", "en, 1 document", "all, 2 documents"]


def test_a_figure_of_one_judgement_is_a_number(tmp_path):
    _, rows = figure_rows(evaluate(annotate(tmp_path), extractor=Reader()))
    assert not [cell for _, cell, *_ in rows if "True" in cell or "False" in cell]


def test_misses_stand_in_their_context(tmp_path):
    evaluation = evaluate(annotate(tmp_path), extractor=Reader(statements=STATEMENTS[:1], commitments=without(COMMITMENTS, 1)))
    assert miss_lines(evaluation, 1) == [
        "",
        "attribution missed: 2",
        "  ferries.txt:4: found nothing; annotated Ana Belov (implicit)",
        "    The harbour is the pride of the coast.",
        "",
        "commitment missed: 1",
        "  ferries.txt:5: found nothing; annotated aspiration by Velmora",
        '    "We [hope to] run 5 to 7 ferries within 12 months," minister Ilya Gantz and Ana Belov said.',
    ]
    assert len(miss_lines(evaluation, 0)) == 10


def test_misses_as_json(tmp_path):
    evaluation = evaluate(annotate(tmp_path), extractor=Reader(numeric_claims=without(CLAIMS, 3, 4)))
    assert "errors" not in report_json(evaluation)
    missed = report_json(evaluation, 1)["errors"]["number missed"]
    assert missed["count"] == 2
    assert missed["shown"] == [
        {
            "file": "ferries.txt",
            "line": 6,
            "start": TEXT.index("about 300"),
            "end": TEXT.index(" people") + 7,
            "found": None,
            "annotated": "~ 300 person",
            "context": "Rain fell on [about 300 people].",
        }
    ]
