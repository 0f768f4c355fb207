"""Recognises which lexicon reads a text, by the share of its words that are the small words of that language."""

import re
from functools import cache

from claims.errors import RejectedInput
from claims.extraction.lexicon import languages, lexicon

SAMPLE = 3000  # characters: enough to tell, and a long text costs no more than a short one
WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 0.12  # of a text in another language, even a near one, fewer words are small words of this one
SMALL_WORDS = (
    *(("attribution", "obliques"), ("attribution", "clause_breaks"), ("attribution", "complementisers"), ("attribution", "fillers")),
    *(("people", "determiners"), ("people", "pronouns"), ("people", "definite"), ("people", "first_person"), ("commitments", "negation")),
)


@cache
def small_words(code: str) -> frozenset[str]:
    """Return the prepositions, conjunctions, determiners, pronouns and adverbs of a language: single words, in lower case."""
    words = lexicon(code)
    return frozenset(word for section, key in SMALL_WORDS for word in words[section][key] if " " not in word)


def recognise_language(text: str) -> str:
    """Return the code of the lexicon that reads the text; RejectedInput where none does."""
    words = WORD.findall(text[:SAMPLE].lower())
    shares = {code: sum(word in small_words(code) for word in words) / (len(words) or 1) for code in languages()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] < ENOUGH:
        raise RejectedInput(
            f"Its language was not recognised as one that has a lexicon ({', '.join(languages())}); "
            "if it is one of them, name it with --language."
        )
    return best
