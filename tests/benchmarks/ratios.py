"""Print speed and memory as ratios, both sides of each measured in this run: `make bench`. Nothing is asserted; budgets stand beside."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from articles import generated_articles, write_articles
from measure import Row, cpu_seconds, environment, medians, printed, process_seconds

from claims import pipeline
from claims.documents.document import Document
from claims.extraction.extractor import RuleExtractor
from claims.resolution.directory import EmptyDirectory
from claims.resolution.records import ResolvedDocument
from claims.resolution.resolver import resolve
from claims.store.loading import Loader
from claims.store.migrations import upgrade

ARTICLES = 200
MANY = 10 * ARTICLES
BATCH = 500
REPETITIONS = 5
PROGRAMS = Path(sys.executable).parent
QUERY = "SELECT commitment_id, text, cue, strength, announced_on, due_on FROM commitments ORDER BY commitment_id LIMIT 20"
EXTRACTION = """
import sys
from pathlib import Path
from claims.pipeline import extract
for _ in extract([Path(sys.argv[1])]):
    pass
"""
PEAK = """
from pathlib import Path
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")).split()[1])
"""


class LaterRules(RuleExtractor):
    """The rules under another version, so that what is stored is read anew."""

    name = "rules, later"


def extract_all(articles: Iterable[bytes], language: str) -> None:
    """Decode and extract, as a load does."""
    extractor = RuleExtractor()
    for number, article in enumerate(articles):
        extractor.extract(Document(f"{number}.txt", article.decode("utf-8"), language=language))


def split_all(articles: Iterable[bytes]) -> None:
    """Decode and split: the least that any reader of words must do."""
    for article in articles:
        article.decode("utf-8").lower().split()


def extraction_rows() -> Iterator[Row]:
    """Extraction against decoding and splitting; the budget is in articles a CPU second."""
    for language, name, budget in (("en", "English", "800 articles/s"), ("id", "Indonesian", "1,000 articles/s")):
        articles = [text.encode("utf-8") for text in generated_articles(language, ARTICLES)]
        extract_all(articles[:5], language)
        ours, least = medians(
            lambda articles=articles, language=language: extract_all(articles, language),
            lambda articles=articles: split_all(articles),
            repetitions=REPETITIONS,
        )
        yield Row(
            f"extraction, {name} / decode and split",
            f"{ARTICLES / ours:,.0f} articles/s",
            f"{ARTICLES / least:,.0f} articles/s",
            least / ours,
            f">= {budget}",
        )


def load_rows(work: Path) -> Iterator[Row]:
    """A first load end to end against extraction alone; against it, a second one of the same files, and reading anew what is stored."""
    paths = write_articles(work / "articles", "id", ARTICLES) + write_articles(work / "more", "en", ARTICLES)
    extractions, firsts, seconds, renewals = [], [], [], []
    for number in range(REPETITIONS):
        database = str(work / f"load{number}.db")
        extractions.append(cpu_seconds(lambda: sum(1 for _ in pipeline.extract(paths))))
        firsts.append(cpu_seconds(lambda database=database: pipeline.load(paths, database, loaded_by="bench")))
        seconds.append(cpu_seconds(lambda database=database: pipeline.load(paths, database, loaded_by="bench")))
        renewals.append(cpu_seconds(lambda database=database: pipeline.reextract(database, loaded_by="bench", extractor=LaterRules())))
    extraction, first, second, renewal = median(extractions), median(firsts), median(seconds), median(renewals)
    count = len(paths)
    yield Row(
        "first load, end to end / extraction alone",
        f"{count / first:,.0f} articles/s",
        f"{count / extraction:,.0f} articles/s",
        extraction / first,
        ">= 0.5",
    )
    yield Row(
        "unchanged reload / first load", f"{count / second:,.0f} articles/s", f"{count / first:,.0f} articles/s", first / second, ">= 30"
    )
    yield Row(
        "reading anew / first load", f"{count / renewal:,.0f} articles/s", f"{count / first:,.0f} articles/s", first / renewal, ">= 1"
    )


def resolved_documents(language: str) -> list[tuple[str, ResolvedDocument]]:
    """Return generated articles, extracted and resolved: what the loader is given."""
    extractor = RuleExtractor()
    directory = EmptyDirectory()
    documents = [Document(f"{n}.txt", text, language=language) for n, text in enumerate(generated_articles(language, ARTICLES))]
    return [(document.path, resolve(extractor.extract(document), directory)) for document in documents]


def stored(batch: list[tuple[str, ResolvedDocument]], database: Path) -> None:
    """Write resolved documents as a load does."""
    with Loader(str(database), extractor=RuleExtractor.name, loaded_by="bench") as loader:
        for start in range(0, len(batch), BATCH):
            loader.store(batch[start : start + BATCH])


def tables_in_order(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the ordinary tables, those that others refer to first; history and full-text tables fill themselves."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
    names = [name for name in names if "_fts" not in name and name not in {"changes", "alembic_version"} and not name.startswith("sqlite_")]
    referred = {name: {row[2] for row in connection.execute(f"PRAGMA foreign_key_list({name})")} - {name} for name in names}
    ordered: list[str] = []
    while len(ordered) < len(names):
        ordered += sorted(name for name in names if name not in ordered and referred[name] <= set(ordered))
    return ordered


def copied(rows: dict[str, list[tuple[object, ...]]], database: Path) -> None:
    """Write the same rows with the bare driver, an executemany a table in one transaction; full text is filled once, history by row."""
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    full_text = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%INTO %_fts %'").fetchall()
    for name, _ in full_text:
        connection.execute(f"DROP TRIGGER {name}")
    for table, content in rows.items():
        if content:
            places = ", ".join("?" * len(content[0]))
            connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({places})", content)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%fts5%'").fetchall():
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
    for _, trigger in full_text:
        connection.execute(trigger)
    connection.execute("COMMIT")
    connection.close()


def store_row(work: Path) -> Row:
    """The loader's rows against the bare driver's, into the same schema: indexes, history triggers and full text included."""
    batch = resolved_documents("id")
    ours, raw, count = [], [], 0
    empty = work / "empty.db"
    upgrade(str(empty))
    checkpointed(empty)
    for number in range(REPETITIONS):
        loaded, bare = work / f"loaded{number}.db", work / f"bare{number}.db"
        shutil.copy(empty, loaded)
        shutil.copy(empty, bare)
        ours.append(cpu_seconds(lambda loaded=loaded: stored(batch, loaded)))
        with sqlite3.connect(loaded) as connection:
            rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables_in_order(connection)}
        connection.close()
        count = sum(map(len, rows.values()))
        raw.append(cpu_seconds(lambda rows=rows, bare=bare: copied(rows, bare)))
    mine, theirs = median(ours), median(raw)
    return Row("load's rows / raw executemany", f"{count / mine:,.0f} rows/s", f"{count / theirs:,.0f} rows/s", theirs / mine, ">= 0.7")


def checkpointed(database: Path) -> None:
    """Bring the write-ahead log into the file, so that a copy of the file is whole."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def command_rows(work: Path) -> Iterator[Row]:
    """A reading command as a whole process against `sqlite-utils query` of as many rows."""
    database = str(work / "load0.db")
    peer = [str(PROGRAMS / "sqlite-utils"), "query", database, QUERY]
    read = [str(PROGRAMS / "claims"), "commitments", "--db", database, "--limit", "20"]
    for name, command, terminal in (
        ("claims commitments, JSON / sqlite-utils query", [*read, "--format", "json"], False),
        ("claims commitments, table on a terminal / sqlite-utils query", read, True),
    ):
        ours, theirs = [], []
        for _ in range(2 * REPETITIONS):
            ours.append(process_seconds(command, terminal=terminal))
            theirs.append(process_seconds(peer))
        mine, other = median(ours[1:]), median(theirs[1:])
        yield Row(name, f"{mine * 1000:.0f} ms", f"{other * 1000:.0f} ms", mine / other, "<= 0.9")


