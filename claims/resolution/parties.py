"""Parties: from an ISO 3166 code or a printed name to the party that is meant."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from claims.extraction.blocs import Bloc, blocs
from claims.resolution.directory import Directory
from claims.resolution.names import clean, fold
from claims.resolution.records import Alias, PartyRecord
from claims.resolution.states import codes_by_name, states
from claims.terms import PartyKind, SpeakerKind

_KIND_OF_VOICE = {SpeakerKind.PERSON: PartyKind.PERSON, SpeakerKind.BODY: PartyKind.ORGANISATION}


@cache
def _blocs_by_name() -> dict[str, Bloc]:
    """Return the blocs by slug and by every folded name."""
    found: dict[str, Bloc] = {}
    for bloc in blocs().values():
        for name in (bloc.slug, bloc.name, *bloc.other_names):
            found.setdefault(fold(name), bloc)
    return found


def bloc_named(name: str) -> Bloc | None:
    """Return the bloc with this slug or name, in any case; None if there is none."""
    return _blocs_by_name().get(fold(name))


def party_code(name: str, language: str) -> str | None:
    """Return the ISO 3166 code of a state by code, canonical name or name in `language`; None for what is no state."""
    return name if name in states() else codes_by_name(language).get(fold(name))


class Parties:
    """The parties of one document. `voices` are the folded names of its speakers with their kinds: they tell a person from a body."""

    def __init__(self, directory: Directory, language: str, voices: Mapping[str, SpeakerKind]) -> None:
        self._directory = directory
        self._language = language
        self._voices = voices
        self._records: dict[str, PartyRecord] = {}
        self._named: dict[str, tuple[str, ...]] = {}  # what was asked before

    @property
    def records(self) -> tuple[PartyRecord, ...]:
        """The parties named so far, members of blocs with them, in the order of their naming; last the regions whose members are all there.

        A region commits through its members; it is kept so that people can ask for it by its own name.
        """
        return (*self._records.values(), *self._regions())

    def _regions(self) -> Iterator[PartyRecord]:
        named = {name for names in self._named.values() for name in names}
        for bloc in blocs().values():
            members = tuple(states()[member].name for member in bloc.members)
            if bloc.region and named.issuperset(members):
                yield _bloc_record(bloc, members)

    def named_all(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the canonical names of the parties that act together, each once; a bloc whose members are all there is left out."""
        together = list(dict.fromkeys(name for printed in names for name in self.named(printed)))
        return tuple(name for name in together if not self._acts_through_members(name, together))

    def named(self, name: str) -> tuple[str, ...]:
        """Return the canonical name of one party, by code or printed name; of a region the names of its members."""
        if name not in self._named:
            self._named[name] = self._find(name)
        return self._named[name]

    def _find(self, name: str) -> tuple[str, ...]:
        code = party_code(name, self._language)
        if code is not None:
            return (self._keep(states()[code]),)
        bloc = bloc_named(name)
        if bloc is not None:
            members = tuple(self._keep(states()[member]) for member in bloc.members)
            return members if bloc.region else (self._keep(_bloc_record(bloc, members)),)
        printed = clean(name)
        known = self._directory.party_named(printed)
        aliases = () if known in (None, printed) else (Alias(printed, self._language),)
        return (self._keep(PartyRecord(known or printed, self._kind(printed), aliases=aliases)),)

    def _kind(self, printed: str) -> PartyKind:
        voice = self._voices.get(fold(printed))
        return PartyKind.OTHER if voice is None else _KIND_OF_VOICE[voice]

    def _acts_through_members(self, name: str, together: list[str]) -> bool:
        members = self._records[name].members
        return bool(members) and set(members) <= set(together)

    def _keep(self, record: PartyRecord) -> str:
        self._records.setdefault(record.name, record)
        return record.name


def _bloc_record(bloc: Bloc, members: tuple[str, ...]) -> PartyRecord:
    return PartyRecord(bloc.name, PartyKind.BLOC, aliases=tuple(Alias(name) for name in bloc.other_names), members=members)
