"""The shipped articles, as files."""

from importlib.resources import files
from pathlib import Path


def sample_paths() -> list[Path]:
    """Return the paths of the sample articles, sorted by name (packages are installed unpacked, so each is a real file)."""
    folder = Path(str(files("claims.samples")))
    return sorted(folder.glob("*.txt"))
