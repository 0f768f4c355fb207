"""Recording: records of a structured file go into the database, a document with all of its records or not at all.

What is there already stays as it is, and where a file says otherwise, that is named. All of one file is one change, which `claims
undo` takes back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from claims.documents.document import Span
from claims.documents.files import RejectedFile
from claims.documents.records.nodes import Fault, Node
from claims.documents.records.reading import PLURALS, Record, of_kind, read_records
from claims.errors import RejectedInput, UsageError
from claims.inputs import read_address, require_text, unknown
from claims.references import Reference, require_reference
from claims.store import migrations
from claims.store.databases.database import find_database
from claims.store.exports import is_export
from claims.store.ledger.adding import Evidence, cue_in, insert_record, settled_columns
from claims.store.ledger.amending import write_fields
from claims.store.ledger.field_kinds import place_in, read_value
from claims.store.ledger.fields import FIELDS, columns_of, find_field, read_fields, shown_fields
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.lookups import IDENTIFIERS, Names
from claims.store.ledger.rows import RECORDS, TABLES, Row, fetch
from claims.store.record_forms import BESIDE, FOLLOWING, INSIDE, WITH_EVIDENCE
from claims.store.recorded import Recorded
from claims.store.restoring import restore
from claims.store.session import changeset
from claims.store.shapes import SHAPES
from claims.store.taken_keys import Place, TakenKeys
from claims.terms import Origin, RecordKind, Review

JOINED = {"aliases": "aliases", "members": "party_members", "parties": "event_parties"}  # lists that a later file may lengthen
JOINABLE = (RecordKind.SPEAKER, RecordKind.PARTY, RecordKind.EVENT)
PLURAL_OF = {kind: name for name, kind in PLURALS.items()}
NAMING = {  # fields that name other records
    **dict.fromkeys(("speaker", "addressees"), RecordKind.SPEAKER),
    **dict.fromkeys(
        ("party", "members", "parties", "provider", "receiver", "committers", "counterparties", "beneficiaries", "implementers"),
        RecordKind.PARTY,
    ),
    **dict.fromkeys(("source", "derived_from"), RecordKind.SOURCE),
    "statement": RecordKind.STATEMENT,
    "commitment": RecordKind.COMMITMENT,
    "event": RecordKind.EVENT,
}
MOST_HINTS = 50  # wrong names for which the nearest right ones are looked up
MOST_ALIKE = 10  # records of the same words that a record of the file is compared with
MOST_TOLD = 600  # characters of a sentence: what it quotes may be of any length


class Unsound(RejectedInput):
    """Records of one document that cannot be kept, each with its line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(map(str, faults)))


def record_file(path: Path, location: str, *, actor: str) -> Recorded:
    """Put the records of a structured file, or the rows of an export, into the database at `location`, made if there is none.

    What cannot be kept is named in the answer, by file and line. Raises Refused and StoreError as loading does.
    """
    try:
        if is_export(path):
            return restore(path, location, actor=actor)
        records = read_records(path)
    except RejectedFile as error:
        return Recorded(str(path), rejected=[str(error)])
    if find_database(location).revision() is None:
        migrations.upgrade(location)
    with Ledger(location, actor=actor) as ledger, ledger.changing(f"records {path.name}") as connection:
        ledger.database.lock_loaders(connection)
        recorder = _Recorder(connection, path, ledger)
        recorder.take(records)
        recorder.result.changeset = changeset(connection) if recorder.result.added else None
        return recorder.result


