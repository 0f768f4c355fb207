"""What the site says about the data: titles, descriptions, orders and facets, as the metadata that Datasette reads."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from claims.store.models import Base
from claims.store.selects import describe_view, view_selects
from claims.web.queries import read_listings, read_questions
from claims.web.site import DATABASE, read_site

# The full-text tables hide themselves.
HIDDEN = (
    *("alembic_version", "change_actor", "change_replaced", "publication", "publication_counts"),
    *("sqlite_sequence", "sqlite_stat1", "sqlite_stat4"),
)


def describe_site(large_tables: frozenset[str]) -> dict[str, Any]:
    """Return Datasette's metadata; on `large_tables` the facets are offered, not counted by default."""
    site = read_site()
    tables = {table.name: describe_table(table, site, large=table.name in large_tables) for table in Base.metadata.sorted_tables}
    views = {name: asdict(describe_view(name)) for name in view_selects()}
    questions = read_questions()
    return {
        "title": site["title"],
        "description": site["description"],
        "databases": {
            DATABASE: {
                "description": site["description"],
                "tables": tables | views | {name: {"hidden": True} for name in (*HIDDEN, *read_listings())},
                "queries": {
                    name: {
                        "title": questions[name].title,
                        "description": questions[name].description,
                        "sql": questions[name].sql,
                        "params": [parameter.name for parameter in questions[name].parameters],
                        "hide_sql": True,
                    }
                    for names in site["questions"].values()
                    for name in names
                },
            }
        },
    }


def describe_table(table: sa.Table, site: dict[str, Any], *, large: bool) -> dict[str, Any]:
    """Return the metadata of one table; `offered` and `keys` are this package's own, read by its templates."""
    choices = site["tables"].get(table.name, {})
    facets = choices.get("facets", [])
    described: dict[str, Any] = {
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.comment,
        "columns": {column.name: describe_column(column) for column in table.columns},
        "plugins": {"claims": {"offered": facets if large else [], "keys": refer(table)}},
    }
    if facets and not large:
        described["facets"] = facets
    for key, name in (("sort", "sort"), ("sort_desc", "sort_desc"), ("label_column", "label")):
        if name in choices:
            described[key] = choices[name]
    return described


def refer(table: sa.Table) -> dict[str, str]:
    """Return the table that each foreign key of one table refers to."""
    return {key.parent.name: key.column.table.name for key in table.foreign_keys}


def describe_column(column: sa.Column[Any]) -> str:
    """Return the column's comment; keys that need none say what they are."""
    target = next((key.column.table.name.replace("_", " ") for key in column.foreign_keys), None)
    if column.comment:
        return column.comment
    if target:
        return f"Which of the {target}"
    return "Number of the record" if column.primary_key else column.name.replace("_", " ").capitalize()
