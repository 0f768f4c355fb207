"""What a page of records is written with: the sources they stand in, those that repeat them, and who is meant."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claims.references import require_reference
from claims.store.access import Reader
from claims.terms import RecordKind
from claims.views.commitments import Commitment
from claims.views.counted import sources_of
from claims.views.following import Assessment, Instalment
from claims.views.related import repeats_of
from claims.views.sources import Source, fetch_sources

T = TypeVar("T", bound=Assessment | Instalment)


@dataclass(frozen=True, slots=True)
class Standing:
    """The records that count with each record of a page, by number, and the sources of them all."""

    repeats: dict[int, list[int]]
    source_of: dict[int, int]
    sources: dict[int, Source]

    @property
    def all(self) -> list[int]:
        """The numbers of all records, those that repeat others included."""
        return sorted(self.source_of)

    def gathered(self, told: Iterable[T], day: Callable[[T], str | None]) -> dict[int, list[T]]:
        """Return what is told of the records of a page, or of their repeats, by the number that counts, in the order of day and number."""
        counts: dict[int, int] = {}
        for number, others in self.repeats.items():
            counts |= dict.fromkeys((number, *others), number)
        found: dict[int, list[T]] = {number: [] for number in self.repeats}
        for each in sorted(told, key=lambda each: (day(each) or "9999", number_of(each.id))):
            found[counts[number_of(each.commitment_id)]].append(each)
        return found

    def printed_in(self, number: int) -> list[Source]:
        """Return the sources that a record and its repeats stand in, its own first, each once."""
        places = dict.fromkeys(self.source_of[each] for each in (number, *self.repeats[number]))
        return [self.sources[place] for place in places]


def standing_of(reader: Reader, kind: RecordKind, numbers: Sequence[int]) -> Standing:
    """Return what counts with the records of a page."""
    repeats = repeats_of(reader, kind, numbers)
    source_of = sources_of(reader, kind, sorted({*numbers, *(each for others in repeats.values() for each in others)}))
    wanted = sorted(set(source_of.values()))
    return Standing(repeats, source_of, dict(zip(wanted, fetch_sources(reader, wanted), strict=True)))


def sources_named(reader: Reader, names: Iterable[str | None]) -> dict[str, Source]:
    """Return the sources of these short names."""
    numbers = sorted({number_of(name) for name in names if name})
    return {source.id: source for source in fetch_sources(reader, numbers)}


def number_of(name: str) -> int:
    """Return the row number in a short name that the database gave."""
    return require_reference(name).number


def recipients_of(commitment: Commitment) -> set[str]:
    """Return the names of the parties that a commitment is made to, or that benefit."""
    return {*commitment.counterparties, *commitment.beneficiaries}


def named_in(commitment: Commitment) -> list[str]:
    """Return the names of all parties to a commitment."""
    return [*commitment.committers, *commitment.counterparties, *commitment.beneficiaries, *commitment.implementers]
