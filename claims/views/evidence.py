"""The evidence of what a report's rows tell of: the records that they name, and where these stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.store.access import Reader
from claims.views.cards import number_in
from claims.views.commitments import Commitment, fetch_commitments
from claims.views.numbers import NumericClaim, fetch_numbers
from claims.views.reports import Rows
from claims.views.sources import Source, fetch_sources
from claims.views.statements import Statement, fetch_statements

Told = Commitment | Statement | NumericClaim
# The first of these columns that a report has names the records that its rows tell of.
FETCHED: Mapping[str, Callable[[Reader, Sequence[int]], Sequence[Told]]] = {
    "numeric_claim_id": fetch_numbers,
    "commitment_id": fetch_commitments,
    "statement_id": fetch_statements,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records that rows tell of in their column `named` (None: the rows are counts), in their order, and the sources of these."""

    named: str | None = None
    records: Sequence[Told] = ()
    sources: dict[str, Source] = field(default_factory=dict)


def read_evidence(reader: Reader, found: Rows) -> Evidence:
    """Return the evidence of the rows of a report."""
    named = next((column for column in FETCHED if column in found.columns), None)
    if named is None:
        return Evidence()
    place = found.columns.index(named)
    numbers = dict.fromkeys(number_in(row[place]) for row in found.rows if row[place])
    records = FETCHED[named](reader, list(numbers))
    sources = fetch_sources(reader, sorted({number_in(record.source_id) for record in records}))
    return Evidence(named, records, {source.id: source for source in sources})
