"""Selecting rows: pages of row numbers, and rows by number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from claims.errors import UsageError
from claims.inputs import unknown
from claims.store.access import Reader
from claims.views.binding import Conditions, Link

T = TypeVar("T")
Row = dict[str, Any]

CHUNK = 500
COUNTED_AT_MOST = 10_000  # more would cost a list more time than its rows
# As many rows are quickly found and sorted; of more, the first ones are met soon by going along an index.
SORTED_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Ordering:
    """One column to sort by: its SQL, whether it may be empty (empty ones come last, in either direction), and whether it is `indexed`."""

    expression: str
    nullable: bool = False
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some records, and how many more match; of very many, at least how many."""

    records: list[T] = field(default_factory=list)
    more: int = 0
    more_is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """What can be listed: the FROM, the numbering column, and the columns that --order takes."""

    table: str
    key: str
    orderings: Mapping[str, Ordering]

    def choose(self, order: str) -> tuple[Ordering, str]:
        """Return the ordering that `order` names and its direction; UsageError names the columns."""
        name = order.removeprefix("-")
        if name not in self.orderings:
            if not name:
                raise UsageError(f"--order takes a column: {', '.join(self.orderings)}; a leading - sorts downwards.")
            raise unknown(f"--order takes one of {', '.join(self.orderings)} (a leading - sorts downwards), not", name, self.orderings)
        return self.orderings[name], "DESC" if order.startswith("-") else "ASC"

    def select(self, reader: Reader, where: Conditions, order: str, limit: int) -> Page[int]:
        """Return the numbers of the rows that meet `where`; `limit` 0 means all."""
        if limit < 0:
            raise UsageError("--limit takes 0 (all) or a positive number.")
        ordering, direction = self.choose(order)
        found: list[int] = []
        condition, total = where.sql, None
        if limit and where.links:
            total = self.count(reader, where)
            if ordering.indexed and total > SORTED_AT_MOST:
                condition = where.probed
        # Filled and empty values are asked apart: each query then follows an index on either database, NULLS LAST would not.
        for state, by in self.passes(ordering, direction):
            if total is not None and len(found) == total < COUNTED_AT_MOST:
                break  # more than that is not counted
            cut = f" LIMIT {limit + 1 - len(found)}" if limit else ""
            sql = f"SELECT {self.key} AS id FROM {self.table} WHERE {condition}{state} ORDER BY {by}{cut}"
            found += [row["id"] for row in reader.rows(sql, where.values)]
            if limit and len(found) > limit:
                total = self.count(reader, where) if total is None else total
                return Page(found[:limit], max(total, len(found)) - limit, total < COUNTED_AT_MOST)
        return Page(found)

    def passes(self, ordering: Ordering, direction: str) -> list[tuple[str, str]]:
        """Return the extra condition and the ORDER BY of each query that a listing needs."""
        by = f"{ordering.expression} {direction}" + ("" if ordering.expression == self.key else f", {self.key}")
        if not ordering.nullable:
            return [("", by)]
        return [(f" AND {ordering.expression} IS NOT NULL", by), (f" AND {ordering.expression} IS NULL", self.key)]

    def count(self, reader: Reader, where: Conditions) -> int:
        """Return how many rows meet `where`, counting no further than COUNTED_AT_MOST, along the rarest of its links."""
        link, table, condition = rarest(reader, where), self.table, where.sql
        if link is not None:
            keys, condition = where.along(link)
            table = f"{keys} CROSS JOIN {self.table}"  # so SQLite begins with the link, and lists no more of it than are counted
        sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM {table} WHERE {condition} LIMIT {COUNTED_AT_MOST}) AS counted"
        return int(reader.rows(sql, where.values)[0]["n"])


def rarest(reader: Reader, where: Conditions) -> Link | None:
    """Return the link with the fewest rows, of those with very many any; None where there are no links."""
    found, least = None, COUNTED_AT_MOST
    for link in where.links:
        if len(where.links) == 1:
            return link
        sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM {link.table} WHERE {link.condition} LIMIT {least}) AS counted"
        rows = int(reader.rows(sql, where.values)[0]["n"])
        if found is None or rows < least:
            found, least = link, rows
    return found


def rows_of(reader: Reader, sql: str, numbers: Sequence[int] | Sequence[str]) -> Iterator[Row]:
    """Run `sql`, whose `{ids}` stands for a list of row numbers (or keys), for all `numbers`, a few hundred at a time."""
    for start in range(0, len(numbers), CHUNK):
        where = Conditions()
        yield from reader.rows(sql.format(ids=where.bind(numbers[start : start + CHUNK])), where.values)


def grouped(rows: Iterator[Row], key: str) -> dict[int, list[Row]]:
    """Gather rows by the number in column `key`."""
    gathered: dict[int, list[Row]] = {}
    for row in rows:
        gathered.setdefault(row[key], []).append(row)
    return gathered
