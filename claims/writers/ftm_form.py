"""FollowTheMoney's form: an entity is an identifier, a schema, and lists of texts that its types limit in length."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claims.terms import PartyKind, RecordKind, SpeakerKind
from claims.views.counted import Bearer
from claims.views.sources import Source
from claims.writers.codes import countries
from claims.writers.json_lines import Json
from claims.writers.naming import Naming

Properties = Mapping[str, Sequence[str | None]]
SCHEMATA = {
    SpeakerKind.PERSON.value: "Person",
    SpeakerKind.BODY.value: "Organization",
    PartyKind.STATE.value: "PublicBody",
    PartyKind.ORGANISATION.value: "Organization",
    PartyKind.BLOC.value: "Organization",
    PartyKind.COMPANY.value: "Company",
    PartyKind.OTHER.value: "LegalEntity",
}
NO_ORGANISATIONS = ("Person", "LegalEntity")
NAME, STRING, TEXT = 384, 1024, 65_000  # characters that a value of these types may have
SHORTENED = "…"
BLANK = "\"' "  # of what is nothing else, FollowTheMoney keeps nothing


@dataclass(frozen=True, slots=True)
class Former:
    """Makes entities."""

    naming: Naming

    def entity(self, kind: RecordKind | str, key: str, schema: str, properties: Properties) -> Json:
        """Return an entity; values that are missing or blank are left out, and none is there twice."""
        kept = {name: list(dict.fromkeys(value for value in values if value and value.strip(BLANK))) for name, values in properties.items()}
        return {"id": self.naming.plain(kind, key), "schema": schema, "properties": {name: told for name, told in kept.items() if told}}

    def of(self, kind: RecordKind | str, key: str) -> str:
        """Return the identifier of a record."""
        return self.naming.plain(kind, key)

    def bearer(self, bearer: Bearer) -> str:
        """Return the identifier of a speaker or party."""
        return self.naming.plain(bearer.of, bearer.key)

    def article(self, source: Source) -> str:
        """Return the identifier of a source."""
        return self.naming.plain(RecordKind.SOURCE, source.sha256)


def fitted(text: str, limit: int) -> str:
    """Return a text on one line, shortened where it is longer than a value may be."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + SHORTENED


def named(name: str) -> dict[str, list[str]]:
    """Return the properties of a name; one that is too long for a name stands in the description, too, whole."""
    short = fitted(name, NAME)
    return {"name": [short], "description": [name[:TEXT]]} if short.endswith(SHORTENED) else {"name": [short]}


def country_of(bearer: Bearer) -> str | None:
    """Return the code of a state as FollowTheMoney writes it, in small letters."""
    return bearer.iso_code.lower() if bearer.iso_code in countries() else None
