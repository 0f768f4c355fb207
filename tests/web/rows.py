"""Rows to browse: a small fictional story, and one row a table in which every free text is hostile."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from claims.store.models import Base
from claims.store.models.base import Exact

TURNING = "\u202elive\u2066\u200f\x1b[31m"  # what would turn the words after it around
PAYLOAD = (
    f"""<script>alert(1)</script><img src=x onerror=alert(2)>"'><svg/onload=alert(3)> javascript:alert(4) {{{{7*7}}}} {TURNING}\x1b[31m"""
)

# Where evidence lies, in lengths of the payload: one before it, three in it of which the middle one is the cue, two after it
SPANS = {"span_start": 1, "content_start": 1, "cue_start": 2, "cue_end": 3, "content_end": 4, "span_end": 4}
SHOWN = {"evidence_source_id": 1, "evidence_start": 13, "evidence_end": 21}
SPANS |= {"evidence_start": 1, "evidence_end": 4}

FIRST = (
    "Lake Summit\n\nZubrowka will pay 5,000,000 crowns to Ruritania by 30 June 2021. "
    "Count Rupert said that trade was worth 250 crowns in 2019."
)
SECOND = "Danau\n\nRuritania siap membangun kereta api pada tahun 2999, kata Ratu Flavia."


def insert(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    columns = ", ".join(f'"{column}"' for column in values)
    connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(values))})', tuple(values.values()))


def evidence(text: str, part: str, *, key: str) -> dict[str, Any]:
    start = text.index(part)
    return {"key": key, "span_start": start, "span_end": start + len(part), "text": part, "origin": "extracted", "review": "proposed"}


