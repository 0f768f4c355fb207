"""Judging who commits: paired strictly where the cues share a character, leniently also within one sentence; attributes on the pairs."""

from claims.evaluation.annotations import AnnotatedCommitment
from claims.evaluation.comparison import Comparison, Judgement, Miss
from claims.evaluation.figures import Figures, Rate, Score
from claims.evaluation.matching import pair, plain_words, shared
from claims.extraction.candidates import Commitment

ATTRIBUTES = ("committers", "counterparties", "strength")


def judge_commitments(comparison: Comparison) -> Judgement:
    """Compare commitments, strictly and leniently; the misses are those of the strict figures."""
    annotated = [(index, one) for index, sentence in enumerate(comparison.sentences) for one in sentence.commitments]
    found = [(comparison.sentence_at(one.cue), one) for one in comparison.found.commitments if comparison.counts(one.span)]

    def likeness(one: tuple[int, AnnotatedCommitment], other: tuple[int | None, Commitment]) -> tuple[bool, int, int] | None:
        common = max(shared(place, other[1].cue) for place in one[1].places)
        return (common > 0, sum(_agreements(one[1], other[1]).values()), common) if common or one[0] == other[0] else None

    def touching(one: tuple[int, AnnotatedCommitment], other: tuple[int | None, Commitment]) -> tuple[bool, int, int] | None:
        like = likeness(one, other)
        return like if like and like[0] else None

    figures: Figures = {}
    strict = pair(annotated, found, touching)
    for label, pairs in (("commitments", strict), ("commitments lenient", pair(annotated, found, likeness))):
        agreements = [_agreements(annotated[i][1], found[j][1]) for i, j in pairs]
        figures[label] = Score(len(pairs), len(found), len(pairs), len(annotated))
        for name in ATTRIBUTES:
            figures[f"{label} {name}"] = Rate.among(agreement[name] for agreement in agreements)
    return Judgement(figures, _misses(comparison, [one for _, one in annotated], [one for _, one in found], strict))


def _agreements(annotated: AnnotatedCommitment, found: Commitment) -> dict[str, bool]:
    return {
        "committers": _parties(annotated.committers) == _parties(found.committers),
        "counterparties": _parties(annotated.counterparties) == _parties(found.counterparties),
        "strength": annotated.strength == found.strength,
    }


def _parties(names: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {plain_words(name) for name in names}


def _misses(
    comparison: Comparison, annotated: list[AnnotatedCommitment], found: list[Commitment], pairs: list[tuple[int, int]]
) -> list[Miss]:
    paired, matched = {i for i, _ in pairs}, {j for _, j in pairs}
    misses = [comparison.miss("commitment missed", one.places[0], None, _told(one)) for i, one in enumerate(annotated) if i not in paired]
    misses += [comparison.miss("commitment spurious", one.cue, _told(one), None) for j, one in enumerate(found) if j not in matched]
    for i, j in pairs:
        for name, right in _agreements(annotated[i], found[j]).items():
            if not right:
                values = (_listed(getattr(one, name)) for one in (found[j], annotated[i]))
                misses.append(comparison.miss(f"commitment {name}", found[j].cue, *values))
    return misses


def _told(one: AnnotatedCommitment | Commitment) -> str:
    to = f" to {_listed(one.counterparties)}" if one.counterparties else ""
    return f"{one.strength} by {_listed(one.committers) or 'nobody'}{to}"


def _listed(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
