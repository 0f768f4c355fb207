"""Shapes: what makes a row of each table the same row in every database, and what its numbers refer to. Tests hold them to the models.

A *natural reference* names a row without its number: the value of its identity where that is one column (a digest, a key, a name),
else the list of these values, with a number from 2 after them where several rows agree in all of them. A row that is no longer
there is `{"gone": n}`, the n-th such row of its table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from claims.terms import RecordKind


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: its primary key, the columns by which its rows are known elsewhere, and the table that each number refers to.

    `later` are references to rows of the same table, which may come after this one; `of_kind` are numbers whose table the column
    `kind` names.
    """

    key: tuple[str, ...]
    identity: tuple[str, ...]
    refers: Mapping[str, str] = field(default_factory=dict)
    later: tuple[str, ...] = ()
    of_kind: tuple[str, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the rows have a number of their own."""
        return len(self.key) == 1 and self.key[0] not in self.refers

    @property
    def named(self) -> bool:
        """Whether one unique column names a row."""
        return self.numbered and len(self.identity) == 1


RECORD = {"source_id": "sources", "statement_id": "statements", "commitment_id": "commitments"}
EVIDENCE = {"evidence_source_id": "sources"}
BEARER = {"speaker_id": "speakers", "party_id": "parties"}
MONEY = {"provider_id": "parties", "receiver_id": "parties"}
PAID = ("commitment_id", "type", "transacted_on", "value", "unit", "provider_id", "receiver_id")

SHAPES = {  # in the order in which rows can be inserted
    "parties": Shape(("party_id",), ("name",), {"same_as_id": "parties"}, later=("same_as_id",)),
    "speakers": Shape(("speaker_id",), ("name",), {"same_as_id": "speakers"}, later=("same_as_id",)),
    "aliases": Shape(("alias_id",), ("speaker_id", "party_id", "name"), BEARER),
    "party_members": Shape(("bloc_id", "member_id"), ("bloc_id", "member_id"), {"bloc_id": "parties", "member_id": "parties"}),
    "sources": Shape(("source_id",), ("sha256",), {"derived_from_id": "sources"}, later=("derived_from_id",)),
    "loads": Shape(("load_id",), ("started_at", "loaded_by")),
    "load_documents": Shape(("load_document_id",), ("load_id", "path"), {"load_id": "loads", "source_id": "sources"}),
    "roles": Shape(("role_id",), ("speaker_id", "party_id", "title", "started_on"), {**BEARER, "source_id": "sources"}),
    "events": Shape(("event_id",), ("name", "started_on")),
    "event_parties": Shape(("event_id", "party_id"), ("event_id", "party_id"), {"event_id": "events", "party_id": "parties"}),
    "statements": Shape(("statement_id",), ("key",), {"source_id": "sources", "speaker_id": "speakers", "event_id": "events"}),
    "statement_acts": Shape(("statement_id", "act"), ("statement_id", "act"), {"statement_id": "statements"}),
    "statement_addressees": Shape(
        ("statement_id", "speaker_id"), ("statement_id", "speaker_id"), {"statement_id": "statements", "speaker_id": "speakers"}
    ),
    "statement_topics": Shape(("statement_id", "topic"), ("statement_id", "topic"), {"statement_id": "statements"}),
    "commitments": Shape(("commitment_id",), ("key",), {"source_id": "sources", "statement_id": "statements"}),
    "commitment_parties": Shape(
        ("commitment_id", "party_id", "role"),
        ("commitment_id", "party_id", "role"),
        {"commitment_id": "commitments", "party_id": "parties"},
    ),
    "commitment_topics": Shape(("commitment_id", "topic"), ("commitment_id", "topic"), {"commitment_id": "commitments"}),
    "numeric_claims": Shape(("numeric_claim_id",), ("key",), RECORD),
    "assessments": Shape(
        ("assessment_id",),
        ("commitment_id", "assessor", "assessed_on", "rubric"),
        {"commitment_id": "commitments", **EVIDENCE},
    ),
    "instalments": Shape(("instalment_id",), PAID, {"commitment_id": "commitments", **MONEY, **EVIDENCE}),
    "relations": Shape(("relation_id",), ("kind", "left_id", "right_id", "relation"), of_kind=("left_id", "right_id")),
    "disagreements": Shape(("disagreement_id",), ("source_id", "key", "extractor"), {"source_id": "sources"}, of_kind=("record_id",)),
}
HISTORY = "changes"
KIND_TABLES = {  # what `kind` says in relations and disagreements
    RecordKind.SOURCE: "sources",
    RecordKind.SPEAKER: "speakers",
    RecordKind.PARTY: "parties",
    RecordKind.STATEMENT: "statements",
    RecordKind.COMMITMENT: "commitments",
    RecordKind.NUMERIC_CLAIM: "numeric_claims",
    RecordKind.ROLE: "roles",
    RecordKind.EVENT: "events",
    RecordKind.ASSESSMENT: "assessments",
    RecordKind.INSTALMENT: "instalments",
}
JSON_COLUMNS = {"reading"}
REAL_COLUMNS = {"value_number"}  # PostgreSQL writes a whole one without its point
OF_OWNER = {
    *("statement_acts", "statement_addressees", "statement_topics", "commitment_parties", "commitment_topics", "event_parties"),
}
"""Tables whose rows are part of the row that they refer to first."""

FORMAT = 1


def natural_name(shape: Shape, column: str) -> str:
    """Return the name that a column has in an export: that of the record where it holds the number of one."""
    return column.removesuffix("_id") if column in shape.refers or column in shape.of_kind else column
