"""The `console` blocks of README.md and the pages of docs/: run every `$ claims ...` of them over the samples, and give what it prints.

The commands of a page run in one folder of its own, one after another; `$ export NAME=VALUE` holds for those after it.
A line `<!-- excerpt: PATTERN -->` before a block shows of the output only the rows and paragraphs that match; `...` stands for the others.
Longer lines than the terminal is wide go on in the next one, as there.

`python tests/house/shown.py` writes it into the pages; `test_readme.py` compares.
"""

import fcntl
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = (README, *(ROOT / "docs" / f"{name}.md" for name in ("CORRECTING", "SAME", "REPORTS", "EXCHANGING", "EXTRACTORS")))
PROGRAMS = Path(sys.executable).parent
ESCAPES = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")
COLUMNS = 120
OPENING = "```console"
EXCERPT = re.compile("<!-- excerpt: (.+) -->")
OMITTED = "..."
PROMPT = "$ "
SETS = "export "
SAME_AS = {"make demo": ".venv/bin/claims demo"}
# `claims serve` does not end, and neither a PostgreSQL server nor a model is here; what is no `claims` command is left alone too.
LEFT_ALONE = (
    *("claims serve", "claims load articles --db postgresql", "claims --install-completion"),
    *("claims load articles --extractor llm:", "claims evaluate annotated --extractor llm:"),
)


def run_command(command: str, folder: Path, exported: Mapping[str, str]) -> str:
    """Return what a command prints on a terminal in `folder`, standard error after standard output, without colours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMS_", "PYTHON"))}
    kept |= {"COLUMNS": str(COLUMNS), "TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **exported}
    words = shlex.split(command)
    if words[0] == "claims":
        kept["PATH"] = f"{PROGRAMS}{os.pathsep}{kept['PATH']}"
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
    with subprocess.Popen(words, cwd=folder, env=kept, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE) as running:
        os.close(theirs)
        printed = b"".join(pieces(ours))
        os.close(ours)
        assert running.stderr
        printed += running.stderr.read()
    return "\n".join(line.rstrip() for line in ESCAPES.sub("", printed.decode("utf-8")).splitlines()).strip("\n")


def pieces(descriptor: int) -> Iterator[bytes]:
    """Yield what a terminal receives until its other end is closed, which Linux reports as an error."""
    with suppress(OSError):
        while piece := os.read(descriptor, 65_536):
            yield piece


def excerpt(printed: str, pattern: str) -> str:
    """Return the rows and paragraphs of an output that match; a table's head ends at its rule, and its tall rows at blank lines.

    An object of JSON or an element of XML that begins a line is a row, too.
    """
    parts = [part.strip("\n") for part in re.split(r"\n\n|(?<=[─-])\n(?=c)|\n(?=[{\]]|<[^/])", printed)]
    kept = [part if re.search(pattern, part) else OMITTED for part in parts]
    return "\n".join(part for part, before in zip(kept, ["", *kept], strict=False) if part != OMITTED or before != OMITTED)


def wrapped(lines: list[str]) -> list[str]:
    """Return lines as a terminal shows those that are longer than it is wide."""
    return [line[start : start + COLUMNS] for line in lines for start in range(0, len(line) or 1, COLUMNS)]


def renewed(page: str) -> str:
    """Return a page with the output of every command as it is now."""
    lines: list[str] = []
    exported: dict[str, str] = {}
    inside = replacing = False
    pattern = None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "claims" / "samples", folder / "articles", ignore=shutil.ignore_patterns("*.py", "*.md", "__pycache__"))
        (folder / ".venv").mkdir()
        (folder / ".venv" / "bin").symlink_to(PROGRAMS, target_is_directory=True)
        for line in page.splitlines():
            if line.startswith("```"):
                inside, replacing = line == OPENING, False
                pattern = EXCERPT.fullmatch(lines[-1]) if inside else None
            if inside and line.startswith(PROMPT):
                command = SAME_AS.get(line.removeprefix(PROMPT), line.removeprefix(PROMPT))
                replacing = command.startswith(("claims ", ".venv/bin/claims ")) and not command.startswith(LEFT_ALONE)
                lines.append(line)
                if command.startswith(SETS):
                    exported.update([command.removeprefix(SETS).split("=", 1)])
                if replacing:
                    printed = run_command(command, folder, exported)
                    lines.extend(wrapped((excerpt(printed, pattern[1]) if pattern else printed).splitlines()))
            elif not replacing:
                lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for place in PAGES:
        place.write_text(renewed(place.read_text("utf-8")), "utf-8")
