"""A report as one page that needs nothing else: what is drawn of it, its rows, and the words that they rest on."""

from collections.abc import Sequence

from claims.views.commitments import Commitment
from claims.views.evidence import Evidence, Told
from claims.views.reports import Report, Rows
from claims.wording import counted
from claims.writers.brief_pages import Asked, evidence, name_of
from claims.writers.cells import Head, head_of, told
from claims.writers.figures import Figure
from claims.writers.pages import environment
from claims.writers.plotting import draw_inline


def write_report(report: Report, found: Rows, shown: Sequence[str], support: Evidence, figure: Figure | None, asked: Asked) -> str:
    """Return the page, with the columns `shown` of the rows; it depends on its arguments alone. Without a figure, nothing is drawn."""
    places = [found.columns.index(column) for column in shown]
    heads = [head_of(column, [row[place] for row in found.rows]) for column, place in zip(shown, places, strict=True)]
    lead, _, counting = report.description.partition(". ")
    laid_out = list(zip(heads, shown, places, strict=True))
    known = {record.id for record in support.records} | set(support.sources)
    return (
        environment("html")
        .get_template("report.html")
        .render(
            title=report.title,
            lead=lead,
            counting=counting,
            asked=asked,
            figure=figure,
            svg=draw_inline(figure, "plot") if figure and figure.panels else "",
            heads=heads,
            rows=[[cell(head, column, row[place], known) for head, column, place in laid_out] for row in found.rows],
            more=f"{'' if found.more_is_exact else 'more than '}{found.more:,}" if found.more else "",
            doubt=found.doubt.reader if found.doubt else "",
            records=support.records,
            # The mark of a number bears its name; other records are named by the row of the table.
            marked_itself=support.named == "numeric_claim_id",
            sources=support.sources,
            evidence=evidence,
            name_of=name_of,
            day_of=day_of,
            counted=counted,
        )
    )


def cell(head: Head, column: str, value: object, known: set[str]) -> tuple[Head, str, str]:
    """Return one cell: the head of its column, its words, and the place on the page where the record that it names stands, if any."""
    return head, told(column, value), value if isinstance(value, str) and column.endswith("_id") and value in known else ""


def day_of(record: Told) -> str | None:
    """Return the day on which a record was said."""
    return record.announced_on if isinstance(record, Commitment) else record.said_on
