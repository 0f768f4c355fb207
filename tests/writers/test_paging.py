"""Exports are read by pages: what is on them does not depend on how long they are, and neither does the database on how it is kept."""

import pytest

from claims.store.access import open_reader
from claims.views import counted
from claims.writers.ftm import entity_lines
from claims.writers.iati import Reporter, activity_lines
from claims.writers.naming import Naming
from claims.writers.schema_org import schema_org_lines
from claims.writers.web_annotation import annotation_lines

WRITERS = {
    "schema.org": lambda reader: schema_org_lines(reader, Naming(), names=True),
    "iati": lambda reader: activity_lines(reader, Naming(), Reporter("XX-REG-1", "The Desk"), left_out=lambda _: None),
    "ftm": lambda reader: entity_lines(reader, Naming(), names=True),
    "annotations": lambda reader: annotation_lines(reader, Naming()),
}


@pytest.mark.parametrize("standard", WRITERS)
def test_pages_of_one_record_give_the_same_lines(sqlite_showcase, monkeypatch, standard):
    with open_reader(sqlite_showcase) as reader:
        whole = list(WRITERS[standard](reader))
        monkeypatch.setattr(counted, "BATCH", 1)
        assert list(WRITERS[standard](reader)) == whole


@pytest.mark.parametrize("standard", WRITERS)
def test_both_databases_give_the_same_lines(sqlite_showcase, postgresql_showcase, standard):
    with open_reader(sqlite_showcase) as one, open_reader(postgresql_showcase) as other:
        assert list(WRITERS[standard](one)) == list(WRITERS[standard](other))


@pytest.mark.parametrize("standard", WRITERS)
def test_the_first_line_is_there_before_the_last_record_is_read(sqlite_showcase, monkeypatch, standard):
    monkeypatch.setattr(counted, "BATCH", 1)
    asked = []
    with open_reader(sqlite_showcase) as reader:
        rows = reader.rows
        monkeypatch.setattr(type(reader), "rows", lambda _, *query: asked.append(query) or rows(*query))
        lines = WRITERS[standard](reader)
        next(lines)
        next(lines)
        first = len(asked)
        list(lines)
    assert 0 < first < len(asked) / 2
