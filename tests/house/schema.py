"""The JSON Schema of structured records, made from the fields that the ledger knows; `python tests/house/schema.py` writes it."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from claims.documents.records.reading import PLURALS, SAYS  # noqa: E402
from claims.store.ledger.field_kinds import DueDay, Field, Linked, OfficeDay, Plain, Quoted, Referring  # noqa: E402
from claims.store.ledger.fields import FIELDS  # noqa: E402
from claims.store.ledger.rows import RECORDS  # noqa: E402
from claims.store.models.base import Day, Exact, Term  # noqa: E402
from claims.store.record_forms import BESIDE, INSIDE  # noqa: E402
from claims.terms import Act, RecordKind  # noqa: E402

PLACE = ROOT / "claims" / "documents" / "records" / "schema.json"
TEXT = {"type": ["string", "null"]}
NUMBER = {"type": ["string", "number", "null"]}
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
YEAR_MONTH_OR_DAY = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
DECIMAL = "^[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?$"
# What no record of the kind can do without.
REQUIRED: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.SPEAKER: ("name", "kind"),
    RecordKind.PARTY: ("name", "kind"),
    RecordKind.EVENT: ("name",),
    RecordKind.ROLE: ("speaker", "title"),
    RecordKind.STATEMENT: ("speaker",),
    RecordKind.COMMITMENT: ("cue", "strength"),
    RecordKind.ASSESSMENT: ("status", "assessed_on"),
    RecordKind.INSTALMENT: ("type", "value", "unit"),
}
PLURAL_OF = {kind: plural for plural, kind in PLURALS.items()}


def schema() -> dict[str, object]:
    """Return the schema of a file of records: lists by kind, a list of records, or one."""
    alone = [{"allOf": [{"$ref": f"#/$defs/{name_of(kind)}"}, {"required": [SAYS]}]} for kind in PLURALS.values()]
    lists = {plural: array(kind) for plural, kind in PLURALS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records for claims load",
        "description": (
            f"Lists of records by kind; or a list of records, each of which says what it is with `{SAYS}`; or one such record, as on each "
            "line of a JSONL file. A list of texts may also be one text with semicolons. Numbers are exact: write them as texts, or "
            "as the digits that are meant."
        ),
        "anyOf": [
            {"type": "object", "properties": lists, "additionalProperties": False},
            {"type": "array", "items": {"anyOf": alone}},
            *alone,
        ],
        "$defs": {name_of(kind): record(kind) for kind in PLURALS.values()},
    }


def name_of(kind: RecordKind) -> str:
    """Return the name of a kind's definition."""
    return kind.value.replace(" ", "_")


def record(kind: RecordKind) -> dict[str, object]:
    """Return the schema of one kind of record."""
    properties: dict[str, object] = {SAYS: {"enum": sorted({kind.value, name_of(kind)})}}
    properties |= {name: {**NUMBER, "description": words} for name, words in BESIDE.get(kind, {}).items()}
    properties |= {field.name: field_schema(kind, field) for field in FIELDS[kind].values()}
    properties |= {PLURAL_OF[inner]: array(inner) for inner in INSIDE.get(kind, ())}
    about = RECORDS[kind].table.comment
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": list(REQUIRED.get(kind, ())),
        "additionalProperties": False,
    }


def array(kind: RecordKind) -> dict[str, object]:
    """Return the schema of a list of records."""
    return {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{name_of(kind)}"}}


def field_schema(kind: RecordKind, field: Field) -> dict[str, object]:
    """Return the schema of one field."""
    if isinstance(field, DueDay | OfficeDay):
        return {**NUMBER, "pattern": YEAR_MONTH_OR_DAY, "description": field.column.comment or field.column.name}
    if isinstance(field, Plain):
        return {**column_schema(field.column.type), "description": field.column.comment or field.column.name}
    if isinstance(field, Linked):
        item: dict[str, object] = {"enum": [act.value for act in Act]} if field.name == "acts" else {"type": "string", "pattern": "^[^;]*$"}
        return {"anyOf": [TEXT, {"type": "array", "items": item}], "description": field.table.comment}
    if isinstance(field, Referring):
        return {**TEXT, "description": f"A {field.kind.value}, by name, alias, code, key, address or digest"}
    if isinstance(field, Quoted):
        return {**TEXT, "description": "Words of the evidence, verbatim"}
    return {**TEXT, "description": "An address, or the url, sha256 or file name of a source"}


def column_schema(type_: object) -> dict[str, object]:
    """Return the schema of what a column of this type takes."""
    match type_:
        case Term(terms=terms):
            return {"enum": [*(term.value for term in terms), None]}
        case Day():
            return {**NUMBER, "pattern": DAY}
        case Exact():
            return {**NUMBER, "pattern": DECIMAL}
    return dict(NUMBER)


def written() -> str:
    """Return the text of the schema's file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PLACE.write_text(written(), "utf-8")
