"""Folders: which of their files are articles."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claims.documents.files import RejectedFile, irregular, told

KIND = re.compile(r"(?:\.tar)?\.(?=\d*[^\W\d_])[^\W_]{1,10}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file of a folder that nobody reads; `kind` is its ending in lower case (`.pdf`, `.tar.gz`), empty where it has none."""

    kind: str


Found = tuple[str, Path | RejectedFile | OtherFile]


def files_in(folder: Path, endings: tuple[str, ...]) -> list[Found]:
    """Return the files below `folder`, sorted by path; as OtherFile those with none of the `endings` (lower case, with the dot).

    Each comes with its real path, the same however it was reached. Symbolic links to files inside the folder are followed; links out
    of it, what is not a regular file, and what may not be read come as rejections. Other files that are hidden, or lie in hidden
    folders, are left out: the system put them there.
    """
    root = os.path.realpath(folder).rstrip(os.sep)
    found: list[tuple[str, str, RejectedFile | OtherFile | None]] = []
    waiting = [(str(folder), root)]
    while waiting:
        here, real_here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    real = f"{real_here}{os.sep}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, real))
                    elif entry.is_symlink():
                        found.extend(_linked(entry, root, endings))
                    elif _ends(entry, endings):
                        irregularity = None if entry.is_file() else irregular(entry.path, entry.stat().st_mode)
                        found.append((entry.path, real, irregularity))
                    elif f"{os.sep}." not in real.removeprefix(root):
                        found.append((entry.path, real, _other(entry)))
        except OSError as error:
            found.append((here, real_here, told(here, error)))
    found.sort(key=lambda item: item[0])
    return [(real, instead or Path(path)) for path, real, instead in found]


def _ends(entry: os.DirEntry[str], endings: tuple[str, ...]) -> bool:
    return entry.name.lower().endswith(endings)


def _other(entry: os.DirEntry[str]) -> OtherFile:
    kind = KIND.search(entry.name)
    return OtherFile(kind[0].lower() if kind else "")


def _linked(entry: os.DirEntry[str], root: str, endings: tuple[str, ...]) -> Iterator[tuple[str, str, RejectedFile | OtherFile | None]]:
    """Yield what a symbolic link comes to: path, real path, and what it is instead if it is no article; nothing for links to folders."""
    real = os.path.realpath(entry.path)
    try:
        folder = entry.is_dir()
        regular = entry.is_file()
        if not folder and not _ends(entry, endings):
            if regular:
                yield entry.path, real, _other(entry)
            return
        if real != root and not real.startswith(root + os.sep):
            yield entry.path, real, RejectedFile(entry.path, "it is a link out of the folder; name the file itself if it is meant.")
        elif not folder:
            yield entry.path, real, None if regular else irregular(entry.path, entry.stat().st_mode)
    except OSError as error:
        if _ends(entry, endings):
            yield entry.path, real, told(entry.path, error)
