"""Which money goes into an IATI file, and what of it the standard cannot carry."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from claims.references import name
from claims.store.access import Reader
from claims.terms import InstalmentType, RecordKind, Strength
from claims.views.commitments import Commitment, fetch_commitments
from claims.views.counted import WITH_MONEY, Bearer, bearers_of, money_of, pages_of
from claims.views.following import Assessment, Instalment, assessments_of, instalments_of
from claims.views.selection import Row
from claims.views.sources import Source
from claims.writers.codes import currencies
from claims.writers.lookups import recipients_of, standing_of
from claims.writers.naming import payment_keys


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money on a day, from whom to whom as far as that is known (names of parties); `value` is an exact decimal as text."""

    key: str
    type: InstalmentType
    on: str
    value: str
    unit: str
    words: str | None
    providers: list[str]
    receivers: list[str]


@dataclass(frozen=True, slots=True)
class Activity:
    """A commitment with the verdicts on it, the earliest first, and its money; `funders` are the names of who gives."""

    commitment: Commitment
    source: Source
    verdicts: list[Assessment]
    transactions: list[Transaction]
    funders: list[str]
    recipients: list[str]


class Money:
    """Reads activities; `left_out` is told what IATI cannot carry. With `receivers` it is the money that these parties receive."""

    def __init__(self, reader: Reader, receivers: set[str] | None, left_out: Callable[[str], None]) -> None:
        self._reader = reader
        self._receivers = receivers
        self._left_out = left_out

    def pages(self) -> Iterator[tuple[list[Activity], dict[str, Bearer]]]:
        """Yield activities, some at a time, with the parties that they name."""
        for numbers in pages_of(self._reader, RecordKind.COMMITMENT, WITH_MONEY):
            activities = list(self._activities(numbers))
            names = {
                party
                for activity in activities
                for party in (*activity.funders, *activity.recipients, *activity.commitment.implementers)
            }  # fmt: skip
            yield activities, bearers_of(self._reader, RecordKind.PARTY, sorted(names))

    def _activities(self, numbers: Sequence[int]) -> Iterator[Activity]:
        standing = standing_of(self._reader, RecordKind.COMMITMENT, numbers)
        amounts = money_of(self._reader, numbers)
        paid = standing.gathered(instalments_of(self._reader, standing.all), lambda each: each.transacted_on)
        judged = standing.gathered(assessments_of(self._reader, standing.all), lambda each: each.assessed_on)
        for number, commitment in zip(numbers, fetch_commitments(self._reader, numbers), strict=True):
            payments = self._payments(commitment, paid[number])
            transactions = [*self._amounts(commitment, amounts.get(number, []), paid[number]), *payments]
            if not transactions:
                continue
            funders = sorted({*commitment.committers, *(each for one in transactions for each in one.providers)})
            if not funders:
                self._left_out(f"{commitment.id}: nobody is known to give the money.")
                continue
            paid_to = {each for one in transactions for each in one.receivers}
            recipients = sorted(paid_to | recipients_of(commitment) if self._receivers is None else paid_to)
            source = standing.sources[standing.source_of[number]]
            yield Activity(
                commitment, source, judged[number], sorted(transactions, key=lambda one: one.on), funders,
                [party for party in recipients if party not in funders],
            )  # fmt: skip

    def _amounts(self, commitment: Commitment, amounts: Sequence[Row], paid: Sequence[Instalment]) -> Iterator[Transaction]:
        """Yield the amounts that a commitment names, as pledges; pledges that were recorded in the same currency stand for them."""
        receivers = sorted(recipients_of(commitment))
        recorded = {each.unit for each in paid if each.type == InstalmentType.PLEDGE}
        for row in amounts:
            if row["unit"] in recorded or not self._concerns(receivers):
                continue
            fault = self._fault(commitment, row, receivers)
            if fault:
                self._left_out(f"{name(RecordKind.NUMERIC_CLAIM, row['numeric_claim_id'])} of {commitment.id}: {fault}")
            else:
                yield Transaction(
                    row["key"], InstalmentType.PLEDGE, commitment.announced_on or "", row["value"], row["unit"], row["text"],
                    sorted(commitment.committers), receivers,
                )  # fmt: skip

    def _fault(self, commitment: Commitment, row: Row, receivers: Sequence[str]) -> str | None:
        """Return why IATI cannot carry an amount, as a sentence."""
        if row["unit"] not in currencies():
            return f"{row['unit'] or 'money of no known currency'} is no currency of ISO 4217."
        if commitment.announced_on is None:
            return "the day on which it was announced is not known."
        if commitment.strength == Strength.ASPIRATION:
            return "it is an aspiration, and no pledge."
        if row["period"] not in (None, commitment.period):  # an amount may have the period in which its commitment is due
            return f"it is a rate ({row['period']}), and no sum."
        if self._receivers is not None and not self._receivers.issuperset(receivers):
            return "it is for several, and nobody said what part each of them gets."
        return None

    def _payments(self, commitment: Commitment, paid: Sequence[Instalment]) -> list[Transaction]:
        """Return the instalments as transactions."""
        known = recipients_of(commitment)
        transactions = []
        for key, each in zip(payment_keys(commitment.key, list(paid)), paid, strict=True):
            receivers = [each.receiver] if each.receiver else sorted(known)
            if not self._concerns(receivers):
                continue
            if each.unit not in currencies():
                self._left_out(f"{each.id} of {commitment.id}: {each.unit} is no currency of ISO 4217.")
            elif each.transacted_on is None:
                self._left_out(f"{each.id} of {commitment.id}: its day is not known.")
            elif self._receivers is not None and not self._receivers.issuperset(receivers):
                self._left_out(f"{each.id} of {commitment.id}: it is for several, and nobody said what part each of them gets.")
            else:
                words = each.note or (each.evidence.words if each.evidence else None)
                providers = [each.provider] if each.provider else sorted(commitment.committers)
                transactions.append(
                    Transaction(key, InstalmentType(each.type), each.transacted_on, each.value, each.unit, words, providers, receivers)
                )
        return transactions

    def _concerns(self, receivers: Sequence[str]) -> bool:
        """Tell whether money to these is asked for."""
        return self._receivers is None or not self._receivers.isdisjoint(receivers)


def day_fulfilled(verdicts: Sequence[Assessment], status: str) -> str | None:
    """Return the first day of the latest verdicts, as far as they all have this status."""
    day = None
    for verdict in reversed(verdicts):
        if verdict.status != status:
            break
        day = verdict.assessed_on
    return day
