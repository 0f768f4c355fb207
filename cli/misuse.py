"""What the parser of the command line could not read, in our own words."""

import re
from typing import Any

from typer._click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption

from claims.inputs import unknown

EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


def told(error: Any) -> str:
    """Return one sentence on a fault of the parser: which word, and what would be right."""
    context = error.ctx
    command = context.command_path if context else "claims"
    helps = f"`{command} --help` tells what it takes"
    match error:
        case NoSuchOption():
            options = [name for each in context.command.get_params(context) for name in each.opts if name.startswith("--")]
            if error.option_name.startswith("--") and options:
                return str(unknown(f"{command} has no option", error.option_name, options))
            return f"{command} has no option {error.option_name}; {helps}."
        case MissingParameter(param=param) if param is not None:
            example = (context.command.epilog or "").removeprefix("Example: ")
            name = param.opts[0] if param.opts[0].startswith("-") else param.make_metavar(context)
            return f"{command} needs {name}, as in: {example}"
        case BadOptionUsage() if "requires" in error.message:
            return f"{error.option_name} needs a value behind it, and nothing stands there."
        case BadOptionUsage():
            return f"{error.option_name} stands alone: it takes no value."
    if extra := EXTRA.fullmatch(error.message):
        return f"{command} takes no “{extra[1]}” here; words that belong together stand in quotation marks, and {helps}."
    return str(error.format_message())
