"""Print how pages, questions and commands answer on a large database: `make bench-large`. Nothing is asserted; budgets stand beside.

`large_ratios.py COUNT [FOLDER]` makes a database of so many commitments, and a published copy of it, in FOLDER (else one of its own, for a
while); what is in FOLDER already is taken as it is. Times are CPU time, which a busy machine lengthens less than the clock.
"""

import asyncio
import itertools
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlencode

from large import make_large
from measure import Row, medians, printed, process_seconds

from claims.store.access import open_reader
from claims.web.application import build_application
from claims.web.plugin import prepare_connection
from claims.web.publishing import publish
from claims.web.queries import Question, read_questions
from claims.web.serving import find_large_tables
from claims.web.site import DATABASE

VISITS = 100
PROGRAMS = Path(sys.executable).parent
PEER = "SELECT commitment_id, text, cue, strength, announced_on, due_on FROM commitments ORDER BY commitment_id LIMIT 20"
LATEST = "SELECT commitment_id, announced_on, strength, text FROM commitments ORDER BY announced_on DESC LIMIT 50"
ONE = "SELECT text FROM sources WHERE source_id = ?"


def made(folder: Path, count: int) -> tuple[Path, Path]:
    """Return the database and its published copy, made where they are not there."""
    database, copy = folder / f"{count}.db", folder / f"{count}-published.db"
    for path, make in ((database, lambda: make_large(database, count)), (copy, lambda: publish(str(database), copy))):
        if not path.exists():
            clock, cpu = time.perf_counter(), time.process_time()
            make()
            spent = f"{time.process_time() - cpu:,.0f} s of CPU time, {time.perf_counter() - clock:,.0f} s by the clock"
            print(f"{path.name}: {path.stat().st_size / 2**20:,.0f} MB in {spent}", flush=True)
    return database, copy


