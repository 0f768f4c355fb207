"""How much the database holds."""

from dataclasses import dataclass

from claims.store.access import Reader

TABLES = ("sources", "speakers", "parties", "statements", "commitments", "numeric_claims", "assessments", "loads", "changes")
ONCE = {table: f"{table} WHERE same_as_id IS NULL" for table in ("speakers", "parties")}  # what is judged to be the same counts once
COUNTS = " UNION ALL ".join(f"SELECT '{table}' AS name, count(*) AS n FROM {ONCE.get(table, table)}" for table in TABLES)
GROUPS = {
    "language": "SELECT language AS name, count(*) AS n FROM sources GROUP BY language ORDER BY n DESC, name",
    "publisher": "SELECT coalesce(publisher, 'none') AS name, count(*) AS n FROM sources GROUP BY publisher ORDER BY n DESC, name LIMIT 20",
    "act": (
        "SELECT act AS name, count(*) AS n FROM statement_acts "
        "WHERE statement_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'statement') GROUP BY act ORDER BY n DESC, name"
    ),
    "repeated": "SELECT kind AS name, count(DISTINCT record_id) AS n FROM repeated_records GROUP BY kind ORDER BY kind",
    "strength": (
        "SELECT strength AS name, count(*) AS n FROM commitments "
        "WHERE commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment') "
        "GROUP BY strength ORDER BY n DESC, name"
    ),
}
DAYS = "SELECT min(event_on) AS first_on, max(event_on) AS last_on, count(DISTINCT event_on) AS days FROM sources"
LAST_LOAD = "SELECT started_at, finished_at, extractor, loaded_by FROM loads ORDER BY load_id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows stand under one name: of a `group` such as language, the rows with the value `name`."""

    group: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class LastLoad:
    """The newest run of the loader; `finished_at` is None if it was cut off or still runs."""

    started_at: str
    finished_at: str | None
    extractor: str
    loaded_by: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts by table and by group, the days of events that the sources cover (`days` different ones), and the newest load."""

    tables: dict[str, int]
    groups: list[Count]
    first_on: str | None
    last_on: str | None
    days: int
    last_load: LastLoad | None


def count_tables(reader: Reader) -> dict[str, int]:
    """Return the number of rows of each table that people ask about."""
    return {row["name"]: row["n"] for row in reader.rows(COUNTS)}


def find_last_load(reader: Reader) -> LastLoad | None:
    """Return the newest run of the loader, if there was one."""
    for row in reader.rows(LAST_LOAD):
        return LastLoad(row["started_at"], row["finished_at"], row["extractor"], row["loaded_by"])
    return None


def read_stats(reader: Reader) -> Stats:
    """Return what the database holds, by table, language, publisher (the 20 largest), act and strength."""
    days = reader.rows(DAYS)[0]
    groups = [Count(group, row["name"], row["n"]) for group, sql in GROUPS.items() for row in reader.rows(sql)]
    return Stats(count_tables(reader), groups, days["first_on"], days["last_on"], days["days"], find_last_load(reader))