def memory_row(work: Path) -> Row:
    """The most memory that extraction of a folder held, against that of a Python that does nothing."""
    extraction = peak_megabytes(EXTRACTION, str(work / "articles"))
    nothing = peak_megabytes("")
    return Row("peak memory of extraction / an idle Python", f"{extraction:.0f} MB", f"{nothing:.0f} MB", extraction / nothing, "<= 100 MB")


def flatness_row(work: Path) -> Row:
    """The most memory that extraction held over ten times as many articles."""
    few, many = (str(work / f"flat{count}") for count in (ARTICLES, MANY))
    for folder, count in ((few, ARTICLES), (many, MANY)):
        write_articles(Path(folder), "id", count)
    least, most = peak_megabytes(EXTRACTION, few), peak_megabytes(EXTRACTION, many)
    return Row(f"peak memory over {MANY:,} / {ARTICLES:,} articles", f"{most:.0f} MB", f"{least:.0f} MB", most / least, "<= 1.1")


def peak_megabytes(program: str, *words: str) -> float:
    """Return the most resident memory of a Python program, as Linux counts it for that process alone."""
    command = [sys.executable, "-c", program + PEAK, *words]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, env=environment()).stdout) / 1024


def main() -> None:
    """Measure and print."""
    print(f"CPU seconds, medians of {REPETITIONS} turns; generated articles of about 4.8 KB.", flush=True)
    rows = list(extraction_rows())
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        rows += load_rows(work)
        rows.append(store_row(work))
        rows += command_rows(work)
        rows.append(memory_row(work))
        rows.append(flatness_row(work))
    print(printed(rows))


if __name__ == "__main__":
    main()
