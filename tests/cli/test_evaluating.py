import json

from tests.cli.process import run
from tests.evaluation.ferries import annotate


def test_a_table_with_its_legend_and_the_misses_on_request(tmp_path):
    annotate(tmp_path)
    done = run("evaluate", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].split() == ["figure", "en,", "1", "document"]
    assert "F1 (P precision, R recall)" in done.stdout and "annotated nothing" not in done.stdout
    shown = run("evaluate", tmp_path, "--errors", "1").stdout
    assert shown.startswith(done.stdout) and "  ferries.txt:" in shown.removeprefix(done.stdout)


def test_json_holds_all_figures_and_the_misses_on_request(tmp_path):
    annotate(tmp_path)
    report = json.loads(run("evaluate", tmp_path, tmp_path, "--format", "json").stdout)
    assert list(report) == ["figures", "missing"] and list(report["figures"]) == ["en", "all"]
    assert set(report["figures"]["en"]["attribution"]) == {"p", "r", "f1", "predicted", "gold"}
    assert "errors" in json.loads(run("evaluate", tmp_path, "--format", "json", "--errors", "0").stdout)


def test_one_language(tmp_path):
    annotate(tmp_path)
    assert run("evaluate", tmp_path, "--language", "en").returncode == 0
    done = run("evaluate", tmp_path, "--language", "id")
    assert done.returncode == 2 and "there are: en." in done.stderr


def test_hostile_words_of_an_article_are_shown_escaped(tmp_path):
    from tests.evaluation.ferries import SENTENCES, TEXT

    hostile = SENTENCES[3].replace("Rain", "\x1b[3m")

    def change(annotation):
        annotation["sentences"][3].update(text=hostile, speaker="\u202eNobody", attribution="explicit")

    annotate(tmp_path, change, TEXT.replace(SENTENCES[3], hostile))
    for format in ("table", "json"):
        printed = run("evaluate", tmp_path, "--errors", "0", "--format", format).stdout
        assert "3m fell on" in printed and "\x1b" not in printed and "\u202e" not in printed


def test_a_wrong_annotation_is_one_sentence(tmp_path):
    annotate(tmp_path, lambda annotation: annotation["sentences"][0].update(start=1))
    done = run("evaluate", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {tmp_path}/ferries.gold.json: sentences[0].text is") and done.stderr.count("\n") == 1


def test_an_article_that_cannot_be_extracted_is_named(tmp_path):
    annotate(tmp_path, lambda annotation: annotation.update(sentences=[]), "12345 67890")
    done = run("evaluate", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"Rejected: {tmp_path}/ferries.txt: Its language was not recognised")
    assert run("evaluate", tmp_path, "--language", "en").returncode == 0
    assert done.stdout.splitlines()[0].startswith("figure")


def test_other_formats_are_refused(tmp_path):
    assert (
        run("evaluate", tmp_path, "--format", "csv").stderr
        == "Error: --format csv is not for this command; it takes one of: table, json.\n"
    )
