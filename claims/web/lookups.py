"""What the templates look up beside the rows of their page: suggestions, and the overview."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite
from markupsafe import Markup, escape

from claims.web.neutral import neutral
from claims.web.site import DATABASE

T = TypeVar("T")

MOST_SUGGESTIONS = 500


async def remembered(datasette: Any, key: object, look_up: Callable[[], Awaitable[T]]) -> T:
    """Return what `look_up` gives, from memory as long as nobody writes to the database: pages ask the same again and again."""
    database = datasette.get_database(DATABASE)
    state = database.state()
    if key not in database.memory or database.memory[key][0] != state:
        database.memory[key] = (state, await look_up())
    found: T = database.memory[key][1]
    return found


async def suggest(datasette: Any, table: str, column: str) -> Markup:
    """Return the suggestions of a field as the options of a list."""

    async def written() -> Markup:
        values = await suggest_values(datasette, table, column)
        return Markup("".join(f'<option value="{escape(neutral(value))}"></option>' for value in values))

    return await remembered(datasette, ("suggest", table, column), written)


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
