"""Short names of records: `s12` a statement, `c7` a commitment, `n3` a numeric claim, and so on, as PREFIXES lists them."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from claims.errors import UsageError
from claims.terms import RecordKind, Relation

PREFIXES = {
    RecordKind.STATEMENT: "s",
    RecordKind.COMMITMENT: "c",
    RecordKind.NUMERIC_CLAIM: "n",
    RecordKind.SPEAKER: "sp",
    RecordKind.PARTY: "p",
    RecordKind.SOURCE: "src",
    RecordKind.ROLE: "r",
    RecordKind.EVENT: "e",
    RecordKind.ASSESSMENT: "a",
    RecordKind.INSTALMENT: "i",
}
FORMS = (
    "s12 is a statement, c7 a commitment, n3 a numeric claim, sp4 a speaker, p2 a party, src1 a source, "
    "r5 a role, e1 an event, a6 an assessment, i2 an instalment"
)

KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}
# 18 digits stay inside a 64-bit integer, which is what both databases number rows with.
PATTERN = re.compile(r"([a-z]{1,3})([1-9][0-9]{0,17})", re.ASCII)
RELATION_PATTERN = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
DISAGREEMENT = "d"
DISAGREEMENT_PATTERN = re.compile(rf"{DISAGREEMENT}?([1-9][0-9]{{0,17}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """One record by kind and number; prints as its short name."""

    kind: RecordKind
    number: int

    def __str__(self) -> str:
        """Return the short name."""
        return name(self.kind, self.number)


class Pair(NamedTuple):
    """Two records of one kind, by their numbers, and how the left one is related to the right one."""

    kind: RecordKind
    left: int
    right: int
    relation: Relation

    def __str__(self) -> str:
        """Return the relation by the records' short names."""
        return f"{name(self.kind, self.left)} {self.relation} {name(self.kind, self.right)}"


def name(kind: RecordKind, number: int) -> str:
    """Return the short name of a record, such as `c7`."""
    return f"{PREFIXES[kind]}{number}"


def disagreement_name(number: int) -> str:
    """Return the short name of a disagreement, such as `d3`; it is about a record and is none itself."""
    return f"{DISAGREEMENT}{number}"


def require_disagreement(text: str) -> int:
    """Return the number of the disagreement that `d3` or `3` names; UsageError says what names look like."""
    match = DISAGREEMENT_PATTERN.fullmatch(text.strip().lower())
    if match is None:
        raise UsageError(f"“{text}” is not the name of a disagreement. `claims disagreements` lists them; names look like this: d3.")
    return int(match[1])


def require_relation(text: str | int) -> int:
    """Return the number of a relation, such as 7; UsageError says where the numbers are listed."""
    if RELATION_PATTERN.fullmatch(str(text).strip()) is None:
        raise UsageError(
            f"“{text}” is not the number of a relation, such as 7; `claims copies` and `claims relations` list them with their numbers."
        )
    return int(text)


def parse_reference(text: str) -> Reference | None:
    """Return the record that `text` names, or None when it has not the form of a short name."""
    match = PATTERN.fullmatch(text.strip().lower())
    if match is None or match[1] not in KINDS:
        return None
    return Reference(KINDS[match[1]], int(match[2]))


def require_reference(text: str) -> Reference:
    """Return the record that `text` names; UsageError says what names look like."""
    reference = parse_reference(text)
    if reference is None:
        raise UsageError(f"“{text}” is not the name of a record. Names look like this: {FORMS}.")
    return reference
