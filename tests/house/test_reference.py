"""The reference of the command line is what the commands make, and holds them all; their help reads well on a narrow terminal."""

import re

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cli.main import app
from tests.house.reference import EXAMPLE, PLACE, written

TOP = get_command(app)
GROUPS = {name: command.commands for name, command in TOP.commands.items() if hasattr(command, "commands")}
NAMES = [*((name,) for name in TOP.commands), *((group, name) for group, commands in GROUPS.items() for name in commands)]
RUNNER = CliRunner()


def helped(*words: str) -> str:
    """The help of a command as a terminal of eighty columns shows it."""
    return RUNNER.invoke(app, [*words, "--help"], env={"COLUMNS": "80"}).stdout


def test_the_reference_is_that_of_the_commands() -> None:
    assert PLACE.read_text("utf-8") == written(), "run: python tests/house/reference.py"


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_every_command_has_a_section_that_the_contents_lead_to(words: tuple[str, ...]) -> None:
    text = PLACE.read_text("utf-8")
    name = " ".join(("claims", *words))
    assert text.count(f"### {name}\n") == 1
    assert text.count(f"(#{name.replace(' ', '-')})") == 1
    command = GROUPS[words[0]][words[1]] if len(words) > 1 else TOP.commands[words[0]]
    section = text.partition(f"### {name}\n")[2].partition("\n#")[0]
    for parameter in command.params:
        for spelled in parameter.opts if parameter.param_type_name == "option" else [parameter.metavar]:
            assert spelled == "--help" or f"`{spelled}`".replace("|", "\\|") in section, spelled


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_every_command_and_option_says_what_it_is_with_an_example(words: tuple[str, ...]) -> None:
    command = GROUPS[words[0]][words[1]] if len(words) > 1 else TOP.commands[words[0]]
    example = command.epilog.removeprefix(EXAMPLE)
    assert command.epilog.startswith(EXAMPLE)
    assert example.startswith(" ".join(("claims", *words)))
    assert command.epilog in " ".join(helped(*words).split())
    assert [parameter.name for parameter in command.params if not parameter.help] == []


@pytest.mark.parametrize("words", [(), *((group,) for group in GROUPS)], ids=" ".join)
def test_no_list_of_commands_cuts_off_what_one_is_for(words: tuple[str, ...]) -> None:
    commands = GROUPS[words[0]] if words else TOP.commands
    lines = {line.split(maxsplit=1)[0]: line for line in helped(*words).splitlines() if re.match(r"  [a-z]+ {2,}[A-Z]", line)}
    assert set(commands) <= set(lines)
    assert [line for line in lines.values() if line.endswith("...")] == []


def test_the_help_lists_the_commands_by_panel() -> None:
    shown = helped()
    panels = list(dict.fromkeys(command.rich_help_panel for command in TOP.commands.values()))
    assert None not in panels
    assert [line.removesuffix(":") for line in shown.splitlines() if line.removesuffix(":") in panels] == panels


def test_usage_brackets_only_what_may_be_left_out() -> None:
    assert "Usage: claims amend [OPTIONS] ID FIELD=VALUE…\n" in helped("amend")
    assert "Usage: claims split [OPTIONS] NAME [OTHER]\n" in helped("split")
    assert "Usage: claims history [OPTIONS] [ID]\n" in helped("history")
    assert "Usage: claims copies [OPTIONS] [COMMAND] [ARGS]…\n" in helped("copies")
    assert "Usage: claims db [OPTIONS] COMMAND [ARGS]...\n" in helped("db")
