"""Mentions: the phrases of a text that name somebody who may speak or commit, each with its head and its parts."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, compress, takewhile
from operator import attrgetter, ne
from typing import ClassVar, NamedTuple

from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.phrases import Part, PhraseReader, forms, letters_of
from claims.extraction.short_forms import listed_bodies
from claims.extraction.tokens import MOST_DETERMINERS, Tokens, straight


class MentionKind(str):  # a member of an enumeration takes five times as long to find, which is felt: every rule asks for some
    """What a mention names. NAME: a capitalised name of which only the text around it tells what it is."""

    __slots__ = ()
    PERSON: ClassVar["MentionKind"]
    NAME: ClassVar["MentionKind"]
    BODY: ClassVar["MentionKind"]
    STATE: ClassVar["MentionKind"]
    OFFICE: ClassVar["MentionKind"]
    NOUN: ClassVar["MentionKind"]
    PRONOUN: ClassVar["MentionKind"]
    PLURAL: ClassVar["MentionKind"]  # "they"
    IT: ClassVar["MentionKind"]  # a pronoun that stands for a body


for kind in MentionKind.__annotations__:
    setattr(MentionKind, kind, MentionKind(kind))


@dataclass(slots=True)
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
    crowded: bool = False  # the name may begin with words of the body or place of the office before it
    noun: str | None = None  # what a body is said to be: "the charity Ovation"
    described: bool = False  # "ibu dua anak itu": words for the person spoken of


_CODES = attrgetter("codes")
BODY, BODY_OR_NAME = re.compile("[BA]"), re.compile("[BANF]")  # among a phrase's letters
NAME_TAIL = re.compile(r"[NL]*N[NL]*M*$|N+M*$")  # of a phrase's letters: the person's own name
IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
COUNTED = re.compile(r"\d+-[a-z]+")  # "11-party", before its noun
POSSESSIVE = re.compile(r"['’]s?$")
OWN_STATE = re.compile(r"^O[NA]+C(?!\()")
OWNING = ("'s", "’s", "'", "’")
PRONOUNS = {"pronouns": MentionKind.PRONOUN, "plural_pronouns": MentionKind.PLURAL, "body_pronouns": MentionKind.IT}
NO_MODIFIERS = frozenset(
    (
        *("np_stops", "fillers", "obliques", "verbs_before", "verbs_after", "clause_breaks", "prepositions"),
        *("definite", "relative", "strength", "negation", "told", "citing"),
    )
)
SPEECH_BEFORE = frozenset(("verbs_after", "prepositions", "agents", "passives"))
DEEDS = frozenset(("naming", "verbs_before", "verbs_after", "strength", "told", "negation", "complementisers"))
CLOSES_DESCRIPTION = frozenset(("verbs_before", "fillers", "strength", "negation", "np_stops", "obliques", "must", "position", "call"))
NO_NOUN = frozenset(("verbs_before", "fillers", "np_stops", "obliques", "perfects", "auxiliaries", "conjunctions", "modals"))
ACTS_OF_STATE = frozenset(("modals", "verbs_before", "strength"))
GOVERNING = frozenset(("obliques", "asked_by"))  # kinds of words that govern a phrase, which then does not speak or act
OPENS_TITLE = frozenset(("verbs_after", "definite", "prepositions"))  # kinds of words right before the title of who speaks
OPENING_QUOTES = frozenset('"“‘')
GOVERNS_PLACE = frozenset(("seat_links", "links_of_nouns"))
DESCRIPTION = 14  # tokens of a description
SUBJECT_WORDS = 4  # of an unknown noun phrase before its verb
MODIFIERS = 4  # words before a noun that describe it
NOUN_WORDS = 7  # of a noun phrase
SHORTEST_FULL_NAME = 2  # words
PLACE_NAME = 2  # words of a place behind a comma
LONGEST_LINK = 2  # letters of "as", "on"
CLAUSE_WORDS = 16  # of a clause that tells who somebody unnamed is
PLACE_WORDS = 10  # words of "for the ministry of ..." after a noun
BRACKETS = 6  # tokens of brackets between an office and the word that points back
BRACKETED = 8  # tokens before a phrase in which a bracket that holds it opens


class Shape(NamedTuple):
    """What the letters of a phrase's parts tell by themselves.

    `tail`: at which part a person's own name begins behind an office or honorific (0: nowhere), `titled`: an office is among those before.
    `offices`: nothing but offices, `fielded`: an office and what it looks after, `small`: words for offices and people, an office last.
    `office`, `body`, `state`: an office is among them; words of a body are; nothing but states.
    """

    letters: str
    tail: int
    titled: bool
    offices: bool
    fielded: bool
    small: bool
    office: bool
    body: bool
    state: bool


@lru_cache(maxsize=4096)
def _shape(letters: str) -> Shape:
    """Return what the letters of a phrase's parts tell."""
    name = NAME_TAIL.search(letters)
    lead = letters[: name.start()] if name else ""
    held = "O" in lead or "H" in lead
    return Shape(
        letters,
        tail=len(lead) if held else 0,
        titled=bool(lead.strip("H")),
        offices=not letters.strip("O"),
        fielded=letters[0] == "O" and not letters.strip("OP"),
        small=letters.endswith("O") and not letters.strip("SO"),
        office="O" in letters,
        body="B" in letters or "A" in letters,
        state=not letters.strip("C"),
    )


