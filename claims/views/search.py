"""Full-text search over statements, commitments and sources."""

from dataclasses import dataclass

from claims.references import name
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import Conditions
from claims.views.commitments import fetch_commitments
from claims.views.fulltext import COMMON_COUNTED_AT_MOST, MARK_OFF, MARK_ON, RANKED_AT_MOST, hits, matches, quote_tokens, snippets
from claims.views.selection import Page
from claims.views.sources import fetch_sources
from claims.views.statements import fetch_statements

SEARCHED = (RecordKind.COMMITMENT, RecordKind.STATEMENT, RecordKind.SOURCE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that holds the words: `who` said or committed or published it, `on` what day, and where in `snippet` the words stand.

    `marks` are half-open character ranges of `snippet`.
    """

    id: str
    kind: str
    who: str | None
    on: str | None
    snippet: str
    marks: list[tuple[int, int]]
    source_id: str
    title: str | None


def search(reader: Reader, query: str, limit: int) -> Page[Hit]:
    """Return the best `limit` records of each kind that hold all words of `query`, commitments first; of very common words the newest.

    UsageError when there is nothing to search for.
    """
    quoted, found, more, exact = quote_tokens(query), [], 0, True
    for kind in SEARCHED:
        page = select_hits(reader, kind, quoted, limit)
        found += describe(reader, kind, quoted, page.records)
        more, exact = more + page.more, exact and page.more_is_exact
    return Page(found, more, exact)


def select_hits(reader: Reader, kind: RecordKind, quoted: str, limit: int) -> Page[int]:
    """Return the numbers of the best hits of one kind; of very common words little more is counted than is shown."""
    found = hits(reader, kind)
    common = count(reader, matches(reader, kind), quoted, RANKED_AT_MOST + 1) > RANKED_AT_MOST
    order, cut = "id DESC" if common else "rank, id", f" LIMIT {limit}" if limit else ""
    numbers = [row["id"] for row in reader.rows(f"SELECT id FROM ({found}) AS hit ORDER BY {order}{cut}", {"query": quoted})]
    if not limit or len(numbers) < limit:
        return Page(numbers)
    most = limit + COMMON_COUNTED_AT_MOST if common else RANKED_AT_MOST
    total = count(reader, found, quoted, most + 1)
    return Page(numbers, min(total, most) - limit, total <= most)


def count(reader: Reader, found: str, quoted: str, most: int) -> int:
    """Return how many rows a SELECT gives, counting no further than `most`."""
    sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM ({found}) AS hit LIMIT {most}) AS counted"
    return int(reader.rows(sql, {"query": quoted})[0]["n"])


def describe(reader: Reader, kind: RecordKind, quoted: str, numbers: list[int]) -> list[Hit]:
    """Return the hits of one kind with their snippets, in the order of `numbers`."""
    if not numbers:
        return []
    where = Conditions()
    sql = snippets(reader, kind, numbers, where.bind)
    texts = {row["id"]: row["snippet"] for row in reader.rows(sql, {**where.values, "query": quoted})}
    return [
        Hit(name(kind, number), kind.value, who, on, *read_marks(texts.get(number, "")), source, title)
        for number, (who, on, source, title) in zip(numbers, tell(reader, kind, numbers), strict=True)
    ]


def tell(reader: Reader, kind: RecordKind, numbers: list[int]) -> list[tuple[str | None, str | None, str, str | None]]:
    """Return who, when, source and title of each record."""
    if kind is RecordKind.COMMITMENT:
        return [(", ".join(c.committers), c.announced_on, c.source_id, c.title) for c in fetch_commitments(reader, numbers)]
    if kind is RecordKind.STATEMENT:
        return [(s.speaker, s.said_on, s.source_id, s.title) for s in fetch_statements(reader, numbers)]
    return [(s.publisher, s.event_on or s.published_on, s.id, s.title) for s in fetch_sources(reader, numbers)]


def read_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a snippet without its marks, on one line, and the ranges that were marked."""
    plain, ranges, start = "", [], None
    for character in " ".join(marked.split(" ")).replace("\n", " "):
        if character == MARK_ON:
            start = len(plain)
        elif character == MARK_OFF:
            if start is not None:
                ranges.append((start, len(plain)))
            start = None
        else:
            plain += character
    return plain, ranges
