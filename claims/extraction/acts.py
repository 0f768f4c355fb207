"""Acts: what a statement does, read off the cues in its words."""

from claims.extraction.discourse import Sentence
from claims.terms import Act


def find_acts(sentence: Sentence, *, commits: bool, own_side: bool) -> tuple[Act, ...]:
    """Return the acts of one statement. `own_side`: its subject is the speaker's own side, whose "must" is a position, not a call."""
    acts: set[Act] = set()
    kinds = {kind for _, found in sentence.marks for kind in found}
    if commits:
        acts.add(Act.COMMITMENT)
    if "call" in kinds:
        acts.add(Act.CALL)
    if "must" in kinds:
        acts.add(Act.POSITION if own_side else Act.CALL)
    if "position" in kinds:
        acts.add(Act.POSITION)
    if not acts:
        acts.add(Act.OTHER if "other" in kinds and "assessment" not in kinds else Act.ASSESSMENT)
    return tuple(act for act in Act if act in acts)
