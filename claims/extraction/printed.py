"""What the words of a number print, read alone, without the sentence around them."""

from decimal import Decimal

from claims.extraction.candidates import Quantity
from claims.extraction.lexicon import languages
from claims.extraction.quantities import find_quantities


def printed_quantity(text: str, language: str) -> Quantity | None:
    """Return the one quantity that a text prints; None where it prints none or several, or its language has no lexicon."""
    found = find_quantities(text, language) if language in languages() else []
    return found[0] if len(found) == 1 else None


def printed_otherwise(text: str, language: str, value: Decimal, upper_value: Decimal | None, unit: str | None) -> Quantity | None:
    """Return what a text prints where that is another value or unit than these; None where it agrees, or prints no one quantity."""
    read = printed_quantity(text, language)
    if read is None or ((read.value, read.upper_value) == (value, upper_value) and read.unit in (None, unit)):
        return None
    return read
