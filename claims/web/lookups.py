"""What the templates look up beside the rows of their page: suggestions, and the overview."""

from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite

from claims.web.site import DATABASE

MOST_SUGGESTIONS = 500


async def suggest_values(datasette: Any, table: str, column: str) -> list[str]:
    """Return the distinct values of an indexed column, walking the index from value to value rather than over all rows."""
    name, place = escape_sqlite(column), escape_sqlite(table)
    sql = f"""with recursive found(value) as (
      select min({name}) from {place}
      union all select (select min({name}) from {place} where {name} > value) from found where value is not null
    ) select value from found where value is not null limit {MOST_SUGGESTIONS}"""
    try:
        return [row[0] for row in (await datasette.get_database(DATABASE).execute(sql)).rows]
    except QueryInterrupted:
        return []


async def count_records(datasette: Any) -> dict[str, Any]:
    """Return how many records of each main kind there are, and the first and last day that the sources tell of."""
    sql = """select (select count(*) from sources) as sources, (select count(*) from statements) as statements,
      (select count(*) from commitments) as commitments, (select count(*) from numeric_claims) as numbers,
      (select count(*) from speakers where same_as_id is null) as speakers,
      (select count(*) from parties where same_as_id is null) as parties,
      (select min(event_on) from sources) as first_day, (select max(event_on) from sources) as last_day"""
    try:
        return dict((await datasette.get_database(DATABASE).execute(sql)).first())
    except QueryInterrupted:
        return {}
