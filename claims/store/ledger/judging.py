"""Judging: which speakers or parties are one, and which are not. Judgements are kept; who stands for whom is computed from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from claims.errors import Refused, UsageError
from claims.inputs import unknown
from claims.references import Reference, parse_reference
from claims.resolution.clusters import Pair, cuts, latest, stand_for
from claims.store.ledger.amending import Deed, Difference
from claims.store.ledger.field_kinds import name_of
from claims.store.ledger.ledger import Ledger, required_reason
from claims.store.ledger.lookups import numbers_called
from claims.store.ledger.rows import RECORDS, TABLES, Row, fetch
from claims.store.session import changeset
from claims.terms import Judgement, RecordKind, Relation
from claims.wording import a

JUDGED = (RecordKind.SPEAKER, RecordKind.PARTY)
DERIVED = "same_as_id"  # the column that `settle` writes, and nobody else
IDENTIFIERS = ("iso_code", "wikidata_id")
SAME = "the same"
NOT_SAME = "not the same"


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements about records of one kind that are the same as others, the latest of each two, the oldest first."""

    kind: RecordKind
    rows: list[Row]

    @property
    def positive(self) -> list[Pair]:
        """The pairs that are the same."""
        return [(row["left_id"], row["right_id"]) for row in self.rows if row["judgement"] == Judgement.POSITIVE]

    @property
    def negative(self) -> list[Pair]:
        """The pairs that are not."""
        return [(row["left_id"], row["right_id"]) for row in self.rows if row["judgement"] == Judgement.NEGATIVE]

    def about(self, one: int, other: int) -> Row | None:
        """Return the judgement about two records, whichever of them stays."""
        return next((row for row in self.rows if {row["left_id"], row["right_id"]} == {one, other}), None)

    def parted(self, one: int, other: int) -> Pair | None:
        """Return two others who were judged not to be the same and would be, if these two were; None if nobody said so."""
        first, second = self.clusters(one, other)
        apart = [pair for pair in self.negative if set(pair) != {one, other}] if first != second else []
        return next((pair for pair in apart if set(pair) & first and set(pair) & second), None)

    def clusters(self, *records: int) -> list[set[int]]:
        """Return who is the same as each of these records, itself among them."""
        standing = stand_for(self.positive)
        whom = [standing.get(record, record) for record in records]
        return [{canonical, *(record for record, other in standing.items() if other == canonical)} for canonical in whom]


def merge(ledger: Ledger, names: Sequence[str], *, reason: str | None, force: bool = False) -> Deed:
    """Judge the first record to be the same as each of the others; it is the one that stays.

    UsageError for a name that is no speaker's or party's; Refused, with nothing changed, for two whose identifiers differ, or who would
    join two others whom somebody judged not to be the same, unless by `force`.
    """
    with ledger.changing(required_reason(reason)) as connection:
        ledger.database.lock_loaders(connection)  # who stands for whom follows from all judgements: one at a time writes them
        kept, *others = _find(connection, names, least=2)
        told: list[Difference] = []
        for other in others:
            judged = read_judged(connection, kept.kind)
            if not force:
                _refuse_two(connection, judged, kept, other)
            told += _judge(ledger, connection, judged, (kept.number, other.number), Judgement.POSITIVE)
        told += settle(connection, kept.kind)
        return Deed(changeset(connection) if told else None, [str(each) for each in (kept, *others)], told)


