"""What came of one file of records."""

from collections import Counter
from dataclasses import dataclass, field

MOST_NAMED = 1_000  # sentences that are kept one by one


@dataclass
class Recorded:
    """What came of one file: rows added by table, rows that were there already, and a sentence for all that was left out."""

    path: str
    added: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    rejected: list[str] = field(default_factory=list)
    more_rejected: int = 0
    changeset: int | None = None
    """The number that takes it back with `claims undo`; None where nothing was added, or history itself was restored."""
    history_left: int = 0
    """Changes of an export that were left out, since the database has a history of its own."""

    def name(self, sentence: str) -> None:
        """Name one more record that was left out, or count it."""
        if len(self.rejected) < MOST_NAMED:
            self.rejected.append(sentence)
        else:
            self.more_rejected += 1
