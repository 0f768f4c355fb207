"""What a number counts: the percent sign, currency, length of time, physical unit or noun after it, and the rate that may follow.

All words come from the section `[quantities]` of a lexicon; currency names and codes from CLDR (Babel) besides.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from claims.extraction.calendars import alternatives
from claims.extraction.currencies import quantity_words
from claims.extraction.lexicon import languages, lexicon
from claims.extraction.numerals import Numeral
from claims.terms import QuantityKind

_GAP = r"[ \u00a0\u202f\n‑-]"
_TOKEN = r"(?:(?:[^\W\d_]\.){2,}|[%°º″¢€£¥₹₩₱฿]+[^\W\d_]?|[^\W\d_]+(?:[²³]|[23](?!\w))?(?:/[^\W\d_]+)?)"
FIRST = re.compile(_TOKEN)
RUN = re.compile(rf"{_TOKEN}(?:{_GAP}{_TOKEN}){{0,3}}")
NOUN = re.compile(r"(?:[ \u00a0\u202f]|[ ]?\r?\n[ ]{0,8}|)([^\W\d_]\w*(?:[-‑&][^\W_]\w*)*)(['’]s?(?!\w))?")
HYPHENED = re.compile(r" [0-9][0-9.,]*-[^\W\d_]+(?:-old)?(?= )")  # "two 75-megawatt turbines"
MODEL = re.compile(r" [0-9]\w*(?:-\w+)?")  # "15 Boeing 787-9 jets", "five 787 Dreamliners"
_SPACES = str.maketrans("\u00a0\u202f-‑\n", "     ")
_PERIOD = re.compile(r"P(T?)(\d+)([A-Z])")
_SMALLER = {"Y": (12, "M"), "W": (7, "D"), "D": (24, "H"), "H": (60, "M")}
_OPENS_RATE = frozenset(" \u00a0\u202f\n-/")
WORD = re.compile(r"[^\W\d_][\w-]*")
SENTENCE_ENDS = (". ", "! ", "? ", "\n")
NEAR_NAMED = 200  # characters before a number within which what it counts is named
_MODIFIERS = 6  # words between a number and its noun


class Unit(NamedTuple):
    """What is counted: the unit as a Quantity names it, its kind, and for a length of time the ISO 8601 period of one."""

    name: str
    kind: QuantityKind
    period: str | None = None


class Measure(NamedTuple):
    """A unit found in a text, up to `end`."""

    end: int
    unit: Unit


def multiply_period(period: str, count: Decimal) -> str | None:
    """Return an ISO 8601 period `count` times over, in a smaller designator where that makes it whole; None if nothing does."""
    match = _PERIOD.fullmatch(period)
    if not match or count < 0:
        return None
    time, total, letter = match[1], count * int(match[2]), match[3]
    while total != int(total):
        if (time and letter == "M") or (not time and letter == "M") or letter not in _SMALLER:
            return None
        factor, letter = _SMALLER[letter]
        time = "T" if letter == "H" or time else ""
        total *= factor
    return f"P{time}{int(total)}{letter}"


class UnitReader:
    """The units of one language, ready to read after a number."""

    def __init__(
        self,
        words: dict[str, Any],
        currencies: dict[str, str],
        codes: frozenset[str],
        possessives: tuple[str, ...] = (),
        demonyms: Iterable[str] = (),
    ) -> None:
        self.possessives = possessives
        self.codes = codes - frozenset(words["not_currency_codes"])
        self.measures: dict[str, Unit] = {name: Unit(code, QuantityKind.MONEY) for name, code in currencies.items()}
        for code, *names in words["currencies"]:
            self._add(names, Unit(code, QuantityKind.MONEY))
        for name, *names in words["measures"]:
            self._add(names, Unit(name, QuantityKind.COUNT))
        self.cased = {printed: Unit(name, QuantityKind.COUNT) for name, *names in words["cased_measures"] for printed in names}
        self.attached = {printed: Unit(name, QuantityKind.COUNT) for name, *names in words["attached_measures"] for printed in names}
        self.subunits = {name: int(count) for count, *names in words["subunit_counts"] for name in names}
        for name, *names in words["subunits"]:
            self._add(names, Unit(name, QuantityKind.MONEY))
        for name, period, *names in words["durations"]:
            self._add(names, Unit(name, QuantityKind.DURATION, period))
        self._add(["%", *words["percent"]], Unit("percent", QuantityKind.PERCENTAGE))
        self._add(words["basis_points"], Unit("basis point", QuantityKind.PERCENTAGE))
        for code, *symbols in words["currency_symbols"]:
            self.measures |= {symbol: Unit(code, QuantityKind.MONEY) for symbol in symbols if len(symbol) == 1 and not symbol.isalnum()}
        signs = (symbol for _, *symbols in words["currency_symbols"] for symbol in symbols if symbol[-1] == "$" or symbol == "Rp")
        self.sign_after = re.compile(rf"(?:{alternatives(tuple(signs))})(?![ ]?[\w])")
        self.sign_letters = frozenset(symbol[0] for _, *symbols in words["currency_symbols"] for symbol in symbols)
        self.signs = {symbol: code for code, *symbols in words["currency_symbols"] for symbol in symbols}
        self.first_words = frozenset(name.split(" ")[0].lower() for name in (*self.measures, *self.cased))
        self.one_durations: dict[str, Unit] = {}
        for name, period, *names in words["one_durations"]:
            self.one_durations |= dict.fromkeys(names, Unit(name, QuantityKind.DURATION, period))
        self.nouns: dict[str, str] = {}
        for name, *names in words["nouns"]:
            for noun in names:
                self.nouns.setdefault(noun, name)
        self.noun_phrases = {noun: name for noun, name in self.nouns.items() if " " in noun or "/" in noun}
        self.noun_starts = frozenset(noun.split(" ")[0] for noun in self.noun_phrases)
        self.people_words = frozenset(words["people_words"])
        self.closing_nouns = frozenset(words["closing_nouns"])
        if people := words["people_of_states"]:
            self.nouns |= {f"{demonym.lower()}s": people for demonym in demonyms}  # "150 Indians"
        self.plural_modifiers, self.noun_joiners = frozenset(words["plural_modifiers"]), frozenset(words["noun_joiners"])
        self.adjective_endings, self.vague_numbers = tuple(words["adjective_endings"]), frozenset(words["vague_numbers"])
        self.classifiers = frozenset(words["classifiers"])
        self.counted_before = {classifier: frozenset(nouns) for classifier, *nouns in words["counted_before"]}
        self.not_nouns = frozenset(words["not_nouns"])
        self.verb_prefixes, self.no_plural = tuple(words["verb_prefixes"]), tuple(words["verb_suffixes"])
        self.not_hyphen_units = frozenset(words["not_hyphen_units"])
        self.noun_last = words["noun_order"] == "last"
        self.rate_words, self.rate_articles = frozenset(words["rate_words"]), frozenset(words["rate_articles"])
        self.rate_adverbs = {phrase: period for period, *phrases in words["rate_adverbs"] for phrase in phrases}
        self.rate_openings = self.rate_words.union(self.rate_articles, (phrase.split(" ")[0] for phrase in self.rate_adverbs))
        self.not_rated = tuple(words["not_rated"])
        self.not_rate_after = frozenset(words["not_rate_after"])
        self.one_durations_after = frozenset(words["one_durations_after"])

    def _add(self, names: list[str], unit: Unit) -> None:
        """Add names; those of one letter and upper-case ones as printed, so that "C" is not "c"."""
        self.measures |= {name if len(name) == 1 else name.lower().replace("-", " "): unit for name in names}

    def measure(self, text: str, low: str, at: int) -> Measure | None:
        """Return the percentage, money, length of time or physical unit whose name begins at `at` or after one space or hyphen."""
        attached = low[at : at + 1] not in (" ", "\u00a0", "\u202f", "\n", "-", "‑")
        start = at if attached else at + 1
        match = FIRST.match(low, start)
        if text[start : start + 1] in self.sign_letters and (sign := self.sign_after.match(text, start)):
            return Measure(sign.end(), Unit(self.signs[sign[0]], QuantityKind.MONEY))
        if not match:
            return None
        first = match[0]
        whole = first in self.first_words
        if not whole and "/" in first:
            first = first.partition("/")[0]
        if first not in self.first_words:
            return self._letter_or_code(text, start, first, attached)
        phrase = _run(low, start) if whole else first
        while True:
            end = start + len(phrase)
            unit = self.cased.get(text[start:end]) or self.measures.get(phrase)
            if unit and not low[end : end + 1].isalnum() and (len(phrase) > 1 or phrase == text[start:end]):
                return Measure(end, unit)
            if " " not in phrase:
                return self._letter_or_code(text, start, first, attached)
            phrase = phrase[: phrase.rfind(" ")]

    def _letter_or_code(self, text: str, start: int, first: str, attached: bool) -> Measure | None:
        """Read a unit of one letter ("20C", "5 m") or an upper-case currency code ("500 USD")."""
        printed = text[start : start + len(first)]
        if text[start + len(first) : start + len(first) + 1].isalnum():
            return None
        if attached and first in self.attached:
            return Measure(start + len(first), self.attached[first])
        if len(printed) == 1 and printed in self.measures and (attached or printed in "mgl"):
            return Measure(start + 1, self.measures[printed])
        if len(printed) == 3 and printed in self.codes:
            return Measure(start + 3, Unit(printed, QuantityKind.MONEY))
        return None

    def noun(self, text: str, low: str, at: int, numeral: Numeral) -> Measure | None:
        """Return the noun that a number counts, as the singular English noun of the lexicon, else as printed."""
        if low[at : at + 1] in ("-", "‑"):
            return self._hyphenated(low, at)
        return self._last_noun(text, low, at, numeral) if self.noun_last else self._first_noun(text, low, at)

    def _hyphenated(self, low: str, at: int) -> Measure | None:
        match = NOUN.match(low, at + 1)
        word = match[1].split("-")[0] if match and match.start(1) == at + 1 else ""
        if len(word) < 3 or word in self.not_hyphen_units:
            return None
        return Measure(at + 1 + len(word), Unit(self.singular(word), QuantityKind.COUNT))

    def _phrase(self, low: str, at: int) -> Measure | None:
        """Return the noun of several words that begins at `at`."""
        phrase = _run(low, at)
        while phrase:
            if phrase in self.noun_phrases and not low[at + len(phrase) : at + len(phrase) + 1].isalnum():
                return Measure(at + len(phrase), Unit(self.noun_phrases[phrase], QuantityKind.COUNT))
            phrase = phrase[: max(phrase.rfind(" "), 0)]
        return None

    def _first_noun(self, text: str, low: str, at: int) -> Measure | None:
        """Return the noun right after the number; a classifier gives way to the known noun after it ("tiga orang guru")."""
        match = NOUN.match(low, at)
        if not match or match.start(1) == at:
            return None
        word, start, end = self._unpossessed(match[1]), match.start(1), match.end(1)
        if word in self.noun_starts and (found := self._phrase(low, start)):
            return found
        known = self.nouns.get(word)
        if word in self.classifiers:
            real = self._first_noun(text, low, end) if (after := NOUN.match(low, end)) and after[1] in self.nouns else None
            if real:
                return real
            known = (self._named_before(low, at, word) if word in self.counted_before else None) or known
        if known:
            return Measure(end, Unit(known, QuantityKind.COUNT))
        named = text[start].isupper() and not text[start:end].isupper()
        if word in self.not_nouns or word.startswith(self.verb_prefixes) or len(word) < 3 or named:
            return None
        return Measure(end, Unit(word.split("-")[0], QuantityKind.COUNT))

    def _named_before(self, low: str, at: int, classifier: str) -> str | None:
        """Return the last noun that the sentence prints before character `at` and that a classifier counts: "[sapi] perah sebanyak 5 ekor".

        One that has a count of its own ("dua ekor sapi, 12 ekor") is not meant.
        """
        near = max(0, at - NEAR_NAMED)
        words = WORD.findall(low, max(near, *(low.rfind(stop, near, at) + 1 for stop in SENTENCE_ENDS)), at)
        found = (n for n in range(len(words) - 1, -1, -1) if words[n] in self.counted_before[classifier])
        last = next(found, None)
        if last is None or (last > 0 and words[last - 1] == classifier):
            return None
        return self.nouns.get(words[last])

    def _unpossessed(self, word: str) -> str:
        """Return a noun without the possessive at its end ("dua anaknya"); one that only ends like one stays."""
        if word in self.nouns or word in self.not_nouns or not word.endswith(self.possessives):
            return word
        bare = next(word[: -len(ending)] for ending in self.possessives if word.endswith(ending))
        return bare if bare in self.nouns else word

    def _last_noun(self, text: str, low: str, at: int, numeral: Numeral) -> Measure | None:
        """Return the head at the end of the noun phrase: its first plural, or the last of several in a row ("sales teams")."""
        position = at
        words: list[re.Match[str]] = []
        for _ in range(_MODIFIERS):
            match = NOUN.match(low, position)
            if not match and (model := MODEL.match(low, position)):
                match = NOUN.match(low, model.end())
                if match and not text[(words[-1] if words else match).start(1)].isupper():
                    match = None
            if not match and (inner := HYPHENED.match(low, position)):
                match = NOUN.match(low, inner.end())
            describes = bool(words) and words[-1][1].endswith(self.adjective_endings) and words[-1][1] not in self.nouns
            if match and describes and match[1] in self.noun_joiners:
                position = match.end(1)  # "18 northern and central counties"
                match = NOUN.match(low, position)
                if match and match[1] in self.vague_numbers:
                    break
            if not match or match.start(1) == position:
                break
            if match[1] in self.not_nouns and not (len(match[1]) > 1 and text[match.start(1) : match.end(1)].isupper()):
                break  # "13,000 of us", but "13,000 US troops"
            if not words and match[1] in self.noun_starts and (found := self._phrase(low, match.start(1))):
                return found
            if not match[2] and (self.is_plural(match[1]) or _is_short_plural(text, match)):
                if numeral.single and numeral.value == 1 and not words:
                    return None
                following = NOUN.match(low, match.end(1)) if match[1] not in self.closing_nouns else None
                if following and following.start(1) > match.end(1) and self._compounds(following[1]):
                    match = following
                return self._count(text, match)
            words.append(match)
            position = match.end()
        singular = numeral.value == 1 or (0 < numeral.value < 1 and "/" in text[numeral.start : numeral.end])
        for match in words[:3]:
            if match[1] in self.nouns:
                return self._count(text, match)
        if singular and words and not words[-1][2] and len(words) < _MODIFIERS and not words[-1][1].endswith(("ly", "ed", "ing")):
            return self._count(text, words[-1])
        return None

    def _compounds(self, word: str) -> bool:
        """Tell whether a word after a plural is the head of a compound: "sales teams", but not "bombs killed"."""
        return word not in self.not_nouns and word not in self.people_words and self.is_plural(word)

    def _count(self, text: str, match: re.Match[str]) -> Measure:
        word = match[1]
        short = self.noun_last and word not in self.nouns and word.endswith(self.no_plural) and _is_short_plural(text, match)
        return Measure(match.end(1), Unit(word[:-1] if short else self.singular(word), QuantityKind.COUNT))

    def is_plural(self, word: str) -> bool:
        """Tell whether an English-like word has the form of a plural."""
        if word in self.nouns:
            return self.nouns[word] != word
        if word in self.plural_modifiers:
            return False
        return len(word) > 3 and word.endswith("s") and not word.endswith(self.no_plural)

    def singular(self, word: str) -> str:
        """Return the singular of an English noun in lower case; a word that is no plural stays as it is."""
        if word in self.nouns:
            return self.nouns[word]
        head, hyphen, last = word.rpartition("-")
        if hyphen:
            return f"{head}-{self.singular(last)}"
        for ending in ("women", "men", "people", "children"):
            if word.endswith(ending):
                return word[: -len(ending)] + self.nouns.get(ending, ending)
        if not self.is_plural(word):
            return word
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("sses", "xes", "ches", "shes", "uses")) and not word.endswith(("causes", "houses", "aches")):
            return word[:-2]
        return word[:-1]

    def rate(self, low: str, at: int) -> tuple[int, str] | None:
        """Return the end and ISO 8601 period of the rate at `at`: "a year", "per bulan", "/hari", "setahun", "annually"."""
        start = at + 1
        match = FIRST.match(low, start) if low[at:start] in _OPENS_RATE else None
        if not match:
            return None
        if low[at] == "/":
            unit = self.measures.get(match[0].partition("/")[0])
            return (match.end(), unit.period) if unit and unit.period else None
        if match[0] not in self.rate_openings:
            return None
        words = _run(low, start).split(" ")
        for count in (2, 1):
            phrase = " ".join(words[:count])
            if phrase in self.rate_adverbs:
                return start + len(phrase), self.rate_adverbs[phrase]
        if len(words) > 1 and (words[0] in self.rate_words or words[0] in self.rate_articles):
            unit = self.measures.get(words[1])
            if unit and unit.period and (words[0] in self.rate_words or len(words) < 3 or words[2] not in self.not_rate_after):
                return start + len(words[0]) + 1 + len(words[1]), unit.period
        return None


def _run(low: str, at: int) -> str:
    """Return the run of up to four words that begins at `at`, a space between each two; "" if none does."""
    match = RUN.match(low, at)
    return match[0].translate(_SPACES) if match else ""


def _is_short_plural(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word of the text is the plural of an abbreviation in capitals ("GPUs", "RBIs")."""
    printed = text[match.start(1) : match.end(1)]
    return len(printed) > 2 and printed[-1] == "s" and printed[:-1].isupper()


