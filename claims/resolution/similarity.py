"""Similarity: names that may be one and the same bearer's, with the reason. People judge what is proposed here; nothing is merged.

Names meet only in blocks (the same letters, a word that few others have, a third of their letters), and blocks that too many names share
tell nothing and are left out: the work grows with the number of names, not with that of their pairs.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from claims.extraction.lexicon import languages, lexicon
from claims.resolution.names import fold

TOO_MANY = 40  # names that share a block and say no more by it than that they are names
FEWEST_CONSONANTS = 6  # so many must agree before vowels are taken for spelling
MOST_WORDS = 100_000  # whose sounds are remembered
SHORTEST = 5  # letters of a name that can be a letter apart from another
NUMBER = re.compile(r"[0-9]")
WORD = re.compile(r"[^\W_]+")
Words = tuple[str, ...]


class Reason(IntEnum):
    """Why two names may be one, the strongest reason first."""

    SAME_NAME = 1
    ONE_STATE = 2
    OTHER_ORDER = 3
    TRANSLITERATION = 4
    ONE_HOLDS_THE_OTHER = 5
    A_LETTER_OR_TWO = 6


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears names: a number, a group within which bearers can be one, all names, identifiers by their kind, how many records."""

    number: int
    group: str
    names: tuple[str, ...]
    identifiers: Mapping[str, str]
    records: int

    def differs(self, other: "Bearer") -> bool:
        """Tell whether an identifier says that they are two."""
        return any(self.identifiers[kind] != other.identifiers[kind] for kind in self.identifiers.keys() & other.identifiers.keys())

    @property
    def weight(self) -> tuple[int, int, int]:
        """What lets one bearer come first: identifiers, records, age."""
        return (len(self.identifiers), self.records, -self.number)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two bearers that may be one, the weightier first, the two names that are alike, and why."""

    left: int
    right: int
    reason: Reason
    names: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name of one bearer as it is compared; `words` are without accents and case, for persons without offices and honorifics.

    `letters` are the words without spaces.
    It is `weak` where it says little of its bearer: a single word by which an article calls a person that it has named in full.
    """

    bearer: Bearer
    name: str
    words: Words
    letters: str
    weak: bool


def find_alike(bearers: Sequence[Bearer], *, persons: str, code_of: Callable[[str], str | None]) -> list[Likeness]:
    """Return the pairs whose names are alike, each with its strongest reason, those with the strongest reasons first.

    `persons` is the group whose names carry offices and initials; `code_of` gives the ISO code of the state that a name names in any
    language. Bearers of different groups, and those whose identifiers differ, are never paired.
    """
    spellings = [spelling for bearer in bearers for spelling in _spell(bearer, of_persons=bearer.group == persons)]
    found: dict[tuple[int, int], Likeness] = {}
    groups: dict[str, list[Spelling]] = defaultdict(list)
    for spelling in spellings:
        groups[spelling.bearer.group].append(spelling)
    for reason, one, other in (met for group, own in groups.items() for met in _meetings(own, group == persons, code_of)):
        if one.bearer.number == other.bearer.number or (one.weak and other.weak) or one.bearer.differs(other.bearer):
            continue
        left, right = sorted((one, other), key=lambda spelling: spelling.bearer.weight, reverse=True)
        pair = (left.bearer.number, right.bearer.number)
        if pair not in found or reason < found[pair].reason:
            found[pair] = Likeness(*pair, reason, (left.name, right.name))
    weights = {bearer.number: bearer.records for bearer in bearers}
    return sorted(found.values(), key=lambda each: (each.reason, -weights[each.left] - weights[each.right], each.left, each.right))


def _spell(bearer: Bearer, *, of_persons: bool) -> Iterator[Spelling]:
    for name in bearer.names:
        words = words_of(name, bare=of_persons)
        yield Spelling(bearer, name, words, "".join(words), weak=of_persons and len(words) < 2 and name != bearer.names[0])


def _meetings(
    spellings: Sequence[Spelling], of_persons: bool, code_of: Callable[[str], str | None]
) -> Iterator[tuple[Reason, Spelling, Spelling]]:
    for reason, key in (
        (Reason.SAME_NAME, lambda spelling: fold(spelling.name)),
        (Reason.ONE_STATE, lambda spelling: None if of_persons else code_of(spelling.name)),
        (Reason.OTHER_ORDER, lambda spelling: spelling.letters),
        (Reason.OTHER_ORDER, lambda spelling: " ".join(sorted(spelling.words))),
        (Reason.TRANSLITERATION, lambda spelling: " ".join(sorted(map(sound, spelling.words)))),
        (Reason.TRANSLITERATION, lambda spelling: skeleton(spelling.words)),
    ):
        yield from ((reason, *pair) for pair in _sharing(spellings, key))
    yield from ((Reason.ONE_HOLDS_THE_OTHER, *pair) for pair in _holding(spellings, of_persons))
    yield from ((Reason.A_LETTER_OR_TWO, *pair) for pair in _near(spellings))


def _sharing(spellings: Sequence[Spelling], key: Callable[[Spelling], str | None]) -> Iterator[tuple[Spelling, Spelling]]:
    """Yield, of the spellings with one key, the weightiest bearer's with each of the others."""
    blocks: dict[str, list[Spelling]] = defaultdict(list)
    for spelling in spellings:
        shared = key(spelling)
        if shared:
            blocks[shared].append(spelling)
    for block in blocks.values():
        first = max(block, key=lambda spelling: spelling.bearer.weight)
        yield from ((first, other) for other in block if other is not first)


