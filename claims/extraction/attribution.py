"""Attribution inside one sentence: which words say who said it."""

import re
from bisect import bisect_left
from dataclasses import replace
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from claims.documents.document import Span
from claims.extraction.dateline import is_medium
from claims.extraction.lexicon import Lexicon, names_of, short_months
from claims.extraction.mentions import Mention, MentionFinder, MentionKind
from claims.extraction.phrases import OPENING_MARKS
from claims.extraction.tokens import Tokens
from claims.extraction.verb_subjects import LEAD, VerbSubjects

POSSESSIVE_MARKS = frozenset("'’")
WORDS_FOLLOW = frozenset(',:"“‘\\')  # a comma or mark behind a weak verb, before the words that it reports
OWN_WORDS_FOLLOW = WORDS_FOLLOW - frozenset(",")  # of a verb that names or judges
CLOSING_QUOTES = frozenset("\"”'’")
CLAUSE_MARKS = frozenset(',;:"“')
# kinds of words that never stand between "said the" and the last word of an office: "said the state education [commissioner], X"
NO_PART_OF_TITLE = frozenset({"cue", "strength", "fillers", "np_stops", "auxiliaries", "conjunctions", "obliques", "complementisers"})
ENDINGS = frozenset('.,;:!?"“”’)—–-')
OPENING = re.compile(r'[\s,:"“”‘\\]*')  # marks before attributed words
BEGINS_QUOTED = re.compile(r'\s*[,:]\s*["“”‘\\]')
# kinds of verbs that do more than tell, whatever follows
DOING = frozenset({"denials", "call", "position", "praise", "beliefs", "wishes", "strength"})
START, END = attrgetter("start"), attrgetter("end")
# of whom or what an office may be held, its small words behind
OF_OFFICE = frozenset((MentionKind.BODY, MentionKind.NAME, MentionKind.STATE, MentionKind.PERSON))
# kinds of words behind "..., X said," that end what was said, and that carry it on
ENDING_WORDS, JOINING_CLAUSES = frozenset(("obliques", "clause_breaks")), frozenset(("conjunctions", "clause_ends"))
NEAR_SOURCE = 12  # words from a study or figures to the verb that tells what they show
NAMED = (
    *(MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY, MentionKind.OFFICE),
    *(MentionKind.PRONOUN, MentionKind.PLURAL, MentionKind.IT),
)
SOURCE_KINDS = frozenset({"no_speakers", "prepositions"})  # without these no sentence names a text as its source
OBJECT_PRONOUNS = {"one": MentionKind.PRONOUN, "many": MentionKind.PLURAL}
LEAST_SAID = 4  # words before "..., scientists reported in the journal"
NEAR_QUOTED = 25  # tokens between a verb of naming and the words in marks
NO_VERB_BEFORE = frozenset({"genitives", "auxiliaries"})  # what stands behind a noun that looks like a verb
BESIDE_PARTICIPLE = frozenset({"fillers", "obliques", "auxiliaries", "conjunctions"})  # before one that is no part of a noun
NO_MORE_FILLERS = frozenset({"auxiliaries", "negation"})  # fillers that tell something of their verb
SHORT_HEAD = 3  # words before a cue that parts a subject from its verb: "The ministry, said X, will ..."
MEDIUM = 6  # tokens of a medium's name
MEDIA = frozenset({"media", "agency"})  # kinds of words that name a medium
SHORT_LEAD = 5  # words before a subject that tell when or where: "In a statement on Monday, X"
SHORT_TAIL = 8  # words after a closing cue that still only say where and when it was said
FAR_COLON = 9  # tokens between somebody who turns to others and the colon before the words
NEAR_VERB = 7  # tokens from the first of a clause to its verb
BREAKS_CLAUSE = frozenset(("relative", "clause_breaks", "conjunctions", "verbs_before", "complementisers"))
LONGEST_TOLD = 5  # words of whom somebody tells something, behind the first of them
OPENS_CLAUSE = ("pronouns", "plural_pronouns", "body_pronouns", "determiners")  # what begins a clause behind who is told it
PASSIVES = frozenset({"passives", "passive_views"})
HELPERS = frozenset({"perfects", "auxiliaries", "modals"})
FINITE = frozenset({"strength", "perfects", "auxiliaries"})  # kinds of verbs that show a clause to have one of its own
NO_OBJECT = frozenset(("obliques", "conjunctions", "clause_breaks", "verbs_before", "strength"))
NEAR_NAMED = 7  # tokens from what is called something to what it is called
NEAR_HOLDER = 4  # words of an office between the body and its holder
NEAR = 4  # tokens between an inverted verb and its speaker's phrase


class Place(StrEnum):
    """Where the cue stands to the attributed words."""

    BEFORE = "before"
    AFTER = "after"
    INSIDE = "inside"


class Reported(NamedTuple):
    """One sentence's attribution: the cue's tokens, who is named (None: the pronoun is in the cue), where the content lies.

    `meta` marks a sentence that only says that something was said ("he made the remark at ..."); `joint` are all who speak together,
    `via` is the medium that only carries the words; `begin` the token at which words begin behind what is told of the speaker, else 0.
    """

    cue_first: int
    cue_last: int
    speaker: Mention | None
    place: Place
    meta: bool = False
    joint: tuple[Mention, ...] = ()
    via: Mention | None = None
    begin: int = 0


