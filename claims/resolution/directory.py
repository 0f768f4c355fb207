"""The directory: what is already known, as resolution asks for it. The store implements it."""

from typing import Protocol


class Directory(Protocol):
    """Looks up names; answers only what is certain, by name or by an alias that one bearer alone has."""

    def speaker_named(self, name: str) -> str | None:
        """Return the canonical name of the speaker with this name or alias; None if there is none, or more than one."""
        ...

    def party_named(self, name: str) -> str | None:
        """Return the canonical name of the party with this name or alias; None if there is none, or more than one."""
        ...


class EmptyDirectory:
    """A directory that knows nobody yet."""

    def speaker_named(self, name: str) -> str | None:
        """Return None: nobody is known."""

    def party_named(self, name: str) -> str | None:
        """Return None: no party is known."""