@cache
def unit_reader(language: str, home: str | None = None) -> UnitReader:
    """Return the reader of a language, with the names of currencies of `home`; RejectedInput if it has no lexicon."""
    from babel import Locale
    from babel.numbers import get_currency_name

    words = quantity_words(language, home)
    locale = Locale.parse(language)
    names: dict[str, str] = {}
    for code, name in locale.currencies.items():
        if not re.search(r"[\d(]", name):
            names |= {form.lower().replace("-", " "): code for form in (name, get_currency_name(code, 2, locale)) if " " in form}
    demonyms = (name for names in lexicon(language)["parties"]["demonyms"].values() for name in names)
    return UnitReader(words, names, frozenset(locale.currencies), tuple(lexicon(language)["people"]["possessives"]), demonyms)


@cache
def currencies_called(words: str) -> tuple[str, ...]:
    """Return the ISO 4217 codes that these words, or the sign, mean in the languages that have a lexicon, each once."""
    units = (unit_reader(language).measures.get(words.strip().lower().replace("-", " ")) for language in languages())
    return tuple(dict.fromkeys(unit.name for unit in units if unit is not None and unit.kind is QuantityKind.MONEY))


@cache
def currency_codes() -> frozenset[str]:
    """Return the codes of all currencies that can be read: those of ISO 4217, and those that lexicons name besides, such as BTC."""
    from babel.numbers import list_currencies

    units = (unit for language in languages() for unit in unit_reader(language).measures.values())
    return frozenset(list_currencies()).union(unit.name for unit in units if unit.kind is QuantityKind.MONEY)
