"""Discourse: who says each sentence of a document, over quotations that run on, pronouns, and words that continue without a cue."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from claims.documents.document import Span
from claims.extraction.attribution import SOURCE_KINDS, AttributionReader, Place, Reported
from claims.extraction.bodies import body_nouns
from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.mentions import Mention, MentionKind
from claims.extraction.pairs import Pairs
from claims.extraction.people import People
from claims.extraction.tokens import Tokens
from claims.terms import Attribution, Quotation

QUOTES = frozenset("\"'“”„«»‘’")
OF_WILL = frozenset({"strength", "must", "position", "both", "first_person"})  # kinds of words that tell what somebody wants
MOSTLY = 0.6  # share of a sentence's words inside quotation marks that makes it a direct quotation
BODIES = (MentionKind.BODY, MentionKind.IT)
ALIKE = 2  # letters that a nickname begins with, as one of the names does: "Joko Widodo", "Jokowi"
SEVERAL = 3  # lines that say who speaks in the paragraphs below make a text of such paragraphs
NEAR_COLON = 6  # tokens between a reporting verb and the colon that ends its line: "said in a statement on Monday:"
SHORT_PARAGRAPH = 6  # sentences; a longer paragraph is a text whose paragraphs were lost
REMEMBERED = 6  # bodies and people named last
OPENING = 3  # tokens before the phrase that a sentence opens with ("Sementara itu, ...")
NEAR_OWNER = 3  # tokens from a body to what it owns, or from a verb of heading to the body
NEAR_NICKNAME = 4  # tokens from a nickname to the words that say it is one
LATER = 2  # paragraphs from "an official said" to the one that names him
PHRASE = 3  # quoted words that make a report mixed; fewer are a term in quotation marks


@dataclass(slots=True)
class Sentence:
    """One sentence of the body, and what has been found out about it so far."""

    span: Span
    tokens: range
    paragraph: int
    mentions: list[Mention]
    marks: list[tuple[int, dict[str, Any]]]
    kinds: frozenset[str]  # of all marks
    quoted_words: int = 0
    words: int = 0  # counted where some are quoted
    reported: Reported | None = None
    speaker: str | None = None
    attribution: Attribution | None = None
    body: str | None = None  # the body that "it" points at here
    bodies: tuple[str, ...] = ()  # that and those named last, the latest first
    person: str | None = None  # who was spoken of last before it
    state: tuple[str, ...] = ()  # of the state that the sentence before was about, its code
    confirmed_by: str | None = None  # who said what stands before: "Hal itu disampaikan X."
    narrated: bool = False  # it names a text or a custom as its source: nobody speaks
    set_off: bool = False  # words of a paragraph of somebody's own, without marks

    def opens_with(self, mention: Mention) -> bool:
        """Tell whether a phrase stands at the head of the sentence, one token before it at most."""
        return mention.first - self.tokens.start <= 1

    @property
    def quotation(self) -> Quotation:
        """Direct where nearly all words stand in quotation marks, mixed where a phrase does."""
        if self.set_off:
            return Quotation.DIRECT
        cue_words = 0
        if self.reported is not None:
            mention = self.reported.speaker
            cue_words = self.reported.cue_last - self.reported.cue_first + (mention.last - mention.first if mention else 0)
        if self.quoted_words and self.quoted_words >= MOSTLY * max(1, self.words - cue_words):
            return Quotation.DIRECT
        return Quotation.MIXED if self.quoted_words >= PHRASE else Quotation.INDIRECT


class Discourse:
    """Reads the sentences of one document in order and gives each its speaker."""

    def __init__(
        self,
        tokens: Tokens,
        sentences: list[Sentence],
        quotations: list[Span],
        people: People,
        pairs: Pairs,
        reader: AttributionReader,
        lexicon: Lexicon,
    ) -> None:
        self.points_back: bool = lexicon["people"]["offices_point_back"]
        self.across_paragraphs: bool = lexicon.sections["continuation"]["across_paragraphs"]
        self.short_paragraphs: bool = lexicon.sections["continuation"]["short_paragraphs"]
        self.tokens, self.sentences, self.quotations, self.people, self.reader = tokens, sentences, quotations, people, reader
        self.pairs = pairs
        self.nouns = body_nouns(lexicon.code)
        self.plural_endings = tuple(lexicon["people"]["plural_endings"])
        self.plural_openers = names_of(lexicon, "people", "plural_openers")
        self.possessives = tuple(lexicon["people"]["possessives"])
        self.head_first: bool = lexicon["people"]["head"] == "first"
        self.age_endings = tuple(lexicon["people"]["age_endings"])
        self.person_nouns = names_of(lexicon, "people", "person_nouns")
        self.site_words = names_of(lexicon, "people", "site_words")
        self.given_names = reader.subjects.finder.phrases.given_names
        self.place_endings = tuple(lexicon["people"]["place_endings"])
        self.modifiers = names_of(lexicon, "people", "person_modifiers")
        self.unnamed = names_of(lexicon, "people", "unnamed_offices")
        self._phrase_states: dict[str, frozenset[str]] = {}  # the states that a phrase names
        self._phrases: dict[str, str] = {}  # head word of a noun phrase -> the phrase as first printed
        self._persons: dict[str, None] = {}  # who has been spoken of, the latest last
        self._person: str | None = None
        self._current: str | None = None
        self._plural: str | None = None
        self._stated: str | None = None  # who spoke in a statement last
        self._body: str | None = None
        self._bodies: tuple[str, ...] = ()
        self._just_named: str | None = None  # the body that the sentence before was about
        self._state: Mention | None = None  # the state that the sentence before was about
        self._spoke = False  # whether anybody has spoken
        self._unnamed: Sentence | None = None  # the first sentence that somebody speaks whom the next may name

    def read(self) -> None:
        """Set speaker and attribution of every sentence that reports words."""
        for sentence in self.sentences:
            sentence.state = self._state.codes if self._state is not None else ()
            self._read_explicit(sentence)
            self._state = self._state_ahead(sentence)
        self._spread_quotations()
        self._spread_paragraphs()
        self._spread_back()
        self._spread_on()

    def _state_ahead(self, sentence: Sentence) -> Mention | None:
        """Return the state that a sentence opens with, or goes on with as "it"; None where it is about anything else."""
        head = next(filter(sentence.opens_with, sentence.mentions), None)
        if head is None or head.oblique:
            return None
        if head.kind is MentionKind.IT:
            return self._state
        alone = head.kind is MentionKind.STATE and len(head.codes) == 1 and not self.tokens.is_possessive(head.last - 1)
        return head if alone and "demonym" not in self.tokens.kinds[head.first] else None

    def _read_explicit(self, sentence: Sentence) -> None:
        if "nicknames" in sentence.kinds:
            self._read_nickname(sentence)
        if not SOURCE_KINDS.isdisjoint(sentence.kinds):
            sentence.narrated = self.reader.names_no_speaker(sentence.tokens, sentence.marks)
        sentence.person = self._person
        found = self.reader.read(sentence.tokens, sentence.mentions)
        self._note_persons(sentence, found.cue_first if found is not None else sentence.tokens.stop)
        speaker = self._name(found.speaker, sentence) if found is not None else None
        if found is not None and speaker is not None and self._is_nobodys(found, speaker):
            found = None
        if found is not None and speaker is not None:
            self._tell_body(speaker, found.speaker, sentence)
            self._tell_state(speaker, sentence)
        if found is None or speaker is None:
            self._follow(sentence)
            self._set_bodies(sentence)
            return
        if found.joint:
            names = (speaker if mention == found.speaker else self._name(mention, sentence) for mention in found.joint)
            speaker = "; ".join(dict.fromkeys(name for name in names if name is not None))
        self._remember(speaker, found.speaker, sentence)
        if "statement_nouns" in sentence.kinds:
            self._stated = speaker
        self._set_bodies(sentence)
        if found.meta:
            sentence.confirmed_by = speaker
            return
        sentence.reported, sentence.speaker, sentence.attribution = found, speaker, Attribution.EXPLICIT
        if self._unnamed is not None and found.speaker is not None:
            self._name_later(self._unnamed, sentence, found.speaker)
        if not self._spoke and self._is_unnamed(found.speaker):
            self._unnamed = sentence
        self._spoke = True

    def _is_unnamed(self, mention: Mention | None) -> bool:
        """Tell whether a phrase is "an official", whose name a later paragraph may tell."""
        if mention is None or mention.kind not in (MentionKind.NOUN, MentionKind.OFFICE):
            return False
        named = mention.body is not None or not mention.name.islower()  # "a senior Israeli official"
        return self._head_word(mention) in self.unnamed and not named and not self._is_definite(mention)

    def _name_later(self, opening: Sentence, sentence: Sentence, mention: Mention) -> None:
        """Where the next to speak is a named holder of an office, he is the official of the text's opening."""
        self._unnamed = None
        unnamed, name = opening.speaker, sentence.speaker
        if unnamed is None or name is None or mention.kind not in (MentionKind.PERSON, MentionKind.NAME):
            return
        if self.people.may_be_official(name) and sentence.paragraph - opening.paragraph <= LATER:
            opening.speaker = name
            for head, phrase in self._phrases.items():
                if phrase == unnamed:
                    self._phrases[head] = name

    def _is_nobodys(self, found: Reported, speaker: str) -> bool:
        """Tell whether a verb that only people are said to speak by ("plans to") stands behind a name of one word that is no person's."""
        mention = found.speaker
        if mention is None or mention.kind is not MentionKind.NAME or " " in mention.name:
            return False
        return "person_verbs" in self.tokens.kinds[found.cue_first] and (" " not in speaker or self.people.is_body(speaker))

    def _tell_state(self, speaker: str, sentence: Sentence) -> None:
        """Where a sentence says what a state will do, let the holder of an office of an unnamed state speak for it."""
        for subject in sentence.mentions:
            if subject.kind is MentionKind.STATE and not subject.oblique and len(subject.codes) == 1:
                if self.tokens.first_of("strength", subject.last, subject.last + NEAR_OWNER) is not None:
                    self.people.join_state(speaker, subject.codes[0])
                return

    def _read_nickname(self, sentence: Sentence) -> None:
        """Keep whom a nickname names: "pria yang akrab disapa Cak Sol", "Cak Sol, sapaan akrabnya,", "Presiden Rangga Wijaya atau Rawi"."""
        for k, kinds in sentence.marks:
            if "nicknames" not in kinds:
                continue
            last = k + self.tokens.marks[k].length
            named = [m for m in sentence.mentions if m.kind in (MentionKind.PERSON, MentionKind.NAME)]
            before = next((m for m in named if k - NEAR_NICKNAME <= m.last < k), None)
            whole = next((m for m in reversed(named) if m.last <= k and " " in m.name), None)
            after = self._name_at(last, sentence)
            if kinds["nicknames"] == "between":
                name = whole.name if whole is not None and whole.last == k else ""
                if name and self.people.is_titled(name) and after.isalpha() and any(after[:ALIKE] == word[:ALIKE] for word in name.split()):
                    self._call(after, self.people.canonical(name))  # "Presiden Rangga Wijaya atau Rawi"
            elif kinds["nicknames"] == "before" and before is not None:
                self._call(before.name, self.people.canonical(after) if after else self._person)
            elif (nickname := self._so_called(k, named)) is not None:
                self._call(nickname.name, self.people.canonical(next(m.name for m in named if m.last == k)))
            elif after:
                self._call(after, self.people.canonical(whole.name) if whole is not None else self._person)

    def _so_called(self, k: int, named: list[Mention]) -> Mention | None:
        """Return the nickname before a name that ends at token k, a comma and "so" between: "Emil, begitu [Ridwan Kamil] disapa"."""
        full = next((m for m in named if m.last == k), None)
        if full is None:
            return None
        return next((m for m in named if full.first - m.last == len((",", "so")) and self.tokens.words[m.last] == ","), None)

    def _name_at(self, k: int, sentence: Sentence) -> str:
        """Return the capitalised words that stand at token k, honorifics aside."""
        words = []
        while k < sentence.tokens.stop and self.tokens.capital[k]:
            if self.tokens.kinds[k].get("part") != "honorifics":
                words.append(self.tokens.words[k])
            k += 1
        return " ".join(words)

    def _call(self, nickname: str, person: str | None) -> None:
        if person is not None and person != nickname:
            self.people.call(nickname, person)

    def _note_persons(self, sentence: Sentence, stop: int) -> None:
        """Note the people that a sentence names before token `stop`: "the minister" after them may point at them."""
        for mention in sentence.mentions:
            if mention.kind is MentionKind.PERSON and mention.last <= stop:
                self._spoken_of(self.people.canonical(mention.name))

    def _spoken_of(self, person: str) -> None:
        self._persons.pop(person, None)
        self._persons[person] = None
        if len(self._persons) > REMEMBERED:
            self._persons.pop(next(iter(self._persons)))

    def _tell_body(self, speaker: str, mention: Mention | None, sentence: Sentence) -> None:
        """Note whom a speaker speaks for: "a spokesman for Acme", "a council spokeswoman", "Jane Doe, who heads the council,"."""
        headed = self._headed(mention, sentence) if mention is not None and "heading" in sentence.kinds else None
        if mention is not None and mention.kind is MentionKind.PERSON:
            headed = headed or self._owner_before(mention, sentence)
        if headed is not None:
            self.people.lead(speaker, headed)
        if mention is None or mention.kind not in (MentionKind.NOUN, MentionKind.OFFICE) or speaker != mention.name:
            return
        body = mention.body
        entry = self.tokens.marks.get(mention.first)
        described = mention.first + entry.length if self.head_first and entry is not None else mention.first
        if body is None and described < mention.last - (not self.head_first) and "body_nouns" in self.tokens.kinds[described]:
            body = self.nouns.choose(self.tokens.lower[described], self._known_bodies(), self.people.nouns)
        if body is None and (owner := self._owner(mention, sentence)) is not None:
            body = owner  # "Acme's lawyer"
        noun = mention.first if self.head_first else mention.last - 1
        if (
            body is None
            and not mention.codes
            and self.tokens.kinds[noun].get("part") == "offices"
            and self.people.holds_state_office(speaker)
        ):
            body = speaker  # "the prime minister's spokesman"
        if body is not None:
            self.people.speak_for(speaker, body)

    def _does(self, mention: Mention) -> bool:
        """Tell whether a phrase names by whom something is done: "brought by the union"."""
        return "agents" in self.tokens.kinds[self.tokens.before(mention.first)]

    def _owner(self, mention: Mention, sentence: Sentence) -> str | None:
        """Return the body whose name with a possessive stands before a phrase."""
        owner = next((m for m in sentence.mentions if m.last <= mention.first and self._owns(m, mention)), None)
        return self.people.canonical(owner.name) if owner is not None else None

    def _owns(self, owner: Mention, mention: Mention) -> bool:
        """Tell whether a body's name with a possessive stands right before a phrase."""
        named = owner.kind is MentionKind.NAME and self.people.may_be_body(self.people.canonical(owner.name))
        named = named or owner.kind is MentionKind.BODY
        near = all(self.tokens.words[k].islower() for k in range(owner.last, mention.first))
        return named and near and mention.first - owner.last <= NEAR_OWNER and self.tokens.is_possessive(owner.last - 1)

    def _owner_before(self, mention: Mention, sentence: Sentence) -> str | None:
        """Return the body whose office a possessive tells, named before it in the sentence: "Acme will stay, its head, Jane Doe, said"."""
        if mention.body is not None or mention.title is None:
            return None
        if (owner := self._owner(mention, sentence)) is not None:
            return owner  # "the council's health officer, Dr Jane Doe"
        owned = self.head_first and any(word.lower().endswith(self.possessives) for word in (mention.title or "").split())
        if not owned and "body_possessors" not in self.tokens.kinds[mention.first - 1]:
            return None
        named = [m for m in sentence.mentions if m.last <= mention.first and m.kind is MentionKind.BODY and not m.oblique]
        if not named and mention.first == sentence.tokens.start + 1:
            return self._just_named  # "Its head, Jane Doe, said"
        return self.people.canonical(named[-1].name) if named else None

    def _headed(self, mention: Mention, sentence: Sentence) -> str | None:
        """Return the body that a clause behind a name says somebody heads: "Jane Doe, who chairs the trust,"."""
        tokens, k = self.tokens, mention.last
        k += k < sentence.tokens.stop and tokens.words[k] == ","
        if k + 2 >= sentence.tokens.stop or "relative" not in tokens.kinds[k] or "heading" not in tokens.kinds[k + 1]:
            return None
        body = next((m for m in sentence.mentions if k + 1 < m.first <= k + 1 + NEAR_OWNER), None)
        if body is None:
            return None
        if body.kind is MentionKind.NOUN:
            noun = tokens.lower[body.first if self.head_first else body.last - 1]
            named = self.nouns.choose(noun, self._known_bodies(), self.people.nouns)
            return named or self._own_words(body, sentence)
        return self.people.canonical(body.name) if body.kind in (MentionKind.BODY, MentionKind.NAME) else None

    def _own_words(self, noun: Mention, sentence: Sentence) -> str | None:
        """Return the words for a body that has no name: "residents' committee"; None where they are none for a body."""
        tokens, last = self.tokens, noun.last
        if tokens.is_possessive(last - 1):
            last = next((m.last for m in sentence.mentions if last <= m.first <= last + 1), last)
        body = "body_nouns" in tokens.kinds[last - 1] and last - noun.first > 1
        return tokens.text[tokens.starts[noun.first] : tokens.ends[last - 1]] if body else None

    def _set_bodies(self, sentence: Sentence) -> None:
        """Note which bodies "it" and "the company" may point at in a sentence: those that it names itself, and those named before."""
        named = self._bodies_of(sentence)
        self._just_named = None
        if named:
            latest = [self.people.canonical(m.name) for m in reversed(named) if not m.oblique or self.head_first or self._does(m)]
            beside = [self.people.canonical(m.name) for m in reversed(named) if m.oblique]
            head = next((m for m in named if m.first - sentence.tokens.start <= 1 and not m.oblique), None)
            self._just_named = self.people.canonical(head.name) if head is not None else None
            self._bodies = tuple(dict.fromkeys([*latest, *self._bodies, *beside]))[:REMEMBERED]
        sentence.body = self._body
        sentence.bodies = self._known_bodies()

    def _bodies_of(self, sentence: Sentence) -> list[Mention]:
        """Return the bodies that a sentence names, also inside phrases for somebody unnamed ("researchers at the Halden Institute")."""
        found: list[Mention] = []
        for mention in sentence.mentions:
            if mention.kind is MentionKind.BODY:
                found.append(mention)
            elif mention.kind is MentionKind.NOUN and mention.last - mention.first > 1:
                link = self.tokens.first_of("links_of_nouns", mention.first + 1, mention.last - 1)
                inner = self.reader.subjects.finder.find(range(link, mention.last)) if link is not None else ()
                found += [m for m in inner if m.kind is MentionKind.BODY]
        return [m for m in found if self.people.is_named(m)] if found else found

    def _acting_head(self, sentence: Sentence) -> str | None:
        """Return the name that a sentence opens with, where it may be a body's: "Arden Town would pay, said its chairman"."""
        head = next((m for m in sentence.mentions if m.first - sentence.tokens.start <= 1 and not m.oblique), None)
        if head is None or head.kind not in (MentionKind.NAME, MentionKind.BODY) or self.tokens.is_possessive(head.last - 1):
            return None
        name = self.people.canonical(head.name)
        several = " " in name and self.people.is_named_again(name)  # no "Brexit", no "Liverpool"
        return name if head.kind is MentionKind.BODY or (several and self.people.may_be_body(name)) else None

    def _remember(self, speaker: str, mention: Mention | None, sentence: Sentence) -> None:
        """Keep who spoke last, for pronouns: a person, or a body; a bare name of one word may be either."""
        if mention is not None and "no_speakers" in self.tokens.kinds[mention.last]:
            return  # "according to LSEG data": a source, no party to what follows
        self._current = speaker
        if self._body is not None:
            self.people.join(speaker, self._body)
        elif (head := self._acting_head(sentence)) is not None:
            self.people.join(speaker, head, named=True)
        own = self.people.codes_of(speaker)
        if own and own[0] != speaker and not self.people.is_state(own[0]):
            self._body = own[0]  # "the company" is the one that the speaker speaks for
        kind = mention.kind if mention is not None else None
        if mention is not None and kind is MentionKind.NOUN and self._is_plural(mention):
            self._plural = speaker
        pointed = kind is MentionKind.NOUN and mention is not None and speaker != mention.name and self.people.is_body(speaker)
        titled = self.people.is_titled(speaker)
        if pointed or kind in BODIES or (kind is MentionKind.NAME and not titled and self.people.may_be_body(speaker)):
            self._body = speaker  # a bare name may be a company's, too
        known_person = titled or (kind is MentionKind.NAME and (" " in speaker or speaker.lower() in self.given_names))
        bare = kind is MentionKind.NAME and not speaker.isupper()  # "Meiriana mengaku", no "KPK"
        many = kind is MentionKind.NOUN and mention is not None and self._is_plural(mention)
        known_person = known_person or (self.points_back and not many and (bare or speaker[0].islower()))  # "seorang anggota DPRD Wonosari"
        if known_person or (kind not in (MentionKind.STATE, MentionKind.NAME, *BODIES) and not pointed and not many):
            self._person = speaker
            self._spoken_of(speaker)

    def _holder(self, mention: Mention) -> str | None:
        """Return who holds an office that the text has named somebody with, where words point back at it: "the minister"."""
        head = self.tokens.kinds[mention.first if self.head_first else mention.last - 1]
        if mention.kind not in (MentionKind.OFFICE, MentionKind.NOUN):
            return None
        if head.get("part") != "offices" or not (mention.definite or self._is_definite(mention)):
            return None
        return self.people.with_office(mention.name, mention.codes, mention.first, tuple(reversed(self._persons)))

    def _may_be_person(self, mention: Mention, *, topic: bool) -> bool:
        """Tell whether a bare name in narration may be that of a person whom pronouns then mean.

        A sentence's subject may, and whose first name people are given; of unknown words alone, where nobody else has been spoken of.
        """
        if mention.kind is not MentionKind.NAME:
            return False
        if mention.name.split()[0].lower() in self.given_names:
            return True  # "Naomi Beach"
        if mention.oblique or self._is_site(mention):
            return False
        return topic or (self._person is None and all(k not in self.tokens.marks for k in range(mention.first, mention.last)))

    def _is_site(self, mention: Mention) -> bool:
        """Tell whether the noun that a name is built on is that of a place, building or event: "Jalan Merdeka", "Arden Bridge"."""
        heads = (mention.first - 1, mention.first) if self.head_first else (mention.last - 1,)
        return any(self.tokens.lower[k] in self.site_words for k in heads)

    def _follow(self, sentence: Sentence) -> None:
        """Keep in mind who a sentence of narration is about: pronouns after it point there, but for those in somebody's own words."""
        if sentence.quoted_words and sentence.quoted_words >= MOSTLY * sentence.words:
            return
        persons = [m for m in sentence.mentions if m.kind is MentionKind.PERSON and not m.oblique][:2]
        joined = len(persons) == 2 and persons[1].first == persons[0].last + 1
        if joined and "conjunctions" in self.tokens.kinds[persons[0].last]:
            self._plural = "; ".join(self.people.canonical(m.name) for m in persons)
        for mention in sentence.mentions:
            if mention.kind is MentionKind.NOUN and not mention.oblique and self._is_plural(mention):
                self._plural = mention.name
                if len(mention.codes) > 1:
                    self.people.stand_for(mention.name, mention.codes)
                return
            if not mention.oblique and (holder := self._holder(mention)) is not None:
                self._person = holder  # "the minister inspected the areas alongside Jane Doe"
                return
            topic = mention.first - sentence.tokens.start <= 1  # "For Jane Doe, 58, ..."
            if topic and mention.oblique and mention.kind is MentionKind.NAME and persons:
                continue  # "In Arden Falls, Mayor Jane Doe ..."
            if mention.kind is MentionKind.NAME and "conjunctions" in self.tokens.kinds[mention.first - 1]:
                continue  # "Anggaran Pendapatan dan Belanja Negara"
            if mention.kind in (MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY) and (topic or not mention.oblique):
                name = self.people.canonical(mention.name)
                if self.people.is_titled(name) or (" " in name and self._may_be_person(mention, topic=topic)):
                    self._person = name
                elif mention.kind is MentionKind.BODY and self.people.is_named(mention):
                    self._body = name
                elif topic and mention.oblique:
                    continue  # "Di Senayan, ..."
                return
            if mention.kind is MentionKind.BODY and self._does(mention) and self.people.is_named(mention):
                self._body = self.people.canonical(mention.name)  # "The case was brought by Acme."
        for k, kinds in sentence.marks if "comes_from" in sentence.kinds else ():
            if "comes_from" in kinds:  # "Pendapat lain datang dari Ketua X Ana Wirya."
                last = k + self.tokens.marks[k].length
                if (person := next((m for m in sentence.mentions if m.first == last and m.kind is MentionKind.PERSON), None)) is not None:
                    self._person = self.people.canonical(person.name)

    def _name(self, mention: Mention | None, sentence: Sentence) -> str | None:
        """Return the canonical name of the one a mention points at."""
        if mention is None or mention.kind is MentionKind.PRONOUN:
            return self._person or self._current or self._named_before(mention, sentence)
        if mention.kind is MentionKind.PLURAL:
            single = self._current is None or self.people.is_titled(self._current) or self._current == self._person
            return self._plural if self._plural is not None and single else self._current
        if mention.kind is MentionKind.IT:
            state = self.people.state_name(self._state) if self._state is not None and sentence.opens_with(mention) else None
            return state or self._body or self._current
        if mention.kind in (MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY):
            named = self._person if self._names_kind(mention) else None  # "the Ohio Republican", "the former Silver Fern"
            return named or self.people.canonical(self.people.trim_state(mention))
        if mention.kind is MentionKind.STATE:
            stands_for = "demonym" in self.tokens.kinds[mention.first] and self._is_definite(mention)
            return self._person if stands_for and self._person else self.people.state_name(mention)
        return self._phrase(mention, sentence)

    def _is_common(self, mention: Mention) -> bool:
        """Tell whether a phrase names nobody: its words are small, but for the first or one that tells a place ("Leeds-based company")."""
        rest = self.tokens.words[mention.first + 1 : mention.last]
        place = next((n for n, word in enumerate(rest) if word.endswith(self.place_endings)), -1)
        return not any(word[0].isupper() for word in rest[place + 1 :])

    def _named_before(self, pronoun: Mention | None, sentence: Sentence) -> str | None:
        """Return the person whom the sentence itself names before a pronoun: "If elected, Ann Lee would stay, she said"."""
        before = (m for m in sentence.mentions if pronoun is not None and m.first < pronoun.first and m.kind is MentionKind.PERSON)
        person = next(before, None)
        return self.people.canonical(person.name) if person is not None else None

    def _names_kind(self, mention: Mention) -> bool:
        """Tell whether "the" and capitalised words say what somebody is, rather than how somebody is called."""
        if self.head_first or not self._is_definite(mention):
            return False
        if mention.title is not None:
            return mention.title.lower() in self.modifiers
        return mention.kind is MentionKind.NAME and self.tokens.lower[mention.last - 1] in self.person_nouns

    def _phrase(self, mention: Mention, sentence: Sentence) -> str | None:
        """Resolve a bare office or noun: who holds the office, else the phrase with the same head that came before, else itself."""
        if (pair := self._pair(mention)) is not None:
            return pair
        words = mention.name.split()
        definite = mention.definite or self._is_definite(mention)
        recent = tuple(reversed(self._persons))
        if mention.described and self._person:
            return self.people.with_office(mention.name, mention.codes, mention.first, recent) or self._person
        if mention.definite and self._person and "person_nouns" in self.tokens.kinds[mention.first] and self.head_first:
            return self._person
        if definite and len(words) == 1 and self._current is not None and self._current == self._phrases.get(words[0].lower()):
            return self._current  # "a spokesman for Acme", then "the spokesman"
        if mention.kind is MentionKind.OFFICE or definite or self._is_office(mention):
            holder = self.people.with_office(mention.name, mention.codes, mention.first, recent)
            if holder is not None:
                return holder
            if mention.body is not None and definite and "body_heads" in self.tokens.kinds[mention.last - 1]:
                return self.people.head_of(mention.body, recent) or mention.name
            if mention.definite and self._person and self.points_back and self.tokens.kinds[mention.first].get("part") == "offices":
                return self._person
        noun = mention.first if self.head_first else self.tokens.covered.get(mention.last - 1, mention.last - 1)
        if self._stated is not None and "meta" in self.tokens.kinds[mention.first]:
            return self._stated  # "the army said in a statement", then "the statement said"
        if mention.definite and "body_nouns" in self.tokens.kinds[noun] and self._is_common(mention):
            doers = (m for m in sentence.mentions if m.last <= mention.first and m.kind is MentionKind.BODY and m.oblique and self._does(m))
            near = (*self._bodies_before(mention, sentence), *self._known_bodies(), *(self.people.canonical(m.name) for m in doers))
            body = self.nouns.choose(self.tokens.phrase(noun), near, self.people.nouns)
            if body is None and self.nouns.is_general(self.tokens.phrase(noun)):
                body = self.nouns.choose(self.tokens.phrase(noun), self.people.lead_bodies, self.people.nouns)
            if body is not None:
                return body
        for head in {words[0].lower(), self._head_word(mention)}:
            known = self._phrases.get(head, "")
            if known and not self._is_of_another_state(mention, known) and (definite or mention.name.lower() in known.lower()):
                return self._phrases[head]
        if definite and self._points_at_person(mention):
            return self._person
        together = self._plural if definite and self._plural is not None and len(self.people.codes_of(self._plural)) > 1 else ""
        if len(words) == 1 and words[0].lower() in together.lower().split():
            return together  # "the foreign ministers of Kenya and Uganda", then "the ministers"
        head = words[0].lower() if mention.kind is MentionKind.OFFICE else self._head_word(mention)
        if definite:
            self._phrases.setdefault(head, mention.name)
        else:
            self._phrases[head] = mention.name
        self._phrase_states.setdefault(mention.name, self._states_in(mention))
        return mention.name

    def _states_in(self, mention: Mention) -> frozenset[str]:
        """Return the codes of the states that the words of a phrase name, by name or adjective."""
        kinds = (self.tokens.kinds[k] for k in range(mention.first, mention.last))
        return frozenset(code for found in kinds for code in found.get("party") or found.get("demonym") or ())

    def _is_of_another_state(self, mention: Mention, known: str) -> bool:
        """Tell whether a phrase names another state than the one that came before: "the French ministry", "Russia's ministry"."""
        states, before = self._states_in(mention), self._phrase_states.get(known, frozenset())
        return bool(states and before) and states.isdisjoint(before)

    def _pair(self, mention: Mention) -> str | None:
        """Return who "the two companies" or "the two countries" are, joined by a semicolon."""
        last = mention.last - 1
        both = "both" in self.tokens.kinds[self.tokens.covered.get(last, last)]
        if both:
            names = self.pairs.states_before(mention.first) or self.pairs.sides_before(mention.first)
        else:
            names = self.pairs.at(last)
        return "; ".join(names) or None

    def _points_at_person(self, mention: Mention) -> bool:
        """Tell whether "the" and a noun name again whom the text speaks of ("the don", "the veteran prop", "the former nurse").

        A bare office that is not known to be that person's is somebody else's ("the judge", after a minister).
        """
        tokens = self.tokens
        if self.head_first or self._person is None or self._is_plural(mention):
            return False
        first, last = mention.first, self._noun_end(mention)
        if last - first == 1 and first not in tokens.marks and mention.kind is MentionKind.NOUN:
            return True  # one noun that no list knows
        described = tokens.words[first].endswith(self.age_endings) or tokens.lower[first].split("-")[0] in self.modifiers
        if described and "body_nouns" not in tokens.kinds[last - 1]:
            return True
        office = any(tokens.kinds[k].get("part") == "offices" for k in range(first, last))
        if tokens.lower[last - 1] not in self.person_nouns:
            joined = any("conjunctions" in tokens.kinds[k] for k in range(first, last))  # "the singer and guitarist"
            return office and joined and self._current in (None, self._person) and not self.people.has_office(self._person)
        return not office or self._current == self._person or not self.people.has_office(self._person)

    def _noun_end(self, mention: Mention) -> int:
        """Return where the phrase's noun ends: before "of four", "from Leeds"."""
        inside = range(mention.first + 1, mention.last)
        tails = ("links_of_nouns", "tells_who")
        return next((k for k in inside if any(kind in self.tokens.kinds[k] for kind in tails)), mention.last)

    def _is_plural(self, mention: Mention) -> bool:
        """Tell whether a noun phrase names more than one: by the noun it is built on, or by what stands before it."""
        before = mention.first - 1
        opened = not self.plural_openers.isdisjoint(self.tokens.lower[max(0, before) : mention.first + 1])
        return opened or self._head_word(mention).endswith(self.plural_endings)

    def _head_word(self, mention: Mention) -> str:
        """Return the noun that a phrase is built on, in lower case: "officials" of "senior officials at the bank"."""
        if self.head_first:
            return self.tokens.lower[mention.first]
        return self.tokens.lower[self._noun_end(mention) - 1]

    def _known_bodies(self) -> tuple[str, ...]:
        if not self._body or self._bodies[:1] == (self._body,):
            return self._bodies
        return tuple(dict.fromkeys([self._body, *self._bodies]))

    def _bodies_before(self, mention: Mention, sentence: Sentence) -> list[str]:
        """Return the bodies that the sentence speaks of before a phrase: "Acme will build a plant, the company said"."""
        before = [m for m in sentence.mentions if m.last <= mention.first and not m.oblique]
        named = [self.people.canonical(m.name) for m in reversed(before) if m.kind is MentionKind.BODY and self.people.is_named(m)]
        head = next((m.name for m in before if m.kind is MentionKind.NAME and m.first - sentence.tokens.start <= 1), None)
        return [*named, *([self.people.canonical(head)] if head and self.people.may_be_body(self.people.canonical(head)) else [])]

    def _is_definite(self, mention: Mention) -> bool:
        """Tell whether "the" stands before the phrase ("The Italian said")."""
        return mention.first > 0 and "definite" in self.tokens.kinds[mention.first - 1]

    def _is_office(self, mention: Mention) -> bool:
        """Tell whether a small noun is an office that no "a" or "some" makes one of many."""
        tokens, first = self.tokens, mention.first
        counted = first > 0 and tokens.kinds[first - 1].get("part") == "determiners" and "definite" not in tokens.kinds[first - 1]
        return tokens.kinds[first].get("part") == "offices" and not counted

    def _spread_quotations(self) -> None:
        """Give the sentences of one quotation the speaker that any of them names; one without a name goes on with the last speaker."""
        last: str | None = None
        last_paragraph = -2
        by_quotation: dict[int, list[int]] = {}
        first = 0
        for index, sentence in enumerate(self.sentences):
            while first < len(self.quotations) and self.quotations[first].end <= sentence.span.start:
                first += 1
            for n in range(first, len(self.quotations)):
                if self.quotations[n].start >= sentence.span.end:
                    break
                by_quotation.setdefault(n, []).append(index)
        for quotation, group in by_quotation.items():
            named = next((n for n in group if self.sentences[n].speaker is not None), None)
            if named is not None:
                last, last_paragraph = self.sentences[named].speaker, self.sentences[group[-1]].paragraph
            for index in group:
                sentence = self.sentences[index]
                if sentence.speaker is None and sentence.quoted_words and sentence.quoted_words >= MOSTLY * sentence.words:
                    speaker = last if named is not None else self._speaker_before(index)
                    if speaker is None and last is not None and sentence.paragraph - last_paragraph <= 1:
                        speaker = last
                    sentence.speaker = speaker
                    sentence.attribution = Attribution.IMPLICIT if speaker else None
                    last, last_paragraph = speaker or last, sentence.paragraph
            if named is not None and self._is_left_open(quotation - 1):
                self._go_back(by_quotation.get(quotation - 1, []), self.sentences[named])

    def _is_left_open(self, n: int) -> bool:
        """Tell whether no mark closes a quotation before its paragraph ends: then the next paragraph goes on with it."""
        return n >= 0 and self.tokens.text[self.quotations[n].end - 1] not in QUOTES

    def _go_back(self, indices: list[int], named: Sentence) -> None:
        """Give the sentences of a quotation that was left open, and that nobody speaks, to who speaks in the paragraph below."""
        for index in indices:
            sentence = self.sentences[index]
            if sentence.speaker is None and named.paragraph - sentence.paragraph <= 1:
                sentence.speaker, sentence.attribution = named.speaker, Attribution.IMPLICIT

    def _spread_paragraphs(self) -> None:
        """Give the paragraph without marks below "X said:" to X; where there are several such lines, all up to the next of them."""
        introduced = [index for index, sentence in enumerate(self.sentences) if self._introduces_words(index, sentence)]
        for place, index in enumerate(introduced):
            below = self.sentences[index + 1 : introduced[place + 1] if place + 1 < len(introduced) else None]
            own = [sentence for sentence in below if sentence.speaker is None and not sentence.quoted_words]
            if len(introduced) < SEVERAL or place + 1 == len(introduced) or len(own) < len(below):
                own = [sentence for sentence in own if sentence.paragraph == below[0].paragraph]
            head = self.sentences[index]
            for sentence in own:
                sentence.speaker, sentence.attribution, sentence.set_off = head.speaker, Attribution.IMPLICIT, True
            head.speaker = head.attribution = head.reported = None  # it holds no words of its own

    def _introduces_words(self, index: int, sentence: Sentence) -> bool:
        """Tell whether a sentence only says who speaks in the paragraph below it, which has no marks and names nobody who does."""
        following = self.sentences[index + 1] if index + 1 < len(self.sentences) else None
        if following is None or sentence.reported is None or self.tokens.words[sentence.tokens.stop - 1] != ":":
            return False
        rest = range(sentence.reported.cue_last, sentence.tokens.stop - 1)
        last = len(rest) < NEAR_COLON and all(self._tells_when(k) for k in rest)
        listed = not self.tokens.words[following.tokens.start][0].isalnum()
        return last and not listed and following.paragraph > sentence.paragraph and following.speaker is None and not following.quoted_words

    def _tells_when(self, k: int) -> bool:
        """Tell whether token k only tells when or by what means somebody spoke: "in a statement on Monday"."""
        kinds = self.tokens.kinds[k]
        return any(kind in kinds for kind in ("fillers", "obliques", "statement_nouns")) or kinds.get("part") in ("determiners", "calendar")

    def _speaker_before(self, index: int) -> str | None:
        """Return who speaks in the two sentences before one that names nobody."""
        before = self.sentences[max(0, index - 2) : index]
        return next((sentence.speaker for sentence in reversed(before) if sentence.speaker is not None), None)

    def _spread_back(self) -> None:
        """A cue that closes a paragraph covers the sentences of that paragraph that lead up to it."""
        for index in range(len(self.sentences) - 1, 0, -1):
            sentence, before = self.sentences[index], self.sentences[index - 1]
            near = sentence.paragraph - before.paragraph <= 1
            if (
                sentence.confirmed_by is not None
                and before.speaker is None
                and near
                and not self._narrates(before)
                and before.confirmed_by is None
            ):
                before.speaker, before.attribution = sentence.confirmed_by, Attribution.IMPLICIT
            if (
                before.speaker is None
                and before.paragraph == sentence.paragraph
                and sentence.speaker is not None
                and self._looks_back(sentence)
                and sentence.quoted_words == 0
                and not self._narrates(before)
                and not self._turns_to_somebody(before)
                and self._has_verb_of_will(before)
            ):
                before.speaker, before.attribution = sentence.speaker, Attribution.IMPLICIT

    @staticmethod
    def _looks_back(sentence: Sentence) -> bool:
        """Tell whether a sentence's attribution may cover the sentence before it: its cue closes it, or it has none."""
        closes = sentence.reported is not None and sentence.reported.place is Place.AFTER
        return closes or sentence.attribution is Attribution.IMPLICIT

    def _spread_on(self) -> None:
        """A sentence that goes on with the reported words before it has the same speaker.

        In one short paragraph that is the rule of some languages, in others only what is supposed goes on; over a paragraph's end, or in a
        text without paragraphs, only where its words say so.
        """
        lengths = Counter([sentence.paragraph for sentence in self.sentences])
        lister: str | None = None  # whose list the text is in
        for before, sentence in zip(self.sentences, self.sentences[1:], strict=False):
            if self._is_item(before):
                lister = before.speaker
            open_item = sentence.speaker is None and self._is_item(sentence) and not self._narrates(sentence)
            if lister is not None and open_item and not self._tells_of_others(sentence, lister):
                sentence.speaker, sentence.attribution = lister, Attribution.IMPLICIT
            if sentence.confirmed_by is not None:
                continue
            if sentence.speaker is not None or before.speaker is None or self._narrates(sentence):
                continue
            near = sentence.paragraph == before.paragraph
            if before.quotation is Quotation.DIRECT and not self._goes_on_behind_quotation(sentence, before.speaker):
                continue
            if near and lengths[sentence.paragraph] <= SHORT_PARAGRAPH:
                goes_on = self.short_paragraphs or "supposes" in sentence.kinds
                goes_on = goes_on and not self._turns_to_somebody(sentence) and not self._introduces(sentence, before.speaker)
            else:
                goes_on = (near or (self.across_paragraphs and sentence.paragraph - before.paragraph == 1)) and self._carries_on(
                    sentence, before
                )
            if goes_on:
                sentence.speaker, sentence.attribution = before.speaker, Attribution.IMPLICIT

    def _tells_of_others(self, sentence: Sentence, speaker: str) -> bool:
        """Tell whether a sentence opens with a person, or with a body that is not the speaker's: "Finally, police arrested ..."."""
        head = self._head(sentence)
        if head is None or head.kind is MentionKind.STATE:
            return False
        if head.kind in (MentionKind.BODY, MentionKind.PERSON):
            name = self.people.canonical(head.name)
            own = name in (speaker, *self.people.codes_of(speaker))
            return not own and not any(word in name for word in speaker.split())
        return head.kind is MentionKind.NOUN and "speaker_nouns" in self.tokens.kinds[head.last - 1]

    def _first_word(self, sentence: Sentence) -> int:
        """Return the first token of a sentence that is no mark."""
        return next((k for k in sentence.tokens if self.tokens.words[k][0].isalnum()), sentence.tokens.start)

    def _is_item(self, sentence: Sentence) -> bool:
        """Tell whether a sentence opens with the place of what it tells in a list: "Kedua, ..."."""
        first = self._first_word(sentence)
        listed = "enumerators" in sentence.kinds and "enumerators" in self.tokens.kinds[first]
        behind = first + self.tokens.marks[first].length if listed else sentence.tokens.stop
        return behind < sentence.tokens.stop and self.tokens.words[behind] == ","

    def _goes_on_behind_quotation(self, sentence: Sentence, speaker: str) -> bool:
        """Tell whether the reporter's plain sentence behind quoted words goes on with them by its first words: "Selain itu, ...".

        One that then turns to somebody ("Karena itu, polisi menangkap ...") does not; to a body it may, as the speaker's own.
        """
        kinds = self.tokens.kinds
        first = self._first_word(sentence)
        says_we = any("first_person" in kinds and not self.tokens.capital[k] for k, kinds in sentence.marks)
        if says_we and not sentence.quoted_words and self.short_paragraphs:
            return True  # "Pajak lain sangat potensial untuk kita kembangkan."
        if "after_quotations" not in kinds[first]:
            return False
        behind = first + self.tokens.marks[first].length
        head = next((m for m in sentence.mentions if behind <= m.first <= behind + 1 and not m.oblique), None)
        if head is None:
            return not any(word[0].isdigit() for word in self.tokens.words[behind : behind + 2])
        if head.kind is MentionKind.BODY:
            return self.people.canonical(head.name) in (speaker, *self.people.codes_of(speaker))
        return head.kind is MentionKind.NOUN and any(
            "body_nouns" in kinds[k] or "governments" in kinds[k] for k in (head.first, head.last - 1)
        )

    def _turns_to_somebody(self, sentence: Sentence) -> bool:
        """Tell whether the sentence opens with a person: what that person does is the reporter's to tell."""
        head = self._head(sentence)
        if head is None or head.kind not in (MentionKind.PERSON, MentionKind.NAME):
            return False
        return self.people.is_titled(head.name)

    def _introduces(self, sentence: Sentence, speaker: str) -> bool:
        """Tell whether the sentence opens with the speaker's own full name: it tells who that is."""
        head = self._head(sentence)
        return head is not None and " " in head.name and self.people.canonical(head.name) == speaker == head.name

    def _head(self, sentence: Sentence) -> Mention | None:
        """Return the phrase that a sentence opens with, a short word or two and a comma before it aside."""
        head = next((m for m in sentence.mentions if m.first - sentence.tokens.start <= OPENING), None)
        return None if head is None or head.oblique else head

    def _carries_on(self, sentence: Sentence, before: Sentence) -> bool:
        """Tell whether a sentence without a cue says by its own words that it carries on.

        One that opens with a body that is not the speaker's does not: what it does is the reporter's to tell.
        """
        head = self._head(sentence)
        if head is not None and head.kind is MentionKind.BODY and sentence.paragraph != before.paragraph:
            return False
        if head is not None and head.kind in (MentionKind.BODY, MentionKind.PERSON) and before.speaker is not None:
            name = self.people.canonical(head.name)
            own = (before.speaker, *self.people.codes_of(before.speaker))
            if name not in own and not set(self.people.codes_of(name)) & set(own):
                return False
        first = self._first_word(sentence)
        if "enumerators" in self.tokens.kinds[first] or "heads" in self.tokens.kinds[first]:
            return True
        return self._has_verb_of_will(sentence)

    def _has_verb_of_will(self, sentence: Sentence) -> bool:
        return not OF_WILL.isdisjoint(sentence.kinds)

    def _narrates(self, sentence: Sentence) -> bool:
        """Tell whether a sentence reports what happened: its head or its verb belongs to narration."""
        if sentence.narrated or "narration" not in sentence.kinds:
            return sentence.narrated
        return any("narration" in kinds and not self._is_relative(k) for k, kinds in sentence.marks)

    def _is_relative(self, k: int) -> bool:
        """Tell whether a verb only tells of a noun ("efek yang dilaporkan")."""
        return k > 0 and "relative" in self.tokens.kinds[k - 1]
