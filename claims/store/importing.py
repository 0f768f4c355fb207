"""Importing: people, their offices, and parties from a file; what is known already gets the identifiers and names that it lacks.

All of one file is one change, which `claims undo` takes back. An entry is taken whole or not at all; a second import changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from claims.documents.files import RejectedFile
from claims.documents.people import Entry, read_people
from claims.documents.records.nodes import Fault
from claims.errors import UsageError
from claims.inputs import read_day, unknown
from claims.references import Reference
from claims.resolution.names import clean, fold
from claims.store import migrations
from claims.store.databases.database import find_database
from claims.store.ledger.blocs import why_no_member
from claims.store.ledger.checks import code
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.lookups import IDENTIFIERS, OwnName, refuse_meant
from claims.store.ledger.rows import RECORDS, TABLES
from claims.store.session import changeset
from claims.terms import PartyKind, RecordKind, SpeakerKind

KINDS: dict[str, tuple[RecordKind, StrEnum]] = {
    **{kind.value: (RecordKind.PARTY, kind) for kind in PartyKind},
    **{kind.value: (RecordKind.SPEAKER, kind) for kind in SpeakerKind},
}
"""What `kind` may say, and which records that makes: a person speaks, a body has a voice; all else is a party."""
MOST_HINTS = 50  # wrong names for which the nearest right ones are looked up
Days = tuple[date | None, date | None]


@dataclass
class Imported:
    """What came of one file: how many entries were new, changed what is known, or changed nothing; a sentence for each left out."""

    path: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[str] = field(default_factory=list)
    changeset: int | None = None
    """The number that takes it back with `claims undo`; None where nothing was changed."""


class Waits(UsageError):
    """An entry names somebody whom a later entry may bring."""


def import_people(path: Path, location: str, *, actor: str, reason: str | None = None) -> Imported:
    """Bring the people and parties of a file into the database at `location`, made if there is none.

    What cannot be taken is named in the answer, by file and line. Raises Refused and StoreError as loading does.
    """
    result = Imported(str(path))
    try:
        entries = read_people(path)
    except RejectedFile as error:
        result.rejected.append(str(error))
        return result
    if find_database(location).revision() is None:
        migrations.upgrade(location)
    with Ledger(location, actor=actor) as ledger, ledger.changing(reason or f"import of {path.name}") as connection:
        ledger.database.lock_loaders(connection)
        _take_all(_Known(connection), entries, result)
        result.changeset = changeset(connection) if result.added or result.changed else None
    return result


def _take_all(known: "_Known", entries: Iterable[Entry | Fault], result: Imported) -> None:
    """Take the entries; those that name somebody unknown wait until the others are taken."""
    faults = [entry for entry in entries if isinstance(entry, Fault)]
    waiting = [entry for entry in entries if isinstance(entry, Entry)]
    while waiting:
        later: list[tuple[Entry, Waits]] = []
        for entry in waiting:
            try:
                new, written = known.take(entry)
            except Waits as error:
                later.append((entry, error))
            except UsageError as error:
                faults.append(Fault(entry.line, str(error)))
            else:
                result.added += new
                result.changed += written and not new
                result.unchanged += not written
        if len(later) == len(waiting):
            faults += [Fault(entry.line, str(error)) for entry, error in later]
            break
        waiting = [entry for entry, _ in later]
    result.rejected += [f"{result.path}, line {fault.line}: {fault}" for fault in sorted(faults, key=lambda fault: fault.line)]


@dataclass
class _Bearers:
    """The speakers or the parties that are known, each under the number of whom it stands for."""

    own: dict[str, int] = field(default_factory=dict)
    meant: dict[str, list[OwnName]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    spelled: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    identifiers: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    bearers: dict[tuple[str, str], int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)

    def own_name(self, number: int, name: str) -> None:
        """Know one more own name."""
        self.own[name] = number
        self.meant[fold(name)].append(OwnName(number, "name", name))
        self.call(number, name)

    def call(self, number: int, name: str) -> None:
        """Know one more name."""
        self.names[fold(name)].add(number)
        self.spelled[number].add(name)

    def identify(self, number: int, column: str, value: str) -> None:
        """Know one more identifier."""
        self.identifiers[number].setdefault(column, value)
        if self.bearers.get((column, value)) != number:
            self.bearers[column, value] = number
            self.meant[fold(value)].append(OwnName(number, column, value))

    def called(self, name: str) -> set[int]:
        """Return who has this very name, else who is called so in any case, or by that code."""
        own = self.own.get(clean(name))
        if own is not None:
            return {own}
        coded = self.bearers.get(("iso_code", name.upper()))
        return set(self.names.get(fold(name), ())) or (set() if coded is None else {coded})


class _Known:
    """What the database knows, read once; each entry is checked whole before the first row of it is written."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._hints = 0
        self._of = {kind: self._read(kind) for kind in IDENTIFIERS}
        standing = {kind: self._standing(kind) for kind in IDENTIFIERS}
        speakers, parties = standing[RecordKind.SPEAKER], standing[RecordKind.PARTY]
        self._roles: dict[tuple[int, int | None, str], list[tuple[int, Days]]] = defaultdict(list)
        for row in connection.execute(sa.select(TABLES["roles"]).order_by(TABLES["roles"].c.role_id)):
            office = (speakers[row.speaker_id], None if row.party_id is None else parties[row.party_id], fold(row.title))
            self._roles[office].append((row.role_id, (row.started_on, row.ended_on)))
        self._members = {(parties[row.bloc_id], parties[row.member_id]) for row in connection.execute(sa.select(TABLES["party_members"]))}

    def take(self, entry: Entry) -> tuple[bool, bool]:
        """Take one entry; return whether it is new, and whether it wrote anything. UsageError for what cannot be, Waits for the unknown."""
        kind, term = self._kind(entry)
        identifiers = self._identifiers(kind, entry)
        number = self._find(kind, entry, identifiers)
        if number is not None:
            known = self._of[kind].kinds[number]
            if entry.get("kind") is None and known != PartyKind.OTHER:
                term = None  # what it seems to be says nothing against what is known
            self._compare(kind, number, term, identifiers)
        elif term is None:
            raise UsageError(f"nobody is known as “{_head(entry)}”: kind says what it is, one of {', '.join(KINDS)}.")
        elif entry.get("name") is None:
            raise UsageError("it has no name, and nobody is known by its identifiers.")
        spelled = () if number is None else self._of[kind].spelled[number]
        fresh = [alias for alias in entry.lists.get("aliases", ()) if clean(alias) not in spelled]
        refuse_meant(kind, number, fresh, self._of[kind].meant)
        office, members = self._office(kind, entry), self._members_of(kind, number, entry)
        return self._write(kind, number, term, identifiers, entry, office, members)

    def _kind(self, entry: Entry) -> tuple[RecordKind, StrEnum | None]:
        """Return which records an entry is of, and what it says it is."""
        said = entry.get("kind")
        if said is not None:
            if said.casefold() not in KINDS:
                raise unknown(f"kind takes one of {', '.join(KINDS)}, not", said[:60], KINDS)
            return KINDS[said.casefold()]
        if entry.get("iso_code"):
            return RecordKind.PARTY, PartyKind.STATE
        if entry.lists.get("members"):
            return RecordKind.PARTY, PartyKind.BLOC
        if entry.get("title"):
            return RecordKind.SPEAKER, SpeakerKind.PERSON
        found = [kind for kind in IDENTIFIERS if self._bearing(kind, entry)]
        if len(found) > 1:
            raise UsageError(f"“{_head(entry)}” speaks, and is a party; kind says which is meant, one of {', '.join(KINDS)}.")
        return next(iter(found), RecordKind.SPEAKER), None

    def _bearing(self, kind: RecordKind, entry: Entry) -> bool:
        name, item = entry.get("name"), entry.get("wikidata_id")
        return bool((name and self._of[kind].called(name)) or (item and ("wikidata_id", item) in self._of[kind].bearers))

    def _identifiers(self, kind: RecordKind, entry: Entry) -> dict[str, str]:
        if entry.get("iso_code") and kind is not RecordKind.PARTY:
            raise UsageError("an iso_code is a state's; a person or a body has none.")
        return {column: code(self._connection, column, value) for column in IDENTIFIERS[kind] if (value := entry.get(column))}

    def _find(self, kind: RecordKind, entry: Entry, identifiers: dict[str, str]) -> int | None:
        """Return who is meant: by identifiers, else by name or alias, else by a name that the entry gives as another one."""
        of, name = self._of[kind], entry.get("name")
        identified = {of.bearers[pair] for pair in identifiers.items() if pair in of.bearers}
        called = of.called(name) if name else set()
        if not identified and not called:
            called = {of.own[alias] for alias in entry.lists.get("aliases", ()) if alias in of.own}
        found = identified or called
        if len(found) > 1:
            listed = ", ".join(str(Reference(kind, number)) for number in sorted(found))
            raise UsageError(f"“{_head(entry)}” may be any of {listed}; merge them, or tell them apart by wikidata_id.")
        if identified and called and not identified & called:
            one, other = (Reference(kind, min(numbers)) for numbers in (called, identified))
            raise UsageError(f"by its name it is {one}, by its identifiers {other}; merge them, or correct the entry.")
        return next(iter(found), None)

    def _compare(self, kind: RecordKind, number: int, term: StrEnum | None, identifiers: dict[str, str]) -> None:
        """Raise UsageError where an entry says otherwise than the database of who is known."""
        of, reference = self._of[kind], Reference(kind, number)
        for column, value in identifiers.items():
            if of.identifiers[number].get(column, value) != value:
                raise UsageError(f"{reference} has the {column} {of.identifiers[number][column]}, not {value}; `claims amend` changes it.")
        if term is not None and of.kinds[number] not in (term, PartyKind.OTHER):
            raise UsageError(f"{reference} is known as {of.kinds[number]}, not {term}; `claims amend {reference} kind=…` changes it.")

    def _office(self, kind: RecordKind, entry: Entry) -> tuple[str, int | None, Days] | None:
        """Return the title, whose it is, and the days of an office; None where there is none."""
        title, party = entry.get("title"), entry.get("party")
        if title is None:
            for column in ("party", "started_on", "ended_on"):
                if entry.get(column):
                    raise UsageError(f"{column} tells of an office, and there is no title.")
            return None
        if kind is not RecordKind.SPEAKER:
            raise UsageError("a title is of a person or a body, not of a party.")
        started, ended = (
            date.fromisoformat(read_day(column, text, last=column == "ended_on")) if (text := entry.get(column)) else None
            for column in ("started_on", "ended_on")
        )
        if started and ended and ended < started:
            raise UsageError(f"ended_on {ended} lies before started_on {started}.")
        return title, self._party("party", party) if party else None, (started, ended)

    def _members_of(self, kind: RecordKind, number: int | None, entry: Entry) -> list[int]:
        names = entry.lists.get("members", ())
        if names and kind is not RecordKind.PARTY:
            raise UsageError("members are of a party, not of a person or a body.")
        members = [self._party("members", name) for name in names]
        fault = None if number is None else why_no_member(self._connection, number, members)
        if fault:
            raise UsageError(f"members: {fault}.")
        return members

    def _party(self, column: str, name: str) -> int:
        of = self._of[RecordKind.PARTY]
        found = of.called(name)
        if len(found) == 1:
            return found.pop()
        if found:
            listed = ", ".join(str(Reference(RecordKind.PARTY, number)) for number in sorted(found))
            raise UsageError(f"{column}: “{name[:60]}” may be any of {listed}.")
        self._hints += 1
        raise Waits(str(unknown(f"{column}: no party is called", name[:60], of.own if self._hints <= MOST_HINTS else [])))

    def _write(
        self,
        kind: RecordKind,
        number: int | None,
        term: StrEnum | None,
        identifiers: dict[str, str],
        entry: Entry,
        office: tuple[str, int | None, Days] | None,
        members: list[int],
    ) -> tuple[bool, bool]:
        of, records = self._of[kind], RECORDS[kind]
        new = number is None
        if number is None:
            name = clean(entry.texts["name"])
            values: dict[str, Any] = {"name": name, "kind": term, **identifiers}
            number = int(self._connection.execute(sa.insert(records.table).values(values).returning(records.key)).scalar_one())
            of.own_name(number, name)
        else:
            values = {column: value for column, value in identifiers.items() if column not in of.identifiers[number]}
            values |= {"kind": term} if term is not None and of.kinds[number] != term else {}
            if values:
                self._connection.execute(sa.update(records.table).where(records.key == number).values(values))
        if "kind" in values:
            of.kinds[number] = str(values["kind"])
        for column, value in identifiers.items():
            of.identify(number, column, value)
        written = bool(values)
        written |= self._write_names(kind, number, entry)
        written |= office is not None and self._write_office(number, *office)
        fresh = [{"bloc_id": number, "member_id": member} for member in members if (number, member) not in self._members]
        if fresh:
            self._connection.execute(sa.insert(TABLES["party_members"]), fresh)
            self._members |= {(number, row["member_id"]) for row in fresh}
        return new, written or bool(fresh)

    def _write_names(self, kind: RecordKind, number: int, entry: Entry) -> bool:
        """Write the names that are not known yet."""
        of = self._of[kind]
        names = [clean(name) for name in (*filter(None, [entry.get("name")]), *entry.lists.get("aliases", ()))]
        fresh = [name for name in dict.fromkeys(names) if name not in of.spelled[number]]
        if fresh:
            key = RECORDS[kind].key.name
            self._connection.execute(sa.insert(TABLES["aliases"]), [{key: number, "name": name} for name in fresh])
        for name in fresh:
            of.call(number, name)
        return bool(fresh)

    def _write_office(self, speaker: int, title: str, party: int | None, days: Days) -> bool:
        """Write an office; where it is known without these days, they are added to it."""
        terms, table = self._roles[speaker, party, fold(title)], TABLES["roles"]
        if any(all(day in (None, held) for day, held in zip(days, known, strict=True)) for _, known in terms):
            return False
        for place, (role, known) in enumerate(terms):
            if all(held in (None, day) for day, held in zip(days, known, strict=True)):
                values = {"started_on": days[0], "ended_on": days[1]}
                self._connection.execute(sa.update(table).where(table.c.role_id == role).values(values))
                terms[place] = (role, days)
                return True
        row = {"speaker_id": speaker, "party_id": party, "title": title, "started_on": days[0], "ended_on": days[1]}
        role = int(self._connection.execute(sa.insert(table).values(row).returning(table.c.role_id)).scalar_one())
        terms.append((role, days))
        return True

    def _standing(self, kind: RecordKind) -> dict[int, int]:
        records = RECORDS[kind]
        rows = self._connection.execute(sa.select(records.key, sa.func.coalesce(records.table.c.same_as_id, records.key)))
        return {row[0]: row[1] for row in rows}

    def _read(self, kind: RecordKind) -> _Bearers:
        of, records, standing = _Bearers(), RECORDS[kind], self._standing(kind)
        key = records.key.name
        for row in self._connection.execute(sa.select(records.table).order_by(records.key)).mappings():
            number = standing[row[key]]
            of.own_name(number, row["name"])
            if number == row[key]:
                of.kinds[number] = str(row["kind"])
            for column in IDENTIFIERS[kind]:
                if row[column]:
                    of.identify(number, column, row[column])
        aliases = TABLES["aliases"].c
        for bearer, name in self._connection.execute(sa.select(aliases[key], aliases.name).where(aliases[key].is_not(None))):
            of.call(standing[bearer], name)
        return of


def _head(entry: Entry) -> str:
    """Return how an entry is told of."""
    return (entry.get("name") or entry.get("wikidata_id") or entry.get("iso_code") or "")[:60]
