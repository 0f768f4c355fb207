"""What a word that is being typed may become: names, values and short names of records that the database holds, a few at a time."""

from collections.abc import Iterable, Iterator

from claims.references import PREFIXES, name
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.binding import like_pattern
from claims.views.names import PARTY_NAMES, SOURCE_NAMES, SPEAKER_NAMES, TABLES

MOST = 100
PARTIES, SPEAKERS = PARTY_NAMES, SPEAKER_NAMES
ANYBODY = f"{PARTY_NAMES} UNION ALL {SPEAKER_NAMES}"
PUBLISHERS = " UNION ALL ".join(f"SELECT {column} AS name FROM sources WHERE {column} IS NOT NULL" for column in SOURCE_NAMES)
NAMED = f"SELECT DISTINCT name FROM ({{names}}) AS named WHERE lower(name) LIKE lower(:pattern) ESCAPE '!' ORDER BY name LIMIT {MOST}"
# From each value to the next one by an index that begins with it, instead of past all rows.
VALUES = """
    WITH RECURSIVE found(value) AS (
        SELECT min({column}) FROM {table}
        UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > found.value) FROM found WHERE found.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL
"""
TOPICS = (("commitment_topics", "topic"), ("statement_topics", "topic"))
UNITS = (("numeric_claims", "unit"),)
LANGUAGES = (("sources", "language"),)
NUMBERED = f"SELECT {{key}} AS id FROM {{table}} WHERE {{key}} BETWEEN :first AND :last ORDER BY {{key}} LIMIT {MOST}"
LONGEST = 18  # digits of a row's number


def names_like(reader: Reader, names: str, word: str) -> list[str]:
    """Return the first names, of those that the SELECT `names` gives, that begin with a word in any case."""
    pattern = like_pattern(word).removeprefix("%")
    return [row["name"] for row in reader.rows(NAMED.format(names=names), {"pattern": pattern})]


def values_like(reader: Reader, columns: Iterable[tuple[str, str]], word: str) -> list[str]:
    """Return the values of these columns that begin with a word in any case."""
    found = {row["value"] for table, column in columns for row in reader.rows(VALUES.format(table=table, column=column))}
    return sorted(value for value in found if value.casefold().startswith(word.strip().casefold()))[:MOST]


def ids_like(reader: Reader, kinds: Iterable[RecordKind], word: str) -> list[str]:
    """Return the first short names of records of these kinds that begin with a word, such as c1, c10, c11 with `c1`."""
    return [name(kind, number) for kind in kinds for number in numbers_like(reader, kind, word.strip().lower())]


def numbers_like(reader: Reader, kind: RecordKind, word: str) -> Iterator[int]:
    """Yield the numbers of the records of one kind whose short names begin with a word."""
    prefix = PREFIXES[kind]
    begun = word.removeprefix(prefix)
    if prefix.startswith(word):
        ranges = [(1, 10**LONGEST)]
    elif word.startswith(prefix) and begun.isascii() and begun.isdecimal() and begun[0] != "0":
        spans = [10**digits for digits in range(LONGEST - len(begun) + 1)]
        ranges = [(int(begun) * span, int(begun) * span + span - 1) for span in spans]
    else:
        return
    table, key = TABLES[kind]
    for first, last in ranges:
        for row in reader.rows(NUMBERED.format(table=table, key=key), {"first": first, "last": last}):
            yield row["id"]
