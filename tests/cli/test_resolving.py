"""merge and split on the command line."""

from typer.testing import CliRunner

from cli.main import app
from tests.views.stock import stock

RUNNER = CliRunner()


def run(location, *words, code=0):
    result = RUNNER.invoke(app, [*words, "--db", location])
    assert result.exit_code == code, result.stderr
    return result.stdout + result.stderr


def test_merging_listing_splitting_and_undoing(sqlite_location):
    stock(sqlite_location)
    printed = run(sqlite_location, "merge", "Ana Belov", "Jon Úlfar", "--reason", "a new name", "--by", "Rina").splitlines()
    assert printed[:2] == ["sp1 and sp2  judged: the same", "sp2  stands for: Jon Úlfar (sp2) → Ana Belov (sp1)"]
    number = printed[2].split()[1].rstrip(";")
    assert printed[2] == f"Change {number}; `claims undo {number}` takes it back."
    assert "Nothing to change" in run(sqlite_location, "merge", "sp1", "sp2", "--reason", "x")
    assert "Belov, Jon Úlfar" in run(sqlite_location, "speakers", "--by", "Jon Úlfar")
    assert "merged      sp2" in run(sqlite_location, "show", "sp2")
    assert "sp2  stands for: Ana Belov (sp1) → Jon Úlfar (sp2)" in run(sqlite_location, "split", "Jon Úlfar", "--reason", "two people")
    assert "is judged" not in run(sqlite_location, "verify")


def test_what_cannot_be_is_refused_with_a_sentence(sqlite_location):
    stock(sqlite_location)
    assert "--reason" in run(sqlite_location, "merge", "sp1", "sp2", code=2)
    assert "two identifiers say that they are two" in run(sqlite_location, "merge", "VX", "TX", "--reason", "x", code=4)
    assert "stands for" in run(sqlite_location, "merge", "VX", "TX", "--reason", "x", "--force")


def test_similar_names_are_listed_with_why(sqlite_location):
    stock(sqlite_location)
    run(sqlite_location, "add", "speaker", "name=Belov Ana", "kind=person")
    row = run(sqlite_location, "similar", "speakers").splitlines()[2]
    assert row.split("  ")[0] == "sp1" and "“Ana Belov” and “Belov Ana” are the same words" in row
    assert "No pairs match" in run(sqlite_location, "similar", "parties")
    assert "speakers or parties" in run(sqlite_location, "similar", "events", code=2)


def test_importing_names_what_is_rejected_and_goes_on(sqlite_location, tmp_path):
    stock(sqlite_location)
    people = tmp_path / "people.csv"
    people.write_text("name,kind,aliases,title,party\nAna Belov,person,Bu Ana,President,Velmora\nNobody,persn,,,\n")
    printed = run(sqlite_location, "import", str(people), "--by", "Rina", code=1)
    assert "0 new in claims.db, 1 changed, 0 unchanged, 1 rejected." in printed.replace(sqlite_location, "claims.db")
    assert f"Rejected: {people}, line 3: kind takes one of" in printed
    assert "Belov, Bu Ana" in run(sqlite_location, "speakers", "--by", "bu ana")
    people.write_text("name,kind\nAna Belov,person\n")
    assert "Nothing changed" in run(sqlite_location, "import", str(people))
