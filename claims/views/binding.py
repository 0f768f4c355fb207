"""Conditions whose values are always bound."""

import re
from collections.abc import Sequence


class Conditions:
    """The WHERE of one query. Values never enter the SQL text: each is bound under a name of its own."""

    def __init__(self) -> None:
        self.clauses: list[str] = []
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

    def take(self, other: "Conditions") -> str:
        """Return the WHERE of another query for use inside this one: its values are bound here, under names of this one."""
        names = {name: self.bind(value) for name, value in other.values.items()}
        return re.sub(r":(v[0-9]+)\b", lambda placeholder: names[placeholder[1]], other.sql)

    @property
    def sql(self) -> str:
        """The clauses joined by AND; true when there are none."""
        return " AND ".join(f"({clause})" for clause in self.clauses) or "1 = 1"


def like_pattern(value: str) -> str:
    """Return the LIKE pattern for texts that hold `value`, to be used with ESCAPE '!': % and _ in it are plain characters."""
    plain = value.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"
