"""The data dictionary is what the comments of tables, columns and views make, and holds them all."""

from claims.store.models import Base
from claims.store.selects import view_selects
from tests.house.dictionary import PLACE, written


def test_the_dictionary_is_that_of_the_comments() -> None:
    assert PLACE.read_text("utf-8") == written(), "run: python tests/house/dictionary.py"


def test_the_dictionary_tells_every_table_column_and_view() -> None:
    text = PLACE.read_text("utf-8")
    for name in (*Base.metadata.tables, *view_selects()):
        assert text.count(f"### {name}\n") == 1, name
    for table in Base.metadata.tables.values():
        section = text.partition(f"### {table.name}\n")[2].partition("###")[0]
        assert [column.name for column in table.columns if f"| `{column.name}` |" not in section] == []
