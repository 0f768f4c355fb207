"""Completion in real shells: a name is one word of the line, with all its letters, however it is spelled and typed."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.cli.shells import BEGINNINGS, Shell

NAMES = ("Côte d'Ivoire", 'The "Blue" Line', "O'Hara; Sons (Ltd)", "Ångström & Ko: Bau")
TYPED = {
    "claims commitments --by jon": "<commitments><--by><Jon Úlfar>",
    "claims commitments --by Jon\\ ": "<commitments><--by><Jon Úlfar>",
    "claims commitments --by 'Jon ": "<commitments><--by><Jon Úlfar>",
    "claims commitments --by Côt": f"<commitments><--by><{NAMES[0]}>",
    "claims commitments --by 'Côt": f"<commitments><--by><{NAMES[0]}>",
    'claims commitments --by "Côt': f"<commitments><--by><{NAMES[0]}>",
    "claims commitments --by The": f"<commitments><--by><{NAMES[1]}>",
    'claims commitments --by "The': f"<commitments><--by><{NAMES[1]}>",
    "claims commitments --by O": f"<commitments><--by><{NAMES[2]}>",
    "claims commitments --by Ån": f"<commitments><--by><{NAMES[3]}>",
    "claims report mon": "<report><money-pledged>",
}


@pytest.fixture
def named(stocked, tmp_path):
    """A database with names that shells would take apart."""
    place = tmp_path / "named.db"
    shutil.copy(stocked, place)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.executemany("INSERT INTO parties (name, kind) VALUES (?, 'other')", [(name,) for name in NAMES])
    return str(place)


@pytest.mark.parametrize("shell", BEGINNINGS)
def test_names_are_completed_whole(shell, named, tmp_path):
    (tmp_path / "home").mkdir()
    with Shell(shell, tmp_path / "home", named) as opened:
        assert {line: opened.complete(line) for line in TYPED} == TYPED
