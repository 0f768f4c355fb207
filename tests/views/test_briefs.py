"""What a brief holds: commitments by how they stand, money, and what was said to or of somebody; on both databases."""

import pytest

from claims.errors import UsageError
from claims.store.access import open_reader
from claims.views.briefs import read_brief
from claims.views.filters import Filters


def ask(reader, limit=0, **filters):
    return read_brief(reader, Filters(limit=limit, **filters))


def standing(brief):
    return {each.state.value: [told.record.id for told in each.followed] for each in brief.standings}


def names(records):
    return [record.id for record in records]


def test_commitments_stand_by_state_with_what_became_of_them(reader):
    brief = ask(reader, until="2025")
    assert standing(brief) == {"overdue": ["c1"], "due": ["c3"], "open": [], "settled": ["c2"]}
    told = brief.told[-1]
    assert [entry.event for entry in told.entries] == ["announced", "due", "assessed", "assessed"]
    assert [verdict.status for verdict in told.assessments] == ["fulfilled", "in progress"]
    assert list(brief.sources) == ["src1", "src2"]


def test_a_limit_holds_over_all_states_and_what_is_left_out_is_counted(reader):
    brief = ask(reader, limit=2, until="2025")
    assert standing(brief) == {"overdue": ["c1"], "due": ["c3"], "open": [], "settled": []}
    assert (brief.more, [each.count for each in brief.standings]) == (1, [1, 1, 0, 1])
    assert ask(reader, limit=1, by="Velmora").more_numbers == 0


def test_whom_it_is_about_has_the_names_of_the_database(reader):
    brief = ask(reader, by="vx", to="liga timur")
    assert (brief.by, brief.to, brief.topic) == ("Velmora", "Eastern League", None)
    assert (ask(reader, by="belov").by, ask(reader, topic="AID").topic) == ("Ana Belov", "aid")


def test_numbers_are_those_that_are_no_amounts_of_what_is_told(reader):
    assert names(ask(reader, by="Velmora").numbers) == ["n2"]
    assert names(ask(reader, by="Ana Belov", since="2023").numbers) == []


def test_positions_of_a_pair_name_the_other_or_are_said_to_it(reader):
    assert names(ask(reader, by="Samaya").positions) == ["s5"]
    assert names(ask(reader, by="Samaya", to="Eastern League").positions) == []
    assert names(ask(reader, by="Torvia").positions) == ["s3"]
    assert names(ask(reader, by="Torvia", to="Torvia").positions) == ["s3"]  # "Torvia hopes to open a school"
    assert names(ask(reader, by="Velmora", to="Torvia").numbers) == []


def test_a_name_that_is_also_a_word_is_found_as_it_is_written(reader, stocked):
    """`Samaya` names itself in s5; a party called `impor` would be named there, one called `Impor` would not."""
    from claims.views.briefs import Mention
    from claims.views.names import find_parties

    mention = Mention(reader, find_parties(reader, "--to", "Samaya"))
    assert mention.is_in("ke Samaya.") and not mention.is_in("ke samaya.") and not mention.is_in("Samayans")


def test_money_is_summed_to_the_last_digit_by_year_and_strength(reader):
    (money,) = ask(reader, by="Velmora").money
    assert (money.flow, money.promised, money.delivered, money.remaining) == (("2022", "USD", "", "pledge"), "20000000", None, "20000000")
    assert names(money.amounts) == ["n1"] and money.alike == []


def test_a_brief_of_nothing_and_of_nobody_is_refused(reader):
    with pytest.raises(UsageError, match="somebody or something"):
        ask(reader)
    with pytest.raises(UsageError, match="Nearest: Velmora"):
        ask(reader, by="Velmoria")
    with pytest.raises(UsageError, match="no party that anybody commits to"):
        ask(reader, to="Ana Belov")


def test_what_nothing_meets_is_empty(reader):
    assert ask(reader, by="Velmora", until="1999").empty and not ask(reader, by="Velmora").empty


def test_a_brief_as_of_an_earlier_instant(stocked):
    with open_reader(stocked) as now:
        moment = now.rows("SELECT max(changed_at) AS at FROM changes")[0]["at"]
    with open_reader(stocked, moment) as then, then.snapshot():
        assert standing(ask(then, by="Velmora"))["overdue"] == ["c1"]
