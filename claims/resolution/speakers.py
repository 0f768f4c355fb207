"""Speakers: from the names that one document prints to the speakers that are meant, and the offices it gives them."""

from dataclasses import replace

from claims.extraction.candidates import Person
from claims.resolution.directory import Directory
from claims.resolution.names import clean, fold
from claims.resolution.parties import Parties, bloc_named, party_code
from claims.resolution.records import Alias, RoleRecord, SpeakerRecord
from claims.terms import SpeakerKind

JOINT = "; "  # two speakers reported together: "A; B"


class Speakers:
    """The speakers of one document. `people` are those that the extraction knows, `parties` keeps the parties of their offices."""

    def __init__(self, directory: Directory, people: tuple[Person, ...], parties: Parties, language: str) -> None:
        self._directory = directory
        self._people = {fold(person.name): person for person in people}
        self._parties = parties
        self._language = language
        self._records: dict[str, SpeakerRecord] = {}
        self._named: dict[str, str] = {}  # what was asked before

    @property
    def records(self) -> tuple[SpeakerRecord, ...]:
        """The speakers named so far, in the order of their naming."""
        return tuple(self._records.values())

    def named(self, name: str) -> str:
        """Return the canonical name of a speaker: as the directory knows it, else as the document prints it in full."""
        if name not in self._named:
            self._named[name] = self._find(name)
        return self._named[name]

    def _find(self, name: str) -> str:
        parts = [self._canonical(part) for part in name.split(JOINT.strip()) if part.strip()]
        if len(parts) == 1:
            return parts[0]
        joint = JOINT.join(parts) if parts else clean(name)
        self._records.setdefault(joint, SpeakerRecord(joint, SpeakerKind.BODY))
        return joint

    def _canonical(self, name: str) -> str:
        printed = clean(name)
        person = self._people.get(fold(printed))
        kind = person.kind if person else self._kind(printed)
        canonical = self._known(printed, kind) or printed
        record = self._records.get(canonical, SpeakerRecord(canonical, kind))
        names = (printed, *(clean(other) for other in (person.other_names if person else ())))
        language = None if kind == SpeakerKind.PERSON else self._language
        aliases = (*record.aliases, *(Alias(other, language) for other in names if other != canonical))
        roles = record.roles if person is None else (*record.roles, *self._roles(person))
        self._records[canonical] = replace(record, aliases=_once(aliases), roles=tuple(dict.fromkeys(roles)))
        return canonical

    def _known(self, printed: str, kind: SpeakerKind) -> str | None:
        """Return who bears the name in the directory.

        A person's single name is not looked up among the aliases: "Siti", all that one article prints, is not the only Siti known so far.
        """
        known = self._directory.speaker_named(printed)
        certain = known == printed or kind == SpeakerKind.BODY or " " in printed
        return known if certain else None

    def _kind(self, printed: str) -> SpeakerKind:
        """Return the kind of a speaker that the extraction does not list: a state or bloc is a body."""
        body = party_code(printed, self._language) is not None or bloc_named(printed) is not None
        return SpeakerKind.BODY if body else SpeakerKind.PERSON

    def _roles(self, person: Person) -> tuple[RoleRecord, ...]:
        if not person.title:
            return ()
        parties = self._parties.named(person.party) if person.party else ()
        # An office of a region ("the presidents of Central Asia") is no office of any one member.
        return (RoleRecord(clean(person.title), parties[0] if len(parties) == 1 else None, person.mention),)


def _once(aliases: tuple[Alias, ...]) -> tuple[Alias, ...]:
    return tuple({alias.name: alias for alias in reversed(aliases)}.values())[::-1]
