"""Who is known already: speakers, parties and their other names, kept in memory while a load runs and written as new ones appear."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from claims.resolution.records import Alias, PartyRecord, ResolvedDocument, SpeakerRecord
from claims.store.databases.database import Database, Value
from claims.store.models import Alias as AliasRow
from claims.store.models import Base, Change, Party, PartyMember, Role, Speaker
from claims.store.offices import Office, Printed
from claims.store.touched import former_names, withdrawn


@dataclass
class Bearers:
    """The bearers of one kind (speakers or parties): their names, and the other names they go by."""

    ids: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    aliases: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    expected: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The canonical names of bearers in documents that wait to be stored, by every name of theirs."""
    standing: dict[int, int] = field(default_factory=dict)
    """Whom each bearer is judged to be, where that is not itself."""
    withdrawn: set[tuple[object, object]] = field(default_factory=set)
    """Bearers and names that people parted."""
    former: dict[str, int] = field(default_factory=dict)
    """Who bore a name as its own, until people gave it another one."""

    def add(self, identifier: int, name: str, same_as: int | None = None) -> None:
        """Know a bearer by its name, and whom it is judged to be."""
        self.ids[name] = identifier
        self.names[identifier] = name
        if same_as is not None:
            self.standing[identifier] = same_as

    def find(self, name: str) -> int | None:
        """Return who is called so: by its name, the present or a former one, else by an alias that is nobody else's."""
        identifier = self.bearing(name)
        if identifier is not None:
            return identifier
        bearers = self.bearers(name)
        return next(iter(bearers)) if len(bearers) == 1 else None

    def bearing(self, name: str) -> int | None:
        """Return whose own name this is, or was before people gave it another one."""
        return self.ids.get(name, self.former.get(name))

    def rename(self, formers: Sequence[tuple[int, str]]) -> None:
        """Know bearers by names that they bore as their own: those that nobody else bears or bore, and that were not taken from them."""
        bearers: dict[str, set[int]] = defaultdict(set)
        for identifier, name in formers:
            bearers[name].add(identifier)
        taken = {(identifier, name) for identifier, name in formers if identifier not in self.aliases.get(name, ())} & self.withdrawn
        self.former = {
            name: identifier
            for name, (identifier, *others) in bearers.items()
            if not others and name not in self.ids and (identifier, name) not in taken
        }

    def named(self, name: str) -> str | None:
        """Return the canonical name of who is called so, stored or expected, if one alone is."""
        expected = self.expected.get(name, set())
        if name in self.ids or name in expected:
            return name
        if name in self.former:
            return self.names[self.former[name]]
        bearers = {self.names[identifier] for identifier in self.bearers(name)} | expected
        return next(iter(bearers)) if len(bearers) == 1 else None

    def bearers(self, alias: str) -> set[int]:
        """Return who has this alias; where several have it that are judged to be the same, the one who stands for them."""
        found = self.aliases.get(alias, set())
        return {self.standing.get(identifier, identifier) for identifier in found} if len(found) > 1 else found

    def expect(self, name: str, aliases: Iterable[Alias]) -> None:
        """Know a bearer by all its names before it is stored."""
        for known in (name, *(alias.name for alias in aliases)):
            self.expected[known].add(name)

    def new_aliases(self, identifier: int, aliases: Iterable[Alias]) -> list[tuple[str, str | None]]:
        """Know the aliases of one bearer; return name and language of those that were not known."""
        rows: list[tuple[str, str | None]] = []
        for alias in aliases:
            known = self.aliases[alias.name]
            if identifier not in known and alias.name != self.names[identifier] and (identifier, alias.name) not in self.withdrawn:
                known.add(identifier)
                rows.append((alias.name, alias.language))
        return rows


