"""Words in SQL: what readers type becomes an FTS5 expression, which is understood where no full-text table is, too."""

import re

from claims.errors import UsageError
from claims.views.fulltext import quote_tokens

WORD = re.compile(r"[^\W_]+")
PHRASE = re.compile(r'"((?:[^"]|"")*)"')


def fts_words(words: str | None) -> str:
    """Return an FTS5 expression that asks for all the words and holds no operators; one that finds nothing where there is no word."""
    try:
        return quote_tokens(str(words or ""))
    except UsageError:
        return '""'


def holds_words(expression: str, text: str) -> bool:
    """Return whether a text holds all words of what `fts_words` returns: `text MATCH expression`, where `text` is no full-text table's."""
    phrases = [spaced(phrase) for phrase in PHRASE.findall(expression)]
    return all(phrase.strip() and phrase in spaced(text) for phrase in phrases) and bool(phrases)


def spaced(text: str) -> str:
    """Return the words of a text in any case, each between spaces."""
    return f" {' '.join(WORD.findall(text.casefold()))} "
