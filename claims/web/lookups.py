"""What the templates look up beside the rows of their page: suggestions, and the overview."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite
from markupsafe import Markup, escape

from claims.web.neutral import neutral
from claims.web.queries import read_shared, written_out
from claims.web.site import DATABASE

T = TypeVar("T")

MOST_SUGGESTIONS = 500
LONGEST_COUNT = 1_500  # milliseconds
MOST_REMEMBERED = 200  # look-ups: some are named by what stands in an address, which may be anything
FACTS = {
    "facts": "select fact, value from facts",
    "states": "select state, sum(commitments) from commitments_counted where party_id = 0 group by state",
    "money": """select unit, sum(amount), sum(commitments) from money_of_parties
      where committer_id = 0 and beneficiary_id = 0 and unit <> '' and period not in ($rates)
      group by unit order by 3 desc, unit limit 3""",
}


async def remembered(datasette: Any, key: object, look_up: Callable[[], Awaitable[T]]) -> T:
    """Return what `look_up` gives, from memory as long as nobody writes to the database: pages ask the same again and again.

    What nobody asked for longest is forgotten first.
    """
    database = datasette.get_database(DATABASE)
    memory, state = database.memory, database.state()
    kept: tuple[object, T] | None = memory.pop(key, None)
    if kept is None or kept[0] != state:
        kept = (state, await look_up())
    memory[key] = kept
    while len(memory) > MOST_REMEMBERED:
        del memory[next(iter(memory))]
    return kept[1]


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


async def tell_facts(datasette: Any) -> dict[str, Any]:
    """Return what is inside: counts of records, the first and last day, commitments by state, and money by currency.

    What takes too long to be counted is left out.
    """

    async def counted() -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, sql in FACTS.items():
            with suppress(QueryInterrupted):
                asked = written_out(sql, read_shared())
                rows = (await datasette.get_database(DATABASE).execute(asked, custom_time_limit=LONGEST_COUNT)).rows
                found[name] = [tuple(row) for row in rows]
        return {**dict(found.pop("facts", [])), **found}

    return await remembered(datasette, "facts", counted)
