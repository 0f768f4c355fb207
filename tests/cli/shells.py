"""Real shells on a terminal, with somebody at the Tab key."""

import fcntl
import os
import pty
import re
import select
import shutil
import subprocess
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from tests.cli.process import PROGRAM, ROOT, environment

READY = "ready>"
# How each begins without anybody's own settings, and shows that it waits.
BEGINNINGS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], f"PS1='{READY}'; bind 'set bell-style none'; bind 'set completion-query-items 0'"),
    "zsh": (["zsh", "-f", "-i"], f"PS1='{READY}'; unsetopt PROMPT_SP; unset zle_bracketed_paste; autoload -Uz compinit; compinit -D -u"),
    "fish": (["fish", "--no-config", "-i"], f"function fish_prompt; echo '{READY}'; end; set -g fish_autosuggestion_enabled 0"),
}
ANSWERS = ((b"\x1b[c", b"\x1b[?62;c"), (b"\x1b[6n", b"\x1b[1;1R"))  # what a terminal says when it is asked what it is
CONTROLS = re.compile(r"\x1b(?:\[[0-9;?>=]*[a-zA-Z]|[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")


class Shell:
    """A shell that completes for `claims`, which here writes down with which words it was run."""

    def __init__(self, name: str, folder: Path, database: str) -> None:
        """Start it; `folder` is an empty one of its own."""
        command, settings = BEGINNINGS[name]
        if shutil.which(command[0]) is None:
            raise AssertionError(f"These tests need {name}; install the Debian package {name}.")
        self.name, self.said, self.read, self.told = name, b"", 0, folder / "told"
        self.log = folder / "log"
        program = " ".join(PROGRAM)
        (folder / "claims").write_text(
            f'#!/bin/sh\n[ -n "$_CLAIMS_COMPLETE$SHOW" ] || {{ printf "<%s>" "$@" > {self.told}~; exec mv {self.told}~ {self.told}; }}\n'
            f'echo asked >> {self.log}; {program} "$@"; code=$?; echo answered >> {self.log}; exit $code\n'
        )
        (folder / "claims").chmod(0o755)
        values = environment(
            CLAIMS_DB=database, TERM="xterm", PATH=f"{folder}:{os.environ['PATH']}", HOME=str(folder), LC_ALL="C.UTF-8", SHOW=""
        )
        show = {**values, "SHOW": "1", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        script = subprocess.run([folder / "claims", "--show-completion", name], env=show, cwd=ROOT, capture_output=True, check=True).stdout
        (folder / "script").write_bytes(script)
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=values,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # no shell edits lines without
        )
        os.close(theirs)
        self.enter(f"{settings}; source {folder}/script; echo be''gun")
        self.wait("begun")

    def __enter__(self) -> "Shell":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def enter(self, line: str) -> None:
        os.write(self.ours, f"{line}\r".encode())

    def complete(self, line: str) -> str:
        """Return the words with which `claims` is run after Tab was pressed at the end of a line."""
        self.told.unlink(missing_ok=True)
        self.log.write_text("")
        self.wait(READY)
        os.write(self.ours, f"{line}\t".encode())
        quote = line.partition(" --by ")[2][:1]
        self.rest(self.answered, 2 if quote in ("'", '"') else 0.5)  # a shell may close the quotation long after it has its answer
        self.enter(quote if quote in ("'", '"') and not self.printed.rstrip().endswith(quote) else "")
        self.rest(self.told.exists)
        return self.told.read_text("utf-8")

    @property
    def printed(self) -> str:
        return CONTROLS.sub("", self.said.decode("utf-8", "replace"))

    def wait(self, words: str) -> None:
        """Wait until it says these words, after those that were waited for last."""
        while (at := self.printed.find(words, self.read)) < 0:
            assert self.hear(60), f"{self.name} says nothing more:\n{self.printed}"
        self.read = at + len(words)

    def rest(self, done: Callable[[], bool], silent: float = 0.5) -> None:
        """Wait until something is done and the shell says nothing more for some seconds."""
        end = monotonic() + 60
        while self.hear(silent) or not done():
            assert monotonic() < end, f"{self.name} waits:\n{self.printed}"

    def answered(self) -> bool:
        """Whether the program was asked for words, and all that it was asked for is answered."""
        log = self.log.read_text().split()
        return log.count("asked") == log.count("answered") > 0

    def hear(self, seconds: float) -> bool:
        """Take in what it says; False where it said nothing for so long."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        piece = os.read(self.ours, 65536)
        for asked, answer in ANSWERS:
            if asked in piece:
                os.write(self.ours, answer)
        self.said += piece
        return True
