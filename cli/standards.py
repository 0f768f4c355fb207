"""Exports in the standards of the field: what writes each of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.visible import escape_json

if TYPE_CHECKING:
    from claims.store.access import Reader


def standard_lines(reader: "Reader", standard: str, *, base_uri: str | None, names: bool) -> Iterator[str]:
    """Return the lines of an export in a standard."""
    from claims.writers.naming import BASE, read_base

    naming = read_base("--base-uri", base_uri or BASE)
    if standard == "annotations":
        from claims.writers.web_annotation import annotation_lines

        return annotation_lines(reader, naming, spell=escape_json)
    from claims.writers.schema_org import schema_org_lines

    return schema_org_lines(reader, naming, names=names, spell=escape_json)
