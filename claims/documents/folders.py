"""Folders: which of their files are articles."""

import os
from collections.abc import Iterator
from pathlib import Path

from claims.documents.files import RejectedFile, irregular, told

Found = tuple[str, Path | RejectedFile]


def articles_in(folder: Path, endings: tuple[str, ...]) -> list[Found]:
    """Return the files below `folder` with one of the `endings` (lower case, with the dot), sorted by path.

    Each comes with its real path, the same however it was reached. Symbolic links to files inside the folder are followed; links out
    of it, what is not a regular file, and what may not be read come as rejections.
    """
    root = os.path.realpath(folder).rstrip(os.sep)
    found: list[tuple[str, str, RejectedFile | None]] = []
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
        except OSError as error:
            found.append((here, real_here, told(here, error)))
    found.sort(key=lambda item: item[0])
    return [(real, rejection or Path(path)) for path, real, rejection in found]


def _ends(entry: os.DirEntry[str], endings: tuple[str, ...]) -> bool:
    return entry.name.lower().endswith(endings)


def _linked(entry: os.DirEntry[str], root: str, endings: tuple[str, ...]) -> Iterator[tuple[str, str, RejectedFile | None]]:
    """Yield what a symbolic link comes to: path, real path, and the rejection if it is one; nothing if no article is meant."""
    real = os.path.realpath(entry.path)
    try:
        folder = entry.is_dir()
        regular = entry.is_file()
        if not folder and not _ends(entry, endings):
            return
        if real != root and not real.startswith(root + os.sep):
            yield entry.path, real, RejectedFile(entry.path, "it is a link out of the folder; name the file itself if it is meant.")
        elif not folder:
            yield entry.path, real, None if regular else irregular(entry.path, entry.stat().st_mode)
    except OSError as error:
        if _ends(entry, endings):
            yield entry.path, real, told(entry.path, error)
