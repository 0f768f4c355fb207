"""Mentions: the phrases of a text that name somebody who may speak or commit, each with its head and its parts."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from claims.extraction.lexicon import Lexicon
from claims.extraction.tokens import Tokens


class MentionKind(StrEnum):
    """What a mention names. NAME: a capitalised name of which only the text around it tells what it is."""

    PERSON = "person"
    NAME = "name"
    BODY = "body"
    STATE = "state"
    OFFICE = "office"
    NOUN = "noun"
    PRONOUN = "pronoun"
    PLURAL = "plural pronoun"
    IT = "pronoun of a body"


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` up to, not including, `last`; `name` as printed, `title` the office before it, `codes` the states named in it."""

    first: int
    last: int
    kind: MentionKind
    name: str
    title: str | None = None
    codes: tuple[str, ...] = ()
    short_form: str | None = None
    body: str | None = None
    oblique: bool = False
    definite: bool = False


@dataclass(slots=True)
class Part:
    """One piece of a name phrase: its class (an upper-case letter, see PART_CLASSES), and its tokens."""

    letter: str
    first: int
    last: int
    codes: tuple[str, ...] = ()


PRONOUNS = {"pronouns": MentionKind.PRONOUN, "plural_pronouns": MentionKind.PLURAL, "body_pronouns": MentionKind.IT}
PART_CLASSES = {"offices": "O", "honorifics": "H", "bodies": "B", "places": "L", "portfolios": "P", "postnominals": "M", "particles": "V"}
LOWER_CASE = frozenset("OS")  # parts that need no capital
NO_MODIFIERS = (
    *("np_stops", "fillers", "obliques", "verbs_before", "verbs_after", "clause_breaks", "prepositions"),
    *("definite", "relative", "strength", "negation", "told"),
)
SMALL_PARTICLE = re.compile(r"[^\W\d_A-Z]{1,3}-[A-Z]")  # al-Sayegh
NICKNAME_MARKS = frozenset("'\"‘’“”")
SUBJECT_WORDS = 4  # of an unknown noun phrase before its verb
NOUN_WORDS = 7  # of a noun phrase
PLACE_WORDS = 7  # words of "for the ministry of ..." after a noun
NAMES_TOO = frozenset({"offices", "calendar"})  # words of these lists that are names of people as well
NAME_KINDS = frozenset({"part", "speaker_nouns", "party", "demonym"})
LONGEST = 24  # tokens of a phrase; longer ones are lists, not names


@cache
def _forms(lexicon: Lexicon, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in lexicon["people"][key])


