"""Money that was promised against money that followed, for some commitments."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import localcontext
from typing import NamedTuple

from claims.store.access import Reader
from claims.store.selects import view_selects
from claims.terms import InstalmentType, Judgement, RecordKind
from claims.views.cards import number_in
from claims.views.commitments import Commitment
from claims.views.following import EXACT, Instalment, add, written
from claims.views.numbers import NumericClaim, fetch_numbers
from claims.views.selection import rows_of

# What was superseded promises nothing any more; what people judged to be one counts once, and with it restatements and instalments.
PROMISED = """
    SELECT n.numeric_claim_id FROM numeric_claims AS n
    JOIN commitment_states AS state ON state.commitment_id = n.commitment_id
    WHERE n.commitment_id IN {ids} AND n.kind = 'money' AND n.unit IS NOT NULL AND n.review <> 'rejected' AND state.status <> 'superseded'
    AND n.numeric_claim_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'numeric claim')
    AND n.commitment_id NOT IN (SELECT commitment_id FROM (
{elsewhere}
    ) AS elsewhere)
    ORDER BY n.numeric_claim_id
"""
APART = f"""
    SELECT left_id, right_id FROM relations
    WHERE kind = '{RecordKind.COMMITMENT}' AND judgement = '{Judgement.NEGATIVE}' AND left_id IN {{ids}}
"""
# An amount "a year" is one of many; an amount "within three years" is all there is to come.
RATE = re.compile("P1[YMWD]|PT1[HMS]")


class Flow(NamedTuple):
    """What sums are kept apart by: the year of the announcement (empty: unknown), the unit, the period that it is for, how firm it is.

    A `period` is an ISO 8601 one; `P1Y` is an amount a year. Empty: none is named.
    """

    year: str
    unit: str
    period: str
    strength: str


@dataclass(frozen=True, slots=True)
class Money:
    """What was promised in one flow, and what was disbursed for it since: exact decimals as text, None where there is none.

    `remaining` is None where nothing was promised, and of rates. `amounts` add up to what was promised, of ranges their lower values;
    `payments` are the disbursements. `alike` are amounts that another article gives, too, which nobody has judged to be another promise.
    """

    flow: Flow
    promised: str | None
    delivered: str | None
    remaining: str | None
    amounts: list[NumericClaim]
    payments: list[Instalment]
    alike: list[NumericClaim]


def read_money(reader: Reader, made: Sequence[tuple[Commitment, Sequence[Instalment]]]) -> list[Money]:
    """Return what these commitments promised against what was disbursed for them, the newest first."""
    records = {record.id: record for record, _ in made}
    numbers = [number_in(name) for name in records]
    promised: dict[Flow, list[NumericClaim]] = {}
    periods: dict[tuple[str, str], str] = {}
    for amount in fetch_numbers(reader, [row["numeric_claim_id"] for row in rows_of(reader, promised_amounts(), numbers)]):
        assert amount.commitment_id and amount.unit
        periods.setdefault((amount.commitment_id, amount.unit), amount.period or "")
        promised.setdefault(flow_of(records[amount.commitment_id], amount.unit, amount.period or ""), []).append(amount)
    paid: dict[Flow, list[Instalment]] = {}
    for record, instalments in made:
        for payment in instalments:
            if payment.type == InstalmentType.DISBURSEMENT:
                flow = flow_of(record, payment.unit, periods.get((record.id, payment.unit), ""))
                paid.setdefault(flow, []).append(payment)
    apart = {frozenset((row["left_id"], row["right_id"])) for row in rows_of(reader, APART, numbers)}
    flows = sorted(sorted({*promised, *paid}, key=lambda flow: flow[1:]), key=lambda flow: flow.year, reverse=True)
    return [build_money(flow, promised.get(flow, []), paid.get(flow, []), apart) for flow in flows]


def promised_amounts() -> str:
    """Return the SELECT of the amounts that commitments promise, each where it counts."""
    return PROMISED.replace("{elsewhere}", view_selects()["counted_elsewhere"])


def flow_of(record: Commitment, unit: str, period: str) -> Flow:
    """Return the flow of a commitment's money."""
    return Flow((record.announced_on or "")[:4], unit, period, record.strength)


def build_money(flow: Flow, amounts: list[NumericClaim], payments: list[Instalment], apart: Set[frozenset[int]]) -> Money:
    """Return the sums of one flow; `apart` are the commitments that people judged to be two."""
    with localcontext(prec=EXACT):
        promised, delivered = add([each.value for each in amounts]), add([each.value for each in payments])
        remaining = None if promised is None or RATE.fullmatch(flow.period) else promised - (delivered or 0)
    alike = [each for each in amounts if any(may_be_one(each, other, apart) for other in amounts)]
    return Money(flow, written(promised), written(delivered), written(remaining), amounts, payments, alike)


def may_be_one(left: NumericClaim, right: NumericClaim, apart: Set[frozenset[int]]) -> bool:
    """Tell whether two articles give the same amount, and nobody judged that it is promised twice."""
    if left.source_id == right.source_id or (left.value, left.upper_value) != (right.value, right.upper_value):
        return False
    assert left.commitment_id and right.commitment_id
    return frozenset((number_in(left.commitment_id), number_in(right.commitment_id))) not in apart
