"""What waits for people, on both databases."""

from claims.views import waiting
from claims.views.waiting import Waiting, count_waiting


def test_what_waits_is_counted(reader):
    assert count_waiting(reader) == Waiting(
        statements=6, commitments=3, numbers=3, overdue=1, disagreements=0, copies=0, relations=0, unsearched=0
    )


def test_an_empty_database_waits_for_nothing(empty):
    assert count_waiting(empty) == Waiting(0, 0, 0, 0, 0, 0, 0, 0)


def test_of_very_many_no_more_are_counted_than_people_need_to_know(reader, monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 2)
    assert count_waiting(reader).statements == 2