class MentionFinder:
    """Finds the mentions in the sentences of one tokenised text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self._start = 0
        self.head_first = lexicon["people"]["head"] == "first"
        self.phrases = PhraseReader(tokens, lexicon)
        self._listed = listed_bodies(tokens)
        self.plural_endings, self.age_endings = tuple(lexicon["people"]["plural_endings"]), tuple(lexicon["people"]["age_endings"])
        self.regions = names_of(lexicon, "parties", "regions")
        heads = {*(office.split()[-1] for office in lexicon["people"]["state_offices"]), *lexicon["people"]["state_groups"]}
        self.past_offices = names_of(lexicon, "people", "past_offices")
        self.state_officers = frozenset(f"{head}{ending}" for head in heads for ending in self.plural_endings)  # "ministers"
        self.place_endings = tuple(lexicon["people"]["place_endings"])
        self.kin = names_of(lexicon, "people", "kin")
        self.person_forms, self.person_openers = forms(lexicon, "person_forms"), names_of(lexicon, "people", "person_openers")
        self.participles = tuple(lexicon["attribution"]["participle_endings"])
        self.body_words = names_of(lexicon, "people", "bodies")
        self.verb_forms = forms(lexicon, "verb_forms")
        self.branch_bodies = names_of(lexicon, "people", "branch_bodies")
        self.spoken_through = names_of(lexicon, "people", "spoken_through")
        self.person_heads = names_of(lexicon, "people", "person_heads")
        self.others = names_of(lexicon, "people", "others")
        self.adjective_titles = names_of(lexicon, "people", "adjective_titles")
        self.head_adverbs = names_of(lexicon, "people", "head_adverbs")

    def find(self, sentence: range) -> list[Mention]:
        """Return the mentions of one sentence (a range of tokens) in order."""
        found: list[Mention] = []
        self._start = free = sentence.start  # what stands before belongs to another sentence, or to the page
        tokens, described = self.tokens, self._last_pointed(sentence)
        words, lower, marks, capital, all_kinds = tokens.words, tokens.lower, tokens.marks, tokens.capital, tokens.kinds
        for i in self._openings(sentence, described):
            if i < free:
                continue
            if i < described and (description := self._description(i, sentence)) is not None:
                found.append(description)
                free = description.last
                continue
            kinds = all_kinds[i]
            if not capital[i] and (not marks[i].opens if kinds else words[i] == lower[i]):
                if kinds:
                    free = i + marks[i].length
                elif words[i][0].isdigit() and (age := self._pointing_age(i)) is not None:
                    found.append(age)
                continue
            if i <= sentence.start + 1 and not kinds and self._is_adverb(i):
                continue
            mention: Mention | None
            if "names_state" in kinds and "capital" not in kinds and self.phrases.is_lone_state(i, sentence):
                last = i + marks[i].length
                mention = self._state(i, last, kinds.get("party") or kinds["demonym"], last, sentence)
            elif kinds.get("part") in PRONOUNS:
                mention = self._pronoun(i)
            else:
                mention = (self._capital(i, sentence) if "capital" in kinds else None) or self._phrase(i, sentence)
            if mention is None:
                free = i + (marks[i].length if kinds else 1)
                continue
            mention = self._without_told(mention, sentence) if self.head_first else self._with_words_before(mention, found, sentence)
            free = mention.last
            if mention.kind is MentionKind.NAME and self._is_thing(mention, sentence):
                mention.kind = MentionKind.BODY
            if found and self._cuts(mention, found[-1]):
                mention = self._make(found[-1].first, mention.last, MentionKind.NOUN, found[-1].first, mention.last, None, (), None)
            elif found and (holder := self._holder_with(mention, found[-1], sentence)) is not None:
                found.pop()
                mention = holder
            elif found and mention.first == found[-1].last + 1:
                self._read_beside(mention, found)
            found.append(mention)
        return found

    @staticmethod
    def _cuts(noun: Mention, body: Mention) -> bool:
        """Tell whether a phrase for somebody unnamed begins inside a body's name: "a Department of [Health official]"."""
        return noun.kind is MentionKind.NOUN and body.kind is MentionKind.BODY and body.first < noun.first < body.last < noun.last

    def _is_adverb(self, i: int) -> bool:
        """Tell whether the word at the head of a sentence is an adverb before a comma ("Additionally, Doe said"), and nobody's name."""
        tokens = self.tokens
        return tokens.lower[i] in self.head_adverbs and tokens.words[i + 1 : i + 2] == [","]

    def _is_place(self, person: Mention, name: Mention, sentence: range) -> bool:
        """Tell whether what an office seems to name is where it is held, for a comma sets a name off: "Lurah [Jati], Sumarno."."""
        tokens, comma = self.tokens, person.last
        held = self.head_first and person.kind is MentionKind.PERSON and "placed_offices" in tokens.kinds[person.first]
        if not held or name.kind is not MentionKind.NAME or name.first != comma + 1 or tokens.words[comma] != "," or " " in person.name:
            return False
        closed = name.last >= sentence.stop or tokens.words[name.last] in '.,("'
        return closed and person.name.lower() not in self.phrases.given_names and tokens.kinds[name.first].get("part") != "calendar"

    def _holder_with(self, mention: Mention, before: Mention, sentence: range) -> Mention | None:
        """Return who holds an office of which a name and the last mention before it are parts; None where they are two."""
        if self._is_place(before, mention, sentence):
            title = self._text(before.first, before.last)
            return self._make(before.first, mention.last, MentionKind.PERSON, mention.first, mention.last, title, before.codes, None)
        if self._heads_body_of(before, mention):
            title = f"{self._text(before.first, mention.first)} {mention.title}"
            return replace(mention, first=before.first, title=title, codes=before.codes or mention.codes, oblique=before.oblique)
        if self._tells_office(mention, before):
            named = (before.first, mention.last, MentionKind.PERSON, before.first, before.last)
            holder = self._make(*named, mention.name, mention.codes, None)
            holder.body = mention.body
            return holder
        return None

    def _without_told(self, mention: Mention, sentence: range) -> Mention:
        """Return who speaks behind those whom he tells: "kepada wartawan, [Rangga] mengaku"; any other mention as it is."""
        tokens = self.tokens
        small = mention.kind is MentionKind.PERSON and mention.oblique and not tokens.capital[mention.first]
        first = self.name_behind_comma(mention) if small else None
        if first is None or mention.last >= sentence.stop:
            return mention
        says = "verbs_before" in tokens.kinds[mention.last]
        return self._make(first, mention.last, MentionKind.NAME, first, mention.last, None, (), None) if says else mention

    def _with_words_before(self, mention: Mention, found: list[Mention], sentence: range) -> Mention:
        """Return a mention with the words before it that belong to it: the town of a noun, what the holder of an office looks after."""
        return self._with_town(mention, found) if mention.kind is MentionKind.NOUN else self._with_fields(mention, found, sentence)

    def _with_fields(self, mention: Mention, found: list[Mention], sentence: range) -> Mention:
        """Return the holder of an office with the words before it that tell what is looked after; any other mention as it is."""
        tokens = self.tokens
        if mention.kind is not MentionKind.PERSON or mention.title is None:
            return mention
        if tokens.capital[mention.first]:
            return self._with_first_field(mention, found, sentence)
        first, before = mention.first, mention.first - 1
        start = max(sentence.start, first - MODIFIERS)
        while before >= start and tokens.words[before].islower() and self._modifies(before):
            first, before = before, before - 1
        opens = before < sentence.start or not tokens.words[before][0].isalnum() or not OPENS_TITLE.isdisjoint(tokens.kinds[before])
        if first == mention.first or not (opens or tokens.kinds[before].get("part") == "determiners"):
            return mention
        return replace(mention, first=first, title=f"{self._text(first, mention.first)} {mention.title}")  # "[finance] chief Ann Roe"

    def _with_town(self, noun: Mention, found: list[Mention]) -> Mention:
        """Return "Ohio-based company" with the town that a comma sets before it, dropped from what was found: "Akron, Ohio-based"."""
        town = found[-1] if found else None
        placed = self.tokens.words[noun.first].endswith(self.place_endings)
        if town is None or not placed or self.tokens.words[town.last] != "," or town.last + 1 != noun.first:
            return noun
        found.pop()
        return replace(noun, first=town.first, definite=self._is_definite(town.first, noun.last), oblique=town.oblique)

    def _with_first_field(self, mention: Mention, found: list[Mention], sentence: range) -> Mention:
        """Return the holder of an office with the first of two fields, where "and" joins them: "[Wage and] Hour Administrator Ann Roe".

        A name of one word that the text names nobody by is such a field; it is dropped from what was found.
        """
        tokens, joint, field = self.tokens, mention.first - 1, mention.first - 2
        if field < sentence.start or "conjunctions" not in tokens.kinds[joint] or not tokens.capital[field]:
            return mention
        kinds, before = tokens.kinds[field], found[-1] if found and found[-1].last == joint else None
        unknown = not kinds and tokens.words[field] not in tokens.called and tokens.lower[field] not in self.phrases.given_names
        named = before is not None and " " not in before.name and unknown and not tokens.kinds[mention.first]
        if tokens.capital[field - 1] or not (named if before is not None else kinds.get("part") == "portfolios" or "fields" in kinds):
            return mention
        first = found.pop().first if before is not None else field
        body = f"{self._text(field, joint + 1)} {mention.body}" if mention.body else None
        return replace(mention, first=first, title=f"{self._text(first, mention.first)} {mention.title}", body=body)

    def name_behind_comma(self, mention: Mention) -> int | None:
        """Return where a name begins that a comma sets off from the title before it; None where none does."""
        tokens = self.tokens
        comma = next((k for k in range(mention.last - 1, mention.first, -1) if tokens.words[k] == ","), None)
        named = comma is not None and " ".join(self._text(comma + 1, mention.last).split()) == mention.name
        return comma + 1 if comma is not None and named else None

    def _heads_body_of(self, office: Mention, person: Mention) -> bool:
        """Tell whether an office, "of" and the noun of a body before a name are one title: "leader of the council [Cllr Tim Rowe]"."""
        tokens = self.tokens
        held = not self.head_first and office.kind is MentionKind.OFFICE and person.kind is MentionKind.PERSON
        between = range(office.last, person.first)
        joined = held and 1 <= len(between) <= 2 and "genitives" in tokens.kinds[office.last]
        return joined and "body_nouns" in tokens.kinds[person.first] and not tokens.capital[person.first]

    def _tells_office(self, office: Mention, name: Mention) -> bool:
        """Tell whether a capitalised office stands right behind a name that holds it: "Rini Wulansih [Wali Kota Solo] mengatakan"."""
        beside = self.head_first and office.kind is MentionKind.OFFICE and office.first == name.last
        return beside and name.kind is MentionKind.NAME and " " in name.name and self.tokens.capital[office.first]

    def _read_beside(self, mention: Mention, found: list[Mention]) -> None:
        """Read a mention in the light of the last one found, from which one token parts it; take that one in where both are one name."""
        before = found[-1]
        if self._is_region_of(mention, before):
            mention.oblique = True
        if self._is_set_off(mention, before):
            mention.kind, mention.title, mention.body = MentionKind.OFFICE, None, f"{mention.body} {mention.name}"
            mention.name = self._text(mention.first, mention.last)
        elif self._is_second_half(mention, before):
            found.pop()
            mention.first, mention.oblique = before.first, before.oblique
            mention.name = self._text(mention.first, mention.last)

    def _openings(self, sentence: range, described: int) -> Iterable[int]:
        """Return the tokens of a sentence at which a mention may begin: those that look so, and before `described` those behind a cue."""
        places, tokens = self._places, self.tokens
        first = bisect_left(places, sentence.start)
        found = places[first : bisect_left(places, sentence.stop, first)]
        if described == sentence.start:
            return found
        words, kinds, covered = tokens.words, tokens.kinds, tokens.covered
        behind = range(sentence.start, described - 1)
        cued = [k + 1 for k in behind if not words[k][0].isalnum() or not SPEECH_BEFORE.isdisjoint(kinds[covered.get(k, k)])]
        return sorted({sentence.start, *cued, *found})

    @cached_property
    def _places(self) -> list[int]:
        """The tokens with a capital, at which an entry begins that may open a phrase or is longer than a word, or of an age."""
        tokens, every = self.tokens, range(len(self.tokens.words))
        looks_so = list(map(ne, tokens.words, tokens.lower))  # "iPhone"
        for i in chain(tokens.openings, compress(every, tokens.capital)):
            looks_so[i] = True
        if any(ending in tokens.text for ending in self.age_endings):
            for i in every:
                looks_so[i] = looks_so[i] or tokens.lower[i].endswith(self.age_endings)
        return list(compress(every, looks_so))

    def _last_pointed(self, sentence: range) -> int:
        """Return the last "itu" of a sentence, where words before it describe people; else the sentence's first token."""
        pointing = self.tokens.all_of("points_at_person", sentence.start, sentence.stop)
        return pointing[-1] if pointing else sentence.start

    def _description(self, i: int, sentence: range) -> Mention | None:
        """Read words that describe the person spoken of up to "that": "ibu dua anak itu", "perempuan yang sudah lama menenun itu"."""
        tokens = self.tokens
        cued = i > sentence.start and not SPEECH_BEFORE.isdisjoint(tokens.kinds[tokens.covered.get(i - 1, i - 1)])
        opens = cued or self.phrases.is_sentence_head(i, sentence) or tokens.words[i - 1] in ',"“'
        if not opens or not (self._is_person_head(i) or (cued and tokens.words[i].islower() and i not in tokens.marks)):
            return None
        relative = False
        for k in range(i + (tokens.marks[i].length if i in tokens.marks else 1), min(sentence.stop, i + DESCRIPTION)):
            if "definite" in tokens.kinds[k]:
                break
            relative = relative or "relative" in tokens.kinds[k]
            placed = tokens.words[k] == "," and tokens.capital[k - 1] and (tokens.capital[k + 1] or "conjunctions" in tokens.kinds[k + 1])
            if not (tokens.words[k][0].isalnum() or placed) or (not relative and self._is_deed(k)):
                return None
        else:
            return None
        if not self._closes_description(k + 1, sentence) or (not relative and self._points_at_thing(i, k)):
            return None
        holder = self._holder(i, k, sentence)
        if holder:
            title = self._text(i, k)
            return self._make(i, holder[-1].last, MentionKind.PERSON, holder[0].first, holder[-1].last, title, (), None)
        mention = self._make(i, k, MentionKind.NOUN, i, k, None, (), None, definite=True)
        mention.described = True
        return mention

    def _is_person_head(self, i: int) -> bool:
        """Tell whether token i begins words for one person: an office or a noun such as "ibu"."""
        if self.tokens.lower[i] in self.person_heads:
            return True
        small = self.tokens.words[i].islower() or not self.tokens.capital[i + 1]
        return small and self.tokens.kinds[i].get("part") == "offices"

    def _points_at_thing(self, i: int, k: int) -> bool:
        """Tell whether "that" at token k points at something behind a preposition, behind a name: "Direktur Sari Dewi dalam acara itu"."""
        tokens = self.tokens
        link = next((j for j in range(k - 1, i, -1) if "obliques" in tokens.kinds[j]), None)
        return link is not None and tokens.words[k - 1].islower() and any(tokens.capital[j] for j in range(i + 1, link))

    def _is_deed(self, k: int) -> bool:
        """Tell whether token k is a verb that does something, or the cue of another clause."""
        if not DEEDS.isdisjoint(self.tokens.kinds[k]):
            return True
        word = self.tokens.lower[k]
        return self.tokens.words[k].islower() and word.startswith(("me", "di")) and self.verb_forms.match(word) is not None

    def _closes_description(self, k: int, sentence: range) -> bool:
        """Tell whether a verb, a comma or the end follows: the description is all of its phrase."""
        if k >= sentence.stop or not self.tokens.words[k][0].isalnum():
            return True
        if not CLOSES_DESCRIPTION.isdisjoint(self.tokens.kinds[k]):
            return True
        return self.verb_forms.match(self.tokens.words[k]) is not None

    def _is_set_off(self, mention: Mention, name: Mention) -> bool:
        """Tell whether an office with its body follows a name: the last word is the body's ("Ana, ketua Paguyuban Pasar Jati")."""
        tokens, last = self.tokens, mention.last
        small = self.head_first and mention.kind is MentionKind.PERSON and mention.body is not None and not tokens.capital[mention.first]
        behind = name.kind in (MentionKind.NAME, MentionKind.PERSON) and tokens.words[name.last] == ","
        return small and behind and " " not in mention.name and (last >= len(tokens.words) or tokens.words[last][0] in ",.")

    def _is_region_of(self, mention: Mention, place: Mention) -> bool:
        """Tell whether a comma sets a region or state off from a place of it: "in Utica, New York, ..."."""
        body = place.kind is MentionKind.BODY and self.head_first
        if not place.oblique or not (body or place.kind is MentionKind.NAME):
            return False
        named = mention.kind is MentionKind.STATE or mention.name in self.regions
        inside = self.tokens.covered.get(place.first - 1, place.first - 1)
        return named and self.tokens.words[place.last] == "," and not GOVERNS_PLACE.isdisjoint(self.tokens.kinds[inside])

    def _is_thing(self, name: Mention, sentence: range) -> bool:
        """Tell whether ", which" follows a name that no preposition governs: then it is a body's."""
        k = name.last + 1
        if name.oblique or k >= sentence.stop or self.tokens.words[k - 1] != ",":
            return False
        return "relative_thing" in self.tokens.kinds[k]

    def _is_second_half(self, mention: Mention, before: Mention) -> bool:
        """Tell whether a name and a company's over an "and" are one: "Northern Tin and Rubber Ltd"."""
        tokens = self.tokens
        if before.kind is not MentionKind.NAME or mention.kind is not MentionKind.BODY or "conjunctions" not in tokens.kinds[before.last]:
            return False
        one = before.last - before.first == 1 and before.first > 0 and "definite" in tokens.kinds[before.first - 1]
        union = one and "body_nouns" in tokens.kinds[mention.last - 1]  # "The Construction and Mining Union"
        return union or "company_forms" in tokens.kinds[mention.last - 1]

    def _capital(self, i: int, sentence: range) -> Mention | None:
        """Read a capital that stands for its state: as the subject of a verb ("Seoul would lift the ban")."""
        codes = self.tokens.kinds[i].get("capital")
        if codes is None or not self.tokens.capital[i]:
            return None
        last = i + self.tokens.marks[i].length
        before = i > sentence.start and self.tokens.words[i - 1][0].isupper()
        start = last
        if last < sentence.stop and self.tokens.words[last] == ",":  # "Rome, which had asked for more time, ..."
            closing = (k + 1 for k in range(last + 1, min(last + CLAUSE_WORDS, sentence.stop)) if self.tokens.words[k] == ",")
            start = next(closing, last)
        after = range(start, min(start + 3, sentence.stop))
        stop = next((k for k in after if not self.tokens.words[k][0].isalpha()), after.stop)
        acts = not all(ACTS_OF_STATE.isdisjoint(kinds) for kinds in self.tokens.kinds[start:stop])
        if before or not acts or self._is_oblique(i):
            return None
        return Mention(i, last, MentionKind.STATE, self._text(i, last), codes=codes)

    def _pronoun(self, i: int) -> Mention:
        kind, last = PRONOUNS[self.tokens.kinds[i]["part"]], i + self.tokens.marks[i].length
        return Mention(i, last, kind, self.tokens.words[i], oblique=self._is_oblique(i))

    def _phrase(self, i: int, sentence: range) -> Mention | None:
        """Read the phrase that begins at token i, if one does."""
        if (end := self._listed.get(i, 0)) and end <= sentence.stop:
            short = end + 2 < sentence.stop and self.tokens.words[end] == "(" and self.tokens.words[end + 2] == ")"
            letters = self.tokens.words[end + 1] if short else None
            return self._make(i, end + len("(X)") * short, MentionKind.BODY, i, end, None, (), letters)
        parts = self.phrases.read(i, sentence)
        if not parts:
            return None
        last = parts[-1]
        if last.letter == "(":
            if "no_names" in self.tokens.kinds[last.first + 1] and not letters_of(parts).strip("N("):
                return None  # "Bahan Bakar Minyak (BBM)"
            return self._finish(parts[:-1], sentence, last.last, self.tokens.words[last.first + 1])
        return self._finish(parts, sentence, last.last, None)

    def _finish(self, parts: list[Part], sentence: range, end: int, short_form: str | None) -> Mention | None:
        """Make one mention of the parts of a phrase that ends before token `end`."""
        shape = _shape(letters_of(parts))
        codes = tuple(chain.from_iterable(map(_CODES, parts)))
        letters, tail, tokens = shape.letters, shape.tail, self.tokens
        if codes and self._names_own_state(parts, letters):
            codes = ()
        first = parts[0].first
        points_back = self.head_first and end < sentence.stop and "definite" in tokens.kinds[self.behind_brackets(end)]
        if tail and not points_back and not self._is_of_body(parts, tail):
            names = [part for part in parts[tail:] if part.letter in "NL"]
            names = self._drop_body_words(parts, tail, names)
            names = self._drop_places(parts, tail, names)
            aside = len(parts) > 1 and letters.startswith("O(")  # "Wakil Bupati (Wabup) Lumbung Ana Wirya"
            title = self._text(parts[0].first, parts[0].last if aside else names[0].first).strip(" ,(") if shape.titled else None
            mention = self._make(first, end, MentionKind.PERSON, names[0].first, names[-1].last, title, codes, short_form)
            crowded = names[0] is parts[tail] and self._is_crowded(parts[: 1 if aside else tail])
            mention.body, mention.crowded = self._body(parts[:tail], names[0].first), crowded
            return mention
        if shape.offices and not (tokens.capital[first] and (not self.head_first or tokens.capital[parts[-1].last - 1])):  # "Kuasa hukum"
            return self._noun(Part("O", first, parts[-1].last), sentence)
        if self.head_first and shape.fielded and not points_back:
            noun = self._noun(parts[0], sentence) if end < sentence.stop and tokens.words[end][0].islower() else None
            if noun is not None and noun.kind is MentionKind.PERSON and noun.last > end:
                return noun
        if shape.small and not self.head_first and not any(tokens.capital[part.first] for part in parts):
            return self._noun(parts[-1], sentence)  # "official spokesperson"
        if letters[0] == "O" and "B" in letters and not tokens.capital[first] and (cut := self._behind_comma(parts)):
            return self._finish(parts[cut:], sentence, end, short_form)  # "its owner, Harlan Group"
        if shape.office:
            mention = self._make(first, end, MentionKind.OFFICE, first, parts[-1].last, None, codes, short_form)
            mention.body = self._body(parts, end)
            return mention
        if letters == "B" and "body_nouns" in tokens.kinds[first]:
            return self._noun(parts[0], sentence)
        further = len(parts) > 1
        if letters.startswith("BN") and not self.head_first and self._describes_body(parts, sentence):
            return self._finish(parts[1:], sentence, end, short_form)  # "Airline Tarn Air said", later "Tarn Air"
        if further and letters[0] == "S" and not self.head_first and (named := self._finish(parts[1:], sentence, end, short_form)):
            return self._with_noun(parts[0], named, sentence) or named
        if further and letters[0] == "C" and not self.head_first and tokens.is_possessive(parts[0].last - 1):
            named = self._finish(parts[1:], sentence, end, short_form)  # "Norway's Fjordlys Energy"
            if named is not None:
                named.codes, named.oblique = named.codes or parts[0].codes, self._is_oblique(parts[0].first)
            return named
        if further and "body_nouns" in tokens.kinds[parts[-1].first] and self._tells_place(parts):
            definite = self._is_definite(first, end)  # "the Leeds-based company"
            return self._make(first, end, MentionKind.NOUN, first, parts[-1].last, None, codes, None, definite=definite)
        cut = self._described(parts) if further and not self.head_first else 0
        if cut:
            named = self._make(first, end, MentionKind.BODY, parts[cut].first, parts[-1].last, None, codes, short_form)
            named.noun = tokens.lower[parts[cut - 1].last - 1]
            return named
        common = letters == "B" and "speaker_nouns" not in tokens.kinds[first] and self.phrases.is_sentence_head(first, sentence)
        describes = end < sentence.stop and "body_nouns" in tokens.kinds[end] and not tokens.capital[end]
        if common and parts[0].last - first == 1 and (tokens.is_printed_small(first) or describes):
            return None  # "Dana ...": a word that the text prints small elsewhere; "Energy giant Halden Power"
        if self.head_first and letters.startswith("ANN") and not letters.strip("AN") and self._is_described(first, sentence):
            return self._make(first, end, MentionKind.NAME, parts[1].first, parts[-1].last, None, codes, None)  # "pemain PBTI Ana Wirya"
        if shape.body:
            wider = self.head_first and letters[0] + letters[-2:] == "BLL"  # "Pemkab Sidrap [Sulawesi Selatan]"
            return self._make(first, end, MentionKind.BODY, first, parts[-2 if wider else -1].last, None, codes, short_form)
        if shape.state:
            return self._state(first, parts[-1].last, codes, end, sentence)
        if not letters.strip("PHLC"):
            return self._surname(first, end, codes, sentence) if letters == "L" else None
        if further and letters[0] == "S" and self._is_body_at_head(parts):
            return self._make(first, end, MentionKind.BODY, first, parts[-1].last, None, codes, short_form)  # "Serikat Pekerja Metro"
        if letters[0] == "S":
            return self._noun(parts[0], sentence)
        return self._bare_name(parts, codes, end, short_form, sentence)

    def _describes_body(self, parts: list[Part], sentence: range) -> bool:
        """Tell whether the noun that opens a sentence only says what a body is, whose name the text prints without it, too."""
        first = parts[0].first
        common = "body_nouns" in self.tokens.kinds[first] and self.phrases.is_sentence_head(first, sentence)
        return common and bool(self._words_before[self.tokens.words[parts[1].first]] - {self.tokens.lower[first]})

    @cached_property
    def _words_before(self) -> defaultdict[str, set[str]]:
        """The words, in lower case, that the text prints before each word with a capital."""
        found, tokens = defaultdict[str, set[str]](set), self.tokens
        for k in compress(range(1, len(tokens.words)), tokens.capital[1:]):
            found[tokens.words[k]].add(tokens.lower[k - 1])
        return found

    def _surname(self, first: int, end: int, codes: tuple[str, ...], sentence: range) -> Mention | None:
        """Read a place beside a reporting verb as somebody's last name: "Houston said"; None where none stands there."""
        kinds = self.tokens.kinds
        says = end < sentence.stop and "verbs_before" in kinds[end]
        says = says or (first > sentence.start and "verbs_after" in kinds[first - 1])
        return self._make(first, end, MentionKind.NAME, first, end, None, codes, None) if says and not self.head_first else None

    def _bare_name(self, parts: list[Part], codes: tuple[str, ...], end: int, short_form: str | None, sentence: range) -> Mention | None:
        """Read a name that no office and no word for a body stands before."""
        first, letters = parts[0].first, letters_of(parts)
        if "N" not in letters:
            return None
        small = end < sentence.stop and self.tokens.words[end].islower()
        if small and letters == "N" and self.tokens.words[first].endswith(self.place_endings):
            return None  # "Denmark-based retailer"
        if small and letters == "NC" and not self.head_first and self.phrases.is_sentence_head(first, sentence) and self._is_adjective(end):
            return None  # "Ailing Japanese carmaker"
        names = [part for part in parts if part.letter in "NLCP"]
        if letters.startswith("LNN") and self._ends_at_place(names, end, sentence):
            names = names[1:]  # "pegiat antikorupsi Sulteng Harsono Wirya"
            first = names[0].first
        if self.head_first and letters.startswith("CNN") and self._is_described(first, sentence):
            names = names[1:]  # "tunggal putra Indonesia Ana Wirya"
        start = names[0].first
        if "&" in self.tokens.words[start : names[-1].last]:
            return self._make(first, end, MentionKind.BODY, start, names[-1].last, None, codes, short_form)
        many = not self.head_first and self._is_definite(start, end) and self.tokens.lower[end - 1].endswith(self.plural_endings)
        kind = MentionKind.BODY if many and start == first else MentionKind.NAME  # "the Mariners"
        return self._make(first, end, kind, start, names[-1].last, None, codes, short_form)

    def _ends_at_place(self, names: list[Part], end: int, sentence: range) -> bool:
        """Tell whether the first of three names is a place, the others somebody's: "dokter di Jakarta [Ana Wirya]"."""
        placed = self.head_first and self._is_oblique(names[0].first)
        if placed and end < sentence.stop and "verbs_before" in self.tokens.kinds[end]:
            return True
        return (placed or self._is_home(names[0])) and self.tokens.lower[names[1].first] in self.phrases.given_names

    def _state(self, first: int, last: int, codes: tuple[str, ...], end: int, sentence: range) -> Mention:
        """Read a state's name, with "state" behind its adjective ("the Danish state"); other nouns make the adjective no state.

        The name ends before token `last`, its phrase, where a short form in brackets follows, before token `end`.
        """
        small = end < sentence.stop and not self.tokens.capital[end]
        demonym = small and "demonym" in self.tokens.kinds[first]
        whole = demonym and "own_places" in self.tokens.kinds[end]
        named = self._make(first, end + whole, MentionKind.STATE, first, last, None, codes, None)
        named.oblique = named.oblique or (demonym and not whole and self._is_adjective(end))
        return named

    def _is_adjective(self, k: int) -> bool:
        """Tell whether a small noun at token k makes the demonym before it an adjective: "Finnish network operator Arden Oy"."""
        return self.tokens.words[k].islower() and self._modifies(k) and "modals" not in self.tokens.kinds[k]

    def _is_described(self, first: int, sentence: range) -> bool:
        """Tell whether a small noun for people, or one that no list knows, stands right before a phrase."""
        before = first - 1
        if before < sentence.start or not self.tokens.words[before].islower() or before in self.tokens.covered:
            return False
        return not self.tokens.kinds[before] or self.tokens.lower[before] in self.person_heads

    def _is_body_at_head(self, parts: list[Part]) -> bool:
        """Tell whether capitalised words at the head of a sentence, a noun for people among them, are a body's name."""
        tokens = self.tokens
        inside = tokens.marks[parts[0].first].length > 1 and tokens.lower[parts[0].first] in self.body_words
        return self.head_first and inside and all(tokens.capital[k] for part in parts for k in range(part.first, part.last))

    def _tells_place(self, parts: list[Part]) -> bool:
        """Tell whether words that only say where something is stand before a small noun: "Leeds-based", "Danish", "Puerto Montt-based"."""
        if self.tokens.capital[parts[-1].first]:
            return False
        if all(part.letter == "C" or self.tokens.words[part.last - 1].endswith(self.place_endings) for part in parts[:-1]):
            return True
        placed = self.tokens.words[parts[-2].last - 1].endswith(self.place_endings)
        return placed and all(part.letter in "NLC" for part in parts[:-1])

    def _behind_comma(self, parts: list[Part]) -> int:
        """Return which part a comma sets off from the first, 0 if none."""
        return next((n for n in range(1, len(parts)) if self.tokens.words[parts[n].first - 1] == ","), 0)

    def _described(self, parts: list[Part]) -> int:
        """Return which part the name begins with that a small noun inside a phrase describes ("Rights group Save Our Quay"); 0 if none."""
        for n in range(len(parts) - 1, 0, -1):
            noun, name = parts[n - 1], parts[n]
            if noun.letter in "BS" and name.letter in "NAB" and self.tokens.capital[name.first] and not self.tokens.capital[noun.first]:
                return n if "body_nouns" in self.tokens.kinds[noun.first] else 0
        return 0

    def _with_noun(self, head: Part, named: Mention | None, sentence: range) -> Mention | None:
        """Read a noun that stands before the name of what it describes: "the charity Ovation", "campaigner Ada Roe"."""
        if named is None or named.kind not in (MentionKind.NAME, MentionKind.BODY):
            return None
        if self.tokens.capital[head.first] and not self.phrases.is_sentence_head(head.first, sentence):
            return None
        noun = self.tokens.lower[head.last - 1]
        if "body_nouns" in self.tokens.kinds[head.first]:
            first = head.first
            first -= first > sentence.start and self.tokens.words[first - 1].endswith(self.place_endings)  # "Denmark-based retailer X"
            named.kind, named.first, named.noun = MentionKind.BODY, first, noun
            named.oblique = self._is_oblique(self._phrase_start(first, sentence))
            return named
        return None

    def _phrase_start(self, first: int, sentence: range) -> int:
        """Return where the words that modify a noun before it begin."""
        start = first
        while start > sentence.start and first - start < MODIFIERS and self._modifies(start - 1):
            start -= 1
        return start

    def _names_own_state(self, parts: list[Part], letters: str) -> bool:
        """Tell whether a state's name only ends that of a body, no government: "Ketua Asosiasi Petani Indonesia", "Bank of Ghana"."""
        kinds = self.tokens.kinds
        if not self.head_first:
            if "NCO" in letters or ("B" in letters and self._opens_own_body(parts)):
                return True  # "Tennis Kenya president"
            if letters.startswith("CNO") and "demonym" not in kinds[parts[0].first] and not self.tokens.is_possessive(parts[0].last - 1):
                return True  # "Kenya Power director"
            ends = (n for n in range(len(parts) - 1) if letters[n : n + 2] == "BC") if "BC" in letters else ()
            return any("governments" not in kinds[parts[n].first] for n in ends)
        if OWN_STATE.search(letters):
            return True  # "Direktur Samudra Indonesia"
        body = BODY.search(letters)
        if body is None or not body.start() or "governments" in kinds[parts[body.start()].first]:
            return False
        return not any(part.codes for part in parts[: body.start()])

    def _opens_own_body(self, parts: list[Part]) -> bool:
        """Tell whether a state's name or adjective begins that of a body, no government: "chairman of the Kenya Dairy Union"."""
        opening = next((n for n, part in enumerate(parts) if part.letter == "C"), len(parts))
        rest = list(takewhile(lambda part: part.letter not in "OH(", parts[opening + 1 :]))
        if not rest or self.tokens.is_possessive(parts[opening].last - 1) or not any(part.letter in "OH" for part in parts):
            return False
        body = any(part.letter == "B" and self.tokens.capital[part.first] for part in rest)
        return body and not any("governments" in self.tokens.kinds[k] for part in rest for k in range(part.first, part.last))

    def _body(self, title: list[Part], stop: int) -> str | None:
        """Return the body that an office belongs to: from the first word that names one up to token `stop` or the next comma or office."""
        letters = letters_of(title)
        opening = BODY_OR_NAME.search(letters, letters.find("B") if self.head_first and "B" in letters else 0)
        first = opening.start() if opening is not None else None
        if first and "(" in letters and (spelled := self._spelled_from(title[:first], title[letters.index("(")])) is not None:
            first = spelled  # "Ketua Umum [Masyarakat Energi Kayu] (MEK)"
        inside = title[0].last - 1  # "Kepala Dinas ...": the office's last word is the body's first
        if (
            self.head_first
            and title[0].letter == "O"
            and inside > title[0].first
            and self.tokens.lower[inside] in self.body_words
            and self.tokens.capital[inside]
        ):
            first, begin = 0, inside
        elif first is None or (title[first].letter in "NF" and "inner_offices" in self.tokens.kinds[title[0].first]):
            return None
        elif title[first].letter == "F" and "conjunctions" in self.tokens.kinds[title[first].first]:
            return None  # "Minister for Trade and Industry": fields alone
        elif first and title[first - 1].letter == "H":
            return None  # "Mr Hale's widow, Deborah"
        else:
            led = (
                not self.head_first and first > 0 and all(part.letter == "P" and self.tokens.capital[part.first] for part in title[:first])
            )
            while not self.head_first and first and title[first - 1].letter in "PC" and self._opens_own_body(title):
                first -= 1  # "Kenya Dairy Union chairman"
            while not self.head_first and first and self._leads_body(title[first - 1], title[first]):
                first -= 1  # "head of the National Health Commission"
            begin = title[0].first if led else title[first].first  # "National Audit Board chief"
        opens = all(part.letter == "C" for part in title if part.first < begin)  # "Bangladesh Jamaat Amir Dr. Jane Doe"
        ends = [part.first for part in title[first + 1 :] if part.letter in "OH" and opens]
        behind = len(title)
        while self.head_first and behind and title[behind - 1].letter == "H":  # "Kepala Dinas Sosial Drs. H. Ana Wirya"
            behind -= 1
        ends += [part.first for part in title[behind:] if part.first > begin]
        ends += [part.first for part in title[first + 1 :] if "origin_links" in self.tokens.kinds[part.first]]
        last = min([stop, *ends])
        whole = any(part.letter == "O" and "whole_offices" in self.tokens.kinds[part.first] for part in title[first + 1 :])
        for part in () if self.head_first or whole else reversed(title[first + 1 :]):
            last = part.first if part.letter == "P" and part.last == last else last
        fields = {k for part in title if part.letter == "P" for k in range(part.first, part.last)}
        commas = (k for k in range(begin, last) if self.tokens.words[k] == "," and k not in fields)
        comma = next(commas, last)
        comma = next((k for k in range(begin + 1, comma) if self._ends_body(k)), comma)
        states = {k for part in title if part.letter == "C" for k in range(part.first, part.last)}
        owner = next((k + 1 for k in range(begin, comma - 1) if self.tokens.is_possessive(k)), comma)
        if not self.head_first and owner < comma and all(k in states for k in range(owner, comma)):
            comma = owner  # "Acme's UK chief executive"
        return self._bare(IN_BRACKETS.sub("", self._text(begin, comma)).strip(), comma) or None

    def _bare(self, name: str, last: int) -> str:
        """Return a name that ends before token `last` without the mark of an owner; one that ends so as it stands has a straight mark."""
        whole = self.tokens.lower[last - 1].endswith(OWNING[:2]) and not self.tokens.is_possessive(last - 1)
        return straight(name) if whole else POSSESSIVE.sub("", name)

    def is_plural(self, mention: Mention) -> bool:
        """Tell whether a phrase is built on a noun for several, where its head stands last."""
        return not self.head_first and self.tokens.lower[mention.last - 1].endswith(self.plural_endings)

    def _spelled_from(self, title: list[Part], short: Part) -> int | None:
        """Return the part of a title from which on the capitals are those of a short form in brackets behind it."""
        words, letters = self.tokens.words, self.tokens.words[short.first + 1]
        for n, part in enumerate(title):
            if "".join(words[k][0] for k in range(part.first, short.first) if self.tokens.capital[k]) == letters:
                return n
        return None

    def _leads_body(self, part: Part, following: Part) -> bool:
        """Tell whether a capitalised word for what is looked after stands right before words of a body, as the first of its name."""
        return part.letter == "P" and part.last == following.first and self.tokens.capital[part.first]

    def _ends_body(self, k: int) -> bool:
        """Tell whether a body's name ends before token k: at a rank, or where a link follows its letters ("BNP untuk Asia")."""
        letters = self.tokens.words[k - 1]
        link = self.head_first and "connectors" in self.tokens.kinds[k] and letters.isupper() and len(letters) > 1
        return link or "ranks" in self.tokens.kinds[k]

    def _drop_body_words(self, parts: list[Part], tail: int, names: list[Part]) -> list[Part]:
        """After an organisation's first word its own name runs into the person's: keep the last two words for the person.

        Where heads stand first, the text's other mentions of the person decide it (see People).
        """
        if self.head_first or not tail or parts[tail - 1].letter != "B" or len(names) <= SHORTEST_FULL_NAME:
            return names
        given = next((n for n, part in enumerate(names[:-1]) if self.tokens.lower[part.first] in self.phrases.given_names), None)
        return names[-SHORTEST_FULL_NAME if given is None else given :]

    def _is_of_body(self, parts: list[Part], tail: int) -> bool:
        """Tell whether the name behind an office is that of the body it is held in: "Direktur PT [Samudra]", "Direktur PT [Alita Jaya]"."""
        kinds = self.tokens.kinds[parts[tail - 1].first]
        if parts[tail - 1].letter != "B" or "open_bodies" not in kinds or len(parts) > tail + 2:
            return False
        return len(parts) == tail + 1 or ("company_forms" in kinds and self.tokens.lower[parts[-1].first] not in self.phrases.strong_names)

    def _is_crowded(self, title: list[Part]) -> bool:
        """Tell whether the words after a title may be a body's or a place's as well as a person's."""
        before = title[-1]
        headed = self.tokens.lower[title[0].last - 1] in self.body_words  # "Kepala Dinas"
        placed = before.letter == "P" and "placed_offices" in self.tokens.kinds[title[0].first]
        if before.letter in "PL" and (headed or placed or any(part.letter in "BA" for part in title)):
            return True
        if before.letter == "A" and before.first not in self.tokens.marks:
            return True  # "Kepala DPMPTSP Sleman Ana Wirya"
        last = self.tokens.lower[before.last - 1]
        if last in self.branch_bodies or any(map(str.isdigit, last)) or self._leads_place(title):
            return True
        if before.letter == "B":
            word = self.tokens.words[before.first]
            return not word.isupper() or "open_bodies" in self.tokens.kinds[before.first]
        return "placed_offices" in self.tokens.kinds[before.first]

    def _leads_place(self, title: list[Part]) -> bool:
        """Tell whether a title ends in a place whose second word may follow: "Kota [Tanjung] Pinang", "Bupati [Bangka] Tengah"."""
        kinds, last = self.tokens.kinds, title[-1]
        headed = len(title) > 1 and last.letter == "P" and "place_heads" in kinds[title[-2].first]
        inside = last.last - last.first > 1 and "place_heads" in kinds[last.first]
        return self.head_first and (headed or inside or (last.letter == "L" and "placed_offices" in kinds[title[0].first]))

    def _drop_places(self, parts: list[Part], tail: int, names: list[Part]) -> list[Part]:
        """Between an office and a name of two words, a known place is where the office is held: "Wali Kota Solo Rudi Hadi"."""
        held = [
            n for n, part in enumerate(names) if part.letter == "L" and (self._is_home(part) or (n == 0 and parts[tail - 1].letter == "O"))
        ]
        if not self.head_first or not held or len(names) - held[-1] - 1 < SHORTEST_FULL_NAME or tail == 0 or parts[tail - 1].letter == "H":
            return names
        return names[held[-1] + 1 :]

    def _is_home(self, part: Part) -> bool:
        return "home_places" in self.tokens.kinds[part.first]

    def _noun(self, head: Part, sentence: range) -> Mention | None:
        """Read the phrase around a lower-case noun such as `officials` or `juru bicara`."""
        tokens = self.tokens
        first, last = head.first, head.last
        if self.head_first:
            named = "body_nouns" in self.tokens.kinds[first]
            while last < sentence.stop and last - first < NOUN_WORDS and self._modifies(last):
                if (
                    named
                    and tokens.capital[last]
                    and tokens.kinds[last].get("part") == "bodies"
                    and (described := self._phrase(last, sentence))
                ):
                    described.first = first  # "emiten properti PT Sagu Mas"
                    return described
                small = not tokens.capital[last - 1] or (last - 1 == first and self.phrases.is_sentence_head(first, sentence))
                if tokens.capital[last] and small and (names := self._names_from(last, sentence)):
                    if self._is_relative_of(first, last):
                        return self._make(first, names[-1].last, MentionKind.NOUN, first, names[-1].last, None, (), None)
                    title = self._text(first, last)
                    if tokens.kinds[first].get("part") == "bodies" or "body_nouns" in tokens.kinds[first]:
                        return self._make(first, names[-1].last, MentionKind.BODY, names[0].first, names[-1].last, None, (), None)
                    return self._make(first, names[-1].last, MentionKind.PERSON, names[0].first, names[-1].last, title, (), None)
                if named and tokens.capital[last] and last - first > 1 and small and self._is_brand(last, sentence):
                    return self._make(first, last + 1, MentionKind.BODY, last, last + 1, None, (), None)
                last += tokens.marks[last].length if last in tokens.marks else 1
            definite = last < sentence.stop and "definite" in tokens.kinds[last]
        else:
            first = self._phrase_start(first, sentence)
            definite = first > sentence.start and "definite" in tokens.kinds[first - 1]
            first -= first > sentence.start and tokens.lower[first - 1] in self.others  # "another farmer"
        holder = self._holder(first, last, sentence)
        if holder:
            title = self._text(first, last)
            return self._make(first, holder[-1].last, MentionKind.PERSON, holder[0].first, holder[-1].last, title, (), None)
        definite = definite or (last - first == 1 and "bare_bodies" in tokens.kinds[first])  # "perseroan" needs no "itu"
        introduced = definite or self._is_introduced(first) or self._is_set_behind(first)
        if not self.head_first and last < sentence.stop and tokens.lower[head.first] in self.adjective_titles and self._is_plain_noun(last):
            return None  # "the major plan"
        if "speaker_nouns" not in self.tokens.kinds[head.first] and not introduced:
            return None
        end = last if "seated_bodies" in tokens.kinds[head.first] else self._with_place(last, sentence)
        agent = tokens.kinds[head.first].get("part") == "offices" or "agents_of_bodies" in tokens.kinds[head.first]
        learned = "learned_offices" in tokens.kinds[first]  # "pakar keamanan siber dari Vaksinara, Ana Wirya"
        if self.head_first and learned and end > last and (holder := self._holder(first, end, sentence)):
            title = self._text(first, end)
            return self._make(first, holder[-1].last, MentionKind.PERSON, holder[0].first, holder[-1].last, title, (), None)
        body = self._body_behind(last, end) if agent else None
        if not (self.head_first or definite or tokens.kinds[head.first].get("body_nouns") or tokens.kinds[head.first].get("governments")):
            end = self._with_clause(end, sentence)
        last = end
        definite = definite or (self.head_first and last < sentence.stop and "definite" in tokens.kinds[last])
        codes: tuple[str, ...] = ()
        if "governments" in self.tokens.kinds[head.first]:
            codes = next((code for k in range(first, last) if (code := self.tokens.kinds[k].get("party"))), ())
        elif tokens.lower[head.last - 1] in self.state_officers and self.past_offices.isdisjoint(tokens.lower[first : head.last]):
            codes = self._states_behind(head.last, last)
        mention = self._make(first, last, MentionKind.NOUN, first, last, None, codes, None, definite=definite)
        mention.body = body
        return mention

    def _is_plain_noun(self, k: int) -> bool:
        """Tell whether token k is a small word that is no verb, no participle, and joins nothing."""
        kinds, word = self.tokens.kinds[k], self.tokens.words[k]
        noun = word.islower() and len(word) > LONGEST_LINK and not word.endswith(self.participles)
        return noun and NO_NOUN.isdisjoint(kinds) and kinds.get("part") != "offices"

    def _with_clause(self, last: int, sentence: range) -> int:
        """Carry a phrase for somebody unnamed on over what tells who: "an official who attended", "traders who came to the fair".

        It ends before the next reporting verb, or at a comma or stop.
        """
        tokens = self.tokens
        if last >= sentence.stop or "tells_who" not in tokens.kinds[last]:
            return last
        stop = min(last + CLAUSE_WORDS, sentence.stop)
        for k in range(last + 1, stop):
            verb = "verbs_before" in tokens.kinds[k]
            if verb and k == last + 1 and "relative" in tokens.kinds[last]:
                return last  # "an official who said ..."
            if not tokens.words[k][0].isalnum() or (verb and k > last + 1):
                return k if tokens.words[k][0] not in "'’" else last
        return stop if stop == sentence.stop else last

    def _body_behind(self, link: int, end: int) -> str | None:
        """Return the capitalised name that a link sets behind a noun: "spokesman for the Rail Users' Association"."""
        first = next((k for k in range(link, end) if self.tokens.capital[k]), end)
        return self._text(first, end) or None

    def _names_from(self, k: int, sentence: range) -> list[Part]:
        """Return the words of a person's name from token k, two of them or one with an age behind; [] if none stands there."""
        names: list[Part] = []
        if "place_heads" in self.tokens.kinds[k]:
            return names  # "warga Kelurahan Margasari"
        part = self.phrases.part(k, sentence, names)
        led = part is not None and (part.letter in "AC" or (part.letter == "L" and self._is_home(part)))
        if part is not None and led and part.last < sentence.stop:
            part = self.phrases.part(part.last, sentence, names)
        while part is not None and part.letter == "N":
            names.append(part)
            part = self.phrases.next_part(part.last, sentence, names)[0] if part.last < sentence.stop else None
        alone = len(names) == 1 and not self.tokens.has_age(names[0].last)
        return names if not alone and part is None else []

    def _is_relative_of(self, first: int, last: int) -> bool:
        """Tell whether a noun for one of a family right before a name tells whose: "istri Budi Santoso", not "sang istri Rini Wirya"."""
        before = first > 0 and self.tokens.kinds[first - 1].get("part") == "determiners"
        return not before and self.tokens.lower[last - 1] in self.kin

    def _is_brand(self, k: int, sentence: range) -> bool:
        """Tell whether one word at token k is the name that a body's noun describes: "perusahaan teknologi [Apple]", no place or person."""
        tokens, part = self.tokens, self.phrases.part(k, sentence, [])
        named = part is not None and part.letter in "NA" and k not in tokens.marks and tokens.lower[k] not in self.phrases.given_names
        if part is None or not named:
            return False
        if k + 1 == sentence.stop:
            return True
        counted = tokens.words[k + 1][0].isdigit()  # "kredit perseroan tercatat Rp 98 triliun"
        return not counted and self.phrases.next_part(k + 1, sentence, [part])[0] is None

    def _holder(self, first: int, last: int, sentence: range) -> list[Part]:
        """Read the name that a comma sets off after a noun: "ketua majelis hakim, Budi Santoso,", "direktur itu, Mayor Htin Oo,"."""
        tokens = self.tokens
        names: list[Part] = []
        if last < sentence.stop and "definite" in tokens.kinds[last]:
            last += 1
        if last + 1 < sentence.stop and tokens.words[last] == "," and tokens.capital[last + 1]:
            part = self.phrases.part(last + 1, sentence, names)
            if part is not None and part.letter == "O" and "ranks" in tokens.kinds[part.first] and part.last < sentence.stop:
                part = self.phrases.part(part.last, sentence, names)
            while part is not None and part.letter in "NHM":
                names.append(part)
                part = self.phrases.next_part(part.last, sentence, names)[0] if part.last < sentence.stop else None
            names = [name for name in names if name.letter == "N"]
        closed = not names or names[-1].last >= sentence.stop or not tokens.words[names[-1].last][0].isalnum()
        if not closed and "speaker_nouns" in tokens.kinds[first] and self.head_first and not self._is_oblique(first):
            closed = "verbs_before" in tokens.kinds[names[-1].last]  # "Warga lainnya, Sumardi mengaku ..."
        return names if closed and names and names[-1].letter == "N" else []

    def _with_place(self, last: int, sentence: range) -> int:
        """Carry a noun phrase on over "di kejaksaan", "at Acme & Co", "for the ministry"; return its end."""
        tokens = self.tokens
        if last >= sentence.stop or "links_of_nouns" not in tokens.kinds[last]:
            return last
        first = k = last + tokens.marks[last].length
        while k < sentence.stop and k - last <= PLACE_WORDS:
            if not self.head_first and (further := self._further(k, sentence)) > k:
                k = further
                continue
            capital = tokens.capital[k] and tokens.kinds[k].get("part") != "calendar"
            linking = "connectors" in tokens.kinds[k] or tokens.kinds[k].get("part") == "determiners"
            known = tokens.marks[k].kinds if k in tokens.marks else {}
            determined = tokens.kinds[k - 1].get("part") == "determiners" and known.keys() <= {"topic"}  # "the dressing room"
            joins = "conjunctions" in tokens.kinds[k] and tokens.capital[k - 1] and k + 1 < sentence.stop and tokens.capital[k + 1]
            if not (capital or linking or determined or joins or self._modifies(k)):
                break
            k += tokens.marks[k].length if k in tokens.marks else 1
        return k if k > first and (tokens.capital[k - 1] or self._modifies(k - 1)) else last

    def _further(self, k: int, sentence: range) -> int:
        """Return the end of what a comma or an apostrophe carries a place or body on over: "in Leeds, Yorkshire", "Owners' League"."""
        tokens = self.tokens
        if k + 1 >= sentence.stop or not tokens.capital[k - 1] or not tokens.capital[k + 1]:
            return k
        if tokens.words[k] in "'’" and tokens.words[k - 1].endswith("s"):
            return k + 1
        if tokens.words[k] != ",":
            return k
        if (end := self.phrases.fields_end(k, sentence)) is not None:
            return end  # "for the Ministry of Trade, Industry and Energy"
        if "party" in tokens.kinds[tokens.covered.get(k - 1, k - 1)] and (listed := self._listed_states(k, sentence)) > k:
            return listed  # "the ministers of Kenya, Uganda and Chad"
        last = k + 1
        while last < sentence.stop and tokens.capital[last]:
            last += 1
        if tokens.kinds[k + 1].get("part") in ("honorifics", "offices", "calendar") or tokens.lower[k + 1] in self.phrases.given_names:
            return k  # "in the UK, Sir Giles Roe said"
        closed = last >= sentence.stop or tokens.words[last][0] in ".," or "verbs_before" in tokens.kinds[last]
        return last if closed and last - k - 1 <= PLACE_NAME else k

    def _listed_states(self, k: int, sentence: range) -> int:
        """Return the end of a list of states that the comma at token k goes on with and "and" closes; k where it is none."""
        tokens, last = self.tokens, k
        while last < sentence.stop and tokens.words[last] == "," and "party" in tokens.kinds[last + 1]:
            last += 1 + tokens.marks[last + 1].length
        last += last < sentence.stop and tokens.words[last] == ","
        closed = last + 1 < sentence.stop and "conjunctions" in tokens.kinds[last] and "party" in tokens.kinds[last + 1]
        return last + 1 + tokens.marks[last + 1].length if closed else k

    def _states_behind(self, link: int, last: int) -> tuple[str, ...]:
        """Return the states that a link sets behind a noun for several people: "the ministers of Kenya and Uganda"."""
        codes = [code for k in range(link, last) for code in self.tokens.kinds[k].get("party", ())]
        return tuple(dict.fromkeys(codes)) if len(codes) > 1 else ()

    def _is_set_behind(self, first: int) -> bool:
        """Tell whether a comma sets an office off from a name: "Ann Lee, vice minister of ecology,"."""
        tokens, comma = self.tokens, first - 1
        behind = not self.head_first and comma > self._start and tokens.words[comma] == "," and tokens.capital[comma - 1]
        return behind and tokens.kinds[first].get("part") == "offices" and tokens.words[first].islower()

    def _is_introduced(self, first: int) -> bool:
        return first > self._start and self.tokens.kinds[first - 1].get("part") == "determiners"

    def _modifies(self, i: int) -> bool:
        """Tell whether token i can belong to a noun phrase: a word that is no verb, preposition, determiner or stop."""
        word = self.tokens.words[i]
        if not word[0].isalpha() and COUNTED.fullmatch(word) is None:
            return False
        entry = self.tokens.marks.get(self.tokens.covered.get(i, i))
        if entry is None:
            return self.verb_forms.match(word) is None
        return entry.kinds.get("part") != "determiners" and NO_MODIFIERS.isdisjoint(entry.kinds)

    def is_small_phrase(self, first: int, last: int) -> bool:
        """Tell whether only small words that can belong to a noun phrase stand from token `first` up to `last`."""
        return all(self.tokens.words[k].islower() and self._modifies(k) for k in range(first, last))

    def subject_noun(self, sentence: range, start: int, stop: int) -> Mention | None:
        """Return the noun phrase of unknown words that ends at token `stop`, such as "two air traffic controllers"."""
        tokens, first, self._start = self.tokens, stop, sentence.start
        while first > start and stop - first < SUBJECT_WORDS and self._modifies(first - 1):
            first -= 1
        if first == stop or "first_person" in tokens.kinds[first] or (self.head_first and "no_speakers" in tokens.kinds[first]):
            return None  # "kita mungkin berharap", "Anda mungkin berharap"
        if not all(tokens.words[k][0].islower() or self.phrases.is_sentence_head(k, sentence) for k in range(first, stop)):
            return None
        bounded = first == start or not tokens.words[first - 1][0].isalnum() or tokens.kinds[first - 1].get("part") == "determiners"
        first -= first > start and tokens.lower[first - 1] in self.others
        return self._make(first, stop, MentionKind.NOUN, first, stop, None, (), None) if bounded else None

    def noun_behind(self, sentence: range, k: int) -> Mention | None:
        """Return the noun for somebody that begins at token k and that no lexicon knows: by its form, or by "a" before it; else None.

        "kata [penjaga pantai]", "menurut seorang [pemandu]".
        """
        tokens, first = self.tokens, k
        while first + 1 < sentence.stop and tokens.kinds[first].get("part") == "determiners":
            first += tokens.marks[first].length
        led = first > k and tokens.lower[first - 1] in self.person_openers
        office = self.head_first and first < sentence.stop and tokens.kinds[first].get("part") == "offices"  # "menurut pemandu wisata"
        if first >= sentence.stop or not tokens.words[first].islower() or (first in tokens.marks and not office):
            return None
        if not (led or office or self.person_forms.match(tokens.lower[first])):
            return None
        last = first + (tokens.marks[first].length if office else 1)
        while last < sentence.stop and last - first < SUBJECT_WORDS and self._modifies(last) and tokens.words[last].islower():
            last += 1
        return self._make(first, last, MentionKind.NOUN, first, last, None, (), None)

    def subject_with_place(self, sentence: range, stop: int) -> Mention | None:
        """Return the noun phrase with its place that runs from the head of the sentence to token `stop`: "Hydrologists with the survey"."""
        tokens = self.tokens
        link = tokens.first_of("links_of_nouns", sentence.start + 1, min(sentence.start + 1 + SUBJECT_WORDS, stop))
        if link is None or not all(self._modifies(k) for k in range(sentence.start, link)) or self._with_place(link, sentence) != stop:
            return None
        if not all(tokens.words[k].islower() for k in range(sentence.start + 1, link)) or not tokens.lower[link - 1].endswith(
            self.plural_endings
        ):
            return None
        return self._make(sentence.start, stop, MentionKind.NOUN, sentence.start, stop, None, (), None)

    def _pointing_age(self, i: int) -> Mention | None:
        """Read "the 54-year-old" as a pronoun where no noun follows."""
        tokens = self.tokens
        if not tokens.lower[i].endswith(self.age_endings) or i == 0 or "definite" not in tokens.kinds[i - 1]:
            return None
        after = i + 1
        if after < len(tokens.words) and tokens.words[after][0].isalnum() and after not in tokens.marks:
            return None
        return Mention(i, after, MentionKind.PRONOUN, tokens.words[i], oblique=self._is_oblique(i))

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
        if name_last - name_first == 1:
            name = self.tokens.words[name_first]
        else:
            name = self._text(name_first, name_last)
            if "(" in name or "[" in name:
                name = IN_BRACKETS.sub("", name)
            name = " ".join(name.split())
        if name.endswith(OWNING):
            name = self._bare(name, name_last)
        if kind is MentionKind.OFFICE:
            definite = definite or self._is_definite(first, last)
        return Mention(first, last, kind, name, title, codes, short_form, oblique=self._is_oblique(first), definite=definite)

    def _is_definite(self, first: int, last: int) -> bool:
        tokens = self.tokens
        before = first > self._start and "definite" in tokens.kinds[first - 1]
        return before or (last < len(tokens.words) and "definite" in tokens.kinds[self.behind_brackets(last)])

    def behind_brackets(self, k: int) -> int:
        """Return the token behind the short run in brackets that opens at token k; else k: "menteri (2019-2024) tersebut"."""
        words = self.tokens.words
        if words[k] != "(":
            return k
        closing = next((j for j in range(k + 1, min(k + BRACKETS, len(words))) if words[j] == ")"), k)
        return min(closing + 1, len(words) - 1)

    def _text(self, first: int, last: int) -> str:
        return self.tokens.text[self.tokens.starts[first] : self.tokens.ends[last - 1]] if last > first else ""

    def _determines(self, k: int) -> bool:
        """Tell whether token k is a determiner, or a day that a phrase belongs to: "to [Monday's] meeting"."""
        part = self.tokens.kinds[k].get("part")
        return part == "determiners" or (part == "calendar" and self.tokens.is_possessive(k))

    @cached_property
    def _bracketed(self) -> dict[int, int]:
        """For each token near behind an opening bracket, with none between, where the bracket stands."""
        words = self.tokens.words
        found: dict[int, int] = {}
        for bracket in self.tokens.brackets:
            for k in range(bracket + 1, min(bracket + 1 + BRACKETED, len(words))):
                found[k] = bracket
                if words[k] in "()":
                    break
        return found

    def _is_oblique(self, first: int) -> bool:
        """Tell whether a preposition governs the phrase, determiners aside, or brackets hold it."""
        tokens, start, i = self.tokens, self._start, first - 1
        words, kinds = tokens.words, tokens.kinds
        if i < start:
            return False
        if self._bracketed.get(first, -1) >= start:
            return True
        if words[i] in OWNING and i - 1 > start:
            i -= 2  # "of the residents' [group]", "of Tarn University's [law school]"
            while i > start and tokens.capital[i]:
                i -= 1
        behind = i
        while i >= start and behind - i < MOST_DETERMINERS and (self._determines(i) or words[i] in OPENING_QUOTES):
            i -= 1
        if i < start:
            return False
        governing = kinds[tokens.covered.get(i, i)]
        if self.head_first and i > start and "relative" in kinds[i - 1] and tokens.lower[i].startswith("di"):
            return True  # "sindikasi yang dipimpin Bank Tarum"
        if "genitives" in governing and "pair_nouns" in kinds[tokens.covered.get(i, i) - 1]:
            return False  # "the cities of Halden and Elsing"
        return not GOVERNING.isdisjoint(governing)
