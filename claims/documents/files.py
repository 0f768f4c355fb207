"""Files as bytes, with the refusals that hold for every format: regular files alone, within a budget, under names that can be shown."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from claims.errors import RejectedInput

MAX_BYTES = 16 * 2**20

_KINDS = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class RejectedFile(RejectedInput):
    """A file or folder that cannot be used. `path` is its name as it can be shown and stored; the sentence begins with it."""

    def __init__(self, path: str | os.PathLike[str], sentence: str) -> None:
        self.path = shown(path)
        super().__init__(f"{self.path}: {sentence}")


def shown(path: str | os.PathLike[str]) -> str:
    r"""Return a path as text that can be printed and stored: bytes that are not UTF-8 become `\xNN`."""
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def has_shown_name(path: str | os.PathLike[str]) -> bool:
    """Tell whether the whole path is UTF-8, so that it can be stored and printed as it is."""
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def told(path: str | os.PathLike[str], error: OSError | ValueError) -> RejectedFile:
    """Return the rejection that says what the operating system said of a path."""
    if isinstance(error, FileNotFoundError):
        return RejectedFile(path, "there is no such file or folder; check the path.")
    if isinstance(error, PermissionError):
        return RejectedFile(path, "it may not be read; give yourself the right to read it (chmod u+r).")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return RejectedFile(path, f"it cannot be read ({reason}).")


def irregular(path: str | os.PathLike[str], mode: int) -> RejectedFile:
    """Return the rejection of something that is not a regular file, by its `st_mode`."""
    kind = _KINDS.get(stat.S_IFMT(mode), "something else")
    return RejectedFile(path, f"it is {kind}, and only regular files are read; save the text in a file.")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file of at most MAX_BYTES; RejectedFile otherwise."""
    with open_regular(path) as file:
        data = _read_within_budget(file.fileno())
    if len(data) > MAX_BYTES:
        raise RejectedFile(path, f"it is larger than {MAX_BYTES // 2**20} MiB; an article is smaller: split it.")
    return data


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Yield a regular file, opened to read its bytes; RejectedFile otherwise.

    The file is opened without blocking and looked at once it is open, so neither a FIFO nor a swap of the name can hold the reader.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise told(path, error) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise irregular(path, mode)
        with open(descriptor, "rb", closefd=False) as file:
            yield file
    except OSError as error:
        raise told(path, error) from None
    finally:
        os.close(descriptor)


def _read_within_budget(descriptor: int) -> bytes:
    """Read to the end of the file, or to one byte more than the budget."""
    chunks: list[bytes] = []
    left = MAX_BYTES + 1
    while left and (chunk := os.read(descriptor, min(left, 2**16))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)
