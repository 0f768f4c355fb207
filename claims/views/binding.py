"""Conditions whose values are always bound."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A clause that asks for a `column` to be the key of rows of another `table` that meet a `condition`.

    Two spellings mean the same: `listed` makes a list of these keys first, which is quick where they are few; `probed` looks for each
    row whether it is one of them, which is quick where rows are met that mostly are.
    """

    column: str
    table: str
    condition: str

    @property
    def key(self) -> str:
        """The column of the other table, which has the same name."""
        return self.column.rpartition(".")[2]

    @property
    def listed(self) -> str:
        """The clause, with a list."""
        return f"{self.column} IN (SELECT {self.key} FROM {self.table} WHERE {self.condition})"

    def probed(self, column: str) -> str:
        """Return the clause, row by row, of a column that equals its own."""
        return f"EXISTS (SELECT 1 FROM {self.table} AS linked WHERE linked.{self.key} = {column} AND ({self.condition}))"


class Conditions:
    """The WHERE of one query. Values never enter the SQL text: each is bound under a name of its own."""

    def __init__(self) -> None:
        self.clauses: list[str] = []
        self.links: list[Link] = []
        self.values: dict[str, object] = {}

    def bind(self, value: object) -> str:
        """Return the placeholder of a value, or of a sequence in parentheses."""
        if isinstance(value, Sequence) and not isinstance(value, str):
            return "(" + (", ".join(self.bind(item) for item in value) or "NULL") + ")"
        name = f"v{len(self.values)}"
        self.values[name] = value
        return ":" + name

    def add(self, clause: str, *values: object) -> None:
        """Add a clause; each `{}` in it becomes the placeholder of one value."""
        self.clauses.append(clause.format(*(self.bind(value) for value in values)))

    def link(self, column: str, table: str, condition: str, *values: object) -> None:
        """Ask for a column to be the key of rows of another table; each `{}` in their condition becomes the placeholder of one value."""
        self.links.append(Link(column, table, condition.format(*(self.bind(value) for value in values))))

    def take(self, other: "Conditions") -> str:
        """Return the WHERE of another query for use inside this one: its values are bound here, under names of this one."""
        names = {name: self.bind(value) for name, value in other.values.items()}
        return re.sub(r":(v[0-9]+)\b", lambda placeholder: names[placeholder[1]], other.sql)

    @property
    def sql(self) -> str:
        """The clauses joined by AND, links as lists; true when there are none."""
        return _joined([*self.clauses, *(link.listed for link in self.links)])

    @property
    def probed(self) -> str:
        """The clauses joined by AND, links row by row."""
        return _joined([*self.clauses, *(link.probed(link.column) for link in self.links)])

    def along(self, link: Link) -> tuple[str, str]:
        """Return a table of the keys that a link lists, to be joined first of all, and the clauses of what is joined to it.

        Other links of the same column are asked of these keys: what they leave out need not be looked up.
        """
        keys = f"(SELECT DISTINCT {link.key} AS linked FROM {link.table} WHERE {link.condition}) AS few"
        others = [other.probed("few.linked" if other.column == link.column else other.column) for other in self.links if other is not link]
        return keys, _joined([f"{link.column} = few.linked", *others, *self.clauses])


def _joined(clauses: Sequence[str]) -> str:
    return " AND ".join(f"({clause})" for clause in clauses) or "1 = 1"


def like_pattern(value: str) -> str:
    """Return the LIKE pattern for texts that hold `value`, to be used with ESCAPE '!': % and _ in it are plain characters."""
    plain = value.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"
