"""The README tells the truth: its commands exist, its outputs are what they print, its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from tests.house.shown import README, ROOT, renewed

TEXT = README.read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def code() -> list[str]:
    """Every line of a fenced block, and every inline code span outside them."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    outside = re.sub(r"^```.*?^```", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in fenced for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", outside)


def commands(word: str) -> set[tuple[str, ...]]:
    """The words that follow `word` at the start of a code line, up to the first that is no command name."""
    return {tuple(re.match(rf"{word}((?: [a-z]+)*)", line)[1].split()) for line in code() if re.match(rf"{word}(?: |$)", line)}


def test_every_make_target_exists_and_is_documented() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) - {"help"}
    named = {words[0] for words in commands("make") if words}
    assert named == targets


def test_every_command_of_the_readme_exists_and_every_command_is_in_it() -> None:
    group = get_command(app)
    named = {words[0] for words in commands("claims") if words}
    assert named == {name for name, command in group.commands.items() if not command.hidden}


def test_subcommands_of_the_readme_exist() -> None:
    group = get_command(app)
    for words in commands("claims"):
        command = group.commands.get(words[0]) if words else None
        if command is not None and hasattr(command, "commands") and len(words) > 1:
            assert words[1] in command.commands, f"claims {' '.join(words)}"


def test_outputs_are_what_the_commands_print() -> None:
    assert renewed(TEXT) == TEXT, "run: python tests/house/shown.py"


def test_links_lead_to_files() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "claims/samples/README.md"])
def test_the_first_screen_is_plain(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert [line for line in lines if len(line) > 160 and not line.startswith("|")] == []


def test_version_is_the_packages() -> None:
    program = Path(sys.executable).parent / "claims"
    shown = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert version[1] in shown
