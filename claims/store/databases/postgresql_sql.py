"""SQL text for PostgreSQL: parameters and days written into it, past its strings and comments."""

import re

# What may hold a colon without meaning a parameter: strings, names, comments, dollar quotes, casts. Each piece is linear.
TOKEN = re.compile(
    r"""
      [eE]'(?:[^'\\]|\\.|'')*'              # a string with backslashes
    | '(?:[^']|'')*'                        # a string
    | "(?:[^"]|"")*"                        # a name
    | --[^\n]*                              # a comment
    | /\*.*?\*/
    | \$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$   # a dollar quote
    | ::                                    # a cast
    | \b(?P<today>(?i:current_date))\b
    | (?<![\w:]):(?P<name>[^\W\d]\w*)       # a parameter
    | %
    """,
    re.VERBOSE | re.DOTALL,
)


def at_day(sql: str, day: str) -> str:
    """Return `sql` with a day in place of today."""
    return TOKEN.sub(lambda match: f"DATE '{day}'" if match["today"] else match.group(), sql)


def translate(sql: str) -> tuple[str, set[str]]:
    """Return `sql` with its `:name` parameters in psycopg's form, and their names; strings, comments and casts are left alone."""
    names: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match.group().replace("%", "%%")
        names.add(name)
        return f"%({name})s"

    return TOKEN.sub(replace, sql), names
