"""A large database, invented and written with raw SQL; `python tests/benchmarks/large.py FILE COUNT` makes one of so many commitments.

Ten sentences make an article, each a statement with a commitment and a number. Names are as unevenly common as in the news: a few are
in many articles. The history is left out: it is asked for by record alone. Every tenth of the articles tells the same, of records of its
own: so it is made in a minute.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from claims.store.migrations import upgrade

A_SOURCE = 10  # statements, commitments and numbers each
TURNS = 10
# What each turn's rows have of their own
SHIFTED = {"source_id": "sources", **dict.fromkeys(("statement_id", "commitment_id", "left_id", "right_id"), "commitments")}
NUMBERED = ("numeric_claims", "assessments", "instalments", "relations")  # their numbers come by themselves
TOLD = ("sources", "statements", "statement_acts", "statement_topics", "commitments", "commitment_parties", "commitment_topics", *NUMBERED)
SPEAKERS, PUBLISHERS = 5_000, 60
FIRST_DAY, DAYS = date(2010, 1, 1), 5_800
INSTANT = "2026-01-01T00:00:00.000000Z"
EXTRACTOR = "invented"
FIRST, MIDDLE = ("Vel", "Tor", "Sam", "Kar", "Ost", "Mir"), ("mo", "va", "li", "den", "ra")
LAST = ("ra", "via", "land", "stan", "nia", "mar", "gar", "dal", "ros", "ven")
TOPICS = ("trade", "aid", "energy", "health", "education", "security", "transport", "agriculture", "finance", "climate", "sport", "culture")
ACTIONS = (
    *("build a bridge", "lend the money", "open a school", "send grain"),
    *("lay a railway", "train nurses", "clear the mines", "drill wells"),
)
WORDS = (
    *("harbour", "valley", "minister", "committee", "winter", "orchard", "treaty", "border", "bridge", "turbine", "hospital", "budget"),
    *("season", "delegation", "market", "province", "river", "school", "summit", "export", "station", "network", "reform", "village"),
)
STRENGTHS = ("pledge", "pledge", "willing", "aspiration")
UNITS = ("USD", "USD", "EUR", "CNY", "IDR")
ACTS = ("commitment", "position", "call", "assessment")
STATUSES = ("fulfilled", "in progress", "not fulfilled", "cancelled", "stalled")
BATCH = 20_000
KEPT_FOR_LATER = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
FULL_TEXT = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%fts5%'"
Row = tuple[str, dict[str, Any]]


def make_large(path: Path, commitments: int) -> None:
    """Make the database; nothing of it is left where this is cut off."""
    work = path.with_name(path.name + ".new")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{work}{suffix}").unlink(missing_ok=True)
    upgrade(str(work))
    with closing(sqlite3.connect(work, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("digest", 1, lambda text: sha256(text.encode()).hexdigest(), deterministic=True)
        later = connection.execute(KEPT_FOR_LATER).fetchall()
        for kind, name, _ in later:
            connection.execute(f'DROP {kind} "{name}"')
        connection.execute("BEGIN")
        write(connection, invented(commitments // TURNS))
        repeat(connection)
        for _, _, sql in later:
            connection.execute(sql)
        for (name,) in connection.execute(FULL_TEXT).fetchall():
            connection.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    work.rename(path)


def repeat(connection: sqlite3.Connection) -> None:
    """Tell again what every table holds, until there are ten of each record."""
    most = {table: connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] for table in ("sources", "commitments")}
    for table in TOLD:
        columns = [name for (name,) in connection.execute(f"SELECT name FROM pragma_table_info('{table}')")]
        columns = columns[1:] if table in NUMBERED else columns
        last = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
        for turn in range(1, TURNS):
            own = {name: f"{name} + {turn * most[counted]}" for name, counted in SHIFTED.items()}
            own |= {"key": f"key || '-{turn}'"}
            if table == "sources":
                own["text"] = f"text || '({turn})'"
                own["sha256"] = f"digest({own['text']})"
            values = ", ".join(own.get(name, name) for name in columns)
            connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE rowid <= {last}")


def write(connection: sqlite3.Connection, rows: Iterator[Row]) -> None:
    """Insert rows of any tables, those of one table a few thousand at once."""
    while batch := list(islice(rows, BATCH)):
        gathered: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for table, values in batch:
            gathered.setdefault((table, *values), []).append(tuple(values.values()))
        for (table, *columns), several in gathered.items():
            connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", several)


def invented(commitments: int) -> Iterator[Row]:
    """Yield all rows, each with its table."""
    chance = Random(2026)
    names = [first + middle + last for first in FIRST for middle in MIDDLE for last in LAST]
    for number, name in enumerate(names, 1):
        yield "parties", {"party_id": number, "name": name, "kind": "bloc" if number % 40 == 0 else "state"}
    for number in range(1, SPEAKERS + 1):
        yield "speakers", {"speaker_id": number, "name": f"{chance.choice(FIRST)}o {chance.choice(names)} {number}", "kind": "person"}
        yield "roles", {"speaker_id": number, "party_id": number % len(names) + 1, "title": "Minister"}
    yield (
        "loads",
        {"load_id": 1, "started_at": INSTANT, "finished_at": INSTANT, "version": "0", "extractor": EXTRACTOR, "loaded_by": "bench"},
    )
    number = 0
    for source in range(1, commitments // A_SOURCE + 1):
        said_on = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        text = f"{' '.join(chance.choices(WORDS, k=6)).capitalize()}\n\n"
        for _ in range(A_SOURCE):
            number += 1
            sentence, rows = told(chance, number, source, said_on, len(text), names)
            text += sentence + ("\n\n" if number % 3 == 0 else " ")
            yield from rows
        yield (
            "sources",
            {
                "source_id": source,
                "sha256": sha256(text.encode()).hexdigest(),
                "title": text.partition("\n")[0],
                "publisher": f"Paper {common(chance, PUBLISHERS)}",
                "language": chance.choice(("en", "id")),
                "event_on": said_on.isoformat(),
                "loaded_at": INSTANT,
                "media_type": "text/plain",
                "encoding": "utf-8",
                "text": text,
            },
        )


def common(chance: Random, most: int) -> int:
    """Return a number from 1 to `most`, of which the small ones are common."""
    return int(most ** chance.random())


def told(chance: Random, number: int, source: int, said_on: date, start: int, names: list[str]) -> tuple[str, list[Row]]:
    """Return one sentence of an article, and the rows of what it tells."""
    committer, receiver = common(chance, len(names)), common(chance, len(names))
    value, unit, action, year = (
        chance.randrange(1, 900) * 1_000_000,
        chance.choice(UNITS),
        chance.choice(ACTIONS),
        said_on.year + 1 + number % 5,
    )
    amount, to = f"{value:,} {unit}", names[receiver - 1]
    before = f"{' '.join(chance.choices(WORDS, k=4)).capitalize()}: {names[committer - 1]} "
    after = f" by {year}, with {' '.join(chance.choices(WORDS, k=9))}, the speaker said."
    sentence = f"{before}will {action} for {to} worth {amount}{after}"
    end, cue, paid, day = start + len(sentence), start + len(before), start + sentence.index(amount), said_on.isoformat()
    read = {
        "source_id": source,
        "origin": "extracted",
        "extractor": EXTRACTOR,
        "review": chance.choice(("proposed", "proposed", "accepted")),
    }
    spoken = {"key": f"s{number}", "span_start": start, "span_end": end, "text": sentence, **read}
    rows: list[Row] = [
        (
            "statements",
            {
                "statement_id": number,
                "speaker_id": common(chance, SPEAKERS),
                "content_start": start,
                "content_end": end - len(", the speaker said."),
                "quotation": "indirect",
                "attribution": "explicit",
                "said_on": day,
                "language": "en",
                **spoken,
            },
        ),
        ("statement_acts", {"statement_id": number, "act": ACTS[number % 4]}),
        ("statement_topics", {"statement_id": number, "topic": chance.choice(TOPICS)}),
        (
            "commitments",
            {
                "commitment_id": number,
                "statement_id": number,
                "cue_start": cue,
                "cue_end": cue + len("will"),
                "cue": "will",
                "action": f"{action} for {to}",
                "strength": STRENGTHS[number % 4],
                "announced_on": day,
                "due_on": f"{year}-12-31" if number % 3 else None,
                "due_precision": "year" if number % 3 else None,
                **spoken,
            },
        ),
        ("commitment_parties", {"commitment_id": number, "party_id": committer, "role": "committer"}),
        ("commitment_parties", {"commitment_id": number, "party_id": receiver, "role": "counterparty"}),
        ("commitment_topics", {"commitment_id": number, "topic": chance.choice(TOPICS)}),
        (
            "numeric_claims",
            {
                "statement_id": number,
                "commitment_id": number,
                **spoken,
                "span_start": paid,
                "span_end": paid + len(amount),
                "text": amount,
                "value": str(value),
                "value_number": float(value),
                "unit": unit,
                "kind": "money",
                "comparator": "=",
                "metric": action,
                "as_of": str(said_on.year) if number % 2 else None,
            },
        ),
    ]
    if number % 20 == 0:
        later = (said_on + timedelta(days=400)).isoformat()
        verdict = {"status": STATUSES[number // 20 % len(STATUSES)], "assessed_on": later, "assessor": "a reviewer"}
        rows.append(("assessments", {"commitment_id": number, **verdict}))
    if number % 50 == 0:
        later = (said_on + timedelta(days=300)).isoformat()
        payment = {"type": "disbursement", "value": str(value // 2), "unit": unit, "transacted_on": later}
        rows.append(("instalments", {"commitment_id": number, **payment}))
    if number % 100 == 0:
        judged = {"relation": "same as", "judgement": "positive", "judged_by": "claims", "judged_at": INSTANT}
        rows.append(("relations", {"kind": "commitment", "left_id": number, "right_id": number - 7, **judged}))
    return sentence, rows


if __name__ == "__main__":
    target, count = Path(sys.argv[1]), int(sys.argv[2])
    started = time.perf_counter()
    make_large(target, count)
    print(f"{target}: {count:,} commitments, {target.stat().st_size / 2**20:,.0f} MB, made in {time.perf_counter() - started:,.0f} s")
