"""What waits for people: records that nobody reviewed, missed deadlines, and what the program proposes and does not decide."""

from dataclasses import dataclass

from claims.store.access import Reader

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
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each wait (MOST: as many or more): records to review by kind, missed deadlines, and what is to be decided."""

    statements: int
    commitments: int
    numbers: int
    overdue: int
    disagreements: int
    copies: int
    relations: int


def count_waiting(reader: Reader) -> Waiting:
    """Return how many wait."""
    counts = {
        name: reader.rows(f"SELECT count(*) AS n FROM (SELECT 1 FROM ({sql}) AS each_one LIMIT {MOST}) AS counted")[0]["n"]
        for name, sql in QUESTIONS.items()
    }
    return Waiting(**counts)
