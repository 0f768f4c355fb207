"""Files that commands make: whole or not at all, and never over one that is there unless that is asked for."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from claims.errors import Refused


def save(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a new file, or what a pipe or device takes; with `force`, put it in the place of an older file, all at once.

    Refused where the path is taken or cannot be written.
    """
    try:
        if path.is_fifo() or path.is_char_device():
            path.write_bytes(content)
        else:
            _put(path, content, force=force)
    except FileExistsError:
        raise Refused(f"{path} is there already; --force replaces it.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error


def _put(path: Path, content: bytes, *, force: bool) -> None:
    """Write beside the place and move there, so that nobody ever sees a part of it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o666 & ~_umask())
        if force:
            written.replace(path)
        else:
            os.link(written, path)
    finally:
        with suppress(FileNotFoundError):
            written.unlink()


def _umask() -> int:
    """Return the mask of permissions, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
