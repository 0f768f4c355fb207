"""The reporting views that count, on both databases: what repeats, restates or was superseded counts once, the merged are one."""

import pytest

from claims.extraction.lexicon import languages, lexicon


def table(reader, columns, view, tail=""):
    return [tuple(row.values()) for row in reader.rows(f"SELECT {columns} FROM {view} {tail}")]


def test_commitments_by_topic_count_each_commitment_for_each_of_its_topics(full_reader):
    columns = "topic, commitments, pledges, willing, aspirations, overdue, fulfilled, first_announced_on, last_announced_on"
    assert table(full_reader, columns, "commitments_by_topic", "ORDER BY coalesce(topic, '')") == [
        (None, 7, 6, 0, 1, 0, 0, "2022-06-01", "2022-06-01"),
        ("aid", 1, 1, 0, 0, 1, 0, "2022-03-04", "2022-03-04"),  # of the article, not of its copy
        ("education", 1, 0, 0, 1, 0, 1, "2022-03-04", "2022-03-04"),
        ("energy", 1, 0, 1, 0, 0, 0, "2025-07-01", "2025-07-01"),
        ("transport", 1, 1, 0, 0, 1, 0, "2022-03-04", "2022-03-04"),
    ]


def test_commitments_by_strength_and_latest_verdict(full_reader):
    columns = "strength, status, commitments, with_deadline, overdue"
    assert table(full_reader, columns, "commitments_by_strength", "ORDER BY strength, status") == [
        ("aspiration", "fulfilled", 1, 1, 0),
        ("aspiration", "not assessed", 1, 0, 0),
        ("pledge", "not assessed", 7, 1, 1),
        ("willing", "not assessed", 1, 1, 0),
    ]


def test_no_money_counts_twice(full_reader):
    assert table(full_reader, "*", "money_pledged", "ORDER BY committers") == [
        # what supersedes counts; several beneficiaries of one promise stand together
        ("Samaya", "Torvia, Velmora", "2022", "pledge", "EUR", "P1Y", 7_000_000, 7_000_000, 1),
        # the League benefits from what is given to Torvia; several committers stand together; the day is not known
        ("Samaya, Velmora", "Eastern League", None, "aspiration", "USD", None, 4_000_000, 4_000_000, 1),
        # 20 million, neither its copy nor its restatement nor its first instalment; 1 to 2 of a merged party; 3 that nobody decided upon
        ("Velmora", "Torvia", "2022", "pledge", "USD", None, 24_000_000, 25_000_000, 3),
    ]
    assert table(full_reader, "commitment_id, counted_with_id, relation", "counted_elsewhere", "ORDER BY commitment_id") == [
        (6, 1, "restates"),
        (7, 1, "instalment of"),
        (8, 9, "supersedes"),
    ]


def test_positions_by_speaker_and_topic_show_the_latest(full_reader):
    columns = "speaker, topic, positions, first_said_on, last_said_on, latest, statement_id"
    assert table(full_reader, columns, "positions_by_speaker", "ORDER BY speaker, topic") == [
        ("Jon Úlfar", None, 1, "2022-03-04", "2022-03-04", "Torvia hopes to open a school of fishing", 3),
        ("Rudi Tana", "energy", 2, "2025-07-01", "2025-08-01", "Samaya still rejects imports of power", 10),
        ("Rudi Tana", "trade", 1, "2025-07-01", "2025-07-01", "Samaya menolak impor listrik", 5),
    ]


def test_statements_by_month_speaker_and_publisher(full_reader):
    columns = "month, speaker, publisher, statements, sources, commitments, calls, positions, assessments"
    assert table(full_reader, columns, "statements_by_month", "WHERE month IS NOT NULL ORDER BY month, speaker, publisher") == [
        ("2022-03", "Ana Belov", "Samar Herald", 1, 1, 0, 0, 0, 1),  # the copy's own words alone
        ("2022-03", "Ana Belov", "VLN", 2, 1, 1, 0, 0, 1),
        ("2022-03", "Jon Úlfar", "VLN", 1, 1, 1, 0, 1, 0),
        ("2022-06", "Rudi Tana", "Torvia Times", 1, 1, 0, 0, 0, 1),
        ("2025-07", "Rudi Tana", "Kabar", 2, 1, 1, 0, 1, 0),
        ("2025-08", "Rudi Tana", "Eastwire", 1, 1, 0, 0, 1, 0),
    ]
    assert table(full_reader, "speaker, statements", "statements_by_month", "WHERE month IS NULL") == [("=SUM(1)", 1)]


