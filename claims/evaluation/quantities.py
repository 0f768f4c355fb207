"""Judging numbers: paired where they share a character; a range counts as its two bounds; values, units and the rest on the pairs."""

from dataclasses import dataclass
from decimal import Decimal

from claims.documents.document import Span
from claims.evaluation.annotations import AnnotatedNumber
from claims.evaluation.comparison import Comparison, Judgement, Miss
from claims.evaluation.figures import FieldRate, Figures, Rate, Score
from claims.evaluation.matching import length_of, pair, same_unit, same_value, shared
from claims.extraction.candidates import NumericClaim
from claims.terms import Comparator, QuantityKind


@dataclass(frozen=True, slots=True)
class Bound:
    """A found number: a quantity, or one end of a range."""

    claim: NumericClaim
    value: Decimal
    comparator: Comparator

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.claim.quantity.start, self.claim.quantity.end)

    @property
    def period(self) -> str | None:
        """The length or rate, as it is given out."""
        return self.claim.period or self.claim.quantity.period


@dataclass(frozen=True, slots=True)
class Expected:
    """An annotated number, with the lengths of all numbers of its sentence that have the same words ("two to three years")."""

    number: AnnotatedNumber
    lengths: frozenset[object]


def judge_numbers(comparison: Comparison) -> Judgement:
    """Compare numbers and what is said of them."""
    expected = [
        Expected(number, frozenset(length_of(other.period) for other in sentence.numbers if other.text == number.text))
        for sentence in comparison.sentences
        for number in sentence.numbers
    ]
    found = [bound for claim in comparison.claims for bound in _bounds(claim) if comparison.counts(bound.span)]
    paired = pair(expected, found, _likeness)
    pairs = [(expected[i], found[j]) for i, j in paired]
    values = [(one, bound) for one, bound in pairs if _same_value(one, bound)]
    strict = [(one, bound) for one, bound in values if one.number.comparator == bound.comparator]
    figures: Figures = {
        label: Score(len(right), len(found), len(right), len(expected))
        for label, right in (("numbers", strict), ("numbers value", values), ("numbers span", pairs))
    }
    units = [(one.number.kind is QuantityKind.COUNT, _same_unit(one, bound)) for one, bound in pairs]
    figures["numbers unit"] = Rate.among(right for _, right in units)
    figures["numbers unit measure"] = Rate.among(right for count, right in units if not count)
    figures["numbers unit count"] = Rate.among(right for count, right in units if count)
    figures["numbers kind"] = Rate.among(one.number.kind is bound.claim.quantity.kind for one, bound in pairs)
    as_of, period = FieldRate(), FieldRate()
    for one, bound in pairs:
        as_of += _field(one.number.as_of, bound.claim.as_of, right=one.number.as_of == bound.claim.as_of)
        period += _field(one.number.period, bound.period, right=length_of(bound.period) in one.lengths)
    figures |= {"numbers as_of": as_of, "numbers period": period}
    matched, used = {i for i, _ in paired}, {j for _, j in paired}
    missed = [one for i, one in enumerate(expected) if i not in matched]
    spurious = [bound for j, bound in enumerate(found) if j not in used]
    misses = _unpaired(comparison, missed, spurious)
    return Judgement(figures, misses + [miss for one, bound in pairs for miss in _differences(comparison, one, bound)])


def _bounds(claim: NumericClaim) -> list[Bound]:
    quantity = claim.quantity
    if quantity.upper_value is None:
        return [Bound(claim, quantity.value, quantity.comparator)]
    return [Bound(claim, quantity.value, Comparator.AT_LEAST), Bound(claim, quantity.upper_value, Comparator.AT_MOST)]


def _likeness(one: Expected, bound: Bound) -> tuple[bool, bool, bool, int] | None:
    common = max(shared(place, bound.span) for place in one.number.places)
    value = _same_value(one, bound)
    return (value and one.number.comparator == bound.comparator, value, _same_unit(one, bound), common) if common else None


def _same_value(one: Expected, bound: Bound) -> bool:
    return same_value(one.number.value, bound.value, one.number.kind)


def _same_unit(one: Expected, bound: Bound) -> bool:
    return same_unit(one.number.unit, bound.claim.quantity.unit)


def _field(annotated: str | None, found: str | None, *, right: bool) -> FieldRate:
    if annotated is None:
        return FieldRate(invented=Rate(int(found is not None), 1))
    return FieldRate(Rate(int(right), 1))


def _unpaired(comparison: Comparison, missed: list[Expected], spurious: list[Bound]) -> list[Miss]:
    misses = []
    for one in missed:
        number = one.number
        misses.append(comparison.miss("number missed", number.places[0], None, f"{number.comparator} {number.value} {number.unit or ''}"))
    for bound in spurious:
        told = f"{bound.comparator} {bound.value} {bound.claim.quantity.unit or ''}"
        misses.append(comparison.miss("number spurious", bound.span, told, None))
    return misses


def _differences(comparison: Comparison, one: Expected, bound: Bound) -> list[Miss]:
    """Return what a found number has otherwise than the annotated one it was paired with."""
    number, claim = one.number, bound.claim
    value = _same_value(one, bound)
    told = [
        ("value", value, bound.value, number.value),
        ("comparator", not value or number.comparator == bound.comparator, bound.comparator, number.comparator),
        ("unit", _same_unit(one, bound), claim.quantity.unit, number.unit),
        ("kind", number.kind is claim.quantity.kind, claim.quantity.kind, number.kind),
        ("as_of", claim.as_of == number.as_of, claim.as_of, number.as_of),
        ("period", bound.period is None if number.period is None else length_of(bound.period) in one.lengths, bound.period, number.period),
    ]
    return [comparison.miss(f"number {name}", bound.span, found, annotated) for name, right, found, annotated in told if not right]
