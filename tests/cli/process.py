"""The command line as a real process: on pipes, and on a terminal of a given width."""

import fcntl
import os
import pty
import re
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
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **values}


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
        env=environment(TERM="xterm-256color", **values),
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


def without_style(printed: str) -> str:
    """Return what was printed without colours and bold."""
    return STYLE.sub("", printed)
