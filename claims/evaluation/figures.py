"""Figures: counts that add up over documents, and the rates that they make."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce
from typing import Self


@dataclass(frozen=True, slots=True)
class Figure:
    """A record of counts; the figure of two documents together is their sum."""

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Rate(Figure):
    """How many of the judged ones are right."""

    right: int = 0
    of: int = 0

    @classmethod
    def among(cls, verdicts: Iterable[bool]) -> "Rate":
        """Return the rate of the true ones."""
        counted = list(verdicts)
        return cls(sum(counted), len(counted))

    @property
    def rate(self) -> float | None:
        """The part that is right, from 0 to 1; None where nothing was judged."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class FieldRate(Figure):
    """A field that may be empty: the annotated values; those of them that the text prints; values found where none is annotated."""

    given: Rate = Rate()
    printed: Rate = Rate()
    invented: Rate = Rate()


@dataclass(frozen=True, slots=True)
class Score(Figure):
    """Finding things: how many were found and are right, and how many were annotated and are found again."""

    right: int = 0
    found: int = 0
    recalled: int = 0
    annotated: int = 0

    @property
    def precision(self) -> float | None:
        """The part of the found ones that is right; None where there was nothing to find and nothing was found."""
        return self.right / max(self.found, 1) if self._judged else None

    @property
    def recall(self) -> float | None:
        """The part of the annotated ones that was found; None as for precision."""
        return self.recalled / max(self.annotated, 1) if self._judged else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None as for precision."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def _judged(self) -> bool:
        return bool(self.found or self.annotated)


Figures = dict[str, Figure]


def total(several: Iterable[Figures]) -> Figures:
    """Return the sums of figures that have the same names; at least one set of them must be given."""
    return reduce(lambda one, other: {name: one[name] + other[name] for name in one}, several)
