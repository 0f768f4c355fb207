"""Full text: the one module that knows how the databases differ in it (FTS5 tables; GIN indexes on to_tsvector)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.errors import UsageError
from claims.inputs import require_text
from claims.store.access import Reader
from claims.store.full_text import FULL_TEXT
from claims.terms import RecordKind

MOST_TOKENS = 64
MARK_ON, MARK_OFF = "\x02", "\x03"
SNIPPET_WORDS = 24
# Ranking reads every hit; where there are more than this, the newest rows come first instead.
RANKED_AT_MOST = 20_000
COMMON_COUNTED_AT_MOST = 1_000  # of so common words, beyond those that are shown
NEAR = 100  # numbers from one row to the next

KEYS = {
    RecordKind.STATEMENT: ("statements", "statement_id"),
    RecordKind.COMMITMENT: ("commitments", "commitment_id"),
    RecordKind.SOURCE: ("sources", "source_id"),
}
REVIEWED = (RecordKind.STATEMENT, RecordKind.COMMITMENT)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of database searches.

    `matches` is a condition on `{alias}`, `every` a row for each row that matches, without a look at it, `ranked` the hits that meet
    `{kept}` with a `rank` that sorts best first, `snippets` one `snippet` for each of the rows `{ids}`, from the `{first}` to the `{last}`.
    They name `{table}`, `{key}`, `{columns}` (its searched columns as one text) and `{query}` (a placeholder).
    """

    matches: str
    every: str
    ranked: str
    snippets: str


DIALECTS = {
    "sqlite": Dialect(
        matches="{alias}.{key} IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH {query})",
        every="SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH {query}",
        # By the full text's own number the newest rows come first without looking at all of them.
        ranked=(
            "SELECT {table}_fts.rowid AS id, {table}_fts.rank FROM {table}_fts "
            "JOIN {table} AS {alias} ON {alias}.{key} = {table}_fts.rowid WHERE {table}_fts MATCH {query} AND {kept}"
        ),
        snippets=(
            "SELECT rowid AS id, snippet({table}_fts, -1, '{on}', '{off}', '…', {words}) AS snippet "
            "FROM {table}_fts WHERE {table}_fts MATCH {query} AND rowid BETWEEN {{first}} AND {{last}} AND {sought}rowid IN {{ids}}"
        ),
    ),
    # The words of rows as they stood earlier are beside those of the rows that did not change since.
    "sqlite rewound": Dialect(
        matches=(
            "{alias}.{key} IN (WITH asked (words) AS (SELECT {query}) "
            "SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH (SELECT words FROM asked) "
            "AND rowid NOT IN (SELECT {key} FROM changed_{table}) "
            "UNION ALL SELECT rowid FROM earlier_{table}_fts WHERE earlier_{table}_fts MATCH (SELECT words FROM asked))"
        ),
        every=(
            "SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH {query} AND rowid NOT IN (SELECT {key} FROM changed_{table}) "
            "UNION ALL SELECT 1 FROM earlier_{table}_fts WHERE earlier_{table}_fts MATCH {query}"
        ),
        ranked=(
            "SELECT {alias}.{key} AS id, {table}_fts.rank FROM {table}_fts JOIN {table} AS {alias} ON {alias}.{key} = {table}_fts.rowid "
            "WHERE {table}_fts MATCH {query} AND {kept} AND {alias}.{key} NOT IN (SELECT {key} FROM changed_{table}) UNION ALL "
            "SELECT {alias}.{key}, earlier_{table}_fts.rank FROM earlier_{table}_fts JOIN earlier_{table} AS {alias} "
            "ON {alias}.{key} = earlier_{table}_fts.rowid WHERE earlier_{table}_fts MATCH {query} AND {kept}"
        ),
        snippets=(
            "SELECT rowid AS id, snippet({table}_fts, -1, '{on}', '{off}', '…', {words}) AS snippet FROM {table}_fts "
            "WHERE {table}_fts MATCH {query} AND rowid IN {{ids}} AND rowid NOT IN (SELECT {key} FROM changed_{table}) UNION ALL "
            "SELECT rowid, snippet(earlier_{table}_fts, -1, '{on}', '{off}', '…', {words}) FROM earlier_{table}_fts "
            "WHERE earlier_{table}_fts MATCH {query} AND rowid IN {{ids}}"
        ),
    ),
    "postgresql": Dialect(
        matches="to_tsvector('simple', {columns}) @@ plainto_tsquery('simple', {query})",
        every="SELECT 1 FROM {table} AS {alias} WHERE to_tsvector('simple', {columns}) @@ plainto_tsquery('simple', {query})",
        ranked=(
            "SELECT {alias}.{key} AS id, -ts_rank(to_tsvector('simple', {columns}), plainto_tsquery('simple', {query})) AS rank "
            "FROM {table} AS {alias} WHERE to_tsvector('simple', {columns}) @@ plainto_tsquery('simple', {query}) AND {kept}"
        ),
        snippets=(
            "SELECT {alias}.{key} AS id, ts_headline('simple', {alias}.text, plainto_tsquery('simple', {query}), "
            "'StartSel={on}, StopSel={off}, MaxWords={words}, MinWords=8, MaxFragments=1, FragmentDelimiter=…') AS snippet "
            "FROM {table} AS {alias} WHERE {alias}.{key} IN {{ids}}"
        ),
    ),
}