def test_the_backlog_tells_what_waits_and_what_was_decided(full_reader):
    columns = "source_id, kind, extractor, proposed, accepted, rejected, waiting_since"
    rows = table(full_reader, columns, "review_backlog", "WHERE source_id IN (1, 4) ORDER BY source_id, kind")
    loaded = "2026-01-02T03:04:00.000000Z"
    assert rows == [
        (1, "commitment", "hand 1", 1, 1, 0, loaded),
        (1, "numeric claim", "hand 1", 1, 1, 0, loaded),
        (1, "statement", "hand 1", 1, 2, 0, loaded),
        (4, "numeric claim", "hand 1", 2, 0, 0, loaded),
        (4, "statement", "hand 1", 1, 0, 0, loaded),
    ]


def test_coverage_by_publisher_language_and_month(full_reader):
    columns = "publisher, language, month, sources, copies, statements, commitments, numbers, reviewed"
    rows = {row[0]: row[1:] for row in table(full_reader, columns, "coverage")}
    assert rows["VLN"] == ("en", "2022-03", 1, 0, 3, 2, 2, pytest.approx(4 / 7))
    assert rows["Samar Herald"] == ("en", "2022-03", 1, 1, 1, 0, 2, 0)
    assert rows["Torvia Times"] == ("en", "2022-06", 1, 0, 1, 7, 9, 0)
    assert rows["Eastwire"] == ("en", "2025-08", 1, 0, 1, 0, 0, 0)
    assert rows["Trap"][1] is None


def test_numbers_that_differ_are_told_in_one_unit(full_reader):
    columns = "metric, holds_for, value, unit, lowest, highest, base_unit, speaker, publisher"
    assert table(full_reader, columns, "differing_numbers", "ORDER BY numeric_claim_id") == [
        ("trade", "2021", "1250000000", "USD", 1.25e9, 1.3e9, "USD", "Ana Belov", "VLN"),
        ("Trade", "2021", "1300000000", "USD", 1.25e9, 1.3e9, "USD", "Ana Belov", "Samar Herald"),
        ("the new road", "2022", "120", "kilometre", 90_000, 120_000, "metre", None, "Samar Herald"),
        ("the new road", "2022", "120000", "metre", 90_000, 120_000, "metre", None, "Torvia Times"),
        ("the new road", "2022", "90", "kilometre", 90_000, 120_000, "metre", "Rudi Tana", "Torvia Times"),
    ]


def test_numbers_over_time_stand_in_base_units(full_reader):
    columns = "value, unit, base_value, base_unit"
    assert table(full_reader, columns, "numbers_over_time", "WHERE metric = 'the new road' ORDER BY numeric_claim_id") == [
        ("120", "kilometre", 120_000, "metre"),
        ("120000", "metre", 120_000, "metre"),
        ("90", "kilometre", 90_000, "metre"),
    ]
    assert table(full_reader, columns, "numbers_over_time", "WHERE kind = 'percentage'") == [("5", "percent", 5, "percent")]


def test_base_units_are_units_that_are_read(reader):
    """Each of them is what some lexicon calls a measure; none is a base unit and another one's multiple; no two names are one."""
    known = {"percent", "basis point"}
    for code in languages():
        known |= {name for name, *_ in lexicon(code)["quantities"]["measures"]}
    rows = reader.rows("SELECT unit, base_unit, factor FROM base_units")
    units, bases = [row["unit"] for row in rows], {row["base_unit"] for row in rows}
    assert set(units) | bases <= known
    assert len(set(units)) == len(units) and not set(units) & bases
    assert all(row["factor"] > 0 for row in rows)
