"""A database that is made, and raw access to it, past all our own code."""

import sqlite3
from contextlib import closing

import psycopg
import pytest

from claims.store import migrations
from claims.store.ledger.ledger import Ledger
from claims.store.loading import Loader
from tests.store.making import EXTRACTOR, make_batch


class Raw:
    """Any driver's connection, as a person with a shell would use it: one statement, committed at once."""

    def __init__(self, location):
        self.location = location
        self.error = psycopg.Error if location.startswith("postgresql") else sqlite3.Error

    def connect(self):
        if self.location.startswith("postgresql"):
            return psycopg.connect(self.location, autocommit=True)
        connection = sqlite3.connect(self.location, isolation_level=None, timeout=30)
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    def __call__(self, sql):
        with closing(self.connect()) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def raw(location):
    """Raw SQL on a fresh database at the newest schema."""
    migrations.upgrade(location)
    return Raw(location)


@pytest.fixture
def ledger(raw, location):
    """The ledger of a database that holds two documents, opened by Rina."""
    with Loader(location, extractor=EXTRACTOR, loaded_by="tester") as loader:
        loader.store(make_batch(range(2)))
    with Ledger(location, actor="Rina") as opened:
        yield opened
