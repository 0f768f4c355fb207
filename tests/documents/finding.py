"""What reading finds, the files and the rejections apart."""

from collections.abc import Sequence
from pathlib import Path

from claims.documents.files import RejectedFile
from claims.documents.reading import find


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[RejectedFile]]:
    found = find(paths).files
    return [one for one in found if isinstance(one, Path)], [one for one in found if not isinstance(one, Path)]
