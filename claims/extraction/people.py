"""The people and bodies of one document: which mentions name the same one, by its fullest printed name, and whom each speaks for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from claims.documents.document import Span
from claims.extraction.bodies import body_names
from claims.extraction.candidates import Person
from claims.extraction.gazetteer import is_region, state_of_city, state_of_paper
from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.mentions import IN_BRACKETS, Mention, MentionKind
from claims.extraction.names import FULL_NAME, name_beginnings
from claims.extraction.offices import offices
from claims.extraction.short_forms import find_short_forms
from claims.extraction.tokens import AGE, Tokens
from claims.terms import SpeakerKind

LONGEST_NAME = 6  # words
SHORT_FORM = re.compile(r"[(\[](\w+)[)\]]")
PAIR = re.compile(r"(\S+ [^-]+)-([^\W\d_a-z]\S* [^-]+)")
TITLE_MARKS = re.compile(r"[-,()\[\]]")
FEWEST_INITIALS = 2
SHORTENED = 3  # letters of a name that is shortened to them
LONGEST_PIECE = 12  # letters of such a shortening
MARKS = "\"“”‘’'"  # around a nickname
COMPANY = 3  # mentions of another body that one of a company outweighs: chairmen and managers are companies'
LEAD = 80  # tokens of a text in which what it is about is named
PASSING = 2  # mentions of a state that a text need not be about
OPEN_BODIES = ("body_nouns", "local_bodies", "open_bodies")  # lists of words that a body's own name follows
SHORTEST_CROWDED = 2  # words of a name that may begin with a body's
MOST_HOLDERS = 8  # of one office, to look at on either side
MOST_NAMESAKES = 50  # names that share a word; a text with more is a list
APPOSITION_WORDS = 5  # from a name to the office that a comma sets off after it
TELLS_MORE = frozenset({"relative", "complementisers", "obliques", "links_of_nouns", "tells_who"})  # of a noun before it
CALLING, CALLED = frozenset({"verbs_after", "prepositions", "passives"}), frozenset({"verbs_before", "fillers"})  # beside who speaks
JOINS_BODY = frozenset({"connectors", "links_of_bodies"})  # between a name and the body that somebody is of
NAMED = (MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY)
DESCRIBING = (MentionKind.BODY, MentionKind.OFFICE, MentionKind.NOUN)  # that tell more of the name before them


def _halves(mention: Mention) -> list[Mention]:
    """Return the mentions of both persons of a pair that a hyphen joins ("Ana Wirya-Budi Santosa"), else the mention itself."""
    pair = PAIR.fullmatch(mention.name) if mention.kind is not MentionKind.BODY else None
    if pair is not None and pair[1].rpartition(" ")[2] == pair[2].partition(" ")[0]:
        pair = None  # "Karo-Karo Sembiring"
    return [replace(mention, name=half, kind=MentionKind.NAME, title=None) for half in pair.groups()] if pair else [mention]


@cache
def _open_bodies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word for key in OPEN_BODIES for word in names_of(lexicon, "people", key))


@cache
def _region_openings(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(region.split()[0] for region in names_of(lexicon, "parties", "regions"))


@cache
def _short_offices(lexicon: Lexicon) -> Mapping[str, str]:
    return {short: office for office, *names in lexicon["people"]["short_offices"] for short in names}


@cache
def _short_words(lexicon: Lexicon) -> Mapping[str, str]:
    return {short: words for words, *names in lexicon["people"]["short_words"] for short in names}


@cache
def _seats(lexicon: Lexicon) -> Mapping[str, str]:
    return {name: code for code, names in lexicon["parties"]["seats"].items() for name in names}


@cache
def _name_endings(lexicon: Lexicon) -> frozenset[str]:
    return names_of(lexicon, "people", "company_forms") | names_of(lexicon, "people", "generations")


@cache
def _demonyms(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(name.lower() for names in lexicon["parties"]["demonyms"].values() for name in names)


def _parts(name: str) -> Iterator[str]:
    """Yield what a body of several words may be called by: two and more of its words in a row, without the first."""
    words = name.split()[:LONGEST_NAME]
    return (" ".join(words[i:j]) for i in range(1, len(words)) for j in range(i + 2, len(words) + 1))


def _is_spelled(short: str, name: str, other: str) -> bool:
    """Tell whether a short form has the initials of a name that ends another one: "BEI" of "Bursa Efek Indonesia"."""
    return other.endswith(f" {name}") and short == "".join(word[0] for word in name.split() if word[0].isupper())


def _words(name: str) -> list[str]:
    """Return the words of a name, each with a capital, a nickname's without its marks: "el-Baz" may head a sentence as "El-Baz"."""
    words = [word.strip(MARKS) or word for word in name.split()]
    for n, word in enumerate(words):
        if not word[0].isupper():
            words[n] = word[0].upper() + word[1:]
    return words


def _state_names(mentions: Sequence[Mention], tokens: Tokens) -> dict[tuple[str, ...], str]:
    """Return the longest names that a text prints of states and blocs, by their codes; adjectives and capitals are none.

    A name that a city has too ("London") counts only where the text prints no other.
    """
    found: dict[tuple[str, ...], str] = {}
    cities: dict[tuple[str, ...], str] = {}
    for mention in mentions:
        kinds = tokens.kinds[mention.first]
        if mention.kind is MentionKind.STATE and "party" in kinds and "capital" not in kinds:
            names = found if "names_state" in kinds else cities
            names[mention.codes] = max(names.get(mention.codes, ""), mention.name, key=len)
    return cities | found


@dataclass(slots=True)
class Known:
    """What the document says of one name."""

    kind: MentionKind
    title: str | None = None
    codes: tuple[str, ...] = ()
    party: str | None = None
    mention: Mention | None = None
    state: bool = False  # a state's own body


