"""The `console` blocks of README.md and the pages of docs/: run every `$ claims ...` of them over the samples, and give what it prints.

The commands of a page run in one folder of its own, one after another; `$ export NAME=VALUE` holds for those after it.
A block of SQL is asked by `claims sql`, and the block of text after it shows the answer.
A block after `<!-- file: PATH -->` is a file that the reader makes.
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
PAGES = (
    README,
    *(ROOT / "docs" / f"{name}.md" for name in ("CORRECTING", "SAME", "REPORTS", "EXCHANGING", "EXTRACTORS", "COOKBOOK", "ANNOTATING")),
)
PROGRAMS = Path(sys.executable).parent
ESCAPES = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")
COLUMNS = 120
REMARK = r"(?:^<!-- (?:excerpt: (?P<pattern>[^\n]+)|file: (?P<file>[^\n]+)) -->\n)?"
BLOCK = re.compile(rf"(?ms)(?P<before>{REMARK})^```(?P<kind>\w*)\n(?P<body>.*?)^```$")
OMITTED = "..."
PROMPT = "$ "
SETS = "export "
RUN = ("claims ", ".venv/bin/claims ")
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


class Reader:
    """Somebody who follows a page in a folder with the samples, command by command."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "claims" / "samples", folder / "articles", ignore=shutil.ignore_patterns("*.py", "*.md", "__pycache__"))
        (folder / ".venv").mkdir()
        (folder / ".venv" / "bin").symlink_to(PROGRAMS, target_is_directory=True)
        self.folder = folder
        self.exported: dict[str, str] = {}
        self.query = ""

    def renew(self, block: re.Match[str]) -> str:
        """Return a block with what is printed now: of the commands in it, or, after a query, of that."""
        pattern, kind, body = block["pattern"], block["kind"], block["body"]
        if block["file"]:
            place = self.folder / block["file"]
            place.parent.mkdir(exist_ok=True)
            place.write_text(body, "utf-8")
        if kind == "sql":
            self.query = body
        elif kind == "text" and self.query:
            body, self.query = lined(run_command(shlex.join(["claims", "sql", self.query]), self.folder, self.exported)), ""
        elif kind == "console":
            body = "".join(self.follow(part, pattern) for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE))
        return f"{block['before']}```{kind}\n{body}```"

    def follow(self, part: str, pattern: str | None) -> str:
        """Return a command of a page and what it prints, whole or as an excerpt; one that cannot be run here, as it stands."""
        first, _, _ = part.partition("\n")
        command = SAME_AS.get(first.removeprefix(PROMPT), first.removeprefix(PROMPT))
        if command.startswith(SETS):
            self.exported.update([command.removeprefix(SETS).split("=", 1)])
        if not command.startswith(RUN) or command.startswith(LEFT_ALONE):
            return part
        printed = run_command(command, self.folder, self.exported)
        return f"{first}\n{lined(excerpt(printed, pattern) if pattern else printed)}"


def lined(printed: str) -> str:
    """Return what is printed as a terminal shows it, the longer lines in several."""
    return "".join(f"{line}\n" for line in wrapped(printed.splitlines()))


def renewed(page: str) -> str:
    """Return a page with the output of every command and query as it is now."""
    with tempfile.TemporaryDirectory() as name:
        return BLOCK.sub(Reader(Path(name)).renew, page)


if __name__ == "__main__":
    for place in PAGES:
        place.write_text(renewed(place.read_text("utf-8")), "utf-8")