class AttributionReader:
    """Reads the attribution of sentences of one tokenised text."""

    def __init__(self, tokens: Tokens, quoted: frozenset[int], finder: MentionFinder, lexicon: Lexicon) -> None:
        self.tokens, self.lexicon = tokens, lexicon
        self.progressive = tuple(lexicon["attribution"]["progressive_endings"])
        self.subjects = VerbSubjects(tokens, quoted, finder, self.progressive)
        self.quoted = quoted  # indices of tokens inside quotation marks
        self._quoted_in_order = sorted(quoted)
        self._quoted_words = [k for k in self._quoted_in_order if tokens.words[k][0].isalnum()]
        self._readers = (
            *(("verbs_after", self._inverted), ("prepositions", self._preposition)),
            *(("passives", self._passive), ("passive_views", self._passive_view)),
        )
        self.complementisers = names_of(lexicon, "attribution", "complementisers")
        self.interrogatives = names_of(lexicon, "commitments", "interrogatives")
        self._leading = frozenset(kind for kind, _ in self._readers)  # kinds of cues before their speaker
        self.infinitives, self.future = names_of(lexicon, "attribution", "infinitive"), names_of(lexicon, "attribution", "future")
        self.passive_marks = bool(lexicon["commitments"]["passive_marks"])
        self.short_months = short_months(lexicon)
        self.calendar_units = names_of(lexicon, "commitments", "calendar_units")
        self.past = tuple(lexicon["attribution"]["passive_endings"])
        self.participles = tuple(lexicon["attribution"]["participle_endings"])

    def read(self, sentence: range, mentions: list[Mention]) -> Reported | None:
        """Return the outermost attribution of a sentence, or None where it has no cue with a speaker."""
        tokens = self.tokens
        places = tokens.all_of("cue", sentence.start, sentence.stop)
        cues = [(i, tokens.kinds[i]) for i in places if i not in self.quoted] if places else []
        if (quoted := self._quoted_as(sentence, mentions)) is not None:
            return quoted
        if not cues:
            return self._colon(sentence, mentions)
        if (cited := self._cited(cues, sentence, mentions)) is not None:
            return cited
        leading = [cue for cue in cues if not self._leading.isdisjoint(cue[1])]
        said = self._said_from(cues, sentence, mentions) if leading else sentence.stop
        for kind, reader in self._readers if leading else ():
            for i, kinds in leading:
                inside = kind in PASSIVES and said < i  # "Roe said that, since it was announced by the state, ..."
                found = reader(i, kinds, sentence, mentions) if kind in kinds and not inside else None
                if found is not None:
                    return self._carried(found, cues, sentence, mentions) or self._named_first(found, cues, sentence, mentions)
        for i, kinds in cues:
            if "own_pronoun" in kinds and ("own_pronoun_anywhere" in kinds or self._follows_words(i, sentence)):
                return self._named_first(Reported(i, self._end(i), None, self._place(i, sentence)), cues, sentence, mentions)
        closing = self._closing(cues, sentence, mentions)
        if closing is not None:
            return closing
        aside, under = None, None
        for i, kinds in cues:
            found = self._subject_first(i, kinds, sentence, mentions, cues)
            if found is not None and self._is_led(found, sentence):
                under = under or found  # "A month after X announced it, Y said ..."
            elif found is not None and self._describes(i, sentence):
                aside = aside or found  # "X, who asked not to be named, said ..."
            elif found is not None and (aside is None or found.speaker == aside.speaker):
                return found
        return aside or under or self._colon(sentence, mentions)

    def _said_from(self, cues: list[tuple[int, dict[str, Any]]], sentence: range, mentions: list[Mention]) -> int:
        """Return the verb behind which all is somebody's words, where passives stand behind it; the sentence's end where there is none."""
        passive = any(not PASSIVES.isdisjoint(kinds) for _, kinds in cues)
        plain = next(((k, kinds) for k, kinds in cues if {"verbs_before", "plain_verbs"} <= kinds.keys()), None) if passive else None
        if plain is None or self._subject_first(*plain, sentence, mentions, cues) is None:
            return sentence.stop
        return plain[0]

    def _is_led(self, found: Reported, sentence: range) -> bool:
        """Tell whether "after" or the like makes the clause in which somebody speaks one of time: the sentence's own verb comes later."""
        if found.speaker is None:
            return False
        before = self.tokens.before(found.speaker.first)
        return before > sentence.start and {"clause_breaks", "obliques"} <= self.tokens.kinds[before].keys()

    def _closing(self, cues: list[tuple[int, dict[str, Any]]], sentence: range, mentions: list[Mention]) -> Reported | None:
        """`..., X said on Monday.`, `..., X told the BBC.`: who says it at the end says all, whatever else the sentence reports."""
        for cue in reversed(cues):
            if "told" in cue[1] or ("verbs_after" in cue[1] and len(cues) > 1):
                break
        else:
            return None
        i, kinds = cue
        found = self._subject_first(i, kinds, sentence, mentions, cues)
        if found is None or found.speaker is None:
            return None
        end = self._end(i)
        if (place := self._put_in(found.speaker, end, sentence)) is not None:
            return self._named_first(found._replace(place=place), cues, sentence, mentions)
        tail = range(sentence.start, self._says_on(end, sentence.stop))
        if self.tokens.word_count(end, tail.stop) > SHORT_TAIL or self._takes_words(end, tail):
            return None
        k = self.tokens.before(found.speaker.first)
        says_more = self.tokens.first_of("complementisers", end, tail.stop) is not None
        parted = "," in (self.tokens.words[k], self.tokens.words[k - 1] if self.tokens.words[k] in CLOSING_QUOTES else "")
        leads = end < sentence.stop and self._only_leads(sentence.start, found.speaker, end)  # "In a letter, X praised her and said no ..."
        leads = leads or self._says_clause(end, tail)  # "Speaking in May, X said the jet had been hit"
        if k - sentence.start < LEAST_SAID or not parted or says_more or leads:
            return None
        return self._named_first(found._replace(place=Place.AFTER), cues, sentence, mentions)

    def _put_in(self, speaker: Mention, k: int, sentence: range) -> Place | None:
        """Tell where the words are of a speaker whom commas set off, the verb ending before token k; None of any other.

        `The mill will close, X said, betting that ...`, `..., X told Reuters, after ...`.
        """
        words = self.tokens.words
        comma = next((j for j in range(k, min(k + SHORT_TAIL, sentence.stop - 1)) if words[j] == ","), None)
        if comma is None or "verbs_before" in self.tokens.kinds[comma + 1] or not self._is_put_in(speaker, comma, sentence):
            return None
        return self._around(comma + 1)

    def _says_on(self, k: int, stop: int) -> int:
        """Return the comma behind token k at which whoever speaks says more, by a participle: ", X told reporters[, adding that ...]"."""
        tokens = self.tokens
        commas = (j for j in range(k, stop - 1) if tokens.words[j] == ",")
        said = (j for j in commas if "verbs_before" in tokens.kinds[j + 1] and tokens.lower[j + 1].endswith(self.subjects.progressive))
        return next(said, stop)

    def _says_clause(self, k: int, sentence: range) -> bool:
        """Tell whether a clause with a verb of its own follows the cue that ends before token k, and none that only tells when."""
        kinds = self.tokens.kinds
        verb = next((j for j in range(k, sentence.stop) if not HELPERS.isdisjoint(kinds[j])), None)
        return verb is not None and verb > k and not any("clause_breaks" in kinds[j] or "relative" in kinds[j] for j in range(k, verb))

    def _quoted_as(self, sentence: range, mentions: list[Mention]) -> Reported | None:
        """`State media quoted X as saying ...`: X says it."""
        k = self.tokens.first_of("quoted_as", sentence.start, sentence.stop)
        k = None if k in self.quoted else k
        speaker = next((m for m in mentions if m.last == k), None) if k is not None else None
        before = self.tokens.before(speaker.first) if speaker is not None else -1
        if speaker is not None and (before in self.tokens.covered or "agents" in self.tokens.kinds[before]):  # "quoted by"
            speaker = next((m for m in mentions if m.last < speaker.first and not m.oblique), None)  # "X was quoted by the paper as saying"
        return Reported(k, self._end(k), speaker, Place.BEFORE) if k is not None and speaker is not None else None

    def _cited(self, cues: list[tuple[int, dict[str, Any]]], sentence: range, mentions: list[Mention]) -> Reported | None:
        """`..., the Times reported on Wednesday, citing X.`: X says it, the medium only carries it."""
        tokens = self.tokens
        k = tokens.first_of("citing", sentence.start, sentence.stop)
        if k is None or tokens.words[k - 1] != ",":
            return None
        verb = max((i for i, kinds in cues if i < k and "verbs_before" in kinds), default=None)
        if verb is None or k - verb > SHORT_TAIL:
            return None
        medium = next((j for j in range(verb - 1, max(sentence.start, verb - MEDIUM), -1) if not MEDIA.isdisjoint(tokens.kinds[j])), None)
        if medium is None or not self.subjects.touches(self._end(medium), verb) or not tokens.word_count(sentence.start, medium):
            return None
        speaker = self._next_mention(self._end(k), mentions, near=NEAR)
        if speaker is None or not self._may_be_cited(speaker, sentence):
            return None
        behind = speaker.last + (speaker.last < sentence.stop and tokens.words[speaker.last] == ",")
        if behind < sentence.stop and "complementisers" in tokens.kinds[behind]:
            return Reported(medium, behind + 1, speaker, Place.BEFORE)  # "The Times reported, citing X, that ..."
        leads = all(tokens.kinds[j].get("part") == "determiners" for j in range(sentence.start, medium))
        return Reported(medium, self._end(k), speaker, Place.AFTER) if not leads else None

    def _may_be_cited(self, speaker: Mention, sentence: range) -> bool:
        """Tell whether a phrase behind "citing" is somebody, not what somebody wrote: "citing [court] filings", "a [letter] from"."""
        k, tokens = speaker.last, self.tokens
        if speaker.kind is not MentionKind.NOUN:
            return True
        if k < sentence.stop and k not in tokens.marks and tokens.words[k][0].isalnum():
            return False
        return not SOURCE_KINDS.intersection(tokens.kinds[k - 1]) and "statement_nouns" not in tokens.kinds[k - 1]

    def _describes(self, i: int, sentence: range) -> bool:
        """Tell whether a verb stands in a clause behind a comma that only describes who speaks."""
        k = self.tokens.relative_before(i, sentence.start)
        return k is not None and k > sentence.start and self.tokens.words[k - 1] == ","

    def _carried(
        self, found: Reported, cues: list[tuple[int, dict[str, Any]]], sentence: range, mentions: list[Mention]
    ) -> Reported | None:
        """Return who says what a medium only carries: "The judge ordered a retrial, according to the Arden Times"."""
        medium = found.speaker
        if medium is None or "prepositions" not in self.tokens.kinds[found.cue_first]:
            return None
        if medium.kind not in (MentionKind.NAME, MentionKind.BODY):
            return None
        if "agency" not in self.tokens.kinds[medium.first] and not is_medium(medium.name, self.lexicon):
            return None
        main = ((i, kinds) for i, kinds in cues if i < found.cue_first and not self._describes(i, sentence))
        earlier = (self._subject_first(i, kinds, sentence, mentions, cues) for i, kinds in main)
        said = next((each for each in earlier if each is not None and each.speaker is not None), None)
        if said is None or said.speaker is None or self.tokens.first_of("clause_ends", sentence.start, said.speaker.first) is not None:
            return None
        opens = not any("clause_breaks" in self.tokens.kinds[k] for k in range(sentence.start, said.speaker.first))
        return said._replace(via=medium) if opens else None

    def _named_first(self, found: Reported, cues: list[tuple[int, dict[str, Any]]], sentence: range, mentions: list[Mention]) -> Reported:
        """Where a pronoun speaks in mid-sentence, return the one whom a verb before it names: "X disagreed: without that, he said, ..."."""
        if found.speaker is not None and found.speaker.kind is not MentionKind.PRONOUN:
            return found
        for i, kinds in cues:
            if i < found.cue_first:
                earlier = self._subject_first(i, kinds, sentence, mentions, cues)
                if earlier is not None and earlier.speaker is not None and earlier.speaker.kind in (MentionKind.PERSON, MentionKind.NAME):
                    return earlier
        return found

    def _colon(self, sentence: range, mentions: list[Mention]) -> Reported | None:
        """`X: "..."`, `X faced the crowd: "..."`: a name that opens the sentence, and quoted words behind a colon."""
        head = mentions[0] if mentions else None
        if head is not None and not all(map(self.tokens.capital.__getitem__, range(sentence.start, head.first))):
            return None  # but "BP chief executive Ada Roe: ..."
        if head is None or head.kind not in (MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY) or head.last + 1 >= sentence.stop:
            return None
        stop = head.last + 1 if head.kind is not MentionKind.PERSON else min(head.last + FAR_COLON, sentence.stop - 1)
        colon = next((k for k in range(head.last, stop) if self.tokens.words[k] == ":" and k + 1 in self.quoted), None)
        if colon is None or not (colon == head.last or self._turns_to_words(head, colon, sentence, mentions)):
            return None
        return Reported(colon, colon + 1, head, Place.BEFORE)

    def _turns_to_words(self, head: Mention, colon: int, sentence: range, mentions: list[Mention]) -> bool:
        """Tell whether somebody acts before a colon whose quoted words end the sentence, and nobody else is named: "X faced the crowd:"."""
        others = any(head.last <= m.first < colon and not self.tokens.is_possessive(m.last - 1) for m in mentions)
        passive = any("auxiliaries" in self.tokens.kinds[k] for k in range(head.last, colon))
        return not others and not passive and self._has_quoted(sentence.stop - 2, sentence.stop)

    def names_no_speaker(self, sentence: range, marks: list[tuple[int, dict[str, Any]]]) -> bool:
        """Tell whether a plan, a law or figures "say" it ("according to the law", "a study revealed"): then nobody does."""
        tokens = self.tokens
        source = None
        for i, kinds in marks:
            if i in self.quoted:
                continue
            if "no_speakers" in kinds:
                source = i
            elif source is not None and i - source <= NEAR_SOURCE and "verbs_before" in kinds:
                return True
            if "prepositions" not in kinds:
                continue
            k = self._end(i)
            while k < sentence.stop and tokens.kinds[k].get("part") == "determiners":
                k += 1
            if k < sentence.stop and "no_speakers" in tokens.kinds[k]:
                return True
        return False

    def _has_quoted(self, first: int, stop: int) -> bool:
        """Tell whether any of the tokens from `first` up to `stop` stands inside quotation marks."""
        return _holds_any(self._quoted_in_order, first, stop)

    def _end(self, i: int) -> int:
        return i + self.tokens.marks[i].length

    def _place(self, i: int, sentence: range, last: int | None = None) -> Place:
        """Tell whether a cue in mid-sentence has attributed words on both sides; `last` is where its speaker's phrase ends."""
        if i - sentence.start <= 1:
            return Place.BEFORE
        if self._has_quoted(sentence.start, i):  # "Usually," said X, "we ..."; `"Usually," said X at the opening of ...`
            return Place.INSIDE if self._has_quoted(last or i, sentence.stop) else Place.AFTER
        words_before = self.tokens.word_count(sentence.start, i)
        behind = last or i
        if words_before >= SHORT_HEAD and "obliques" not in self.tokens.kinds[sentence.start]:  # no "In 2023, according to X, the town ..."
            behind = self._past_apposition(behind, sentence)
        words_after = self.tokens.word_count(behind, sentence.stop)
        parted = words_before <= SHORT_HEAD and words_before < words_after
        return Place.INSIDE if words_after > SHORT_TAIL or parted else Place.AFTER

    def _past_apposition(self, k: int, sentence: range) -> int:
        """Return where what a comma sets off behind a name ends: "Jane Roe, [a professor at Arden University]"."""
        tokens = self.tokens
        if k + 1 >= sentence.stop or tokens.words[k] != ",":
            return k
        end = next((j for j in range(k + 1, sentence.stop) if tokens.words[j] in CLAUSE_MARKS), sentence.stop)
        if "relative" in tokens.kinds[k + 1]:
            return end  # "who heads a committee"
        told = any(self._names_people(j) for j in range(k + 1, min(k + 1 + NEAR, end)))
        acts = any(not FINITE.isdisjoint(tokens.kinds[j]) for j in range(k + 1, end))
        return end if told and not acts else k

    def _past_title(self, k: int, sentence: range) -> int:
        """Return where what one person is behind a name ends, at its comma: "Jane Roe, [an economist]"; else 0."""
        tokens, first = self.tokens, k + 1
        if first >= sentence.stop:
            return 0
        opens = tokens.kinds[first]
        titled = opens.get("part") == "offices" or tokens.kinds[min(first + 1, sentence.stop - 1)].get("part") == "offices"
        one = titled or (opens.get("part") == "determiners" and "definite" not in opens)  # no "the growers"
        end = self._past_apposition(k, sentence) if one else k
        return end if k < end < sentence.stop else 0

    def _past_participle(self, k: int, sentence: range) -> int:
        """Return the comma behind what tells how somebody came by a document: "according to a memo [seen by the paper], ..."; else 0."""
        if k >= sentence.stop or "asked_by" not in self.tokens.kinds[k]:
            return 0
        return next((j for j in range(k + 1, sentence.stop) if self.tokens.words[j] == ","), 0)

    def _names_people(self, k: int) -> bool:
        """Tell whether token k is an office or a noun for those who speak."""
        kinds = self.tokens.kinds[k]
        return "speaker_nouns" in kinds or kinds.get("part") == "offices"

    def _follows_words(self, i: int, sentence: range) -> bool:
        """Tell whether a comma or a quotation mark stands before token i: what an inverted verb needs."""
        if i == sentence.start:
            return False
        return self.tokens.words[i - 1] in ",?!\"”’'»…–—" or self.tokens.words[i - 1] == "\\"

    def _follows_link(self, i: int, sentence: range) -> bool:
        """Tell whether nothing but words that link the sentence to the one before stands before token i: "Di sisi lain ungkap Ana, ..."."""
        first = sentence.start
        entry = self.tokens.marks.get(first) if self.subjects.finder.head_first else None
        return entry is not None and first + entry.length == i and not {"heads", "after_quotations"}.isdisjoint(entry.kinds)

    def _opens(self, i: int, sentence: range, mentions: list[Mention]) -> bool:
        """Tell whether the verb opens the sentence, with a name and a comma behind it: "Kata Wirya, harganya turun"."""
        named = (m for m in mentions if m.first == i + 1 and m.kind in (MentionKind.PERSON, MentionKind.NAME))
        return i == sentence.start and any(self.tokens.words[m.last : m.last + 1] == [","] for m in named)

    def _inverted(self, i: int, kinds: dict[str, object], sentence: range, mentions: list[Mention]) -> Reported | None:
        """`"...," said X`: the verb follows the words, its subject follows the verb."""
        last = self._end(i)
        if not (self._follows_words(i, sentence) or self._follows_link(i, sentence) or self._opens(i, sentence, mentions)):
            return None
        speaker = self._holder(last, mentions) or self._one_of(last, mentions) or self._next_mention(last, mentions, near=NEAR)
        speaker = speaker or self.subjects.finder.noun_behind(sentence, last)
        speaker = self.subjects.holder_of_both(speaker, mentions) if speaker is not None else None
        if speaker is None or speaker.kind is MentionKind.IT or not self._ends_clause(speaker, sentence):
            return None
        if "noun_like" in kinds and self._goes_on(speaker.last, sentence):
            return None  # "On Friday, protests Hill organised turned violent"
        verb = speaker.last < sentence.stop and self.tokens.lower[speaker.last].endswith(self.participles)
        if (speaker.kind is MentionKind.NOUN or verb) and self._closes_aside(i, sentence, mentions):
            return None
        joint = self.subjects.joined(speaker, mentions, speaker.first)
        if joint and not self._ends_clause(joint[-1], sentence):
            joint = ()  # "said X, and Y did not answer"
        return Reported(i, last, speaker, self._place(i, sentence, (joint or (speaker,))[-1].last), joint=joint)

    def _holder(self, k: int, mentions: list[Mention]) -> Mention | None:
        """Return who holds an office of the body, state or place at token k, small words of the office between.

        "said Acme technology director, Ann Roe", "said Arden union boss Ann Roe", "according to Acme's policy lead Ann Roe".
        """
        k += self.tokens.kinds[k].get("part") == "determiners"
        of = next((m for m in mentions if m.first == k and m.kind in OF_OFFICE), None)
        if of is None or self.subjects.finder.head_first or (of.kind is MentionKind.PERSON and " " in of.name):
            return None
        for mention in mentions:
            whole = mention.kind is MentionKind.PERSON or (mention.kind is MentionKind.NAME and " " in mention.name)
            if whole and 0 <= mention.first - of.last <= NEAR_HOLDER:
                titled = mention.kind is MentionKind.PERSON or mention.first > of.last
                return mention if titled and self.subjects.finder.is_small_phrase(of.last, mention.first) else None
        return None

    def _one_of(self, k: int, mentions: list[Mention]) -> Mention | None:
        """Return the one whom a comma sets off behind "one of the lawyers" at token k; else that phrase."""
        if k >= len(self.tokens.words) or "one_of" not in self.tokens.kinds[k]:
            return None
        many = next((m for m in mentions if k < m.first <= k + NEAR), None)
        if many is None or many.kind is MentionKind.PERSON:
            return many
        named = next(
            (m for m in mentions if many.last < m.first <= many.last + 2 and m.kind in (MentionKind.PERSON, MentionKind.NAME)), None
        )
        if named is not None and self.tokens.words[many.last] == ",":
            return named
        whole = self.tokens.span(k, many.last).of(self.tokens.text)
        return replace(many, first=k, name=whole, oblique=False)

    def _closes_aside(self, i: int, sentence: range, mentions: list[Mention]) -> bool:
        """Tell whether the comma before the verb closes what describes a subject: "The head, a friend of mine, said the ..."."""
        words = self.tokens.words
        if words[i - 1] != ",":
            return False
        head = next((m for m in mentions if not m.oblique), None)
        if head is None or head.first - sentence.start > LEAD or words[head.last] != ",":
            return False
        return head.last < i - 1 or "," in words[head.first : head.last]  # "The head, Ada Roe, said her ..."

    def _ends_clause(self, speaker: Mention, sentence: range) -> bool:
        """Tell whether a phrase after the verb stands alone, rather than as the subject of a verb of its own."""
        k = speaker.last
        if k >= sentence.stop or self.tokens.words[k] in ENDINGS or self.tokens.words[k] in "(\\":
            return True
        entry = self.tokens.marks.get(k)
        if entry is None:
            pronoun = speaker.kind in (MentionKind.PRONOUN, MentionKind.PLURAL) and not self.subjects.finder.head_first  # "said she wanted"
            thing = (pronoun or speaker.kind is MentionKind.STATE) and self.tokens.words[k].islower()  # ", said the UK market had grown"
            return speaker.kind is not MentionKind.NOUN and not thing
        kinds = entry.kinds
        part = kinds.get("part")
        if part == "offices" and self.tokens.capital[k] and speaker.kind in (MentionKind.PERSON, MentionKind.NAME):
            return True  # "kata Rinawi Kepala Desa Tarum"
        if speaker.kind in (MentionKind.PRONOUN, MentionKind.PLURAL) and "fillers" in kinds and "obliques" not in kinds:
            return False  # "Jane Doe, 52, said she did not ..."
        if "auxiliaries" in kinds or ("fillers" in kinds and "np_stops" not in kinds and self._goes_on(k + entry.length, sentence)):
            return False
        return any(
            kind in kinds for kind in ("np_stops", "obliques", "via", "relative", "clause_breaks", "told", "fillers", "definite")
        ) and not ("strength" in kinds or "must" in kinds or part in ("pronouns",))

    def _goes_on(self, k: int, sentence: range) -> bool:
        """Tell whether a word follows that can be a verb, behind "said Beijing firmly ..."."""
        if k >= sentence.stop or not self.tokens.words[k].islower():
            return False
        kinds = self.tokens.marks[k].kinds if k in self.tokens.marks else {}
        return not any(kind in kinds for kind in ("np_stops", "obliques", "fillers", "via", "told", "relative"))

    def _preposition(self, i: int, kinds: dict[str, object], sentence: range, mentions: list[Mention]) -> Reported | None:
        """`according to X`: X follows the cue, perhaps behind "a statement from"."""
        if "weak_prepositions" in kinds:
            return None
        last = self._end(i)
        k = last
        person = any(m.first == last and m.kind is MentionKind.PERSON for m in mentions)  # "menurut peneliti Pusat Riset X Ana Wirya"
        while k < sentence.stop and not person:
            entry = self.tokens.marks.get(k)
            if entry is None:
                break
            if "no_speakers" in entry.kinds:
                return None
            if "speaker_nouns" in entry.kinds and any("no_speakers" in self.tokens.kinds[j] for j in range(k, min(k + 3, sentence.stop))):
                return None
            if "statement_nouns" in entry.kinds or "obliques" in entry.kinds or entry.kinds.get("part") == "determiners":
                k += entry.length
                continue
            break
        speaker = self._object_pronoun(last, sentence) or self._holder(k, mentions)
        speaker = speaker or self._next_mention(self._past_date(k), mentions, near=2) or self.subjects.finder.noun_behind(sentence, k)
        if speaker is None or (speaker.first > k and self.tokens.words[k] == ","):
            return None  # "Berdasarkan keterangan, X ..."
        place = Place.BEFORE if i - sentence.start <= 2 else self._place(i, sentence, speaker.last)
        if place is Place.BEFORE and speaker.kind is MentionKind.NOUN and "conjunctions" in self.tokens.kinds[speaker.last]:
            near = range(speaker.last, min(speaker.last + SHORT_TAIL, sentence.stop))
            last = next((j + 1 for j in near if self.tokens.words[j] == ","), last)  # "menurut saksi dan warga, ..."
        joint = self.subjects.paired(speaker, mentions)
        begin = 0
        if place is Place.BEFORE and not joint:
            begin = self._past_title(speaker.last, sentence) or self._past_participle(speaker.last, sentence)
        return Reported(i, last, speaker, place, joint=joint, begin=begin)

    def _past_date(self, k: int) -> int:
        """Return the token behind the month and year that tell which paper is meant: "according to an [April 2024] memo"."""
        words, j = self.tokens.words, k
        while j + 1 < len(words) and (self._is_of_date(j) or (words[j] == "." and j > k)):
            j += 1
        return j if j > k and words[j].islower() else k

    def _is_of_date(self, k: int) -> bool:
        """Tell whether token k is a month, shortened ones too, a weekday or a number."""
        tokens = self.tokens
        return tokens.kinds[k].get("part") == "calendar" or tokens.lower[k] in self.short_months or tokens.words[k].isdigit()

    def _object_pronoun(self, k: int, sentence: range) -> Mention | None:
        """Return "him", "her" or "them" that stands alone at token k: "according to him, ..."."""
        kind = OBJECT_PRONOUNS.get(self.tokens.kinds[k].get("object_pronouns", ""))
        alone = k + 1 >= sentence.stop or not self.tokens.words[k + 1][0].isalnum()
        return Mention(k, k + 1, kind, self.tokens.words[k]) if kind is not None and alone else None

    def _passive(self, i: int, _kinds: dict[str, object], sentence: range, mentions: list[Mention]) -> Reported | None:
        """`..., it was stressed by X`."""
        if self._is_relative(i, sentence) or self._only_tells_of(i, sentence):
            return None
        last = self._end(i)
        heads = (k for k in range(sentence.start, min(i, sentence.start + NEAR)) if "meta" in self.tokens.kinds[k])
        meta = any(k == sentence.start or self.subjects.touches(self._end(k), i) for k in heads)
        meta = meta and not self._has_quoted(i, sentence.stop)  # 'Hal senada dikatakan X: "..."'
        if last < sentence.stop and "agents" in self.tokens.kinds[last]:
            last += 1
        speaker = self._next_mention(last, mentions, near=1)
        if speaker is None:
            return None
        told = self._told_behind(speaker, sentence) if meta else None
        if told is not None:
            return Reported(told, self._end(told), speaker, Place.BEFORE)
        return Reported(i, last, speaker, self._place(i, sentence), meta=meta, joint=self.subjects.paired(speaker, mentions))

    def _told_behind(self, speaker: Mention, sentence: range) -> int | None:
        """Return the verb of what somebody says in a clause behind the name: "Hal senada diungkapkan Herlan (28) yang [menyebut] ..."."""
        tokens, k = self.tokens, self.subjects.finder.behind_brackets(min(speaker.last, sentence.stop - 1))
        if k + 1 >= sentence.stop or "relative" not in tokens.kinds[k]:
            return None
        return k + 1 if "verbs_before" in tokens.kinds[k + 1] else None

    def _passive_view(self, i: int, _kinds: dict[str, object], sentence: range, mentions: list[Mention]) -> Reported | None:
        """`The plan was criticised by X`, `dinilai wajar oleh X`: what a person thinks of it."""
        last = self._end(i)
        by = next((k for k in range(last, min(last + NEAR, sentence.stop)) if "agents" in self.tokens.kinds[k]), None)
        bare = by is None and not self.passive_marks  # "dinilai Budi wajar"
        begin = last if bare else by + 1 if by is not None else None
        if begin is None or self._is_relative(i, sentence) or "," in self.tokens.words[last:begin]:
            return None
        speaker = self._next_mention(begin, mentions, near=0 if bare else 1)
        if speaker is None or speaker.kind not in (MentionKind.PERSON, *([MentionKind.NAME] if bare else [])):
            return None
        return Reported(i, begin, speaker, self._place(i, sentence), joint=self.subjects.paired(speaker, mentions))

    def _only_tells_of(self, i: int, sentence: range) -> bool:
        """Tell whether a participle stands right behind a noun that it tells of: "a project announced by X", not "was announced by X"."""
        before = i - 1
        if not self.passive_marks or before <= sentence.start or not self.tokens.words[before].islower():
            return False
        return BESIDE_PARTICIPLE.isdisjoint(self.tokens.kinds[before])

    def _is_relative(self, i: int, sentence: range) -> bool:
        """Tell whether the verb only tells of a noun: "the plan that was announced by X" (not "as was announced by X")."""
        tokens = self.tokens
        before = i - 1
        if before <= sentence.start or "relative" not in tokens.kinds[before]:
            return False
        return tokens.words[before - 1][0].isalnum() and "obliques" not in tokens.kinds[before - 1]

    def _subject_first(
        self, i: int, kinds: dict[str, object], sentence: range, mentions: list[Mention], cues: list[tuple[int, dict[str, Any]]]
    ) -> Reported | None:
        """`X said that ...`: the subject stands before the verb."""
        if (meanwhile := self._accompanying(i, kinds, sentence, mentions)) is not None:
            return Reported(i, self._end(i), meanwhile, Place.BEFORE)
        if "verbs_before" not in kinds or "no_speech" in kinds or "passives" in kinds or self._is_barred(i, sentence):
            return None
        last = self._end(i)
        if "noun_like" in kinds and last < sentence.stop and not NO_VERB_BEFORE.isdisjoint(self.tokens.kinds[last]):
            return None  # "promises of help", "highlights are"
        if "speaker_nouns" in kinds and self.tokens.words[last : last + 1] == [","]:
            return None  # "Two accused, who fled, were held"
        speaker = self._medium_before(i, last, sentence) or self.subjects.find(i, sentence, mentions)
        if speaker is None and "noun_like" not in kinds:
            speaker = self.subjects.find_unknown(i, sentence)
        if speaker is None or self._only_modifies(speaker, i):
            return None
        noun = speaker.last - 1
        if speaker.kind is MentionKind.NOUN and "no_speakers" in self.tokens.kinds[noun] and not self.tokens.capital[noun]:
            return None
        if self._tells_which(speaker, i, sentence):
            return None  # "angered customers who accused the firm"
        if "courtesies" in kinds and any("verbs_before" in found for k, found in cues if k > i):
            return None  # "thanked the crews and said ..."
        if "naming" in kinds and not (self._judges(last, speaker, sentence) and self._has_no_source(speaker, sentence)):
            return None
        if self._is_supposed(speaker, sentence) or self._is_nobody(speaker, sentence):
            return None
        stop = speaker.last + (self.tokens.words[speaker.last] == ".")  # "Smith & Co. estimate"
        apart = not (self.subjects.touches(stop, i) or self._follows_comma(i))
        if apart and ("noun_like" in kinds or ("naming" in kinds and speaker.kind is MentionKind.IT)):
            return None  # "The collapse has prompted calls for ...", "It comes with a file labelled ..."
        if "person_verbs" in kinds and not self._is_person(speaker):
            return None
        opens = self.tokens.lower[last - 1] in self.complementisers  # "suggested that"
        opens = opens or ("strength" in kinds and last < sentence.stop and "infinitive" in self.tokens.kinds[last])  # "threatened to"
        if "weak_before" in kinds and not opens and not self._takes_words(last, sentence) and not self._is_under_way(i, last, speaker):
            named = speaker.kind in NAMED or "body_nouns" in self.tokens.kinds[speaker.last - 1] or self._is_seat(speaker, last)
            named = named or speaker.described  # "politikus itu"
            told = "relative" in self.tokens.kinds[speaker.last] and "definite" in self.tokens.kinds[i - 1]  # "X yang menggelar aksi itu"
            beside = self.subjects.touches(stop, i) or self._follows_comma(i) or told or self._of_body_beside(speaker, i, mentions)
            says = self.tokens.lower[i].endswith(self.progressive) and self._follows_comma(i)
            says = says or (beside and self._has_quoted(last, min(last + NEAR_QUOTED, sentence.stop)))  # 'Growers hailed it as "a win"'
            if not (named and beside) and not says and not self._closes(speaker, i, sentence):
                return None
        alone = self.tokens.marks[i].length == 1 and "naming" not in kinds  # "denied the rumour" holds its object
        dated = not self.calendar_units.isdisjoint(self.tokens.lower[last + 1 : last + 2])  # "said this week"
        meta = alone and last < sentence.stop and "meta" in self.tokens.kinds[last] and not dated
        meta = meta and self._is_all(self._end(last), sentence)
        joint = self.subjects.joined(speaker, mentions, sentence.start)
        begin = self._past_told(last, mentions) if "told" in kinds else 0
        return Reported(i, last, speaker, self._direction(i, last, speaker, sentence, mentions), meta=meta, joint=joint, begin=begin)

    def _past_told(self, k: int, mentions: list[Mention]) -> int:
        """Return where the words begin behind who is told them, without "that": "told investors [it expects]"; 0 where nobody is."""
        tokens = self.tokens
        told = next((m.last for m in mentions if k <= m.first <= k + 1), None)
        if told is None:  # "the jury", "the BBC"
            first = k + (tokens.kinds[k].get("part") == "determiners")
            told = first + (tokens.marks[first].length if first in tokens.marks else 1)
            told = self._past_hearers(told) if first > k else told
        if told >= len(tokens.words) or not (tokens.kinds[told].get("part") in OPENS_CLAUSE or tokens.capital[told]):
            return 0
        return told

    def _past_hearers(self, k: int) -> int:
        """Return where a clause begins behind more words for who is told, from k on: "a news conference in Oslo [the bank]"; else k."""
        tokens = self.tokens
        near = range(k, min(k + LONGEST_TOLD, len(tokens.words)))
        stop = next((j for j in near if not tokens.words[j].isalpha() or tokens.kinds[j].get("part") in OPENS_CLAUSE), k)
        opens = k < stop and tokens.words[stop].isalpha() and "obliques" not in tokens.kinds[stop - 1]
        return stop if opens else k

    def _accompanying(self, i: int, kinds: dict[str, object], sentence: range, mentions: list[Mention]) -> Mention | None:
        """Return who says something while something else happens: "The bill passed, with [Ann Lee] calling it a win"."""
        if "verbs_before" not in kinds or not self.tokens.lower[i].endswith(self.progressive):
            return None
        speaker = next((m for m in mentions if m.last == i and m.kind in NAMED), None)
        before = self.tokens.before(speaker.first) if speaker is not None else sentence.start
        with_comma = before > sentence.start and self.tokens.words[before - 1] == ","
        return speaker if with_comma and "accompanying" in self.tokens.kinds[before] else None

    def _medium_before(self, i: int, last: int, sentence: range) -> Mention | None:
        """Return the medium that opens a sentence and says something of its own: "The Arden Times reported on Sunday that ..."."""
        tokens = self.tokens
        first = sentence.start + (tokens.kinds[sentence.start].get("part") == "determiners")
        if MEDIA.isdisjoint(tokens.kinds[first]) or not self.subjects.touches(stop := self._end(first), i):
            return None
        if not (self._says_that(last, sentence) or tokens.kinds[last].get("part") == "body_pronouns"):
            return None
        return Mention(first, stop, MentionKind.BODY, tokens.span(first, stop).of(tokens.text))

    def _of_body_beside(self, speaker: Mention, i: int, mentions: list[Mention]) -> bool:
        """Tell whether only the body that somebody is of stands between a name and the verb: "Jane Roe of Arden Bank described"."""
        body = next((m for m in mentions if m.first == speaker.last + 1 and m.kind in (MentionKind.BODY, MentionKind.NAME)), None)
        person = speaker.kind in (MentionKind.PERSON, MentionKind.NAME)
        return person and body is not None and body.oblique and self.subjects.touches(body.last, i)

    def _is_under_way(self, i: int, last: int, speaker: Mention) -> bool:
        """Tell whether people are saying something to somebody or of something: "Doctors are urging the council to pay"."""
        tokens = self.tokens
        if "under_way" not in tokens.kinds[i] or "auxiliaries" not in tokens.kinds[i - 1] or last >= len(tokens.words):
            return False
        who = speaker.kind in NAMED or self._names_people(speaker.last - 1)
        return who and tokens.words[last][0].isalnum() and "conjunctions" not in tokens.kinds[last]

    def _tells_which(self, speaker: Mention, i: int, sentence: range) -> bool:
        """Tell whether the verb stands in a clause that only tells which people are meant, and these do not open the sentence."""
        k = speaker.last
        if speaker.kind is not MentionKind.NOUN or k >= i or self.subjects.finder.head_first:
            return False
        before = self.tokens.before(speaker.first)
        opens = before < sentence.start or not self.tokens.words[before][0].isalnum()  # "On Monday, a woman who said ..."
        return "relative" in self.tokens.kinds[k] and speaker.first - sentence.start > LEAD and not opens

    def _only_modifies(self, speaker: Mention, i: int) -> bool:
        """Tell whether a noun for a person only tells of the thing behind it: "an official complaint was made, demanding an inquiry"."""
        k, tokens = speaker.last, self.tokens
        if speaker.kind is not MentionKind.NOUN or self.subjects.finder.head_first or k + 1 >= i or k in tokens.marks:
            return False
        thing = tokens.words[k].isalpha() and tokens.words[k].islower() and not tokens.lower[k].endswith((*self.past, *self.progressive))
        return thing and ("auxiliaries" in tokens.kinds[k + 1] or "perfects" in tokens.kinds[k + 1])

    def _is_person(self, speaker: Mention) -> bool:
        """Tell whether a phrase may name or describe a person, as far as its own words and the one before them tell."""
        before = speaker.first - 1  # of "prinsip Satu Hati" a noun, of "Joko Widodo atau Jokowi" none
        alone = before < 0 or not self.tokens.words[before][0].isalnum() or before in self.tokens.marks
        named = speaker.kind is MentionKind.NAME and alone
        return speaker.described or named or speaker.kind in (MentionKind.PERSON, MentionKind.PRONOUN)

    def _closes(self, speaker: Mention, i: int, sentence: range) -> bool:
        """Tell whether speaker and verb close the sentence behind a comma, but for the day: "..., a judge ruled on Monday."."""
        k, tokens = self.tokens.before(speaker.first), self.tokens
        if tokens.words[k] != "," or k - sentence.start < LEAST_SAID:
            return False
        rest = [j for j in range(self._end(i), sentence.stop) if tokens.words[j][0].isalnum()]
        again = any("cue" in tokens.kinds[j] and "conjunctions" in tokens.kinds[j - 1] for j in rest)
        if again and "obliques" in tokens.kinds[sentence.start]:
            return False  # "In a post on Sunday, X apologised for the delay and said ..."
        opens = tokens.kinds[rest[0]] if rest else {}
        return all("fillers" in tokens.kinds[j] for j in rest) or "obliques" in opens or "citing" in opens

    def _is_seat(self, speaker: Mention, last: int) -> bool:
        """Tell whether a capital speaks for its state ("Seoul welcomed the deal"), or a state in words in marks after token `last`."""
        if speaker.kind is not MentionKind.STATE or "demonym" in self.tokens.kinds[speaker.first]:
            return False
        quotes = self._has_quoted(last, last + NEAR_QUOTED)
        return quotes or "state" not in self.tokens.kinds[speaker.first]

    def _has_no_source(self, speaker: Mention, sentence: range) -> bool:
        """Tell whether no study or figures stand before the speaker, whose finding it would be."""
        return not any("no_speakers" in self.tokens.kinds[k] for k in range(sentence.start, speaker.last))

    def _judges(self, k: int, speaker: Mention, sentence: range) -> bool:
        """Tell whether somebody's own words stand beside a verb that alone tells none ("called", "found", "will say").

        By "that" or a colon behind it, over the day, a phrase in marks near behind, or quoted words right before the speaker.
        """
        told = self._says_that(k, sentence)
        marked = k < sentence.stop and self.tokens.words[k] in OWN_WORDS_FOLLOW
        quoted = self._has_quoted(k, min(k + NEAR_QUOTED, sentence.stop))
        judged = "judging" in self.tokens.kinds[k - 1] and self._is_called_something(k, sentence)
        return told or marked or quoted or judged or self._has_quoted(max(sentence.start, speaker.first - NEAR), speaker.first)

    def _is_called_something(self, k: int, sentence: range) -> bool:
        """Tell whether what stands behind "called" is a thing and, in a second phrase, what it is called: "[the ruling a victory]"."""
        tokens, last = self.tokens, min(k + NEAR_NAMED, sentence.stop)
        if k >= last or tokens.kinds[k].get("part") != "determiners":
            return False
        second = next((j for j in range(k + 1, last) if tokens.kinds[j].get("part") == "determiners"), last)
        plain = all(tokens.words[j].isalpha() and NO_OBJECT.isdisjoint(tokens.kinds[j]) for j in range(k + 1, second))
        dated = not self.calendar_units.isdisjoint(tokens.lower[second + 1 : second + 3])  # "called the bank a week ago"
        return k + 1 < second < last and plain and not dated and "definite" not in tokens.kinds[second]

    def _direction(self, i: int, last: int, speaker: Mention, sentence: range, mentions: list[Mention]) -> Place:
        """`"...," X said.` has its words before the cue, `X said that ...` after."""
        tokens = self.tokens
        rest = tokens.word_count(last, sentence.stop)
        if not rest:
            return Place.BEFORE if last - i > 1 and self._only_leads(sentence.start, speaker, last) else Place.AFTER
        if tokens.words[last] == ":" or self._has_title_before(speaker, sentence, mentions):
            return Place.BEFORE
        if self._is_put_in(speaker, last, sentence):
            return self._around(last + 1)
        quoted_before = self._has_quoted(sentence.start, i)
        quoted_after = _holds_any(self._quoted_words, last, sentence.stop)
        if not quoted_after and self._closes(speaker, i, sentence) and tokens.first_of("complementisers", last, sentence.stop) is None:
            return Place.AFTER  # "..., the minister said on Tuesday."
        if quoted_before and not quoted_after:
            return Place.AFTER
        said = _is_dated_only(self.tokens, last, sentence.stop) or tokens.word_count(sentence.start, speaker.first) >= LEAST_SAID
        if rest <= 2 and said and self._is_set_off(speaker, i, last, sentence) and not self._only_leads(sentence.start, speaker, last):
            return Place.AFTER
        return Place.INSIDE if quoted_before else Place.BEFORE

    def _has_title_before(self, speaker: Mention, sentence: range, mentions: list[Mention]) -> bool:
        """Tell whether all that stands before a comma and the name is an office and what it is of: "The head of the school, Ann Lee,"."""
        tokens, k = self.tokens, speaker.first - 1
        if k <= sentence.start or tokens.words[k] != "," or tokens.words[speaker.last : speaker.last + 1] != [","]:
            return False
        first = next((j + 1 for j in range(k - 1, sentence.start, -1) if tokens.words[j] == ","), sentence.start)
        office = next((m for m in mentions if first <= m.first < k), None)
        if office is None or office.kind not in (MentionKind.OFFICE, MentionKind.NOUN, MentionKind.STATE) or office.oblique:
            return False
        held = office.kind is MentionKind.OFFICE or any(self._names_people(j) for j in range(office.first, k))
        return held and not any(not FINITE.isdisjoint(tokens.kinds[j]) or tokens.lower[j].endswith(self.past) for j in range(first, k))

    def _is_put_in(self, speaker: Mention, last: int, sentence: range) -> bool:
        """Tell whether commas set a speaker and the verb off in the midst of a sentence whose words before them are a clause."""
        tokens, k = self.tokens, self.tokens.before(speaker.first)
        if tokens.words[k] != "," or k - sentence.start < LEAST_SAID or tokens.words[last : last + 1] != [","]:
            return False
        return {"obliques", "clause_breaks", "conditions"}.isdisjoint(tokens.kinds[sentence.start])

    def _around(self, k: int) -> Place:
        """Tell where the words of a speaker whom commas put in are: token k opens what follows, more words or only what the reporter adds.

        "..., X said, in a move that ..."; "..., X said, betting that ..."; "..., X said, and ...".
        """
        opens = self.tokens.kinds[k].keys()
        ends = not ENDING_WORDS.isdisjoint(opens) or self.tokens.lower[k].endswith(self.subjects.progressive)
        return Place.AFTER if ends and JOINING_CLAUSES.isdisjoint(opens) else Place.INSIDE

    def _is_set_off(self, speaker: Mention, i: int, last: int, sentence: range) -> bool:
        """Tell whether a comma or dash, or the day alone behind the verb, parts words from the speaker: "Prices fell, X said Monday"."""
        k = self.tokens.before(min(i, speaker.first))
        if k > sentence.start and not self.tokens.words[k][0].isalnum():
            return True
        return _is_dated_only(self.tokens, last, sentence.stop) and k - sentence.start + 1 >= LEAST_SAID

    def _only_leads(self, start: int, speaker: Mention, last: int) -> bool:
        """Tell whether a few words before a speaker only tell when or where: "Pada Senin, Rangga Wijaya mengaku bersalah"."""
        tokens = self.tokens
        opens, tells = tokens.kinds[start], tokens.kinds[last]
        timed = "obliques" in tells or ("fillers" in tells and "negation" not in tells) or tells.get("part") == "calendar"
        if "via" in opens or "via" in tokens.kinds[start + 1]:
            return not timed  # "Seperti dilansir Warta Pagi, Wijaya menyatakan mundur"
        return "obliques" in opens and not timed and tokens.word_count(start, tokens.before(speaker.first) + 1) <= SHORT_LEAD

    def _is_supposed(self, speaker: Mention, sentence: range) -> bool:
        """Tell whether "unless" or "if" stands before who would say it: "Growers will march unless the bank says how ..."."""
        k = self.tokens.before(speaker.first)
        return k >= sentence.start and "conditions" in self.tokens.kinds[k] and self.tokens.lower[k] not in self.interrogatives

    def _is_nobody(self, speaker: Mention, sentence: range) -> bool:
        """Tell whether "no" stands before a noun for people: "No other officials have commented"."""
        k = speaker.first - 1
        while k > sentence.start and self.tokens.kinds[k].get("part") == "determiners":
            k -= 1
        return speaker.kind is MentionKind.NOUN and k >= sentence.start and "negative_subjects" in self.tokens.kinds[k]

    def _is_barred(self, i: int, sentence: range) -> bool:
        """Tell whether the verb is an infinitive, a participle, a passive or negated, and so has no speaker before it."""
        if i == sentence.start:
            return True
        k = i - 1
        tokens = self.tokens
        word = tokens.lower[i]
        while k > sentence.start and "fillers" in tokens.kinds[k] and NO_MORE_FILLERS.isdisjoint(tokens.kinds[k]):
            k -= 1
        if "infinitive" in tokens.kinds[k] or "negation" in tokens.kinds[k] or tokens.lower[k] in self.infinitives:
            return True
        if not self.future.isdisjoint(tokens.lower[k + 1 : i]):
            return True  # what somebody will announce has not been said
        if tokens.is_possessive(i - 1) and word.endswith(self.participles):
            return True  # "Arden's promised bridge"
        auxiliary = "auxiliaries" in tokens.kinds[k]
        if word.endswith(self.progressive):
            after = self._end(i)
            issued = "statement_nouns" in tokens.kinds[i - 1] and tokens.kinds[i - 2].get("part") == "determiners"
            issued = issued and "definite" not in tokens.kinds[i - 2] and i - 3 > sentence.start  # "issued a statement warning that"
            stated = self.tokens.words[i - 1] == "," or issued
            says = stated and after < sentence.stop and "obliques" not in tokens.kinds[after]
            return not (auxiliary or says)  # "The bank cut its rate, saying inflation had slowed"
        return auxiliary and word.endswith(self.past)

    def _is_all(self, k: int, sentence: range) -> bool:
        """Tell whether a sentence that reports "this" or "the remarks" ends there, but for when and where: no verb or words follow."""
        if k < sentence.stop and self._takes_words(k, sentence):
            return False
        k = self._past_fillers(k, sentence)
        if k >= sentence.stop or not self.tokens.words[k][0].isalnum():
            return True
        kinds = self.tokens.kinds[k]
        ends = "obliques" in kinds or "np_stops" in kinds or (kinds.get("part") == "calendar" and self.tokens.capital[k])
        return ends and not any(kind in kinds for kind in ("auxiliaries", "beliefs", "modals", "must"))

    def _past_fillers(self, k: int, sentence: range) -> int:
        """Return the first token from k on that is no filling word: behind "this month" of "said this month that"."""
        return _past_fillers(self.tokens, k, sentence.stop)

    def _says_that(self, k: int, sentence: range) -> bool:
        """Tell whether "that" follows, over filling words: "said [this month] that", not "asked whether"."""
        k = self._past_fillers(k, sentence)
        return k < sentence.stop and "complementisers" in self.tokens.kinds[k] and self.tokens.lower[k] not in self.interrogatives

    def _takes_words(self, k: int, sentence: range) -> bool:
        """Tell whether "that", a quotation, a colon or a comma follows: what a weak cue needs to attribute."""
        if k >= sentence.stop:
            return False
        if "fillers" in self.tokens.kinds[k] and self._says_that(k, sentence):
            return True
        if "complementisers" in self.tokens.kinds[k] or self.tokens.words[k] in WORDS_FOLLOW:
            return True
        return self._opens_bare_clause(k, sentence.stop)

    def _opens_bare_clause(self, k: int, stop: int) -> bool:
        """Tell whether token k opens a clause without "that", with a helping verb of its own: "confirmed [the militia would leave]"."""
        tokens = self.tokens
        if not (tokens.kinds[k].get("part") in OPENS_CLAUSE or tokens.capital[k]):
            return False
        for j in range(k + 1, min(k + NEAR_VERB, stop)):
            if not HELPERS.isdisjoint(tokens.kinds[j]):
                return True
            if not tokens.words[j].isalpha() or not BREAKS_CLAUSE.isdisjoint(tokens.kinds[j]):
                return False
        return False

    def _follows_comma(self, i: int) -> bool:
        """Tell whether a comma that closes an apposition stands before the verb, filling words aside."""
        k = i - 1
        while k > 0 and "fillers" in self.tokens.kinds[k]:
            k -= 1
        return self.tokens.words[k] == ","

    def _may_precede(self, j: int, mention: Mention) -> bool:
        """Tell whether token j can stand between an inverted verb and a phrase: a determiner, or a name's small occupation."""
        if self.tokens.words[j] == "," or "statement_nouns" in self.tokens.kinds[j]:
            return True
        kinds = self.tokens.kinds[j]
        if kinds.get("part") in ("determiners", "honorifics", "offices"):
            return True
        plain = kinds.get("part", "portfolios") == "portfolios" and NO_PART_OF_TITLE.isdisjoint(kinds)
        small = self.tokens.words[j].islower() and plain
        return small and mention.kind in (MentionKind.NAME, MentionKind.PERSON)

    def _next_mention(self, k: int, mentions: list[Mention], near: int) -> Mention | None:
        """Return the mention that begins at token k or a few after it, over determiners."""
        for mention in mentions:
            if k <= mention.first <= k + near:
                if mention.last < len(self.tokens.words) and self.tokens.words[mention.last] in POSSESSIVE_MARKS:
                    k = mention.last + 1  # "according to Arden Falls' mayor"
                    continue
                if self.tokens.is_possessive(mention.last - 1) and mention.last < len(self.tokens.words):
                    owned = range(mention.last, mention.last + NEAR)
                    owner = next((m for m in mentions if m.first in owned and m.kind is MentionKind.PERSON), None)
                    if owner is not None:
                        return owner  # "said Acme's recently named chair Jane Doe"
                    if self._goes_on(mention.last, range(0, len(self.tokens.words))):
                        return None  # "according to the bank's annual report"
                between = range(k, mention.first)
                return mention if all(self._may_precede(j, mention) for j in between) else None
        return None


