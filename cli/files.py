"""Files that commands make: whole or not at all, and never over one that is there unless that is asked for."""

from pathlib import Path

from claims.errors import Refused
from claims.whole_files import beside, put


def save(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a new file, or what a pipe or device takes; with `force`, put it in the place of an older file, all at once.

    Refused where the path is taken or cannot be written.
    """
    try:
        if path.is_fifo() or path.is_char_device():
            path.write_bytes(content)
        else:
            _save_beside(path, content, force=force)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error


def _save_beside(path: Path, content: bytes, *, force: bool) -> None:
    work = beside(path)
    try:
        with work.open("xb") as file:
            file.write(content)
        if not put(work, path, over=force):
            raise Refused(f"{path} is there already; --force replaces it.")
    finally:
        work.unlink(missing_ok=True)