class MentionFinder:
    """Finds the mentions in the sentences of one tokenised text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.head_first = lexicon["people"]["head"] == "first"
        self.short = frozenset(lexicon["sentences"]["abbreviations"])
        self.forms = _forms(lexicon, "portfolio_forms")
        self.verb_forms = _forms(lexicon, "verb_forms")

    def find(self, sentence: range) -> list[Mention]:
        """Return the mentions of one sentence (a range of tokens) in order."""
        found: list[Mention] = []
        i, marks, words = sentence.start, self.tokens.marks, self.tokens.words
        while i < sentence.stop:
            entry = marks.get(i)
            if entry is None and not words[i][0].isupper():  # most words of a text: nothing begins here
                i += 1
                continue
            if entry is not None and not words[i][0].isupper() and not (NAME_KINDS & entry.kinds.keys()):
                i += entry.length
                continue
            mention = self._pronoun(i) or self._phrase(i, sentence)
            if mention is None:
                i += self.tokens.marks[i].length if i in self.tokens.marks else 1
            else:
                found.append(self._with_first_half(mention, found))
                i = mention.last
        return found

    def _with_first_half(self, mention: Mention, found: list[Mention]) -> Mention:
        """Join a company's name over its own "and": "Northern Tin and Rubber Ltd"."""
        before = found[-1] if found else None
        ends = mention.kind is MentionKind.BODY and self.tokens.kind(mention.last - 1, "company_forms") is not None
        if before is None or not ends or before.kind is not MentionKind.NAME or mention.first - before.last != 1:
            return mention
        if self.tokens.kind(before.last, "conjunctions") is None:
            return mention
        found.pop()
        return replace(mention, first=before.first, name=self._text(before.first, mention.last), oblique=before.oblique)

    def _pronoun(self, i: int) -> Mention | None:
        part = self.tokens.kind(i, "part")
        kind = PRONOUNS.get(part)
        if kind is None:
            return None
        last = i + self.tokens.marks[i].length
        return Mention(i, last, kind, self.tokens.words[i], oblique=self._is_oblique(i))

    def _phrase(self, i: int, sentence: range) -> Mention | None:
        """Read the phrase that begins at token i, if one does."""
        first = self._part(i, sentence, [])
        if first is None or (first.letter in "MVP" and not (first.letter == "P" and self.tokens.is_capital(i))):
            return None
        parts = [first]
        j = first.last
        while j < sentence.stop and j - i < LONGEST:
            part, j_next = self._next_part(j, sentence, parts)
            if part is None:
                break
            parts.append(part)
            j = j_next
        return self._mention(parts, sentence)

    def _next_part(self, j: int, sentence: range, parts: list[Part]) -> tuple[Part | None, int]:
        """Return the part that carries the phrase on at token j, over a connector, a bracketed short form or a comma."""
        words, stop = self.tokens.words, sentence.stop
        letters = "".join(part.letter for part in parts)
        if words[j] == "(" and j + 2 < stop and words[j + 2] == ")" and words[j + 1].isupper():
            return Part("(", j, j + 3), j + 3
        if words[j] == "," and j + 1 < stop:
            if self.tokens.kind(j + 1, "company_forms") is not None:
                return Part("B", j + 1, j + 2), j + 2
            listed = self._list_in_name(j, sentence) if "B" in letters and letters.endswith("N") else None
            if listed is not None:
                return listed, listed.last
            return self._after_comma(j, sentence, parts, letters) if "O" in letters else (None, j)
        if words[j] in "'’" and words[j - 1].endswith("s") and letters.endswith("N") and j + 1 < stop and words[j + 1][0].isupper():
            part = self._part(j + 1, sentence, parts)  # "Doctors' Union"
            return (part, part.last) if part is not None and part.letter == "B" else (None, j)
        if words[j] == "." and self._is_shortened(j - 1, letters) and j + 1 < stop and words[j + 1][0].isupper():
            part = self._part(j + 1, sentence, parts)
            return (part, part.last) if part is not None else (None, j)
        if words[j] in NICKNAME_MARKS and letters.endswith("N"):
            return self._nickname(j, sentence)
        if letters[-1] in "OPF" and j + 1 < stop and self.tokens.kind(j, "office_links") is not None:
            part = self._part(j + 1, sentence, parts)
            return (part, part.last) if part is not None and part.letter == "O" else (None, j)
        if self.tokens.kind(j, "connectors") is not None and (set(letters) & set("OBP")) and not letters.endswith("N") and j + 1 < stop:
            k = j + 2 if self.tokens.kind(j + 1, "part") == "determiners" and j + 2 < stop else j + 1
            part = self._part(k, sentence, parts)
            if part is not None and words[k][0].isupper() and part.letter != "H":
                return self._as_field(part), part.last
            return None, j
        part = self._part(j, sentence, parts)
        if part is None or (part.letter == "O" and letters.endswith("N") and "O" in letters):
            return None, j
        if part.letter == "N" and "N" not in letters and self.tokens.kind(parts[-1].first, "place_heads") is not None:
            return Part("P", part.first, part.last), part.last  # "Wali Kota Semarang Ratna ...": the place follows its head
        return (self._as_field(part) if letters.endswith("F") else part), part.last

    def _is_shortened(self, k: int, letters: str) -> bool:
        """Tell whether the full stop after token k belongs to it: an honorific, an initial, a particle or a shortened first name."""
        if letters.endswith("H") or len(self.tokens.words[k]) == 1:
            return True
        return letters.endswith("N") and (self.tokens.lower[k] in self.short or self.tokens.kind(k, "part") == "particles")

    def _after_comma(self, j: int, sentence: range, parts: list[Part], letters: str) -> tuple[Part | None, int]:
        """Read the name that a comma sets off from its office: "Ketua Asosiasi X, Budi Santoso"."""
        part = self._part(j + 1, sentence, parts)
        if part is None or part.letter not in "NH" or not self.tokens.is_capital(j + 1):
            return None, j
        if letters.endswith("N"):
            # "manager of Acme, Jane Doe": the one word before the comma is the body's, two words after it are a name
            following = self._part(part.last, sentence, [*parts, part]) if part.last < sentence.stop else None
            named = part.letter == "H" or (following is not None and following.letter == "N")
            tokens_before = [self.tokens.words[part.first] for part in parts if part.letter == "N"]
            own_words = letters.endswith("NN") and part.letter != "H" and not set("BF") & set(letters[letters.index("O") :])
            if not named or (
                own_words and tokens_before[0] not in self.tokens.body_words and not self._is_closed_name(part.last, sentence)
            ):
                return None, j
            for earlier in parts:
                earlier.letter = "F" if earlier.letter == "N" else earlier.letter
        return part, part.last

    def _is_closed_name(self, k: int, sentence: range) -> bool:
        """Tell whether the capitalised words from token k end at a comma or stop, and no "and" makes them the last of a list."""
        tokens = self.tokens
        while k < sentence.stop and tokens.is_capital(k):
            k += 1
        if k >= sentence.stop or tokens.words[k] in '."”':
            return True
        return tokens.words[k] == "," and not (
            k + 1 < sentence.stop and (tokens.is_capital(k + 1) or tokens.kind(k + 1, "conjunctions") is not None)
        )

    def _list_in_name(self, j: int, sentence: range) -> Part | None:
        """Read the rest of a body's name that is a list: "Badan Meteorologi, Klimatologi, dan Geofisika"."""
        tokens, k = self.tokens, j
        while k + 1 < sentence.stop and tokens.words[k] == "," and tokens.is_capital(k + 1):
            k += 2
            while k < sentence.stop and tokens.is_capital(k) and k not in tokens.marks:
                k += 1
        if k < sentence.stop and tokens.words[k] == ",":
            k += 1
        joined = k + 1 < sentence.stop and tokens.kind(k, "conjunctions") is not None and tokens.is_capital(k + 1)
        if not joined or k == j + 1 or (k + 2 < sentence.stop and tokens.words[k + 2] != "("):
            return None
        return Part("B", j, k + 2)

    def _nickname(self, j: int, sentence: range) -> tuple[Part | None, int]:
        """Read a nickname in quotation marks in the middle of a name."""
        words = self.tokens.words
        for last in range(j + 2, min(j + 5, sentence.stop - 1)):
            if words[last] in NICKNAME_MARKS and words[last + 1][0].isupper() and all(words[k][0].isupper() for k in range(j + 1, last)):
                return Part("N", j, last + 1), last + 1
        return None, j

    @staticmethod
    def _as_field(part: Part) -> Part:
        """After "of" an unknown name is what an office or a body looks after, not who holds it."""
        return Part("F", part.first, part.last) if part.letter in "NPLA" else part

    def _part(self, i: int, sentence: range, before: list[Part]) -> Part | None:
        """Class the token or entry at i, in the light of the parts before it."""
        tokens = self.tokens
        entry = tokens.marks.get(i)
        capital = tokens.is_capital(i)
        previous = before[-1].letter if before else ""
        if entry is not None:
            kinds, last = entry.kinds, i + entry.length
            capital = capital or (("party" in kinds or "demonym" in kinds) and any(tokens.is_capital(k) for k in range(i, last)))
            part = kinds.get("part", "")
            letter = PART_CLASSES.get(part)
            if previous == "N" and entry.length == 1 and part in NAMES_TOO and self._ends_name(i, sentence):
                return Part("N", i, last)
            if letter == "O" and capital and previous == "N" and self.head_first and len(before) > 1 and before[-2].letter == "B":
                return Part("N", i, last)  # "PT Bumi Ratu Energi": a word of the company's name
            if letter == "O":
                return Part("O", i, last) if previous != "N" or not self.head_first else None
            if "fields" in kinds and capital and any(part.letter in "OPB" for part in before):
                return Part("P", i, last)
            if capital and ("party" in kinds or "demonym" in kinds) and not self._stands_for_else(i):
                return Part("C", i, last, kinds.get("party") or kinds["demonym"])
            if letter == "P":
                return Part("P", i, last) if capital or previous in ("O", "P") else None
            if letter == "V":
                after = last + 1 if last < sentence.stop and tokens.words[last] == "." else last
                following = after < sentence.stop and (tokens.is_capital(after) or tokens.kind(after, "part") == "particles")
                return Part("N", i, last) if previous == "N" and following else None
            if letter == "M":
                return Part("M", i, last) if previous == "N" and tokens.words[i][:1].isupper() else None
            if letter == "B" and (capital or (previous in ("N", "B", "C") and "relative" not in kinds)):
                return Part("B", i, last)
            if letter in ("H", "L") and capital:
                return Part(letter, i, last)
            if kinds.get("part") in ("calendar", *PRONOUNS):
                return None
            if "speaker_nouns" in kinds and not before and (not capital or self._is_sentence_head(i, sentence)):
                return Part("S", i, last)
            if (
                not capital
                or entry.length > 1
                or self._is_sentence_head(i, sentence)
                or (tokens.words[i].isupper() and len(tokens.words[i]) > 1)
            ):
                return None
        word = tokens.words[i]
        if entry is None and previous == "N" and len(word) <= 3 and word.islower() and i + 1 < sentence.stop and tokens.is_capital(i + 1):
            return Part("N", i, i + 1) if i + 1 not in tokens.marks else None
        if entry is None and previous == "N" and SMALL_PARTICLE.match(word):
            return Part("N", i, i + 1)
        if not capital or not word[0].isalpha() or any(c.isdigit() for c in word):
            return None
        if self._is_sentence_head(i, sentence) and not self._is_name_head(i, sentence):
            return None
        if previous in ("O", "P") and any(form.match(tokens.lower[i]) for form in self.forms):
            return Part("P", i, i + 1)
        if word.isupper() and 1 < len(word) <= 6 and "." not in word and not self._all_capitals(i):
            return Part("A", i, i + 1)
        return Part("N", i, i + 1)

    def _ends_name(self, i: int, sentence: range) -> bool:
        """Tell whether a capitalised office or month right after a name ends it ("Yusuf Hakim", "Rosalind May")."""
        tokens = self.tokens
        if not tokens.is_capital(i):
            return False
        following = tokens.words[i + 1] if i + 1 < sentence.stop else "."
        return not following[0].isupper() and not following[0].isdigit()

    def _is_sentence_head(self, i: int, sentence: range) -> bool:
        return not any(self.tokens.words[k][0].isalnum() for k in range(sentence.start, i))

    def _is_name_head(self, i: int, sentence: range) -> bool:
        """Tell whether the first word of a sentence, capital in any case, is a name: not a word that the text prints small elsewhere."""
        tokens = self.tokens
        if len(tokens.words[i]) == 1 and i + 1 < sentence.stop and tokens.words[i + 1] == ".":
            return True
        if tokens.lower[i] in tokens.lower_words:
            return False
        if tokens.words[i] in tokens.inner_capitals or i + 1 >= sentence.stop:
            return True
        following = tokens.marks.get(i + 1)
        if following is not None and "definite" in following.kinds:
            return False
        if tokens.is_capital(i + 1) or tokens.words[i + 1] in "(,":
            return True
        return following is not None and ("verbs_before" in following.kinds or "fillers" in following.kinds)

    def _all_capitals(self, i: int) -> bool:
        """Tell whether the words around token i are in capitals too, so that capitals tell nothing."""
        words = self.tokens.words
        return any(0 <= k < len(words) and words[k].isupper() and len(words[k]) > 1 for k in (i - 1, i + 1))

    def _stands_for_else(self, i: int) -> bool:
        return i > 0 and (self.tokens.kind(i - 1, "not_after") is not None)

    def _mention(self, parts: list[Part], sentence: range) -> Mention | None:
        """Make one mention of the parts of a phrase."""
        while parts and parts[-1].letter in "(":
            short = self.tokens.words[parts[-1].first + 1]
            return self._finish(parts[:-1], sentence, end=parts[-1].last, short_form=short)
        return self._finish(parts, sentence, end=parts[-1].last, short_form=None)

    def _finish(self, parts: list[Part], sentence: range, end: int, short_form: str | None) -> Mention | None:
        letters = "".join(part.letter for part in parts)
        tail = re.search(r"[NL]*N[NL]*M*$|N+M*$", letters)
        lead = letters[: tail.start()] if tail else letters
        codes = tuple(code for part in parts for code in part.codes)
        first = parts[0].first
        points_back = self.head_first and end < sentence.stop and self.tokens.kind(end, "definite") is not None
        if tail and (set(lead) & set("OH")) and not points_back:
            names = [part for part in parts[tail.start() :] if part.letter in "NL"]
            names = self._drop_body_words(parts, tail.start(), names)
            title = self._text(parts[0].first, names[0].first).strip(" ,(") if lead.strip("H") else None
            mention = self._make(first, end, MentionKind.PERSON, names[0].first, names[-1].last, title, codes, short_form)
            return replace(mention, body=self._body(parts[: tail.start()], names[0].first))
        if letters == "O" and not self.tokens.is_capital(first):
            return self._noun(parts[0], sentence)
        if "O" in letters:
            mention = self._make(first, end, MentionKind.OFFICE, first, parts[-1].last, None, codes, short_form)
            return replace(mention, body=self._body(parts, end))
        if letters == "B" and self.tokens.kind(first, "body_nouns") is not None:
            return self._noun(parts[0], sentence)
        if set(letters) & set("BA") and not (letters.strip("L") == "A" and not short_form and letters != "A"):
            return self._make(first, end, MentionKind.BODY, first, parts[-1].last, None, codes, short_form)
        if set(letters) <= set("C"):
            return self._make(first, end, MentionKind.STATE, first, parts[-1].last, None, codes, None)
        if set(letters) <= set("L") or set(letters) <= set("PHLC"):
            return None
        if letters.startswith("S"):
            return self._noun(parts[0], sentence)
        names = [part for part in parts if part.letter in "NLCP"]
        if not names or "N" not in letters:
            return None
        start = names[0].first
        return self._make(first, end, MentionKind.NAME, start, names[-1].last, None, codes, short_form)

    def _body(self, title: list[Part], stop: int) -> str | None:
        """Return the body that an office belongs to: from the first word that names one up to token `stop` or the next comma or office."""
        first = next((n for n, part in enumerate(title) if part.letter in "BANF"), None)
        if first is None:
            return None
        begin = title[first].first
        ends = [part.first for part in title[first + 1 :] if part.letter == "O" and begin < title[0].first + 1]
        last = min([stop, *ends])
        comma = next((k for k in range(begin, last) if self.tokens.words[k] in ",("), last)
        return self._text(begin, comma) or None

    def _drop_body_words(self, parts: list[Part], tail: int, names: list[Part]) -> list[Part]:
        """After an organisation's first word its own name runs into the person's: keep the last two words for the person."""
        if tail and parts[tail - 1].letter == "B" and len(names) > 2:
            return names[-2:]
        return names

    def _noun(self, head: Part, sentence: range) -> Mention | None:
        """Read the phrase around a lower-case noun such as `officials` or `juru bicara`."""
        tokens = self.tokens
        first, last = head.first, head.last
        if self.head_first:
            while last < sentence.stop and last - first < NOUN_WORDS and self._modifies(last):
                if tokens.is_capital(last) and not tokens.is_capital(last - 1) and (names := self._names_from(last, sentence)):
                    title = self._text(first, last)
                    if tokens.kind(first, "part") == "bodies" or tokens.kind(first, "body_nouns") is not None:
                        return self._make(first, names[-1].last, MentionKind.BODY, names[0].first, names[-1].last, None, (), None)
                    return self._make(first, names[-1].last, MentionKind.PERSON, names[0].first, names[-1].last, title, (), None)
                last += tokens.marks[last].length if last in tokens.marks else 1
            definite = last < sentence.stop and tokens.kind(last, "definite") is not None
        else:
            while first > sentence.start and head.first - first < 4 and self._modifies(first - 1):
                first -= 1
            definite = first > sentence.start and tokens.kind(first - 1, "definite") is not None
        holder = self._holder(last, sentence)
        if holder:
            title = self._text(first, last)
            return self._make(first, holder[-1].last, MentionKind.PERSON, holder[0].first, holder[-1].last, title, (), None)
        if self.tokens.kind(head.first, "speaker_nouns") is None and not definite and not self._is_introduced(first):
            return None
        last = self._with_place(last, sentence)
        codes: tuple[str, ...] = ()
        if self.tokens.kind(head.first, "governments") is not None:
            codes = next((code for k in range(first, last) if (code := self.tokens.kind(k, "party"))), ())
        return self._make(first, last, MentionKind.NOUN, first, last, None, codes, None, definite=definite)

    def _names_from(self, k: int, sentence: range) -> list[Part]:
        """Return the words of a person's name from token k, at least two of them; [] if none stands there."""
        names: list[Part] = []
        part = self._part(k, sentence, names)
        while part is not None and part.letter == "N":
            names.append(part)
            part = self._next_part(part.last, sentence, names)[0] if part.last < sentence.stop else None
        return names if len(names) > 1 and part is None else []

    def _holder(self, last: int, sentence: range) -> list[Part]:
        """Read the name that a comma sets off after a noun: "ketua majelis hakim, Budi Santoso,"."""
        tokens = self.tokens
        names: list[Part] = []
        if last < sentence.stop and tokens.kind(last, "definite") is not None:
            last += 1
        if last + 1 < sentence.stop and tokens.words[last] == "," and tokens.is_capital(last + 1):
            part = self._part(last + 1, sentence, names)
            while part is not None and part.letter in "NH":
                names.append(part)
                part = self._next_part(part.last, sentence, names)[0] if part.last < sentence.stop else None
            if names and names[0].letter == "H" and len(names) > 1:
                names = names[1:]
        closed = not names or names[-1].last >= sentence.stop or not tokens.words[names[-1].last][0].isalnum()
        return names if closed and names and names[-1].letter == "N" else []

    def _with_place(self, last: int, sentence: range) -> int:
        """Carry a noun phrase on over "di kejaksaan", "at Acme & Co", "for the ministry"; return its end."""
        tokens, k = self.tokens, last + 1
        if last >= sentence.stop or tokens.kind(last, "links_of_nouns") is None:
            return last
        while k < sentence.stop and k - last <= PLACE_WORDS:
            capital = tokens.is_capital(k) and tokens.kind(k, "part") != "calendar"
            linking = tokens.kind(k, "connectors") is not None or tokens.kind(k, "part") == "determiners"
            if not (capital or linking or self._modifies(k)):
                break
            k += tokens.marks[k].length if k in tokens.marks else 1
        return k if k > last + 1 and (tokens.is_capital(k - 1) or self._modifies(k - 1)) else last

    def _is_introduced(self, first: int) -> bool:
        return first > 0 and self.tokens.kind(first - 1, "part") == "determiners"

    def _modifies(self, i: int) -> bool:
        """Tell whether token i can belong to a noun phrase: a word that is no verb, preposition, determiner or stop."""
        word = self.tokens.words[i]
        if not word[0].isalpha():
            return False
        entry = self.tokens.marks.get(self.tokens.covered.get(i, i))
        if entry is None:
            return not any(form.match(word) for form in self.verb_forms)
        return entry.kinds.get("part") != "determiners" and not any(kind in entry.kinds for kind in NO_MODIFIERS)

    def subject_noun(self, sentence: range, start: int, stop: int) -> Mention | None:
        """Return the noun phrase of unknown words that ends at token `stop`, such as "two air traffic controllers"."""
        tokens, first = self.tokens, stop
        while first > start and stop - first < SUBJECT_WORDS and self._modifies(first - 1):
            first -= 1
        if first == stop or not all(tokens.words[k][0].islower() or self._is_sentence_head(k, sentence) for k in range(first, stop)):
            return None
        bounded = first == start or not tokens.words[first - 1][0].isalnum() or tokens.kind(first - 1, "part") == "determiners"
        return self._make(first, stop, MentionKind.NOUN, first, stop, None, (), None) if bounded else None

    def _make(
        self,
        first: int,
        last: int,
        kind: MentionKind,
        name_first: int,
        name_last: int,
        title: str | None,
        codes: tuple[str, ...],
        short_form: str | None,
        *,
        definite: bool = False,
    ) -> Mention:
        name = re.sub(r"\s*\([^()]*\)", "", self._text(name_first, name_last))
        name = re.sub(r"['’]s$|['’]$", "", re.sub(r"\s+", " ", name))
        if kind is MentionKind.OFFICE:
            definite = definite or self._is_definite(first, last)
        return Mention(first, last, kind, name, title, codes, short_form, oblique=self._is_oblique(first), definite=definite)

    def _is_definite(self, first: int, last: int) -> bool:
        tokens = self.tokens
        before = first > 0 and tokens.kind(first - 1, "definite") is not None
        return before or (last < len(tokens.words) and tokens.kind(last, "definite") is not None)

    def _text(self, first: int, last: int) -> str:
        return self.tokens.text[self.tokens.starts[first] : self.tokens.ends[last - 1]] if last > first else ""

    def _is_oblique(self, first: int) -> bool:
        """Tell whether a preposition governs the phrase, determiners aside, or brackets hold it."""
        tokens, i = self.tokens, first - 1
        for k in range(i, max(-1, i - 8), -1):
            if tokens.words[k] == ")":
                break
            if tokens.words[k] == "(":
                return True
        while i >= 0 and (tokens.kind(i, "part") == "determiners" or tokens.words[i] in '"“‘'):
            i -= 1
        if i < 0:
            return False
        start = tokens.covered.get(i, i)
        return tokens.kind(start, "obliques") is not None
