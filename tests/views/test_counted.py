"""What counts once, over chains of judgements; on both databases."""

from datetime import UTC, datetime

import pytest

from claims.store.access import open_reader
from claims.store.databases.database import find_database
from claims.store.migrations import upgrade
from claims.terms import RecordKind
from claims.views.counted import keys_of, pages_of
from claims.views.related import repeats_of
from tests.views.stock import Filler

SENTENCES = [f"Ana Belov said the harbour of {place} would open." for place in ("Torvia", "Samar", "Velmora", "Lusaka", "Ruwi")]


class Chained(Filler):
    """Five statements: the first repeats the second, that the third, the fourth the third; the fifth, which was rejected, the third."""

    def fill(self, pairs):
        speaker = self.add("speakers", name="Ana Belov", kind="person")
        source = self.source("\n".join(SENTENCES), language="en")
        for number, sentence in enumerate(SENTENCES, 1):
            review = "rejected" if number == 5 else "proposed"
            self.statement(source, sentence, sentence[15:], "said", acts=("other",), speaker_id=speaker, language="en", review=review)
        for left, right in pairs:
            self.add(
                "relations", kind="statement", left_id=left, right_id=right, relation="same as", judgement="positive", judged_by="Mira",
                judged_at=datetime(2026, 1, 1, tzinfo=UTC),
            )  # fmt: skip


@pytest.fixture
def chained(location):
    def fill(pairs):
        upgrade(location)
        engine = find_database(location).engine()
        with engine.begin() as connection:
            Chained(connection).fill(pairs)
        engine.dispose()
        return open_reader(location)

    return fill


def test_a_chain_counts_once_and_its_end_stands_for_all(chained):
    with chained([(1, 2), (2, 3), (4, 3), (5, 3)]) as reader:
        keys = {row["statement_id"]: row["key"] for row in reader.rows("SELECT statement_id, key FROM statements")}
        assert list(pages_of(reader, RecordKind.STATEMENT)) == [[3]]
        assert repeats_of(reader, RecordKind.STATEMENT, [3]) == {3: [1, 2, 4]}
        assert keys_of(reader, RecordKind.STATEMENT, [1, 2, 3, 4, 5]) == dict.fromkeys([1, 2, 3, 4], keys[3])
        assert keys_of(reader, RecordKind.STATEMENT, [2]) == {2: keys[3]}


def test_a_circle_that_raw_sql_made_ends(chained):
    with chained([(1, 2), (2, 3), (3, 1)]) as reader:
        assert list(pages_of(reader, RecordKind.STATEMENT)) == [[4]]
        assert repeats_of(reader, RecordKind.STATEMENT, [4]) == {4: []}
        assert sorted(keys_of(reader, RecordKind.STATEMENT, [1, 2, 3])) == [1, 2, 3]
