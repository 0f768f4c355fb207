"""The command line as a real process: on pipes, and on a terminal of a given width."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "cli.main"]
STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def environment(**values: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMS_") and name not in ("COLUMNS", "NO_COLOR")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PAGER": "cat", **values}


def run(*arguments: str | bytes | Path, cwd: Path | str | None = None, **values: str) -> subprocess.CompletedProcess[str]:
    """Run the program on pipes."""
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=cwd or ROOT, env=environment(**values), capture_output=True, text=True, encoding="utf-8", check=False
    )


def run_on_terminal(columns: int, *arguments: str, cwd: Path | str | None = None, **values: str) -> tuple[int, str]:
    """Run the program on a terminal of so many columns; return its exit code and what it printed, styles included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=cwd or ROOT,
        env=environment(**{"TERM": "xterm-256color"} | values),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        printed = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            printed += piece
    os.close(ours)
    return process.returncode, printed.decode("utf-8").replace("\r\n", "\n")


class Conversation:
    """The program on a terminal of so many columns, with somebody at its keys."""

    def __init__(self, columns: int, *arguments: str, cwd: Path | str | None = None, **values: str) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments],
            cwd=cwd or ROOT,
            env=environment(**{"TERM": "xterm-256color"} | values),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # so that Ctrl-C reaches it
        )
        os.close(theirs)
        self.raw = b""
        self.read = 0

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def hear(self, words: str) -> str:
        """Wait until it says these words; return what it has said since the last ones."""
        while (at := self.printed.find(words, self.read)) < 0:
            assert self._wait(), f"it ended without saying {words!r}:\n{self.printed}"
        start, self.read = self.read, at + len(words)
        return self.printed[start : self.read]

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self.ours, keys.encode())

    def end(self) -> tuple[int, str]:
        """Wait until it ends; return its exit code and what it said since the last words that were heard."""
        while self._wait():
            pass
        return self.process.wait(), self.printed[self.read :]

    @property
    def printed(self) -> str:
        """All that it has said; a style may come in two pieces, so that only the whole can be freed of styles."""
        return without_style(self.raw.decode("utf-8", "replace").replace("\r\n", "\n"))

    def _wait(self) -> bool:
        """Wait until it says more; False when it has ended."""
        assert select.select([self.ours], [], [], 60)[0], f"it says nothing more:\n{self.printed}"
        try:
            piece = os.read(self.ours, 65536)
        except OSError:  # Linux: the other end is closed
            return False
        self.raw += piece
        return bool(piece)


def without_style(printed: str) -> str:
    """Return what was printed without colours and bold."""
    return STYLE.sub("", printed)