def named(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return what to put into the fields of forms: a frequent value of each, a rare one, and one that finds nothing."""

    def two(sql: str) -> list[str]:
        found = [row[0] for row in connection.execute(sql)]
        return [found[0], found[-1], "Nowhere"]

    parties = two("SELECT name FROM parties ORDER BY party_id")
    speakers = two("SELECT name FROM speakers ORDER BY speaker_id")
    return {
        **dict.fromkeys(("by", "to", "party"), parties),
        "speaker": speakers,
        "topic": ["trade", "zoology"],
        "unit": ["USD", "EUR", "zloty"],
        "act": ["call"],
        "strength": ["pledge", "aspiration"],
        "state": ["overdue", "settled"],
        "kind": ["state", "bloc", "statement"],
        "language": ["id"],
        "publisher": ["Paper 3", "Paper 55", "Nobody"],
        "since": ["2015-01-01", "2025-09-01"],
        "until": ["2015-01-01", "2010-02-01"],
        "words": ["harbour", "harbour treaty winter", "zebra"],
        "about": ["grain", "zebra"],
        "min": ["899000000", "1000000000000"],
        "max": ["1500000", "5"],
    }


def forms(question: Question, values: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Yield the empty form, one with each value in its field, and with each two fields filled."""
    names = [parameter.name for parameter in question.parameters if parameter.name in values]
    fitting = {
        parameter.name: [value for value in values.get(parameter.name, ()) if not parameter.choices or value in parameter.choices]
        for parameter in question.parameters
    }
    empty = {parameter.name: "" for parameter in question.parameters}
    yield empty
    for name in names:
        for value in fitting[name]:
            yield empty | {name: value}
    for first, second in itertools.combinations(names, 2):
        for pair in zip(fitting[first], fitting[second], strict=False):
            yield empty | dict(zip((first, second), pair, strict=True))


def question_rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """Each question with its forms filled in many ways: the slowest of them, against a look at as many of the latest rows."""
    prepare_connection(connection, DATABASE)
    values = named(connection)
    least = fastest(lambda: connection.execute(LATEST).fetchall())
    for name, question in read_questions().items():
        times = {
            urlencode({field: value for field, value in form.items() if value}): fastest(
                lambda form=form, question=question: connection.execute(question.sql, form).fetchall()
            )
            for form in forms(question, values)
        }
        slowest = max(times, key=lambda form: times[form])
        within = sum(taken <= 0.010 for taken in times.values())
        yield Row(
            f"{name}: slowest of {len(times)} forms ({slowest or 'empty'}; {within} within 10 ms)",
            f"{times[slowest] * 1000:.1f} ms",
            f"{least * 1000:.1f} ms",
            times[slowest] / least,
            "<= 10 ms",
        )


def fastest(work: Callable[[], object], turns: int = 3) -> float:
    """Return the least CPU seconds of a few turns."""
    taken = []
    for _ in range(turns):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


async def page_rows(path: Path, name: str) -> list[Row]:
    """Pages as the server answers them, against the SELECT that they cannot do without; each is another page."""
    with open_reader(str(path)) as reader:
        large = find_large_tables(reader)
    site = build_application(path, large_tables=large, hosts=[], allow_sql=True)
    chance = Random(1)
    with closing(sqlite3.connect(path)) as connection:
        sources, commitments = (
            connection.execute(f"SELECT max({key}) FROM {table}").fetchone()[0]
            for key, table in (("source_id", "sources"), ("commitment_id", "commitments"))
        )
        table = await visited(
            site, lambda: f"/{DATABASE}/commitments?_sort_desc=announced_on&due_on__gt={2012 + chance.randrange(14)}-01-01"
        )
        first = await visited(site, lambda: f"/{DATABASE}/commitments")
        source = await visited(site, lambda: f"/{DATABASE}/sources/{chance.randrange(sources) + 1}")
        card = await visited(site, lambda: f"/{DATABASE}/commitments/{chance.randrange(commitments) + 1}")
        front, plots = await visited(site, lambda: "/"), await visited(site, lambda: "/plots")
        latest, one = medians(lambda: connection.execute(LATEST).fetchall(), lambda: connection.execute(ONE, (sources // 2,)).fetchall())
    budgets = (
        ("table page", first, latest, "p95 <= 25 ms"),
        ("table page, filtered", table, latest, "p95 <= 25 ms"),
        ("source page", source, one, "p95 <= 50 ms"),
        ("card of a commitment", card, one, "p95 <= 50 ms"),
        ("front page", front, latest, "p95 <= 50 ms"),
        ("plots at a glance", plots, latest, "p95 <= 50 ms"),
    )
    rows = []
    for work, times, against, budget in budgets:
        p95 = sorted(times)[int(len(times) * 0.95)]
        told = f"{name}, {work}: p95 of {VISITS} (median {median(times) * 1000:.1f} ms, least {min(times) * 1000:.1f} ms)"
        rows.append(Row(told, f"{p95 * 1000:.1f} ms", f"{against * 1000:.2f} ms", p95 / against, budget))
    return rows


async def visited(site: Any, address: Callable[[], str]) -> list[float]:
    """Return the CPU seconds of many requests, after a few that warm up."""
    taken = []
    for number in range(VISITS + 5):
        where, started = address(), time.process_time()
        answer = await site.client.get(where)
        if answer.status_code != 200:
            raise SystemExit(f"{where}: {answer.status_code} {answer.text[:500]}")
        if number >= 5:
            taken.append(time.process_time() - started)
    return taken


def command_rows(path: Path, name: str, values: Mapping[str, Sequence[str]], count: int) -> Iterator[Row]:
    """Reading commands as whole processes against `sqlite-utils query` of twenty rows."""
    peer = [str(PROGRAMS / "sqlite-utils"), "query", str(path), PEER]
    for words in (
        ["commitments"],
        ["commitments", "--by", values["by"][0], "--to", values["by"][1]],
        ["statements", "--by", values["speaker"][0]],
        ["numbers", "--unit", "USD", "--min", "800000000"],
        ["search", "harbour treaty"],
        ["show", f"c{count // 2}"],
    ):
        limit = [] if words[0] == "show" else ["--limit", "20"]
        command = [str(PROGRAMS / "claims"), *words, "--db", str(path), *limit, "--format", "json"]
        ours, theirs = [], []
        for _ in range(6):
            ours.append(process_seconds(command))
            theirs.append(process_seconds(peer))
        mine, other = min(ours[1:]), min(theirs[1:])
        yield Row(
            f"{name}, claims {' '.join(words)} / sqlite-utils query",
            f"{mine * 1000:.0f} ms",
            f"{other * 1000:.0f} ms",
            mine / other,
            "<= 0.9",
        )


def main() -> None:
    """Make or take the databases, measure and print."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        database, copy = made(Path(sys.argv[2] if len(sys.argv) > 2 else name), count)
        print(f"CPU time on {count:,} commitments; of pages in turn, of questions the least of 3, of commands the least of 5.", flush=True)
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
            rows = list(question_rows(connection))
            values = named(connection)
        rows += asyncio.run(page_rows(copy, "published"))
        rows += asyncio.run(page_rows(database, "as loaded"))
        rows += command_rows(copy, "published", values, count)
        rows += command_rows(database, "as loaded", values, count)
        print(printed(rows))


if __name__ == "__main__":
    main()
