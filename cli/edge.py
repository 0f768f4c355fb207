"""The edge where errors become sentences and exit codes; no traceback passes it unless CLAIMS_DEBUG=1 asks for one."""

import errno
import io
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import Any, TextIO

import typer
from typer.core import TyperCommand, TyperGroup

from claims.errors import ClaimsError, ExitCode, UsageError
from claims.store.kept import kept
from claims.store.waiting import tellers
from claims.visible import show
from cli.layout import flowed

INDENT = 6  # of what a command is for, in the help, beyond its name
ANYWHERE = ("--no-pager",)
OPTION = re.compile(r"--?[a-z][a-z-]*")
EMPTY_OPTION = re.compile(rf"{OPTION.pattern}=\s*")
NUMBER_BELOW_ZERO = re.compile(r"-[0-9.]")
received: list[int] = []
leaving: list[bool] = []


def catch_termination() -> None:
    """Let SIGTERM unwind the program as Ctrl-C does, so that what is in hand is rolled back; neither may get lost, or come after that."""

    def handle(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if not leaving:
            raise KeyboardInterrupt

    def insist(dropped: "sys.UnraisableHookArgs") -> None:
        # Python drops what is raised while it collects garbage: send the signal once more, as soon as that is over.
        if isinstance(dropped.exc_value, KeyboardInterrupt):
            from threading import Timer

            while True:
                with suppress(KeyboardInterrupt):  # on a busy machine it may come before this is left
                    Timer(0.1, signal.raise_signal, [received[-1]]).start()
                    break
        else:
            sys.__unraisablehook__(dropped)

    signal.signal(signal.SIGTERM, handle)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell lets what it starts in the background ignore it
        signal.signal(signal.SIGINT, handle)
    sys.unraisablehook = insist


def prepare_streams() -> None:
    """Print what the terminal's encoding cannot hold as escapes, and nowhere what has no stream to go to (`claims stats >&-`)."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class Command(TyperCommand):
    """A command; its usage brackets only what may be left out."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the words of the usage line."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class Made(Mapping[str, Any]):
    """Commands by name, each made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the command of this name."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._makers)

    def __len__(self) -> int:
        """Return how many commands there are."""
        return len(self._makers)


class Commands(TyperGroup):
    """The commands; whatever one of them raises ends here."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **options: Any) -> Any:
        """Read the words of the command line; --help and --version print here, before there is a command to run."""
        try:
            if parent is None and not options.get("resilient_parsing"):
                refuse_empty(args)
            return super().make_context(info_name, bring_forward(args) if parent is None else args, parent, **options)
        except (OSError, ClaimsError) as error:
            raise typer.Exit(tell(error)) from None
        except Exception as error:
            raise self._outcome(error) from None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the words name; UsageError offers the nearest."""
        if args and not ctx.resilient_parsing and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from claims.inputs import unknown

            raise unknown(f"{ctx.command_path} has no command", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn its errors into a sentence on stderr and an exit code."""
        if ctx.parent is None:
            kept.clear()
            tellers[:] = [tell_waiting]
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except Exception as error:
            if NUMBER_BELOW_ZERO.match(getattr(error, "option_name", "")):
                told = "What begins with a hyphen reads as an option: an amount is above zero, and such words stand behind --."
                raise typer.Exit(complain(told, ExitCode.USAGE)) from None
            raise self._outcome(error) from None
        except KeyboardInterrupt:
            leaving.append(True)
            warn("Interrupted.")
            raise typer.Exit(ExitCode.TERMINATED if signal.SIGTERM in received else ExitCode.INTERRUPTED) from None
        return result

    @staticmethod
    def _outcome(error: Exception) -> Exception:
        """Return what to raise for an error: Typer's own ways to exit and to print help as they are, else an exit after a sentence."""
        if isinstance(error, typer.Exit | typer.Abort) or type(error).__name__ == "NoArgsIsHelpError":
            return error
        if not hasattr(error, "format_message"):
            return typer.Exit(tell(error))
        from cli.misuse import told

        return typer.Exit(complain(told(error), ExitCode.USAGE))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands by their panels, in the order in which these come first; where there are none, as one list."""
        listed: dict[str, list[tuple[str, str]]] = {}
        longest = max(map(len, self.commands))
        limit = formatter.width - INDENT - longest
        for name in self.list_commands(ctx):
            command = self.commands[name]
            listed.setdefault(getattr(command, "rich_help_panel", None) or "Commands", []).append((name, command.get_short_help_str(limit)))
        for panel, rows in listed.items():
            with formatter.section(panel):
                formatter.write_dl([(f"{name:<{longest}}", about) for name, about in rows])


def refuse_empty(words: Sequence[str]) -> None:
    """Raise UsageError for an empty word, and for an option with an empty value: neither is the same as one that was not given."""
    for before, word in zip(["", *words], words, strict=False):
        which = None
        if EMPTY_OPTION.fullmatch(word):
            which = f"The value of {word.partition('=')[0]}"
        elif not word.strip():
            which = f"The value after {before}" if OPTION.fullmatch(before) else "An argument"
        if which:
            raise UsageError(f"{which} is empty, as where a variable of the shell is not set; write one, or leave it out.")


def bring_forward(words: list[str]) -> list[str]:
    """Return the words with the options first that mean the same before a command and behind it."""
    end = words.index("--") if "--" in words else len(words)
    found = [word for word in words[:end] if word in ANYWHERE]
    return [*found, *(word for word in words[:end] if word not in ANYWHERE), *words[end:]]


def tell(error: Exception) -> int:
    """Print what an error means and return the exit code."""
    if os.environ.get("CLAIMS_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, ClaimsError):
        return complain(str(error), error.exit_code)
    if isinstance(error, BrokenPipeError):
        return ExitCode.DONE
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        told = "".join(f" What was changed in {name} is kept; `claims history` tells it." for name in kept)
        return complain(f"There is no room to write the output: {error.strerror}.{told}", ExitCode.STORE)
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
    warn(f"Error: {sentence}")
    return int(code)


def tell_waiting(name: str) -> None:
    """Say on stderr what this program waits for, so that nobody takes it for dead."""
    warn(f"Waiting for another program that is writing to {name} …")


def warn(text: str) -> None:
    """Print a line on stderr, if anybody reads it."""
    with suppress(OSError):
        print(flowed(show(text), sys.stderr), file=sys.stderr)


def settle_streams() -> None:
    """Let what a closed pipe or a full disk did not take go nowhere, so that the end of the process does not fail on it again."""
    settle(sys.stdout)
    settle(sys.stderr)


def settle(stream: TextIO) -> None:
    """Flush a stream; what cannot be written goes to the null device."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
