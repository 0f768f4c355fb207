"""The layout of the repository: what lies at the top, what each package says of itself, what no file may name."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    ".importlinter",
    "LICENSE",
    "Makefile",
    "README.md",
    "alembic",
    "alembic.ini",
    "claims",
    "cli",
    "docs",
    "pyproject.toml",
    "tests",
    "uv.lock",
}
# Written in pieces, so that this file does not name what it looks for.
MACHINE_PATHS = re.compile("|".join(["/ro" + "ot/", "/ho" + r"me/\w", "/Us" + r"ers/\w", "/wo" + "rk/", "/op" + "t/"]))
REGISTRY_HOSTS = re.compile("|".join([r"pypi\." + "org", r"python" + r"hosted\.org"]))


def tracked_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("needs the git checkout: this is an unpacked archive")
    # Who follows the README leaves files of their own here; they are none of ours until somebody adds them.
    command = ["git", "ls-files", "-z", "--cached"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def packages() -> list[Path]:
    folders = {path.parent for top in ("claims", "cli") for path in (ROOT / top).rglob("*.py")}
    return sorted(folders)


def test_only_what_is_agreed_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked_files()} - TOP_LEVEL == set()


@pytest.mark.parametrize("folder", packages(), ids=lambda folder: str(folder.relative_to(ROOT)))
def test_each_package_says_what_it_is_and_imports_nothing(folder: Path) -> None:
    module = ast.parse((folder / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(module)
    if folder != ROOT / "claims" / "store" / "models":
        assert not [node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom)]


def test_migrations_do_not_shadow_the_alembic_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" in content or path.name == "uv.lock":
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if str(ROOT) in line or MACHINE_PATHS.search(line) or REGISTRY_HOSTS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []
