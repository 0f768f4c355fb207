"""A text as tokens with offsets, and the marks that the lexicon sets on them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress
from typing import Any

from claims.documents.document import Span

# one group, so that a split keeps the tokens; "a.m." first, told by its first two letters
# where a sentence begins right behind a stop, so that a space was lost ("kata Dani.Menurut dia"): no "example.Com", no "www.Example.org"
LOST_SPACE = r"(?!(?:Com|Co|Id|Net|Org|Inc|Ltd|Js|Io|Tv|App)\b)[A-Z][a-z]"
# a stop joins two words but where small letters or figures stand before it and a space was lost behind it
TOKEN = re.compile(
    r"([^\W\d_]\.[^\W\d_]\.(?:[^\W\d_]\.)*+"
    rf"|\w++(?:(?:[-'’&/]|\.(?!(?<=[a-z0-9][a-z0-9]\.)(?<!www\.){LOST_SPACE}))\w++)*+|[^\w\s])"
)


KEPT = 1 << 14  # words that were looked up last
MOST_DETERMINERS = 4
MARGIN = 4  # tokens before and after a text that may be asked for their kinds: none begins there
AGE = 3  # tokens of an age in brackets
AGE_DIGITS = 2
SMALL_KINDS = frozenset({"modals", "auxiliaries", "fillers", "obliques", "conjunctions", "np_stops"})  # of words that name nobody
ACTS_ON = frozenset({"perfects", "modals"})  # kinds of words behind who acts
MARKS = "'’"
NOTHING: dict[str, Any] = {}  # the kinds of a token at which no entry begins


def straight(word: str) -> str:
    """Return a word with straight marks."""
    return word.replace("’", "'")


@dataclass(slots=True)
class Entry:
    """What the lexicon says of a word or phrase: its length in tokens and, by kind (`verb`, `party`, `office` …), a payload.

    In small letters, too, a mention may begin with it (`opens`), or go on with it or with what it joins (`carries`). `sought` are those
    of its kinds that rules look for by their places. `noted`: a text keeps more of it than its kinds. `in_capitals` is the entry that
    holds instead where the word stands in capitals ("US", "WHO"), None where the letters make no difference.
    """

    length: int
    kinds: dict[str, Any] = field(default_factory=dict)
    opens: bool = False
    carries: bool = False
    sought: tuple[str, ...] = ()
    noted: bool = False
    in_capitals: "Entry | None" = None


class Vocabulary:
    """All words and phrases of a lexicon: single words, and phrases by their first and second word, longest first."""

    def __init__(self, possessives: Iterable[str]) -> None:
        self.owning: tuple[str, ...] = tuple(ending for ending in possessives if ending[0] in MARKS and len(ending) > 1)
        self.names_with_mark: frozenset[str] = frozenset()
        self.participle_endings: tuple[str, ...] = ()
        self._words: dict[str, Entry] = {}
        self._phrases: dict[str, dict[str, list[tuple[list[str], Entry]]]] = {}
        self._possessives = tuple(possessives)
        self.sought: tuple[str, ...] = ()
        self._told: tuple[re.Pattern[str], frozenset[str], Entry] | None = None
        self._opening = lru_cache(KEPT)(self._read_opening)  # the words of a language come again and again

    def tell_names_with_mark(self, names: Iterable[str], participle_endings: Iterable[str]) -> None:
        """Take the names that end as an owner does ("Macy's"), and how verbs end that only describe what is owned."""
        self.names_with_mark, self.participle_endings = frozenset(names), tuple(participle_endings)

    def add(self, kind: str, phrases: Iterable[str] | Mapping[str, Any], payload: Any = True) -> None:
        """Mark each phrase with a kind; of a mapping, the values are the payloads."""
        for phrase in phrases:
            words = TOKEN.findall(phrase.lower())
            if words:
                self._entry(words).kinds[kind] = phrases[phrase] if isinstance(phrases, Mapping) else payload

    def _entry(self, words: list[str]) -> Entry:
        """Return the entry of a word or phrase, a new one where there is none."""
        self._opening.cache_clear()
        if len(words) == 1:
            return self._words.setdefault(words[0], Entry(1))
        first, second, *rest = words
        rows = self._phrases.setdefault(first, {}).setdefault(second, [])
        entry = next((entry for known, entry in rows if known == rest), None)
        if entry is None:
            entry = Entry(len(words), noted=True)
            rows.append((rest, entry))
            rows.sort(key=lambda row: -len(row[0]))
        return entry

    def inherit(self, kinds: Iterable[str]) -> None:
        """Give each phrase those kinds of its first word that it would hide ("stressed the need" still holds "stressed")."""
        for first, phrases in self._phrases.items():
            alone = self._words.get(first)
            if alone is None:
                continue
            inherited = {kind: alone.kinds[kind] for kind in kinds if kind in alone.kinds}
            for rows in phrases.values():
                for _, entry in rows:
                    entry.kinds = inherited | entry.kinds

    def tell_by_form(self, form: str, openers: Iterable[str], kinds: Iterable[str]) -> None:
        """Give words of a form that no list holds some kinds where one of `openers` follows: "memamerkan bahwa"."""
        self._told = (re.compile(form), frozenset(openers), Entry(1, dict.fromkeys(kinds, True)))

    def gather(self, kind: str, fits: Callable[[dict[str, Any]], bool]) -> None:
        """Mark with a kind of their own the entries whose kinds fit."""
        for entry in self._all():
            if fits(entry.kinds):
                entry.kinds[kind] = True

    def tell_mentions(self, opens: Callable[[dict[str, Any]], bool], carries: Callable[[dict[str, Any]], bool]) -> None:
        """Mark the entries with which a mention may begin or go on in small letters, by their kinds."""
        for entry in self._all():
            entry.opens, entry.carries = opens(entry.kinds), carries(entry.kinds)
            entry.noted = entry.noted or entry.opens

    def tell_capitals(self, is_homograph: Callable[[dict[str, Any]], bool], name_kinds: frozenset[str]) -> None:
        """Part names in capitals from the small words of the same letters ("US", "us"): they keep nothing but the kinds of names."""
        for entry in list(self._all()):
            if is_homograph(entry.kinds):
                kinds = {kind: payload for kind, payload in entry.kinds.items() if kind in name_kinds}
                entry.in_capitals, entry.noted = Entry(entry.length, kinds, noted=True), True

    def seek(self, kinds: Iterable[str]) -> None:
        """Let texts keep the places of the entries of some kinds, so that rules need not look at every token for one."""
        self.sought = tuple(kinds)
        for entry in self._all():
            entry.sought = tuple(kind for kind in self.sought if kind in entry.kinds)
            entry.noted = entry.noted or bool(entry.sought)

    def _all(self) -> Iterator[Entry]:
        """Return every entry, and those that hold in capitals."""
        phrases = (entry for seconds in self._phrases.values() for rows in seconds.values() for _, entry in rows)
        told = (self._told[2],) if self._told is not None else ()
        for entry in chain(self._words.values(), phrases, told):
            yield entry
            if entry.in_capitals is not None:
                yield entry.in_capitals

    def entries(self, words: list[str]) -> dict[int, Entry]:
        """Return the entry of the longest phrase at each token (lower-case words) where one begins; none inside another."""
        found: dict[int, Entry] = {}
        after, last = 0, len(words) - 1  # the token behind the last entry, the last token
        for i, opening in enumerate(map(self._opening, words)):
            if opening is None or i < after:
                continue
            entry, phrases = opening
            alone = i > after and i - 1 not in found  # no entry holds the token before
            if phrases is not None and i < last:
                second = words[i + 1]
                if second in phrases:
                    for rest, phrase in phrases[second]:
                        if not rest or words[i + 2 : i + phrase.length] == rest:
                            entry, after = phrase, i + phrase.length
                            break
                elif second.endswith(self._possessives) and (pair := self._pair_without_possessive(second, phrases)) is not None:
                    entry, after = pair, i + pair.length
            if entry is not None:
                if alone and (told := self._by_form(words[i - 1], words[i])) is not None:
                    found[i - 1] = told
                found[i] = entry
        return found

    def _by_form(self, word: str, following: str) -> Entry | None:
        """Return the entry of a word that only its form and the word behind it tell."""
        if self._told is None or following not in self._told[1] or self._told[0].fullmatch(word) is None:
            return None
        return self._told[2]

    def _read_opening(self, word: str) -> tuple[Entry | None, dict[str, list[tuple[list[str], Entry]]] | None] | None:
        """Return the entry of a word alone and the phrases that it begins, by their second word; None where it is neither."""
        entry, phrases = self._words.get(word), self._phrases.get(word)
        if entry is None and phrases is None and word.endswith(self._possessives):
            entry = self._without_possessive(word)
        return None if entry is None and phrases is None else (entry, phrases)

    def _pair_without_possessive(self, second: str, rows: dict[str, list[tuple[list[str], Entry]]]) -> Entry | None:
        """Return the entry of two words of which the second carries a possessive ending ("South Korea's")."""
        bare = next((second[: -len(ending)] for ending in self._possessives if second.endswith(ending)), second)
        return next((entry for rest, entry in rows.get(bare, ()) if not rest), None)

    def _without_possessive(self, word: str) -> Entry | None:
        """Return the entry of a single word that carries a possessive ending."""
        for ending in self._possessives:
            if word.endswith(ending) and (entry := self._words.get(word[: -len(ending)])) is not None:
                return entry
        return None


class Tokens:
    """The tokens of one text; `starts[i]` and `ends[i]` are offsets of token i, `marks[i]` the lexicon's entry that begins there.

    `kinds[i]` are that entry's kinds, of any token, and empty where none begins; `capital[i]` tells of a capital letter at its head.
    `openings` are the tokens at which an entry begins that opens a mention in small letters or is longer than a word; `covered` tells
    of each further token of a longer one where it begins.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self._vocabulary, self._owning = vocabulary, vocabulary.owning
        pieces = TOKEN.split(text)  # white space and tokens by turns
        edges = list(accumulate(map(len, pieces)))
        self.words: list[str] = pieces[1::2]
        self.starts: list[int] = edges[0:-1:2]
        self.ends: list[int] = edges[1::2]
        self.lower: list[str] = "\n".join(self.words).lower().split("\n") if self.words else []  # one call; no token holds a line's end
        self._heads = [word[0] for word in self.words]
        self.capital: list[bool] = list(map(str.isupper, self._heads))
        self.marks: dict[int, Entry] = vocabulary.entries(self.lower)
        for i in self._short_forms():
            del self.marks[i]  # "Christian Association (CAN)", then "CAN said"
        self._places: list[int] = list(self.marks)
        self.kinds: list[dict[str, Any]] = [NOTHING] * (len(self.words) + MARGIN)
        self.openings: list[int] = []
        self.covered: dict[int, int] = {}
        self._marked: list[tuple[int, dict[str, Any]]] = []
        self._sought: dict[str, list[int]] = {kind: [] for kind in vocabulary.sought}
        all_kinds, mark = self.kinds, self._marked.append
        for i, known in self.marks.items():
            entry = known
            if known.in_capitals is not None and self.words[i].isupper():
                entry = self.marks[i] = known.in_capitals
            kinds = all_kinds[i] = entry.kinds
            mark((i, kinds))
            if entry.noted:
                if entry.opens or entry.length > 1:
                    self.openings.append(i)
                for j in range(i + 1, i + entry.length):
                    self.covered[j] = i
                for kind in entry.sought:
                    self._sought[kind].append(i)

    def _short_forms(self) -> list[int]:
        """Return the tokens at which an entry for a small word begins whose letters, in capitals, stand alone in brackets somewhere."""
        words, last = self.words, len(self.words) - 2
        alone = [words[k + 1] for k in self.brackets if k < last and words[k + 2] == ")"]
        short = {word for word in alone if word.isupper() and len(word) > 1}
        found = [i for i in self.marks if words[i] in short] if short else []
        entries = ((i, self.marks[i]) for i in found)
        return [i for i, entry in entries if entry.length == 1 and "party" not in entry.kinds and not SMALL_KINDS.isdisjoint(entry.kinds)]

    def has_age(self, k: int) -> bool:
        """Tell whether an age in brackets begins at token k: "Warsinah [(48)]"."""
        words = self.words[k : k + AGE]
        return words[:1] == ["("] and len(words) == AGE and words[2] == ")" and len(words[1]) == AGE_DIGITS and words[1].isdigit()

    def within(self, span: Span) -> range:
        """Return the indices of the tokens that begin inside the span."""
        return self.between(span.start, span.end)

    def between(self, start: int, end: int) -> range:
        """Return the indices of the tokens that begin at one of the characters `[start, end)`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def marks_in(self, tokens: range) -> list[tuple[int, dict[str, Any]]]:
        """Return (token, kinds) of the entries that begin at some of the tokens, in order."""
        places = self._places
        return self._marked[bisect_left(places, tokens.start) : bisect_left(places, tokens.stop)]

    def all_of(self, kind: str, start: int, stop: int) -> list[int]:
        """Return the tokens from `start` up to `stop` at which an entry of a kind begins, in order; KeyError for a kind not sought."""
        places = self._sought[kind]
        first = bisect_left(places, start)
        return places[first : bisect_left(places, stop, first)]

    def first_of(self, kind: str, start: int, stop: int) -> int | None:
        """Return the first token from `start` up to `stop` at which an entry of a kind begins, None if none does; KeyError as above."""
        places = self._sought[kind]
        at = bisect_left(places, start)
        return places[at] if at < len(places) and places[at] < stop else None

    def word_count(self, start: int, stop: int) -> int:
        """Return how many words, marks aside, stand from token `start` up to token `stop`."""
        return self._words_before[stop] - self._words_before[start] if stop > start else 0

    @cached_property
    def _words_before(self) -> list[int]:
        return list(accumulate(map(str.isalnum, self._heads), initial=0))

    @cached_property
    def brackets(self) -> list[int]:
        """The tokens that are opening round brackets."""
        found: list[int] = []
        with suppress(ValueError):
            while True:
                found.append(self.words.index("(", found[-1] + 1 if found else 0))
        return found

    def topics(self, tokens: range) -> tuple[str, ...]:
        """Return the topics that some of the tokens name, each once."""
        places = self.all_of("topic", tokens.start, tokens.stop)
        return tuple(dict.fromkeys([self.kinds[i]["topic"] for i in places])) if places else ()

    def span(self, first: int, last: int) -> Span:
        """Return the span from token `first` up to, not including, token `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def kind(self, i: int, kind: str) -> Any:
        """Return the payload of a kind at token i, or None."""
        return self.kinds[i].get(kind)

    def phrase(self, i: int) -> str:
        """Return the words of the entry at token i, or the token itself, in lower case."""
        return " ".join(self.lower[i : i + self.marks[i].length]) if i in self.marks else self.lower[i]

    def unowned(self, i: int) -> str:
        """Return the words of the entry at token i in lower case, without the "'s" of an owner: "company" of "company's"."""
        return self.phrase(i).removesuffix("'s").removesuffix("’s")

    def is_possessive(self, i: int) -> bool:
        """Tell whether token i owns what follows: "China's", or a plural before a bare apostrophe ("teachers' union")."""
        word = self.lower[i]
        if word.endswith(self._owning):
            return not (self.capital[i] and straight(word) in self.names_with_mark)
        return word.endswith("s") and i + 1 < len(self.words) and self.words[i + 1] in MARKS and self.starts[i + 1] == self.ends[i]

    @cached_property
    def names_with_mark(self) -> frozenset[str]:
        """Words that end as an owner does and are names, with a straight mark: "macy's", of which the text says that it has agreed."""
        owning = [i for i, word in enumerate(self.lower) if word.endswith(self._owning) and self.capital[i] and i not in self.marks]
        acting = [i for i in owning if self._acts(i)]
        alone = {self.lower[k] for k in compress(range(len(self.words) - 1), self.capital) if not self.capital[k + 1]} if acting else ()
        found = (straight(self.lower[i]) for i in acting if self.lower[i][:-2] not in alone)  # else "Jane's said" of a Jane
        return self._vocabulary.names_with_mark.union(found)

    def _acts(self, i: int) -> bool:
        """Tell whether a helper or a verb that is no noun stands behind token i: "Macy's [has] agreed"."""
        k = i + 1
        while ACTS_ON.isdisjoint(self.kinds[k]) and "fillers" in self.kinds[k]:
            k += 1
        kinds = self.kinds[k]
        if not ACTS_ON.isdisjoint(kinds):
            return True
        describes = k < len(self.lower) and self.lower[k].endswith(self._vocabulary.participle_endings)  # "Iran's promised answer"
        return "verbs_before" in kinds and "noun_like" not in kinds and (not describes or "complementisers" in self.kinds[k + 1])

    def relative_before(self, i: int, first: int) -> int | None:
        """Return the relative word before token i, with nothing but filling words between, down to token `first`; None without one."""
        k = i - 1
        while k > first and "fillers" in self.kinds[k] and "relative" not in self.kinds[k]:
            k -= 1
        return k if k >= 0 and "relative" in self.kinds[k] else None

    def before(self, i: int) -> int:
        """Return the token before token i, determiners aside: a few of them, for more are no phrase; -1 at the beginning of the text."""
        k, kinds = i - 1, self.kinds
        while k >= 0 and kinds[k].get("part") == "determiners" and i - k <= MOST_DETERMINERS:
            k -= 1
        return k

    def is_capital(self, i: int) -> bool:
        """Tell whether token i begins with a capital letter."""
        return self.capital[i]

    def is_printed_small(self, i: int) -> bool:
        """Tell whether the text prints the word of token i in small letters somewhere: at the head of a sentence it is no name."""
        return self.lower[i] in self._printed and self.lower[i][0].islower()

    @cached_property
    def _printed(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def inner_capitals(self) -> frozenset[str]:
        """Words that the text prints with a capital after another word or a comma: names, wherever they stand."""
        words = self.words
        capitals = compress(range(1, len(words)), self.capital[1:])
        return frozenset([words[i] for i in capitals if words[i - 1][0].isalpha() or words[i - 1] == ","])

    @cached_property
    def called(self) -> frozenset[str]:
        """Capitalised words that the text prints alone beside a reporting verb or behind an honorific: last names of people."""
        found = set()
        for i, entry in self.marks.items():
            kinds, after = entry.kinds, i + entry.length
            if "verbs_before" in kinds and i > 0 and self.words[i - 1][0].isupper() and not (i > 1 and self.words[i - 2][0].isupper()):
                found.add(self.words[i - 1])
            behind = "verbs_after" in kinds or kinds.get("part") == "honorifics"
            if behind and after < len(self.words):
                after += self.words[after] == "."
                last = next((k for k in range(after, len(self.words)) if not self.words[k][0].isupper()), after)
                if last == after + 1:
                    found.add(self.words[after])
        return frozenset(found)

    @cached_property
    def body_words(self) -> frozenset[str]:
        """Capitalised words that the text prints right after the first word of a body's name ("PT Samudra": Samudra)."""
        bodies = (i + entry.length for i, entry in self.marks.items() if entry.kinds.get("part") == "bodies" and self.words[i][0].isupper())
        return frozenset(self.words[i] for i in bodies if i < len(self.words) and self.words[i][0].isupper())
