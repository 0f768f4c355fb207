"""What waits for people: records that nobody reviewed, missed deadlines, and what the program proposes and does not decide."""

from dataclasses import dataclass

from claims.store.access import Reader
from claims.wording import counted

MOST = 10_000  # counted; there may be millions
PROPOSED = """
    SELECT 1 FROM {table} AS r WHERE r.review = 'proposed'
    AND r.{key} NOT IN (SELECT record_id FROM repeated_records WHERE kind = '{kind}')
"""
QUESTIONS = {
    "statements": PROPOSED.format(table="statements", key="statement_id", kind="statement"),
    "commitments": PROPOSED.format(table="commitments", key="commitment_id", kind="commitment"),
    "numbers": PROPOSED.format(table="numeric_claims", key="numeric_claim_id", kind="numeric claim"),
    # The day is asked twice, since only the table's own has an index.
    "overdue": """
        SELECT 1 FROM commitments AS c JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
        WHERE c.due_on < CURRENT_DATE AND state.state = 'overdue' AND c.review <> 'rejected'
        AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
    """,
    "disagreements": "SELECT 1 FROM disagreements WHERE verdict = 'open'",
    "copies": "SELECT 1 FROM relations WHERE judgement = 'undecided' AND kind = 'source'",
    "relations": "SELECT 1 FROM relations WHERE judgement = 'undecided' AND kind <> 'source'",
    # One article alone repeats nothing.
    "unsearched": """
        SELECT 1 FROM sources, (SELECT max(judged_at) AS at FROM relations WHERE kind IN ('source', 'statement', 'commitment')) AS latest
        WHERE (latest.at IS NULL OR loaded_at > latest.at)
        AND 1 < (SELECT count(*) FROM (SELECT 1 FROM sources LIMIT 2) AS two)
    """,
}


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


def count_waiting(reader: Reader) -> Waiting:
    """Return how many wait."""
    return Waiting(**{question: _count(reader, question) for question in QUESTIONS})


def doubt_of_sums(reader: Reader) -> str:
    """Return a sentence that says why the same promise may count more than once; nothing where that is decided."""
    if undecided := _count(reader, "relations") + _count(reader, "copies"):
        return f"Promises may count twice: {counted(undecided, 'proposal')} wait for you (`claims relations`)."
    if _count(reader, "unsearched"):
        return "Promises may count twice: look what articles repeat (`claims relations find`)."
    return ""


def _count(reader: Reader, question: str) -> int:
    some = f"SELECT 1 FROM ({QUESTIONS[question]}) AS each_one LIMIT {MOST}"
    return int(reader.rows(f"SELECT count(*) AS n FROM ({some}) AS counted")[0]["n"])
