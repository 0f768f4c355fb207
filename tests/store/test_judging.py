"""Who is the same as whom, on both databases: judging, taking back, and what must not be."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from claims.errors import Refused, UsageError
from claims.references import require_reference
from claims.resolution.clusters import stand_for
from claims.store import migrations
from claims.store.access import open_reader
from claims.store.ledger.adding import add
from claims.store.ledger.amending import amend, withdraw
from claims.store.ledger.judging import JUDGED, merge, split
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.views.filters import Filters
from claims.views.people import list_speakers
from claims.views.similar import list_similar
from tests.store.conftest import Raw
from tests.store.making import EXTRACTOR, make_document

NAMES = ("Ana Lestari", "A. Lestari", "Lestari Ana", "Budi Santosa", "Minister Santosa", "Citra")


def fill(ledger):
    for name in NAMES:
        add(ledger, "speaker", {"name": name, "kind": "person"})
    add(ledger, "party", {"name": "Samaya", "kind": "state", "iso_code": "QS", "aliases": "Republik Samaya"})
    add(ledger, "party", {"name": "Samaia", "kind": "other"})
    add(ledger, "party", {"name": "Velmora", "kind": "state", "iso_code": "QV", "wikidata_id": "Q5"})


@pytest.fixture
def ledger(raw, location):
    with Ledger(location, actor="Rina") as opened:
        fill(opened)
        yield opened


def standing(raw, table="speakers", key="speaker_id"):
    return dict(raw(f"SELECT {key}, same_as_id FROM {table} WHERE same_as_id IS NOT NULL"))


def computed(raw, kind="speaker"):
    positive = f"kind = '{kind}' AND relation = 'same as' AND judgement = 'positive'"
    return stand_for(raw(f"SELECT left_id, right_id FROM relations WHERE {positive} ORDER BY judged_at, relation_id"))


def judgements(raw):
    return raw("SELECT kind, left_id, right_id, judgement, judged_by FROM relations ORDER BY relation_id")


class TestMerging:
    def test_the_first_one_stays_and_the_judgement_is_kept(self, raw, ledger):
        deed = merge(ledger, ["sp1", "A. Lestari", "sp3"], reason="one person")
        assert standing(raw) == {2: 1, 3: 1}
        assert judgements(raw) == [("speaker", 1, 2, "positive", "Rina"), ("speaker", 1, 3, "positive", "Rina")]
        told = [(each.record, each.field, each.before, each.after) for each in deed.differences]
        assert told[0] == ("sp1 and sp2", "judged", None, "the same")
        assert told[2] == ("sp2", "stands for", "A. Lestari (sp2)", "Ana Lestari (sp1)")
        assert {row[0] for row in raw(f"SELECT changeset FROM changes WHERE changeset >= {deed.changeset}")} == {deed.changeset}

    def test_what_was_merged_into_it_goes_with_it_and_there_is_no_chain(self, raw, ledger):
        merge(ledger, ["sp2", "sp3"], reason="x")
        merge(ledger, ["sp1", "sp2"], reason="x")
        merge(ledger, ["sp3", "sp6"], reason="x")
        assert standing(raw) == {2: 1, 3: 1, 6: 1}

    def test_the_one_that_stays_can_be_chosen_anew(self, raw, ledger):
        merge(ledger, ["sp1", "sp2"], reason="x")
        merge(ledger, ["sp2", "sp1"], reason="her fuller name")
        assert standing(raw) == {1: 2} and len(judgements(raw)) == 1

    def test_said_twice_it_changes_nothing(self, raw, ledger):
        merge(ledger, ["sp1", "sp2"], reason="x")
        last = raw("SELECT max(change_id) FROM changes")
        assert merge(ledger, ["sp1", "sp2"], reason="x").changeset is None
        assert raw("SELECT max(change_id) FROM changes") == last

    def test_any_name_and_code_will_do(self, raw, ledger):
        merge(ledger, ["republik samaya", "Samaia"], reason="a spelling")
        assert standing(raw, "parties", "party_id") == {2: 1}

    @pytest.mark.parametrize(
        ("names", "error", "message"),
        [
            (["sp1"], UsageError, "two or more"),
            (["sp1", "sp1"], UsageError, "named twice"),
            (["sp1", "Budi Santoso"], UsageError, "Nearest: Budi Santosa"),
            (["sp1", "sp99"], UsageError, "no speaker sp99"),
            (["sp1", "p1"], UsageError, "one kind"),
            (["c1", "c2"], UsageError, "speakers and parties are merged"),
            (["p1", "p3"], Refused, "two identifiers"),
        ],
    )
    def test_what_may_not_be_is_a_sentence_and_changes_nothing(self, raw, ledger, names, error, message):
        with pytest.raises(error, match=message):
            merge(ledger, names, reason="x")
        assert judgements(raw) == [] and standing(raw) == {}

    def test_identifiers_of_whole_clusters_count_and_force_overrules_them(self, raw, ledger):
        merge(ledger, ["p2", "p3"], reason="x")
        with pytest.raises(Refused, match="p1 has the iso_code QS, p3 has QV"):
            merge(ledger, ["p1", "p2"], reason="x")
        merge(ledger, ["p1", "p2"], reason="x", force=True)
        assert standing(raw, "parties", "party_id") == {2: 1, 3: 1}

    def test_a_name_that_several_bear_asks_for_short_names(self, ledger):
        amend(ledger, require_reference("sp1"), {"aliases": "Ibu"}, reason="x")
        amend(ledger, require_reference("sp6"), {"aliases": "Ibu"}, reason="x")
        with pytest.raises(UsageError, match="more than one record: sp1, sp6"):
            merge(ledger, ["sp2", "Ibu"], reason="x")

    def test_a_reason_is_asked_for(self, ledger):
        with pytest.raises(UsageError, match="--reason"):
            merge(ledger, ["sp1", "sp2"], reason=None)


class TestSplitting:
    def test_it_goes_out_with_what_was_merged_into_it_and_the_judgement_stays(self, raw, ledger):
        merge(ledger, ["sp1", "sp2", "sp4"], reason="x")
        merge(ledger, ["sp2", "sp3"], reason="x")
        split(ledger, ["sp2"], reason="another Lestari")
        assert standing(raw) == {3: 2, 4: 1}
        assert ("speaker", 1, 2, "negative", "Rina") in judgements(raw)

    def test_two_that_were_never_merged_are_judged_not_to_be_the_same(self, raw, ledger):
        deed = split(ledger, ["sp4", "sp5"], reason="father and son")
        assert judgements(raw) == [("speaker", 4, 5, "negative", "Rina")]
        assert [(each.record, each.after) for each in deed.differences] == [("sp4 and sp5", "not the same")]
        assert split(ledger, ["sp5", "sp4"], reason="x").changeset is None

    def test_two_of_one_cluster_are_parted(self, raw, ledger):
        merge(ledger, ["sp1", "sp2", "sp3"], reason="x")
        split(ledger, ["sp2", "sp3"], reason="x")
        assert standing(raw) == {2: 1}
        assert judgements(raw)[1:] == [("speaker", 1, 3, "negative", "Rina"), ("speaker", 2, 3, "negative", "Rina")]

    def test_clusters_that_it_alone_held_together_part(self, raw, ledger):
        merge(ledger, ["sp1", "sp2"], reason="x")
        merge(ledger, ["sp4", "sp2"], reason="x")
        assert standing(raw) == {1: 4, 2: 4}
        split(ledger, ["sp1"], reason="x")
        assert standing(raw) == {2: 4}

    def test_what_was_judged_apart_is_merged_again_by_force_or_by_itself(self, raw, ledger):
        split(ledger, ["sp1", "sp2"], reason="x")
        merge(ledger, ["sp2", "sp3"], reason="x")
        with pytest.raises(Refused, match="sp1 and sp2 were judged not to be the same"):
            merge(ledger, ["sp1", "sp3"], reason="x")
        merge(ledger, ["sp1", "sp2"], reason="after all")
        assert standing(raw) == {2: 1, 3: 1}

    @pytest.mark.parametrize(("names", "message"), [(["sp6"], "merged into nothing"), (["sp1"], "merged into it: A. Lestari")])
    def test_what_was_merged_into_nothing_is_named(self, ledger, names, message):
        merge(ledger, ["sp1", "sp2"], reason="x")
        with pytest.raises(UsageError, match=message):
            split(ledger, names, reason="x")


class TestTakingBack:
    def test_an_earlier_merge_is_undone_past_later_ones(self, raw, ledger):
        first = merge(ledger, ["sp1", "sp2"], reason="x")
        merge(ledger, ["sp2", "sp3"], reason="x")
        merge(ledger, ["sp4", "sp1"], reason="x")
        undo(ledger, first.changeset)
        assert standing(raw) == {1: 4, 3: 2}

    def test_the_undo_of_a_split_and_of_that_undo(self, raw, ledger):
        merge(ledger, ["sp1", "sp2"], reason="x")
        deed = split(ledger, ["sp2"], reason="x")
        undone = undo(ledger, deed.changeset)
        assert standing(raw) == {2: 1}
        undo(ledger, undone.changeset)
        assert standing(raw) == {}

    def test_merged_records_are_not_withdrawn(self, raw, ledger):
        merge(ledger, ["sp1", "sp2"], reason="x")
        for name in ("sp1", "sp2"):
            with pytest.raises(Refused, match="split them first"):
                withdraw(ledger, [require_reference(name)], reason="x")

    def test_every_record_stays_findable(self, ledger, location):
        deeds = [merge(ledger, ["sp1", "sp2"], reason="x"), split(ledger, ["sp2"], reason="x")]
        for deed in (None, *reversed(deeds)):
            if deed is not None:
                undo(ledger, deed.changeset)
            with open_reader(location) as reader:
                for number, name in enumerate(NAMES, 1):
                    (found,) = list_speakers(reader, Filters(by=name)).records
                    assert name in (found.name, *found.aliases) and f"sp{number}" in (found.id, *found.merged)


def test_a_name_that_merged_records_share_is_one_bearers_at_the_next_load(ledger, location):
    for name in ("sp1", "sp2"):
        amend(ledger, require_reference(name), {"aliases": "Bu Ana"}, reason="x")
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        assert loader.directory.speaker_named("Bu Ana") is None
    merge(ledger, ["sp1", "sp2"], reason="x")
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        assert loader.directory.speaker_named("Bu Ana") == "Ana Lestari"
        loader.store([(f"{number}.txt", make_document(number, speaker="A. Lestari")) for number in (1, 2)])
    with open_reader(location) as reader:
        (ana,) = list_speakers(reader, Filters(by="Bu Ana")).records
        assert (ana.id, ana.statements) == ("sp1", 4)


def proposed(location):
    with open_reader(location) as reader:
        return {(pair.id, pair.other_id) for pair in list_similar(reader, list(JUDGED), 0).records}


def test_similar_names_are_proposed_until_somebody_judges(ledger, location):
    assert proposed(location) == {("sp1", "sp2"), ("sp1", "sp3"), ("sp2", "sp3"), ("sp4", "sp5"), ("p1", "p2")}
    split(ledger, ["sp2", "sp1"], reason="another Lestari")
    merge(ledger, ["sp1", "sp3"], reason="one")
    assert proposed(location) == {("sp4", "sp5"), ("p1", "p2")}


class Judging(RuleBasedStateMachine):
    """Any sequence of merge, split and undo."""

    location = ""

    @initialize()
    def begin(self):
        self.ledger = Ledger(self.location, actor="Rina")
        self.raw = Raw(self.location)
        self.first = self.raw("SELECT max(change_id) FROM changes")[0][0]
        self.before = self.rows()
        self.deeds = []

    def teardown(self):
        if hasattr(self, "ledger"):
            self.ledger.__exit__(None, None, None)

    def rows(self):
        return self.raw("SELECT * FROM speakers ORDER BY speaker_id") + self.raw("SELECT * FROM relations ORDER BY relation_id")

    def attempt(self, work, *arguments, **options):
        try:
            deed = work(self.ledger, *arguments, reason="x", **options)
        except (Refused, UsageError):
            return
        if deed.changeset is not None:
            self.deeds.append(deed.changeset)

    @rule(one=st.integers(1, 6), other=st.integers(1, 6), force=st.booleans())
    def merge(self, one, other, force):
        self.attempt(merge, [f"sp{one}", f"sp{other}"], force=force)

    @rule(one=st.integers(1, 6))
    def split_one(self, one):
        self.attempt(split, [f"sp{one}"])

    @rule(one=st.integers(1, 6), other=st.integers(1, 6))
    def split_two(self, one, other):
        self.attempt(split, [f"sp{one}", f"sp{other}"])

    @rule(place=st.integers(0, 30))
    def undo(self, place):
        if self.deeds:
            self.attempt(undo, self.deeds[place % len(self.deeds)])

    @rule()
    def undo_everything(self):
        for number in reversed(self.deeds):
            undo(self.ledger, number)
        self.deeds = []
        assert self.rows() == self.before

    @invariant()
    def what_is_derived_is_what_follows(self):
        if hasattr(self, "raw"):
            assert standing(self.raw) == computed(self.raw)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_any_sequence_keeps_who_stands_for_whom_true(request, kind, monkeypatch):
    location = request.getfixturevalue(f"{kind}_location")
    migrations.upgrade(location)
    with Ledger(location, actor="Rina") as ledger:
        fill(ledger)
    monkeypatch.setattr(Judging, "location", location)
    checked = settings(
        max_examples=40 if kind == "sqlite" else 10,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    # Each example ends as the one before it left the database: what is undone comes back to that.
    run_state_machine_as_test(Judging, settings=checked)
