"""Subjects: who a committing cue binds. The party that heads its clause, "we" and "both sides", or unspoken the speaker's own side."""

import re
from typing import NamedTuple

from claims.extraction.attribution import FINITE, Place
from claims.extraction.discourse import Sentence
from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.mentions import NO_MODIFIERS, Mention, MentionKind
from claims.extraction.pairs import apposition_end, is_joined
from claims.extraction.sides import Sides
from claims.extraction.tokens import Tokens
from claims.extraction.verb_subjects import is_listed, parted_subject
from claims.terms import Attribution, Quotation, Strength

NEXT = 2  # tokens from an adverb to the subject behind it, a comma between
CLOSE = 3  # tokens between the head of a clause and its subject
LINK = 3  # letters of a small word inside a name
FAR_VERB = 12  # tokens of a subject before its verb
NEAR_HEAD = 3  # mentions of a sentence among which its subject is
FAR_AGENT = 40  # tokens behind a cue in which a "by" tells that somebody else does it
NEAR_AGENT = 8  # tokens between a passive verb and its "by"
OWN_WORDS = frozenset({"first_person", "own_side"})
CLAUSAL = FINITE | {"verbs_before", "complementisers", "relative"}  # kinds of words that show a clause of its own
STOPS = frozenset(',.;:"”')
ACTORS = frozenset((MentionKind.STATE, MentionKind.BODY, MentionKind.NAME, MentionKind.PERSON))
RECEIVING = (MentionKind.NAME, MentionKind.BODY)  # kinds of those who pledge nothing by what they will get
HOPING_BODIES = (MentionKind.STATE, MentionKind.BODY, MentionKind.NOUN)
PARTY_KINDS = (MentionKind.STATE, MentionKind.BODY, MentionKind.NAME, MentionKind.PERSON, MentionKind.NOUN, MentionKind.IT)


class Subject(NamedTuple):
    """Who would be bound: the parties, and whether they are the speaker's own side (or both sides)."""

    parties: tuple[str, ...]
    own: bool
    agent: bool = False  # named by the "by" of a passive


