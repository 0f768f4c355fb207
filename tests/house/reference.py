"""The reference of the command line, made from the commands themselves; `python tests/house/reference.py` writes docs/CLI.md."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from claims.errors import ExitCode  # noqa: E402
from cli.main import app  # noqa: E402
from tests.house.dictionary import plain  # noqa: E402

PLACE = ROOT / "docs" / "CLI.md"
EXAMPLE = "Example: "
HEAD = """# Commands

Every command of `claims`, with its arguments, options and exit codes. Made from the commands themselves by
`python tests/house/reference.py`; `claims COMMAND --help` says the same on a terminal. The [README](../README.md) is the way in.

Records are named by kind and number: `c7` is a commitment, `s12` a statement, `n3` a number, `sp4` a speaker, `p2` a party, `src1` a
source. Days are years, months or days: `2025`, `2025-06`, `2025-06-30`. An option means the same in every command that takes it.

Every command ends with 0 when it is done, with 2 when it was not understood or named what is not there, and with 130 or 143 when it was
interrupted. Those that open a database may end with 3 (busy or full: the unit in hand was undone) or 4 (refused: nothing was changed), and
those that read many things with 1 (some were rejected, each named; the rest is kept). The README has the
[table of them](../README.md#exit-codes).
"""
FOR_ALL = ("help",)  # named once


def written() -> str:
    """Return the text of the reference."""
    top = get_command(app)
    lines = [HEAD, *contents(top), *section(top, "claims", 2)]
    for panel, names in panels(top).items():
        lines.append(f"## {panel}\n")
        for name in names:
            lines += section(top.commands[name], f"claims {name}", 3)
            for member, command in getattr(top.commands[name], "commands", {}).items():
                lines += section(command, f"claims {name} {member}", 3)
    return "\n".join(lines)


def panels(top: Any) -> dict[str, list[str]]:
    """Return the names of the commands by the panels of the help."""
    found: dict[str, list[str]] = {}
    for name, command in top.commands.items():
        found.setdefault(command.rich_help_panel, []).append(name)
    return found


def contents(top: Any) -> Iterator[str]:
    """Yield the list of commands, each leading to its section."""
    for panel, names in panels(top).items():
        yield f"**{panel}**\n"
        for name in names:
            command = top.commands[name]
            yield f"- {link(f'claims {name}')} {summary(command)}"
            for member, inner in getattr(command, "commands", {}).items():
                yield f"  - {link(f'claims {name} {member}')} {summary(inner)}"
        yield ""


def link(name: str) -> str:
    """Return a link to the section of a command, whose anchor is its title in lower case with hyphens."""
    return f"[`{name}`](#{name.replace(' ', '-')})"


def summary(command: Any) -> str:
    """Return what a command does in one line."""
    return str(inspect.cleandoc(command.help).partition("\n")[0])


def section(command: Any, name: str, depth: int) -> Iterator[str]:
    """Yield the section of one command."""
    yield f"{'#' * depth} {name}\n"
    about = inspect.cleandoc(command.help)
    yield f"{about}\n"
    context = command.context_class(command, info_name=name)
    yield f"```\n{name} {' '.join(command.collect_usage_pieces(context))}\n```\n"
    parameters = [each for each in command.params if not set(FOR_ALL) & {each.name}]
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    if arguments:
        yield from table("argument", ((f"`{each.make_metavar(context)}`", each) for each in arguments))
    options = [each for each in parameters if each.param_type_name == "option" and not each.hidden]
    if options:
        yield from table("option", ((spelling(each), each) for each in options))
    examples = (command.epilog or "").removeprefix(EXAMPLE)
    yield f"Example: `{examples}`\n"
    codes = exit_codes(command)
    if codes:
        yield f"Exit codes besides 0 and 2: {codes}.\n"


def table(title: str, parameters: Any) -> Iterator[str]:
    """Yield a table of arguments or options."""
    yield f"| {title} | what it is |"
    yield "| --- | --- |"
    for name, each in parameters:
        yield f"| {plain(name)} | {plain(each.help)}{default(each)} |"
    yield ""


def spelling(option: Any) -> str:
    """Return how an option is written."""
    names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} `{option.metavar}`"


def default(parameter: Any) -> str:
    """Return what holds where a parameter is not given; nothing for what is off or empty then."""
    value = parameter.default
    return "" if value is None or isinstance(value, bool) or parameter.required else f" Default: `{value}`."


def exit_codes(command: Any) -> str:
    """Return the codes that a command may end with beyond those of all, by what its function does."""
    run = command.callback and inspect.getsource(inspect.unwrap(command.callback))
    codes = [ExitCode.REJECTED] if run and "ExitCode.REJECTED" in run else []
    if any(each.name == "db" for each in command.params):
        codes += [ExitCode.STORE, ExitCode.REFUSED]
    return ", ".join(str(int(code)) for code in codes)


if __name__ == "__main__":
    PLACE.write_text(written(), "utf-8")
