"""Short forms in brackets and the words that they shorten."""

import pytest

from claims.extraction.short_forms import find_short_forms
from claims.extraction.tokens import Tokens, Vocabulary


def written_out(text: str) -> dict[str, str]:
    tokens = Tokens(text, Vocabulary([]))
    return {found.short: tokens.text[tokens.starts[found.first] : tokens.ends[found.last - 1]] for found in find_short_forms(tokens)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stewards of the Union of Tram and Ferry Hands (UTFH) met.", {"UTFH": "Union of Tram and Ferry Hands"}),
        (
            "Ketua Serikat Penyadap, Perajin, dan Pedagang Aren (Serpapa) hadir.",
            {"Serpapa": "Serikat Penyadap, Perajin, dan Pedagang Aren"},
        ),
        ("Badan Pengelola Dana Kelapa (BPDK) dan Bank Rakit (BR)", {"BPDK": "Badan Pengelola Dana Kelapa", "BR": "Bank Rakit"}),
        ("The U.S. Bureau of Weirs (USBW) agreed.", {"USBW": "U.S. Bureau of Weirs"}),
        ("Harbour pilots said (PDF) they agreed.", {}),
        ("Rina Hartono (38) dan Bank Rakit (persero)", {}),
        ("She left Northern Rail (see page 4) and the Alps (EU) in May.", {}),
        ("(ABC) began. (A)", {}),
        ("", {}),
    ],
)
def test_letters_of_a_short_form_are_those_of_the_words_before_it(text: str, expected: dict[str, str]) -> None:
    assert written_out(text) == expected


def test_a_long_form_does_not_reach_over_a_stop() -> None:
    assert written_out("Dock hands met. Bad weather came (DB).") == {}