def _is_dated_only(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether all words from token `first` up to `stop` are days or months."""
    return all(tokens.kinds[j].get("part") == "calendar" for j in range(first, stop) if tokens.words[j][0].isalnum())


def _holds_any(places: list[int], first: int, stop: int) -> bool:
    """Tell whether any of some tokens, in order, lies from token `first` up to token `stop`."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] < stop


def _past_fillers(tokens: Tokens, k: int, stop: int) -> int:
    """Return the first token from k on that is no filling word, an auxiliary aside; `stop` where there is none."""
    while k < stop and "fillers" in tokens.kinds[k] and "auxiliaries" not in tokens.kinds[k]:
        k += tokens.marks[k].length if k in tokens.marks else 1
    return k


def _colon_before_words(tokens: Tokens, k: int, stop: int) -> int | None:
    """Return the colon behind who was told, or where, that opens quoted words: 'told the court: "...'; None where none stands there."""
    near = range(k, min(k + FAR_COLON, stop - 1))
    mark = next((j for j in near if not tokens.words[j][0].isalnum()), None)
    return mark if mark is not None and tokens.words[mark] == ":" and tokens.words[mark + 1] in OPENING_MARKS else None


def content_span(tokens: Tokens, sentence: Span, found: Reported, quotations: list[Span]) -> Span:
    """Return the attributed words alone: the part of the sentence before or after the cue, marks and commas at its ends left out."""
    first_cue = tokens.starts[found.cue_first]
    start, end = sentence.start, sentence.end
    if found.place is Place.AFTER:
        k = tokens.before(found.cue_first if found.speaker is None else min(found.cue_first, found.speaker.first))
        end = max(start, tokens.ends[k]) if k >= 0 else start
        at = bisect_left(quotations, sentence.start, key=END)
        inner = [q for q in quotations[at : bisect_left(quotations, sentence.end, lo=at, key=START)] if q.overlaps(sentence)]
        parted = k >= 0 and tokens.words[k] == "," and inner and tokens.word_count(bisect_left(tokens.starts, inner[-1].end), k)
        if inner and inner[-1].end <= first_cue and not parted:
            end = min(end, inner[-1].end)  # but not of 'It gives "dreamers" a home, X said'
    elif found.place is Place.BEFORE:
        k = found.cue_last
        if found.speaker is not None and found.speaker.first >= k:
            k = (found.joint or (found.speaker,))[-1].last
        if "definite" in tokens.kinds[k] and tokens.words[k + 1 : k + 2] == [","]:
            k += 1  # "Menurut politikus itu, ..."
        k = max(k, found.begin)
        if "told" in tokens.kinds[found.cue_first] or "obliques" in tokens.kinds[k]:  # "told the paper on Monday that"
            near = range(k, min(k + SHORT_TAIL, tokens.within(sentence).stop))
            stop = next((j for j in near if not HELPERS.isdisjoint(tokens.kinds[j]) or tokens.words[j] in CLAUSE_MARKS), near.stop)
            k = next((j for j in range(k, stop) if "complementisers" in tokens.kinds[j]), k)
        that = _past_fillers(tokens, k, len(tokens.words))  # "said on Monday that"
        k = that if "complementisers" in tokens.kinds[that] else k
        start = tokens.ends[k - 1]
        plain = "plain_verbs" in tokens.kinds[found.cue_first]
        colon = _colon_before_words(tokens, k, tokens.within(sentence).stop)
        if colon is not None:
            start, k = tokens.ends[colon], colon + 1
        while k in tokens.marks and "complementisers" in tokens.marks[k].kinds:
            start, k, plain = tokens.ends[k], k + 1, True
        alone = plain and DOING.isdisjoint(tokens.kinds[found.cue_first])
        if "verbs_before" in tokens.kinds[found.cue_first] and not (alone or colon or BEGINS_QUOTED.match(tokens.text, start, end)):
            start = first_cue  # of "denied that the money was gone" the words behind the verb alone would say otherwise
    text = tokens.text
    opening = OPENING.match(text, start, end)
    start = opening.end() if opening is not None else start
    while end > start and (text[end - 1] in ',:"“”’\\' or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if start < end else sentence