class People:
    """Resolves names, bare offices and pronouns inside one document."""

    def __init__(
        self, mentions: Sequence[Mention], tokens: Tokens, lexicon: Lexicon, place: str | None = None, medium: str | None = None
    ) -> None:
        self._tokens, self._language = tokens, lexicon.code
        self._short_offices, self._short_words = _short_offices(lexicon), _short_words(lexicon)
        self._offices = offices(lexicon.code)
        self._bodies = body_names(lexicon.code)
        self._company_forms = names_of(lexicon, "people", "company_forms")
        self._name_endings = _name_endings(lexicon)  # no words that one is called by alone
        self._plurals = frozenset(("", *lexicon["people"]["plural_endings"]))
        self._place, self._granted = place, lexicon["parties"]["home"] or None  # a state that the language takes for granted
        self._home: str | None = self._granted or state_of_city(place, lexicon.code)
        self._local_governments, self._regional_words = (tuple(lexicon["people"][key]) for key in ("local_governments", "regional_words"))
        self._honorifics, self._connectors = names_of(lexicon, "people", "honorifics"), names_of(lexicon, "people", "connectors")
        self._party_words, self._same_offices = names_of(lexicon, "people", "party_words"), names_of(lexicon, "people", "same_offices")
        self._demonyms, self._seats = _demonyms(lexicon), _seats(lexicon)
        self._regions, self._region_openings = names_of(lexicon, "parties", "regions"), _region_openings(lexicon)
        self._governments, self._body_nouns, self._open_bodies = (
            *(names_of(lexicon, "people", "governments"), names_of(lexicon, "people", "body_nouns")),
            _open_bodies(lexicon),
        )
        kinds = ("fronts", "writings", "called_after", "lesser_offices", "ranks", "name_openings")
        self._fronts, self._writings, self._called_after, self._lesser, self._ranks, self._name_openings = (
            names_of(lexicon, "people", kind) for kind in kinds
        )
        self._officials = tuple(lexicon["people"]["official_titles"]), names_of(lexicon, "people", "official_words")
        self._regions_named = self._find_regions(mentions)
        self._names = name_beginnings(lexicon.code)
        self._second_first = lexicon["people"]["second_reference"] == "first"
        self._known: dict[str, Known] = {}
        self._by_word: dict[str, list[str]] = {}
        self.nouns: dict[str, str] = {}  # what the text says a body is, by its name
        self._short_forms: dict[str, str] = {}
        self._memo: dict[str, str] = {}
        self._codes: dict[str, tuple[str, ...]] = {}  # for whom somebody speaks, until more is told of it
        self._renamed: dict[str, str] = {}
        self._names_of: dict[str, list[str]] = {}
        self._holders: dict[str, list[tuple[int, str]]] = {}  # by a word of their titles: who, and the token where the text says so
        self._state_names = _state_names(mentions, tokens)
        named = [mention for mention in mentions if mention.kind in NAMED]
        if self._second_first:
            named = self._split_places(self._parted(named))
        self._named = named
        self._learn(named)
        for name in self._known:
            for word in set(_words(name)):
                self._by_word.setdefault(word, []).append(name)
        self._main_body = next((name for name in self._bodies_by_weight(named) if medium is None or name not in medium), None)
        self._find_home(mentions, medium, lexicon.code)
        for mention in named:
            self._describe(mention)
        for mention in named:
            if mention.kind is MentionKind.NAME or (mention.kind is MentionKind.BODY and mention.name.isupper()):
                self._tell_kind(mention)
        for mention, following in pairwise(self._parted(mentions)):
            if mention.kind in NAMED:
                if following.kind in DESCRIBING:
                    self._describe_after(mention, following)
                elif mention.oblique and following.kind is MentionKind.PERSON:
                    self._place_before(mention, following)
            elif mention.kind is MentionKind.OFFICE and following.kind is MentionKind.NAME:
                self._describe_holder(mention, following)
        self._index_titles()

    def _parted(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the mentions with both persons of a pair that a hyphen joins for the pair, where papers print such."""
        if not self._second_first:
            return list(mentions)
        return [half for mention in mentions for half in (_halves(mention) if mention.kind in NAMED else (mention,))]

    def _tell_kind(self, mention: Mention) -> None:
        """Read off the words behind a name that may be a person's or a body's what it is: "Tarn Hands, a relief group", "Warsinah (48)"."""
        if mention.kind is MentionKind.NAME and (noun := self._called(mention)) is not None:
            self._known[self.canonical(mention.name)].kind = MentionKind.BODY
            self.nouns.setdefault(self.canonical(mention.name), noun)
        if self._tokens.has_age(mention.last):
            self._known[self.canonical(mention.name)].kind = MentionKind.PERSON

    def _bodies_by_weight(self, named: Sequence[Mention]) -> list[str]:
        """Return the bodies that the text names or whose people it names, the most often named first, those of a state last."""
        bodies = Counter[str]()
        of_state = set[str]()
        for mention in named:
            if mention.kind is MentionKind.PERSON and mention.body and not mention.codes:
                bodies[self.canonical(mention.body)] += 1
            if mention.kind is MentionKind.BODY and self.is_named(mention) and not self._is_government(mention):
                name = self.canonical(mention.name)
                bodies[name] += COMPANY if self.is_company(mention) else 1
                if mention.codes:
                    of_state.add(name)
        return sorted((name for name, _ in bodies.most_common()), key=of_state.__contains__)

    def _find_regions(self, mentions: Sequence[Mention]) -> list[str]:
        """Return the regions that the text names, alone or at the head of a body's name, the most often named first."""
        names = [m.name for m in mentions if m.name.partition(" ")[0] in self._region_openings]
        regions = Counter(region for name in names if (region := name if name in self._regions else self._region_in(name)))
        return [name for name, _ in regions.most_common()]

    def _find_home(self, mentions: Sequence[Mention], medium: str | None, language: str) -> None:
        """Find the state that the text is about, and the one that "the government" is of."""
        states = Counter([m.codes[0] for m in mentions if len(m.codes) == 1])
        self.main_state = next((code for code, _ in states.most_common(1)), None)
        of_paper = state_of_paper(medium, language)
        abroad = self.main_state is not None and states[self.main_state] > PASSING and of_paper not in states
        abroad = abroad and any(m.first < LEAD and m.codes == (self.main_state,) for m in mentions)
        abroad = abroad and not any(state_of_city(m.name, language) == of_paper for m in mentions)
        self._home = self._home or (None if abroad else of_paper)
        if self._home is None and not states:
            cities = Counter(code for m in mentions if (code := state_of_city(m.name, language)) is not None)
            self._home = next((code for code, _ in cities.most_common(1)), None)

    def _split_places(self, mentions: list[Mention]) -> list[Mention]:
        """Where people are named again by their first name, cut off a place before it ("Bupati Wonosari Rina Hartati", later "Rina")."""
        called = {tuple(m.name.split()) for m in mentions if m.title is None and m.kind is not MentionKind.BODY and self._is_called(m)}
        heard = {m.name for m in mentions if m.name.isupper() and self._is_called(m)}
        alone = {name[0] for name in called if len(name) == 1}
        lone = {m.name: m.first for m in reversed(mentions) if m.title is None and m.kind is not MentionKind.PERSON and " " not in m.name}
        bodies = {mention.name for mention in mentions if mention.kind in (MentionKind.NAME, MentionKind.BODY)} - alone
        bodies -= {" ".join(name) for name in called}
        bodies |= {part for mention in mentions if mention.kind is MentionKind.BODY for part in _parts(mention.name)}
        for mention in mentions:
            words = mention.name.split()
            opening = self._behind_opening(words) if mention.title and not self._is_set_off(mention) else None
            if mention.title and (behind := opening or self._behind_body(words, bodies)):
                self._renamed[mention.name] = " ".join(words[behind:])
                continue
            if mention.title is None and mention.kind is not MentionKind.PERSON and (start := self._names.behind_body(words, alone)):
                self._renamed[mention.name] = " ".join(words[start:])
                continue
            body_named = (
                lone.get(words[0], mention.first) < mention.first and len(words) > SHORTEST_CROWDED and not self._is_given(words[0])
            )
            if (
                mention.kind is not MentionKind.PERSON
                or not mention.title
                or len(words) < 2
                or (words[0] in alone and not body_named and not self._names.is_no_name(words[1]))
            ):
                continue
            initials = "".join(word[0] for word in words)
            if self._is_set_off(mention) or self._is_ranked(mention.title) or (len(words) > FULL_NAME and initials in heard):
                continue  # "Direktur Utama Pupuk Muria, Aas Asikin Idat", later "Asikin"; "Iptu Aas Asikin Idat"; later "AAI"
            placed = self._names.ends_in_place(mention.title) and not self._names.is_no_name(words[0])
            start = None if placed else self._names.named_again(words, alone, called, crowded=mention.crowded)
            start = start or next((n for n in range(len(words) - 2, 0, -1) if " ".join(words[:n]) in bodies), None)
            if not start and body_named:
                start = 1  # "Direktur Masdar Ana Wirya", where "Masdar" has been named before
            if start is None and mention.body and self._names.is_no_name(words[0]) and not self._names.is_no_name(words[-1]):
                start = 1 if len(words) == FULL_NAME else None  # "Direktur MNX Asuransi Rinawita"
            if start is None and len(words) == FULL_NAME and self._follows_open_name(mention):
                start = 1  # "Plt Bupati Tangerang Meiriana", "Ekonom Bank Permata Ponedi"
            if start is None and len(words) > FULL_NAME:
                start = (
                    self._names.likely(words, after_body=self._is_open(mention.body))
                    if mention.crowded
                    else self._names.behind_places(words)
                )
            if start and not (start == 1 and words[0].endswith(".")):  # "Muh. Yasir", later "Yasir"
                self._renamed[mention.name] = " ".join(words[start:])
        return [self._rename(mention) for mention in mentions]

    def _is_ranked(self, title: str) -> bool:
        """Tell whether an office ends in a rank, behind which no place or body stands: "Kapolsek Tarum Iptu"."""
        return title.lower().endswith(self._rank_endings)

    @cached_property
    def _rank_endings(self) -> tuple[str, ...]:
        return tuple(f" {rank}" for rank in self._ranks)

    def _is_set_off(self, mention: Mention) -> bool:
        """Tell whether a comma stands right before the name of a person with an office."""
        printed = self._tokens.text[self._tokens.starts[mention.first] : self._tokens.ends[mention.last - 1]]
        return f", {mention.name}" in printed

    def _follows_open_name(self, mention: Mention) -> bool:
        """Tell whether the first of two words behind an office is its place or its body's, which the title leaves open."""
        first, last = mention.name.split()
        if self._is_given(first) or self._names.is_no_name(last):
            return False
        placed = mention.crowded or (mention.title is not None and self._names.ends_in_place(mention.title))
        return (mention.crowded and self._is_open(mention.body)) or (placed and self._names.is_no_name(first))

    def _is_open(self, body: str | None) -> bool:
        """Tell whether a body's words lack a name of its own, which follows: "Universitas", "Bank", but not "KPU"."""
        return body is not None and body.lower() in self._open_bodies

    def _behind_opening(self, words: list[str]) -> int | None:
        """Return where a word with which some names begin stands inside what may be one: "Sekda Badung [I Wayan Arnaya]"."""
        openings = (n for n in range(1, len(words) - 1) if words[n].lower() in self._name_openings)
        return next((n for n in openings if self._is_given(words[n + 1])), None)

    @staticmethod
    def _behind_body(words: list[str], bodies: set[str]) -> int | None:
        """Return where a person's name begins behind that of a body, both of two words or more: "Direktur Alita Mitra Teguh Wirya"."""
        return next((n for n in range(len(words) - FULL_NAME, 1, -1) if " ".join(words[:n]) in bodies), None)

    def _rename(self, mention: Mention) -> Mention:
        """Return the mention with the name that is left; what was cut off belongs to the body of the office before it."""
        name = self._renamed.get(mention.name)
        if name is None:
            return mention
        if mention.title is None:
            return replace(mention, name=name, kind=MentionKind.NAME) if mention.kind in (MentionKind.NAME, MentionKind.BODY) else mention
        cut = mention.name[: -len(name)].strip()
        bodied = mention.body is not None or self._offices.is_of_body(mention.title)
        body = f"{mention.body or ''} {cut}".strip() if bodied else None
        title = mention.title if bodied else f"{mention.title} {cut}"
        return replace(mention, name=name, title=title, body=IN_BRACKETS.sub("", body) if body else None)

    def _is_called(self, mention: Mention) -> bool:
        """Tell whether a cue stands right beside the mention, so that it names somebody who speaks."""
        tokens = self._tokens
        before, after = mention.first - 1, mention.last
        return not (CALLING.isdisjoint(tokens.kinds[before]) and CALLED.isdisjoint(tokens.kinds[after]))

    def _add(self, mention: Mention) -> None:
        known = self._known.get(mention.name)
        if known is None:
            self._known[mention.name] = Known(mention.kind)
        elif known.kind is MentionKind.NAME:
            known.kind = mention.kind
        if mention.kind is MentionKind.BODY and self._is_government(mention):
            self._known[mention.name].codes = mention.codes[:1]
            self._known[mention.name].state = True
        elif mention.kind is MentionKind.BODY and (author := self._author_of(mention.name)):
            self._known.setdefault(author, Known(MentionKind.BODY))
        if mention.body and mention.title and (short := SHORT_FORM.search(mention.title)):
            body = self._bodies.before_short_form(mention.title[: short.start()], mention.body, short[1])
            if body and short[1].lower() not in self._company_forms:
                if body != mention.body:
                    self._renamed[mention.body] = body
                self._short_forms.setdefault(short[1], body)
                self._known.setdefault(body, Known(MentionKind.BODY))
        if mention.body and self._bodies.is_local(mention.body):
            self._known.setdefault(mention.body, Known(MentionKind.BODY))  # "Kapolda", of "Polda Jambi"; later "Polda"
        if mention.noun is not None:
            self.nouns.setdefault(mention.name, mention.noun)
        if mention.kind is MentionKind.BODY and mention.short_form is None and self._second_first:
            printed = self._tokens.text[self._tokens.starts[mention.first] : self._tokens.ends[mention.last - 1]]
            short = SHORT_FORM.search(printed)
            if short and short[1].lower() not in self._company_forms:
                self._short_forms.setdefault(short[1], self._bodies.before_short_form(printed[: short.start()], mention.name, short[1]))
            elif short_form := self._abbreviated(mention):
                self._short_forms.setdefault(short_form, mention.name)
        if mention.short_form and mention.short_form.lower() not in self._company_forms:
            self._short_forms[mention.short_form] = mention.name
        elif mention.kind is MentionKind.BODY and mention.short_form and (short_form := self._abbreviated(mention)):
            self._short_forms.setdefault(short_form, mention.name)

    def _learn(self, mentions: Sequence[Mention]) -> None:
        """Learn the names, and the short forms that brackets explain; a mention of some words of the long name stands for all of it."""
        for mention in mentions:
            self._add(mention)
        for found in find_short_forms(self._tokens):
            inside = [m for m in mentions if found.first <= m.first < found.last]
            body = any(m.kind is MentionKind.BODY for m in inside)
            if not (body or found.short in self._known) or found.short.lower() in self._company_forms:
                continue
            start, end = self._tokens.starts[found.first], self._tokens.ends[found.last - 1]
            name = " ".join(self._tokens.text[start:end].split())
            known = self._short_forms.get(found.short)
            if known is not None and not name.startswith(f"{known},") and not _is_spelled(found.short, name, known):
                continue
            self._short_forms[found.short] = name
            self._known.setdefault(name, Known(MentionKind.BODY))
            parts = [m.name for m in inside if m.first == found.first and m.kind is not MentionKind.PERSON]
            self._renamed.update((part, name) for part in (*parts, known or name) if part != name)

    def _author_of(self, name: str) -> str | None:
        """Return the body whose report or study a name tells of ("laporan Bank Dunia"): what it says, that body does."""
        kind, _, author = name.partition(" ")
        return author if author and kind in self._writings else None

    def _abbreviated(self, mention: Mention) -> str | None:
        """Return the letters in capitals that "or" sets behind a body's name: "PT Dok Sentosa (Persero) atau DS"."""
        tokens, k = self._tokens, mention.last
        linked = k + 1 < len(tokens.words) and tokens.lower[k] in self._bodies.short_form_links
        return tokens.words[k + 1] if linked and tokens.words[k + 1].isupper() and len(tokens.words[k + 1]) > 1 else None

    def is_named(self, mention: Mention) -> bool:
        """Tell whether a body's name is more than unknown letters in capitals, which may be a unit or a programme."""
        return not mention.name.isupper() or mention.name in self._short_forms

    def is_company(self, mention: Mention) -> bool:
        """Tell whether the name says that it is a company's."""
        kinds = self._tokens.kinds
        return "company_forms" in kinds[mention.first] or "company_forms" in kinds[mention.last - 1]

    def _is_government(self, mention: Mention) -> bool:
        """Tell whether the body is a state's own: a government or a ministry."""
        tokens, first, last = self._tokens, mention.first, mention.last - 1
        headed = "government_heads" in tokens.kinds[first] and "connectors" in tokens.kinds[first + 1]
        word = next((k for k in (first, min(first + 1, last), last) if "governments" in tokens.kinds[k]), None)
        if (word is None and not headed) or self.is_local(mention.name) or self._region_in(mention.name) is not None:
            return False
        if word is None or headed:
            return headed
        before = range(mention.first, word) if not self._second_first else range(0)
        return all(tokens.kinds[k] or k in tokens.covered for k in before if tokens.capital[k])  # no "Welsh Government"

    def _describe(self, mention: Mention) -> None:
        """Give the canonical name the office that this mention prints before it; an office with its state says more than one without."""
        known = self._known[self.canonical(mention.name)]
        if mention.kind is MentionKind.PERSON:
            known.kind = MentionKind.PERSON
        if mention.title and (known.title is None or (mention.codes and not known.codes)):
            known.title, known.codes, known.mention = mention.title, mention.codes[:1], mention
            known.party = self._party_of(mention)

    def _party_of(self, mention: Mention) -> str | None:
        """Return the body that an office belongs to; a minister's is no body but a portfolio, unless it is a region."""
        if not mention.body or mention.codes:
            words = (mention.title or "").split() if not mention.codes else []
            return next((self._short_forms[word] for word in words if word in self._short_forms), None)  # "Rektor Untar"
        title = mention.title or mention.name
        if self._offices.is_of_state(title) and not self._offices.is_shared(title) and mention.body not in self._regions:
            return None
        return self.canonical(mention.body)

    def _called(self, mention: Mention) -> str | None:
        """Return the noun for a body that a comma sets off after a name: "Tarn Hands, a relief group that ..."; None for people."""
        tokens, k = self._tokens, mention.last + 1
        if k >= len(tokens.words) or tokens.words[k - 1] != "," or self._known[self.canonical(mention.name)].kind is not MentionKind.NAME:
            return None
        if not self._second_first:
            owned = next((j for j in (k, k + 1) if j + 1 < len(tokens.words) and tokens.is_possessive(j)), None)
            if owned is None and (tokens.kinds[k].get("part") != "determiners" or "definite" in tokens.kinds[k]):
                return None
            k = (owned if owned is not None else k) + 1  # "a relief group", "the world's second-largest builder"
            if owned is not None and k + 1 < len(tokens.words) and tokens.lower[k].endswith(self._bodies.sizes):
                return tokens.lower[k + 1]  # people are not called so
        for j in range(k, min(k + (1 if self._second_first else APPOSITION_WORDS), len(tokens.words))):
            if not tokens.words[j][0].islower() or "obliques" in tokens.kinds[j] or tokens.kinds[j].get("part") == "offices":
                return None
            after = j + (tokens.marks[j].length if j in tokens.marks else 1)
            ends = after < len(tokens.words) and (not tokens.words[after][0].isalpha() or self._ends_noun(after))
            if "body_nouns" in tokens.kinds[j] and (self._second_first or ends):
                return tokens.lower[after - 1]
        return None

    def _ends_noun(self, k: int) -> bool:
        """Tell whether token k opens what tells more of a noun before it: "that", "which", "in", "of"."""
        return not TELLS_MORE.isdisjoint(self._tokens.kinds[k])

    @cached_property
    def lead_bodies(self) -> tuple[str, ...]:
        """The first names in the text that may be bodies', which "the company" points at where no body is known: no places, no persons.

        A name of one word is one where the text prints it again.
        """
        often = Counter(m.name for m in self._named)
        printed = (m.name for m in self._named if m.kind is not MentionKind.PERSON and m.first < LEAD)
        names = (self.canonical(name) for name in printed if " " in name or often[name] > 1)
        acting = {name for m in self._named if self._is_owned(m) and self.may_be_body(name := self.canonical(m.name))}
        return tuple(name for name in names if (self.is_body(name) or name in acting) and not is_region(name, self._language))

    def _is_owned(self, mention: Mention) -> bool:
        """Tell whether somebody says something by that name, or it has shares, investors or sales: "shares in Halden Bridges"."""
        before = self._tokens.covered.get(mention.first - 1, mention.first - 1)
        return "stakes" in self._tokens.kinds[before] or self._is_called(mention)

    def lead(self, speaker: str, body: str) -> None:
        """Let somebody who is said to head a body speak for it ("Jane Doe, who runs the club,")."""
        known = self._known.get(speaker)
        if known is not None and not known.codes and known.party is None and speaker != body and not self.acts_alone(speaker):
            known.party = body
            self._codes.clear()

    def _describe_after(self, mention: Mention, following: Mention) -> None:
        """Read an office that follows its holder's name behind a comma: "Jane Doe, the union's secretary,"."""
        if following.described:
            return  # "Di Singha Durbar, mantan ketua itu ...": the person spoken of before
        between = self._tokens.words[mention.last : following.first]
        if len(between) > AGE and self._tokens.has_age(mention.last):
            between = between[AGE:]  # "Warsinah (48), warga ..."
        set_off = between[:1] == [","] and self._tokens.words[following.last : following.last + 1] == [","]  # "Ann Roe, of the Elk Trust,"
        link = mention.last + set_off
        if (
            following.kind is MentionKind.BODY
            and mention.kind is not MentionKind.BODY
            and 1 <= following.first - link <= 2
            and not JOINS_BODY.isdisjoint(self._tokens.kinds[link])
        ):
            known = self._known[self.canonical(mention.name)]
            linked = "links_of_bodies" in self._tokens.kinds[link]  # "Park Ji-won dari Korea Rail"
            person = known.kind is MentionKind.PERSON or (" " in mention.name and (linked or self._is_given(mention.name)))
            if person and not known.codes and known.party is None:
                known.party = self.canonical(following.name)  # "Chief Ada Roe of the Elk River Nation"
        if mention.kind not in NAMED or following.kind not in (MentionKind.OFFICE, MentionKind.NOUN):
            return
        if self._known[self.canonical(mention.name)].kind is MentionKind.BODY and not self._has_initials(mention, following):
            return  # "Tarn Hands, a relief group,"
        if mention.oblique and self._tokens.words[following.last : following.last + 1] and self._tokens.words[following.last].isalnum():
            return  # "At Arden Falls, the minister met her"
        bare = following.kind is MentionKind.NOUN and following.body is None and following.name.islower()
        links = (k for k in range(following.first + 1, following.last) if "links_of_nouns" in self._tokens.kinds[k])
        noun = next(links, following.last) - 1  # "chairman" of "chairman of the board"
        if bare and not self._second_first and "body_nouns" in self._tokens.kinds[noun]:
            return  # "in Ohio, the company said"
        breaks = (k for k in range(mention.last, following.first) if "clause_breaks" in self._tokens.kinds[k])
        if any("conjunctions" not in self._tokens.kinds[k] for k in breaks):
            return  # "Halden, where the company has a mine"
        told = not CALLING.isdisjoint(self._tokens.kinds[mention.first - 1])
        beside = told and not between and following.kind is MentionKind.OFFICE and self._second_first  # "kata Rinawi Kepala Desa Tarum"
        apart = between[:1] == [","] and all(word[0].isalnum() or word[0] in "'’" for word in between[1:])
        if beside or (apart and len(between) <= APPOSITION_WORDS):
            known = self._known[self.canonical(mention.name)]
            if known.kind is MentionKind.BODY:
                self._memo.clear()  # what it may be called by is another's now: a middle name alone
            known.kind = MentionKind.PERSON
            if known.title is None:
                known.title, known.codes, known.mention = following.name, following.codes[:1], mention
                known.party = self._party_of(following)

    def _describe_holder(self, office: Mention, name: Mention) -> None:
        """Read the name that a comma sets off behind an office and what it looks after: "the council's head of parks, Jane Doe,"."""
        tokens, between = self._tokens, self._tokens.words[office.last : name.first]
        closed = name.last >= len(tokens.words) or tokens.words[name.last] in ",." or "verbs_before" in tokens.kinds[name.last]
        linked = len(between) > 1 and between[-1] == "," and all(map(str.islower, between[:-1]))
        if self._second_first or not (closed and linked and len(between) <= APPOSITION_WORDS) or " " not in name.name:
            return
        known = self._known[self.canonical(name.name)]
        if known.title is None and "connectors" in tokens.kinds[office.last]:
            known.kind, known.title, known.codes, known.mention = MentionKind.PERSON, office.name, office.codes[:1], name
            known.party = self._party_of(office)

    def _place_before(self, place: Mention, mention: Mention) -> None:
        """Read where an office is held that names no place itself: "In Arden Falls, Mayor Jane Doe"."""
        if place.kind is MentionKind.PERSON or mention.body is not None:
            return
        known = self._known[self.canonical(mention.name)]
        if self._offices.is_local(mention.title or "") and known.party is None and self._tokens.words[place.last : mention.first] == [","]:
            known.party = place.name

    def canonical(self, name: str) -> str:
        """Return the fullest name in the document that holds this one's words, its first or last among them."""
        found = self._memo.get(name)
        if found is None:
            found = self._memo[name] = self._fullest(self._renamed.get(name) or self._written_out(name))
            self._names_of.setdefault(found, []).append(name)
        return found

    def state_name(self, mention: Mention) -> str:
        """Return the fullest name that the text prints of a state or bloc whose short form a mention may be: "European Union" of "EU"."""
        full = self._state_names.get(mention.codes, mention.name)
        return full if mention.name.isupper() and len(mention.name) < len(full) else mention.name

    def call(self, nickname: str, person: str) -> None:
        """Let a nickname name a person of the document from here on."""
        if not self.is_titled(nickname) or " " not in nickname:
            self._memo[nickname] = person
            self._codes.clear()
            self._names_of.setdefault(person, []).append(nickname)

    def _written_out(self, name: str) -> str:
        """Return a name with the short form that it is or begins with written out, if the text does so: "KPU Bali"."""
        first, _, rest = name.partition(" ")
        last = name.rpartition(" ")[2]
        if rest and name not in self._known and last in self._short_forms:
            return self._short_forms[last]  # what an office looks after, and the body: "Operasi KAI"
        if self._short_words and rest and (longest := self._by_long_words.get(self._in_long_words(name), name)) != name:
            return longest
        full = self._short_forms.get(name) or (self._short_forms.get(first) if rest else self._by_initials.get(name))
        if full is None or not rest:
            return full or name
        return full if full.endswith(rest) else f"{full} {rest}" if f"{full} {rest}" in self._known else name

    def _in_long_words(self, name: str) -> str:
        """Return a name in lower case with the words that papers shorten written out: "Pemprov Jateng"."""
        return " ".join(self._short_words.get(word, word) for word in name.lower().split())

    @cached_property
    def _by_long_words(self) -> dict[str, str]:
        """The longest printed forms of the names that the text shortens somewhere, by their words written out."""
        found: dict[str, str] = {}
        for name in self._known:
            if " " in name:
                words = self._in_long_words(name)
                found[words] = max(name, found.get(words, ""), key=len)
        return found

    @cached_property
    def _by_initials(self) -> dict[str, str]:
        """The bodies by the initials of their names, which papers use without writing them out: "DBN" of PT Dok Bahari Nusantara.

        Initials that two bodies share are nobody's. Where first names name people again, initials beside a reporting verb do, too.
        """
        found: dict[str, str] = {}
        for name in [name for name, known in self._known.items() if known.kind is MentionKind.BODY]:
            words = [word for word in IN_BRACKETS.sub("", name).split() if word.lower().strip(".,") not in self._company_forms]
            initials = "".join(word[0] for word in words if word[0].isupper())
            if len(initials) >= FEWEST_INITIALS:
                found[initials] = name if found.get(initials, name) == name else ""
        for name in [name for name, known in self._known.items() if known.kind is MentionKind.PERSON and self._second_first]:
            initials = "".join(word[0] for word in name.split())
            if initials in self._heard and len(initials) >= FEWEST_INITIALS:
                found[initials] = name if found.get(initials, name) == name else ""  # "RD", Rahmad Darmawan
        return {initials: name for initials, name in found.items() if name}

    def _fullest(self, name: str) -> str:
        words = _words(name)
        if not words or (self._place is not None and name.lower() == self._place.lower()):
            return name  # the town is not its tenants' union
        wanted = set(words)
        holders = self._by_word.get(words[0], ())
        holders = [
            other for other in holders[:MOST_NAMESAKES] if not (self._only_begins_with(other, words) or self._is_place_of(other, words))
        ]
        if name.lower() in self._governments:
            holders = [other for other in holders if self._known[other].codes in ((), (self.home,))]  # "Pemerintah", no other state's
        if name in self._regions:
            holders = [other for other in holders if self._known[other].kind is MentionKind.PERSON]  # no "Punjab Roads Programme"
        if len(words) == 1 and len([other for other in holders if self._is_persons(other)]) == 1:
            return self._fullest(next(other for other in holders if self._is_persons(other)))  # a middle name alone
        best, best_rank = name, (False, False, 0)
        for other in holders:
            parts = _words(other)
            if len(parts) <= len(words) or len(parts) > LONGEST_NAME or not wanted <= set(parts):
                continue
            if (
                parts[0] != words[0]
                and self._known[other].kind is MentionKind.BODY
                and self._second_first
                and self._bodies.is_part(parts, name)
            ):
                continue
            if words[0] not in self._writings and self._author_of(other):
                continue  # who wrote it is not what was written
            proper = [part for part in parts if part.lower().strip(".,") not in self._name_endings] or parts
            at_end = bool({proper[0], proper[-1]} & wanted)
            person = self._known[other].kind is MentionKind.PERSON
            inside = person and self._second_first and len(words) > 1 and f" {name} " in other
            if not at_end and not inside and not (person and len(words) == 1 and words[0] == proper[-2]):
                continue  # the last name but one is what some are called by: "Alfonso Quiroga Vidal", later "Quiroga"
            rank = (at_end, person, len(parts))
            if rank > best_rank:
                best, best_rank = other, rank
        return self._shortened(name) or name if best == name and len(words) == 1 else best

    def _is_place_of(self, other: str, words: list[str]) -> bool:
        """Tell whether a longer name is that of a place or event called after somebody: "Camp Strava", of Strava; "Gedung DPRD Batang"."""
        head = other.partition(" ")[0]
        return head not in words and head.lower() in self._called_after

    def _only_begins_with(self, other: str, words: list[str]) -> bool:
        """Tell whether a longer name is that of a branch or product: "Acme Polska", "Acme Trail Guide" of "Acme".

        It begins with the shorter one, which the text has printed before it, as it does with nobody's first name, and does not speak.
        """
        if self._second_first or len(words) > 1 or self._known[other].kind is not MentionKind.NAME:
            return False
        begins = " " in other and _words(other)[0] == words[0] and not self._is_given(words[0])
        if not begins or other in self._heard:
            return False
        return self._first_named.get(words[0], len(self._named)) < self._first_named.get(other, 0)

    @cached_property
    def _heard(self) -> frozenset[str]:
        """The names beside which a word says that they speak."""
        return frozenset(mention.name for mention in self._named if self._is_called(mention))

    @cached_property
    def _first_named(self) -> dict[str, int]:
        """Where each name is first printed, by the order of all names of the text."""
        return {mention.name: n for n, mention in reversed(list(enumerate(self._named)))}

    @cached_property
    def _blends(self) -> dict[str, set[str]]:
        """People by their first name with the beginning of the second, in lower case."""
        found: dict[str, set[str]] = {}
        for name in filter(self._is_persons, self._known):
            first, second = name.lower().split()[:2]
            for end in range(1, len(second)):
                found.setdefault(first + second[:end], set()).add(name)
        return found

    def _shortened(self, name: str) -> str | None:
        """Return the one person of whose names a bare one is the beginning or end: "Willy" of "Willybrordus", "Harto" of "Suharto"."""
        known = self._known.get(name)
        if not self._second_first or len(name) < SHORTENED or known is None:
            return None
        if len(blended := self._blends.get(name.lower(), set())) == 1:
            return next(iter(blended))  # "Jokowi" of "Joko Widodo"
        if known.kind is not MentionKind.NAME or known.title:
            return None
        found = {*self._beginnings.get(name.lower(), ()), *self._endings.get(name.lower(), ())}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _beginnings(self) -> dict[str, list[str]]:
        """Persons by how their names of one word begin."""
        return self._pieces(lambda word, length: word[:length])

    @cached_property
    def _endings(self) -> dict[str, list[str]]:
        """Persons by how their names of one word end."""
        return self._pieces(lambda word, length: word[-length:])

    def _pieces(self, cut: Callable[[str, int], str]) -> dict[str, list[str]]:
        """Return the persons of several words by pieces of these words, shorter than the words."""
        found: dict[str, list[str]] = {}
        for name, known in self._known.items():
            if known.kind is MentionKind.PERSON and name not in self._renamed:
                for word in name.lower().split():
                    for length in range(SHORTENED, min(len(word), LONGEST_PIECE)):
                        found.setdefault(cut(word, length), []).append(name)
        return found

    def _is_persons(self, name: str) -> bool:
        """Tell whether a name of several words is a person's, as far as the words around it tell."""
        return " " in name and len(name.split()) <= LONGEST_NAME and self._known[name].kind is not MentionKind.BODY

    def governs(self, speaker: str, parties: tuple[str, ...]) -> bool:
        """Tell whether somebody holds an office of a town or province, or speaks for nobody but states, regions and local governments."""
        known = self._known.get(speaker)
        title = (known.title if known is not None else None) or ""
        regional = self._offices.is_regional(title) or self._offices.is_regional(title.rpartition(" ")[2])
        return regional or self._offices.is_local(title) or all(map(self.is_territory, parties))

    def decides(self, name: str) -> bool:
        """Tell whether a name is a body's, or that of somebody with an office of a state, town or body: what "will be done" is theirs."""
        known = self._known.get(name)
        title = (known.title if known is not None else None) or name
        held = self._offices.is_of_state(title) or self._offices.is_local(title) or self._offices.is_of_body(title)
        return (held or name in self._body_nouns or self.is_body(name)) and not self.acts_alone(name)

    def is_territory(self, party: str) -> bool:
        """Tell whether a party is a state, a region, or a local government."""
        return self.is_state(party) or party in self._regions or self.is_local(party)

    def is_person(self, name: str) -> bool:
        """Tell whether the document shows an office or honorific before the name, or the name of more than one word is no body's."""
        known = self._known.get(self.canonical(name))
        return known is not None and known.kind is not MentionKind.BODY

    @staticmethod
    def is_state(party: str) -> bool:
        """Tell whether a party is given by its ISO code."""
        return len(party) == len("XX") and party.isupper()

    def is_titled(self, name: str) -> bool:
        """Tell whether the document shows an office or honorific with the name."""
        known = self._known.get(self.canonical(name))
        return known is not None and known.kind is MentionKind.PERSON

    def codes_of(self, speaker: str) -> tuple[str, ...]:
        """Return the state (an ISO code) or the body (its name) that a speaker speaks for; () if the document does not say."""
        codes = self._codes.get(speaker)
        if codes is None:
            codes = self._codes[speaker] = self._read_codes(speaker)
        return codes

    def _read_codes(self, speaker: str) -> tuple[str, ...]:
        if (state := self._seats.get(speaker)) is not None:
            return (state,)
        if (whole := self._bodies.whole_of(speaker)) != speaker:
            name = self.canonical(whole)
            owner = whole if name == speaker else name
            if self.is_body(owner) or not self._is_given(owner):
                return (owner,)  # "the council's cabinet", not "Jane Doe's board"
        known = self._known.get(speaker)
        if known is None:
            return (self.home,) if self.home and speaker.lower() in self._governments else ()
        if known.codes:
            return () if known.kind is MentionKind.PERSON and self.acts_alone(speaker) else known.codes
        if known.state and self.home is not None:
            return (self.home,)
        if known.kind is MentionKind.BODY:
            if author := self._author_of(speaker):
                return (self.canonical(author),)
            region = self._region_in(speaker)
            front, _, rest = speaker.partition(" ")
            if rest and front.lower() in self._fronts:
                return self.codes_of(self.canonical(rest)) or (self.canonical(rest),)  # "Manajemen PT Tarum"
            party, _, last = speaker.rpartition(" ")
            if party in self._known and self._known[party].kind is MentionKind.BODY and last in self._governments:
                return (self.canonical(party),)  # "a Labour government"
            return (
                (region,)
                if region is not None and speaker.lower() in (f"{region} {word}".lower() for word in self._governments)
                else (speaker,)
            )
        if self.acts_alone(speaker):
            return ()
        if known.party is None and known.title and (body := self._body_of_kind(known.title)) is not None:
            return (body,)
        if known.party and known.party != speaker and not self.is_titled(known.party):
            return self.codes_of(known.party) or (known.party,)
        title = (known.title or "").lower()
        if self._offices.is_local(title) and (government := self.local_government(known.title or "")):
            return (government,)
        headed = self._headed_body(known.title) if known.title else None
        if headed is not None:
            return (headed,)
        region = self._region_of(title) if title else None
        if region is not None:
            return (region,)
        if self._offices.is_of_state(title):
            return (self.home,) if self.home else ()
        if self._main_body and self._offices.is_of_body(title):
            return (self._main_body,)
        return ()

    def _body_of_kind(self, title: str) -> str | None:
        """Return the one body of the text whose name has the word for a body that a title ends with: "Yayasan X" of "ketua yayasan"."""
        kind = title.lower().split()[-1]
        if kind not in self._body_nouns or " " not in title or self._offices.is_of_state(title):
            return None
        found = self._bodies_by_word.get(kind, set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _bodies_by_word(self) -> dict[str, set[str]]:
        """The bodies by each word of their names that tells of a kind, in small letters."""
        found: dict[str, set[str]] = {}
        for name, known in self._known.items():
            for word in self._body_nouns.intersection(name.lower().split()) if known.kind is MentionKind.BODY else ():
                found.setdefault(word, set()).add(self.canonical(name))
        return found

    def _headed_body(self, title: str) -> str | None:
        """Return the printed body that the holder of an office heads: "Polda Jambi" of "Kapolda Jambi"."""
        office, _, rest = title.partition(" ")
        kind = self._bodies.headed.get(office.lower())
        words = rest.split()
        names = (" ".join([kind.capitalize(), *words[:n]]) for n in range(len(words), 0, -1)) if kind is not None else ()
        return next((name for name in names if name in self._tokens.text), None)

    def _region_in(self, name: str) -> str | None:
        """Return the region whose name a body's begins with ("Telangana government")."""
        if name.partition(" ")[0] not in self._region_openings:
            return None
        words = name.split()
        return next((region for n in range(min(3, len(words) - 1), 0, -1) if (region := " ".join(words[:n])) in self._regions), None)

    def _region_of(self, title: str) -> str | None:
        """Return the region that the holder of an office speaks for: a governor, or any minister where the text is of its government."""
        if not self._regions_named:
            return None
        minister = self._offices.is_of_state(title) and not self._offices.is_national(title)
        if not self._offices.is_regional(title) and not (minister and self._is_of_region):
            return None
        return self._regions_named[0]

    @cached_property
    def _is_of_region(self) -> bool:
        """Whether the text speaks of a region's own government."""
        if any(self._region_in(name) and name.split()[-1].lower() in self._governments for name in self._known):
            return True
        low = self._tokens.text.lower()
        return any(words in low for words in self._regional_words)

    def is_local(self, name: str) -> bool:
        """Tell whether a government's name is that of a town or province ("Pemerintah Kota Surabaya")."""
        low = name.lower()
        return low.startswith(self._local_governments) if self._second_first else low.endswith(self._local_governments)

    def acts_alone(self, name: str) -> bool:
        """Tell whether somebody acts for nobody else, whatever body an office with the name tells of: a lawyer, a candidate."""
        known = self._known.get(name)
        return self._offices.is_own((known.title if known is not None else None) or name)

    def join(self, speaker: str, body: str, *, named: bool = False) -> None:
        """Let somebody of a body's office whose body the text does not tell speak for the one that it speaks of there.

        `named` tells that a name of which nothing else says that it is a body's is one, as the words beside it show.
        """
        known = self._known.get(speaker)
        title = (known.title or "") if known is not None else ""
        if known is None or known.codes or known.party or speaker == body or self._offices.is_of_state(title):
            return
        of = self._known.get(body)
        if self._offices.is_of_body(title) and (of is None or of.kind is MentionKind.BODY or named or self.may_be_body(body)):
            known.party = body
            self._codes.clear()

    def join_state(self, speaker: str, state: str) -> None:
        """Let somebody of an office of state whose state the text does not tell speak for the one whose will he tells.

        Where the language takes one state for granted, a bare office is of that one.
        """
        known = self._known.get(speaker)
        if known is None or self._granted or known.codes or known.party or not self._offices.is_of_state(known.title or ""):
            return
        known.codes = (state,)
        self._codes.clear()

    def is_of_group(self, speaker: str, group: str) -> bool:
        """Tell whether somebody's title is that of a group: a rebel spokesman, of the rebels."""
        known = self._known.get(speaker)
        words = (known.title or "").lower().split() if known is not None else []
        named = group.lower().split()[-1]
        return any(len(word) >= SHORTENED and named.startswith(word) and named[len(word) :] in self._plurals for word in words)

    def party_of(self, speaker: str) -> str | None:
        """Return the body that an office is of, whether or not its holder speaks for it."""
        known = self._known.get(speaker)
        return known.party if known is not None else None

    def heads(self, speaker: str) -> bool:
        """Tell whether somebody heads a body: a chief executive, a chairman."""
        known = self._known.get(speaker)
        return known is not None and bool(known.title) and self._offices.is_whole(known.title or "")

    def binds_state(self, name: str) -> bool:
        """Tell whether somebody holds an office of a state or region, so that his "I" is the state's."""
        known = self._known.get(name)
        title = (known.title or "") if known is not None else ""
        if known is not None and known.party and self._offices.is_shared(title):
            return False  # "the president of the Teachers' Association"
        return self.holds_state_office(title) or self._offices.is_regional(title) or self._offices.is_local(title)

    def is_body(self, name: str) -> bool:
        """Tell whether the document names a body so."""
        known = self._known.get(name)
        return known is not None and known.kind is MentionKind.BODY

    def may_be_body(self, name: str) -> bool:
        """Tell whether a name may be a body's, as far as the document and first names tell."""
        known = self._known.get(name)
        return known is not None and known.kind is not MentionKind.PERSON and not self._is_given(name)

    def _has_initials(self, mention: Mention, following: Mention) -> bool:
        """Tell whether a name that begins with capitals, before an office, is a person's: "AKM Rahman Alam, director of the project,"."""
        first, *rest = mention.name.split()
        office = self._tokens.kinds[following.first].get("part") == "offices"
        plain = all(k not in self._tokens.marks for k in range(mention.first + 1, mention.last))
        return office and first.isupper() and plain and len(rest) == FULL_NAME

    def _is_given(self, name: str) -> bool:
        """Tell whether a name begins with one that people are given."""
        return name.lower().split(maxsplit=1)[0] in self._names.given_names

    def has_office(self, name: str) -> bool:
        """Tell whether the document prints an office with the name."""
        known = self._known.get(name)
        return known is not None and known.title is not None

    def is_named_again(self, name: str) -> bool:
        """Tell whether the document prints a name more than once, whole or in part."""
        return self._often[name] > 1

    @cached_property
    def _often(self) -> Counter[str]:
        """How often the document names each, by canonical name."""
        return Counter(self.canonical(mention.name) for mention in self._named)

    def may_be_official(self, name: str) -> bool:
        """Tell whether the document prints with the name a title of officials, of a state or a body that may be a state's: no minister."""
        known = self._known.get(name)
        if known is None or not known.title:
            return False
        title, (titles, of_states) = known.title.lower(), self._officials
        words = f"{title} {(known.party or '').lower()}".replace(",", " ").split()
        state = bool(known.codes) or self.holds_state_office(title) or not of_states.isdisjoint(words)
        return state and title.startswith(titles)

    def holds_state_office(self, phrase: str) -> bool:
        """Tell whether a phrase holds the name of an office of state."""
        return self._offices.is_of_state(phrase)

    def speak_for(self, phrase: str, body: str) -> None:
        """Keep the body that an unnamed speaker ("a spokesman for Acme") speaks for."""
        party = None if self.holds_state_office(body) else self.canonical(body)
        if phrase not in self._known:
            self._known[phrase] = Known(MentionKind.NOUN, title=phrase if party is None else None, party=party)
            self._codes.clear()

    def stand_for(self, phrase: str, states: tuple[str, ...]) -> None:
        """Keep the states for which people speak together: "the ministers of Kenya and Uganda"."""
        if phrase not in self._known:
            self._known[phrase] = Known(MentionKind.NOUN, title=phrase, codes=states)
            self._codes.clear()

    def local_government(self, title: str) -> str | None:
        """Return the local government that the text names, one of the place in the title before others; else the place itself."""
        named = [name for name in self._known if self.is_local(name) and self._offices.fits(title, name)]
        wanted = set(title.lower().split())
        here = [name for name in named if not wanted.isdisjoint(self._place_words(name))]
        return next(iter([*here, *named]), None) or self._offices.place_in(title) or (self._place.title() if self._place else None)

    def _place_words(self, government: str) -> set[str]:
        """Return the words of a local government's name that name its place."""
        rest = government.lower()
        kind = max((kind for kind in self._local_governments if kind in rest), key=len, default="")
        return set(rest.replace(kind, " ").split())

    def with_office(self, office: str, codes: tuple[str, ...], at: int, recent: Sequence[str]) -> str | None:
        """Return who holds an office that token `at` names bare ("the minister"): whose title has its words, and the states in it.

        `recent` are the people spoken of last, the latest first: of several holders the latest is meant, else who is introduced next.
        """
        words = self._words_of(self._written_office(self._short_offices.get(office.lower(), office.lower()))) - self._party_words
        if not words:
            return None
        heads = self._office_heads(office.lower())
        holders: list[tuple[int, str]] = min((self._holders.get(word, []) for word in words), key=len)
        here = bisect_left(holders, (at, ""))
        near = [*recent, *(name for _, name in holders[here : here + MOST_HOLDERS])]
        near += [name for _, name in reversed(holders[max(0, here - MOST_HOLDERS) : here])]
        return next((name for name in near if self._holds(name, words, heads, codes)), None)

    def head_of(self, body: str, recent: Sequence[str]) -> str | None:
        """Return whom the text, of the people spoken of last, says to head a body: "the Acme chief"."""
        meant = self.canonical(body)
        return next((name for name in recent if self.is_titled(name) and self.codes_of(name) == (meant,)), None)

    def _holds(self, name: str, words: set[str], heads: set[str], codes: tuple[str, ...]) -> bool:
        """Tell whether somebody's title has the words of an office and is built on its noun, or is that of a counterpart."""
        known = self._known.get(name)
        if known is None or not known.title or (codes and known.codes and known.codes[0] not in codes):
            return False
        title = self._title_words(name)
        if not self._lesser.isdisjoint(title - words):
            return False  # "the minister" is not her deputy
        same = bool(codes and known.codes) and not title.isdisjoint(self._same_offices)
        return same or (words <= title and self._heads_title(heads, name))

    def _heads_title(self, heads: set[str], name: str) -> bool:
        """Tell whether an office is the one that a title names, not a word of what the title looks after ("adviser to the minister")."""
        return self._second_first or not heads.isdisjoint(self._office_heads((self._known[name].title or "").lower()))

    def _office_heads(self, title: str) -> set[str]:
        """Return the nouns that the offices of a title are built on: "chairman and chief executive of Acme": chairman, executive."""
        words = self._written_office(title.replace(",", " and ")).split()
        words = [word for word in words if word.rstrip(".") not in self._honorifics]
        end = next((n for n, word in enumerate(words) if word in self._connectors and n), len(words))
        return {words[n] for n in range(end) if n + 1 == end or words[n + 1] in ("and", "&")}

    def _words_of(self, phrase: str) -> set[str]:
        """Return the words of an office's name that are no names of states."""
        return {word for word in TITLE_MARKS.sub(" ", phrase).split() if word not in self._demonyms}

    def _written_office(self, phrase: str) -> str:
        """Return an office with its short words written out: "direktur utama PGL" of "dirut PGL"."""
        return " ".join(self._short_offices.get(word.rstrip("."), word) for word in phrase.split())

    def _title_words(self, name: str) -> set[str]:
        title = (self._known[name].title or "").lower()
        return self._words_of(title) | self._words_of(self._written_office(title))

    def _index_titles(self) -> None:
        """Keep who holds an office by the words of its title."""
        for name, known in self._known.items():
            if known.title:
                for word in self._title_words(name):
                    at = known.mention.first if known.mention is not None else 0
                    self._holders.setdefault(word, []).append((at, name))
        for holders in self._holders.values():
            holders.sort()

    def trim_state(self, mention: Mention) -> str:
        """Return a name without a state that merely follows it ("Menurut Budi Indonesia harus")."""
        words = mention.name.split()
        for length in range(len(words) - 1, 0, -1):
            start = " ".join(words[:length])
            known = self._known.get(self.canonical(start))
            if mention.codes and start in self._known and known is not None and known.kind is MentionKind.PERSON:
                return start
        return mention.name

    @property
    def home(self) -> str | None:
        """The state meant by "the government": the language's own, that of the dateline's place or the paper, else the one named most."""
        return self._home or self.main_state

    def persons(self, speakers: Iterable[str]) -> tuple[Person, ...]:
        """Return what is known of each speaker, in the order given."""
        return tuple(self._person(speaker) for speaker in dict.fromkeys(speakers))

    def _person(self, speaker: str) -> Person:
        known = self._known.get(speaker)
        others = tuple(name for name in self._names_of.get(speaker, ()) if name != speaker)
        if known is None:
            return Person(speaker, SpeakerKind.BODY, other_names=others)
        kind = SpeakerKind.BODY if known.kind is MentionKind.BODY else SpeakerKind.PERSON
        party = next(iter(self.codes_of(speaker)), None) if kind is SpeakerKind.PERSON else None
        span = None
        if known.mention is not None:
            span = Span(self._tokens.starts[known.mention.first], self._tokens.ends[known.mention.last - 1])
        return Person(speaker, kind, known.title, party, span, others)
