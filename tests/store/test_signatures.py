"""Whether a reason is a load's: the program and both databases say the same of any reason, through an export too."""

import pytest

from claims.references import require_reference
from claims.store.ledger.amending import amend
from claims.store.ledger.ledger import Ledger
from claims.store.loading import Loader
from claims.store.restoring import restore
from claims.store.signatures import BY_HAND, load_reason, signing_load
from tests.store.making import EXTRACTOR, make_batch
from tests.store.test_restoring import export

REASONS = {"load 1": 1, "load 007": 7, "load ١": None, "load ²": None, "load 1 ": None, "Load 1": None, "load": None, "loads 1": None}


@pytest.mark.parametrize(("reason", "load"), REASONS.items())
def test_the_program_and_the_database_agree(raw, reason, load):
    assert signing_load(reason) == load
    told = raw(f"SELECT CASE WHEN {BY_HAND} THEN 1 ELSE 0 END FROM (SELECT '{reason}' AS reason) AS given")
    assert told == [(int(load is None),)]


def test_loads_sign_so_and_no_reason_is_nobodys():
    assert signing_load(load_reason(12)) == 12
    assert signing_load(None) is None


def test_a_reason_in_digits_of_another_script_stays_a_persons_through_an_export(sqlite_location, location, tmp_path):
    here = str(tmp_path / "first.db")
    with Loader(here, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch([1]))
    with Ledger(here, actor="Rina") as ledger:
        amend(ledger, require_reference("c1"), {"action": "by hand"}, reason="load ١")
    restore(export(here, tmp_path / "all.jsonl", history=True), location, actor="Omar")
    with Loader(location, extractor="hand 2", loaded_by="tester") as loader:
        loader.store(make_batch([1], extractor="hand 2"))
        assert loader.disagreements == 1
