"""What waits for people: records that nobody reviewed, missed deadlines, and what the program proposes and does not decide."""

from dataclasses import dataclass
from typing import NamedTuple

from claims.store.access import Reader
from claims.wording import counted

MOST = 10_000  # counted; there may be millions
TWICE = "kind IN ('source', 'commitment') AND relation <> 'conflicts with'"  # what makes a promise count twice
PROPOSED = """
    SELECT 1 FROM {table} AS r WHERE r.review = 'proposed'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = '{kind}' AND again.record_id = r.{key})
"""
QUESTIONS = {
    "statements": PROPOSED.format(table="statements", key="statement_id", kind="statement"),
    "commitments": PROPOSED.format(table="commitments", key="commitment_id", kind="commitment"),
    "numbers": PROPOSED.format(table="numeric_claims", key="numeric_claim_id", kind="numeric claim"),
    # The day is asked twice, since only the table's own has an index.
    "overdue": """
        SELECT 1 FROM commitments AS c JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
        WHERE c.due_on < CURRENT_DATE AND state.state = 'overdue' AND c.review <> 'rejected'
        AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    """,
    "disagreements": "SELECT 1 FROM disagreements WHERE verdict = 'open'",
    "copies": "SELECT 1 FROM relations WHERE judgement = 'undecided' AND kind = 'source'",
    "relations": "SELECT 1 FROM relations WHERE judgement = 'undecided' AND kind <> 'source'",
    # One article alone repeats nothing.
    "unsearched": f"""
        SELECT 1 FROM sources, (SELECT max(judged_at) AS at FROM relations WHERE {TWICE}) AS latest
        WHERE (latest.at IS NULL OR loaded_at > latest.at)
        AND 1 < (SELECT count(*) FROM (SELECT 1 FROM sources LIMIT 2) AS two)
    """,
}
DOUBLES = f"SELECT 1 FROM relations WHERE judgement = 'undecided' AND {TWICE}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each wait (MOST: as many or more): records to review by kind, missed deadlines, and what is to be decided.

    `unsearched` are the articles that came after the latest proposal of what is said twice.
    """

    statements: int
    commitments: int
    numbers: int
    overdue: int
    disagreements: int
    copies: int
    relations: int
    unsearched: int


class Doubt(NamedTuple):
    """Why sums may count a promise twice: told to who keeps the database, with the command that helps, and to who reads a page of it."""

    keeper: str
    reader: str


def count_waiting(reader: Reader) -> Waiting:
    """Return how many wait."""
    return Waiting(**{name: _count(reader, question) for name, question in QUESTIONS.items()})


def doubt_of_sums(reader: Reader) -> Doubt | None:
    """Return why the same promise may count more than once; None where that is decided."""
    if undecided := _count(reader, DOUBLES):
        proposals = counted(undecided, "proposal")
        return Doubt(
            f"Promises may count twice: {proposals} to decide on (`claims relations`).",
            f"Promises may count twice: nobody has decided yet on {proposals} of what several articles report.",
        )
    if _count(reader, QUESTIONS["unsearched"]):
        return Doubt(
            "Repeated promises count twice unless `claims relations find` told them apart.",
            "Promises may count twice: nobody has looked yet for what several articles report.",
        )
    return None


def _count(reader: Reader, question: str) -> int:
    return int(reader.rows(f"SELECT count(*) AS n FROM (SELECT 1 FROM ({question}) AS each_one LIMIT {MOST}) AS counted")[0]["n"])
