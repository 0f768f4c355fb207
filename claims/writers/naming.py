"""Names of records outside the database: identifiers that are the same in every export, under a base that the publisher chooses."""

import re
from dataclasses import dataclass

from claims.errors import UsageError
from claims.inputs import ADDRESS
from claims.terms import RecordKind
from claims.views.counted import Bearer, digest
from claims.views.following import Assessment, Instalment

BASE = "urn:claims:"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\U0010ffff]+", re.ASCII)
SEPARATORS = ("/", ":", "#", "?", "=")
NO_PART_OF_AN_ID = re.compile(r"[^0-9A-Za-z.]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """How records are named; `base` is an absolute URI that ends in a separator."""

    base: str = BASE

    def of(self, kind: RecordKind | str, key: str) -> str:
        """Return the URI of a record by its key, such as `urn:claims:commitment/5d41…`."""
        return f"{self.base}{kind.replace(' ', '-')}/{key}"

    def bearer(self, bearer: Bearer) -> str:
        """Return the URI of a speaker or party."""
        return self.of(bearer.of, bearer.key)

    def plain(self, kind: RecordKind | str, key: str) -> str:
        """Return the same name of ASCII letters, digits, points and hyphens alone: `urn-claims-commitment-5d41…`."""
        return f"{self.prefix}-{kind.replace(' ', '-')}-{key}"

    @property
    def prefix(self) -> str:
        """The base of ASCII letters, digits, points and hyphens alone: `urn-claims`."""
        return NO_PART_OF_AN_ID.sub("-", self.base).strip("-.")


def read_base(option: str, value: str) -> Naming:
    """Return the naming under a base URI, which gets a slash if it ends in no separator; UsageError unless it is an absolute URI."""
    if not URI.fullmatch(value):
        raise UsageError(f"{option} takes an absolute URI, such as https://desk.example/claims/ or {BASE}, not “{value}”.")
    return Naming(value if value.endswith(SEPARATORS) else f"{value}/")


def verdict_keys(key: str, verdicts: list[Assessment]) -> list[str]:
    """Return the keys of the verdicts on the commitment of a key, in order; who gave them is no part of a key."""
    return _numbered([digest("assessment", key, each.assessed_on, each.rubric) for each in verdicts])


def payment_keys(key: str, payments: list[Instalment]) -> list[str]:
    """Return the keys of the instalments of the commitment of a key, in order."""
    return _numbered(
        [digest("instalment", key, each.type, each.transacted_on, each.value, each.unit, each.provider, each.receiver) for each in payments]
    )


def web_address(url: str | None) -> str | None:
    """Return an address that anybody may follow: of the web, or None."""
    return url if url and ADDRESS.fullmatch(url) else None


def _numbered(keys: list[str]) -> list[str]:
    """Return keys of which none is there twice: of those that agree, the later ones get a number."""
    met: dict[str, int] = {}
    told = []
    for key in keys:
        met[key] = met.get(key, 0) + 1
        told.append(key if met[key] == 1 else f"{key}-{met[key]}")
    return told