def split(ledger: Ledger, names: Sequence[str], *, reason: str | None) -> Deed:
    """Judge a record not to be the one that it was merged into, or two records not to be the same; what was merged into it stays with it.

    UsageError for a name that is no speaker's or party's, and for one that was merged into nothing.
    """
    with ledger.changing(required_reason(reason)) as connection:
        ledger.database.lock_loaders(connection)
        found = _find(connection, names, least=1)
        if len(found) > 2:
            raise UsageError("split takes one record, or two that are not the same.")
        judged = read_judged(connection, found[0].kind)
        standing = stand_for(judged.positive)
        record, other = _apart(connection, found, standing)
        told: list[Difference] = []
        pairs = cuts(judged.positive, record, other) if standing.get(record, record) == standing.get(other, other) else []
        if len(found) == 2 and all({record, other} != set(pair) for pair in pairs):
            pairs.append((found[0].number, found[1].number))
        for pair in pairs:
            told += _judge(ledger, connection, judged, pair, Judgement.NEGATIVE)
        told += settle(connection, found[0].kind)
        return Deed(changeset(connection) if told else None, [str(each) for each in found], told)


def settle(connection: sa.Connection, kind: RecordKind) -> list[Difference]:
    """Write whom each record of one kind stands for, as the judgements have it now; return what that changed."""
    records = RECORDS[kind]
    same_as = records.table.c[DERIVED]
    standing = stand_for(read_judged(connection, kind).positive)
    stored: dict[int, int] = {row[0]: row[1] for row in connection.execute(sa.select(records.key, same_as).where(same_as.is_not(None)))}
    told = []
    for number in sorted({*standing, *stored}):
        before, after = stored.get(number), standing.get(number)
        if before != after:
            connection.execute(sa.update(records.table).where(records.key == number).values({DERIVED: after}))
            names = [_named(connection, Reference(kind, each or number)) for each in (before, after)]
            told.append(Difference(str(Reference(kind, number)), "stands for", *names))
    return told


def read_judged(connection: sa.Connection, kind: RecordKind) -> Judged:
    """Return the judgements about who is the same as whom."""
    table = TABLES["relations"]
    asked = sa.select(table).where(table.c.kind == kind, table.c.relation == Relation.SAME_AS)
    rows = connection.execute(asked.order_by(table.c.judged_at, table.c.relation_id)).mappings()
    return Judged(kind, [row for _, row in latest(((row["left_id"], row["right_id"]), dict(row)) for row in rows)])


def _find(connection: sa.Connection, names: Sequence[str], *, least: int) -> list[Reference]:
    """Return the records that are named, all of one kind, and hold them; UsageError where a name may mean several."""
    candidates = {kind: [numbers_called(connection, kind, name) for name in names] for kind in JUDGED}
    for name in names:
        reference = parse_reference(name)
        if reference is not None and reference.kind not in JUDGED:
            raise UsageError(f"{reference} is {a(reference.kind.value)}; speakers and parties are merged and split.")
    kinds = [kind for kind, found in candidates.items() if all(found)]
    if not kinds:
        missing = [name for place, name in enumerate(names) if not any(found[place] for found in candidates.values())]
        if not missing:
            raise UsageError(f"{' and '.join(names)} are a speaker and a party; two records of one kind are the same, or are not.")
        known = [name for kind in JUDGED for name in _names(connection, kind)]
        raise unknown("No speaker or party is called", missing[0], known)
    several = [
        (name, numbers)
        for place, name in enumerate(names)
        if len(numbers := [str(Reference(kind, number)) for kind in kinds for number in candidates[kind][place]]) > 1
    ]
    if several:
        name, numbers = several[0]
        raise UsageError(f"“{name}” names more than one record: {', '.join(numbers)}. Give short names.")
    found = [Reference(kinds[0], next(iter(numbers))) for numbers in candidates[kinds[0]]]
    if len(set(found)) < max(least, len(found)):
        raise UsageError("Name different records: " + (f"{found[0]} is named twice." if len(found) > 1 else "two or more are merged."))
    for reference in sorted(found, key=lambda each: each.number):
        fetch(connection, reference)
    return found


def _names(connection: sa.Connection, kind: RecordKind) -> list[str]:
    return list(connection.execute(sa.select(RECORDS[kind].table.c.name)).scalars())