class SubjectReader:
    """Finds the subjects of the committing cues of one document."""

    def __init__(self, tokens: Tokens, sides: Sides, lexicon: Lexicon) -> None:
        self.tokens, self.sides = tokens, sides
        self.ours = names_of(lexicon, "people", "first_person")
        self.bare_bodies = names_of(lexicon, "people", "bare_bodies")
        self.progressive = tuple(lexicon["attribution"]["progressive_endings"])
        self.infinitives = names_of(lexicon, "attribution", "infinitive")
        self.passive_forms = tuple(re.compile(form) for form in lexicon["commitments"]["passive_forms"])
        self.time_words = names_of(lexicon, "commitments", "time_words")
        self.singular = names_of(lexicon, "people", "first_person_singular")
        self.own_words = self.singular | self.bare_bodies
        self.needs_mark = bool(lexicon["commitments"]["passive_marks"])
        self.deed_forms = tuple(re.compile(form) for form in lexicon["commitments"]["own_deed_forms"])
        self.abilities = names_of(lexicon, "commitments", "abilities")
        self.verb_forms = tuple(re.compile(form) for form in lexicon["commitments"]["own_verb_forms"])

    def stands_for_side(self, j: int) -> bool:
        """Tell whether token j is "we", "both sides", "his government", a pronoun: a word that stands for a side."""
        tokens = self.tokens
        kinds = ("both", "own_side", "first_person", "governments")
        return any(kind in tokens.kinds[j] for kind in kinds) or tokens.kinds[j].get("part") in ("pronouns", "plural_pronouns")

    def action_start(self, k: int, sentence: Sentence) -> int:
        """Return the first token of what is to be done: over "to", "that", commas and quotation marks after the cue."""
        tokens = self.tokens
        while k < sentence.tokens.stop and (
            "infinitive" in tokens.kinds[k] or "complementisers" in tokens.kinds[k] or tokens.words[k] in ',"“\\'
        ):
            k += 1
        return k

    def find(self, k: int, start: int, sentence: Sentence) -> Subject | None:
        """Return who the cue binds: the party that heads the clause or stands right before the cue; unspoken, it is the speaker."""
        speaker = sentence.speaker
        own = self._own(sentence)
        after = self.next_word(k, sentence)
        if after is not None and "both" in self.tokens.kinds[after] and "modals" not in self.tokens.kinds[k]:
            return Subject(self.sides.both(speaker, k), own=True)  # "a commitment of both sides to ..."
        direct = sentence.quotation is Quotation.DIRECT
        if speaker is not None and after is not None and not direct and self.tokens.kinds[after].get("part") == "pronouns":
            return self._special(after, speaker, own, sentence.mentions, direct=False)  # "akan ia umumkan"
        if speaker is not None and (self._says_own(k, after, start, sentence, direct=direct) or self._joins_report(k, sentence)):
            return Subject(own or (speaker,), own=True)
        at_cue = sentence.reported is not None and sentence.reported.cue_first <= k < sentence.reported.cue_last
        if at_cue or ("planning" in self.tokens.kinds[k] and not self.tokens.word_count(start, k)):  # "Rencananya, pedagang akan ..."
            return self._hoped(k, sentence, own) if at_cue else None
        agents = self.agents(k, sentence)
        if agents:
            return Subject(agents, own=True, agent=True)
        if (related := self._related(k, start, sentence)) is not None:
            parties = self.sides.of_mention(related)
            return Subject(parties, own=bool(set(parties) & set(own)))
        aside = self._aside(sentence, start)
        if (side := self._side_before(k, start, sentence, own, aside)) is not None:
            return side
        if "wishes" in self.tokens.kinds[k] and not self._is_for_oneself(k + self.tokens.marks[k].length, sentence, own):
            return None  # "KPK berharap para pihak datang"
        mentions = [m for m in sentence.mentions if start <= m.first and m.last <= k and m.kind in PARTY_KINDS and m.first not in aside]
        longest = {m.first: m.last for m in mentions}  # "Opposition leaders", not "Opposition"
        mentions = [m for m in mentions if m.last == longest[m.first] and not is_listed(self.tokens, m, mentions)]
        mentions = [m for m in mentions if not self._is_told(m, k, sentence) and not self._only_tells_whose(m, k, sentence)]
        chosen = next((m for m in mentions if self._opens_clause(m, k, aside)), None)
        chosen = chosen or parted_subject(self.tokens, k, range(start, sentence.tokens.stop), mentions, self.progressive)
        if chosen is None:
            chosen = next((m for m in mentions if self._begins_anew(m, k, start, mentions)), None)
        if chosen is None:
            head = next((m for m in mentions if self._heads(m, start) and not self.possesses(m)), None)
            chosen = self._supplied_by(head, k, mentions) or head
        if chosen is None:
            near = (m for m in reversed(mentions) if self.touches(m.last - 1, k, aside))
            chosen = next((m for m in near if not m.oblique or self._is_accompanying(m, k)), None)
        if chosen is not None:
            parties = self._joined(chosen, mentions, sentence)
            if chosen.kind is MentionKind.NOUN and self._is_headed_by(chosen, speaker, own):
                parties = own  # "the group", says its chief executive
            if chosen.kind is MentionKind.IT:
                parties = self._of_it(chosen, parties, own, sentence)
            if speaker is not None and own and not set(parties) & set(own) and chosen.kind is MentionKind.STATE:
                return None
            if chosen.kind in ACTORS and self.is_passive(k, sentence):
                # what is done to somebody ("Acme will be fined") binds who says so, if anybody
                return Subject(own, own=True) if speaker is not None and own and not set(parties) & set(own) else None
            if chosen.kind is MentionKind.NOUN and speaker is None and self.is_passive(k, sentence):
                return None  # "Laporan warga akan diverifikasi"
            given = own != (speaker,) and self._is_given(k, sentence) and not set(parties) & set(own)
            decides = own or (speaker is not None and self.sides.people.decides(speaker))
            if speaker is not None and chosen.kind is MentionKind.NOUN and decides and (given or self.is_passive(k, sentence)):
                return Subject(own or (speaker,), own=True)  # "officials who cheat would be dismissed": by the speaker
            if speaker is not None and chosen.kind is MentionKind.NOUN and parties == (chosen.name,) and parties[0] != speaker:
                return self._others(chosen, k, speaker, own)
            takes = speaker is not None and given and chosen.kind in RECEIVING  # "Kota Serang akan mendapat vaksin"
            return Subject(() if takes else parties, own=bool(set(parties) & set(own)) or chosen.kind is MentionKind.STATE)
        if speaker is None and (office := next((m for m in sentence.mentions if self._holds_office(m, k, start)), None)) is not None:
            return Subject(self.sides.of_office(office), own=False)  # "Bupati berkomitmen"
        if speaker is not None and self._goes_on(k, sentence):
            return Subject(own or (speaker,), own=True)
        carried = speaker is not None and self.touches(start - 1, k) and self._is_of_own(start, k, sentence)
        carried = carried or (start < k and self._says_more(start, k, sentence))
        if speaker is not None and (carried or (self.is_passive(k, sentence) and (own or self.sides.people.decides(speaker)))):
            return Subject(own or (speaker,), own=True)
        return None

    def _told_of(self, j: int, sentence: Sentence) -> tuple[str | None, tuple[str, ...]]:
        """Return whom "he" at token j points at in narration, and whom that person speaks for: "He also agreed to pay"."""
        if self.tokens.kinds[j].get("part") != "pronouns":
            return None, ()
        heads = (m for m in sentence.mentions[:NEAR_HEAD] if m.last <= j and not m.oblique)
        named = next((m for m in heads if m.kind in (MentionKind.PERSON, MentionKind.NAME)), None)
        person = self.sides.people.canonical(named.name) if named is not None else sentence.person
        return person, self.sides.people.codes_of(person) if person is not None else ()

    def _beside(self, j: int, k: int, sentence: Sentence) -> Mention | None:
        """Return the body that "and" joins to a side right before the cue at token k: "pihaknya dan [Dinas Kesehatan] akan"."""
        tokens, link = self.tokens, j + (self.tokens.marks[j].length if j in self.tokens.marks else 1)
        if "own_side" not in tokens.kinds[j] or link + 1 >= k or "conjunctions" not in tokens.kinds[link]:
            return None
        return next((m for m in sentence.mentions if m.first == link + 1 and m.kind in ACTORS and self.touches(m.last, k)), None)

    def _side_before(self, k: int, start: int, sentence: Sentence, own: tuple[str, ...], aside: range) -> Subject | None:
        """Return the side that a word before the cue stands for ("we", "his government"); one of nobody where others are to act."""
        for j in self._sides(start, k + 1):
            if j in aside or self.tokens.is_possessive(j):
                continue  # "the government's plan would cost jobs"
            speaker, theirs = (sentence.speaker, own) if sentence.speaker is not None else self._told_of(j, sentence)
            special = self._own_name(j, sentence)
            special = special or self._special(j, speaker, theirs, sentence.mentions, direct=sentence.quotation is Quotation.DIRECT)
            special = special or self._own_body(j, sentence, own)
            if special is None:
                continue
            if (beside := self._beside(j, k, sentence)) is not None:
                special = special._replace(parties=tuple(dict.fromkeys((*special.parties, *self.sides.of_mention(beside)))))
            if beside is not None or j == k or j - start <= CLOSE or self.touches(j, k, aside):
                return special if self._is_meant(k, sentence, own) else Subject((), own=False)
        return None

    def _of_it(self, it: Mention, parties: tuple[str, ...], own: tuple[str, ...], sentence: Sentence) -> tuple[str, ...]:
        """Return whom "it" binds: a body or state that speaks of itself, or the state that its official speaks of.

        In quoted words, a thing, where no side stands before it: "if there is an error, it will ...".
        """
        if sentence.quotation is Quotation.DIRECT and self.tokens.first_of("side", sentence.tokens.start, it.first) is None:
            return ()
        if sentence.state and sentence.opens_with(it):
            return sentence.state  # "Denmark has a plan. It will ..."
        if self._is_voice(sentence):
            return own or ((sentence.speaker,) if sentence.speaker else ())
        return parties or own

    def _sides(self, start: int, stop: int) -> list[int]:
        """Return the tokens from `start` up to `stop` that may stand for a side, the last first."""
        tokens = self.tokens
        found = tokens.all_of("side", start, stop)
        if not self.own_words.isdisjoint(tokens.lower[start:stop]):
            found = sorted({*found, *(j for j in range(start, stop) if tokens.lower[j] in self.own_words)})
        return found[::-1]

    def _holds_office(self, mention: Mention, k: int, start: int) -> bool:
        """Tell whether an office without a name opens the clause of the cue at token k, and stands right before it."""
        opens = mention.kind is MentionKind.OFFICE and not mention.oblique and mention.first - start <= 1
        return opens and start <= mention.first and mention.last <= k and self.touches(mention.last - 1, k)

    def _is_accompanying(self, mention: Mention, k: int) -> bool:
        """Tell whether somebody does something while something else happens: "Rivals cut prices, with [Acme] aiming to sell more"."""
        kinds = self.tokens.kinds[self.tokens.before(mention.first)]
        return "accompanying" in kinds and self.tokens.lower[k].endswith(self.progressive)

    def _others(self, noun: Mention, k: int, speaker: str, own: tuple[str, ...]) -> Subject | None:
        """Return who is bound where somebody tells what others do: those of his body, a group that is willing, or nobody."""
        kinds, last = self.tokens.kinds, noun.last - 1
        willing = "infinitive" not in kinds[k - 2] and kinds[k].get("strength") is Strength.WILLING
        if own and "own_people" in kinds[last] and not any(map(self.sides.people.is_state, own)):
            return Subject(own, own=True)  # "Guild members were ready to pay", says its chairman
        if (willing and all(map(self.sides.people.is_state, own))) or self.sides.people.is_of_group(speaker, noun.name):
            return Subject((noun.name,), own=False)  # "the guards were ready to strike", "the rebels", says a rebel spokesman
        if "body_nouns" not in kinds[self.tokens.covered.get(last, last)]:
            return None  # what others are said to do is the speaker's opinion of them
        bodies = [party for party in own if not self.sides.people.is_state(party)]
        other = bodies and self.sides.nouns.choose(self.tokens.phrase(last), bodies, self.sides.people.nouns) is None
        return Subject((noun.name,), own=False) if other or not own else Subject(own, own=True)  # "the army", says its commander

    def _is_headed_by(self, noun: Mention, speaker: str | None, own: tuple[str, ...]) -> bool:
        """Tell whether "the company" or "the group" is the body that the speaker heads, and speaks for."""
        if speaker is None or not (own and noun.definite and self.sides.people.heads(speaker)):
            return False
        word, bodies = self.tokens.phrase(noun.last - 1), [party for party in own if not self.sides.people.is_state(party)]
        return self.sides.nouns.is_general(word) or self.sides.nouns.choose(word, bodies, self.sides.people.nouns) is not None

    def _is_told(self, mention: Mention, k: int, sentence: Sentence) -> bool:
        """Tell whether a phrase behind the verb names who was told, before the subject: "told reporters the bank would"."""
        reported = sentence.reported
        if reported is None or "told" not in self.tokens.kinds[reported.cue_first] or mention.first - reported.cue_last > 1:
            return False
        return mention.first >= reported.cue_last and any(mention.last <= m.first <= mention.last + 1 < k for m in sentence.mentions)

    def _only_tells_whose(self, mention: Mention, k: int, sentence: Sentence) -> bool:
        """Tell whether a state only tells whose a thing is that something will happen to: "US growth would slow"."""
        thing, tokens, kinds = mention.last, self.tokens, self.tokens.kinds
        if mention.kind is not MentionKind.STATE or thing >= k or not tokens.words[thing].islower() or "modals" not in kinds[k]:
            return False
        after = self.next_word(k, sentence)
        if after is None or "outcomes" not in kinds[after]:
            return False  # "US troops will leave"
        noun = not any(kind in tokens.kinds[thing] for kind in ("fillers", "negation", "side", "conjunctions", "strength"))
        return noun and self.touches(thing, k)

    def _related(self, k: int, start: int, sentence: Sentence) -> Mention | None:
        """Return the body whose relative clause a comma opens before the cue: "at Acme, which has promised to ..."."""
        r = self.tokens.relative_before(k, start)
        if r is None or r <= start or self.tokens.words[r - 1] != ",":
            return None
        return next((m for m in sentence.mentions if m.last == r - 1 and m.kind is MentionKind.BODY), None)

    def _is_voice(self, sentence: Sentence) -> bool:
        """Tell whether the sentence names a body or a state as its speaker: no person."""
        mention = sentence.reported.speaker if sentence.reported is not None else None
        if mention is None or mention.kind in (MentionKind.PERSON, MentionKind.PRONOUN, MentionKind.PLURAL, MentionKind.OFFICE):
            return False
        head = self.tokens.covered.get(mention.last - 1, mention.last - 1)  # "police department"
        return mention.kind is not MentionKind.NOUN or "body_nouns" in self.tokens.kinds[head]

    def _says_own(self, k: int, after: int | None, start: int, sentence: Sentence, *, direct: bool) -> bool:
        """Tell whether a word in or beside the cue says that it is the speaker's own: "akan kami buka", "its aim to", "the goal is to"."""
        kinds = self.tokens.kinds
        if (after is not None and "first_person" in kinds[after]) or self._says_ours(k):
            return True
        if "possessors" in kinds[k - 1] and "modals" not in kinds[k] and not direct:
            return not any(start <= m.first < k and m.kind in (*PARTY_KINDS, MentionKind.OFFICE) for m in sentence.mentions)
        if "planning" in kinds[k]:
            return self._plans_own(k, start, sentence)
        return "aim_nouns" in kinds[k] and "definite" in kinds[k - 1]

    def _plans_own(self, k: int, start: int, sentence: Sentence) -> bool:
        """Tell whether an adverb tells a plan of whoever speaks: it opens its clause, and nobody else is the next verb's subject."""
        if self.tokens.word_count(start, k) or sentence.speaker is None:
            return False  # "tersangka rencananya akan menjual"
        own = (sentence.speaker, *self._own(sentence))
        subject = next((m for m in sentence.mentions if k < m.first <= k + NEXT and not m.oblique), None)
        if subject is None or any(subject.name in party for party in own):
            return True  # "rencananya KPU akan ...", from the head of the KPU of Bali
        return not set(self.sides.of_mention(subject)).isdisjoint(own)

    def _says_ours(self, k: int) -> bool:
        """Tell whether the cue itself holds "our" ("komitmen kami untuk")."""
        cue = self.tokens.lower[k : k + self.tokens.marks[k].length]
        return not self.ours.isdisjoint(cue) and self.singular.isdisjoint(cue)

    def _aside(self, sentence: Sentence, start: int) -> range:
        """Return the tokens that say who said it, where they part a clause: "Acme, said Jane Doe, will ..."."""
        reported = sentence.reported
        if reported is None or reported.place is not Place.INSIDE or reported.cue_first < start:
            return range(0)
        last = reported.cue_last
        if reported.speaker is not None and reported.speaker.first >= last:
            last = reported.speaker.last
        return range(reported.cue_first, last)

    def _own_body(self, j: int, sentence: Sentence, own: tuple[str, ...]) -> Subject | None:
        """Read "perseroan", "manajemen" with no name and no "that": the body that the speaker speaks for, or the one spoken of."""
        tokens = self.tokens
        noun = tokens.lower[j]
        alone = "body_nouns" in tokens.kinds[j] and j == sentence.tokens.start  # "Serikat, kata X, akan ..."
        if self.bare_bodies and "body_nouns" in tokens.kinds[j]:
            alone = alone or any(noun in party.lower().split() for party in own)  # "serikat akan ...", says who speaks for one
        if not (alone or noun in self.bare_bodies) or tokens.capital[j + 1] or "definite" in tokens.kinds[j + 1]:
            return None
        bodies = tuple(party for party in own if not self.sides.people.is_state(party))
        body = self.sides.nouns.choose(noun, [*bodies, *sentence.bodies], self.sides.people.nouns) or next(
            iter((*bodies, *sentence.bodies)), None
        )
        return Subject((body,), own=True) if body is not None else None

    def is_passive(self, k: int, sentence: Sentence) -> bool:
        """Tell whether what follows the cue is to be done by somebody unnamed ("every patient will be treated"): by the speaker."""
        tokens, verb = self.tokens, self._participle(k, sentence)
        if verb is None or any(self._is_agent(j) for j in range(k + 1, min(k + FAR_AGENT, sentence.tokens.stop))):
            return False
        return "agenda" not in tokens.kinds[verb] and "outcomes" not in tokens.kinds[verb]

    def _is_given(self, k: int, sentence: Sentence) -> bool:
        """Tell whether what follows the modal is to be given by somebody unnamed ("farmers will get 200 bags"): by the speaker."""
        tokens = self.tokens
        verb = self.next_word(k, sentence) if "modals" in tokens.kinds[k] else None
        if verb is None or "receiving" not in tokens.kinds[verb] or verb + 1 >= sentence.tokens.stop:
            return False
        kinds, word = tokens.kinds[verb + 1], tokens.words[verb + 1]
        thing = not kinds and not self.needs_mark  # "menerima bantuan"
        return thing or "received" in kinds or kinds.get("part") == "determiners" or not word[0].isalpha()

    def agents(self, k: int, sentence: Sentence) -> tuple[str, ...]:
        """Return the parties by which something is to be done: "will be built by Acme"."""
        tokens, verb = self.tokens, self._participle(k, sentence)
        if verb is None:
            return ()
        near = range(verb + 1, min(verb + 1 + NEAR_AGENT, sentence.tokens.stop))
        stop = next((j for j in near if tokens.words[j] in STOPS or "clause_breaks" in tokens.kinds[j]), near.stop)
        by = next((j for j in near if j < stop and self._is_agent(j)), None)
        if by is None:
            doers = (MentionKind.BODY, MentionKind.PERSON, *([MentionKind.NAME] if "definite" in tokens.kinds[k - 1] else []))
            behind = (m for m in sentence.mentions if m.first == verb + 1 and m.kind in doers)
            named = next(behind, None) if not self.needs_mark and tokens.word_count(sentence.tokens.start, k) else None
            return self._joined(named, sentence.mentions, sentence) if named is not None else ()  # "Laporan itu akan dibuat KPK"
        owned = any("possessors" in tokens.kinds[j] for j in (by + 1, by + 2) if j < sentence.tokens.stop)
        if owned and sentence.speaker is not None:
            return self._own(sentence)  # "by its own crews", "by my staff"
        named = next((m for m in sentence.mentions if by < m.first <= by + 2 and m.kind in PARTY_KINDS), None)
        return self._joined(named, sentence.mentions, sentence) if named is not None else tokens.kinds[by + 1].get("capital") or ()

    def _participle(self, k: int, sentence: Sentence) -> int | None:
        """Return the participle of a passive that the modal at token k begins ("will be built"), None where it begins none."""
        tokens = self.tokens
        after = self.next_word(k, sentence) if "modals" in tokens.kinds[k] else None
        if after is None:
            return None
        if "passive_marks" in tokens.kinds[after]:
            after += 1
        elif self.needs_mark:
            return None
        fits = after < sentence.tokens.stop and any(form.search(tokens.lower[after]) for form in self.passive_forms)
        return after if fits else None

    def _points_at_thing(self, start: int, k: int) -> bool:
        """Tell whether all that stands before the cue at token k is a word that points at something: "This will cost jobs", "Itu akan"."""
        j = k - 1
        while j > start and "fillers" in self.tokens.kinds[j] and "definite" not in self.tokens.kinds[j]:
            j -= 1
        return j >= start and "definite" in self.tokens.kinds[j] and not self.tokens.word_count(start, j)

    def _goes_on(self, k: int, sentence: Sentence) -> bool:
        """Tell whether "and" joins the cue to the verb whose subject speaks: "X apologised to them and undertook to pay"."""
        reported, tokens = sentence.reported, self.tokens
        if reported is None or reported.place is not Place.BEFORE:
            return False
        if "modals" in tokens.kinds[k] and "strength" not in tokens.kinds[reported.cue_first]:
            return False
        return reported.cue_last < k and "conjunctions" in tokens.kinds[k - 1] and "noun_like" not in tokens.kinds[k]

    def _joins_report(self, k: int, sentence: Sentence) -> bool:
        """Tell whether "and" joins the cue to a verb that has an object and no clause: "X accused the board of fraud and vowed to sue"."""
        reported, tokens = sentence.reported, self.tokens
        if reported is None or reported.place is not Place.BEFORE or not reported.cue_last < k - 1:
            return False
        reports = "verbs_before" in tokens.kinds[k] and "plain_verbs" not in tokens.kinds[reported.cue_first]
        if not reports or "conjunctions" not in tokens.kinds[k - 1] or "noun_like" in tokens.kinds[k]:
            return False
        return all(CLAUSAL.isdisjoint(tokens.kinds[j]) for j in range(reported.cue_last, k - 1))

    def _says_more(self, start: int, k: int, sentence: Sentence) -> bool:
        """Tell whether whoever speaks says something more, a verb of reporting right before the cue: "ujarnya seraya mengatakan [akan]"."""
        tokens, reported = self.tokens, sentence.reported
        later = reported is not None and reported.cue_last < start and "verbs_before" in tokens.kinds[start]
        return later and not self.needs_mark and k - start == tokens.marks[start].length

    def _is_of_own(self, start: int, k: int, sentence: Sentence) -> bool:
        """Tell whether the subject that a later clause carries on is no thing: "it was glad but would not pay", not "the money was ..."."""
        if self._points_at_thing(start, k):
            return False
        reported = sentence.reported
        if reported is None or reported.cue_last > start or reported.place is not Place.BEFORE:
            return True
        first = self.action_start(reported.cue_last, sentence)
        if first >= start or self.stands_for_side(first) or self.tokens.kinds[first].get("part") != "determiners":
            return True
        return any(first < m.first <= first + 2 for m in sentence.mentions)

    def _is_agent(self, j: int) -> bool:
        """Tell whether token j is the "by" of a passive, and no time follows it ("by the end of May", "by 2030")."""
        tokens = self.tokens
        if "agents" not in tokens.kinds[j]:
            return False
        k = j + 1
        while k < len(tokens.words) and tokens.kinds[k].get("part") == "determiners":
            k += 1
        if k >= len(tokens.words):
            return True
        return not (tokens.words[k][0].isdigit() or tokens.kinds[k].get("part") == "calendar" or tokens.lower[k] in self.time_words)

    def _hoped(self, k: int, sentence: Sentence, own: tuple[str, ...]) -> Subject | None:
        """A reporting verb that commits ("hopes", "announced"): binds the speaker, unless what is hoped for is another side's to do."""
        tokens = self.tokens
        last = k + tokens.marks[k].length
        if tokens.kinds[k].get("strength") is not Strength.ASPIRATION:
            that = tokens.first_of("complementisers", last, sentence.tokens.stop)
            parted = that is not None and tokens.words[that - 1] == ","  # "announced in May, days before a vote, that she would resign"
            if "performatives" in tokens.kinds[k] and (parted or self._tells_what_is(last, sentence)):
                return None
            return Subject(own or (sentence.speaker or "",), own=True)
        rest = range(last, sentence.tokens.stop)
        if "own_aims" in tokens.kinds[k]:
            return Subject(own or (sentence.speaker or "",), own=True)
        deed = self._is_own_deed(self.action_start(last, sentence), sentence)
        if deed or (tokens.lower[last - 1] in self.infinitives and not any("both" in tokens.kinds[j] for j in rest)):
            return Subject(own or (sentence.speaker or "",), own=True)
        if not self._is_for_oneself(last, sentence, own):
            return None
        if any("both" in tokens.kinds[j] for j in rest):
            return Subject(self.sides.both(sentence.speaker, k), own=True)
        others = [m for m in sentence.mentions if m.first in rest and m.kind in PARTY_KINDS and not m.oblique]
        if others and not set(self.sides.of_mention(others[0])) & set(own):
            return None
        return Subject(own or (sentence.speaker or "",), own=True)

    def _tells_what_is(self, first: int, sentence: Sentence) -> bool:
        """Tell whether what is announced is a clause about what is or was: "announced the trial was stopped", not "announced a ban"."""
        tokens, begin = self.tokens, self.action_start(first, sentence)
        for j in range(begin, min(begin + FAR_VERB, sentence.tokens.stop)):
            kinds = tokens.kinds[j]
            further = j > begin and any(kind in kinds for kind in ("relative", "tells_who", "clause_breaks", "definite"))
            if tokens.words[j] in STOPS or "strength" in kinds or further:
                return False  # what follows belongs to a clause inside: "a fund for those whose homes were lost"
            if "fillers" in kinds and ("auxiliaries" in kinds or "perfects" in kinds):
                return True
        return False

    def _is_meant(self, k: int, sentence: Sentence, own: tuple[str, ...]) -> bool:
        """Tell whether what is wished is one's own to do: a wish about others ("kami berharap hakim adil") binds nobody."""
        if "wishes" not in self.tokens.kinds[k]:
            return True
        after = self.action_start(k + self.tokens.marks[k].length, sentence)
        verb = next((self.tokens.lower[j] for j in range(after, sentence.tokens.stop) if "fillers" not in self.tokens.kinds[j]), "")
        if not self.needs_mark and any(form.search(verb) for form in self.passive_forms):
            return False  # "saya harap segera diselesaikan"
        other = next((m for m in sentence.mentions if after <= m.first <= after + 1 and m.kind in (*PARTY_KINDS, MentionKind.OFFICE)), None)
        return other is None or bool(set(self.sides.of_mention(other)) & set(own))

    def is_own_verb(self, k: int, sentence: Sentence) -> bool:
        """Tell whether token k has the form of a verb for what one does oneself."""
        return k < sentence.tokens.stop and any(form.match(self.tokens.lower[k]) for form in self.verb_forms)

    def _is_for_oneself(self, k: int, sentence: Sentence, own: tuple[str, ...]) -> bool:
        """Tell whether what is hoped for is one's own to do: a verb, "both sides" or the own side follows, not somebody else or a thing."""
        tokens, cue = self.tokens, k - 1
        if tokens.lower[k - 1] in self.infinitives:
            return True
        k = self.action_start(k, sentence)
        if k >= sentence.tokens.stop or "infinitive" in tokens.kinds[k - 1] or self.stands_for_side(k):
            return True
        if any("both" in tokens.kinds[j] for j in range(k, sentence.tokens.stop)):
            return True
        mention = next((m for m in sentence.mentions if k <= m.first <= k + 1), None)
        if mention is not None and set(self.sides.of_mention(mention)) & set(own):
            return True
        if (
            mention is not None
            and mention.kind is MentionKind.IT
            and any(m.last == cue and m.kind in HOPING_BODIES for m in sentence.mentions)
        ):
            return True  # "the company hopes it will finish the bridge"; what a person hopes of "it" is another thing
        return self.is_own_verb(k, sentence) or self._is_own_deed(k, sentence)

    def _is_own_deed(self, k: int, sentence: Sentence) -> bool:
        """Tell whether what is hoped for is that a deed of one's own comes about: "berharap [pengembangan tambak dapat] menolong warga"."""
        if k >= sentence.tokens.stop or not any(form.match(self.tokens.lower[k]) for form in self.deed_forms):
            return False
        if "side" in self.tokens.kinds[k] or "speaker_nouns" in self.tokens.kinds[k]:
            return False  # "perusahaan", which only has the form
        return not self.abilities.isdisjoint(self.tokens.lower[k : min(k + FAR_VERB, sentence.tokens.stop)])

    def _own(self, sentence: Sentence) -> tuple[str, ...]:
        reported = sentence.reported
        if reported is None or reported.speaker is None:
            return self.sides.of_speaker(sentence.speaker)
        mention, kinds = reported.speaker, self.tokens.kinds
        if "both" in kinds[mention.first - 1] or "both" in kinds[mention.first]:
            return self.sides.both(None, mention.first)
        if mention.kind is MentionKind.IT and sentence.state and sentence.opens_with(mention):
            return sentence.state  # "Denmark has a plan. It says ..."
        states = tuple(party for m in reported.joint or (mention,) if m.kind is MentionKind.STATE for party in self.sides.of_states(m))
        states = states or (mention.codes if mention.kind is MentionKind.NOUN and len(mention.codes) > 1 else ())
        if mention.kind is MentionKind.OFFICE and "demonym" in kinds[mention.first] and mention.name == sentence.speaker:
            states = mention.codes  # "the Chinese leader", who has no name here
        own = self.sides.of_speaker(sentence.speaker, states)
        if not own and mention.kind is MentionKind.NOUN and "governments" in kinds[mention.first]:
            own = self.sides.of_mention(mention)  # "the government of Norway"
        if own or not mention.body:
            return own
        alone = self.sides.people.acts_alone(sentence.speaker or "") or self.sides.people.acts_alone(mention.name)
        return () if alone else (self.sides.people.canonical(mention.body),)

    def _own_name(self, j: int, sentence: Sentence) -> Subject | None:
        """Read the name that a comma sets off after "his party": "His party, the People's Front, would boycott ..."."""
        tokens = self.tokens
        if "own_side" not in tokens.kinds[j]:
            return None
        k = j + tokens.marks[j].length
        if k >= sentence.tokens.stop or tokens.words[k] != ",":
            return None
        speaker = sentence.reported.speaker if sentence.reported is not None else None
        behind = (m for m in sentence.mentions if k < m.first <= k + 2 and m is not speaker)
        named = next((m for m in behind if m.kind in (MentionKind.NAME, MentionKind.BODY)), None)
        return Subject((self.sides.people.canonical(named.name),), own=True) if named is not None else None

    def _special(self, j: int, speaker: str | None, own: tuple[str, ...], mentions: list[Mention], *, direct: bool) -> Subject | None:
        """Read "both sides", "we", "his government": phrases that stand for a side."""
        tokens = self.tokens
        if "both" in tokens.kinds[j]:
            return Subject(self.sides.both(speaker, j), own=True)
        if pair := self.sides.pair(j):
            return Subject(pair, own=bool(set(pair) & set(own)))
        owned = "own_people" in tokens.kinds[j] and j > 0 and "possessors" in tokens.kinds[j - 1]
        if "own_side" in tokens.kinds[j] or owned:
            return Subject(own or self._own_party(j, speaker) or ((speaker,) if speaker else ()), own=True)
        governs = speaker is not None and own and self.sides.people.governs(speaker, own)
        ends_so = any(party.lower().endswith(f" {tokens.lower[j]}") for party in own)  # "the district", of the Arden School District
        if "own_places" in tokens.kinds[j] and (governs or ends_so) and self._is_definite(j):
            return Subject(own, own=True)  # "the province would pay"
        if self._is_local_government(j):
            return Subject(own, own=True) if governs else self._local_government(speaker)
        if "own_people" in tokens.kinds[j] and own and not direct and self._stands_bare(j):
            return Subject(own, own=True)  # "officers would search the house"
        if "governments" in tokens.kinds[j] and not tokens.capital[j]:
            named = next((m for m in mentions if m.kind is MentionKind.BODY and m.first < j < m.last), None)
            if named is not None:
                return Subject(self.sides.of_mention(named), own=True)  # "the Queensland government"
            if own and direct and any("first_person" in tokens.kinds[k] for k in (j - 1, j - 2)):
                return Subject(own, own=True)  # "kami selaku pemerintah akan ..."
            states = tuple(code for code in own if len(code) == len("XX") and code.isupper())
            home = self.sides.people.home
            return Subject(states or ((home,) if home else (tokens.unowned(j),)), own=True)
        part = tokens.kinds[j].get("part")
        if direct and part in ("pronouns", "plural_pronouns"):
            return None  # in one's own words "he" and "they" are others
        if part == "pronouns" and speaker is not None and own and not self.sides.people.binds_state(speaker):
            return Subject((speaker,), own=True)  # "he would pay": not his company
        if tokens.lower[j] in self.singular and speaker is not None and not self.sides.people.binds_state(speaker):
            return Subject((speaker,), own=True)  # "I will go": not the club
        personal = "first_person" in tokens.kinds[j] or part in ("pronouns", "plural_pronouns")
        if personal and speaker is not None:
            return Subject(own or (speaker,), own=True)
        return None

    def _own_party(self, j: int, speaker: str | None) -> tuple[str, ...]:
        """Return the body of somebody who acts for himself otherwise, where the phrase at token j names its kind: "his committee"."""
        party = self.sides.people.party_of(speaker) if speaker is not None else None
        phrase = self.tokens.phrase(j)
        named = party is not None and any(word in phrase for word in party.lower().split() if len(word) > LINK)
        return (party,) if party is not None and named else ()

    def _is_local_government(self, j: int) -> bool:
        """Tell whether token j begins "pemkot", "pemerintah provinsi" or "the city government", with no name behind it."""
        tokens = self.tokens
        after = j + tokens.marks[j].length if j in tokens.marks else j
        aside = after < len(tokens.words) and tokens.words[after] == ","  # "Pemprov, lanjut dia, akan ..."
        alone = aside or tokens.words[after - 1].islower() or "own_governments" in tokens.kinds[j]
        if after == j or (tokens.capital[j] and not alone):
            return False
        if "governments" in tokens.kinds[j] and after < len(tokens.words) and "own_places" in tokens.kinds[after]:
            after += 1
        elif "own_governments" not in tokens.kinds[j]:
            return False
        return after < len(tokens.words) and not tokens.capital[after]

    def _local_government(self, speaker: str | None) -> Subject | None:
        """Return the local government that the text names, which "pemkot" and "the city government" point at."""
        named = self.sides.people.local_government("")
        return Subject((named,), own=speaker is not None) if named is not None else None

    def _is_definite(self, j: int) -> bool:
        """Tell whether the noun at token j is one that was spoken of, and no part of a name: "the state", "provinsi itu"."""
        tokens = self.tokens
        if tokens.capital[j] or j + 1 >= len(tokens.words) or tokens.capital[j + 1]:
            return False
        return any("definite" in tokens.kinds[k] for k in (j - 1, j + 1) if k >= 0)

    def _stands_bare(self, j: int) -> bool:
        """Tell whether no word before token j says which: "officers would", not "two federal officers would"."""
        before = j - 1
        return before < 0 or not self.tokens.words[before][0].isalnum() or before in self.tokens.marks

    def _supplied_by(self, head: Mention | None, k: int, mentions: list[Mention]) -> Mention | None:
        """Return the body right before the cue that small words behind another's name describe: "Arden supplier [Foxlin] plans to"."""
        tokens = self.tokens
        if head is None or head.kind not in (MentionKind.NAME, MentionKind.BODY, MentionKind.STATE) or not self.needs_mark:
            return None
        for mention in mentions:
            between = range(head.last, mention.first)
            if between and mention.kind in (MentionKind.NAME, MentionKind.BODY) and self.touches(mention.last - 1, k):
                small = all(tokens.words[j].islower() and tokens.words[j].isalpha() for j in between)
                return mention if small and all(NO_MODIFIERS.isdisjoint(tokens.kinds[j]) for j in between) else None
        return None

    def _opens_clause(self, mention: Mention, k: int, aside: range) -> bool:
        """Tell whether a name stands between a comma and the cue: "Untuk membantu korban, Acme siap ..."."""
        named = mention.kind in (MentionKind.BODY, MentionKind.NAME, MentionKind.STATE) and not mention.oblique
        return named and self.tokens.words[mention.first - 1] == "," and self.touches(mention.last - 1, k, aside)

    def _begins_anew(self, mention: Mention, k: int, start: int, mentions: list[Mention]) -> bool:
        """Tell whether a name right before the cue is the subject of a clause that "and" joins: "Arden will pay and Tarn will build".

        The clause before has a verb of its own, or ends in no name and no comma: "Arden cut its taxes and Tarn plans to".
        """
        tokens = self.tokens
        named = mention.kind in (MentionKind.BODY, MentionKind.NAME, MentionKind.STATE) and not mention.oblique
        before = tokens.before(mention.first)
        if not named or before <= start or "conjunctions" not in tokens.kinds[before] or not self.touches(mention.last - 1, k):
            return False
        if any(not FINITE.isdisjoint(tokens.kinds[j]) for j in range(start, before)):
            return True
        return tokens.words[before - 1] != "," and not any(m.last == before for m in mentions)

    def _heads(self, mention: Mention, start: int) -> bool:
        after_comma = mention.first > start and self.tokens.words[mention.first - 1] == ","
        return (mention.first - start <= CLOSE or after_comma) and not mention.oblique

    def possesses(self, mention: Mention) -> bool:
        """Tell whether the phrase only owns what follows ("China's growth")."""
        return self.tokens.is_possessive(mention.last - 1)

    def touches(self, j: int, k: int, aside: range = range(0)) -> bool:
        """Tell whether only filling words stand between token j and token k, and those that say who said it."""
        words, kinds, marks = self.tokens.words, self.tokens.kinds, self.tokens.marks
        for i in range(j + (marks[j].length if j in marks else 1), k):
            if not ("fillers" in kinds[i] or "negation" in kinds[i] or words[i] in ',"“\\' or i in aside):
                return False
        return True

    def _joined(self, chosen: Mention, mentions: list[Mention], sentence: Sentence) -> tuple[str, ...]:
        """Return the parties of a phrase and of those that "and" joins to it."""
        if chosen.kind is MentionKind.NOUN and (names := self._set_off(chosen, mentions)):
            return tuple(party for name in names for party in self.sides.of_mention(name))
        parties = list(self.sides.of_mention(chosen, sentence.body, sentence.bodies))
        listed: list[Mention] = []
        last = chosen
        for mention in mentions:
            if mention.first < last.last or mention.last <= (apposition_end(self.tokens, last) or 0):
                continue
            if self._is_next(last, mention):
                listed.append(mention)
                last = mention
            elif is_joined(self.tokens, last, mention, listed=bool(listed)):
                for each in (*listed, self._named_behind(mention, mentions)):
                    parties += self.sides.of_mention(each, sentence.body, sentence.bodies)
                listed, last = [], mention
            else:
                break
        return tuple(dict.fromkeys(parties))

    def _set_off(self, noun: Mention, mentions: list[Mention]) -> list[Mention]:
        """Return the names that commas set off behind a noun for all of them: "Two banks, Arden Bank and Tarn Union, have ..."."""
        names: list[Mention] = []
        last = noun
        for mention in (m for m in mentions if m.first > noun.last and m.kind in (MentionKind.BODY, MentionKind.NAME)):
            if self._is_next(last, mention) or (names and is_joined(self.tokens, last, mention, listed=len(names) > 1)):
                names.append(mention)
                last = mention
            else:
                break
        closed = len(names) > 1 and last.last < len(self.tokens.words) and self.tokens.words[last.last] == ","
        return names if closed else []

    def _named_behind(self, mention: Mention, mentions: list[Mention]) -> Mention:
        """Return the name that a comma sets off behind "its partner"; else the phrase itself."""
        owned = mention.kind is MentionKind.NOUN and "possessors" in self.tokens.kinds[mention.first - 1]
        near = range(mention.last + 1, mention.last + 3)
        behind = (m for m in mentions if m.first in near and self.tokens.words[mention.last] == ",")
        return next((m for m in behind if m.kind in (MentionKind.BODY, MentionKind.NAME)), mention) if owned else mention

    def _is_next(self, mention: Mention, following: Mention) -> bool:
        """Tell whether nothing but a comma stands between two phrases, as in a list that "and" closes."""
        return following.first == mention.last + 1 and self.tokens.words[mention.last] == "," and following.kind in PARTY_KINDS

    def next_word(self, k: int, sentence: Sentence) -> int | None:
        """Return the first token after the cue that is no filling word."""
        j = k + self.tokens.marks[k].length
        while j < sentence.tokens.stop and "fillers" in self.tokens.kinds[j]:
            j += 1
        return j if j < sentence.tokens.stop else None


def is_own_side(tokens: Tokens, sentence: Sentence, own: tuple[str, ...], sides: Sides) -> bool:
    """Tell whether the first party that a statement's words name is the speaker's own side."""
    explicit = sentence.reported is not None and sentence.attribution is Attribution.EXPLICIT
    before = sentence.reported is not None and sentence.reported.place is Place.BEFORE
    start = sentence.reported.cue_last if sentence.reported is not None and explicit and before else sentence.tokens.start
    marks = () if OWN_WORDS.isdisjoint(sentence.kinds) else sentence.marks
    word = next((k for k, kinds in marks if k >= start and not OWN_WORDS.isdisjoint(kinds)), None)
    state = next((m for m in sentence.mentions if m.kind is MentionKind.STATE and m.first >= start), None)
    if word is not None and (state is None or word <= state.first):
        return True
    if state is None:
        return False
    return bool(set(sides.of_mention(state)) & set(own)) and "clause_breaks" not in tokens.kinds[state.last]
