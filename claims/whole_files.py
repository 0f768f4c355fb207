"""Files that others see whole or not at all: written beside their place, and put there once they are finished."""

import os
from pathlib import Path


def beside(target: Path) -> Path:
    """Return a path in the same folder that nothing else has."""
    return target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.new")


def put(work: Path, target: Path, *, over: bool = False) -> bool:
    """Give a finished file its name, durably; False where something has that name already and is not to be written over.

    Raises OSError as the operating system does.
    """
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    if over:
        work.replace(target)
    else:
        try:
            target.hardlink_to(work)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            if os.path.lexists(target):
                return False
            work.rename(target)
        else:
            work.unlink()
    folder = os.open(target.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
