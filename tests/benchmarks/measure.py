"""Measuring: CPU seconds of both sides of a ratio in turn, several times, and the medians."""

import os
import pty
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the table: what was done, our figure, what it is held against, the ratio, and the budget of the ratio."""

    work: str
    ours: str
    against: str
    ratio: float
    budget: str


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a call took in this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def medians(*works: Callable[[], object], repetitions: int = 5) -> list[float]:
    """Return the median CPU seconds of each call; the calls take turns, so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(repetitions):
        for number, work in enumerate(works):
            times[number].append(cpu_seconds(work))
    return [median(taken) for taken in times]


def process_seconds(command: Sequence[str], *, terminal: bool = False) -> float:
    """Return the CPU seconds of a command as a whole process, its output thrown away; `terminal` gives it one to write to."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if terminal:
        run_on_terminal(command)
    else:
        subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_on_terminal(command: Sequence[str]) -> None:
    """Run a command whose standard output is a terminal."""
    ours, theirs = pty.openpty()
    drain = threading.Thread(target=drained, args=(ours,))
    drain.start()
    try:
        subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            env=environment() | {"TERM": "xterm", "COLUMNS": "120"},
        )
    finally:
        os.close(theirs)
        drain.join()
        os.close(ours)


def drained(descriptor: int) -> None:
    """Read a descriptor until its other end is closed (which Linux reports as an error on a terminal)."""
    try:
        while os.read(descriptor, 65_536):
            pass
    except OSError:
        return


def environment() -> dict[str, str]:
    """Return this environment, with compiled modules kept as they are for every user."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONDONTWRITEBYTECODE", "CLAIMS_DB"}}


def printed(rows: Sequence[Row]) -> str:
    """Return the rows as a table in plain text."""
    cells = [("work", "ours", "against", "ratio", "budget")]
    cells += [(row.work, row.ours, row.against, f"{row.ratio:.3g}", row.budget) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)
