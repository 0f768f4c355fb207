"""Acts: what a statement does, read off the cues in its words."""

from claims.extraction.discourse import Sentence
from claims.extraction.tokens import Tokens
from claims.terms import Act


def find_acts(tokens: Tokens, sentence: Sentence, *, commits: bool, own_side: bool) -> tuple[Act, ...]:
    """Return the acts of one statement. `own_side`: its subject is the speaker's own side, whose "must" is a position, not a call."""
    found: set[Act] = set()
    kinds = {kind for k in sentence.tokens if k in tokens.marks for kind in tokens.marks[k].kinds}
    if commits:
        found.add(Act.COMMITMENT)
    if "call" in kinds:
        found.add(Act.CALL)
    if "must" in kinds:
        found.add(Act.POSITION if own_side else Act.CALL)
    if "position" in kinds:
        found.add(Act.POSITION)
    if not found:
        found.add(Act.OTHER if "other" in kinds and "assessment" not in kinds else Act.ASSESSMENT)
    return tuple(act for act in Act if act in found)
