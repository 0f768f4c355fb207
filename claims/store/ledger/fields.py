"""Fields: what of each kind of record people may amend. A field stands before those that it sets along, so that what is written wins."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa

from claims.errors import UsageError
from claims.inputs import read_term, require_text, unknown
from claims.references import Reference
from claims.store.ledger import checks
from claims.store.ledger.field_kinds import (
    Aliases,
    Checked,
    DueDay,
    EventDay,
    ExactValue,
    Field,
    Linked,
    Members,
    Name,
    OfficeDay,
    Original,
    Plain,
    Quoted,
    Referring,
    name_of,
)
from claims.store.ledger.lookups import find_bearers, find_party, find_record, find_speaker, find_unit
from claims.store.ledger.rows import RECORDS, TABLES, Row
from claims.store.ledger.supporting import Supporting
from claims.terms import Act, PartyRole, RecordKind
from claims.wording import a


def plain(kind: RecordKind, *names: str) -> list[Field]:
    """Return fields that are columns."""
    return [Plain(RECORDS[kind].table.c[name]) for name in names]


def record_field(name: str, column: sa.Column[Any], kind: RecordKind, make: type[Referring] = Referring) -> Referring:
    """Return a field that takes a short name."""

    def find(connection: sa.Connection, field: str, value: str) -> int:
        return find_record(connection, kind, field, value)

    return make(name, column, find, kind)


def term_list(name: str, table: sa.Table, owner: str, column: str, terms: type[StrEnum]) -> Linked:
    """Return a field of several terms."""

    def find(_: sa.Connection, field: str, values: Sequence[str]) -> list[StrEnum]:
        return [terms(read_term(terms, field, value)) for value in values]

    return Linked(name, table, owner, column, find, lambda _, value: str(value))


def text_list(name: str, table: sa.Table, owner: str, column: str, make: type[Linked] = Linked) -> Linked:
    """Return a field of several texts."""
    return make(name, table, owner, column, lambda _, __, values: values, lambda _, value: str(value))


def named_list(name: str, table: sa.Table, owner: str, column: str, kind: RecordKind, make: type[Linked] = Linked, **fixed: Any) -> Linked:
    """Return a field of several speakers or parties."""

    def find(connection: sa.Connection, field: str, names: Sequence[str]) -> list[int]:
        return find_bearers(connection, kind, field, names)

    def show(connection: sa.Connection, value: Any) -> str:
        return name_of(connection, Reference(kind, value))

    return make(name, table, owner, column, find, show, fixed)


def _fields() -> dict[RecordKind, list[Field]]:
    kinds = RecordKind
    statements, commitments, numbers = TABLES["statements"].c, TABLES["commitments"].c, TABLES["numeric_claims"].c
    sources, assessments, instalments = TABLES["sources"].c, TABLES["assessments"].c, TABLES["instalments"].c
    parties = partial(named_list, table=TABLES["commitment_parties"], owner="commitment_id", column="party_id", kind=kinds.PARTY)
    return {
        kinds.STATEMENT: [
            Referring("speaker", statements.speaker_id, find_speaker, kinds.SPEAKER),
            Quoted("content", "content_start", "content_end"),
            Quoted("cue", "cue_start", "cue_end", required=False),
            *plain(kinds.STATEMENT, "speaker_mention", "quotation", "attribution"),
            Checked(statements.said_on, checks.past_day),
            *plain(kinds.STATEMENT, "via", "language", "review"),
            record_field("event", statements.event_id, kinds.EVENT),
            term_list("acts", TABLES["statement_acts"], "statement_id", "act", Act),
            named_list("addressees", TABLES["statement_addressees"], "statement_id", "speaker_id", kinds.SPEAKER),
            text_list("topics", TABLES["statement_topics"], "statement_id", "topic"),
        ],
        kinds.COMMITMENT: [
            record_field("statement", commitments.statement_id, kinds.STATEMENT),
            Quoted("cue", "cue_start", "cue_end", "cue"),
            *plain(kinds.COMMITMENT, "action", "strength"),
            Checked(commitments.announced_on, checks.past_day),
            DueDay(commitments.due_on),
            *plain(kinds.COMMITMENT, "due_precision", "due_basis"),
            Checked(commitments.period, checks.period),
            *plain(kinds.COMMITMENT, "condition", "review"),
            *(parties(name, role=role) for name, role in zip(PARTY_FIELDS, PartyRole, strict=True)),
            text_list("topics", TABLES["commitment_topics"], "commitment_id", "topic"),
        ],
        kinds.NUMERIC_CLAIM: [
            record_field("statement", numbers.statement_id, kinds.STATEMENT),
            record_field("commitment", numbers.commitment_id, kinds.COMMITMENT),
            ExactValue(numbers.value),
            *plain(kinds.NUMERIC_CLAIM, "upper_value"),
            Checked(numbers.unit, checks.unit),
            *plain(kinds.NUMERIC_CLAIM, "kind", "comparator", "metric"),
            Checked(numbers.as_of, checks.when),
            Checked(numbers.period, checks.period),
            *plain(kinds.NUMERIC_CLAIM, "review"),
        ],
        kinds.SPEAKER: [
            Name(TABLES["speakers"].c.name, "speaker_id"),
            *plain(kinds.SPEAKER, "kind"),
            Checked(TABLES["speakers"].c.wikidata_id, checks.code),
            text_list("aliases", TABLES["aliases"], "speaker_id", "name", Aliases),
        ],
        kinds.PARTY: [
            Name(TABLES["parties"].c.name, "party_id"),
            *plain(kinds.PARTY, "kind"),
            *(Checked(TABLES["parties"].c[name], checks.code) for name in ("iso_code", "wikidata_id")),
            text_list("aliases", TABLES["aliases"], "party_id", "name", Aliases),
            named_list("members", TABLES["party_members"], "bloc_id", "member_id", kinds.PARTY, Members),
        ],
        kinds.SOURCE: [
            *plain(kinds.SOURCE, "title", "publisher", "agency", "reporter", "editor", "language", "place"),
            Checked(sources.url, checks.address),
            *plain(kinds.SOURCE, "published_on"),
            EventDay(sources.event_on),
            record_field("derived_from", sources.derived_from_id, kinds.SOURCE, Original),
        ],
        kinds.ROLE: [
            Referring("speaker", TABLES["roles"].c.speaker_id, find_speaker, kinds.SPEAKER),
            Referring("party", TABLES["roles"].c.party_id, find_party, kinds.PARTY),
            *plain(kinds.ROLE, "title"),
            OfficeDay(TABLES["roles"].c.started_on, last=False),
            OfficeDay(TABLES["roles"].c.ended_on, last=True),
            record_field("source", TABLES["roles"].c.source_id, kinds.SOURCE),
        ],
        kinds.EVENT: [
            *plain(kinds.EVENT, "name", "kind", "place", "started_on", "ended_on"),
            named_list("parties", TABLES["event_parties"], "event_id", "party_id", kinds.PARTY),
        ],
        kinds.ASSESSMENT: [
            *plain(kinds.ASSESSMENT, "status"),
            Checked(assessments.score, checks.read_score),
            Checked(assessments.assessed_on, checks.past_day),
            *plain(kinds.ASSESSMENT, "assessor", "rubric"),
            Supporting("evidence"),
            *plain(kinds.ASSESSMENT, "note"),
        ],
        kinds.INSTALMENT: [
            *plain(kinds.INSTALMENT, "type"),
            Checked(instalments.value, checks.amount),
            Checked(instalments.unit, find_unit),
            Checked(instalments.transacted_on, checks.past_day),
            Referring("provider", instalments.provider_id, find_party, kinds.PARTY),
            Referring("receiver", instalments.receiver_id, find_party, kinds.PARTY),
            Supporting("evidence"),
            *plain(kinds.INSTALMENT, "note"),
        ],
    }


PARTY_FIELDS = ("committers", "counterparties", "beneficiaries", "implementers")  # in the order of PartyRole
FIELDS = {kind: {field.name: field for field in fields} for kind, fields in _fields().items()}
RECORDED = {  # what people look for among the fields, and where it is
    (RecordKind.COMMITMENT, "status"): "What became of a commitment is not amended but recorded, with its day: claims assess.",
}
REVIEWED = tuple(kind for kind, fields in FIELDS.items() if "review" in fields)


def find_field(kind: RecordKind, name: str) -> Field:
    """Return the field of this name; UsageError names those there are."""
    fields = FIELDS[kind]
    if name not in fields:
        if (kind, name) in RECORDED:
            raise UsageError(RECORDED[kind, name])
        raise unknown(f"{a(kind.value).capitalize()} has the fields {', '.join(fields)}; none is", name, fields)
    return fields[name]


def read_fields(connection: sa.Connection, kind: RecordKind, row: Row, values: Mapping[str, str]) -> list[tuple[Field, Any]]:
    """Return the fields of these names with what their values mean, in the order in which they are written; UsageError as `find_field`.

    `row` is the record as it stands, or what of a new one is settled.
    """
    for name in values:
        find_field(kind, name)
    return [(field, field.read(connection, row, values[name])) for name, field in FIELDS[kind].items() if name in values]


def columns_of(row: Row, read: Sequence[tuple[Field, Any]]) -> dict[str, Any]:
    """Return the columns of the record's own table that these values set, those written over those that follow."""
    columns: dict[str, Any] = {}
    for field, value in read:
        columns |= field.columns(row, value)
    return columns


def shown_fields(connection: sa.Connection, kind: RecordKind, row: Row) -> dict[str, str | None]:
    """Return every field of a record as people see it."""
    return {field.name: field.shown(connection, row) for field in FIELDS[kind].values()}


def read_assignments(written: Sequence[str]) -> dict[str, str]:
    """Return field and value of each `field=value`; UsageError for another form, or a field that is given twice."""
    found: dict[str, str] = {}
    for text in written:
        name, sign, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if not sign or not name:
            raise UsageError(f"Write field=value, such as due_on=2025-06-30, not “{text}”.")
        if name in found:
            raise UsageError(f"{name} is given twice; give it once, several values parted by semicolons.")
        require_text(name, value)
        found[name] = value
    return found
