"""The pages of tables: which columns they have, and so are all that is read."""

from collections.abc import Sequence
from typing import Any

from datasette.utils import tilde_decode
from datasette.views.table import TableView

from claims.web.site import DATABASE, read_site

ROUTE = rf"^/(?P<database>{DATABASE})/(?P<table>[^/.]+)(\.(?P<format>\w+))?$"
SORTED = ("_sort", "_sort_desc")
OTHER_COLUMNS = ("_all", "_col", "_nocol")  # what an address may say of them


class TablePage(TableView):  # type: ignore[misc]
    """A table as a page, as JSON and as CSV. Datasette's own page would write the cells of columns that it then does not show."""

    async def columns_to_select(self, table_columns: Sequence[str], pks: Sequence[str], request: Any) -> list[str]:
        """Return the columns to read: of a page those that it shows, and the one that it is sorted by."""
        shown = shown_columns(tilde_decode(request.url_vars["table"]), request) if request.url_vars["format"] is None else []
        if not shown:
            return list(await super().columns_to_select(table_columns, pks, request))
        sorted_by = [column for name in SORTED for column in request.args.getlist(name) if column in table_columns]
        return list(dict.fromkeys([*pks, *shown, *sorted_by]))


def shown_columns(table: str, request: Any) -> list[str]:
    """Return the columns that the page of a table shows beside its key; none where it shows every column, or those that are asked for."""
    return [] if any(name in request.args for name in OTHER_COLUMNS) else main_columns(table)


def main_columns(table: str) -> list[str]:
    """Return the columns that site.toml names for a table, if it does."""
    named: list[str] = read_site()["tables"].get(table, {}).get("shown", [])
    return named
