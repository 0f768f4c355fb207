"""The data dictionary, made from the comments of tables, columns and views; `python tests/house/dictionary.py` writes docs/DATA.md."""

import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from claims.store.models import Base  # noqa: E402
from claims.store.models.base import Day, Exact, Instant, Json, Term  # noqa: E402
from claims.store.selects import describe_view, view_selects  # noqa: E402
from claims.store.shapes import HISTORY, SHAPES  # noqa: E402
from claims.views.reports import reports  # noqa: E402
from claims.web.metadata import describe_column  # noqa: E402

PLACE = ROOT / "docs" / "DATA.md"
HEAD = """# Data dictionary

What each table, column and view of the database holds. Made from the comments in `claims/store/models` and `claims/views` by
`python tests/house/dictionary.py`; where the database is PostgreSQL, its tables and columns carry the same comments.

Days are ISO dates and instants are in UTC; exact decimals are text in SQLite and NUMERIC in PostgreSQL. Offsets count the characters (code
points) of `sources.text` from 0, the end one past the last, so that `substr(sources.text, span_start + 1, span_end - span_start)` is the
evidence. Every insert, change and deletion of a row is told in `changes`, but for `loads`, `load_documents` and `changes` itself.
"""


def written() -> str:
    """Return the text of the dictionary."""
    lines = [HEAD, "## Tables\n"]
    for name in (*SHAPES, HISTORY):
        lines += table_lines(Base.metadata.tables[name])
    lines.append("## Views\n")
    lines.append("Each is one file of `claims/views`, the same SELECT on SQLite, on PostgreSQL and in DuckDB over the Parquet export.\n")
    columns = columns_of_views()
    reported = [report.view for report in reports().values()]
    for name in (*reported, *sorted(set(view_selects()) - set(reported))):
        lines += view_lines(name, columns[name])
    return "\n".join(lines)


def table_lines(table: sa.Table) -> Iterator[str]:
    """Yield the section of one table."""
    yield f"### {table.name}\n"
    yield f"{table.comment}\n"
    yield "| column | kind | empty | what it holds |"
    yield "| --- | --- | --- | --- |"
    for column in table.columns:
        empty = "may be" if column.nullable else ""
        yield f"| `{column.name}` | {plain(kind_of(column))} | {empty} | {plain(describe_column(column))} |"
    yield ""


def kind_of(column: sa.Column[object]) -> str:
    """Return what a column takes, in a word or two; of a reference, whose number it is."""
    for key in column.foreign_keys:
        return f"number of `{key.column.table.name}`"
    match column.type:
        case Day():
            return "day"
        case Instant():
            return "instant"
        case Exact():
            return "exact decimal"
        case Json():
            return "JSON"
        case Term(terms=terms):
            return "one of: " + ", ".join(term.value for term in terms)
        case sa.Integer():
            return "whole number"
        case sa.Float():
            return "floating-point number"
    return "text"


def view_lines(name: str, columns: list[str]) -> Iterator[str]:
    """Yield the section of one view."""
    described = describe_view(name)
    yield f"### {name}\n"
    yield f"{plain(described.description)}\n"
    yield f"Columns: {', '.join(f'`{column}`' for column in columns)}.\n"
    report = reports().get(name.replace("_", "-"))
    if report is not None:
        options = ", ".join(f"`--{option}`" for option in report.filters)
        yield f"Report: `claims report {report.name}`, with {options}.\n"


def columns_of_views() -> dict[str, list[str]]:
    """Return the names of the columns of each view."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        for name, select in view_selects().items():
            connection.exec_driver_sql(f"CREATE VIEW {name} AS {select}")
        found = {name: list(connection.exec_driver_sql(f"SELECT * FROM {name}").keys()) for name in view_selects()}
    engine.dispose()
    return found


def plain(text: str) -> str:
    """Return a text as one cell of a Markdown table."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(written(), "utf-8")
