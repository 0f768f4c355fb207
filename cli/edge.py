"""The edge where errors become sentences and exit codes; no traceback passes it unless CLAIMS_DEBUG=1 asks for one."""

import errno
import io
import os
import signal
import sys
import traceback
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from claims.errors import ClaimsError, ExitCode
from cli.visible import show

received: list[int] = []


def catch_termination() -> None:
    """Let SIGTERM unwind the program as Ctrl-C does, so that what is in hand is rolled back."""

    def handle(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, handle)


def prepare_streams() -> None:
    """Print what the terminal's encoding cannot hold as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class Commands(TyperGroup):
    """The commands; whatever one of them raises ends here."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn its errors into a sentence on stderr and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except Exception as error:
            # Typer's own: how it exits, and how it tells what it could not parse.
            if isinstance(error, typer.Exit | typer.Abort) or hasattr(error, "format_message"):
                raise
            raise typer.Exit(tell(error)) from None
        except KeyboardInterrupt:
            print("Interrupted.", file=sys.stderr)
            raise typer.Exit(ExitCode.TERMINATED if received else ExitCode.INTERRUPTED) from None
        return result


def tell(error: Exception) -> int:
    """Print what an error means and return the exit code."""
    if os.environ.get("CLAIMS_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, ClaimsError):
        return complain(str(error), error.exit_code)
    if isinstance(error, BrokenPipeError):
        silence_stdout()
        return ExitCode.DONE
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        silence_stdout()
        return complain(f"There is no room to write: {error.strerror}.", ExitCode.STORE)
    if isinstance(error, OSError) and error.strerror:
        return complain(f"{error.strerror}: {error.filename or 'no file named'}.", ExitCode.REJECTED)
    if isinstance(error, RecursionError | MemoryError):
        return complain("The input is too large or too deeply nested to be read.", ExitCode.REJECTED)
    kind = type(error).__name__
    return complain(
        f"Something that claims was not made for: {kind}: {error}. CLAIMS_DEBUG=1 shows where; please report it.", ExitCode.REJECTED
    )


def complain(sentence: str, code: int) -> int:
    """Print `Error:` and a sentence on stderr; return the exit code."""
    print(f"Error: {show(sentence)}", file=sys.stderr)
    return int(code)


def silence_stdout() -> None:
    """Let what is still buffered go nowhere, so that the end of the process does not fail on it too."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
