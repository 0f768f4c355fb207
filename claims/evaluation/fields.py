"""Fields of a JSON file that people wrote: each knows where it stands, and tells in one sentence what it is not."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from claims.documents.files import RejectedFile, read_bytes

Term = TypeVar("Term", bound=StrEnum)
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A JSON value with its file and its place in it, such as `sentences[3].cue`. Every reader raises RejectedFile for a wrong value."""

    value: object
    file: Path
    place: str = ""

    def wrong(self, sentence: str) -> RejectedFile:
        """Return the rejection that names file and place; `sentence` goes on after the place."""
        return RejectedFile(self.file, f"{self.place or 'the file'} {sentence}")

    def field(self, name: str) -> "Field":
        """Return a field that an object must have."""
        found = self.optional(name)
        if found is None:
            raise self.wrong(f"has no field {name!r}; write null or an empty list where there is nothing.")
        return found

    def optional(self, name: str) -> "Field | None":
        """Return a field of an object, None if it has no such field."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"is {shown(self.value)}, not an object.")
        place = f"{self.place}.{name}" if self.place else name
        return Field(self.value[name], self.file, place) if name in self.value else None

    def items(self) -> "list[Field]":
        """Return the items of a list."""
        if not isinstance(self.value, list):
            raise self.wrong(f"is {shown(self.value)}, not a list.")
        return [Field(item, self.file, f"{self.place}[{index}]") for index, item in enumerate(self.value)]

    def text(self) -> str:
        """Return a string that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong(f"is {shown(self.value)}, not a text in quotation marks.")
        return self.value

    def text_or_none(self) -> str | None:
        """Return a string that is not empty, or None for null."""
        return None if self.value is None else self.text()

    def offset(self) -> int:
        """Return a whole number from 0."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.wrong(f"is {shown(self.value)}, not an offset: a whole number from 0.")
        return self.value

    def term(self, terms: type[Term], *, but: tuple[Term, ...] = ()) -> Term:
        """Return one of the terms, other than those in `but`."""
        allowed = [term for term in terms if term not in but]
        for term in allowed:
            if self.value == term.value:
                return term
        raise self.wrong(f"is {shown(self.value)}; it may be one of: {', '.join(allowed)}.")

    def term_or_none(self, terms: type[Term]) -> Term | None:
        """Return one of the terms, or None for null."""
        return None if self.value is None else self.term(terms)


def read_fields(file: Path) -> Field:
    """Return the content of a JSON file; RejectedFile if it is none."""
    try:
        return Field(json.loads(read_bytes(file).decode("utf-8-sig")), file)
    except UnicodeDecodeError as error:
        raise RejectedFile(file, f"it is not UTF-8 (byte {error.start + 1}); save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise RejectedFile(file, f"it is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.") from None
    except ValueError as error:
        raise RejectedFile(file, f"it is not JSON that can be read: {error}.") from None
    except RecursionError:
        raise RejectedFile(file, "it is not JSON that can be read: it is nested too deeply.") from None


def shown(value: object) -> str:
    """Return a JSON value as a sentence may show it: short, on one line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
