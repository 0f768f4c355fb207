"""Known again: a reading that differs from an earlier one in its place alone, as extractors draw spans, is the same reading.

A key holds the place of a record, so that such a reading has another key than the record that stands, or that people withdrew. It gets
the key of that record where this one is not replaced anyway: else what people rejected, accepted or withdrew would come a second time.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from claims.documents.document import Span
from claims.resolution.records import CommitmentRecord, ResolvedDocument, StatementRecord
from claims.store.rows import Record
from claims.terms import RecordKind

Mark = Span | Decimal | None
"""What tells records of one place apart: the cue of a statement or commitment, the value of a numeric claim."""


@dataclass(frozen=True, slots=True)
class Former:
    """A record of an earlier reading; it `stays` where people had to do with it, or withdrew it."""

    key: str
    span: Span
    mark: Mark
    stays: bool


def former(row: Mapping[str, Any], *, stays: bool) -> Former:
    """Return a record by its row, or by what the history holds of it."""
    cue = None if row.get("cue_start") is None else Span(row["cue_start"], row["cue_end"])
    mark = Decimal(row["value"]) if "value" in row else cue
    return Former(row["key"], Span(row["span_start"], row["span_end"]), mark, stays)


def known_again(document: ResolvedDocument, formers: Mapping[RecordKind, Sequence[Former]]) -> ResolvedDocument:
    """Return a document whose records have the keys of the former ones that they are, in the order in which these were read."""
    found = {kind: _keys(records, formers.get(kind, ())) for kind, records in _records(document).items()}
    if not any(found.values()):
        return document
    return replace(
        document,
        statements=tuple(replace(each, key=found[RecordKind.STATEMENT].get(each.key, each.key)) for each in document.statements),
        commitments=tuple(replace(each, key=found[RecordKind.COMMITMENT].get(each.key, each.key)) for each in document.commitments),
        numeric_claims=tuple(
            replace(each, key=found[RecordKind.NUMERIC_CLAIM].get(each.key, each.key)) for each in document.numeric_claims
        ),
    )


def _records(document: ResolvedDocument) -> dict[RecordKind, Sequence[Record]]:
    return {
        RecordKind.STATEMENT: document.statements,
        RecordKind.COMMITMENT: document.commitments,
        RecordKind.NUMERIC_CLAIM: document.numeric_claims,
    }


def _keys(records: Sequence[Record], formers: Sequence[Former]) -> dict[str, str]:
    """Return the key of the former record that each one is, where that stays; each is one record at most.

    Both are gone through in the order of the text, and each record is compared with those alone that reach into it.
    """
    read, stood = {record.key for record in records}, {each.key for each in formers}
    coming = deque(sorted((each for each in formers if each.key not in read), key=lambda each: each.span))
    if not any(each.stays for each in coming):
        return {}
    near: list[Former] = []
    found: dict[str, str] = {}
    for record in sorted((each for each in records if each.key not in stood), key=lambda each: each.span):
        while coming and coming[0].span.start < record.span.end:
            near.append(coming.popleft())
        near = [each for each in near if each.span.end > record.span.start]
        same = [each for each in near if each.span.overlaps(record.span) and _agree(each.mark, _mark(record))]
        if same:
            best = max(same, key=lambda each: min(each.span.end, record.span.end) - max(each.span.start, record.span.start))
            near.remove(best)
            if best.stays:
                found[record.key] = best.key
    return found


def _mark(record: Record) -> Mark:
    match record:
        case StatementRecord():
            return record.cue
        case CommitmentRecord():
            return record.cue_span
    return record.value


def _agree(one: Mark, other: Mark) -> bool:
    if isinstance(one, Span) and isinstance(other, Span):
        return one.overlaps(other)
    return one == other
