"""Rules: what must hold of a record as a whole, told as a sentence before the database would refuse it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import decimal_text
from claims.references import Reference
from claims.store.ledger.lookups import IDENTIFIERS, find_currency
from claims.store.ledger.rows import RECORDS, TABLES, Row
from claims.terms import Comparator, QuantityKind, RecordKind, Review

Rule = Callable[[sa.Connection, Row, Collection[str]], str | None]
"""Returns what is wrong with a record of which these columns are new or changed, and what would be right; None where nothing is."""


def require_sound(connection: sa.Connection, kind: RecordKind, before: Row, columns: Mapping[str, Any]) -> None:
    """Raise UsageError where a record would break a rule by the `columns` that are written; `before` is how it stands, empty if new.

    What stands already is not judged: a rule asks only of what is written otherwise than it stands.
    """
    record = {**before, **columns}
    changed = {name for name, value in columns.items() if name not in before or before[name] != value}
    for rule in RULES.get(kind, ()):
        fault = rule(connection, record, changed) if changed else None
        if fault is not None:
            raise UsageError(fault)


def _unique(kind: RecordKind, *names: str) -> Rule:
    """Return the rule that no two records of a kind agree in any of these columns."""
    records = RECORDS[kind]

    def rule(connection: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
        own = record.get(records.key.name)
        for name in names:
            if name not in changed or record[name] is None:
                continue
            columns = [records.key, records.table.c["name"]]
            found = connection.execute(sa.select(*columns).where(records.table.c[name] == record[name])).one_or_none()
            if found is None or found[0] == own:
                continue
            other = Reference(kind, found[0])
            bears = f"{other} has the {name} “{record[name]}” already" + (f" ({found[1]})" if name != "name" else "")
            if own is None:
                return f"{bears}; `claims amend {other}` changes that one, or give this one another {name}."
            this = Reference(kind, own)
            return f'{bears}. If {this} and {other} are one, say so: claims merge {other} {this} --reason "…"'
        return None

    return rule


def _meant(connection: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
    """A party's name, in any case, means no other party already: its own name would then be meant instead, wherever that one is named."""
    if "name" not in changed:
        return None
    parties, aliases = TABLES["parties"].c, TABLES["aliases"].c
    own = record.get("same_as_id") or record.get("party_id") or 0
    standing = sa.func.coalesce(parties.same_as_id, parties.party_id)
    asked = sa.select(parties.party_id, parties.name).join_from(TABLES["parties"], TABLES["aliases"], aliases.party_id == parties.party_id)
    named = sa.func.lower(aliases.name) == record["name"].lower()
    found = connection.execute(asked.where(named, standing != own).order_by(parties.party_id)).first()
    if found is None:
        return None
    other = Reference(RecordKind.PARTY, found[0])
    return f"“{record['name']}” means {other} already ({found[1]}); take it out of the aliases of {other} first, or give a fuller name."


def _range(_: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
    """A range, and nothing else, has an upper end, above the lower one."""
    if not {"value", "upper_value", "comparator"} & set(changed):
        return None
    lower, upper, comparator = record["value"], record.get("upper_value"), record["comparator"]
    if comparator == Comparator.RANGE and upper is None:
        return "A range has two ends: give upper_value=… too, or another comparator."
    if comparator != Comparator.RANGE and upper is not None:
        told = f"upper_value is the upper end of a range, and the comparator is {comparator}"
        return f"{told}: write comparator=range too, or leave upper_value empty."
    if upper is not None and upper <= lower:
        return f"upper_value {decimal_text(upper)} lies not above value {decimal_text(lower)}: the lower end of a range is its value."
    return None


def _currency(_: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
    """The unit of money is a currency, or none where the words name none."""
    if record["kind"] == QuantityKind.MONEY and {"kind", "unit"} & set(changed) and record.get("unit") is not None:
        found = find_currency("unit", record["unit"])
        if found != record["unit"]:
            return f"unit: the currency is written {found}, not “{record['unit']}”."
    return None


def _once(connection: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
    """The same words give one number, or several that measure different things."""
    if "span_start" not in changed:
        return None
    numbers = TABLES["numeric_claims"].c
    same = [numbers[name] == record[name] for name in ("source_id", "span_start", "span_end")]
    asked = sa.select(numbers.numeric_claim_id, numbers.metric, numbers.review).where(*same).order_by(numbers.numeric_claim_id)
    for number, metric, review in connection.execute(asked):
        if review != Review.REJECTED and record.get("metric") in (None, metric):
            other = Reference(RecordKind.NUMERIC_CLAIM, number)
            what = f" of {metric}" if metric else ""
            told = f"{other} is the number{what} in these words already: `claims amend {other}` changes it"
            return f"{told}; another one needs a metric of its own."
    return None


def _in_order(first: str, last: str) -> Rule:
    """Return the rule that one day is not after another."""

    def rule(_: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
        early, late = record.get(first), record.get(last)
        if {first, last} & set(changed) and early is not None and late is not None and late < early:
            return f"{last} {late} lies before {first} {early}."
        return None

    return rule


def _due_after_announcement(_: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
    """Nothing is due before it was announced. A day of announcement still to come was misread, and says nothing."""
    announced, due = record.get("announced_on"), record.get("due_on")
    if not {"announced_on", "due_on"} & set(changed) or announced is None or due is None:
        return None
    return f"due_on {due} lies before announced_on {announced}." if due < announced <= date.today() else None


def _after_announcement(connection: sa.Connection, record: Row, changed: Collection[str]) -> str | None:
    """No verdict is of a day before its commitment was announced (a payment may be). A day still to come was misread, and says nothing."""
    if not {"assessed_on", "commitment_id"} & set(changed):
        return None
    commitments = TABLES["commitments"].c
    number = record["commitment_id"]
    announced = connection.execute(sa.select(commitments.announced_on).where(commitments.commitment_id == number)).scalar_one()
    if announced is not None and record["assessed_on"] < announced <= date.today():
        commitment = Reference(RecordKind.COMMITMENT, number)
        told = f"assessed_on {record['assessed_on']} lies before {commitment} was announced, {announced}"
        return f"{told}; give the day of which the verdict tells, or amend announced_on of {commitment} first."
    return None


RULES: dict[RecordKind, tuple[Rule, ...]] = {
    RecordKind.COMMITMENT: (_due_after_announcement,),
    RecordKind.NUMERIC_CLAIM: (_range, _currency, _once),
    RecordKind.SPEAKER: (_unique(RecordKind.SPEAKER, "name", *IDENTIFIERS[RecordKind.SPEAKER]),),
    RecordKind.PARTY: (_unique(RecordKind.PARTY, "name", *IDENTIFIERS[RecordKind.PARTY]), _meant),
    RecordKind.ROLE: (_in_order("started_on", "ended_on"),),
    RecordKind.EVENT: (_in_order("started_on", "ended_on"),),
    RecordKind.ASSESSMENT: (_after_announcement,),
}