class _Recorder:
    """The records of one file on their way into one database."""

    def __init__(self, connection: sa.Connection, path: Path, ledger: Ledger) -> None:
        self._connection = connection
        self._path = path
        self._ledger = ledger
        self._names = {kind: Names(connection, kind) for kind in IDENTIFIERS}
        self._keys = TakenKeys()
        self._hints = 0
        self._added: Counter[str] = Counter()
        self._unchanged = 0
        self.result = Recorded(str(path))

    def take(self, records: Iterable[Record | Fault]) -> None:
        """Keep what can be kept; each record with all that stands inside it, or nothing of it."""
        for record in records:
            if isinstance(record, Fault):
                self._reject([record])
                continue
            self._added, self._unchanged = Counter(), 0
            try:
                with self._at_once():
                    self._keep(record, {})
            except Unsound as error:
                whole = len(error.faults) == 1 and error.faults[0].line == record.line
                note = "" if whole else f" Nothing of the {record.kind.value} on line {record.line} was kept."
                self._reject(error.faults, note)
            else:
                self.result.added += self._added
                self.result.unchanged += self._unchanged

    def _reject(self, faults: list[Fault], note: str = "") -> None:
        for place, fault in enumerate(faults):
            self.result.name(f"{self._path}, line {fault.line}: {fault}{note if place == len(faults) - 1 else ''}")

    def _keep(self, record: Record, inherited: Mapping[str, str]) -> None:
        """Keep one record and what stands inside it; Unsound names every record of it that cannot be kept."""
        inner = [PLURAL_OF[kind] for kind in INSIDE.get(record.kind, ())]
        with self._placed(record.line):
            reference = self._keep_alone(record, {name: node for name, node in record.fields.items() if name not in inner}, inherited)
        own = {record.kind.value: str(reference)}
        faults: list[Fault] = []
        for name in inner:
            node = record.fields.get(name)
            if node is None or node.value is None:
                continue
            if not isinstance(node.value, list):
                faults.append(Fault(node.line, f"{name} takes a list of records."))
                continue
            for child in of_kind(PLURALS[name], node):
                if isinstance(child, Fault):
                    faults.append(child)
                    continue
                try:
                    with self._at_once():
                        self._keep(child, {**inherited, **own})
                except Unsound as error:
                    faults += error.faults
        if faults:
            raise Unsound(faults)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing of it; then none of its records has taken a key either."""
        taken = len(self._keys)
        try:
            with self._connection.begin_nested():
                yield
        except BaseException:
            self._keys.give_back(taken)
            raise

    @contextmanager
    def _placed(self, line: int) -> Iterator[None]:
        """Give what is wrong with a record the record's line."""
        try:
            yield
        except Fault as fault:
            raise Unsound([fault]) from fault
        except (RejectedInput, UsageError) as error:
            told = str(error)
            raise Unsound([Fault(line, told if len(told) <= MOST_TOLD else f"{told[:MOST_TOLD]}….")]) from error
        except sa.exc.DBAPIError as error:
            if not self._ledger.database.is_broken_rule(error):
                raise
            raise Unsound([Fault(line, f"a rule of the database forbids it: {str(error.orig).splitlines()[0]}.")]) from error

    def _keep_alone(self, record: Record, fields: Mapping[str, Node], inherited: Mapping[str, str]) -> Reference:
        kind = record.kind
        values = self._values(kind, fields)
        takes = FIELDS[kind].keys() | BESIDE.get(kind, {}).keys()
        for name in values.keys() - takes:
            find_field(kind, name)
        inherited = {name: value for name, value in inherited.items() if name in takes}
        self._name_records(kind, values, inherited)
        values = {**inherited, **values}
        beside = {name: values.pop(name) for name in BESIDE.get(kind, {}) if name in values}
        match kind:
            case RecordKind.SOURCE:
                row, known = self._source(values, beside)
            case RecordKind.SPEAKER | RecordKind.PARTY:
                row, known = {}, self._bearer(kind, values)
            case _ if kind in WITH_EVIDENCE:
                row, known = self._with_evidence(kind, values, beside)
            case _:
                row, known = self._other(kind, values, beside)
        if known is not None:
            self._compare(known, values)
            return known
        reference = insert_record(self._connection, kind, row, values)
        self._added[RECORDS[kind].table.name] += 1
        if kind in self._names:
            others = [*(values.get(code) for code in IDENTIFIERS[kind]), *values.get("aliases", "").split(";")]
            self._names[kind].add(reference.number, values["name"].strip(), [each.strip() for each in others if each])
        return reference

    def _values(self, kind: RecordKind, fields: Mapping[str, Node]) -> dict[str, str]:
        """Return the fields as texts; several values are joined as people write them."""
        values: dict[str, str] = {}
        for name, node in fields.items():
            if isinstance(node.value, dict):
                raise Fault(node.line, f"{name[:60]} takes a text or a list of texts.")
            items = node.value if isinstance(node.value, list) else [node]
            texts = [item.value for item in items if item.value is not None]
            for text in texts:
                if not isinstance(text, str):
                    raise Fault(node.line, f"{name[:60]} takes a text or a list of texts.")
                require_text(name[:60], text)
                if isinstance(node.value, list) and ";" in text:
                    raise Fault(node.line, f"{name[:60]}: a text of a list holds no semicolon.")
            if texts:
                values[name] = "; ".join(map(str, texts))
        if kind is RecordKind.SOURCE and "text" not in values and not {"url", "sha256", "file_name"} & values.keys():
            raise UsageError("a source comes with its text, or names one that is loaded by url, sha256 or file_name.")
        return values

    def _name_records(self, kind: RecordKind, values: dict[str, str], inherited: Mapping[str, str]) -> None:
        """Put short names in the place of natural references; `inherited` are short names already."""
        for name, target in NAMING.items():
            if name in values:
                parts = values[name].split(";") if target in IDENTIFIERS else [values[name]]
                source = values.get("source") or inherited.get("source")
                found = [str(self._find(name, target, part.strip(), source)) for part in parts if part.strip()]
                values[name] = "; ".join(found)
        if kind in FOLLOWING and (told := values.get("evidence")) is not None:
            known = self._source_named(told)
            values["evidence"] = read_address("evidence", told) if known is None else str(known)

    def _find(self, field: str, kind: RecordKind, name: str, source: str | None) -> Reference:
        """Return the record that a natural reference names; UsageError where there is none, or several."""
        if kind in self._names:
            found = self._names[kind].find(name)
        elif kind is RecordKind.SOURCE:
            known = self._source_named(name)
            found = set() if known is None else {known.number}
        else:
            found = self._record_named(kind, name, source)
        if len(found) == 1:
            return Reference(kind, found.pop())
        if found:
            raise UsageError(f"{field}: “{name[:60]}” names {len(found)} records of this kind ({kind.value}); say which.")
        self._hints += 1
        if kind in self._names and self._hints <= MOST_HINTS:
            raise unknown(f"{field}: no {kind.value} is called", name[:200], self._names[kind].all())
        raise UsageError(f"{field}: no {kind.value} of this database is called “{name[:60]}”.")

    def _source_named(self, name: str) -> Reference | None:
        """Return the source with this url, digest or file name; UsageError where several have it."""
        columns = TABLES["sources"].c
        for column in (columns.sha256, columns.url, columns.file_name):
            found = list(self._connection.execute(sa.select(columns.source_id).where(column == name).limit(2)).scalars())
            if len(found) > 1:
                raise UsageError(f"several sources have the {column.name} “{name[:60]}”; name the one that is meant by its sha256.")
            if found:
                return Reference(RecordKind.SOURCE, found[0])
        return None

    def _record_named(self, kind: RecordKind, name: str, source: str | None) -> set[int]:
        """Return the records with this name or key, else those whose evidence it is, in the source with this short name if one is given."""
        records = RECORDS[kind]
        columns = records.table.c
        if kind is RecordKind.EVENT:
            return set(self._connection.execute(sa.select(records.key).where(columns.name == name)).scalars())
        found = set(self._connection.execute(sa.select(records.key).where(columns.key == name)).scalars())
        if found:
            return found
        condition = columns.text == name
        if source is not None:
            condition = sa.and_(condition, columns.source_id == require_reference(source).number)
        return set(self._connection.execute(sa.select(records.key).where(condition)).scalars())

    def _source(self, values: dict[str, str], beside: Mapping[str, str]) -> tuple[dict[str, Any], Reference | None]:
        """Return the columns of a new source, or the source that is loaded already."""
        text = beside.get("text")
        if text is None:
            told = beside.get("sha256") or values.get("url") or beside["file_name"]
            known = self._source_named(told)
            if known is None:
                raise UsageError(f"no source “{told[:60]}” is loaded; give its text, or load the article first.")
            return {}, known
        digest = sha256(text.encode()).hexdigest()
        if beside.get("sha256", digest) != digest:
            raise UsageError(f"sha256: the text has {digest}, so it is another text than the one that is meant.")
        known = self._source_named(digest)
        if "language" not in values:
            from claims.extraction.finders.language import recognise_language

            values["language"] = recognise_language(text)
        row = {"text": text, "sha256": digest, "loaded_at": datetime.now(UTC), "encoding": "utf-8"}
        return row | {"media_type": beside.get("media_type", "text/plain"), "file_name": beside.get("file_name")}, known

    def _bearer(self, kind: RecordKind, values: Mapping[str, str]) -> Reference | None:
        """Return the speaker or party that is known by the name or one of the codes."""
        for name in ("name", *IDENTIFIERS[kind]):
            found = self._names[kind].find(values[name].strip()) if values.get(name, "").strip() else set()
            if len(found) == 1:
                return Reference(kind, next(iter(found)))
            if found:
                raise UsageError(f"{name}: {len(found)} of kind {kind.value} are called “{values[name][:60]}” already.")
        return None

    def _with_evidence(
        self, kind: RecordKind, values: dict[str, str], beside: Mapping[str, str]
    ) -> tuple[dict[str, Any], Reference | None]:
        """Return the columns that follow from the evidence, and the record that has the same key already."""
        if "source" not in beside:
            raise UsageError(f"a {kind.value} names its source by url, sha256 or file name, or stands inside one.")
        source = fetch(self._connection, require_reference(beside["source"]))
        found = _evidence(source, beside)
        row = settled_columns(self._connection, kind, found, values)
        row |= {"origin": Origin.RECORDED, "review": Review.PROPOSED}
        if not values.get("review", "").strip():
            values.pop("review", None)
        row["key"], known = self._key(Place(source["sha256"], kind, found.span, cue_in(found, values)), values)
        return row, known

    def _key(self, place: Place, values: Mapping[str, str]) -> tuple[str, Reference | None]:
        """Return the key of a record, and the record that bears it already.

        Of several that are here with the same words, that is the first one of which the file says nothing else, or else the first.
        """
        free: list[tuple[int, Reference | None]] = []
        records = RECORDS[place.kind]
        for ordinal, key in islice(self._keys.free(place), MOST_ALIKE):
            number = self._connection.execute(sa.select(records.key).where(records.table.c.key == key)).scalar()
            free.append((ordinal, None if number is None else Reference(place.kind, number)))
            if number is None:
                break
        several = [(ordinal, known) for ordinal, known in free if known is not None] if len(free) > 1 else []
        chosen, known = next(((ordinal, known) for ordinal, known in several if self._agrees(known, values)), free[0])
        return self._keys.take(place, chosen), known

    def _agrees(self, reference: Reference, values: Mapping[str, str]) -> bool:
        """Tell whether the file says of a record what the database says."""
        unchanged = self._unchanged
        try:
            self._compare(reference, values)
        except UsageError:
            return False
        finally:
            self._unchanged = unchanged
        return True

    def _other(self, kind: RecordKind, values: dict[str, str], beside: Mapping[str, str]) -> tuple[dict[str, Any], Reference | None]:
        """Return the columns of a role, event, assessment or instalment, and the one that agrees with it in its identity."""
        row: dict[str, Any] = {}
        if kind in FOLLOWING:
            if "commitment" not in beside:
                raise UsageError(f"an {kind.value} names its commitment by key or by its words, or stands inside one.")
            row["commitment_id"] = require_reference(beside["commitment"]).number
        if kind is RecordKind.ASSESSMENT:
            values.setdefault("assessor", self._ledger.actor)
        whole = row | columns_of(row, read_fields(self._connection, kind, row, values))
        words = beside.get("evidence_text" if kind in FOLLOWING else "text")
        if words is not None:
            column, start, end = ("evidence_source_id", "evidence_start", "evidence_end")
            if kind is RecordKind.ROLE:
                column, start, end = "source_id", "span_start", "span_end"
            if whole.get(column) is None:
                raise UsageError(f"“{words[:40]}” stands in no source: name the one that is meant.")
            source = fetch(self._connection, Reference(RecordKind.SOURCE, whole[column]))
            at = place_in(source["text"], words, "text", "source")
            row |= {start: at, end: at + len(words)}
        table = RECORDS[kind].table
        conditions = [
            table.c[name].is_(None) if whole.get(name) is None else table.c[name] == whole[name] for name in SHAPES[table.name].identity
        ]
        number = self._connection.execute(sa.select(RECORDS[kind].key).where(*conditions).limit(1)).scalar()
        return row, None if number is None else Reference(kind, number)

    def _compare(self, reference: Reference, values: Mapping[str, str]) -> None:
        """Count a record that is there already; lengthen its lists; UsageError where the file says otherwise than the database."""
        written = {name: value for name, value in values.items() if name != "name" or reference.kind not in IDENTIFIERS}
        if reference.kind in JOINABLE:
            before = shown_fields(self._connection, reference.kind, fetch(self._connection, reference))
            written |= {name: f"{before[name] or ''}; {value}" for name, value in written.items() if name in JOINED}
        with self._connection.begin_nested():
            differing = write_fields(self._connection, reference, written)
            if not all(each.field in JOINED for each in differing):
                told = "; ".join(
                    f"{each.field} is {each.before or 'empty'} here, {each.after or 'empty'} in the file" for each in differing[:5]
                )
                raise UsageError(
                    f"it is here already as {reference}, and {told[:400]}; it stays as it is (`claims amend {reference}` changes it)."
                )
        self._unchanged += not differing
        for each in differing:
            lengthened = (each.after or "").count(";") - (each.before or "").count(";") + (each.before is None)
            self._added[JOINED[each.field]] += lengthened


def _evidence(source: Row, beside: Mapping[str, str]) -> Evidence:
    """Return the evidence that words or offsets give."""
    text, words = str(source["text"]), beside.get("text")
    columns = TABLES["statements"].c
    start, end = (None if name not in beside else int(read_value(columns[name], beside[name])) for name in ("span_start", "span_end"))
    if start is None:
        if words is None:
            raise UsageError("it needs its evidence: text with the words of the source, or span_start and span_end.")
        start = place_in(text, words, "text", "source")
    end = start + len(words) if words is not None and end is None else end
    if end is None or not 0 <= start < end <= len(text) or (words is not None and text[start:end] != words):
        raise UsageError(f"the source does not hold these words at characters {start} to {end}; it has {len(text):,} characters.")
    return Evidence(source, Span(start, end), text[start:end])
