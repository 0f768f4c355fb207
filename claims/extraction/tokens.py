"""A text as tokens with offsets, and the marks that the lexicon sets on them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from claims.documents.document import Span

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[-'’.&/]\w+)*|[^\w\s]")


@dataclass(slots=True)
class Entry:
    """What the lexicon says of a word or phrase: its length in tokens and, by kind (`verb`, `party`, `office` …), a payload."""

    length: int
    kinds: dict[str, Any] = field(default_factory=dict)


class Vocabulary:
    """All words and phrases of a lexicon, by their first word, longest first."""

    def __init__(self, possessives: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        self._possessives = tuple(possessives)

    def add(self, kind: str, phrases: Iterable[str] | Mapping[str, Any], payload: Any = True) -> None:
        """Mark each phrase with a kind; of a mapping, the values are the payloads."""
        for phrase in phrases:
            words = tuple(TOKEN.findall(phrase.lower()))
            if not words:
                continue
            rows = self._by_first.setdefault(words[0], [])
            entry = next((entry for tail, entry in rows if tail == words[1:]), None)
            if entry is None:
                entry = Entry(len(words))
                rows.append((words[1:], entry))
                rows.sort(key=lambda row: -len(row[0]))
            entry.kinds[kind] = phrases[phrase] if isinstance(phrases, Mapping) else payload

    def inherit(self, kinds: Iterable[str]) -> None:
        """Give each phrase those kinds of its first word that it would hide ("stressed the need" still holds "stressed")."""
        for rows in self._by_first.values():
            alone = next((entry for tail, entry in rows if not tail), None)
            if alone is None:
                continue
            for tail, entry in rows:
                if tail:
                    entry.kinds.update({kind: alone.kinds[kind] for kind in kinds if kind in alone.kinds and kind not in entry.kinds})

    def openings(self, words: list[str]) -> list[int]:
        """Return the places of the words (lower case) that may begin an entry, themselves or without a possessive ending."""
        by_first, endings = self._by_first, self._possessives
        return [i for i, word in enumerate(words) if word in by_first or word.endswith(endings)]

    def look_up(self, words: list[str], i: int) -> Entry | None:
        """Return the entry of the longest phrase that begins at token i (lower-case words), or None."""
        word = words[i]
        rows = self._by_first.get(word)
        if rows is None:
            if not word.endswith(self._possessives):
                return None
            for ending in self._possessives:
                if word.endswith(ending):
                    rows = self._by_first.get(word[: -len(ending)])
                    if rows is not None and not rows[-1][0]:
                        return rows[-1][1]
            return None
        for tail, entry in rows:
            if not tail or tuple(words[i + 1 : i + entry.length]) == tail:
                return entry
        return None


class Tokens:
    """The tokens of one text; `starts[i]` and `ends[i]` are offsets of token i, `marks[i]` the lexicon's entry that begins there."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.words: list[str] = TOKEN.findall(text)
        lower = text.lower()
        self.lower: list[str] = TOKEN.findall(lower) if len(lower) == len(text) else []
        if len(self.lower) != len(self.words):  # a letter whose lower case is longer, or no letter at all
            self.lower = [word.lower() for word in self.words]
        self.starts: list[int] = []
        position, find = 0, text.find
        for word in self.words:
            position = find(word, position)
            self.starts.append(position)
            position += len(word)
        self.ends = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        self.marks: dict[int, Entry] = {}
        self._places: list[int] = []
        after = 0  # the token behind the last entry: an entry's own words are not looked up again
        for i in vocabulary.openings(self.lower):
            if i >= after and (entry := vocabulary.look_up(self.lower, i)) is not None:
                self.marks[i] = entry
                self._places.append(i)
                after = i + entry.length

    def within(self, span: Span) -> range:
        """Return the indices of the tokens that begin inside the span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def marks_in(self, tokens: range) -> list[tuple[int, dict[str, Any]]]:
        """Return (token, kinds) of the entries that begin at some of the tokens, in order."""
        places = self._places
        return [(i, self.marks[i].kinds) for i in places[bisect_left(places, tokens.start) : bisect_left(places, tokens.stop)]]

    def span(self, first: int, last: int) -> Span:
        """Return the span from token `first` up to, not including, token `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def kind(self, i: int, kind: str) -> Any:
        """Return the payload of a kind at token i, or None."""
        entry = self.marks.get(i)
        return None if entry is None else entry.kinds.get(kind)

    def is_capital(self, i: int) -> bool:
        """Tell whether token i begins with a capital letter."""
        return self.words[i][0].isupper()

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the text prints in lower case somewhere: such a word at the head of a sentence is no name."""
        return frozenset(word for word in self.words if word[0].islower())

    @cached_property
    def inner_capitals(self) -> frozenset[str]:
        """Words that the text prints with a capital after another word or a comma: names, wherever they stand."""
        pairs = zip(self.words, self.words[1:], strict=False)
        return frozenset(word for before, word in pairs if word[0].isupper() and (before[0].isalpha() or before == ","))

    @cached_property
    def body_words(self) -> frozenset[str]:
        """Capitalised words that the text prints right after the first word of a body's name ("PT Samudra": Samudra)."""
        bodies = (i + entry.length for i, entry in self.marks.items() if entry.kinds.get("part") == "bodies" and self.words[i][0].isupper())
        return frozenset(self.words[i] for i in bodies if i < len(self.words) and self.words[i][0].isupper())

    @cached_property
    def covered(self) -> dict[int, int]:
        """For each token inside a multi-word entry, the token where the entry begins."""
        return {j: i for i, entry in self.marks.items() for j in range(i, i + entry.length)}
