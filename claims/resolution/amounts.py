"""Amounts: which numeric claim is the amount of which commitment."""

from claims.documents.document import Span
from claims.extraction.candidates import Extraction, NumericClaim


def amount_of(claim: NumericClaim, extraction: Extraction) -> int | None:
    """Return the index of the commitment whose amount `claim` is.

    None if the extraction links it to none, or if the number is the commitment's own deadline ("within three years").
    """
    if claim.commitment is None:
        return None
    deadline = extraction.commitments[claim.commitment].deadline
    dates = deadline is not None and deadline.span.overlaps(Span(claim.quantity.start, claim.quantity.end))
    return None if dates else claim.commitment
