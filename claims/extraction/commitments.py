"""Commitments: a party binds itself. Each is one committing cue whose subject is a party that may bind itself there."""

import re
from dataclasses import dataclass

from claims.documents.document import Span
from claims.extraction.attribution import Place
from claims.extraction.candidates import Commitment, DateMention
from claims.extraction.discourse import Sentence
from claims.extraction.lexicon import Lexicon
from claims.extraction.mentions import Mention, MentionKind
from claims.extraction.sides import Sides
from claims.extraction.tokens import Tokens
from claims.terms import Attribution, Strength

CLOSE = 3  # tokens between the head of a clause and its subject
PARTY_KINDS = (MentionKind.STATE, MentionKind.BODY, MentionKind.NAME, MentionKind.PERSON, MentionKind.NOUN, MentionKind.IT)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who would be bound: the parties, and whether they are the speaker's own side (or both sides)."""

    parties: tuple[str, ...]
    own: bool
    touching: bool = True


class CommitmentReader:
    """Reads the commitments of sentences of one document."""

    def __init__(self, tokens: Tokens, sides: Sides, lexicon: Lexicon) -> None:
        self.tokens, self.sides = tokens, sides
        self.infinitives = frozenset(lexicon["attribution"]["infinitive"])
        self.passive_forms = tuple(re.compile(form) for form in lexicon["commitments"]["passive_forms"])
        self.needs_mark = bool(lexicon["commitments"]["passive_marks"])
        self.verb_forms = tuple(re.compile(form) for form in lexicon["commitments"]["own_verb_forms"])

    def read(self, sentence: Sentence, statement: int | None, dates: list[DateMention]) -> list[Commitment]:
        """Return the commitments of one sentence in order; `statement` is its index among the statements, None for narration."""
        reporting = sentence.reported
        found: list[Commitment] = []
        last: int | None = None
        for k, kinds in sentence.marks:
            if "strength" not in kinds:
                continue
            reports = reporting is not None and reporting.cue_first <= k < reporting.cue_last
            if reports and found and self.tokens.kind(k, "performatives") is not None:
                continue
            governed = self._is_governed(found, k, sentence) or self._shares_subject(last, k, sentence)
            if not reports and ("performatives" in kinds or governed):
                continue
            commitment = self._commitment(k, sentence, statement, dates)
            if commitment is not None:
                found.append(commitment)
                last = k
        return found

    def _is_governed(self, found: list[Commitment], k: int, sentence: Sentence) -> bool:
        """Tell whether a cue before this one in the same report governs it ("promised that it would", "hopes both will")."""
        if not found:
            return False
        if found[-1].strength is Strength.ASPIRATION:
            return True
        reported = sentence.reported
        if reported is None or self.tokens.starts[reported.cue_first] != found[-1].cue.start:
            return False
        return not any("verbs_before" in kinds for j, kinds in sentence.marks if reported.cue_last <= j < k)

    def _shares_subject(self, last: int | None, k: int, sentence: Sentence) -> bool:
        """Tell whether a cue has no subject of its own and carries on the clause before it ("will give ... and offer ...")."""
        if last is None or self._clause_start(k, sentence) > last:
            return False
        if self.tokens.kind(k, "chained") is None and self.tokens.kind(k, "strength") is not self.tokens.kind(last, "strength"):
            return False
        if any(self._stands_for_side(j) for j in range(last + 1, k + 1) if j == k or self._touches(j, k)):
            return False
        subjects = (m for m in sentence.mentions if m.kind in PARTY_KINDS and last < m.first < k and not m.oblique)
        return not any(self._touches(m.last - 1, k) for m in subjects)

    def _stands_for_side(self, j: int) -> bool:
        tokens = self.tokens
        kinds = ("both", "own_side", "first_person", "governments")
        return any(tokens.kind(j, kind) is not None for kind in kinds) or tokens.kind(j, "part") in ("pronouns", "plural_pronouns")

    def _commitment(self, k: int, sentence: Sentence, statement: int | None, dates: list[DateMention]) -> Commitment | None:
        tokens = self.tokens
        strength: Strength = tokens.kind(k, "strength")
        start = self._clause_start(k, sentence)
        if self._is_barred(k, start, sentence, strength):
            return None
        subject = self._subject(k, start, sentence)
        if subject is None or not subject.parties:
            return None
        after = self._next_word(k, sentence)
        plain = strength is Strength.PLEDGE
        if plain and after is not None and not subject.own and tokens.kind(after, "outcomes") is not None:
            return None
        if plain and after is not None and (sentence.speaker is None or not subject.own) and tokens.kind(after, "agenda") is not None:
            return None
        if plain and after is not None and tokens.kind(after, "no_deeds") is not None:
            return None
        first = k - 1 if k > start and plain and tokens.kind(k - 1, "negation") is not None else k
        last = k + tokens.marks[k].length
        if plain and last < sentence.tokens.stop and tokens.kind(last, "negation") is not None:
            last += 1
        begin = self._action_start(last, sentence)
        end = self._clause_end(begin, sentence)
        condition = self._condition(sentence)
        return Commitment(
            span=sentence.span,
            cue=tokens.span(first, last),
            strength=strength,
            committers=subject.parties,
            counterparties=self._counterparties(begin, end, sentence, subject.parties),
            statement=statement,
            action=tokens.span(begin, end) if end > begin else None,
            condition=condition,
            deadline=self._deadline(sentence, dates),
            topics=self._topics(begin, end),
        )

    def _clause_start(self, k: int, sentence: Sentence) -> int:
        """Return the first token of the clause that the cue stands in: after the reporting cue, a complementiser or a clause break."""
        tokens, reported = self.tokens, sentence.reported
        start = sentence.tokens.start
        if reported is not None and reported.cue_last <= k:
            start = reported.cue_last
            if reported.speaker is not None and reported.cue_last <= reported.speaker.first < k:
                start = reported.speaker.last
        for j in range(start, k):
            entry = tokens.marks.get(j)
            if tokens.words[j] in ";:" or (entry is not None and ("clause_ends" in entry.kinds or "complementisers" in entry.kinds)):
                start = j + (entry.length if entry is not None else 1)
        return start

    def _action_start(self, k: int, sentence: Sentence) -> int:
        """Return the first token of what is to be done: over "to", "that", commas and quotation marks after the cue."""
        tokens = self.tokens
        while k < sentence.tokens.stop and (
            tokens.kind(k, "infinitive") is not None or tokens.kind(k, "complementisers") is not None or tokens.words[k] in ',"“\\'
        ):
            k += 1
        return k

    def _clause_end(self, k: int, sentence: Sentence) -> int:
        """Return the token at which the action ends: a stop, a clause of its own, or the words that say who said it."""
        tokens, reported = self.tokens, sentence.reported
        stop = sentence.tokens.stop
        if reported is not None and reported.cue_first >= k:
            stop = min(reported.cue_first, reported.speaker.first) if reported.speaker is not None else reported.cue_first
        for j in range(k, stop):
            entry = tokens.marks.get(j)
            if tokens.words[j] in '.;"”\\' or (entry is not None and "clause_ends" in entry.kinds):
                stop = j
                break
        while stop > k and (not tokens.words[stop - 1][0].isalnum() or tokens.kind(stop - 1, "part") == "determiners"):
            if tokens.words[stop - 1] == ")":
                break
            stop -= 1
        return stop

    def _is_barred(self, k: int, start: int, sentence: Sentence, strength: Strength) -> bool:
        """Tell whether the cue binds nobody: a belief, a relative clause, a question, a refusal to be ready, a condition."""
        tokens = self.tokens
        before = k - 1
        if before >= sentence.tokens.start:
            if tokens.kind(before, "relative") is not None or tokens.kind(before, "complementisers") is not None:
                return True
            if tokens.kind(k, "modals") is None and tokens.kind(before, "negation") is not None:
                return True
        if any(tokens.kind(j, "conditions") is not None for j in range(start, k)) and "," not in tokens.words[start:k]:
            return True
        first = sentence.tokens.start
        if any("interrogatives" in kinds for j, kinds in sentence.marks if start - 1 <= j < k):
            return True  # "how they would pay"
        if sentence.reported is not None and sentence.reported.cue_first > k and self._is_participle_clause(sentence):
            return True
        if any("beliefs" in kinds or "denials" in kinds for j, kinds in sentence.marks if first <= j < k):
            return True
        return "?" in tokens.words[k : sentence.tokens.stop]

    def _is_participle_clause(self, sentence: Sentence) -> bool:
        """Tell whether the sentence opens with a reporting verb without a subject ("Noting that ..., X said"): it tells what is so."""
        first = next((k for k, _ in sentence.marks), None)
        return first == sentence.tokens.start and self.tokens.kind(first, "verbs_before") is not None

    def _subject(self, k: int, start: int, sentence: Sentence) -> Subject | None:
        """Return who the cue binds: the party that heads the clause or stands right before the cue; unspoken, it is the speaker."""
        speaker = sentence.speaker
        own = self._own(sentence)
        after = self._next_word(k, sentence)
        if after is not None and self.tokens.kind(after, "both") is not None and self.tokens.kind(k, "modals") is None:
            return Subject(self.sides.both(speaker), own=True)  # "a commitment of both sides to ..."
        if speaker is not None and after is not None and self.tokens.kind(after, "first_person") is not None:
            return Subject(own or (speaker,), own=True)  # "akan kami buka": the object stands first
        at_cue = sentence.reported is not None and sentence.reported.cue_first <= k < sentence.reported.cue_last
        if at_cue:
            return self._hoped(k, sentence, own)
        for j in range(k, start - 1, -1):
            special = self._special(j, speaker, own)
            if special is not None and (j == k or j - start <= CLOSE or self._touches(j, k)):
                return special
        mentions = [m for m in sentence.mentions if start <= m.first and m.last <= k and m.kind in PARTY_KINDS]
        chosen = next((m for m in mentions if self._heads(m, start) and not self._possesses(m)), None)
        if chosen is None:
            chosen = next((m for m in reversed(mentions) if self._touches(m.last - 1, k) and not m.oblique), None)
        if chosen is not None:
            parties = self._joined(chosen, mentions, sentence)
            if speaker is not None and own and not set(parties) & set(own) and chosen.kind is MentionKind.STATE:
                return None
            if speaker is not None and chosen.kind is MentionKind.NOUN and parties == (chosen.name,) and parties[0] != speaker:
                if self.tokens.kind(chosen.last - 1, "body_nouns") is None:
                    return None  # what others are said to do is the speaker's opinion of them
                parties = own or (speaker,)
            return Subject(parties, own=bool(set(parties) & set(own)) or chosen.kind is MentionKind.STATE)
        if speaker is not None and (self._touches(start - 1, k) or (own and self._is_passive(k, sentence))):
            return Subject(own or (speaker,), own=True)
        return None

    def _is_passive(self, k: int, sentence: Sentence) -> bool:
        """Tell whether what follows the cue is to be done by somebody unnamed ("every patient will be treated"): by the speaker."""
        tokens, after = self.tokens, self._next_word(k, sentence)
        if tokens.kind(k, "modals") is None or after is None or any(tokens.kind(j, "agents") is not None for j in sentence.tokens if j > k):
            return False
        if tokens.kind(after, "passive_marks") is not None:
            after += 1
        elif self.needs_mark:
            return False
        barred = tokens.kind(after, "agenda") is not None or tokens.kind(after, "outcomes") is not None
        return not barred and any(form.search(tokens.lower[after]) for form in self.passive_forms)

    def _hoped(self, k: int, sentence: Sentence, own: tuple[str, ...]) -> Subject | None:
        """A reporting verb that commits ("hopes", "announced"): binds the speaker, unless what is hoped for is another side's to do."""
        tokens = self.tokens
        last = k + tokens.marks[k].length
        if tokens.kind(k, "strength") is not Strength.ASPIRATION:
            return Subject(own or (sentence.speaker or "",), own=True)
        rest = range(last, sentence.tokens.stop)
        if not self._is_for_oneself(last, sentence, own):
            return None
        if any(tokens.kind(j, "both") is not None for j in rest):
            return Subject(self.sides.both(sentence.speaker), own=True)
        others = [m for m in sentence.mentions if m.first in rest and m.kind in PARTY_KINDS and not m.oblique]
        if others and not set(self.sides.of_mention(others[0])) & set(own):
            return None
        return Subject(own or (sentence.speaker or "",), own=True)

    def _is_for_oneself(self, k: int, sentence: Sentence, own: tuple[str, ...]) -> bool:
        """Tell whether what is hoped for is one's own to do: a verb, "both sides" or the own side follows, not somebody else or a thing."""
        tokens = self.tokens
        if tokens.lower[k - 1] in self.infinitives:
            return True
        k = self._action_start(k, sentence)
        if k >= sentence.tokens.stop or tokens.kind(k - 1, "infinitive") is not None or self._stands_for_side(k):
            return True
        if any(tokens.kind(j, "both") is not None for j in range(k, sentence.tokens.stop)):
            return True
        mention = next((m for m in sentence.mentions if k <= m.first <= k + 1), None)
        if mention is not None and set(self.sides.of_mention(mention)) & set(own):
            return True
        return any(form.match(tokens.lower[k]) for form in self.verb_forms)

    def _own(self, sentence: Sentence) -> tuple[str, ...]:
        reported = sentence.reported
        if reported is None or reported.speaker is None:
            return self.sides.of_speaker(sentence.speaker)
        mention = reported.speaker
        own = self.sides.of_speaker(sentence.speaker, mention.codes if mention.kind is MentionKind.STATE else ())
        return own or ((self.sides.people.canonical(mention.body),) if mention.body else ())

    def _special(self, j: int, speaker: str | None, own: tuple[str, ...]) -> Subject | None:
        """Read "both sides", "we", "his government": phrases that stand for a side."""
        tokens = self.tokens
        if tokens.kind(j, "both") is not None:
            return Subject(self.sides.both(speaker), own=True)
        if tokens.kind(j, "own_side") is not None:
            return Subject(own or ((speaker,) if speaker else ()), own=True)
        if tokens.kind(j, "governments") is not None and not tokens.is_capital(j):
            states = tuple(code for code in own if len(code) == len("XX") and code.isupper())
            home = self.sides.people.home
            return Subject(states or ((home,) if home else (tokens.lower[j],)), own=True)
        personal = tokens.kind(j, "first_person") is not None or tokens.kind(j, "part") in ("pronouns", "plural_pronouns")
        if personal and speaker is not None:
            return Subject(own or (speaker,), own=True)
        return None

    def _heads(self, mention: Mention, start: int) -> bool:
        after_comma = mention.first > start and self.tokens.words[mention.first - 1] == ","
        return (mention.first - start <= CLOSE or after_comma) and not mention.oblique

    def _possesses(self, mention: Mention) -> bool:
        return self.tokens.lower[mention.last - 1].endswith(("'s", "’s"))

    def _touches(self, j: int, k: int) -> bool:
        """Tell whether only filling words stand between token j and token k."""
        first = j + (self.tokens.marks[j].length if j in self.tokens.marks else 1)
        return all(
            self.tokens.kind(i, "fillers") is not None or self.tokens.kind(i, "negation") is not None or self.tokens.words[i] in ',"“\\'
            for i in range(first, k)
        )

    def _joined(self, chosen: Mention, mentions: list[Mention], sentence: Sentence) -> tuple[str, ...]:
        """Return the parties of a phrase and of those that "and" joins to it."""
        parties = list(self.sides.of_mention(chosen, sentence.body))
        last = chosen.last
        for mention in mentions:
            near = last < mention.first <= last + 2 and self.tokens.kind(last, "conjunctions") is not None
            if near and (mention.first == last + 1 or self.tokens.kind(last + 1, "part") == "determiners"):
                parties += self.sides.of_mention(mention, sentence.body)
                last = mention.last
        return tuple(dict.fromkeys(parties))

    def _next_word(self, k: int, sentence: Sentence) -> int | None:
        """Return the first token after the cue that is no filling word."""
        j = k + self.tokens.marks[k].length
        while j < sentence.tokens.stop and self.tokens.kind(j, "fillers") is not None:
            j += 1
        return j if j < sentence.tokens.stop else None

    def _counterparties(self, first: int, last: int, sentence: Sentence, committers: tuple[str, ...]) -> tuple[str, ...]:
        """Return the states named in the action that are not bound themselves."""
        if len(committers) > 1:
            return ()
        found: list[str] = []
        for mention in sentence.mentions:
            if first <= mention.first < last and mention.kind is MentionKind.STATE and not self._possesses(mention):
                found += [code for code in mention.codes if code not in committers]
        if not found:
            for j in range(first, last):
                if self.tokens.kind(j, "group") is not None:
                    found += [code for code in self.sides.group(j) if code not in committers]
        return tuple(dict.fromkeys(found))

    def _condition(self, sentence: Sentence) -> Span | None:
        tokens = self.tokens
        for j, kinds in sentence.marks:
            if "conditions" in kinds:
                last = next((i for i in range(j, sentence.tokens.stop) if tokens.words[i] in ",.;"), sentence.tokens.stop)
                return tokens.span(j, last) if last > j + 1 else None
        return None

    def _deadline(self, sentence: Sentence, dates: list[DateMention]) -> DateMention | None:
        bounded = [date for date in dates if sentence.span.holds(date.span) and (date.bound is not None or date.period is not None)]
        return bounded[0] if bounded else None

    def _topics(self, first: int, last: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(topic for j in range(first, last) if (topic := self.tokens.kind(j, "topic")) is not None))


def is_own_side(tokens: Tokens, sentence: Sentence, own: tuple[str, ...], sides: Sides) -> bool:
    """Tell whether the first party that a statement's words name is the speaker's own side."""
    explicit = sentence.reported is not None and sentence.attribution is Attribution.EXPLICIT
    before = sentence.reported is not None and sentence.reported.place is Place.BEFORE
    start = sentence.reported.cue_last if sentence.reported is not None and explicit and before else sentence.tokens.start
    for j in range(start, sentence.tokens.stop):
        if tokens.kind(j, "first_person") is not None or tokens.kind(j, "own_side") is not None:
            return True
        mention = next((m for m in sentence.mentions if m.first == j and m.kind in PARTY_KINDS), None)
        if mention is not None and mention.kind is MentionKind.STATE:
            return bool(set(sides.of_mention(mention)) & set(own)) and tokens.kind(mention.last, "clause_breaks") is None
    return False
