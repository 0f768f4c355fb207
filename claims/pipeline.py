"""The pipeline: paths become files, files documents, documents extractions, extractions records, and records rows.

Texts and records are held for one batch at a time; of the files before it only their names and outcomes are kept.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from claims.documents.document import Document
from claims.documents.files import RejectedFile
from claims.documents.reading import find, read_document
from claims.documents.records.reading import ENDINGS
from claims.errors import RejectedInput, UsageError
from claims.extraction.candidates import Extraction, SetAside
from claims.extraction.extractor import Extractor, RuleExtractor, extract_or_reject
from claims.extraction.finders.language import recognise_language
from claims.extraction.lexicon import languages
from claims.resolution.directory import Directory
from claims.resolution.records import ResolvedDocument
from claims.resolution.resolver import resolve
from claims.terms import Outcome

if TYPE_CHECKING:
    from claims.store.loading import Loader
    from claims.store.recorded import Recorded

BATCH_DOCUMENTS = 500
BATCH_CHARACTERS = 8 * 2**20
BATCH_SECONDS = 10  # a slow extractor's work is not to be lost


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What came of one path: the source it is stored as, or the sentence that says why it was rejected."""

    path: str
    outcome: Outcome
    source_id: int | None
    message: str | None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What came of every path, in their order, how many records were read, and what the extractor set aside of those documents.

    `disagreements` counts those with what people settled that were not known before.
    """

    documents: tuple[DocumentOutcome, ...]
    statements: int
    commitments: int
    numeric_claims: int
    set_aside: Counter[SetAside]
    disagreements: int = 0
    records: "tuple[Recorded, ...]" = ()
    """What came of each file of records."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """How many files of the folders are not read, by their endings."""
    unlike: tuple[tuple[str, str], ...] = ()
    """Paths that do not read like the language that was declared, each with the one that they read like."""


def extract(
    paths: Sequence[Path],
    *,
    language: str | None = None,
    extractor: Extractor | None = None,
    pass_over: Callable[[Counter[str]], None] | None = None,
) -> Iterator[Extraction | RejectedInput]:
    """Return an iterator over what is found in each document, or why it was rejected, in the order of the paths; no database is needed.

    `language` declares the language of all of them, None has it recognised. `pass_over` is called with how many files of the folders are
    not read, by their endings. UsageError if there is no lexicon for the language.
    """
    chosen = extractor or _rules_for(language)
    meant = find(paths)
    if pass_over:
        pass_over(meant.passed_over)
    return _extractions(meant.files, language, chosen)


def _extractions(found: Sequence[Path | RejectedFile], language: str | None, extractor: Extractor) -> Iterator[Extraction | RejectedInput]:
    with _seldom_collected():
        for one in found:
            yield _extraction_or_rejection(one, language, extractor)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let the garbage collector run a hundredth as often: an extraction makes many small objects and no cycles that outlive it.

    Its rounds over the lexicons that stay in memory took two fifths of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def load(
    paths: Sequence[Path],
    location: str,
    *,
    loaded_by: str,
    language: str | None = None,
    extractor: Extractor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LoadReport:
    """Load the documents that `paths` mean into the database at `location` (a path or URL) and return what came of each.

    A document whose text is stored already is unchanged, unless it was read in another language than `language`. Each is stored whole or
    not at all, in batches, and a batch once stored stays, whatever interrupts the rest. `progress` is called with the paths done and
    the paths in all. If no file can be meant at all, no database is touched. Errors: UsageError for a language without a lexicon,
    Refused for a database that is not to be written, StoreError where it is busy or full.

    Files of records (YAML, JSON, JSONL, CSV) come after the articles, which they may speak of; an export comes first.
    """
    extractor = extractor or _rules_for(language)
    meant = find(paths, beside=ENDINGS)
    found = meant.files
    files = [one for one in found if isinstance(one, Path) and one.suffix.lower() in ENDINGS]
    if not files:
        report = _load_articles(found, location, loaded_by, language, extractor, progress)
        return replace(report, passed_over=meant.passed_over)

    from claims.store.exports import is_export
    from claims.store.recording import record_file

    exports = [file for file in files if is_export(file)]
    restored = [record_file(file, location, actor=loaded_by) for file in exports]
    articles = [one for one in found if one not in files]
    report = _load_articles(articles, location, loaded_by, language, extractor, progress)
    recorded = [record_file(file, location, actor=loaded_by) for file in files if file not in exports]
    return replace(report, records=(*restored, *recorded), passed_over=meant.passed_over)


def _load_articles(
    found: Sequence[Path | RejectedFile],
    location: str,
    loaded_by: str,
    language: str | None,
    extractor: Extractor,
    progress: Callable[[int, int], None] | None,
) -> LoadReport:
    if not any(isinstance(one, Path) for one in found):
        return LoadReport(tuple(_rejected(one) for one in found if isinstance(one, RejectedFile)), 0, 0, 0, Counter())

    from claims.store.loading import Loader  # SQLAlchemy: `claims extract` does without

    with Loader(location, extractor=extractor.name, loaded_by=loaded_by, language=language) as loader, _seldom_collected():
        run = _Run(loader, extractor, declared=language is not None)
        for done, one in enumerate(found, start=1):
            path = str(one) if isinstance(one, Path) else one.path
            run.take(path, partial(_read, one, language))
            if progress:
                progress(done, len(found))
        run.store_waiting()
    return run.report()


def reextract(
    location: str,
    *,
    loaded_by: str,
    sources: Sequence[str] = (),
    language: str | None = None,
    extractor: Extractor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LoadReport:
    """Read stored texts anew, without their files, and return what came of each under its short name (`src1`).

    `sources` are short names, publishers, agencies, files or titles; without them, all that an extractor is to read. A source that this
    extractor read last is unchanged, unless `language` says in which all are to be read. Batches, `progress` and errors are those of
    `load`; UsageError for a source that there is not.
    """
    from claims.store.access import open_reader
    from claims.store.loading import Loader
    from claims.views.texts import find_texts, read_texts

    extractor = extractor or _rules_for(language)
    with open_reader(location) as reader:
        texts = find_texts(reader, sources)
        anew = language is not None
        with Loader(location, extractor=extractor.name, loaded_by=loaded_by, anew=anew) as loader, _seldom_collected():
            run = _Run(loader, extractor, declared=anew)
            unread = [text for text in texts if loader.known(text.sha256) is None]
            for text in texts:
                if (source := loader.known(text.sha256)) is not None:
                    run.leave(text.name, source)
            before = len(texts) - len(unread)
            for done, (text, document) in enumerate(zip(unread, read_texts(reader, unread, language), strict=True), start=1):
                run.take(text.name, partial(_sound, document))
                if progress:
                    progress(before + done, len(texts))
            run.store_waiting()
    return run.report()


class _Run:
    """One load: documents wait until they make a batch, and then go into the database together."""

    def __init__(self, loader: "Loader", extractor: Extractor, *, declared: bool) -> None:
        self._loader, self._declared = loader, declared
        self._extractor = extractor
        self._outcomes: dict[str, DocumentOutcome | None] = {}  # by path, in order; None while it waits
        self._waiting: dict[str, tuple[str, ResolvedDocument, tuple[SetAside, ...]]] = {}  # by sha256
        self._twins: list[tuple[str, str]] = []  # path, and the sha256 of a text that waits already
        self._characters = 0
        self._since = monotonic()
        self._counts = [0, 0, 0]
        self._set_aside: Counter[SetAside] = Counter()
        self._unlike: list[tuple[str, str]] = []

    def leave(self, path: str, source_id: int) -> None:
        """Note a document that is not to be read: this extractor has read it."""
        self._record(path, Outcome.UNCHANGED, source_id, None)

    def take(self, path: str, read: Callable[[], Document]) -> None:
        """Read one document and settle what comes of it: unchanged, rejected, or waiting to be stored."""
        self._outcomes[path] = None
        try:
            document = read()
            sha256 = document.sha256
            source_id = self._loader.known(sha256)
            if source_id is not None:
                self._record(path, Outcome.UNCHANGED, source_id, None)
            elif sha256 in self._waiting:
                self._twins.append((path, sha256))
            else:
                self._note_language(document)
                extraction = extract_or_reject(document, self._extractor)
                resolved = _resolved(extraction, self._loader.directory)
                self._loader.directory.expect(resolved)
                self._waiting[sha256] = path, resolved, extraction.set_aside
                self._characters += len(document.text)
        except RejectedInput as error:
            self._record(path, Outcome.REJECTED, None, str(error))
        full = len(self._waiting) >= BATCH_DOCUMENTS or self._characters >= BATCH_CHARACTERS
        if full or monotonic() - self._since >= BATCH_SECONDS:
            self.store_waiting()

    def store_waiting(self) -> None:
        """Store the batch, and then settle the files that hold a text of the batch once more."""
        first_path = {sha256: path for sha256, (path, _, _) in self._waiting.items()}
        documents = {path: document for path, document, _ in self._waiting.values()}
        set_aside = {path: records for path, _, records in self._waiting.values()}
        for path, outcome, source_id, message in self._loader.store(list(documents.items())) if documents else ():
            self._outcomes[path] = DocumentOutcome(path, outcome, source_id, message)
            if outcome in (Outcome.LOADED, Outcome.RENEWED):
                records = (documents[path].statements, documents[path].commitments, documents[path].numeric_claims)
                self._counts = [count + len(kind) for count, kind in zip(self._counts, records, strict=True)]
                self._set_aside.update(set_aside[path])
        for path, sha256 in self._twins:
            first = self._outcomes[first_path[sha256]]
            if first is None or first.outcome == Outcome.REJECTED:
                self._record(path, Outcome.REJECTED, None, first.message if first else None)
            else:
                self._record(path, Outcome.UNCHANGED, first.source_id, None)
        self._waiting, self._twins, self._characters, self._since = {}, [], 0, monotonic()

    def report(self) -> LoadReport:
        """Return what came of every path."""
        statements, commitments, numeric_claims = self._counts
        outcomes = tuple(outcome for outcome in self._outcomes.values() if outcome)
        found = (self._set_aside, self._loader.disagreements)
        return LoadReport(outcomes, statements, commitments, numeric_claims, *found, unlike=tuple(self._unlike))

    def _note_language(self, document: Document) -> None:
        """Note a document that reads like another language than the declared one."""
        if self._declared:
            with suppress(RejectedInput):
                recognised = recognise_language(document.text)
                if recognised != document.language:
                    self._unlike.append((document.path, recognised))

    def _record(self, path: str, outcome: Outcome, source_id: int | None, message: str | None) -> None:
        self._loader.record(path, outcome, source_id, message)
        self._outcomes[path] = DocumentOutcome(path, outcome, source_id, message)


def _rules_for(language: str | None) -> Extractor:
    """Return the rules that read every language with a lexicon; UsageError if the declared language has none."""
    if language is not None and language not in languages():
        raise UsageError(f"There is no lexicon for the language {language!r}; choose one of: {', '.join(languages())}.")
    return RuleExtractor()


def _read(found: Path | RejectedFile, language: str | None) -> Document:
    if isinstance(found, RejectedFile):
        raise found
    return read_document(found, language)


def _sound(document: Document | RejectedFile) -> Document:
    if isinstance(document, RejectedFile):
        raise document
    return document


def _extraction_or_rejection(found: Path | RejectedFile, language: str | None, extractor: Extractor) -> Extraction | RejectedInput:
    try:
        return extract_or_reject(_read(found, language), extractor)
    except RejectedInput as error:
        return error


def _resolved(extraction: Extraction, directory: Directory) -> ResolvedDocument:
    try:
        return resolve(extraction, directory)
    except RejectedInput as error:
        raise RejectedFile(extraction.document.path, str(error)) from error


def _rejected(error: RejectedFile) -> DocumentOutcome:
    return DocumentOutcome(error.path, Outcome.REJECTED, None, str(error))
