"""Records in a line of words, where a standard has room for nothing else."""

from claims.terms import Comparator
from claims.views.commitments import Commitment
from claims.views.numbers import NumericClaim
from claims.views.statements import Statement

Record = Statement | Commitment | NumericClaim


def describe(record: Record) -> str:
    """Return in a line what a record says: who said or is to do what, or the number and what it measures."""
    if isinstance(record, Statement):
        return f"{record.speaker}: {record.content}"
    if isinstance(record, Commitment):
        return ": ".join([*filter(None, ["; ".join(sorted(record.committers))]), record.action or record.text])
    sign = "" if record.comparator in (Comparator.EQUAL, Comparator.RANGE) else f"{record.comparator} "
    number = f"{record.value} to {record.upper_value}" if record.upper_value else record.value
    quantity = " ".join(filter(None, [f"{sign}{number}", record.unit, record.as_of and f"({record.as_of})"]))
    return f"{record.metric}: {quantity}" if record.metric else quantity
