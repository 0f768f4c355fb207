"""Documents as read, without their text."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.references import name
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import Conditions
from claims.views.conditions import add_days
from claims.views.filters import Filters
from claims.views.fulltext import matching
from claims.views.names import find_language, source_clause
from claims.views.selection import Listing, Ordering, Page, Row, rows_of

DAY = "coalesce(src.event_on, src.published_on)"
LISTING = Listing(
    table="sources AS src",
    key="src.source_id",
    orderings={
        "id": Ordering("src.source_id"),
        "event_on": Ordering("src.event_on", nullable=True),
        "published_on": Ordering("src.published_on", nullable=True),
        "publisher": Ordering("src.publisher", nullable=True),
        "title": Ordering("src.title", nullable=True),
        "language": Ordering("src.language"),
        "loaded_at": Ordering("src.loaded_at"),
    },
)

RECORDS = """
    SELECT src.source_id, src.sha256, src.file_name, src.url, src.title, src.publisher, src.agency, src.reporter, src.editor, src.language,
        src.place, src.event_on, src.event_on_basis, src.published_on, src.retrieved_at, src.loaded_at, src.media_type, src.encoding,
        src.derived_from_id, length(src.text) AS characters, substr(src.text, 1, 200) AS beginning,
        (SELECT count(*) FROM statements AS s WHERE s.source_id = src.source_id) AS statements,
        (SELECT count(*) FROM commitments AS c WHERE c.source_id = src.source_id) AS commitments,
        (SELECT count(*) FROM numeric_claims AS n WHERE n.source_id = src.source_id) AS numbers
    FROM sources AS src WHERE src.source_id IN {ids}
"""


@dataclass(frozen=True, slots=True)
class Source:
    """One document: what it tells of its origin, how long it is (`characters`), how it begins, and how many records it gave."""

    id: str
    title: str | None
    publisher: str | None
    agency: str | None
    reporter: str | None
    editor: str | None
    language: str
    place: str | None
    event_on: str | None
    event_on_basis: str | None
    published_on: str | None
    url: str | None
    file_name: str | None
    statements: int
    commitments: int
    numbers: int
    characters: int
    beginning: str
    media_type: str
    encoding: str
    retrieved_at: str | None
    loaded_at: str
    derived_from: str | None
    sha256: str


def list_sources(reader: Reader, filters: Filters) -> Page[Source]:
    """Return the sources that meet the filters, newest events first unless they say otherwise. UsageError for an unknown value."""
    page = LISTING.select(reader, conditions(reader, filters), filters.order or "-event_on", filters.limit)
    return Page(fetch_sources(reader, page.records), page.more, page.more_is_exact)


def conditions(reader: Reader, filters: Filters) -> Conditions:
    """Return what the filters ask of `sources AS src`."""
    where = Conditions()
    if filters.source:
        where.clauses.append(source_clause(reader, filters.source, where.bind))
    if filters.language:
        where.add("src.language = {}", find_language(reader, filters.language))
    add_days(where, DAY, filters)
    if filters.search:
        where.add(*matching(reader, RecordKind.SOURCE, "src", filters.search))
    return where


def fetch_sources(reader: Reader, numbers: Sequence[int]) -> list[Source]:
    """Return the sources of these numbers, in this order; numbers that do not exist give none."""
    rows = {row["source_id"]: row for row in rows_of(reader, RECORDS, numbers)}
    return [build_source(rows[number]) for number in numbers if number in rows]


def build_source(row: Row) -> Source:
    """Return one source from its row."""
    return Source(
        id=name(RecordKind.SOURCE, row["source_id"]),
        title=row["title"],
        publisher=row["publisher"],
        agency=row["agency"],
        reporter=row["reporter"],
        editor=row["editor"],
        language=row["language"],
        place=row["place"],
        event_on=row["event_on"],
        event_on_basis=row["event_on_basis"],
        published_on=row["published_on"],
        url=row["url"],
        file_name=row["file_name"],
        statements=row["statements"],
        commitments=row["commitments"],
        numbers=row["numbers"],
        characters=row["characters"],
        beginning=row["beginning"],
        media_type=row["media_type"],
        encoding=row["encoding"],
        retrieved_at=row["retrieved_at"],
        loaded_at=row["loaded_at"],
        derived_from=None if row["derived_from_id"] is None else name(RecordKind.SOURCE, row["derived_from_id"]),
        sha256=row["sha256"],
    )
