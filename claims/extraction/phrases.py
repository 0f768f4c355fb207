"""Phrases of names and offices, read part by part: "Finance Minister", "Bank Indonesia (BI)", "Perry Warjiyo"."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress, pairwise
from operator import attrgetter

from claims.extraction.lexicon import Lexicon, names_of, short_months
from claims.extraction.names import name_beginnings
from claims.extraction.tokens import Entry, Tokens


@dataclass(slots=True)
class Part:
    """One piece of a phrase: its tokens, the states it names, and its class.

    Classes: O office, H honorific, B first word of a body's name, A its short form in capitals, L place, P what an office looks after,
    C state, N name, M letters after a name, F name of a body or field behind "of", S small noun for who speaks, ( short form in brackets.
    """

    letter: str
    first: int
    last: int
    codes: tuple[str, ...] = ()


_LETTER = attrgetter("letter")


def letters_of(parts: Iterable[Part]) -> str:
    """Return the classes of some parts, a letter each."""
    return "".join(map(_LETTER, parts))


PART_CLASSES = {"offices": "O", "honorifics": "H", "bodies": "B", "places": "L", "portfolios": "P", "postnominals": "M", "particles": "V"}
# kinds of words that may tell a field
OF_FIELD = frozenset({"part", "fields", "topic", "speaker_nouns", "no_speakers", "own_places", "side"})
LINKS_OF_LEARNED = frozenset({"links_of_bodies", "links_of_nouns"})
FIELD_WORDS = 5  # small words that tell what somebody knows
NO_NAMES = frozenset({"calendar", "pronouns", "plural_pronouns", "body_pronouns"})
NO_NAMES_AT_FIRST = NO_NAMES | {"determiners"}  # where heads stand first: "Lalu, Seorang Profesor ..."
ACTING = frozenset({"perfects", "modals", "negation"})  # kinds of words before a verb
NAMES_TOO = frozenset({"offices", "calendar"})  # words of these lists that are names of people as well
OPENING_MARKS = frozenset('"“«')
CLOSING_MARKS = frozenset('"”’»')
NAMES_AT_HEAD = frozenset({"fields", "media", "agency", "topic"})  # words of these kinds may be somebody's first name ("Sun Wei")
BODY_OPENERS = frozenset({"fields", "speaker_nouns"})  # kinds of words that with a state behind them name a body: "Universities Norway"
BRAND = re.compile(r"[A-Z][a-z]+\d{1,3}")  # "peneliti Nexus3"
OFFICE_AND_FIELD = re.compile("OP?[NB]{1,3}")  # "Kabid Bahan Pokok"
SMALL_PARTICLE = re.compile(r"[^\W\d_A-Z]{1,3}-[A-Z]")  # al-Sayegh
# kinds of words by which a phrase goes on with what follows them; any other word can only be its next part itself
JOINING = frozenset(
    ("conjunctions", "connectors", "links_of_nouns", "links_of_bodies", "office_links", "ranks", "seat_links", "origin_links")
)
VERBS_BEHIND = frozenset({"verbs_before", "strength", "fillers"})  # kinds of words right behind a name that opens a sentence
DASHES = frozenset(("-", "–", "—", "--"))
NICKNAME_MARKS = frozenset("'\"‘’“”")
PARTICLE = 3  # letters of a small word inside a name
REST_OF_BODY = 12  # tokens of the rest of a body's name
ASIDE = 5  # tokens of an aside in brackets
LONGEST = 24  # tokens of a phrase; longer ones are lists, not names
INITIALS = 3  # letters of initials that end a name
INITIALS_OF_ONE = 2  # letters of initials with which a name begins
STEM = 4  # letters before a possessive ending
LONGEST_ACRONYM = 8
LONGEST_DEGREE = 4  # letters of an unknown degree in capitals
SHORTEST_OFFICE = 6  # letters of an office in one word ("Kadishub")
CAPITALS = 3  # words in capitals beside one, from which on capitals tell nothing
NUMBER_DIGITS = 4
NEVER = r"(?!)"  # the pattern of no word
FIELD_AND_NAME = 2  # parts: fewer hold no office, field and name
ROMAN = re.compile("[IVX]+")
DEGREE = re.compile(r"(?:[A-Z][a-z]{0,3}\.)+[A-Z]?[A-Za-z]{0,5}\.?")
COMPOUND = re.compile(r"[A-Z]\w*-\d+|(?:\d{1,4}|[IVX]+)/[A-Z]\w+|[A-Z]{1,5}\d[A-Z\d]*")  # Covid-19, 174/Merauke, BP2MI


@cache
def forms(lexicon: Lexicon, *keys: str) -> re.Pattern[str]:
    """Return a pattern for the words that any form in some lists of the section `people` fits."""
    return re.compile("|".join(form for key in keys for form in lexicon["people"][key]) or NEVER)


def _close_field(parts: list[Part]) -> None:
    """Make the names read so far words of the body or field that an office looks after."""
    for part in parts:
        if part.letter in "NL":
            part.letter = "F"


class PhraseReader:
    """Reads the phrases of one tokenised text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.head_first = lexicon["people"]["head"] == "first"
        self.short = names_of(lexicon, "sentences", "abbreviations")
        self.possessives = tuple(lexicon["people"]["possessives"])
        self.tags = forms(lexicon, "tag_forms")
        names = name_beginnings(lexicon.code)
        self.given_names, self.strong_names = names.given_names, names.strong_names
        self.rank_asides = names_of(lexicon, "people", "rank_asides")
        self.forms, self.deed_forms = forms(lexicon, "portfolio_forms", "deed_forms"), forms(lexicon, "deed_forms")
        self.office_forms = forms(lexicon, "office_forms")
        self.governing = set("OBP") if self.head_first else set("OBPH")  # "Professor of Law Jane Doe"
        self.fielded = "OPB" if self.head_first else "OB"
        self.no_names = NO_NAMES_AT_FIRST if self.head_first else NO_NAMES
        self.field_forms = forms(lexicon, "field_forms")
        self.verb_forms = forms(lexicon, "verb_forms")
        self.field_heads = frozenset(lexicon["people"]["field_heads"])
        self.short_months = short_months(lexicon)
        self.honorifics = names_of(lexicon, "people", "honorifics")
        self.person_nouns = names_of(lexicon, "people", "person_nouns")
        self.ours = names_of(lexicon, "people", "first_person_singular")
        self.plurals = tuple(lexicon["people"]["plural_endings"])

    def read(self, i: int, sentence: range) -> list[Part]:
        """Return the parts of the phrase that begins at token i; [] if none does."""
        first = self.part(i, sentence, [])
        if first is None or (first.letter in "MVP" and not (first.letter == "P" and self.tokens.capital[i])):
            return []
        parts = [first]
        j = first.last
        stop = min(sentence.stop, i + LONGEST)
        learned = "learned_offices" in self.tokens.kinds[i]
        while j < stop and (learned or not self._ends(j, sentence.stop)):
            part, j_next = self.next_part(j, sentence, parts)
            if part is None:
                break
            parts.append(part)
            j = j_next
            learned = learned and part.letter in "OP"
        if not self.head_first and len(parts) > FIELD_AND_NAME:
            self._begin_behind_honorific(parts)
            self._begin_name(parts)
        return parts if self.head_first else parts[: self._owner_end(parts)]

    def is_lone_state(self, i: int, sentence: range) -> bool:
        """Tell whether the phrase that begins at token i is a state's name or adjective, and nothing carries it on."""
        tokens = self.tokens
        last = i + tokens.marks[i].length
        if not (tokens.capital[i] or True in tokens.capital[i + 1 : last]) or (i > 0 and "not_after" in tokens.kinds[i - 1]):
            return False
        return last >= sentence.stop or self._ends(last, sentence.stop)

    def _ends(self, j: int, stop: int) -> bool:
        """Tell whether a phrase ends before token j: at a last stop, or a small word, behind a comma or not, that carries none on."""
        tokens = self.tokens
        words = tokens.words
        k = j + 1 if words[j] == "," else j
        if k >= stop or tokens.capital[k] or not words[k][0].isalpha():
            return j + 1 >= stop and not words[j][0].isalnum()
        if k > j and words[k + 1 : k + 2] == ["&"]:
            return False
        entry = tokens.marks.get(k)
        if entry is not None:
            return not entry.carries
        return len(words[k]) > PARTICLE and words[k].islower() and words[k].isalpha()

    def _owner_end(self, parts: list[Part]) -> int:
        """Return how many parts name an owner, before the first and last name of somebody of theirs: "Labour's [Jane Doe]"."""
        tokens = self.tokens
        owned = letters_of(parts) == "NN" and tokens.is_possessive(parts[1].first - 1)
        if owned and ((name := tokens.words[parts[1].first]) in self._surnames or name in tokens.called):
            return 1  # "Acme's [Perez]", whom the text calls Ana Perez
        for n, part in enumerate(parts[1:-1], 1):
            if part.letter + parts[n + 1].letter != "NN" or not tokens.is_possessive(part.first - 1):
                continue
            if self._is_given(part.first) or "speaker_nouns" in tokens.kinds[part.first - 1]:
                return n
        return len(parts)

    def _begin_behind_honorific(self, parts: list[Part]) -> None:
        """Make the last word before "Dr." an office that no list holds, what stands before it a body's: "Arden Party Amir Dr. Roe"."""
        words = self.tokens.words
        honorific = next((n for n, part in enumerate(parts[:-1]) if part.letter == "H" and words[part.last] == "."), 0)
        if not honorific or letters_of(parts[:honorific]).strip("CNL") or parts[honorific - 1].letter != "N":
            return
        _close_field(parts[: honorific - 1])
        parts[honorific - 1].letter = "O"

    def _begin_name(self, parts: list[Part]) -> None:
        """Tell a person's name from the field of an office before it: "Head of Global Markets Jane Doe".

        The name begins at a first name; else at the last word but one, where the text names somebody by the last word alone.
        """
        field = next((n for n in range(len(parts) - 1, 0, -1) if "connectors" in self.tokens.kinds[parts[n - 1].last]), None)
        if (
            field is None
            or not any(part.letter in "OH" for part in parts[:field])
            or any(part.letter in "OH(" for part in parts[field + 1 :])
        ):
            return
        words = self.tokens.words
        last = len(parts) - 1
        while last > field and parts[last].letter == "M":
            last -= 1
        start = next((n for n in range(field + 1, last) if self._is_given_name(parts[n])), None)
        if start is None and last > field + 1 and words[parts[last].first] in self.tokens.called:
            start = last - 1
            while start > field + 1 and (len(words[parts[start].first]) == 1 or words[parts[start].first].islower()):
                start -= 1
        if start is None:
            start = self._behind_fields(parts, field, last)
        if start is None or not self._stand_together(parts[start : last + 1]):
            return
        _close_field(parts[field:start])
        for part in parts[start : last + 1]:
            part.letter = "N"

    def _behind_fields(self, parts: list[Part], field: int, last: int) -> int | None:
        """Return at which part two or three unknown words begin behind joined fields: "for Trade and Industry Lim Bee Lan"."""
        joined = (n for n in range(field, last) if "conjunctions" in self.tokens.kinds[parts[n].first])
        start = next((n + 1 for n in joined), None)
        names = parts[start : last + 1] if start is not None else []
        unknown = all(part.letter in "FN" and part.first not in self.tokens.marks for part in names)
        return start if FIELD_AND_NAME <= len(names) <= FIELD_AND_NAME + 1 and unknown else None

    def _is_given_name(self, part: Part) -> bool:
        return part.letter in "FNL" and part.last - part.first == 1 and self.tokens.lower[part.first] in self.given_names

    def _stand_together(self, parts: list[Part]) -> bool:
        """Tell whether nothing but the full stops of initials stands between some parts."""
        return all(after.first - before.last <= (self.tokens.words[before.last] == ".") for before, after in pairwise(parts))

    def next_part(self, j: int, sentence: range, parts: list[Part]) -> tuple[Part | None, int]:
        """Return the part that carries the phrase on at token j, over a connector, a bracketed short form or a comma."""
        words, stop = self.tokens.words, sentence.stop
        letters = letters_of(parts)
        if self.head_first and words[j] not in "([" and self._ends_company(parts, letters):
            return None, j
        learned = "learned_offices" in self.tokens.kinds[parts[0].first]
        if learned and not letters.strip("OP") and (end := self._learned_field(j, sentence)) is not None:
            return Part("P", j, end), end
        if words[j][0].isalnum() and JOINING.isdisjoint(self.tokens.kinds[j]):
            number = self._next_in_title(j, sentence, parts, letters) if self.head_first else None
            return number or self._next_name(j, sentence, parts, letters)
        if letters[-1] == "M" and words[j] == "." and j + 1 < stop:
            j += 1  # "S.Hut., M.Si."
        held = "O" in letters or "B" in letters
        if not self.head_first and (held or "H" in letters) and (field := self._next_field(j, sentence, parts)) is not None:
            return field, field.last
        if letters[-1] == "N" and words[j] == "," and j + 1 < stop and "generations" in self.tokens.kinds[j + 1]:
            part = self.part(j + 1, sentence, parts)  # "Hal Groves, Jr."
            return (part, part.last) if part is not None else (None, j)
        if letters[-1] in "NM" and words[j] in ",(" and j + 1 < stop and (last := self._degree(j, stop, letters)) is not None:
            return Part("M", j, last), last
        if words[j] in "([" and (end := self._short_form_end(j, stop, parts)) is not None:
            if self.head_first and "O" in letters and ("B" in letters or "P" in letters):
                _close_field(parts)  # the words before a short form are the body's or the field's
            return Part("(", j, end), end
        inside = self.head_first and "O" in letters and "".join(words[j + 1 : j + 2]).islower()
        if words[j] == "(" and (letters.endswith("O") or inside) and (k := self._behind_aside(j, stop)) is not None:
            part = self.part(k, sentence, parts)  # "Brigadier (retd) Jane Doe", "Komisi B (keuangan) DPRD"
            return (part, part.last) if part is not None and (part.letter in "NH" or inside) else (None, j)
        if self.head_first and (number := self._next_in_title(j, sentence, parts, letters)) is not None:
            return number
        if (words[j] == "," or words[j].islower()) and self.head_first and (rest := self._rest_of_body(j, sentence, parts)) is not None:
            _close_field(parts)
            return rest, rest.last
        if not self.head_first and (partner := self._partners(j, letters, stop)) is not None:
            return partner, partner.last
        if words[j] == "," and j + 1 < stop:
            heads = self.head_first and self.tokens.kinds[j + 1].get("part") == "bodies"
            if "company_forms" in self.tokens.kinds[j + 1] and not heads:
                return Part("B", j + 1, j + 2), j + 2
            listed = self._list_in_name(j, sentence) if letters[-1] in "NP" and ("B" in letters or "O" in letters) else None
            if listed is not None:
                return listed, listed.last
            return self._after_comma(j, sentence, parts, letters) if "O" in letters else (None, j)
        if words[j] in "'’" and words[j - 1].endswith("s") and letters[-1] in "NF" and j + 1 < stop and words[j + 1][0].isupper():
            part = self.part(j + 1, sentence, parts)  # "Doctors' Union"
            return (part, part.last) if part is not None and part.letter == "B" else (None, j)
        company = words[j] == "." and letters[-1] == "B" and self.tokens.lower[j - 1] in self.short and j + 1 < stop
        if company and not self.head_first and (part := self.part(j + 1, sentence, parts)) is not None and part.letter == "O":
            return part, part.last  # "Arden Milk Co. executive Jane Doe"
        if words[j] == "." and self._is_shortened(j - 1, letters) and j + 1 < stop and words[j + 1][0].isupper():
            part = self.part(j + 1, sentence, parts)
            return (part, part.last) if part is not None else (None, j)
        if words[j] in NICKNAME_MARKS and letters.endswith("N"):
            return self._nickname(j, sentence)
        if self._joins_body(j, sentence, parts):
            return Part("P", j, j + 1), j + 1  # "the Food and Drug Administration"
        if letters[-1] in "OPF" and j + 1 < stop and "office_links" in self.tokens.kinds[j]:
            part = self.part(j + 1, sentence, parts)
            return (part, part.last) if part is not None and part.letter == "O" else (None, j)
        if "origin_links" in self.tokens.kinds[j] and held and letters[-1] in "ABCPF" and j + 1 < stop and self.tokens.capital[j + 1]:
            last = j + 1 + (self.tokens.marks[j + 1].length if j + 1 in self.tokens.marks else 1)
            return Part("P", j, last), last  # "Anggota DPD RI asal Papua Ana Wirya"
        if self.head_first and j + 1 < stop and held and (joined := self._joined_field(j, sentence, parts)) is not None:
            return joined, joined.last
        if "connectors" in self.tokens.kinds[j] and (set(letters) & self.governing) and not letters.endswith("N") and j + 1 < stop:
            k = j + 2 if self.tokens.kinds[j + 1].get("part") == "determiners" and j + 2 < stop else j + 1
            part = self.part(k, sentence, parts)
            if part is not None and "objects" in self.tokens.kinds[j] and words[k][0].isupper() and self._leads_office(part, sentence):
                return None, j  # "a spokesman for Water Minister Jane Doe" is not the minister
            if part is not None and words[k][0].isupper() and part.letter != "H":
                return self._as_field(part, running="B" in letters), part.last
            return None, j
        if letters.endswith("N") and "O" in letters and self._is_rank(j, stop):
            _close_field(parts)
            return Part("O", j, j + self.tokens.marks[j].length), j + self.tokens.marks[j].length
        return self._next_name(j, sentence, parts, letters)

    def _leads_office(self, part: Part, sentence: range) -> bool:
        """Tell whether a part is an office, or what one looks after right before it: "Minister", "Water Minister"."""
        behind = part.last < sentence.stop and self.tokens.kinds[part.last].get("part") == "offices"
        return part.letter == "O" or (part.letter == "P" and behind and not self.head_first and self.tokens.capital[part.last])

    def _learned_field(self, j: int, sentence: range) -> int | None:
        """Return where small words from token j on end that tell what somebody knows, before a name or body: "pakar [tata negara] UGM"."""
        tokens, k = self.tokens, j
        while k < sentence.stop and k - j < FIELD_WORDS and self._may_tell_field(k, inside=k > j):
            k += 1
        if k == j or k + 1 >= sentence.stop or "conjunctions" in tokens.kinds[k - 1]:
            return None
        linked = not LINKS_OF_LEARNED.isdisjoint(tokens.kinds[k]) or tokens.words[k] == ","  # "pakar tata negara, Ana Wirya,"
        return k if tokens.capital[k + linked] and tokens.kinds[k + linked].get("part") != "calendar" else None

    def _may_tell_field(self, k: int, *, inside: bool) -> bool:
        """Tell whether the small word at token k may be one of a field's: no verb, no small word but "and" `inside` it."""
        tokens = self.tokens
        if not tokens.words[k].islower() or not tokens.words[k].isalpha():
            return False
        kinds = tokens.kinds[k]
        if "conjunctions" in kinds:
            return inside
        return kinds.keys() <= OF_FIELD and (bool(kinds) or self.verb_forms.match(tokens.lower[k]) is None)

    def _ends_company(self, parts: list[Part], letters: str) -> bool:
        """Tell whether a company's name is over: "PT Sagu Tbk (SAGU) [Perusahaan yang ...]", but not of an office in it."""
        last = letters.rstrip("(")
        named = last.endswith("B") and last.strip("B") and "O" not in last
        return bool(named) and "company_forms" in self.tokens.kinds[parts[len(last) - 1].first]

    def _partners(self, j: int, letters: str, stop: int) -> Part | None:
        """Return what "&" carries a name on over: "Hart & Sloane"; a comma too: "Marsh, Hart & Sloane", "Foreign, Trade & Aid Office"."""
        words, capital = self.tokens.words, self.tokens.capital
        if words[j] == "&" and not letters.strip("SN") and j + 1 < stop and capital[j + 1]:
            return Part("N", j, j + 2)
        listed = words[j] == "," and not letters.strip("SNP") and words[j + 2 : j + 3] == ["&"] and j + 3 < stop
        return Part("N", j, j + 4) if listed and capital[j + 1] and capital[j + 3] else None

    def _next_of_body(self, j: int, sentence: range, parts: list[Part], letters: str) -> Part | None:
        """Return what carries a body's own name on: the number of a branch, or the cause that members of a body are for or against."""
        tokens = self.tokens
        if tokens.words[j].isdigit() and "numbered_bodies" in tokens.kinds[j - 1]:
            return Part("B", j, j + 1)  # "Bakers Local 1104"
        members = letters == "N" and j - parts[0].first == 1 and tokens.words[j - 1].endswith(self.plurals) and "causes" in tokens.kinds[j]
        cause = members and j + 1 < sentence.stop and tokens.capital[j + 1] and j + 1 not in tokens.marks
        return Part("B", j, j + 2) if cause else None  # "Ardenians for Clean Water"

    def _next_in_title(self, j: int, sentence: range, parts: list[Part], letters: str) -> tuple[Part, int] | None:
        """Return the number that carries an office on at token j: "Komisi III DPR"."""
        if "O" not in letters or letters[-1] not in "OPBAF(N" or not self._is_number_in_title(j, sentence.stop):
            return None
        _close_field(parts)
        return Part("P", j, j + 1), j + 1

    def _next_name(self, j: int, sentence: range, parts: list[Part], letters: str) -> tuple[Part | None, int]:
        """Return the name, office or other word at token j itself that carries the phrase on."""
        if not self.head_first and (named := self._next_of_body(j, sentence, parts, letters)) is not None:
            return named, named.last
        part = self.part(j, sentence, parts)
        if part is None or (part.letter == "O" and letters.endswith("N") and "O" in letters):
            return None, j
        if part.letter in "NL" and "N" not in letters and "place_heads" in self.tokens.kinds[parts[-1].first]:
            return Part("P", part.first, part.last), part.last  # "Wali Kota Semarang Ratna ...": the place follows its head
        return (self._as_field(part, running=True) if letters.endswith("F") else part), part.last

    def _behind_aside(self, j: int, stop: int) -> int | None:
        """Return the token behind short words in brackets that open at token j; None for longer ones."""
        last = next((k for k in range(j + 1, min(j + ASIDE, stop)) if self.tokens.words[k] == ")"), None)
        word = self.tokens.words[j + 1]
        return last + 1 if last is not None and last + 1 < stop and (word.islower() or word.lower() in self.rank_asides) else None

    def _degree(self, j: int, stop: int, letters: str) -> int | None:
        """Return the end of the degree that a comma sets off behind a name ("Sari Dewi, Sp.PD"), or of its bracketed rest ("(K)")."""
        words = self.tokens.words
        if j + 1 >= stop or words[j] not in ",(":
            return None
        if words[j] == "(":
            return j + 3 if letters.endswith("M") and j + 2 < stop and words[j + 2] == ")" and len(words[j + 1]) == 1 else None
        known = self.tokens.kinds[j + 1].get("part") == "postnominals" and self.tokens.capital[j + 1]
        known = known and not self.tokens.is_possessive(j + 1)  # "BA's chief executive"
        unknown = words[j + 1].isupper() and 1 < len(words[j + 1]) <= LONGEST_DEGREE and j + 1 not in self.tokens.marks
        learned = "H" in letters and unknown and not (j + 2 < stop and self.tokens.capital[j + 2])
        return j + 2 if known or learned or DEGREE.fullmatch(words[j + 1]) else None  # "Prof. Ana Wirya, DAA, DEA"

    def _short_form_end(self, j: int, stop: int, parts: list[Part]) -> int | None:
        """Return where brackets at token j end that hold the short form of what stands before; None where they hold something else.

        It is one word, or two: a short office and what it looks after ("Direktur Jenderal Minyak dan Gas Bumi [(Dirjen Migas)]"), or what
        the body is called, where heads stand last: "Chairman of the State Offences Unit [(Task Force)]".
        """
        tokens, words = self.tokens, self.tokens.words
        if j + 2 < stop and words[j + 2] in ")]":
            return j + 3 if self._is_short_form(words[j + 1], parts) else None
        named = j + 4 < stop and words[j + 3] == ")" and tokens.capital[j + 1] and tokens.capital[j + 2]
        if not named or not any(part.letter == "O" for part in parts):
            return None
        office = tokens.kinds[j + 1].get("part") == "offices"
        return j + 4 if (office if self.head_first else any(part.letter in "BF" for part in parts)) else None

    def _is_short_form(self, word: str, parts: list[Part]) -> bool:
        """Tell whether a word in brackets is the short form of what stands before: in capitals, or of the letters of a body's name."""
        if word.isupper():
            return True
        if not self.head_first or not word[0].isupper():
            return False
        if parts[-1].letter == "O" and len(parts) == 1 and self._begins_like(word, parts[-1]):
            return True  # "Wakil Bupati (Wabup) Lumbung Ana Wirya"
        named = all(part.letter == "N" for part in parts) and len(parts) > 1 and len(word) > STEM
        return any(part.letter in "BP" for part in parts) or (named and self._begins_like(word, parts[0]))

    def _begins_like(self, word: str, part: Part) -> bool:
        return self.tokens.words[part.first][0] == word[0]

    def _rest_of_body(self, j: int, sentence: range, parts: list[Part]) -> Part | None:
        """Read the rest of a body's name over commas and small words up to its short form: "Ikatan Gizi, Pangan, dan Tani (IGPT)"."""
        tokens, body = self.tokens, next((part for part in parts if part.letter == "B"), None)
        if body is None or ((words := tokens.words)[j] != "," and not self._joins_in_name(j)):
            return None
        k = j
        while k < sentence.stop and k - j < REST_OF_BODY and words[k] not in "([":
            many = tokens.kinds[k].get("part") == "offices" and tokens.marks[k].length > 1
            capital = tokens.capital[k] and not many and tokens.kinds[k].get("part") != "bodies" and "ranks" not in tokens.kinds[k]
            if not (capital or words[k] == "," or self._joins_in_name(k)):
                return None
            k += 1
        short = k + 2 < sentence.stop and words[k] in "([" and words[k + 2] in ")]" and tokens.capital[k + 1]
        if not short or not tokens.capital[k - 1]:
            return None
        heads = [body, *(part for part in parts if part.first == body.last)]  # "Ditjen Energi Baru, ... (EBTKE)"
        return Part("F", j, k) if any(self._begins_like(words[k + 1], head) for head in heads) else None

    def _joins_in_name(self, k: int) -> bool:
        """Tell whether a small word may stand inside a body's name: "dan", "untuk", "di"."""
        return any(kind in self.tokens.kinds[k] for kind in ("conjunctions", "connectors", "links_of_nouns"))

    def _is_number_in_title(self, j: int, stop: int) -> bool:
        """Tell whether a number between the words of an office is its body's ("Komisi III DPR", "Daop 1 Jakarta")."""
        word = self.tokens.words[j]
        if word == "I" and j + 1 < stop and self.tokens.lower[j + 1] in self.given_names:
            return False  # "Camat Ubud I Gede Arya"
        number = (
            (word.isdigit() and len(word) <= NUMBER_DIGITS) or ROMAN.fullmatch(word) is not None or COMPOUND.fullmatch(word) is not None
        )
        behind = j + 1 < stop and (self.tokens.capital[j + 1] or (self.tokens.words[j + 1] == "," and COMPOUND.fullmatch(word) is not None))
        return number and behind

    def _is_rank(self, j: int, stop: int) -> bool:
        """Tell whether a rank stands between what somebody commands and the name ("Kapolres Bantul AKBP Budi Hartono")."""
        entry = self.tokens.marks.get(j)
        if entry is None or "ranks" not in entry.kinds or not self.tokens.capital[j]:
            return False
        return j + entry.length < stop and self.tokens.capital[j + entry.length]

    def _joined_field(self, j: int, sentence: range, parts: list[Part]) -> Part | None:
        """Read "dan" with another field of an office or body, or "dari" with the body it belongs to ("anggota DPR dari Fraksi X")."""
        tokens = self.tokens
        if not tokens.capital[j + 1] or parts[-1].letter not in "OPNBAF(":
            return None
        if "conjunctions" in tokens.kinds[j] and parts[-1].letter in "PO" and (end := self._second_field(j + 1, sentence.stop)) is not None:
            return Part("P", j, end)  # "Menteri Pertanian dan [Reformasi Lahan] Budi Santoso"
        if "conjunctions" in tokens.kinds[j] and parts[-1].letter in "PNF" and self._is_field(j + 1):
            _close_field(parts)
            return Part("P", j, j + 2)
        entry = tokens.marks.get(j + 1)
        fielded = OFFICE_AND_FIELD.fullmatch(letters_of(parts)) and not any(self._is_given(part.first) for part in parts)
        two = "conjunctions" in tokens.kinds[j] and (parts[-1].letter in "PL" or letters_of(parts) in ("ON", "OB") or fielded)
        if two and (end := self._second_of_two(j + 1, parts[-1], sentence.stop)):
            _close_field(parts)
            return Part("P", j, end)
        if "conjunctions" in tokens.kinds[j] and self._is_headed_field(parts) and (entry is None or "part" not in entry.kinds):
            _close_field(parts)
            return Part("P", j, j + 2)  # "Deputi Bidang Neraca dan Analisis ..."
        body = (entry is not None and entry.kinds.get("part") == "bodies") or self._is_acronym(j + 1)
        body = body or self._is_shortened_behind(j + 1, sentence.stop)
        learned = "learned_offices" in tokens.kinds[parts[0].first] and "links_of_nouns" in tokens.kinds[j]
        if not ("links_of_bodies" in tokens.kinds[j] or learned) or not body or not any(part.letter == "O" for part in parts):
            return None
        _close_field(parts)
        return Part("B", j + 1, j + 1 + (entry.length if entry is not None else 1))

    def _second_of_two(self, k: int, first: Part, stop: int) -> int | None:
        """Return where the second of two fields before a body, or of two places before a name, ends: "Pangan dan [Agribisnis] Kemenko"."""
        tokens, entry = self.tokens, self.tokens.marks.get(k)
        end = k + (entry.length if entry is not None else 1)
        if end + 1 >= stop or not tokens.capital[end]:
            return None
        if first.letter in "PNB":
            return end if tokens.kinds[end].get("part") == "bodies" and tokens.kinds[k].get("part", "portfolios") == "portfolios" else None
        return end if tokens.kinds[k].get("part") == "places" and tokens.capital[end + 1] else None

    def _is_shortened_behind(self, k: int, stop: int) -> bool:
        """Tell whether the letters of the capitalised words from token k on stand behind them in brackets: "Ikatan Bidan Desa (IBD)"."""
        tokens, end = self.tokens, k
        while end < stop and tokens.capital[end]:
            end += 1
        if end + 1 >= stop or tokens.words[end] != "(":
            return False
        return "".join(word[0] for word in tokens.words[k:end]) == tokens.words[end + 1]

    def _second_field(self, k: int, stop: int) -> int | None:
        """Return where a field ends that begins behind "dan" and that a first name or a body follows; None where a name stands there."""
        kinds, headed = self.tokens.kinds, self.tokens.kinds[k].get("part") == "bodies"  # "dan [Manajemen Risiko] PT Sagu"
        run = k + headed
        while run < stop and self.tokens.capital[run] and kinds[run].get("part", "portfolios") == "portfolios":
            run += 1
        if run < stop and self.tokens.capital[run] and kinds[run].get("part") == "bodies":
            return run if run > k + headed else None
        name = next((j for j in range(k, run) if self._is_given(j)), None)
        if name is not None:
            return name if name > k and run - name > 1 else None
        return k + 1 if run - k > FIELD_AND_NAME and "part" not in kinds[k] else None

    def _joins_body(self, j: int, sentence: range, parts: list[Part]) -> bool:
        """Tell whether an "and" stands inside a body's name: behind a field, or where the letters in brackets are those of the whole."""
        tokens, first = self.tokens, parts[0].first
        if self.head_first or "conjunctions" not in tokens.kinds[j] or not {part.letter for part in parts} <= set("PNC"):
            return False
        opens = self.is_sentence_head(first, sentence) or "definite" in tokens.kinds[first - 1]
        k = j + 1
        while k < sentence.stop and tokens.capital[k] and tokens.kinds[k].get("part") not in ("offices", "honorifics"):
            k += 1
        if not opens or k - j <= FIELD_AND_NAME or tokens.kinds[k - 1].get("part") != "bodies":
            return False
        initials = "".join(tokens.words[i][0] for i in range(first, k) if tokens.capital[i])
        short = k + 1 < sentence.stop and tokens.words[k] == "(" and tokens.words[k + 1] == initials
        return short or parts[-1].letter == "P" or "fields" in tokens.kinds[j - 1]

    def _is_headed_field(self, parts: list[Part]) -> bool:
        """Tell whether one word stands behind "bidang" or "divisi": what an office looks after, whatever it is."""
        if len(parts) < len("ON") or parts[-1].letter != "N":
            return False
        before = parts[-2].last - 1
        return self.tokens.lower[before] in self.field_heads

    def _next_field(self, j: int, sentence: range, parts: list[Part]) -> Part | None:
        """Read a further field of an office or body over a comma or "and" ("Ministry of Trade, Industry and Energy"), or its seat."""
        tokens = self.tokens
        if "seat_links" in tokens.kinds[j] and any("seated_bodies" in tokens.kinds[part.first] for part in parts):
            last = j + 1 + (tokens.marks[j + 1].length if j + 1 in tokens.marks else 1)
            return Part("F", j, last) if j + 1 < sentence.stop and tokens.capital[j + 1] else None
        if parts[-1].letter not in "FPB" or not (tokens.words[j] == "," or "conjunctions" in tokens.kinds[j]):
            return None
        if not any("connectors" in tokens.kinds[part.last] for part in parts[:-1]):
            return None
        end = self.fields_end(j, sentence)
        return Part("F", j, end) if end is not None else None

    def fields_end(self, k: int, sentence: range) -> int | None:
        """Return the end of further fields that a comma or "and" at token k carries a name on over, up to the first word behind "and"."""
        tokens, first = self.tokens, k
        while k + 1 < sentence.stop and tokens.words[k] == "," and tokens.capital[k + 1] and self._is_of_field(k + 1, sentence):
            k += 2
            while k < sentence.stop and tokens.capital[k] and self._is_of_field(k, sentence):
                k += 1
        listed = k > first
        k += tokens.words[k : k + 1] == [","]
        if k + 1 >= sentence.stop or "conjunctions" not in tokens.kinds[k] or not tokens.capital[k + 1]:
            return None
        unknown = k + 1 not in tokens.marks and tokens.lower[k + 1] not in self.given_names
        return k + 2 if self._is_of_field(k + 1, sentence) or (listed and unknown) else None

    def _is_of_field(self, k: int, sentence: range) -> bool:
        """Tell whether a capitalised word, or the one that it describes, is a common word that offices and bodies look after."""
        return self._is_common(k, sentence) or (
            self.tokens.lower[k] not in self.given_names
            and self.tokens.kinds[k].get("part") != "offices"
            and self._is_common(k + 1, sentence)
        )

    def _is_common(self, k: int, sentence: range) -> bool:
        tokens = self.tokens
        if k >= sentence.stop or not tokens.capital[k]:
            return False
        kinds = tokens.marks[k].kinds if k in tokens.marks else {}
        if "fields" in kinds or kinds.get("part") == "portfolios":
            return True
        if kinds.get("part") is not None or tokens.lower[k] in self.given_names:
            return False
        return tokens.is_printed_small(k) or self.field_forms.match(tokens.lower[k]) is not None

    def _is_field(self, k: int) -> bool:
        """Tell whether a capitalised word names what an office looks after: by the lists, or by its form."""
        entry = self.tokens.marks.get(k)
        if entry is not None:
            listed = "fields" in entry.kinds or "listed_fields" in entry.kinds
            return self.tokens.capital[k] and (entry.kinds.get("part") == "portfolios" or listed)
        return self.tokens.capital[k] and self.forms.match(self.tokens.lower[k]) is not None

    def _is_acronym(self, i: int) -> bool:
        word = self.tokens.words[i]
        if not (word.isupper() and 1 < len(word) <= LONGEST_ACRONYM and "." not in word):
            return False
        measure = i > 0 and self.tokens.words[i - 1][0].isdigit()  # "55 MW"
        return not measure and not self._all_capitals(i)

    def _is_shortened(self, k: int, letters: str) -> bool:
        """Tell whether the full stop after token k belongs to it: an honorific, an initial, a particle or a shortened first name."""
        if letters.endswith("H") or len(self.tokens.words[k]) == 1:
            return True
        if letters.endswith("O"):
            return self.tokens.lower[k] in self.short  # "Gov. Jane Doe"
        return letters.endswith(("N", "O")) and (self.tokens.lower[k] in self.short or self.tokens.kinds[k].get("part") == "particles")

    def _after_comma(self, j: int, sentence: range, parts: list[Part], letters: str) -> tuple[Part | None, int]:
        """Read the name that a comma sets off from its office: "Ketua Asosiasi X, Budi Santoso"."""
        if self.head_first and self._is_rank(j + 1, sentence.stop):
            _close_field(parts)
            last = j + 1 + self.tokens.marks[j + 1].length
            return Part("O", j + 1, last), last  # "Kapolresta Sleman, Kombes Pol Budi Hartono"
        part = self.part(j + 1, sentence, parts)
        if part is not None and letters == "O" and self._acts_behind(part, parts[0], sentence):
            return None, j
        if part is not None and self.head_first and self._is_body_in_commas(part, parts, sentence):
            _close_field(parts)
            return part, part.last
        if part is not None and part.letter == "O" and not self.head_first and part.last < sentence.stop:
            leads = self.tokens.capital[part.last] and not self.tokens.capital[j + 1] and not letters.endswith("N")
            return (part, part.last) if leads else (None, j)  # "its president, lawyer Jane Doe"
        small = part is not None and part.letter == "H" and self._is_small_honorific(part.first, sentence)
        if part is None or part.letter not in "NH" or not (small or self.tokens.capital[j + 1]):
            return None, j
        if letters.endswith("N"):
            # "manager of Acme, Jane Doe": the one word before the comma is the body's, two words after it are a name
            behind = part.last + (self.tokens.words[part.last : part.last + 1] == ["."] and self.tokens.lower[part.first] in self.short)
            following = self.part(behind, sentence, [*parts, part]) if behind < sentence.stop else None
            nickname = (
                part.last < sentence.stop and self.tokens.words[part.last] in NICKNAME_MARKS and self._nickname(part.last, sentence)[0]
            )
            named = part.letter == "H" or nickname or (following is not None and following.letter in "NM")
            named = named or (bool(set("BPA") & set(letters)) and self._is_only_name(part, parts, sentence))
            tokens_before = [self.tokens.words[part.first] for part in parts if part.letter == "N"]
            own_words = letters.endswith("NN") and part.letter != "H" and not set("BF") & set(letters[letters.index("O") :])
            if not named or (
                own_words and tokens_before[0] not in self.tokens.body_words and not self._is_closed_name(part.last, sentence)
            ):
                return None, j
            for earlier in parts:
                earlier.letter = "F" if earlier.letter in "NL" else earlier.letter
        elif letters.endswith("L"):
            parts[-1].letter = "F"
        return part, part.last

    def _acts_behind(self, part: Part, office: Part, sentence: range) -> bool:
        """Tell whether one unknown word behind "said the president," is the subject of what was said: "ucap Presiden, [Fontana] telah"."""
        tokens, before = self.tokens, office.first - 1
        said = before >= sentence.start and "verbs_after" in tokens.kinds[before]
        alone = part.letter == "N" and not self._is_given(part.first) and part.last < sentence.stop and tokens.words[part.last].islower()
        return self.head_first and said and alone and not ACTING.isdisjoint(tokens.kinds[part.last])

    def _is_body_in_commas(self, part: Part, parts: list[Part], sentence: range) -> bool:
        """Tell whether commas set off the body of an office before its holder: "Direktur Gizi dan Kesehatan Hewan, Kementan, Rinawi"."""
        tokens = self.tokens
        if part.letter not in "AB" or any(earlier.letter == "N" and self._is_given(earlier.first) for earlier in parts):
            return False
        k = part.last
        while k + 1 < sentence.stop and k - part.last < REST_OF_BODY and (tokens.capital[k] or "conjunctions" in tokens.kinds[k]):
            k += 1
        if k + 1 >= sentence.stop or tokens.words[k] != "," or not tokens.capital[k + 1]:
            return False
        name = self.part(k + 1, sentence, [*parts, part])
        return name is not None and name.letter in "NH" and self._is_closed_name(k + 1, sentence)

    def _is_only_name(self, part: Part, parts: list[Part], sentence: range) -> bool:
        """Tell whether one word that commas set off is somebody's only name, and the words before it are the body's."""
        given = self.tokens.lower[part.first] in self.given_names
        taken = any(earlier.letter == "N" and self.tokens.lower[earlier.first] in self.given_names for earlier in parts)
        return self.head_first and (given or not taken) and self._is_closed_name(part.first, sentence)

    def _is_closed_name(self, k: int, sentence: range) -> bool:
        """Tell whether the capitalised words from token k end at a comma, a stop or a small word, and no "and" carries on a list."""
        tokens = self.tokens
        while k < sentence.stop and tokens.capital[k]:
            k += 1
        while (last := self._degree(k, sentence.stop, "N")) is not None:
            k = last + (last < sentence.stop and tokens.words[last] == ".")
        if k >= sentence.stop or tokens.words[k] in '."”':
            return True
        if self.head_first and tokens.words[k].islower():
            return "conjunctions" not in tokens.kinds[k]  # "kata Camat Watu Riwe, Ana Wirya kepada wartawan"
        return tokens.words[k] == "," and not (k + 1 < sentence.stop and (tokens.capital[k + 1] or "conjunctions" in tokens.kinds[k + 1]))

    def _list_in_name(self, j: int, sentence: range) -> Part | None:
        """Read the rest of a body's name that is a list: "Badan Meteorologi, Klimatologi, dan Geofisika"."""
        tokens, k = self.tokens, j
        fields = True
        while k + 1 < sentence.stop and tokens.words[k] == "," and tokens.capital[k + 1]:
            fields = fields and self._is_field(k + 1)
            k += 2
            while k < sentence.stop and tokens.capital[k] and (k not in tokens.marks or self._is_field(k)):
                k += 1
        if k < sentence.stop and tokens.words[k] == ",":
            k += 1
        joined = k + 1 < sentence.stop and "conjunctions" in tokens.kinds[k] and tokens.capital[k + 1]
        if not joined or k == j + 1:
            return None
        if self.head_first and fields and self._is_field(k + 1):
            return Part("P", j, k + 2)
        return Part("B", j, k + 2) if k + 2 >= sentence.stop or tokens.words[k + 2] == "(" else None

    def _nickname(self, j: int, sentence: range) -> tuple[Part | None, int]:
        """Read a nickname in quotation marks in the middle of a name."""
        words = self.tokens.words
        for last in range(j + 2, min(j + 5, sentence.stop - 1)):
            joined = "conjunctions" in self.tokens.kinds[last + 1]  # 'THE MOVE "FOOLISH" AND ...'
            if (
                not joined
                and words[last] in NICKNAME_MARKS
                and words[last + 1][0].isupper()
                and all(words[k][0].isupper() for k in range(j + 1, last))
            ):
                return Part("N", j, last + 1), last + 1
        return None, j

    @staticmethod
    def _as_field(part: Part, *, running: bool) -> Part:
        """After "of" an unknown name is what an office or a body looks after, not who holds it; in a body's name that runs, any word is."""
        letters = "NPLAB" if running else "NLA"
        return Part("F", part.first, part.last) if part.letter in letters else part

    def part(self, i: int, sentence: range, before: list[Part]) -> Part | None:
        """Class the token or entry at i, in the light of the parts before it."""
        tokens = self.tokens
        entry = tokens.marks.get(i)
        capital = tokens.capital[i]
        previous = before[-1].letter if before else ""
        if entry is not None:
            kinds, last = entry.kinds, i + entry.length
            states = "party" in kinds or "demonym" in kinds
            capital = capital or (states and True in tokens.capital[i:last])
            part = kinds.get("part", "")
            letter = PART_CLASSES.get(part)
            if part and capital and self._is_of_name(i, part, entry, sentence, before):
                return Part("N", i, last)
            if "name_titles" in kinds and capital and previous != "N" and self._leads_name(last, sentence):
                return Part("O", i, last)
            if not before and not letter and "agents_of_bodies" in kinds and self._names_member(last, sentence):
                return Part("O", i, last)
            looked_after = "fields" in kinds and capital and previous == "P" and "conjunctions" in tokens.kinds[i - 1]
            if letter == "O" and not looked_after:  # "Kepala Pusat Data dan Humas"
                return Part("O", i, last) if previous != "N" or not self.head_first else None
            if "fields" in kinds and capital and any(part.letter in self.fielded for part in before):
                return Part("P", i, last)
            if states and capital and not (i > 0 and "not_after" in tokens.kinds[i - 1]):
                return Part("C", i, last, kinds.get("party") or kinds["demonym"])
            if (letter == "P" and capital and previous == "N" and len(before) > 1 and self._goes_on(i, last, sentence)) or (
                not before and (letter == "P" or not BODY_OPENERS.isdisjoint(kinds)) and self._opens_body(i, sentence)
            ):
                return Part("N", i, last)  # "Darma Muda Wijaya", "Football Association", "Health Canada"
            if letter == "V" and previous == "N" and not tokens.words[i].isupper() and last < sentence.stop and tokens.capital[last]:
                return Part("N", i, last)  # "Mohamed Ag Bilal"
            if "company_forms" in kinds and capital and (previous in ("N", "B") or (previous == "P" and self.head_first)):
                return Part("B", i, last)
            if letter == "P" and not (capital and not before and self._is_common_noun(i, last, sentence)):
                return Part("P", i, last) if capital or previous in ("O", "P") else None
            if letter == "V":
                return self._particle(i, last, sentence, previous)
            if "generations" in kinds and capital and previous == "N":
                return Part("N", i, last + (last < sentence.stop and tokens.words[last] == "." and tokens.starts[last] == tokens.ends[i]))
            if letter == "M":
                return self._postnominal(i, last, sentence, before)
            follows = previous == "B" or (previous in ("N", "C") and not self.head_first)  # "MNX Insurance perusahaan ..." is no name
            named = self._is_plain(last, sentence) or (last < sentence.stop and COMPOUND.fullmatch(tokens.words[last]) is not None)
            follows = follows or (previous == "O" and self.head_first and named)  # "Direktur badan Superliga", "pelatih timnas U-19"
            if letter == "B" and (capital or (follows and "relative" not in kinds)):
                return Part("B", i, last)
            if letter == "L" and capital and previous == "H" and not self.head_first:
                return Part("N", i, last)  # "Mr Washington"
            if letter in ("H", "L") and (capital or (letter == "H" and self._is_small_honorific(i, sentence))):
                return Part(letter, i, last)
            alone = tokens.lower[i] in self.ours and not self._is_plain(last, sentence)  # "As Prime Minister I had"
            barred = "numberings" in kinds or ("no_names" in kinds and not before) or (self.head_first and "obliques" in kinds)
            if kinds.get("part") in self.no_names or barred or alone:
                return None
            if "body_nouns" in kinds and previous == "C" and not capital and not self.head_first:
                return Part("S", i, last)  # "the Swedish truckmaker"
            if not before and self._is_common_noun(i, last, sentence):
                return Part("S", i, last)
            inside = self.head_first and entry.length > 1 and "part" not in kinds and any(part.letter == "B" for part in before)
            if inside and all(tokens.capital[k] for k in range(i, last)):
                return Part("N", i, last)  # "Konfederasi Serikat Pekerja Nusantara"
            leads = kinds.keys() <= NAMES_AT_HEAD and i + 1 < sentence.stop and tokens.capital[i + 1] and i + 1 not in tokens.marks
            leads = leads or self._is_first_name(i, entry, sentence)
            if (
                not capital
                or entry.length > 1
                or (self.is_sentence_head(i, sentence) and not leads)
                or (tokens.words[i].isupper() and len(tokens.words[i]) > 1 and not (before and "no_names" in kinds))
            ):
                return None
        word = tokens.words[i]
        if entry is None and (part := self._unlisted(i, sentence, previous)) is not None:
            return part
        if not capital or not self._is_lettered(word, previous) or self.tags.match(word):
            return None
        if self._begins_no_name(i, sentence, previous):
            return None
        if self._forms_field(i, previous):
            return Part("P", i, i + 1)
        if not before and len(word) >= SHORTEST_OFFICE and self.office_forms.match(tokens.lower[i]):
            return Part("O", i, i + 1)
        if self._is_acronym(i):
            behind = self._degree(i + 1, sentence.stop, "N") is not None or (self._is_given(i - 1) and self._is_plain(i + 1, sentence))
            initials = (previous == "N" and len(word) <= INITIALS and behind) or self._is_initials(i, sentence, previous)
            return Part("N" if initials else "A", i, i + 1)
        return Part("N", i, i + 1)

    def _is_lettered(self, word: str, previous: str) -> bool:
        """Tell whether a word has letters and no figures; behind an office, where heads stand first, figures may end it: "Nexus3"."""
        if word.isalpha() or (word[0].isalpha() and not any(map(str.isdigit, word))):
            return True
        return previous == "O" and self.head_first and BRAND.fullmatch(word) is not None

    def _begins_no_name(self, i: int, sentence: range, previous: str) -> bool:
        """Tell whether the word at token i is of no name, though capital: it opens a sentence, also behind a lost stop, or is a month."""
        if self.is_sentence_head(i, sentence) and (not self._is_name_head(i, sentence) or self._is_owned(i)):
            return True
        if previous == "N" and self.tokens.words[i + 1 : i + 2] == [","] and self._is_owned(i):
            return True  # "ujar Rahman Sebelumnya, ..."
        return self.tokens.lower[i] in self.short_months and self._is_dated(i + 1, sentence)

    def _forms_field(self, i: int, previous: str) -> bool:
        """Tell by a word's form whether it is what an office looks after, or a professor knows: "Profesor [Vulkanologi]"."""
        if previous == "H":
            return self.head_first and bool(self.field_forms.match(self.tokens.lower[i]))
        return previous in ("O", "P") and bool(self.forms.match(self.tokens.lower[i]))

    def _is_dated(self, k: int, sentence: range) -> bool:
        """Tell whether a number stands behind a shortened month, over its stop: "Dec. [23]"."""
        k += k < sentence.stop and self.tokens.words[k] == "."
        return k < sentence.stop and self.tokens.words[k].isdigit()

    def _is_initials(self, i: int, sentence: range, previous: str) -> bool:
        """Tell whether letters that no list holds are somebody's initials: "Secretary AHM Hamid Azad", "JD Roe said ... Roe added"."""
        if len(self.tokens.words[i]) > INITIALS or i in self.tokens.marks or not self._is_plain(i + 1, sentence):
            return False
        if not previous or self.tokens.words[i - 1] == "," or (previous == "O" and not self.head_first):
            called = self._is_given(i + 1) or self.tokens.words[i + 1] in self.tokens.called
            if called and len(self.tokens.words[i]) <= INITIALS_OF_ONE:
                return True
        return previous == "O" and not self.head_first and self._is_plain(i + 2, sentence) and self._is_given(i + 1)

    def _unlisted(self, i: int, sentence: range, previous: str) -> Part | None:
        """Class a word that no list holds by its form: joined honorifics ("Dr.Ir"), a small word inside a name, "al-Sayegh"."""
        tokens, word = self.tokens, self.tokens.words[i]
        if "." in word[1:-1] and all(piece in self.honorifics for piece in tokens.lower[i].split(".")):
            return Part("H", i, i + 1)
        inside = previous == "N" and len(word) <= PARTICLE and word.islower()
        if inside and i + 1 < sentence.stop and tokens.capital[i + 1] and i + 1 not in tokens.marks:
            return Part("N", i, i + 1)
        if "-" in word and previous in ("", "N", "H", "O") and SMALL_PARTICLE.match(word):
            return Part("N", i, i + 1)
        return None

    def _particle(self, i: int, last: int, sentence: range, previous: str) -> Part | None:
        """Class a small word of names: "de la Cruz"; its letters in capitals open a body's: "DA leader Jane Doe"."""
        tokens = self.tokens
        after = last + 1 if last < sentence.stop and tokens.words[last] == "." else last
        following = after < sentence.stop and (tokens.capital[after] or tokens.kinds[after].get("part") == "particles")
        led = previous == "N" or (previous in ("O", "H") and not self.head_first)
        if not previous and self._is_acronym(i):
            return Part("A", i, last)
        opens = self.head_first and tokens.capital[i] and previous in ("", *"OPLBF") and "obliques" not in tokens.kinds[i]
        return Part("N", i, last) if (led or opens) and following else None  # "Gubernur Al Haris"

    def _postnominal(self, i: int, last: int, sentence: range, before: list[Part]) -> Part | None:
        """Class the letters of a degree behind a name; where they stand alone they are a body's: "BA warned"."""
        tokens = self.tokens
        if tokens.lower[i] in self.person_nouns and tokens.words[i].isupper():
            first = before[0].first if before else i
            said = first > 0 and tokens.kinds[first - 1].get("part") == "determiners"
            if not before or (said and before[-1].letter in "NP"):
                return Part("O", i, last)  # "the MP", "the Tory MP"
        if not before and not (last < sentence.stop and tokens.capital[last]) and self._is_acronym(i):
            return Part("A", i, last)
        return Part("M", i, last) if before and before[-1].letter == "N" and tokens.words[i][:1].isupper() else None

    def _opens_body(self, i: int, sentence: range) -> bool:
        """Tell whether a capitalised field at i opens a body's name: "Football Association", "Health Canada", "Universities Norway"."""
        tokens = self.tokens
        if self.head_first or i + 1 >= sentence.stop or not (tokens.capital[i] and tokens.capital[i + 1]):
            return False
        kinds, behind = tokens.kinds[i + 1], i + 1 + (tokens.marks[i + 1].length if i + 1 in tokens.marks else 1)
        if kinds.get("part") == "bodies":
            return "fields" in tokens.kinds[i]
        placed = "state" in kinds and not tokens.is_possessive(i + 1)
        return placed and self.is_sentence_head(i, sentence) and not (behind < sentence.stop and tokens.capital[behind])

    def _is_common_noun(self, i: int, last: int, sentence: range) -> bool:
        """Tell whether a noun for who speaks is no name: small, at a sentence's head, or in capitals that a word points at: "BUMN itu"."""
        tokens = self.tokens
        if {"speaker_nouns", "body_nouns"}.isdisjoint(tokens.marks[i].kinds):
            return False
        pointed = last < sentence.stop and "definite" in tokens.kinds[last] and tokens.words[i].isupper()
        return not tokens.capital[i] or pointed or self.is_sentence_head(i, sentence)

    def _is_of_name(self, i: int, part: str, entry: Entry, sentence: range, before: list[Part]) -> bool:
        """Tell whether a word with a capital that lists know as part of an office or of a date is one of a name here."""
        tokens, previous = self.tokens, before[-1].letter if before else ""
        led = part == "calendar" and previous in ("O", "H") and tokens.capital[i] and i + 1 < sentence.stop
        opens = part == "calendar" and not before and self._is_given(i) and self._is_plain(i + 1, sentence)
        if opens and (self.is_sentence_head(i, sentence) or not tokens.words[i - 1][0].isalnum() or "verbs_after" in tokens.kinds[i - 1]):
            return True  # "April Jones said", but "in April Acme cut rates"
        if led and tokens.capital[i + 1] and i + 1 not in tokens.marks:
            return True  # "Elder June Coffin"
        if part == "calendar" and not before and tokens.words[i] in self._surnames and i + 1 < sentence.stop:
            return "verbs_before" in tokens.kinds[i + 1]  # "Rosalind May", later "May said"
        stopped = tokens.words[i + 1 : i + 2] == ["."] and i + 2 < sentence.stop and tokens.capital[i + 2]  # "Amir Dr. Jane Doe"
        names_too = part in NAMES_TOO or (part == "honorifics" and not self.head_first and not stopped)  # "Omar Sheikh"
        if names_too and previous == "N" and entry.length == 1 and self._ends_name(i, sentence):
            return True
        return part == "offices" and self._is_word_of_name(i, entry, sentence, before)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The words that the text prints behind somebody's first name."""
        words, capital = self.tokens.words, self.tokens.capital
        return frozenset(words[k] for k in range(1, len(words)) if capital[k] and capital[k - 1] and self._is_given(k - 1))

    def _is_word_of_name(self, i: int, entry: Entry, sentence: range, before: list[Part]) -> bool:
        """Tell whether the name of an office, with a capital, is only a word of a person's or body's name."""
        previous = before[-1].letter if before else ""
        held = not self.head_first or any(part.letter == "O" for part in before)  # "Sekretaris Kota Tarn Ratu Dewi"
        if "first_names" in entry.kinds and held and self._names_one(i + entry.length, sentence):
            return True  # "Dean Hargreaves"
        if previous == "N" and self.head_first and len(before) > 1 and before[-2].letter == "B":
            return True  # "PT Bumi Ratu Energi": a word of the company's name
        return previous == "B" and self._is_members(i, before[-1])  # "Asosiasi Pengusaha ...": whom the body joins

    def _is_first_name(self, i: int, entry: Entry, sentence: range) -> bool:
        """Tell whether a word that means something else is somebody's first name, a last name behind it: "Will Moyle said", "Hope Roe"."""
        if self.head_first or entry.length > 1 or not self._is_given(i) or not self._is_plain(i + 1, sentence):
            return False
        words = self.tokens.words
        end = next((k for k in range(i, sentence.stop) if words[k] in CLOSING_MARKS), sentence.stop)
        return "?" not in words[i:end]  # "Will Roe resign?", '"Will Roe resign?" he said'

    def _names_member(self, k: int, sentence: range) -> bool:
        """Tell whether a body and somebody's first name stand behind "anggota": "anggota DPRD Jawa Barat [Budi] Santoso"."""
        tokens, run, commas = self.tokens, k, 0
        if not self.head_first or k >= sentence.stop or not (tokens.kinds[k].get("part") == "bodies" or self._is_acronym(k)):
            return False
        while run + 1 < sentence.stop and not commas > 1:
            commas += tokens.words[run] == ","
            listed = (tokens.words[run] == "," or "origin_links" in tokens.kinds[run]) and tokens.capital[run + 1]
            if not (tokens.capital[run] or tokens.words[run].isdigit() or listed):
                break
            run += 1
        return any(self._is_given(j) and j not in tokens.marks for j in range(k + 1, run))

    def _is_given(self, i: int) -> bool:
        return self.tokens.lower[i] in self.given_names

    def _is_plain(self, i: int, sentence: range) -> bool:
        """Tell whether token i is a capitalised word that no list holds."""
        return i < sentence.stop and i not in self.tokens.marks and self.tokens.capital[i] and not self.tokens.words[i].isupper()

    def _is_members(self, i: int, body: Part) -> bool:
        """Tell whether an office right after the first word of a body is part of its name, and no rank of somebody in it."""
        tokens = self.tokens
        return (
            self.head_first
            and "ranks" not in tokens.marks[i].kinds
            and not tokens.words[body.first].isupper()
            and body.last - body.first == 1
        )

    def _goes_on(self, i: int, last: int, sentence: range) -> bool:
        """Tell whether one word of an office stands between words of a name: none that any list holds follows."""
        return last == i + 1 and last < sentence.stop and self.tokens.capital[last] and last not in self.tokens.marks

    def _is_small_honorific(self, i: int, sentence: range) -> bool:
        """Tell whether an honorific in small letters stands before a name: "dr. Sari Dewi"; where heads stand first, without the stop."""
        if i + 2 < sentence.stop and self.tokens.words[i + 1] == ".":
            return self.tokens.capital[i + 2]
        return self.head_first and i + 1 < sentence.stop and self.tokens.words[i].islower() and self.tokens.capital[i + 1]

    def _leads_name(self, k: int, sentence: range) -> bool:
        """Tell whether a name, and nothing that offices or bodies are called by, begins at token k."""
        tokens = self.tokens
        if k >= sentence.stop or not tokens.capital[k]:
            return False
        kinds = tokens.marks[k].kinds if k in tokens.marks else {}
        return kinds.get("part") in (None, "particles") and not ({"party", "demonym", "fields", "company_forms"} & kinds.keys())

    def _names_one(self, k: int, sentence: range) -> bool:
        """Tell whether one unknown capitalised word stands at token k, and no more."""
        tokens = self.tokens
        if k >= sentence.stop or not tokens.capital[k] or k in tokens.marks:
            return False
        return k + 1 >= sentence.stop or not tokens.capital[k + 1]

    def _ends_name(self, i: int, sentence: range) -> bool:
        """Tell whether a capitalised office or month right after a name ends it ("Yusuf Hakim", "Rosalind May")."""
        tokens = self.tokens
        if not tokens.capital[i]:
            return False
        if "never_names" in tokens.kinds[i]:
            return False
        following = tokens.words[i + 1] if i + 1 < sentence.stop else "."
        return not following[0].isupper() and not following[0].isdigit()

    def is_sentence_head(self, i: int, sentence: range) -> bool:
        """Tell whether no word of the sentence stands before token i, or none of the words that a colon and a mark open: 'said: "Our'."""
        words, k = self.tokens.words, sentence.start
        if i - k > 1 and words[i - 1] in OPENING_MARKS and words[i - 2] == ":":
            return True
        if k < i and words[k][0].isalnum():
            return False
        while k < i and not words[k][0].isalnum():
            k += 1
        return k >= i

    def _is_name_head(self, i: int, sentence: range) -> bool:
        """Tell whether the first word of a sentence, capital in any case, is a name: not a word that the text prints small elsewhere."""
        tokens = self.tokens
        half, _, rest = tokens.lower[i].partition("-")
        if (self.deed_forms.match(half) and not self._is_given(i)) or (rest.startswith(half) and rest):
            return False  # "Pembentukan RT", "Spanduk-spanduk"
        if len(tokens.words[i]) == 1 and i + 1 < sentence.stop and tokens.words[i + 1] == ".":
            return True
        if tokens.is_printed_small(i):
            return self._is_printed_together(i)
        if tokens.words[i] in tokens.inner_capitals or i + 1 >= sentence.stop:
            return True
        if tokens.words[i].isupper() and ("conjunctions" in tokens.kinds[i + 1] or "strength" in tokens.kinds[i + 1]):
            return True  # "RGU and TLC said", "RGU promises"
        following = tokens.marks.get(i + 1)
        if following is not None and "definite" in following.kinds:
            return False
        if tokens.capital[i + 1] or tokens.words[i + 1] in "(,&":
            return True
        if tokens.words[i + 1] in DASHES and i + 2 < sentence.stop and "relative" in tokens.kinds[i + 2]:
            return True  # "Roe — who took office in May — told"
        if following is not None and "conjunctions" in following.kinds and i + 2 < sentence.stop and tokens.capital[i + 2]:
            return True  # "Nordair and Danish retailer Holt Group said"
        small = following is None or following.kinds.get("part") == "particles"
        behind = i + 2
        while small and behind < sentence.stop and tokens.kinds[behind].get("part") == "particles" and tokens.words[behind].islower():
            behind += 1  # "Ana de la Cruz"
        if behind < sentence.stop and small and len(tokens.words[i + 1]) <= PARTICLE and tokens.capital[behind]:
            return True  # "Joseph ole Kantai", "Pieter van Dorp"
        many = bool(self.plurals) and tokens.lower[i].endswith(self.plurals) and not self._is_given(i)
        if many and following is not None and "modals" in following.kinds:
            return False  # "Trains will run", but "Barclays will" where the text prints it elsewhere, too
        return following is not None and not VERBS_BEHIND.isdisjoint(following.kinds)

    def _is_printed_together(self, i: int) -> bool:
        """Tell whether a common word opens a body's name, whose words the text prints together time and again: "Prison Link Tarn"."""
        words, capital = self.tokens.words, self.tokens.capital
        if self.head_first or capital[i + 1 : i + 3] != [True, True] or self._is_given(i + 1) or i + 1 in self.tokens.marks:
            return False
        return self._triples[words[i], words[i + 1], words[i + 2]] > 1

    @cached_property
    def _triples(self) -> Counter[tuple[str, str, str]]:
        """How often the text prints three words with capitals behind each other."""
        words, capital = self.tokens.words, self.tokens.capital
        every = zip(words, words[1:], words[2:], strict=False)
        marked = (a and b and c for a, b, c in zip(capital, capital[1:], capital[2:], strict=False))
        return Counter(compress(every, marked))

    def _is_owned(self, i: int) -> bool:
        """Tell whether a word ends in a possessive, as a common noun does ("Gedungnya"); a short one may be a name ("Sonya")."""
        word = self.tokens.lower[i]
        return self.head_first and any(word.endswith(ending) and len(word) - len(ending) >= STEM for ending in self.possessives)

    def _all_capitals(self, i: int) -> bool:
        """Tell whether the words around token i are in capitals too, so that capitals tell nothing."""
        words = self.tokens.words
        run = [k for k in range(max(0, i - CAPITALS), min(len(words), i + CAPITALS + 1)) if words[k].isupper() and len(words[k]) > 1]
        first = last = i
        while first - 1 in run:
            first -= 1
        while last + 1 in run:
            last += 1
        return last - first >= CAPITALS
