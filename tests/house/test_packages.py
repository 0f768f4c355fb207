"""What people install: the wheel in a clean virtual environment, outside the checkout, and the source archive."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from claims.samples.library import sample_paths

ROOT = Path(__file__).resolve().parents[2]
# One worker builds and installs once for all tests of this module.
pytestmark = pytest.mark.xdist_group("packages")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "CLAIMS_"))} | environment
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def uv() -> str:
    found = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    assert found, "uv is neither on PATH nor in .venv; run .ci/setup"
    return found


@pytest.fixture(scope="module")
def built(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds one wheel and one source archive."""
    folder = tmp_path_factory.mktemp("dist")
    run(uv, "build", "--quiet", "--out-dir", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(uv: str, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a clean virtual environment that holds the wheel and its locked dependencies."""
    folder = tmp_path_factory.mktemp("clean")
    venv = folder / "venv"
    wheel = next(built.glob("*.whl"))
    run(uv, "export", "--quiet", "--locked", "--no-dev", "--no-emit-project", "-o", folder / "requirements.txt", cwd=ROOT)
    run(uv, "venv", "--quiet", "--python", sys.executable, venv, cwd=folder)
    run(uv, "pip", "install", "--quiet", "--python", venv, "-r", "requirements.txt", cwd=folder)
    run(uv, "pip", "install", "--quiet", "--python", venv, "--no-deps", wheel, cwd=folder)
    run(uv, "pip", "check", "--quiet", "--python", venv, cwd=folder)
    return venv / "bin"


def test_the_wheel_holds_the_program_its_data_and_its_migrations(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"claims", "cli"}
    data = [path for suffix in ("py", "toml", "sql", "txt", "json", "html", "md", "css") for path in (ROOT / "claims").rglob(f"*.{suffix}")]
    shipped = {path.relative_to(ROOT).as_posix() for path in data}
    assert shipped - names == set()
    assert "claims/_migrations/env.py" in names
    assert [name for name in names if name.startswith("claims/_migrations/versions/")]
    assert [name for name in names if "__pycache__" in name] == []


def test_the_source_archive_holds_what_builds_and_tests_it(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert {"alembic", "alembic.ini", "claims", "cli", "tests", "pyproject.toml", "README.md", "LICENSE"} <= tops


def test_the_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import claims, cli; print(claims.__file__, cli.__file__)", cwd=tmp_path)
    assert str(ROOT) not in where
    assert "0.1.0" in run(installed / "claims", "--version", cwd=tmp_path)


def test_the_installed_program_makes_a_database(installed: Path, tmp_path: Path) -> None:
    run(installed / "claims", "db", "upgrade", "--db", "new.db", cwd=tmp_path)
    assert (tmp_path / "new.db").read_bytes()[:15] == b"SQLite format 3"
    rows = json.loads(run(installed / "claims", "commitments", "--db", "new.db", "--format", "json", cwd=tmp_path))
    assert rows == []


def test_the_installed_program_shows_its_samples(installed: Path, tmp_path: Path) -> None:
    shown = run(installed / "claims", "demo", cwd=tmp_path, COLUMNS="160")
    assert "2025-01-25" in shown
    for state in ("China", "Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"):
        assert state in shown


def test_the_installed_program_extracts_without_a_database(installed: Path, tmp_path: Path) -> None:
    shutil.copy(sample_paths()[0], tmp_path / "article.txt")
    lines = run(installed / "claims", "extract", "article.txt", "--format", "jsonl", cwd=tmp_path).splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["statements"]
    assert list(tmp_path.glob("*.db*")) == []


def test_the_installed_program_names_the_extra_that_its_other_extractor_needs(installed: Path, tmp_path: Path) -> None:
    command = [installed / "claims", "extract", sample_paths()[0], "--extractor", "llm:any"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "Error: The extractor llm needs the package llm; install it with: pip install 'claims[llm]'\n"
