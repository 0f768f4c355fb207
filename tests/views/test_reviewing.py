"""What is to be reviewed, in which order, and in what context, on both databases."""

import pytest

from claims.errors import UsageError
from claims.views.cards import find_card
from claims.views.filters import Filters
from claims.views.reviewing import find_context, find_to_review


def found(reader, kind=None, **filters):
    return " ".join(map(str, find_to_review(reader, Filters(review="proposed", **filters), kind)))


def test_records_come_document_by_document_in_the_order_of_their_evidence(reader):
    assert found(reader) == "s1 c1 n1 s2 n2 s3 c2 s4 c3 s5 s6 n3"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "Commitments"}, "c1 c2 c3"),
        ({"act": "position"}, "s3 s5"),
        ({"unit": "USD"}, "c1 n1 n2"),
        ({"unit": "USD", "overdue": True}, "c1"),
        ({"language": "id"}, "s4 c3 s5"),
        ({"kind": "numbers", "to": "Torvia"}, "n1"),
        ({"topic": "energy"}, "s4 c3 s5"),
    ],
)
def test_filters_leave_out_the_kinds_for_which_they_mean_nothing(reader, filters, expected):
    assert found(reader, **filters) == expected


def test_a_filter_that_means_nothing_for_the_kind_is_a_sentence(reader):
    with pytest.raises(UsageError, match="--act means nothing for numbers"):
        found(reader, "numbers", act="call")


def test_the_sentences_beside_the_evidence(reader):
    context = find_context(reader, find_card(reader, "n2"))
    assert context.before.startswith("Port Samar (VLN) - President Ana Belov") and context.before.endswith("to build a harbour.")
    assert context.text == "Belov said trade between the two had grown to 1.25 billion US dollars in 2021."
    assert context.after == "Torvia hopes to open a school of fishing, minister Jon Úlfar said."
    first, last = find_context(reader, find_card(reader, "s4")), find_context(reader, find_card(reader, "s5"))
    assert (first.before, first.after) == ("", last.text) and (last.before, last.after) == (first.text, "")
