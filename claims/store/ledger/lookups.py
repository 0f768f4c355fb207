"""Look-ups: the speaker, party or record that a person names while writing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import unknown
from claims.references import Reference, parse_reference
from claims.resolution.names import clean, fold
from claims.store.ledger.rows import RECORDS, TABLES
from claims.terms import RecordKind
from claims.wording import a

IDENTIFIERS = {RecordKind.SPEAKER: ("wikidata_id",), RecordKind.PARTY: ("wikidata_id", "iso_code")}


@dataclass(frozen=True, slots=True)
class OwnName:
    """A name or code by which one speaker or party is always meant: the column that holds it, and the number of who stands for that one."""

    number: int
    column: str
    text: str


class Names:
    """Who is called how: the names, codes and aliases of all speakers or of all parties, read once."""

    def __init__(self, connection: sa.Connection, kind: RecordKind) -> None:
        records, aliases = RECORDS[kind], TABLES["aliases"].c
        columns = [records.table.c[name] for name in ("same_as_id", "name", *IDENTIFIERS[kind])]
        self._standing: dict[int, int] = {}
        self._own: dict[str, int] = {}
        self._exact: dict[str, set[int]] = {}
        self._folded: dict[str, set[int]] | None = None
        for number, same_as, name, *codes in connection.execute(sa.select(records.key, *columns)):
            self._standing[number] = same_as or number
            self.add(number, name, codes)
        bearer = aliases[records.key.name]
        for number, name in connection.execute(sa.select(bearer, aliases.name).where(bearer.is_not(None))):
            self._exact.setdefault(name, set()).add(number)

    def add(self, number: int, name: str, others: Iterable[str | None] = ()) -> None:
        """Know one more speaker or party, by its own name and by others."""
        self._own[name] = number
        for each in (name, *others):
            if each:
                self._exact.setdefault(each, set()).add(number)
                if self._folded is not None:
                    self._folded.setdefault(fold(each), set()).add(number)

    def find(self, name: str) -> set[int]:
        """Return the one of this very name; else those of this code or alias, or in any case.

        Where all of several are judged to be the same, the one who stands for them is returned.
        """
        if name in self._own:
            return {self._own[name]}
        found = self._exact.get(name) or self._in_any_case().get(fold(name), set())
        whom = {self._standing.get(number, number) for number in found}
        return whom if len(found) > 1 and len(whom) == 1 else set(found)

    def all(self) -> list[str]:
        """Return all names."""
        return list(self._exact)

    def _in_any_case(self) -> dict[str, set[int]]:
        if self._folded is None:
            self._folded = {}
            for name, numbers in self._exact.items():
                self._folded.setdefault(fold(name), set()).update(numbers)
        return self._folded


def find_speaker(connection: sa.Connection, field: str, name: str) -> int:
    """Return the speaker with this name, alias or short name; UsageError offers the nearest, or says that several bear it."""
    return find_bearers(connection, RecordKind.SPEAKER, field, [name])[0]


def find_party(connection: sa.Connection, field: str, name: str) -> int:
    """Return the party with this name, ISO code, alias or short name; UsageError as `find_speaker`."""
    return find_bearers(connection, RecordKind.PARTY, field, [name])[0]


def find_bearers(connection: sa.Connection, kind: RecordKind, field: str, names: Sequence[str]) -> list[int]:
    """Return the speakers or parties with these names, codes, aliases or short names; UsageError as `find_speaker`."""
    known: Names | None = None
    found = []
    for name in names:
        reference = parse_reference(name)
        if reference is not None and reference.kind is kind:
            found.append(find_record(connection, kind, field, name))
        else:
            known = known or Names(connection, kind)
            found.append(_only(known, kind, field, name.strip()))
    return found


def own_names(connection: sa.Connection, kind: RecordKind, names: Sequence[str]) -> Mapping[str, Sequence[OwnName]]:
    """Return the own names and codes that `names` are in any case, each list under its folded spelling."""
    records = RECORDS[kind]
    columns = records.table.c
    codes = [columns[column].in_([clean(name).upper() for name in names]) for column in IDENTIFIERS[kind]]
    same = sa.or_(columns["name"].in_(names), sa.func.lower(columns["name"]).in_([clean(name).lower() for name in names]), *codes)
    standing = sa.func.coalesce(columns["same_as_id"], records.key)
    found = defaultdict(list)
    told = ("name", *IDENTIFIERS[kind])
    for number, *texts in connection.execute(sa.select(standing, *(columns[column] for column in told)).where(same).order_by(records.key)):
        for column, text in zip(told, texts, strict=True):
            if text is not None:
                found[fold(text)].append(OwnName(number, column, text))
    return found


def refuse_meant(kind: RecordKind, bearer: int | None, aliases: Iterable[str], own: Mapping[str, Sequence[OwnName]]) -> None:
    """Raise UsageError where an alias is, in any case, the own name or code of another one than `bearer`, who is always meant by it."""
    for alias in aliases:
        for each in own.get(fold(alias), ()):
            if each.number != bearer:
                other = Reference(kind, each.number)
                told = f"aliases: “{each.text}” is the {each.column} of {other}, and means that one"
                one = f'; if the two are one, say so: claims merge {other} {Reference(kind, bearer)} --reason "…"' if bearer else "."
                raise UsageError(told + one)


def find_record(connection: sa.Connection, kind: RecordKind, field: str, name: str) -> int:
    """Return the number of the record that a short name such as `s12` gives; UsageError where it is no such record."""
    reference = parse_reference(name)
    if reference is None or reference.kind is not kind:
        example = Reference(kind, 12)
        raise UsageError(f"{field} takes the short name of {a(kind.value)}, such as {example}, not “{name}”.")
    records = RECORDS[kind]
    if connection.execute(sa.select(records.key).where(records.key == reference.number)).scalar() is None:
        raise UsageError(f"{field}: there is no {kind.value} {reference} in this database.")
    return reference.number


def find_unit(connection: sa.Connection, field: str, name: str) -> str:
    """Return the ISO 4217 code, or the unit of a numeric claim, that this is in any case; UsageError offers the nearest."""
    column = RECORDS[RecordKind.NUMERIC_CLAIM].table.c.unit
    units = connection.execute(sa.select(column).distinct().where(column.is_not(None))).scalars()
    return _find_code(f"{field}: no currency code, and no unit of a number in this database, is", name, units)


def find_currency(field: str, name: str) -> str:
    """Return the currency code that this is in any case; UsageError offers the nearest."""
    return _find_code(f"{field}: no currency code is", name, ())


def _find_code(told: str, name: str, units: Iterable[str]) -> str:
    from claims.extraction.units import currencies_called, currency_codes

    known = [*sorted(currency_codes()), *units]
    for unit in known:
        if unit.casefold() == name.strip().casefold():
            return str(unit)
    raise unknown(told, name.strip(), known, currencies_called(name))


def numbers_called(connection: sa.Connection, kind: RecordKind, name: str) -> list[int]:
    """Return the speakers or parties of this short name; the one of this very name; else those of this code or alias, or in any case.

    Where all of several are judged to be the same, the one who stands for them is returned.
    """
    reference = parse_reference(name)
    if reference is not None:
        return [find_record(connection, kind, "name", name)] if reference.kind is kind else []
    return sorted(Names(connection, kind).find(name.strip()))


def _only(names: Names, kind: RecordKind, field: str, name: str) -> int:
    found = sorted(names.find(name))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{field}: “{name}” names more than one {kind.value}: {_listed(kind, found)}. Give the short name.")
    told = unknown(f"{field}: no {kind.value} is called", name, names.all())
    raise UsageError(f'{told} `claims add {kind.value} "name=…" kind=…` enters a new one.')


def _listed(kind: RecordKind, numbers: Iterable[int]) -> str:
    return ", ".join(str(Reference(kind, number)) for number in sorted(numbers))
