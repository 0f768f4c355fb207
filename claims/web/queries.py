"""The questions that the site answers: one .sql file each, whose leading comment is title, description, form and abbreviations.

The first comment line is the title, the next ones the description; a line `:name label` describes a named parameter,
and may end with where its suggestions come from: `[table.column]` (values that are there), `{one, two}` (fixed; of `{=one, two}`
the first is what an empty field means) or `<date>`. A line `$name = SQL`, with the lines after it, says what `$name` stands for;
abbreviations.sql says it for all questions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

from claims.inputs import read_bounds, read_days
from claims.store.selects import asked_by, leading_comment

ABBREVIATION = re.compile(r"\$(\w+)")
PARAMETER = re.compile(
    r":(?P<name>\w+) (?P<label>[^[{<]+?)(?: \[(?P<table>\w+)\.(?P<column>\w+)\]| \{(?P<fixed>[^}]+)\}| <(?P<date>date)>)?"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of a question's form: `column` is the (table, column) that suggests values, `choices` are the only values.

    `otherwise` is what an empty field means.
    """

    name: str
    label: str
    column: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()
    is_date: bool = False
    otherwise: str = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query; `name` is its address under the database, `sql` is without the leading comment."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str

    def check(self, given: Mapping[str, str]) -> None:
        """Raise UsageError for days and numbers that are none, and for bounds that cross; the sentence calls fields as the form does."""
        labels = {parameter.name: f"“{parameter.label}”" for parameter in self.parameters}
        for read, low, high in ((read_days, "since", "until"), (read_bounds, "min", "max")):
            asked = [given.get(name) if name in labels else None for name in (low, high)]
            read(asked[0], asked[1], (labels.get(low, low), labels.get(high, high)))


def read_parameter(line: str) -> Parameter:
    """Read one `:name label [table.column]` line; ValueError where it has another form."""
    match = PARAMETER.fullmatch(line)
    if match is None:
        raise ValueError(f"Not a parameter line: {line!r}. It should read `:name label`, then [table.column], {{one, two}} or <date>.")
    column = (match["table"], match["column"]) if match["table"] else None
    choices = [choice.strip() for choice in match["fixed"].split(",")] if match["fixed"] else []
    otherwise = choices.pop(0)[1:] if choices and choices[0].startswith("=") else "any"
    return Parameter(match["name"], match["label"], column, tuple(choices), bool(match["date"]), otherwise)


def read_question(name: str, text: str, shared: Mapping[str, str]) -> Question:
    """Read one question from the text of its file; `shared` says what abbreviations mean that it does not explain."""
    comment = leading_comment(text)
    body = "\n".join(text.splitlines()[len(comment) :]).strip()
    first = next((place for place, line in enumerate(comment) if line.startswith("$")), len(comment))
    told = comment[:first]
    prose = [line for line in told if not line.startswith(":")]
    return Question(
        name,
        title=prose[0],
        description=" ".join(prose[1:]),
        parameters=tuple(read_parameter(line) for line in told if line.startswith(":")),
        sql=written_out(body, {**shared, **read_abbreviations(comment[first:])}),
    )


def read_abbreviations(lines: Sequence[str]) -> dict[str, str]:
    """Read the lines `$name = SQL`, each with those that follow it."""
    meanings: dict[str, str] = {}
    for line in lines:
        if line.startswith("$"):
            name, _, meaning = line[1:].partition(" = ")
            meanings[name] = meaning
        else:
            meanings[name] += f" {line}"
    return meanings


def written_out(sql: str, meanings: Mapping[str, str]) -> str:
    """Return SQL with its abbreviations, and those in them, written out."""
    while ABBREVIATION.search(sql):
        sql = ABBREVIATION.sub(lambda match: meanings[match[1]], sql)
    return sql


@cache
def read_questions() -> dict[str, Question]:
    """Return every question of the queries folder by name."""
    return read_folder("queries")


@cache
def read_plots() -> dict[str, Question]:
    """Return what the plots show, by name: questions whose rows have `at`, `kind` and `value`."""
    return read_folder("plots")


def read_folder(folder: str) -> dict[str, Question]:
    """Return the questions of a folder of this package by name."""
    return {name: read_question(name, text, read_shared()) for name, text in sql_texts(folder).items()}


@cache
def read_shared() -> dict[str, str]:
    """Return what abbreviations.sql says that abbreviations mean."""
    comment = leading_comment(files("claims.web").joinpath("abbreviations.sql").read_text("utf-8"))
    return read_abbreviations(comment[1:])


@cache
def read_listings() -> dict[str, str]:
    """Return the SELECT of each relation that questions ask beside tables and views, by name, each after those it asks itself.

    A published copy holds them as tables.
    """
    listings = sql_texts("listings")
    asked = {name: [other for other in asked_by(select, listings) if other != name] for name, select in listings.items()}
    return {name: listings[name] for name in TopologicalSorter(asked).static_order()}


def sql_texts(folder: str) -> dict[str, str]:
    """Return the texts of the .sql files in a folder of this package, by name."""
    found = (file for file in files("claims.web").joinpath(folder).iterdir() if file.name.endswith(".sql"))
    return {file.name.removesuffix(".sql"): file.read_text("utf-8") for file in sorted(found, key=lambda file: file.name)}
