"""Any small database goes out and comes back the same, on either kind; a large one in bounded memory."""

import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.errors import ClaimsError
from claims.references import Reference
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.following import assess
from claims.store.ledger.judging import merge, split
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.store.restoring import restore
from claims.terms import RecordKind, Review
from tests.databases import fresh_database
from tests.store.making import EXTRACTOR, make_batch
from tests.store.portraits import portrait
from tests.store.test_restoring import export

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0;"), min_size=1, max_size=12).filter(lambda name: name.strip() == name)
NUMBERS = st.integers(1, 6)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("name"), NUMBERS, NAMES),
        st.tuples(st.just("topics"), NUMBERS, NAMES),
        st.tuples(st.just("about"), NUMBERS, NAMES),
        st.tuples(st.just("speaker"), NUMBERS, NAMES),
        st.tuples(st.just("assess"), NUMBERS, NAMES),
        st.tuples(st.sampled_from(["accept", "withdraw", "merge", "split", "undo", "reread"]), NUMBERS, st.just("")),
    ),
    max_size=12,
)


def do(ledger: Ledger, location: str, deed: str, number: int, words: str) -> int | None:
    """Do one thing that a person or a load may do; return the number that takes it back."""
    kinds = RecordKind
    match deed:
        case "name":
            return amend(ledger, Reference(kinds.PARTY, number % 3 + 1), {"name": words}, reason=words).changeset
        case "topics":
            return amend(ledger, Reference(kinds.COMMITMENT, number), {"topics": words, "due_on": "2030-06"}, reason="r").changeset
        case "about":
            return amend(ledger, Reference(kinds.STATEMENT, number), {"topics": words}, reason=words).changeset
        case "speaker":
            return add(ledger, "speaker", {"name": words, "kind": "person", "aliases": f"{words}2"}).changeset
        case "assess":
            return assess(
                ledger, Reference(kinds.COMMITMENT, number), {"status": "stalled", "assessed_on": "2024-01-01", "note": words}
            ).changeset
        case "accept":
            return review(ledger, [Reference(kinds.STATEMENT, number)], Review.ACCEPTED).changeset
        case "withdraw":
            return withdraw(ledger, [Reference(kinds.NUMERIC_CLAIM, number)], reason="r").changeset
        case "merge":
            return merge(ledger, ["sp1", f"sp{number}"], reason="r").changeset
        case "split":
            return split(ledger, [f"sp{number}"], reason="r").changeset
        case "reread":
            with Loader(location, extractor=f"hand {number}", loaded_by="tester") as loader:
                loader.store(make_batch(range(2), extractor=f"hand {number}", sentences=2 + number % 2))
    return None


def live(location: str, deeds: list[tuple[str, int, str]]) -> None:
    """Make a database and let people and loads work on it; what is refused is left undone."""
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch(range(3)))
    done = []
    with Ledger(location, actor="Rina") as ledger:
        for deed, number, words in deeds:
            try:
                if deed == "undo" and done:
                    undo(ledger, done.pop())
                elif (changeset := do(ledger, location, deed, number, words)) is not None:
                    done.append(changeset)
            except ClaimsError:
                continue


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_any_database_comes_back_the_same(request: pytest.FixtureRequest, target: str) -> None:
    server = request.getfixturevalue("postgresql_url") if target == "postgresql" else None

    @settings(max_examples=6 if server else 12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(DEEDS)
    def round_trip(deeds: list[tuple[str, int, str]]) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            first = str(folder / "first.db")
            live(first, deeds)
            path = export(first, folder / "first.jsonl", history=True)
            if server is None:
                compare(path, first, str(folder / "second.db"), folder)
            else:
                with fresh_database(server) as second:
                    compare(path, first, second, folder)

    round_trip()


def compare(path: Path, first: str, second: str, folder: Path) -> None:
    """Restore an export, and hold the result to what was exported."""
    assert restore(path, second, actor="Omar").rejected == []
    expected, found = portrait(first, history=True), portrait(second, history=True)
    for table, rows in expected.items():
        assert found[table] == rows, table
    assert export(second, folder / "second.jsonl", history=True).read_bytes() == path.read_bytes()


def test_a_large_database_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    peaks = {}
    for documents in (20, 200):
        place, copy = str(tmp_path / f"{documents}.db"), str(tmp_path / f"{documents} copy.db")
        with Loader(place, extractor=EXTRACTOR, loaded_by="tester") as loader:
            for start in range(0, documents, 20):
                loader.store(make_batch(range(start, start + 20), sentences=8))
        tracemalloc.start()
        try:
            path = tmp_path / f"{documents}.jsonl"
            with path.open("w", encoding="utf-8") as file:
                write(place, file)
            assert restore(path, copy, actor="Omar").added["changes"] > 70 * documents
            peaks[documents] = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peaks[200] < peaks[20] + 4 * 2**20


def write(place, file):
    from claims.store.access import open_reader
    from claims.views.whole import export_lines

    with open_reader(place) as reader, reader.snapshot():
        for line in export_lines(reader, history=True):
            print(line, file=file)
