"""Reading: which files are meant, and the document that each makes. One reader per format, chosen by the file's ending."""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.documents.document import Document
from claims.documents.files import RejectedFile, has_shown_name, irregular, told
from claims.documents.folders import Found, OtherFile, files_in
from claims.documents.plain_text import read_plain_text
from claims.documents.web_page import read_web_page

READERS: dict[str, Callable[[Path, str | None], Document]] = {
    ".txt": read_plain_text,
    ".html": read_web_page,
    ".htm": read_web_page,
}
ANNOTATION = ".gold.json"  # what `claims evaluate` reads


@dataclass(frozen=True, slots=True)
class Meant:
    """The files that paths mean, with rejections where they mean none; and how many others the folders hold, by their endings."""

    files: list[Path | RejectedFile]
    passed_over: Counter[str]


def find(paths: Sequence[Path], beside: Sequence[str] = ()) -> Meant:
    """Return the files that `paths` mean, each once and in their order; for a path that means none, a rejection in its place.

    A folder means the files below it that some reader reads, sorted; nothing outside it, even if a link points there. `beside` are
    endings of other files that the caller reads, annotations excepted: those are no records.
    """
    met: set[str] = set()
    meant = Meant([], Counter())
    for path in paths:
        for real, one in _meant(path, (*READERS, *beside)):
            if real in met:
                continue
            met.add(real)
            if isinstance(one, OtherFile):
                meant.passed_over[one.kind] += 1
            else:
                meant.files.append(one)
    return meant


def read_document(path: Path, language: str | None = None) -> Document:
    """Return the document in one file; `language` is a declared language code, None to recognise it.

    Raise RejectedFile (a RejectedInput) with one sentence that names the file, what is wrong with it and what would be right.
    """
    _check_name(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"files that end in {path.suffix}" if path.suffix else "files without an ending"
        raise RejectedFile(path, f"{kind} are not read; those that are end in {', '.join(READERS)}.")
    return reader(path, language)


def _check_name(path: Path) -> None:
    if not has_shown_name(path):
        raise RejectedFile(path, "its name is not UTF-8; rename it.")


def _meant(path: Path, endings: tuple[str, ...]) -> Iterator[Found]:
    """Yield what one given path means, with real paths: a file, the articles of a folder, or a rejection."""
    try:
        real = os.path.realpath(path)
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield str(path), told(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _meant_by_folder(path, real, endings)
    elif not stat.S_ISREG(mode):
        yield real, irregular(path, mode)
    else:
        yield real, _named(path)


def _meant_by_folder(folder: Path, real: str, endings: tuple[str, ...]) -> Iterator[Found]:
    found = [(path, OtherFile(ANNOTATION) if path.endswith(ANNOTATION) else one) for path, one in files_in(folder, endings)]
    if all(isinstance(one, OtherFile) for _, one in found):
        sentence = f"the folder and its subfolders hold no articles; the files that are read end in {', '.join(READERS)}."
        yield real, RejectedFile(folder, sentence)
    for real_path, one in found:
        yield real_path, _named(one) if isinstance(one, Path) else one


def _named(path: Path) -> Path | RejectedFile:
    """Return the path, or why it may not be read under its name."""
    try:
        _check_name(path)
    except RejectedFile as rejection:
        return rejection
    return path
