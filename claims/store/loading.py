"""Loading: the only code that writes what was read from documents. A document is stored whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import NamedTuple, Self

import sqlalchemy as sa

from claims import __version__
from claims.errors import ClaimsError, RejectedInput
from claims.resolution.records import ResolvedDocument
from claims.store.databases.database import check_current, find_database
from claims.store.directory import StoredDirectory
from claims.store.disagreements import keep_disagreements
from claims.store.known_again import known_again
from claims.store.models import Base, Load, LoadDocument, Source
from claims.store.models.base import instant_text
from claims.store.offices import Places, renew_offices
from claims.store.readings import Teller, reading_of, stored_reading
from claims.store.renewal import Gone, Renewal, former_records, with_below
from claims.store.rows import COLUMNS, Names, Placed, Record, Row, Rows, check_document, details, printable
from claims.store.session import writing
from claims.store.signatures import load_reason
from claims.store.touched import touched_records, withdrawn_records
from claims.terms import Outcome

Result = tuple[str, Outcome, int | None, str | None]
"""What came of one document: path, outcome, source_id, message."""

MOST_NOTES = 1_000  # outcomes that wait for the next transaction
WRITTEN = (Outcome.LOADED, Outcome.RENEWED)


class Loader:
    """One load run, as a context manager; the only writer of loaded rows.

    A text that this extractor has read is left as it is, unless it was read in another language than `language`, or all are read `anew`.
    Entering it makes a missing database, and raises Refused where the database is foreign, older or newer, StoreError where it is busy.
    """

    def __init__(self, location: str, *, extractor: str, loaded_by: str, language: str | None = None, anew: bool = False) -> None:
        self._location, self._language, self._anew = location, language, anew
        self._database = find_database(location)
        self._extractor = extractor
        self._loaded_by = loaded_by
        self._notes: dict[str, Result] = {}
        self._noted: set[str] = set()
        self._printed: Places = {}  # the offices that this run has read, and where
        self.disagreements = 0
        """How many disagreements with what people settled this run has found."""
        self.directory = StoredDirectory(self._database)

    def __enter__(self) -> Self:
        if self._database.revision() is None:
            from claims.store import migrations

            migrations.upgrade(self._location)
        check_current(self._database)
        self._engine = self._database.engine()
        try:
            self._begin()
        except BaseException:
            self._engine.dispose()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._finish()
            elif not isinstance(error, ClaimsError):
                with suppress(ClaimsError, sa.exc.DBAPIError):
                    self._write_notes()
        finally:
            self._engine.dispose()

    def known(self, sha256: str) -> int | None:
        """Return the source_id of a text that is stored already as this run would read it, else None. A look-up in memory."""
        stored = self._known.get(sha256)
        return stored.source if stored is not None and self._is_read(stored) else None

    def _is_read(self, stored: "_Stored") -> bool:
        return stored.extractor == self._extractor and self._language in (None, stored.language) and not self._anew

    def record(self, path: str, outcome: Outcome, source_id: int | None, message: str | None) -> None:
        """Note what came of a document that is not stored now: unchanged or rejected. Written with the next transaction."""
        self._note((path, outcome, source_id, message))
        if len(self._notes) >= MOST_NOTES:
            self._write_notes()

    def store(self, batch: Sequence[tuple[str, ResolvedDocument]]) -> list[Result]:
        """Store documents in one transaction; return (path, outcome, source_id, message) for each, in their order.

        Where one of them breaks a rule of the database, each is tried alone, and that one is rejected with the reason. Raises StoreError
        where the database is busy or full; then nothing of the batch is stored.
        """
        results: dict[int, Result] = {}
        sound: list[int] = []
        for position, (path, document) in enumerate(batch):
            try:
                check_document(document)
                sound.append(position)
            except RejectedInput as error:
                results[position] = (path, Outcome.REJECTED, None, f"{path}: {error}")
        try:
            written = self._store_together([batch[position] for position in sound])
        except sa.exc.DBAPIError:
            written = [self._store_alone(*batch[position]) for position in sound]
        results.update(zip(sound, written, strict=True))
        for result in results.values():
            if result[1] is Outcome.REJECTED:
                self._note(result)
        return [results[position] for position in range(len(batch))]

    def _begin(self) -> None:
        with writing(self._database, self._engine, actor=self._loaded_by) as connection:
            load = sa.insert(Load).values(
                started_at=datetime.now(UTC), version=__version__, extractor=self._extractor, loaded_by=self._loaded_by
            )
            self._load_id = connection.execute(load.returning(Load.load_id)).scalar_one()
            self.directory.refresh(connection)
            self._known = dict(_stored(connection))

    def _store_alone(self, path: str, document: ResolvedDocument) -> Result:
        try:
            return self._store_together([(path, document)])[0]
        except sa.exc.DBAPIError as error:
            return (path, Outcome.REJECTED, None, f"{path}: its records break a rule of the database: {str(error.orig).splitlines()[0]}.")

    def _store_together(self, documents: Sequence[tuple[str, ResolvedDocument]]) -> list[Result]:
        if not documents:
            return []
        self._found, self._printing = 0, Places()
        try:
            with writing(self._database, self._engine, actor=self._loaded_by, reason=load_reason(self._load_id)) as connection:
                self._database.lock_loaders(connection)
                self.directory.refresh(connection)
                results = self._write(connection, documents)
                self._insert_notes(connection, results)
                self.directory.note_own_changes(connection)
        except BaseException:
            self.directory.forget()
            raise
        self._notes.clear()
        self._noted.update(result[0] for result in results)
        self._printed |= self._printing
        self.disagreements += self._found
        for (_, document), (_, _, source, _) in zip(documents, results, strict=True):
            if source is not None:
                self._known[document.document.sha256] = _Stored(source, self._extractor, document.source.language)
        return results

    def _write(self, connection: sa.Connection, documents: Sequence[tuple[str, ResolvedDocument]]) -> list[Result]:
        """Write the documents that are new, or that another extractor read; the others have been stored meanwhile."""
        stored = dict(_stored(connection, [document.document.sha256 for _, document in documents]))
        results: list[Result] = []
        placed: dict[Outcome, list[Placed]] = {outcome: [] for outcome in WRITTEN}
        fresh = iter(self._reserve(connection, "sources", len(documents)))
        for path, document in documents:
            sha256 = document.document.sha256
            known = stored.get(sha256)
            if known is not None and self._is_read(known):
                results.append((path, Outcome.UNCHANGED, known.source, None))
                continue
            outcome = Outcome.LOADED if known is None else Outcome.RENEWED
            source = next(fresh) if known is None else known.source
            stored[sha256] = _Stored(source, self._extractor, document.source.language)
            results.append((path, outcome, source, None))
            placed[outcome].append(Placed(source, document))
        self.directory.keep(connection, [place.document for outcome in WRITTEN for place in placed[outcome]])
        rows = Rows({table: self._ids(connection, table, documents) for table in ("statements", "commitments", "numeric_claims")})
        loaded_at = instant_text(datetime.now(UTC))
        for place in placed[Outcome.LOADED]:
            rows.add_source(place.source, place.document, loaded_at)
            rows.add_records(place, self._names(place))
        self._insert(connection, rows.tables)
        if placed[Outcome.RENEWED]:
            self._renew(connection, placed[Outcome.RENEWED], rows.ids)
        self._keep_offices(connection, placed)
        return results

    def _renew(self, connection: sa.Connection, placed: Sequence[Placed], ids: Mapping[str, Iterator[int]]) -> None:
        """Write what another extractor reads in sources that are stored, and where it disagrees with people."""
        sources = [place.source for place in placed]
        before = stored_reading(connection, sources)
        earlier = {key: number for kind, rows in before.rows.items() for number in rows for key in (before.key(kind, number),)}
        touched, gone = touched_records(connection, sources), self._withdrawn(connection, placed, earlier)
        formers = former_records(before, with_below(before, touched), gone) if gone else {}
        rows = Rows(ids)
        for place in placed:
            document = known_again(place.document, formers.get(place.source, {}))
            rows.add_records(replace(place, document=document, earlier=earlier), self._names(place))
        heads = [(place.source, place.document.document.sha256, *details(place.document)) for place in placed]
        now = reading_of(rows.tables | {"sources": heads})
        renewal = Renewal(before, now, touched, {key for keys in gone.values() for key in keys})
        self._insert(connection, renewal.fresh())
        self._insert(connection, renewal.apply(connection, self._extractor))
        found = renewal.disagreements(Teller(self.directory.names(connection) | renewal.keys()))
        self._found += keep_disagreements(connection, self._database, sources, found, self._extractor)

    def _keep_offices(self, connection: sa.Connection, placed: Mapping[Outcome, Sequence[Placed]]) -> None:
        """Write the offices that the documents print, and renew those of the ones that were stored."""
        printed = {place.source: self.directory.offices(place.document) for outcome in WRITTEN for place in placed[outcome]}
        self._printing = {office: (source, span) for source, offices in printed.items() for office, span in offices.items()}
        if placed[Outcome.RENEWED]:
            renewed = {place.source: printed[place.source] for place in placed[Outcome.RENEWED]}
            self.directory.forget_roles(renew_offices(connection, renewed, self._printed | self._printing))
        self.directory.keep_roles(connection, printed)

    def _withdrawn(self, connection: sa.Connection, placed: Sequence[Placed], earlier: Mapping[str, int]) -> Gone:
        """Return what people withdrew of these sources, if anything is read that does not stand; else nothing at all."""
        read: list[Record] = []
        for place in placed:
            read += (*place.document.statements, *place.document.commitments, *place.document.numeric_claims)
        stands = all(record.key in earlier for record in read)
        return {} if stands else withdrawn_records(connection, [place.source for place in placed])

    def _names(self, place: Placed) -> Names:
        return Names(self.directory.speaker_ids(place.document), self.directory.party_ids(place.document))

    def _insert(self, connection: sa.Connection, tables: Mapping[str, Sequence[Row]]) -> None:
        for table, columns in COLUMNS.items():
            self._database.insert(connection, table, columns, tables.get(table, ()))

    def _ids(self, connection: sa.Connection, table: str, documents: Sequence[tuple[str, ResolvedDocument]]) -> Iterator[int]:
        return iter(self._reserve(connection, table, sum(len(getattr(document, table)) for _, document in documents)))

    def _reserve(self, connection: sa.Connection, table: str, count: int) -> Sequence[int]:
        return self._database.reserve_ids(connection, Base.metadata.tables[table], count)

    def _note(self, result: Result) -> None:
        if result[0] not in self._noted:
            self._noted.add(result[0])
            self._notes[result[0]] = result

    def _insert_notes(self, connection: sa.Connection, results: Sequence[Result] = ()) -> None:
        """Write what came of the documents: the notes that wait, and the results of this transaction; a path once a run."""
        fresh = {result[0]: result for result in results if result[0] not in self._noted}
        rows = [
            (self._load_id, printable(path), str(outcome), source, message)
            for path, outcome, source, message in (*self._notes.values(), *fresh.values())
        ]
        self._database.insert(connection, "load_documents", ("load_id", "path", "outcome", "source_id", "message"), rows)

    def _write_notes(self) -> None:
        if self._notes:
            with writing(self._database, self._engine, actor=self._loaded_by) as connection:
                self._insert_notes(connection)
            self._notes.clear()

    def _finish(self) -> None:
        with writing(self._database, self._engine, actor=self._loaded_by) as connection:
            self._insert_notes(connection)
            connection.execute(sa.update(Load).where(Load.load_id == self._load_id).values(finished_at=datetime.now(UTC)))
        self._notes.clear()


class _Stored(NamedTuple):
    """A stored text: its source_id, the extractor that read it last, its language."""

    source: int
    extractor: str | None
    language: str


def _stored(connection: sa.Connection, digests: Sequence[str] | None = None) -> Iterator[tuple[str, _Stored]]:
    """Yield what is stored by sha256, of all sources or of those with these digests; the latest reading last."""
    read = sa.and_(LoadDocument.source_id == Source.source_id, LoadDocument.outcome.in_(WRITTEN))
    query = sa.select(Source.sha256, Source.source_id, Load.extractor, Source.language).outerjoin(LoadDocument, read).outerjoin(Load)
    if digests is not None:
        query = query.where(Source.sha256.in_(digests))
    for sha256, source, extractor, language in connection.execute(query.order_by(LoadDocument.load_document_id)):
        yield sha256, _Stored(source, extractor, language)