class StoredDirectory:
    """The Directory that resolution asks, over the rows of one database; `refresh` and `keep` belong inside a write transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: int | None = None
        self._clear()

    def speaker_named(self, name: str) -> str | None:
        """Return the canonical name of the speaker with this name, or with this alias and no one else with it."""
        return self.speakers.named(name)

    def party_named(self, name: str) -> str | None:
        """Return the canonical name of the party with this name, or with this alias and no one else with it."""
        return self.parties.named(name)

    def expect(self, document: ResolvedDocument) -> None:
        """Know the names in a document that waits to be stored, so that it makes no difference to the next one how batches fall."""
        for speaker in document.speakers:
            self.speakers.expect(speaker.name, speaker.aliases)
        for party in document.parties:
            self.parties.expect(party.name, party.aliases)

    def forget(self) -> None:
        """Read everything again next time: what was kept last was rolled back."""
        self._seen = None

    def refresh(self, connection: sa.Connection) -> None:
        """Read the tables again if anybody has changed anything since."""
        newest = _newest_change(connection)
        if newest == self._seen:
            return
        self._clear()
        for identifier, name, same_as in connection.execute(sa.select(Speaker.speaker_id, Speaker.name, Speaker.same_as_id)):
            self.speakers.add(identifier, name, same_as)
        for identifier, name, same_as, code in connection.execute(sa.select(Party.party_id, Party.name, Party.same_as_id, Party.iso_code)):
            self.parties.add(identifier, name, same_as)
            if code:
                self._codes[code] = identifier
        for name, speaker, party in connection.execute(sa.select(AliasRow.name, AliasRow.speaker_id, AliasRow.party_id)):
            if speaker is not None:
                self.speakers.aliases[name].add(speaker)
            if party is not None:
                self.parties.aliases[name].add(party)
        self._members.update((bloc, member) for bloc, member in connection.execute(sa.select(PartyMember.bloc_id, PartyMember.member_id)))
        for speaker, party, title in connection.execute(sa.select(Role.speaker_id, Role.party_id, Role.title)):
            self._roles.add((speaker, party, title))
        self._note_withdrawn(connection)
        self._seen = newest

    def note_own_changes(self, connection: sa.Connection) -> None:
        """Take what this transaction has changed for known; call it last."""
        self._seen = _newest_change(connection)

    def keep(self, connection: sa.Connection, documents: Iterable[ResolvedDocument]) -> None:
        """Insert the parties and speakers of the documents that are not known, and their new aliases and members."""
        documents = list(documents)
        self.speakers.expected.clear()
        self.parties.expected.clear()
        parties = {record.name: record for document in documents for record in document.parties if self.party_id(record) is None}
        speakers = {
            record.name: record for document in documents for record in document.speakers if self.speakers.bearing(record.name) is None
        }
        self._insert_parties(connection, list(parties.values()))
        self._insert_speakers(connection, list(speakers.values()))
        aliases: list[tuple[Value, ...]] = []
        members: list[tuple[Value, ...]] = []
        for document in documents:
            ids = self.party_ids(document)
            for party in document.parties:
                aliases += [(*alias, None, ids[party.name]) for alias in self.parties.new_aliases(ids[party.name], party.aliases)]
                members += self._new_members(ids, party)
            speakers_found = self.speaker_ids(document)
            for speaker in document.speakers:
                identifier = speakers_found[speaker.name]
                aliases += [(*alias, identifier, None) for alias in self.speakers.new_aliases(identifier, speaker.aliases)]
        self._database.insert(connection, "aliases", ("name", "language", "speaker_id", "party_id"), aliases)
        self._database.insert(connection, "party_members", ("bloc_id", "member_id"), members)

    def keep_roles(self, connection: sa.Connection, printed: Mapping[int, Printed]) -> None:
        """Insert the offices that are not known; each source, by number, is kept as the evidence of those that it prints."""
        rows: list[tuple[Value, ...]] = []
        for source, offices in printed.items():
            for office, span in offices.items():
                if office not in self._roles:
                    self._roles.add(office)
                    rows.append((*office, source, *((None, None) if span is None else (span.start, span.end))))
        self._database.insert(connection, "roles", ("speaker_id", "party_id", "title", "source_id", "span_start", "span_end"), rows)

    def offices(self, document: ResolvedDocument) -> Printed:
        """Return the offices that a document prints, whose speakers and parties are kept already."""
        ids, speakers = self.party_ids(document), self.speaker_ids(document)
        printed = dict[Office, Any]()
        for speaker in document.speakers:
            for role in speaker.roles:
                party = None if role.party is None else ids.get(role.party) or self.parties.find(role.party)
                printed.setdefault((speakers[speaker.name], party, role.title), role.span)
        return printed

    def forget_roles(self, offices: Iterable[Office]) -> None:
        """Know these offices no longer."""
        self._roles.difference_update(offices)

    def speaker_ids(self, document: ResolvedDocument) -> dict[str, int]:
        """Return the ids of the speakers that the document lists: resolution gave them their canonical names."""
        found = {record.name: self.speakers.bearing(record.name) for record in document.speakers}
        return {name: identifier for name, identifier in found.items() if identifier is not None}

    def party_ids(self, document: ResolvedDocument) -> dict[str, int]:
        """Return the ids of the parties that the document lists, by the names that it uses for them."""
        return {record.name: found for record in document.parties if (found := self.party_id(record)) is not None}

    def party_id(self, record: PartyRecord) -> int | None:
        """Return the party of this name, else of this ISO code, else of this alias."""
        identifier = self.parties.ids.get(record.name)
        if identifier is None and record.iso_code:
            identifier = self._codes.get(record.iso_code)
        return self.parties.find(record.name) if identifier is None else identifier

    def names(self, connection: sa.Connection) -> dict[str, Mapping[int, str]]:
        """Return the names of speakers and parties by number, by the column that refers to them; of those judged to be one, one name."""
        found: dict[str, Mapping[int, str]] = {}
        for key, model, bearers in (("speaker_id", Speaker, self.speakers), ("party_id", Party, self.parties)):
            table = Base.metadata.tables[model.__tablename__].c
            same = connection.execute(sa.select(table[key], table.same_as_id).where(table.same_as_id.is_not(None)))
            found[key] = ChainMap({number: bearers.names[other] for number, other in same}, bearers.names)
        return found

    def _note_withdrawn(self, connection: sa.Connection) -> None:
        """Take names, members and offices that people withdrew for known, so that no document brings them back, and names they changed."""
        for speaker, party, name in withdrawn(connection, "aliases"):
            bearers, bearer = (self.speakers, speaker) if party is None else (self.parties, party)
            bearers.withdrawn.add((bearer, name))
        self._members |= withdrawn(connection, "party_members")
        self._roles |= withdrawn(connection, "roles")
        for model, bearers in ((Speaker, self.speakers), (Party, self.parties)):
            bearers.rename(former_names(connection, model.__tablename__))

    def _clear(self) -> None:
        self.speakers = Bearers()
        self.parties = Bearers()
        self._codes: dict[str, int] = {}
        self._members: set[tuple[object, ...]] = set()
        self._roles: set[tuple[object, ...]] = set()

    def _insert_parties(self, connection: sa.Connection, records: list[PartyRecord]) -> None:
        identifiers = self._database.reserve_ids(connection, Base.metadata.tables["parties"], len(records))
        rows = []
        for identifier, record in zip(identifiers, records, strict=True):
            self.parties.add(identifier, record.name)
            if record.iso_code:
                self._codes[record.iso_code] = identifier
            rows.append((identifier, record.name, str(record.kind), record.iso_code))
        self._database.insert(connection, "parties", ("party_id", "name", "kind", "iso_code"), rows)

    def _insert_speakers(self, connection: sa.Connection, records: list[SpeakerRecord]) -> None:
        identifiers = self._database.reserve_ids(connection, Base.metadata.tables["speakers"], len(records))
        rows = []
        for identifier, record in zip(identifiers, records, strict=True):
            self.speakers.add(identifier, record.name)
            rows.append((identifier, record.name, str(record.kind)))
        self._database.insert(connection, "speakers", ("speaker_id", "name", "kind"), rows)

    def _new_members(self, ids: dict[str, int], record: PartyRecord) -> list[tuple[Value, ...]]:
        bloc = ids[record.name]
        members = [ids.get(name) or self.parties.find(name) for name in record.members]
        rows = [(bloc, member) for member in members if member is not None and (bloc, member) not in self._members]
        self._members.update(rows)
        return list[tuple[Value, ...]](rows)


def _newest_change(connection: sa.Connection) -> int:
    newest: int | None = connection.execute(sa.select(sa.func.max(Change.change_id))).scalar_one()
    return newest or 0
