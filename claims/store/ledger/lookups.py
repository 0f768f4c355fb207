"""Look-ups: the speaker, party or record that a person names while writing."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import unknown
from claims.references import Reference, parse_reference
from claims.store.ledger.rows import RECORDS
from claims.store.models import Alias, Party, Speaker
from claims.terms import RecordKind

NAMES: dict[RecordKind, sa.CompoundSelect[Any]] = {
    RecordKind.SPEAKER: sa.union_all(
        sa.select(Speaker.speaker_id, Speaker.name), sa.select(Alias.speaker_id, Alias.name).where(Alias.speaker_id.is_not(None))
    ),
    RecordKind.PARTY: sa.union_all(
        sa.select(Party.party_id, Party.name),
        sa.select(Party.party_id, Party.iso_code).where(Party.iso_code.is_not(None)),
        sa.select(Alias.party_id, Alias.name).where(Alias.party_id.is_not(None)),
    ),
}


def find_speaker(connection: sa.Connection, field: str, name: str) -> int:
    """Return the speaker with this name, alias or short name; UsageError offers the nearest, or says that several bear it."""
    return _find(connection, RecordKind.SPEAKER, field, name)


def find_party(connection: sa.Connection, field: str, name: str) -> int:
    """Return the party with this name, ISO code, alias or short name; UsageError as `find_speaker`."""
    return _find(connection, RecordKind.PARTY, field, name)


def find_record(connection: sa.Connection, kind: RecordKind, field: str, name: str) -> int:
    """Return the number of the record that a short name such as `s12` gives; UsageError where it is no such record."""
    reference = parse_reference(name)
    if reference is None or reference.kind is not kind:
        example = Reference(kind, 12)
        raise UsageError(f"{field} takes the short name of a {kind.value}, such as {example}, not “{name}”.")
    records = RECORDS[kind]
    if connection.execute(sa.select(records.key).where(records.key == reference.number)).scalar() is None:
        raise UsageError(f"{field}: there is no {kind.value} {reference} in this database.")
    return reference.number


def find_unit(connection: sa.Connection, field: str, name: str) -> str:
    """Return the ISO 4217 code, or the unit of a numeric claim, that this is in any case; UsageError offers the nearest."""
    from babel.numbers import list_currencies

    wanted = name.strip().casefold()
    column = RECORDS[RecordKind.NUMERIC_CLAIM].table.c.unit
    known = [*sorted(list_currencies()), *connection.execute(sa.select(column).distinct().where(column.is_not(None))).scalars()]
    for unit in known:
        if unit.casefold() == wanted:
            return str(unit)
    raise unknown(f"{field}: no currency code, and no unit of a number in this database, is", name.strip(), known)


def bearers_of(connection: sa.Connection, kind: RecordKind, name: str) -> list[int]:
    """Return the speakers or parties of this short name; the one of this very name; else those of this code or alias, or in any case.

    Where all of several are judged to be the same, the one who stands for them is returned.
    """
    reference = parse_reference(name)
    if reference is not None:
        return [find_record(connection, kind, "name", name)] if reference.kind is kind else []
    wanted, records = name.strip(), RECORDS[kind]
    own = connection.execute(sa.select(records.key).where(records.table.c.name == wanted)).scalar()
    if own is not None:
        return [own]
    known = _known(connection, kind)
    found = {number for number, text in known if text == wanted} or {
        number for number, text in known if text.casefold() == wanted.casefold()
    }
    return _once(connection, kind, found)


def _find(connection: sa.Connection, kind: RecordKind, field: str, name: str) -> int:
    reference = parse_reference(name)
    if reference is not None and reference.kind is kind:
        return find_record(connection, kind, field, name)
    found = bearers_of(connection, kind, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{field}: “{name.strip()}” names more than one {kind.value}: {_listed(kind, found)}. Give the short name.")
    raise unknown(f"{field}: no {kind.value} is called", name.strip(), [text for _, text in _known(connection, kind)])


def _known(connection: sa.Connection, kind: RecordKind) -> list[tuple[int, str]]:
    return [(number, text) for number, text in connection.execute(NAMES[kind]) if number is not None and text is not None]


def _once(connection: sa.Connection, kind: RecordKind, numbers: set[int]) -> list[int]:
    if len(numbers) < 2:
        return list(numbers)
    records = RECORDS[kind]
    same_as = sa.func.coalesce(records.table.c.same_as_id, records.key)
    whom = set(connection.execute(sa.select(same_as).where(records.key.in_(numbers))).scalars())
    return sorted(whom if len(whom) == 1 else numbers)


def _listed(kind: RecordKind, numbers: Iterable[int]) -> str:
    return ", ".join(str(Reference(kind, number)) for number in sorted(numbers))
