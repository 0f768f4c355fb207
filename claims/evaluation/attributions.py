"""Judging who says what: speakers of sentences, strictly by equal names and leniently by parts of them, and the acts of statements.

A sentence is recalled if statements by its speaker cover half of it. A statement is right if the sentence that it shares most with has
its speaker; each further sentence of the reporter's own that it covers by half counts as one wrong statement more.
"""

from collections.abc import Callable
from itertools import chain

from claims.evaluation.comparison import Comparison, Judgement, Miss
from claims.evaluation.figures import Figures, Rate, Score
from claims.evaluation.matching import Speakers, covered, is_half, shared
from claims.extraction.candidates import Statement
from claims.terms import Act, Attribution, Quotation

Same = Callable[[str, str], bool]
Recalled = dict[int, list[Statement]]


def judge_attribution(comparison: Comparison) -> Judgement:
    """Compare speakers and acts."""
    statements = [statement for statement in comparison.found.statements if statement.speaker and comparison.counts(statement.span)]
    speakers = Speakers(sentence.speaker for sentence in comparison.sentences if sentence.speaker)
    strict, lenient = (_recall(comparison, statements, same) for same in (speakers.same, speakers.akin))
    figures: Figures = {
        **_figures("attribution", comparison, strict, _verdicts(comparison, statements, speakers.same)),
        **_figures("attribution lenient", comparison, lenient, _verdicts(comparison, statements, speakers.akin)),
    }
    misses = [*_missed(comparison, statements, strict, lenient), *_narration(comparison, statements, speakers.akin)]
    acts = _judge_acts(comparison, lenient)
    return Judgement({**figures, **acts.figures}, misses + acts.misses)


def _recall(comparison: Comparison, statements: list[Statement], same: Same) -> Recalled:
    """Return the sentences whose speaker was found, by index, each with that speaker's statements in it."""
    recalled = {}
    for index, sentence in enumerate(comparison.sentences):
        if sentence.speaker:
            own = [one for one in statements if shared(one.span, sentence.span) and same(one.speaker, sentence.speaker)]
            if is_half(covered((one.span for one in own), sentence.span), sentence.span):
                recalled[index] = own
    return recalled


def _verdicts(comparison: Comparison, statements: list[Statement], same: Same) -> list[tuple[Statement, int | None, bool]]:
    """Return the statements with the sentences that they are judged by, and whether they are right."""
    verdicts = []
    for statement in statements:
        main = comparison.sentence_at(statement.span)
        speaker = None if main is None else comparison.sentences[main].speaker
        verdicts.append((statement, main, speaker is not None and same(statement.speaker, speaker)))
        for index, sentence in enumerate(comparison.sentences):
            if index != main and not sentence.speaker and is_half(shared(statement.span, sentence.span), sentence.span):
                verdicts.append((statement, index, False))
    return verdicts


def _figures(label: str, comparison: Comparison, recalled: Recalled, verdicts: list[tuple[Statement, int | None, bool]]) -> Figures:
    spoken = {index: sentence for index, sentence in enumerate(comparison.sentences) if sentence.speaker}
    figures: Figures = {label: Score(sum(right for _, _, right in verdicts), len(verdicts), len(recalled), len(spoken))}
    for part in chain(Attribution, Quotation):
        of_part = [index for index, sentence in spoken.items() if part in (sentence.attribution, sentence.quotation)]
        figures[f"{label} recall {part}"] = Rate.among(index in recalled for index in of_part)
    return figures


def _missed(comparison: Comparison, statements: list[Statement], strict: Recalled, lenient: Recalled) -> list[Miss]:
    """Return the sentences whose speaker was not found under the annotated name."""
    misses = []
    for index, sentence in enumerate(comparison.sentences):
        if not sentence.speaker or index in strict:
            continue
        if index in lenient:
            kind, others = "attribution by another name", [one.speaker for one in lenient[index]]
        else:
            others = [one.speaker for one in statements if is_half(shared(one.span, sentence.span), sentence.span)]
            kind = "attribution wrong speaker" if others else "attribution missed"
        annotated = f"{sentence.speaker} ({sentence.attribution})" if sentence.attribution else sentence.speaker
        misses.append(comparison.miss(kind, sentence.span, "; ".join(dict.fromkeys(others)), annotated))
    return misses


def _narration(comparison: Comparison, statements: list[Statement], same: Same) -> list[Miss]:
    """Return what was put into somebody's mouth and is nobody's statement."""
    misses = []
    for statement, index, right in _verdicts(comparison, statements, same):
        sentence = None if index is None else comparison.sentences[index]
        if not right and (sentence is None or not sentence.speaker):
            misses.append(comparison.miss("attribution to nobody", sentence.span if sentence else statement.span, statement.speaker, None))
    return misses


def _judge_acts(comparison: Comparison, recalled: Recalled) -> Judgement:
    """Compare the acts of the sentences whose speaker was found; none is the same as `other`."""
    score, misses = Score(), []
    for index, statements in recalled.items():
        sentence = comparison.sentences[index]
        own = [
            one
            for one in statements
            if comparison.sentence_at(one.span) == index or is_half(shared(one.span, sentence.span), sentence.span)
        ]
        found = {act for one in own for act in one.acts or (Act.OTHER,)}
        annotated = sentence.acts or {Act.OTHER}
        right = len(found & annotated)
        score += Score(right, len(found), right, len(annotated))
        if found != annotated:
            misses.append(comparison.miss("acts", sentence.span, _listed(found), _listed(annotated)))
    return Judgement({"acts": score}, misses)


def _listed(acts: set[Act] | frozenset[Act]) -> str:
    return ", ".join(act for act in Act if act in acts)
