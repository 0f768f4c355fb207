"""Who stands for whom, as the judgements have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.resolution.clusters import cuts, gather, latest, stand_for

PAIRS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] != pair[1]), max_size=12)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], {}),
        ([(1, 2)], {2: 1}),
        ([(2, 1)], {1: 2}),
        ([(1, 2), (2, 3)], {2: 1, 3: 1}),
        ([(2, 3), (1, 2)], {2: 1, 3: 1}),
        ([(1, 2), (1, 3)], {2: 1, 3: 1}),
        ([(1, 3), (2, 3)], {1: 2, 3: 2}),  # two let it into themselves: the later judgement wins
        ([(2, 3), (1, 3)], {2: 1, 3: 1}),
        ([(1, 2), (2, 1)], {1: 2}),  # round in a circle
        ([(1, 2), (2, 3), (3, 1)], {1: 3, 2: 3}),
        ([(4, 5), (1, 2)], {5: 4, 2: 1}),
    ],
)
def test_one_record_of_each_cluster_stays(pairs, expected):
    assert stand_for(pairs) == expected


@given(PAIRS)
def test_nobody_stands_for_another_in_a_chain_and_clusters_are_what_judgements_connect(pairs):
    standing, clusters = stand_for(pairs), gather(pairs)
    assert all(whom not in standing for whom in standing.values())
    for one in clusters:
        for other in clusters:
            assert (standing.get(one, one) == standing.get(other, other)) == (clusters[one] == clusters[other])


@given(PAIRS, st.integers(1, 8), st.integers(1, 8))
def test_cutting_parts_two_records_and_leaves_what_hangs_on_the_one(pairs, record, other):
    if record == other:
        return
    gone = cuts(pairs, record, other)
    left = gather(pair for pair in pairs if pair not in gone)
    assert left.get(record, record) != left.get(other, other)
    without = gather(pair for pair in pairs if record not in pair)
    for pair in pairs:
        beside = sum(pair) - record
        if record in pair and without.get(beside, beside) != without.get(other, other):
            assert pair not in gone


def test_a_long_chain_is_no_deep_recursion():
    assert stand_for([(number, number + 1) for number in range(50_000)])[50_000] == 0


def test_the_last_judgement_about_two_records_is_theirs_in_either_direction():
    judged = [((1, 2), "same"), ((3, 1), "same"), ((2, 1), "not"), ((1, 3), "same")]
    assert latest(judged) == [((2, 1), "not"), ((1, 3), "same")]
