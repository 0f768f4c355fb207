"""The README and the pages it leads to are true: their commands exist, print what is shown, and their links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from tests.house.shown import PAGES, README, ROOT, renewed

MADE = [ROOT / "docs" / name for name in ("CLI.md", "DATA.md")]
SAMPLES = ROOT / "claims" / "samples" / "README.md"
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def named(place: Path) -> str:
    return str(place.relative_to(ROOT))


def code(text: str) -> list[str]:
    """Every line of a fenced block, and every inline code span outside them."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in fenced for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", outside)


def commands(word: str, place: Path) -> set[tuple[str, ...]]:
    """The words that follow `word` at the start of a code line, up to the first that is no command name."""
    lines = code(place.read_text("utf-8"))
    return {tuple(re.match(rf"{word}((?: [a-z]+)*)", line)[1].split()) for line in lines if re.match(rf"{word}(?: |$)", line)}


def anchors(place: Path) -> set[str]:
    """What the headings of a page can be linked by."""
    headings = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_make_target_exists_and_is_documented() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) - {"help"}
    assert {words[0] for words in commands("make", README) if words} == targets


def test_every_command_is_in_the_readme() -> None:
    group = get_command(app)
    shown = {words[0] for words in commands("claims", README) if words}
    assert {name for name, command in group.commands.items() if not command.hidden} - shown == set()


@pytest.mark.parametrize("place", PAGES, ids=named)
def test_every_command_that_is_named_exists(place: Path) -> None:
    group = get_command(app)
    for words in commands("claims", place):
        if words:
            command = group.commands.get(words[0])
            assert command is not None, f"claims {' '.join(words)}"
            if hasattr(command, "commands") and len(words) > 1:
                assert words[1] in command.commands, f"claims {' '.join(words)}"


@pytest.mark.parametrize("place", PAGES, ids=named)
def test_outputs_are_what_the_commands_print(place: Path) -> None:
    text = place.read_text("utf-8")
    assert renewed(text) == text, "run: python tests/house/shown.py"


@pytest.mark.parametrize("place", [*PAGES, *MADE, SAMPLES], ids=named)
def test_links_lead_to_files_and_headings(place: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", place.read_text("utf-8")):
        if not link.startswith("http"):
            path, _, anchor = link.partition("#")
            target = place.parent / path if path else place
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


def test_the_readme_leads_to_every_page() -> None:
    linked = {README.parent / link for link in re.findall(r"\]\((docs/\w+\.md)\)", README.read_text("utf-8"))}
    assert linked == set((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("place", [*PAGES, *MADE, SAMPLES], ids=named)
def test_every_page_reads_as_plain_text(place: Path) -> None:
    lines = place.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    tables = ("|", "Columns: `", "One row ", "Report: `") if place in MADE else "|"
    assert [line for line in lines if len(line) > 160 and not line.startswith(tables)] == []


def test_version_is_the_packages() -> None:
    program = Path(sys.executable).parent / "claims"
    shown = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert version[1] in shown