def _holding(spellings: Sequence[Spelling], of_persons: bool) -> Iterator[tuple[Spelling, Spelling]]:
    """Yield spellings whose words are among the other's: for persons an initial is enough, for others it must be half of the words."""
    by_word: dict[str, list[Spelling]] = defaultdict(list)
    for spelling in spellings:
        for word in () if spelling.weak else set(spelling.words):
            by_word[word].append(spelling)
    for short in spellings:
        blocks = [by_word[word] for word in short.words if len(word) > 1]
        rarest = min(blocks, key=len, default=[])
        if short.weak or len(rarest) > TOO_MANY:
            continue
        for long in rarest:
            fewer = len(short.words) < len(long.words) if not of_persons else len(short.letters) < len(long.letters)
            half = of_persons or 2 * len(short.words) >= len(long.words)
            if fewer and half and holds(long.words, short.words, initials=of_persons):
                yield short, long


def _near(spellings: Sequence[Spelling]) -> Iterator[tuple[Spelling, Spelling]]:
    """Yield spellings that are a letter or two apart: of three parts of a name, such a fault leaves one as it is (pigeonhole)."""
    blocks: dict[tuple[int, int, int, str], list[Spelling]] = defaultdict(list)
    for spelling in sorted((each for each in spellings if not each.weak), key=lambda each: -len(each.letters)):
        letters = spelling.letters
        near: dict[int, Spelling] = {}
        for length in range(len(letters), len(letters) + 3) if len(letters) >= SHORTEST else ():
            for place, (start, end) in enumerate(parts(length)):
                for at in range(max(start - 2, 0), start + 3):
                    met = blocks.get((len(spelling.words), length, place, letters[at : at + end - start]), ())
                    if len(met) <= TOO_MANY // 2:
                        near |= {id(other): other for other in met}
        yield from ((spelling, other) for other in near.values() if a_letter_or_two_apart(spelling.words, other.words))
        for place, (start, end) in enumerate(parts(len(letters))):
            blocks[len(spelling.words), len(letters), place, letters[start:end]].append(spelling)


@cache
def parts(length: int) -> list[tuple[int, int]]:
    """Return where the three parts of a name of this many letters begin and end."""
    return list(pairwise(length * part // 3 for part in range(4)))


def words_of(name: str, *, bare: bool) -> Words:
    """Return the words of a name in small Latin letters without accents; `bare`, without the offices and honorifics that lead it."""
    plain = fold(name)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_letters()))
        plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = WORD.findall(plain.replace("'", "").replace("’", ""))
    while bare and len(words) > 1 and words[0] in _leading():
        words = words[1:]
    return tuple(words)


@lru_cache(maxsize=MOST_WORDS)
def sound(word: str) -> str:
    """Return a word with the transliterations of one sound brought to one spelling, and double letters single."""
    for ending, brought in _data()["sounds"]["endings"]:
        if word.endswith(ending):
            word = word.removesuffix(ending) + brought
    for spelling, brought in _data()["sounds"]["spellings"]:
        word = word.replace(spelling, brought)
    return re.sub(r"(\D)\1+", r"\1", word)


def skeleton(words: Words) -> str | None:
    """Return the consonants of a name as they sound, word by word; None where they are too few to tell, or stand beside numbers."""
    found = [bones(word) for word in words]
    return " ".join(found) if sum(map(len, found)) >= FEWEST_CONSONANTS and not any(map(NUMBER.search, words)) else None


@lru_cache(maxsize=MOST_WORDS)
def bones(word: str) -> str:
    """Return the first letter of a word as it sounds, and the consonants behind it."""
    heard = sound(word)
    return heard[:1] + heard[1:].translate(_vowels())


def holds(long: Words, short: Words, *, initials: bool) -> bool:
    """Tell whether every word of `short` is one of `long`, each its own; with `initials`, a single letter stands for a word."""
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        found = next((other for other in left if other == word or (initials and len(word) == 1 and other.startswith(word))), None)
        if found is None:
            return False
        left.remove(found)
    return True


def a_letter_or_two_apart(one: Words, other: Words) -> bool:
    """Tell whether two names of as many words differ by a letter in words of five and more, by two of eight and more; in numbers, never."""
    if one == other or any(map(NUMBER.search, (*one, *other))):
        return False
    differing = [(left, right) for left, right in zip(one, other, strict=True) if left != right]
    return len(differing) < 3 and all(distance(*pair, allowed(*pair)) <= allowed(*pair) for pair in differing)


def allowed(one: str, other: str) -> int:
    """Return how many letters two words of one name may differ by."""
    shorter = min(len(one), len(other))
    return 0 if shorter < SHORTEST else 1 if shorter < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters have to be put in, left out or changed to make one word of the other; anything above `most` is too many."""
    if not most or abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, against in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != against))
        if min(row) > most:
            return most + 1
    return row[-1]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("claims.resolution") / "spellings.toml").read_text("utf-8"))


@cache
def _letters() -> dict[int, str]:
    return str.maketrans(dict(_data()["letters"]))


@cache
def _vowels() -> dict[int, None]:
    return dict.fromkeys(map(ord, _data()["sounds"]["vowels"]))


@cache
def _leading() -> frozenset[str]:
    """Return the words of offices and honorifics, which may lead a person's name, in all languages."""
    people = [lexicon(code)["people"] for code in languages()]
    listed = [title for section in people for key in ("honorifics", "national_offices", "state_offices") for title in section[key]]
    return frozenset(word for title in listed for word in WORD.findall(title.casefold()))
