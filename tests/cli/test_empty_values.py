"""Empty values, as a variable of the shell gives that is not set: no command takes them for values that were not given."""

import pytest
from typer.testing import CliRunner

from cli.main import app

RUNNER = CliRunner()


@pytest.mark.parametrize(
    ("arguments", "which"),
    [
        (("load", ""), "An argument"),
        (("load", "a.txt", " \t"), "An argument"),
        (("import", ""), "An argument"),
        (("evaluate", ""), "An argument"),
        (("stats", "--db", ""), "The value after --db"),
        (("--db", "", "stats"), "The value after --db"),
        (("stats", "--db="), "The value of --db"),
        (("accept", "c1", "--by", ""), "The value after --by"),
        (("accept", "c1", "--by=  "), "The value of --by"),
        (("assess", "c1", "fulfilled", "--on", ""), "The value after --on"),
        (("export", "-o", ""), "The value after -o"),
        (("export", "--format", "csv", "-o", ""), "The value after -o"),
        (("copies", "find", "--by", ""), "The value after --by"),
        (("commitments", "--search", ""), "The value after --search"),
        (("sql", ""), "An argument"),
    ],
)
def test_an_empty_value_is_refused(arguments, which, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text("A harbour.", "utf-8")
    done = RUNNER.invoke(app, list(arguments))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Error: {which} is empty, as where a variable of the shell is not set; write one, or leave it out.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_an_empty_field_is_a_value(stocked, tmp_path):
    import shutil

    place = shutil.copy(stocked, tmp_path / "claims.db")
    done = RUNNER.invoke(app, ["amend", "c1", "due_on=", "--reason", "x=", "--db", str(place)])
    assert done.exit_code == 0 and "due_on: 2024-03-04 → (empty)" in done.stdout
