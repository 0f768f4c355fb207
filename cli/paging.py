"""Long output on a terminal goes through a pager: PAGER, else less; never where nobody could press its keys."""

import functools
import io
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec

Arguments = ParamSpec("Arguments")

NONE = "cat"  # as PAGER, it is a pager that does not stop
# What less does unless LESS says otherwise: leave at once what fits, show bold and colours, and leave the text on the screen.
LESS = "FRX"


class Held(io.StringIO):
    """What is printed, held back until it is known how long it is; to who prints it, it is the terminal that it is meant for."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return True."""
        return True


def paged(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Return a command whose long output goes through the pager."""

    @functools.wraps(command)
    def run(*values: Arguments.args, **named: Arguments.kwargs) -> None:
        with paging():
            command(*values, **named)

    return run


@contextmanager
def paging() -> Iterator[None]:
    """Hold back what is printed inside, and show it at the end, in the pager if it is longer than the terminal is high."""
    words = find_pager()
    if words is None or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        yield
        return
    terminal, held = sys.stdout, Held()
    sys.stdout = held
    try:
        yield
    finally:
        sys.stdout = terminal
        text = held.getvalue()
        if text.count("\n") < shutil.get_terminal_size().lines:
            terminal.write(text)
        else:
            show_in(words, text)


def find_pager() -> list[str] | None:
    """Return the words of the command that pages; None where there is none, none is wanted, or the terminal is too simple for one."""
    words = shlex.split(os.environ.get("PAGER", "less"))
    if not words or words[0] == NONE or os.environ.get("TERM", "dumb") == "dumb" or shutil.which(words[0]) is None:
        return None
    return words


def show_in(words: list[str], text: str) -> None:
    """Give a text to the pager, and wait until the reader leaves it; Ctrl-C is the pager's as long as it runs."""
    import subprocess

    sys.stdout.flush()
    encoding = sys.stdout.encoding or "utf-8"
    with subprocess.Popen(words, stdin=subprocess.PIPE, env={"LESS": LESS, **os.environ}) as process:
        assert process.stdin
        with suppress(OSError, KeyboardInterrupt):  # the reader has seen enough
            process.stdin.write(text.encode(encoding, "backslashreplace"))
            process.stdin.close()
        while process.poll() is None:
            with suppress(KeyboardInterrupt):
                process.wait()
