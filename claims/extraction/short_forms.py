"""Short forms in brackets: which words before them they shorten, letter by letter ("Association of Dock Hands (ADH)")."""

from collections.abc import Iterator
from dataclasses import dataclass

from claims.extraction.tokens import Tokens

LONGEST = 12  # words of a long form
FEWEST_LETTERS = 2
MOST_NAMESAKES = 8  # long forms that begin with one word
INSIDE = frozenset((",", "-", "&", "'", "’"))  # of names


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form, and the tokens [first, last) whose letters it is made of."""

    short: str
    first: int
    last: int


def find_short_forms(tokens: Tokens) -> Iterator[ShortForm]:
    """Yield the short forms that brackets explain, after Schwartz and Hearst (2003): their letters are looked for from the end.

    The first letter begins a word with a capital; the nearest such word is taken.
    """
    words = tokens.words
    for opening in tokens.brackets:
        k = opening + 1
        if opening and k + 1 < len(words) and words[k + 1] == ")" and _may_be_short(words[k]):
            first = _long_form(words, k - 1, words[k].lower())
            if first is not None:
                yield ShortForm(words[k], first, k - 1)


def listed_bodies(tokens: Tokens) -> dict[int, int]:
    """Return where each name over commas or small words begins and ends whose capitals are those of its short form, wherever it is printed.

    "Ministry of Trade, Industry and Energy (MTIE)", and again without the brackets.
    """
    words, capital = tokens.words, tokens.capital
    named: dict[str, list[list[str]]] = {}  # the names by their first words
    for found in find_short_forms(tokens):
        capitals = "".join(words[k][0] for k in range(found.first, found.last) if capital[k])
        if found.short == capitals and found.last - found.first > len(capitals):
            named.setdefault(words[found.first], []).append(words[found.first : found.last])
    places = [(k, name) for k, word in enumerate(words) for name in named.get(word, ())[:MOST_NAMESAKES]] if named else []
    return {k: k + len(name) for k, name in places if words[k : k + len(name)] == name}


def _may_be_short(word: str) -> bool:
    return len(word) >= FEWEST_LETTERS and word[0].isupper() and word.isalpha()


def _long_form(words: list[str], end: int, short: str) -> int | None:
    """Return the first of the words before `end` that hold the letters of a short form in order; None if they do not."""
    at = len(short) - 1
    for j in range(end - 1, max(-1, end - 1 - LONGEST), -1):
        if not words[j][0].isalnum() and words[j] not in INSIDE:
            return None
        for letter in reversed(words[j].lower()):
            if at and letter == short[at]:
                at -= 1
        if not at and words[j][0].isupper() and words[j][0].lower() == short[0]:
            return j
    return None