def _refuse_two(connection: sa.Connection, judged: Judged, kept: Reference, other: Reference) -> None:
    """Raise Refused where identifiers or earlier judgements say that the clusters of two records are two."""
    clusters = judged.clusters(kept.number, other.number)
    if clusters[0] == clusters[1]:
        return
    records = RECORDS[kept.kind]
    rows = {row[records.key.name]: row for row in _rows(connection, kept.kind, clusters[0] | clusters[1])}
    for column in (name for name in IDENTIFIERS if name in records.table.c):
        first, second = ([(number, rows[number][column]) for number in sorted(cluster) if rows[number][column]] for cluster in clusters)
        for (one, code), (two, another) in ((left, right) for left in first for right in second):
            if code != another:
                pair = f"{Reference(kept.kind, one)} has the {column} {code}, {Reference(kept.kind, two)} has {another}"
                raise Refused(f"{pair}: two identifiers say that they are two. Nothing was changed; --force merges them nonetheless.")
    apart = judged.parted(kept.number, other.number)
    if apart is not None:
        pair = " and ".join(str(Reference(kept.kind, each)) for each in apart)
        raise Refused(f"{pair} were judged not to be the same. Nothing was changed; --force merges them nonetheless.")


def _rows(connection: sa.Connection, kind: RecordKind, numbers: set[int]) -> list[Row]:
    records = RECORDS[kind]
    return [dict(row) for row in connection.execute(sa.select(records.table).where(records.key.in_(numbers))).mappings()]


def _apart(connection: sa.Connection, found: list[Reference], standing: dict[int, int]) -> tuple[int, int]:
    """Return the record that is taken out, and the one that it is taken away from."""
    numbers = [each.number for each in found]
    if len(numbers) == 2:
        record, other = reversed(numbers)
        return (other, record) if standing.get(other) == record else (record, other)
    (number,) = numbers
    if number in standing:
        return number, standing[number]
    merged = sorted(record for record, whom in standing.items() if whom == number)
    if merged:
        named = ", ".join(_named(connection, Reference(found[0].kind, each)) for each in merged[:10])
        raise UsageError(f"{found[0]} was merged into nothing; merged into it: {named}. Name the one to take out.")
    raise UsageError(f"{found[0]} was merged into nothing. Name two records to say that they are not the same.")


def _judge(ledger: Ledger, connection: sa.Connection, judged: Judged, pair: Pair, judgement: Judgement) -> list[Difference]:
    """Write one judgement, over an earlier one about the same two; return it unless it stood so already."""
    left, right = pair
    table, earlier = TABLES["relations"], judged.about(left, right)
    if earlier is not None and earlier["judgement"] == judgement:
        # Said once more, it counts only where that makes another record the one that stays.
        pairs = [each for each in judged.positive if set(each) != set(pair)]
        if judgement == Judgement.NEGATIVE or stand_for(judged.positive) == stand_for([*pairs, pair]):
            return []
    values = {"left_id": left, "right_id": right, "judgement": judgement, "judged_by": ledger.actor, "judged_at": datetime.now(UTC)}
    if earlier is None:
        connection.execute(sa.insert(table).values(kind=judged.kind, relation=Relation.SAME_AS, **values))
    else:
        this, alike = table.c.relation_id == earlier["relation_id"], (table.c.kind == judged.kind, table.c.relation == Relation.SAME_AS)
        # An earlier version could leave a row about the same two in each direction.
        connection.execute(sa.delete(table).where(*alike, table.c.left_id.in_(pair), table.c.right_id.in_(pair), sa.not_(this)))
        connection.execute(sa.update(table).where(this).values(values))
    says = {Judgement.POSITIVE: SAME, Judgement.NEGATIVE: NOT_SAME}
    before = None if earlier is None else says.get(earlier["judgement"])
    names = " and ".join(str(Reference(judged.kind, number)) for number in pair)
    return [Difference(names, "judged", None if before == says[judgement] else before, says[judgement])]


def _named(connection: sa.Connection, reference: Reference) -> str:
    return f"{name_of(connection, reference)} ({reference})"
