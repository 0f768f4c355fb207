"""Clauses that several kinds of record share."""

from claims.inputs import read_bounds, read_days, read_term
from claims.store.access import Reader
from claims.terms import RecordKind, Review
from claims.views.binding import Conditions
from claims.views.filters import Filters
from claims.views.names import TABLES, find_language, find_parties, source_clause

# The speakers, under all records of theirs, that hold an office of the parties `{}`.
HOLDERS = (
    "(WITH held AS (SELECT coalesce(sp.same_as_id, sp.speaker_id) AS id FROM roles AS r "
    "JOIN speakers AS sp ON sp.speaker_id = r.speaker_id WHERE r.party_id IN {}) "
    "SELECT id FROM held UNION SELECT speaker_id FROM speakers WHERE same_as_id IN (SELECT id FROM held))"
)


def add_bounds(where: Conditions, column: str, filters: Filters) -> None:
    """Ask for a number between --min and --max."""
    least, most = read_bounds(filters.min, filters.max)
    if least is not None:
        where.add(column + " >= {}", least)
    if most is not None:
        where.add(column + " <= {}", most)


def add_days(where: Conditions, column: str, filters: Filters) -> None:
    """Ask for a day between --since and --until."""
    first, last = read_days(filters.since, filters.until)
    if first:
        where.add(column + " >= {}", first)
    if last:
        where.add(column + " <= {}", last)


def add_bound_to(reader: Reader, where: Conditions, alias: str, filters: Filters) -> None:
    """Ask for records of the commitments that are made to the parties that --to names."""
    if filters.to:
        parties = find_parties(reader, "--to", filters.to)
        where.link(f"{alias}.commitment_id", "commitment_parties", "role IN ('counterparty', 'beneficiary') AND party_id IN {}", parties)


def add_source(reader: Reader, where: Conditions, alias: str, filters: Filters) -> None:
    """Ask for records of the sources that --source names."""
    if filters.source:
        where.link(f"{alias}.source_id", "sources", source_clause(reader, filters.source, where.bind))


def add_language(reader: Reader, where: Conditions, alias: str, filters: Filters) -> None:
    """Ask for records of sources in a language."""
    if filters.language:
        where.link(f"{alias}.source_id", "sources", "language = {}", find_language(reader, filters.language))


def add_once(where: Conditions, alias: str, kind: RecordKind, filters: Filters) -> None:
    """Leave out what repeats another record and counts once with it, unless --copies asks for it."""
    if not filters.copies:
        # Of each record that is come to, not of all that are repeated: a list comes to few of them.
        again = f"SELECT 1 FROM repeated_records AS again WHERE again.kind = {{}} AND again.record_id = {alias}.{TABLES[kind][1]}"
        where.add(f"NOT EXISTS ({again})", kind.value)


def add_review(where: Conditions, alias: str, filters: Filters) -> None:
    """Ask for a review; unless one is asked for, what people rejected is left out."""
    if filters.review:
        where.add(alias + ".review = {}", read_term(Review, "--review", filters.review))
    else:
        where.add(alias + ".review <> {}", Review.REJECTED.value)
