"""Which columns a list prints, and in which order, where --columns says so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from claims.errors import UsageError
from claims.inputs import unknown
from cli.layout import Column


@dataclass(frozen=True, slots=True)
class Chosen:
    """One column that was asked for: its key in JSON and CSV, a record's value there, and how a table shows it."""

    key: str
    value: Callable[[Any], Any]
    column: Column


def read_columns(text: str, known: Iterable[str], what: str) -> list[str]:
    """Return the names that `text` lists, each once, as they are known; UsageError offers the nearest to one that is not."""
    names = [name for name in map(as_key, text.split(",")) if name]
    if not names:
        raise UsageError("--columns takes names parted by commas, such as id,status.")
    known = list(known)
    for name in names:
        if name not in known:
            raise unknown(f"--columns: {what} have no", name, known)
    return list(dict.fromkeys(names))


def choose_columns(text: str, columns: Sequence[Column], record: type, what: str, shown: Callable[[Any], str]) -> list[Chosen]:
    """Return the columns that `text` names: columns of the table by their titles, and any field of a `record`.

    What is both is the field as JSON and CSV, and the column as a table. `shown` makes a cell of a value.
    """
    held = {field.name: attrgetter(field.name) for field in fields(record)}
    titled = {as_key(column.title): replace(column, under=None) for column in columns}
    names = read_columns(text, [*titled, *(name for name in held if name not in titled)], what)
    return [choose(name, held, titled, shown) for name in names]


def choose(name: str, held: Mapping[str, Callable[[Any], Any]], titled: Mapping[str, Column], shown: Callable[[Any], str]) -> Chosen:
    """Return one column, by the field or by the title that it is called after."""
    if name not in held:
        return Chosen(name, titled[name].cell, titled[name])
    value = held[name]
    firm = name == "key" or name.endswith(("_on", "_at", "_id", "_start", "_end"))
    return Chosen(name, value, titled.get(name) or Column(name.replace("_", " "), lambda record: shown(value(record)), breaks=not firm))


def as_key(title: str) -> str:
    """Return a title as a name of one word: `said on` is `said_on`."""
    return title.strip().lower().replace(" ", "_").replace("-", "_")
