"""Exports in the standards of the field: what writes each of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.edge import warn

if TYPE_CHECKING:
    from claims.store.access import Reader
    from claims.writers.naming import Naming


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export in a standard is asked for; None means nothing is."""

    base_uri: str | None = None
    names: bool = False
    reporting_org: str | None = None
    received_by: str | None = None


def standard_lines(reader: "Reader", standard: str, wanted: Wanted) -> Iterator[str]:
    """Return the lines of an export in a standard."""
    from claims.writers.naming import BASE, read_base

    return WRITERS[standard](reader, read_base("--base-uri", wanted.base_uri or BASE), wanted)


def write_schema_org(reader: "Reader", naming: "Naming", wanted: Wanted) -> Iterator[str]:
    """Return the lines of schema.org's JSON-LD."""
    from claims.writers.schema_org import schema_org_lines

    return schema_org_lines(reader, naming, names=wanted.names)


def write_annotations(reader: "Reader", naming: "Naming", _: Wanted) -> Iterator[str]:
    """Return the lines of Web Annotations."""
    from claims.writers.web_annotation import annotation_lines

    return annotation_lines(reader, naming)


def write_iati(reader: "Reader", naming: "Naming", wanted: Wanted) -> Iterator[str]:
    """Yield the lines of IATI activities, and tell on stderr what they cannot carry."""
    from claims.writers.iati import activity_lines, read_reporter

    reporter = read_reporter("--reporting-org", wanted.reporting_org, naming)
    left_out = 0

    def leave_out(sentence: str) -> None:
        nonlocal left_out
        left_out += 1
        warn(f"Left out: {sentence}")

    yield from activity_lines(reader, naming, reporter, received_by=wanted.received_by, left_out=leave_out)
    if left_out:
        warn(f"{left_out:,} left out, which IATI cannot carry.")
    if wanted.reporting_org is None:
        warn(f"It is reported by {reporter.ref}, which nobody has registered; before you publish it, say who you are by --reporting-org.")


def write_entities(reader: "Reader", naming: "Naming", wanted: Wanted) -> Iterator[str]:
    """Return the lines of FollowTheMoney entities."""
    from claims.writers.ftm import entity_lines

    return entity_lines(reader, naming, names=wanted.names)


WRITERS: dict[str, Callable[["Reader", "Naming", Wanted], Iterator[str]]] = {
    "schema.org": write_schema_org,
    "annotations": write_annotations,
    "iati": write_iati,
    "ftm": write_entities,
}
