"""The questions that the site answers: one .sql file each, whose leading comment is title, description and form.

The first comment line is the title, the next ones the description; a line `:name label` describes a named parameter,
and may end with where its suggestions come from: `[table.column]` (values that are there), `{one, two}` (fixed) or `<date>`.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from claims.store.selects import leading_comment

PARAMETER = re.compile(
    r":(?P<name>\w+) (?P<label>[^[{<]+?)(?: \[(?P<table>\w+)\.(?P<column>\w+)\]| \{(?P<fixed>[^}]+)\}| <(?P<date>date)>)?"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of a question's form: `column` is the (table, column) that suggests values, `choices` are the only values."""

    name: str
    label: str
    column: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query; `name` is its address under the database, `sql` is without the leading comment."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str


def read_parameter(line: str) -> Parameter:
    """Read one `:name label [table.column]` line; ValueError where it has another form."""
    match = PARAMETER.fullmatch(line)
    if match is None:
        raise ValueError(f"Not a parameter line: {line!r}. It should read `:name label`, then [table.column], {{one, two}} or <date>.")
    column = (match["table"], match["column"]) if match["table"] else None
    choices = tuple(choice.strip() for choice in match["fixed"].split(",")) if match["fixed"] else ()
    return Parameter(match["name"], match["label"], column, choices, bool(match["date"]))


def read_question(name: str, text: str) -> Question:
    """Read one question from the text of its file."""
    comment = leading_comment(text)
    prose = [line for line in comment if not line.startswith(":")]
    body = text.splitlines()[len(comment) :]
    return Question(
        name,
        title=prose[0],
        description=" ".join(prose[1:]),
        parameters=tuple(read_parameter(line) for line in comment if line.startswith(":")),
        sql="\n".join(body).strip(),
    )


@cache
def read_questions() -> dict[str, Question]:
    """Return every question of the queries folder by name."""
    found = (file for file in files("claims.web").joinpath("queries").iterdir() if file.name.endswith(".sql"))
    questions = (
        read_question(file.name.removesuffix(".sql"), file.read_text("utf-8")) for file in sorted(found, key=lambda file: file.name)
    )
    return {question.name: question for question in questions}
