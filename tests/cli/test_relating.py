"""The commands about what is said twice, from finding to deciding."""

import json

import pytest

from claims.samples.library import sample_paths
from tests.cli.test_listing import ask, refuse


@pytest.fixture
def twice(tmp_path, location):
    """A database of two reports of one summit, in two languages, and of another paper's copy of the English one."""
    english, indonesian = (next(path for path in sample_paths() if path.name.startswith(code)) for code in ("en_2022", "id_2022"))
    copy = tmp_path / "copy.txt"
    copy.write_text(english.read_text("utf-8").replace("Meridian Wire", "Coastal Post"), "utf-8")
    assert "word for word" not in ask("load", str(english), str(indonesian), "--db", location)
    told = "1 document holds sentences of others word for word: `claims copies find` links what is copied.\n"
    assert told in ask("load", str(copy), "--db", location)
    return location


def count(location, command, *options):
    return len(json.loads(ask(command, "--limit", "0", "--format", "json", *options, "--db", location)))


def test_a_copy_is_linked_and_counts_once_until_somebody_dismisses_it(twice):
    before = count(twice, "commitments")
    said = ask("copies", "find", "--by", "Rina", "--db", twice)
    assert said.splitlines()[0].startswith("Linked: src3 restates src1: ") and said.endswith("1 linked, 0 proposed.\n")
    assert "by another publisher. `claims undo " in said
    assert count(twice, "commitments") < before == count(twice, "commitments", "--copies")
    assert ask("copies", "find", "--db", twice) == "0 linked, 0 proposed.\n"
    assert json.loads(ask("copies", "--format", "json", "--db", twice)) == []
    (row,) = json.loads(ask("copies", "--all", "--format", "json", "--db", twice))
    assert (row["left"]["id"], row["relation"], row["right"]["id"], row["judgement"]) == ("src3", "restates", "src1", "positive")
    assert "copy of     src1" in ask("show", "src3", "--db", twice)
    assert "copied by   src3" in ask("show", "src1", "--db", twice)

    said = ask("copies", "dismiss", str(row["number"]), "--reason", "their own reporter was there", "--db", twice)
    assert "src3 restates src1  judgement: positive → negative" in said and "src3  derived_from: src1 → (empty)" in said
    assert count(twice, "commitments") == before
    assert ask("copies", "find", "--db", twice) == "0 linked, 0 proposed.\n"
    ask("copies", "accept", str(row["number"]), "--db", twice)
    assert count(twice, "commitments") < before


def test_what_is_said_again_is_proposed_and_decided_by_people(twice):
    ask("copies", "find", "--db", twice)
    before = count(twice, "commitments")
    assert ask("relations", "find", "--db", twice).endswith(" relations proposed.\n")
    rows = json.loads(ask("relations", "--format", "json", "--limit", "0", "--db", twice))
    assert {row["judgement"] for row in rows} == {"undecided"}
    pledge = next(row for row in rows if "500" in row["left"]["text"] and row["left"]["id"].startswith("c"))
    assert ("500 juta" in pledge["left"]["text"]) != ("500 juta" in pledge["right"]["text"])
    assert count(twice, "commitments") == before

    said = ask("relations", "accept", str(pledge["number"]), "--by", "Rina", "--db", twice)
    assert "judgement: undecided → positive" in said
    left, right = pledge["left"]["id"], pledge["right"]["id"]
    assert f"same as {right}" in ask("show", left, "--db", twice) and f"same as {left}" in ask("show", right, "--db", twice)
    assert count(twice, "commitments") == before - 1
    other = next(row["number"] for row in rows if row is not pledge)
    ask("relations", "dismiss", str(other), "--db", twice)
    left = json.loads(ask("relations", "--format", "json", "--limit", "0", "--db", twice))
    assert {row["number"] for row in rows} - {row["number"] for row in left} == {pledge["number"], other}
    assert ask("relations", "find", "--db", twice) == "0 relations proposed.\n"
    table = ask("relations", "--all", "--db", twice)
    assert "positive   Rina" in table and "(Warta Nusantara, 2022-01-25)" in table


def test_conflicts_stand_with_both_sides_and_changes_apart(twice):
    assert json.loads(ask("conflicts", "--format", "json", "--db", twice)) == []
    changes = json.loads(ask("conflicts", "--changes", "--format", "json", "--db", twice))
    assert {row["difference"] for row in changes} == {"change over time"}
    assert "460000000 USD (n" in ask("conflicts", "--changes", "--db", twice)


def test_numbers_that_are_none_are_refused(twice):
    assert refuse("relations", "accept", "99", "--db", twice)[0] == 2
    code, said = refuse("copies", "dismiss", "99", "--db", twice)
    assert code == 2 and "There is no relation 99 of this kind" in said


@pytest.mark.parametrize("number", ["99999999999999999999", "0", "1.5", "d3", "٣"])
@pytest.mark.parametrize("command", [("copies", "accept"), ("copies", "dismiss"), ("relations", "accept"), ("relations", "dismiss")])
def test_what_is_no_number_of_a_relation_is_told(stocked, command, number):
    code, said = refuse(*command, number, "--db", stocked)
    assert code == 2 and said.startswith(f"Error: “{number}” is not the number of a relation, such as 7; `claims copies`")
    assert said.count("\n") == 1
