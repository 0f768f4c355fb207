"""What the templates look up beside the rows of their page: suggestions, the overview, and the evidence of a record."""

from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite

from claims.web.site import DATABASE

MOST_SUGGESTIONS = 500
AROUND = 240  # characters of the source shown on either side of the evidence

# The tables whose rows point at evidence: their key, and the words to mark, those that commit or attribute, or the number itself
EVIDENCE = {
    "statements": ("statement_id", "cue_start", "cue_end"),
    "commitments": ("commitment_id", "cue_start", "cue_end"),
    "numeric_claims": ("numeric_claim_id", "span_start", "span_end"),
}
# The view that tells of each row of a table who and when in names; what a record's page says of it otherwise is left out
SUMMARIES = {
    "statements": ("statements_by_speaker", "statement_id"),
    "commitments": ("who_committed_to_what", "commitment_id"),
    "numeric_claims": ("numbers_over_time", "numeric_claim_id"),
}
SAID_ELSEWHERE = ("evidence", "source_title", "publisher", "value_number")


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


async def fetch_evidence(datasette: Any, table: str, key: str) -> dict[str, Any] | None:
    """Return a record's evidence as its source has it: the text before, the evidence in three pieces of which the second is marked, after.

    None for a table whose rows point at no evidence. Offsets count code points, as SQLite's substr does.
    """
    if table not in EVIDENCE:
        return None
    name, mark_start, mark_end = EVIDENCE[table]
    sql = f"""select s.source_id, s.title, s.publisher, s.event_on,
        substr(s.text, max(span_start - {AROUND}, 0) + 1, min(span_start, {AROUND})) as before,
        substr(s.text, span_start + 1, coalesce({mark_start}, span_end) - span_start) as first,
        substr(s.text, {mark_start} + 1, {mark_end} - {mark_start}) as marked,
        substr(s.text, {mark_end} + 1, span_end - {mark_end}) as last,
        substr(s.text, span_end + 1, {AROUND}) as after,
        span_start > {AROUND} as cut_before, length(s.text) > span_end + {AROUND} as cut_after
      from {table} join sources s using (source_id) where {name} = :key"""
    row = (await datasette.get_database(DATABASE).execute(sql, {"key": key})).first()
    return dict(row) if row else None


async def fetch_summary(datasette: Any, table: str, key: str) -> dict[str, Any]:
    """Return what the reporting view of a table says of one record, in names rather than numbers; empty where it says nothing."""
    if table not in SUMMARIES:
        return {}
    view, name = SUMMARIES[table]
    row = (await datasette.get_database(DATABASE).execute(f"select * from {view} where {name} = :key", {"key": key})).first()
    said = dict(row) if row else {}
    return {
        name: value for name, value in said.items() if value not in (None, "") and name not in SAID_ELSEWHERE and not name.endswith("_id")
    }
