"""Exports in standards on the command line: the same bytes twice, nothing that steers a terminal, options that mean something."""

import json

import pytest

from claims.visible import HIDDEN
from tests.cli.process import run

STANDARDS = ["schema.org", "annotations", "iati", "ftm"]
NAMED = ["schema.org", "ftm"]


@pytest.mark.parametrize("standard", STANDARDS)
def test_two_exports_of_one_database_are_the_same_bytes_and_harmless_on_a_terminal(sqlite_showcase, tmp_path, standard):
    printed = run("export", "--format", standard, "--db", sqlite_showcase)
    assert printed.returncode == 0 and printed.stdout
    assert [line for line in printed.stdout.splitlines() if HIDDEN.search(line)] == []
    assert run("export", "--format", standard, "-o", "out", "--db", sqlite_showcase, cwd=tmp_path).returncode == 0
    assert (tmp_path / "out").read_text("utf-8") == printed.stdout


@pytest.mark.parametrize("standard", STANDARDS)
def test_names_of_records_begin_with_the_base(sqlite_showcase, standard):
    printed = run("export", "--format", standard, "--base-uri", "https://desk.example/claims", "--db", sqlite_showcase).stdout
    begins = "https-desk.example-claims-" if standard == "ftm" else "https://desk.example/claims/"
    assert begins in printed and "urn:claims:" not in printed and "urn-claims-" not in printed


@pytest.mark.parametrize("standard", STANDARDS)
def test_who_gave_a_verdict_is_told_where_it_is_asked_for(sqlite_showcase, standard):
    assert "Rina Reviewer" not in run("export", "--format", standard, "--db", sqlite_showcase).stdout
    if standard in NAMED:
        assert "Rina Reviewer" in run("export", "--format", standard, "--names", "--db", sqlite_showcase).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--format", "schema-org"), "Error: --format knows no “schema-org”; it takes one of: jsonl, csv, "),
        (("--format", "csv", "-o", "out", "--names"), "Error: --names means nothing in --format csv; it is for schema.org"),
        (("--format", "annotations", "--names"), "Error: --names means nothing in --format annotations; it is for schema.org"),
        (("--base-uri", "urn:desk:"), "Error: --base-uri means nothing in --format jsonl; it is for schema.org"),
        (
            ("--format", "schema.org", "--history"),
            "Error: --history means nothing in --format schema.org; it is for jsonl, csv, parquet.\n",
        ),
        (
            ("--format", "schema.org", "--received-by", "Torvia"),
            "Error: --received-by means nothing in --format schema.org; it is for iati.\n",
        ),
        (("--format", "iati", "--reporting-org", "a/b"), "Error: --reporting-org takes an identifier without / & | ? and then a name, "),
        (("--format", "schema.org", "--base-uri", "desk"), "Error: --base-uri takes an absolute URI, such as "),
    ],
)
def test_what_means_nothing_is_a_sentence(sqlite_showcase, tmp_path, words, sentence):
    done = run("export", *words, "--db", sqlite_showcase, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence) and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_iati_cannot_carry_is_told_beside_the_data(sqlite_showcase, tmp_path):
    done = run("export", "--format", "iati", "--reporting-org", "XX-REG-1 The Desk", "--db", sqlite_showcase)
    assert done.returncode == 0 and done.stdout.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    told = done.stderr.splitlines()
    assert told[0] == "Left out: i4 of c3: its day is not known." and told[-1] == "7 left out, which IATI cannot carry."
    received = run("export", "--format", "iati", "--received-by", "Torvia", "--db", sqlite_showcase)
    assert 'transaction-type code="13"' in received.stdout and 'code="12"' not in received.stdout
    assert received.stderr.splitlines()[-1].startswith("It is reported by urn-claims, which nobody has registered; ")
    none = run("export", "--format", "iati", "--received-by", "Samaya", "-o", "none.xml", "--db", sqlite_showcase, cwd=tmp_path)
    assert (none.returncode, list(tmp_path.iterdir())) == (4, [])
    assert none.stderr == "Error: There is no money here that IATI can carry, and an IATI file needs at least one activity.\n"


def test_a_document_of_json_is_one(sqlite_showcase):
    assert json.loads(run("export", "--format", "schema.org", "--db", sqlite_showcase).stdout)["@graph"]
