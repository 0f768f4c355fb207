"""The published schema of records is the one that the ledger's fields make."""

from tests.house.schema import PLACE, written


def test_the_schema_is_that_of_the_fields() -> None:
    assert PLACE.read_text("utf-8") == written(), "run: python tests/house/schema.py"
