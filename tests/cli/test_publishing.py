"""Publishing on the command line, as a real process."""

from tests.cli.process import run


def test_a_published_copy_says_what_it_holds_and_is_read_like_any_database(stocked, tmp_path):
    made = run("publish", "out.db", "--db", stocked, cwd=tmp_path)
    first, second = made.stdout.splitlines()
    assert (made.returncode, made.stderr) == (0, "")
    assert first.startswith("out.db holds 3 articles, 6 statements, 4 commitments and 3 numeric claims in ")
    assert second == "Browse it with: claims serve out.db"
    asked = ("commitments", "--format", "json")
    assert run(*asked, "--db", "out.db", cwd=tmp_path).stdout == run(*asked, "--db", stocked).stdout.replace("Mira Sand", "reviewer 1")
    again = run("publish", "out.db", "--db", stocked, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (4, "Error: out.db is there already; --force replaces it.\n")
    assert run("publish", "out.db", "--force", "--reviewers", "--db", stocked, cwd=tmp_path).returncode == 0


def test_what_would_change_a_published_copy_is_refused(stocked, tmp_path):
    run("publish", "out.db", "--db", stocked, cwd=tmp_path)
    (tmp_path / "a.txt").write_text("Port Samar (VLN) - Velmora will build a road, Ana Belov said.", "utf-8")
    for command in (("accept", "c1"), ("load", "a.txt"), ("db", "upgrade"), ("relations", "find")):
        refused = run(*command, "--db", "out.db", cwd=tmp_path)
        assert refused.returncode == 4, command
        assert "out.db was published, to be read alone; change the database that it was made of, and publish it anew." in refused.stderr


def test_serving_names_one_database(stocked, tmp_path):
    both = run("serve", "out.db", "--db", stocked, cwd=tmp_path)
    assert (both.returncode, both.stderr) == (2, f"Error: out.db and --db {stocked} name two databases; name one.\n")
    missing = run("serve", "out.db", cwd=tmp_path)
    assert missing.returncode == 4 and "There is no database at out.db yet" in missing.stderr


def test_a_published_copy_counts_to_its_own_day(stocked, tmp_path):
    run("publish", "out.db", "--db", stocked, cwd=tmp_path)
    refused = run("commitments", "--overdue", "--today", "2024-03-04", "--db", "out.db", cwd=tmp_path)
    assert refused.returncode == 4 and "was published, with what was overdue on that day" in refused.stderr