def quote_tokens(query: str) -> str:
    """Return `query` with each word that holds a letter or digit in double quotes, at most 64: plain words to FTS5, whatever they hold.

    UsageError when there is no such word. The recipe: SQLite, FTS5 documentation, section 3.1 (strings).
    """
    require_text("the search", query)
    tokens = [token for token in query.split() if any(character.isalnum() for character in token)]
    if not tokens:
        raise UsageError("Nothing to search for: give at least one word with a letter or a digit.")
    return " ".join('"' + token.replace('"', '""') + '"' for token in tokens[:MOST_TOKENS])


def matching(reader: Reader, kind: RecordKind, alias: str, query: str) -> tuple[str, str]:
    """Return the condition (with one `{}` for the query) and the query for rows of `alias` that hold all its words."""
    return fill(reader, dialect(reader, kind).matches, kind, alias, query="{}"), quote_tokens(query)


def matches(reader: Reader, kind: RecordKind) -> str:
    """Return a SELECT of one row for each row that matches `:query`, whether people rejected it or not: quickly counted."""
    return fill(reader, dialect(reader, kind).every, kind, "hit")


def hits(reader: Reader, kind: RecordKind) -> str:
    """Return a SELECT of the `id` and `rank` of all rows that match `:query`, without the records that people rejected."""
    return fill(reader, dialect(reader, kind).ranked, kind, "hit")


def snippets(reader: Reader, kind: RecordKind, numbers: Sequence[int], bind: Callable[[object], str]) -> str:
    """Return a SELECT of the `id` and `snippet` of the rows `numbers` that match `:query`; marks stand between MARK_ON and MARK_OFF."""
    first, last = min(numbers), max(numbers)
    # FTS5 begins anew for each row that it is to seek: rows near each other are met sooner by going from the first to the last.
    sought = "+" if last - first < NEAR * len(numbers) else ""
    template = fill(reader, dialect(reader, kind).snippets, kind, "hit", sought=sought)
    return template.format(ids=bind(numbers), first=bind(first), last=bind(last))


def dialect(reader: Reader, kind: RecordKind) -> Dialect:
    """Return how this database searches the records of one kind."""
    return DIALECTS[f"{reader.kind} rewound" if KEYS[kind][0] in reader.rewound else reader.kind]


def fill(reader: Reader, template: str, kind: RecordKind, alias: str, query: str = ":query", sought: str = "") -> str:
    """Return a template of the dialect with the names of the records' table in it."""
    table, key = KEYS[kind]
    columns = " || ' ' || ".join(f"coalesce({alias}.{column}, '')" for column in FULL_TEXT[table])
    names = {"alias": alias, "table": table, "key": key, "columns": columns, "query": query, "sought": sought}
    kept = f"{alias}.review <> 'rejected'" if kind in REVIEWED else "1 = 1"
    return template.format(**names, kept=kept, on=MARK_ON, off=MARK_OFF, words=SNIPPET_WORDS)