def fill_with_story(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        add_people(connection)
        add_first_source(connection)
        add_second_source(connection)


def add_people(connection: sqlite3.Connection) -> None:
    for number, name, kind, code in ((1, "Zubrowka", "state", "ZU"), (2, "Ruritania", "state", "RU"), (3, "Lake League", "bloc", None)):
        insert(connection, "parties", party_id=number, name=name, kind=kind, iso_code=code)
    insert(connection, "party_members", bloc_id=3, member_id=2)
    insert(connection, "aliases", name="Ruritanien", language="de", party_id=2)
    insert(connection, "speakers", speaker_id=1, name="Count Rupert", kind="person")
    insert(connection, "speakers", speaker_id=2, name="Queen Flavia", kind="person")
    insert(connection, "aliases", name="Ratu Flavia", language="id", speaker_id=2)
    insert(connection, "roles", speaker_id=1, party_id=1, title="Count")


def add_first_source(connection: sqlite3.Connection) -> None:
    told = {"language": "en", "loaded_at": "2026-01-01T00:00:00.000000Z", "media_type": "text/plain", "encoding": "utf-8"}
    insert(
        connection,
        "sources",
        source_id=1,
        sha256="1",
        title="Lake Summit",
        publisher="The Gazette",
        url="https://gazette.example/lake",
        event_on="2020-05-01",
        text=FIRST,
        **told,
    )
    pledge = evidence(FIRST, "Zubrowka will pay 5,000,000 crowns to Ruritania by 30 June 2021.", key="c1")
    cue = FIRST.index("will")
    insert(
        connection,
        "commitments",
        commitment_id=1,
        source_id=1,
        cue_start=cue,
        cue_end=cue + 4,
        cue="will",
        action="pay 5,000,000 crowns",
        strength="pledge",
        announced_on="2020-05-01",
        due_on="2021-06-30",
        due_precision="day",
        **pledge,
    )
    insert(connection, "commitment_parties", commitment_id=1, party_id=1, role="committer")
    insert(connection, "commitment_parties", commitment_id=1, party_id=2, role="counterparty")
    insert(connection, "commitment_topics", commitment_id=1, topic="aid")
    said = evidence(FIRST, "Count Rupert said that trade was worth 250 crowns in 2019.", key="s1")
    content = FIRST.index("trade")
    insert(
        connection,
        "statements",
        statement_id=1,
        source_id=1,
        speaker_id=1,
        content_start=content,
        content_end=said["span_end"],
        quotation="indirect",
        attribution="explicit",
        said_on="2020-05-01",
        language="en",
        **said,
    )
    insert(connection, "statement_acts", statement_id=1, act="position")
    insert(connection, "statement_addressees", statement_id=1, speaker_id=2)
    insert(connection, "statement_topics", statement_id=1, topic="aid")
    numbers = (("5000000", "5,000,000 crowns", 1, None, None, "amount"), ("250", "250 crowns", None, 1, "2019", "trade"))
    for number, (value, words, commitment, statement, as_of, metric) in enumerate(numbers, 1):
        insert(
            connection,
            "numeric_claims",
            source_id=1,
            commitment_id=commitment,
            statement_id=statement,
            value=value,
            value_number=float(value),
            unit="crown",
            kind="money",
            comparator="=",
            metric=metric,
            as_of=as_of,
            **evidence(FIRST, words, key=f"n{number}"),
        )


def add_second_source(connection: sqlite3.Connection) -> None:
    told = {"language": "id", "loaded_at": "2026-01-01T00:00:00.000000Z", "media_type": "text/plain", "encoding": "utf-8"}
    insert(connection, "sources", source_id=2, sha256="2", title=None, event_on="2022-03-04", text=SECOND, **told)
    willing = evidence(SECOND, "Ruritania siap membangun kereta api pada tahun 2999, kata Ratu Flavia.", key="c2")
    cue = SECOND.index("siap")
    spoken = willing | {"key": "s2"}
    insert(
        connection,
        "statements",
        statement_id=2,
        source_id=2,
        speaker_id=2,
        content_start=willing["span_start"],
        content_end=willing["span_start"] + 20,
        quotation="indirect",
        attribution="explicit",
        said_on="2022-03-04",
        language="id",
        **spoken,
    )
    insert(connection, "statement_acts", statement_id=2, act="commitment")
    insert(
        connection,
        "commitments",
        commitment_id=2,
        source_id=2,
        statement_id=2,
        cue_start=cue,
        cue_end=cue + 4,
        cue="siap",
        action="membangun kereta api",
        strength="willing",
        announced_on="2022-03-04",
        due_on="2999-12-31",
        due_precision="year",
        **willing,
    )
    insert(connection, "commitment_parties", commitment_id=2, party_id=3, role="committer")
    insert(connection, "commitment_parties", commitment_id=2, party_id=1, role="counterparty")
    rejected = willing | {"key": "c3", "review": "rejected"}
    insert(
        connection,
        "commitments",
        commitment_id=3,
        source_id=2,
        cue_start=cue,
        cue_end=cue + 4,
        cue="siap",
        strength="pledge",
        announced_on="2022-03-04",
        due_on="2022-12-31",
        due_precision="year",
        **rejected,
    )
    insert(connection, "commitment_parties", commitment_id=3, party_id=3, role="committer")


def add_money(connection: sqlite3.Connection, key: str, value: float, period: str | None = None) -> None:
    """Add an amount in crowns to the story's first commitment."""
    told = {"value": f"{value:.0f}", "value_number": value, "unit": "crown", "kind": "money", "comparator": "=", "metric": "amount"}
    words = evidence(FIRST, "5,000,000 crowns", key=key)
    insert(connection, "numeric_claims", source_id=1, commitment_id=1, period=period, **told, **words)


def fill_with_consequences(path: Path) -> None:
    """Add to the story what became of its first commitment: a verdict, a payment, a report of it elsewhere, and an amendment by Rina."""
    with closing(sqlite3.connect(path)) as connection, connection:
        verdict = {"status": "fulfilled", "assessed_on": "2021-08-09", "assessor": "Ivo", "evidence_url": "https://gazette.example/paid"}
        insert(connection, "assessments", commitment_id=1, score=1, rubric="kept or not", note="all of it", **verdict)
        paid = {"type": "disbursement", "value": "4000000", "unit": "crown", "transacted_on": "2021-08-01"}
        insert(connection, "instalments", commitment_id=1, provider_id=1, receiver_id=2, **SHOWN, **paid)
        judged = {"kind": "commitment", "judged_by": "Ivo", "judged_at": "2026-01-02T00:00:00.000000Z"}
        insert(connection, "relations", left_id=1, right_id=2, relation="restates", judgement="positive", **judged)
        insert(connection, "relations", left_id=2, right_id=1, relation="conflicts with", judgement="undecided", **judged)
        insert(connection, "change_actor", actor="Rina", reason="the treaty says so", changeset=7001)
        connection.execute("UPDATE commitments SET due_on = '2021-07-31' WHERE commitment_id = 1")
        connection.execute("DELETE FROM change_actor")


def fill_with_scripts(path: Path) -> None:
    """Insert two rows into every table (history fills itself): free texts hold the payload, all else the least that is allowed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in Base.metadata.sorted_tables:
            if table.name != "changes":
                for number in (1, 2):
                    insert(connection, table.name, **hostile_row(table, number))
        insert(
            connection, "changes", table_name="x", row_key="1", operation="insert", changed_at="2026", changed_by=PAYLOAD, reason=PAYLOAD
        )


def hostile_row(table: sa.Table, number: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    checks = " ".join(str(check.sqltext) for check in table.constraints if isinstance(check, sa.CheckConstraint))
    for column in table.columns:
        enums = getattr(column.type, "terms", None)
        if enums is not None:
            row[column.name] = next(iter(enums)).value
        elif column.name in SPANS:
            row[column.name] = SPANS[column.name] * len(PAYLOAD)
        elif isinstance(column.type, sa.Integer):
            row[column.name] = 0 if column.name == "score" else number
        elif isinstance(column.type, sa.REAL):
            row[column.name] = 1.0
        elif isinstance(column.type, Exact):
            row[column.name] = None if column.name == "upper_value" else "1.5"
        else:
            row[column.name] = f"{PAYLOAD} {number}" if not column.name.endswith("_on") else "2020-01-01"
    row |= {name: "javascript:alert(5)" for name in row if name.endswith("url") and number == 2}
    if "speaker_id IS NULL" in checks:
        row["party_id"] = None
    if table.name == "sources":
        row["text"] = PAYLOAD * 6
    row.pop("same_as_id", None)  # everybody stands for themselves
    if table.name == "statement_acts":
        row["act"] = "position"  # for the view of positions
    if table.name == "relations":
        row |= {"kind": "numeric claim", "left_id": number, "right_id": number + 1}  # the first number repeats the second
    return row
