"""Commitments: a party binds itself. Each is one committing cue whose subject is a party that may bind itself there."""

from claims.documents.document import Span
from claims.extraction.attribution import Place
from claims.extraction.candidates import Commitment, DateMention
from claims.extraction.discourse import Sentence
from claims.extraction.lexicon import Lexicon, names_of
from claims.extraction.mentions import MentionKind
from claims.extraction.sides import Sides
from claims.extraction.subjects import PARTY_KINDS, SubjectReader
from claims.extraction.tokens import Tokens
from claims.terms import Strength

SHORTENED_NOT = ("n't", "n’t")
NEAR_INFINITIVE = 5  # tokens between "agreed" and "to"
SHORT_SUBJECT = 7  # tokens
HELPING = frozenset({"perfects", "auxiliaries"})  # kinds of verbs that come before another
DENYING = frozenset({"beliefs", "denials"})
LONGEST_ASIDE = 10  # tokens between a promise and what is promised
ASIDE_ENDS = frozenset(',.;:"”')
TOLD = (MentionKind.NOUN, MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY)
PEOPLE_KINDS = (MentionKind.PERSON, MentionKind.NAME)
BEFORE_GERUND = frozenset({"infinitive", "genitives", "objects"})  # kinds of "to", "of" and "for"
JOINING = frozenset({"conjunctions", "clause_ends"})
ENDS = frozenset('.;"”\\')  # of what is promised
MONEY_SIGNS = frozenset("$£€¥₹")
COLONS = frozenset(";:")
QUOTES = frozenset('"“”\\')


class CommitmentReader:
    """Reads the commitments of sentences of one document."""

    def __init__(self, tokens: Tokens, sides: Sides, lexicon: Lexicon) -> None:
        self.tokens, self.sides = tokens, sides
        self.negations, self.negative_cues = (names_of(lexicon, "commitments", key) for key in ("negation", "negative_cues"))
        self.interrogatives = names_of(lexicon, "commitments", "interrogatives")
        self.near_days, self.calendar_units = (names_of(lexicon, "commitments", key) for key in ("near_days", "calendar_units"))
        self.participles = tuple(lexicon["attribution"]["participle_endings"])
        self.subjects = SubjectReader(tokens, sides, lexicon)

    def read(self, sentence: Sentence, statement: int | None, dates: list[DateMention]) -> list[Commitment]:
        """Return the commitments of one sentence in order; `statement` is its index among the statements, None for narration."""
        reporting = sentence.reported
        found: list[Commitment] = []
        last: int | None = None
        wish: int | None = None
        for k in self.tokens.all_of("strength", sentence.tokens.start, sentence.tokens.stop):
            reports = reporting is not None and reporting.cue_first <= k < reporting.cue_last
            performs = "performatives" in self.tokens.kinds[k]
            joined = performs and not reports and bool(found) and not JOINING.isdisjoint(self.tokens.kinds[k - 1])  # "but ruled out aid"
            if performs and not joined and (found or not reports):
                continue
            if self.tokens.capital[k] and any(m.first <= k < m.last - 1 and m.kind in PEOPLE_KINDS for m in sentence.mentions):
                continue  # "Will Moyle", "Hope Roe"
            apart = reports or joined
            if last is not None and "modals" in self.tokens.kinds[last] and self.subjects.touches(last, k):
                continue  # "will seek to", "akan mengupayakan"
            if last is not None and not apart and (self._is_governed(found, last, k, sentence) or self._shares_subject(last, k, sentence)):
                continue
            governed = "modals" in self.tokens.kinds[k] or self.tokens.kinds[k]["strength"] is Strength.WILLING
            if wish is not None and governed and self.tokens.first_of("clause_ends", wish, k) is None:
                continue  # "expressed hope that the council would pay"
            commitment = self._commitment(k, sentence, statement, dates)
            if commitment is not None:
                if found and self._restarts(k):
                    found[-1] = self._without_next(found[-1], k)
                found.append(commitment)
                last = k
            elif self._is_open_wish(k, sentence):
                wish = k
        return found

    def _is_governed(self, found: list[Commitment], last: int, k: int, sentence: Sentence) -> bool:
        """Tell whether a cue before this one in the same report governs it ("promised that it would", "hopes both will")."""
        if found[-1].strength is Strength.ASPIRATION:
            between = (kinds for j, kinds in sentence.marks if found[-1].cue.end <= self.tokens.starts[j] <= self.tokens.starts[k])
            return not (self._begins_anew(k) or any("verbs_before" in kinds and "person_verbs" not in kinds for kinds in between))
        reported = sentence.reported
        if "complementisers" in self.tokens.kinds[last + self.tokens.marks[last].length] and not self._restarts(k):
            return True  # "accused them of fraud and promised that the bank would pay"
        if reported is None or self.tokens.starts[reported.cue_first] != found[-1].cue.start:
            return False
        behind = min(reported.cue_last, k)
        if self._restarts(k) and ("infinitive" in self.tokens.kinds[behind] or "infinitive" in self.tokens.kinds[behind - 1]):
            return False  # "promised to pay and will open a shop", not "promised that he would pay and would open"
        return not any("verbs_before" in kinds for j, kinds in sentence.marks if reported.cue_last <= j < k)

    def _is_open_wish(self, k: int, sentence: Sentence) -> bool:
        """Tell whether a wish that binds nobody governs the cues behind it: not the one of "those who want to attend will be paid"."""
        kinds = self.tokens.kinds
        if kinds[k]["strength"] is not Strength.ASPIRATION or "planning" in kinds[k]:
            return False
        behind = k + self.tokens.marks[k].length
        to = "infinitive" in kinds[behind] or self.tokens.lower[behind - 1] in self.subjects.infinitives
        own = to or self.subjects.is_own_verb(behind, sentence)
        return "relative" not in kinds[k - 1] or not own

    def _begins_anew(self, k: int) -> bool:
        """Tell whether "and" joins a verb of its own to those before, in the perfect too: "expects to gain and has committed to"."""
        kinds = self.tokens.kinds
        return self._restarts(k) or ("perfects" in kinds[k - 1] and "conjunctions" in kinds[k - 2])

    def _without_next(self, commitment: Commitment, k: int) -> Commitment:
        """Return a commitment whose action ends before "and" and the cue at token k: "hopes to [cut jobs] and will close a yard"."""
        end, action = self.tokens.ends[k - 2], commitment.action
        return commitment._replace(action=Span(action.start, end)) if action is not None and action.start < end < action.end else commitment

    def _restarts(self, k: int) -> bool:
        """Tell whether "and" joins a cue that is a verb of its own: "hopes to cut jobs and will close a yard", "and intends to sell it"."""
        kinds, behind = self.tokens.kinds, k + self.tokens.marks[k].length
        noun = "noun_like" in kinds[k] and self.tokens.lower[behind - 1] not in self.subjects.infinitives
        return "conjunctions" in kinds[k - 1] and "chained" not in kinds[k] and not noun  # "and plans are being drawn up"

    def _shares_subject(self, last: int, k: int, sentence: Sentence) -> bool:
        """Tell whether a cue has no subject of its own and carries on the clause before it ("will give ... and offer ...")."""
        if self._clause_start(k, sentence) > last:
            return False
        if self._restarts(k):
            return False
        if "chained" not in self.tokens.kinds[k] and self.tokens.kinds[k].get("strength") is not self.tokens.kinds[last].get("strength"):
            return False
        if any(self.subjects.stands_for_side(j) for j in range(last + 1, k + 1) if j == k or self.subjects.touches(j, k)):
            return False
        if self.subjects.agents(k, sentence):
            return False  # "which will be built by Acme"
        subjects = (m for m in sentence.mentions if m.kind in PARTY_KINDS and last < m.first < k and not m.oblique)
        return not any(self.subjects.touches(m.last - 1, k) for m in subjects)

    def _commitment(self, k: int, sentence: Sentence, statement: int | None, dates: list[DateMention]) -> Commitment | None:
        tokens = self.tokens
        strength: Strength = tokens.kinds[k]["strength"]
        start = self._clause_start(k, sentence)
        if self._is_barred(k, start, sentence, strength):
            return None
        subject = self.subjects.find(k, start, sentence)
        if subject is None or not subject.parties:
            return None
        if self._lacks_infinitive(k, sentence) or self._lacks_deed(k, sentence):
            return None
        after = self.subjects.next_word(k, sentence)
        plain = strength is Strength.PLEDGE
        effect = plain and after is not None and "outcomes" in tokens.kinds[after]
        if effect and (not subject.own or self._is_own_thing(k, start)):
            return None
        others = sentence.speaker is None or not subject.own
        if plain and after is not None and others and not subject.agent and self._is_agenda(after, sentence):
            return None
        straight = k + tokens.marks[k].length
        verbs = tokens.kinds[straight : straight + 1 if after is None else after + 1]
        idle = "no_deeds" if plain else "said_wishes" if "courteous" in tokens.kinds[k] else None
        if idle is not None and any(idle in kinds for kinds in verbs):
            return None  # "would also have seen it", "would like to thank them"
        first = k - 1 if k > start and plain and "negation" in tokens.kinds[k - 1] else k
        last = k + tokens.marks[k].length
        if plain and last < sentence.tokens.stop and "negation" in tokens.kinds[last]:
            last += 1
        before = self._reports(k, sentence) and sentence.reported is not None and sentence.reported.place is Place.AFTER
        if before:
            deed = next(j for j in range(sentence.tokens.start, k + 1) if tokens.words[j][0].isalnum())
        else:
            deed = self._past_aside(self.subjects.action_start(last, sentence), sentence)
        end = self._clause_end(deed, sentence)
        if end > deed and not before:  # but "[the mill will close], Acme announced"
            deed = self._negated_start(start, k, last, deed)
        condition = self._condition(sentence)
        return Commitment(
            span=sentence.span,
            cue=tokens.span(first, last),
            strength=strength,
            committers=subject.parties,
            counterparties=self._counterparties(deed, end, sentence, subject.parties),
            statement=statement,
            action=tokens.span(deed, end) if end > deed else None,
            condition=condition,
            deadline=deadline_in(sentence.span, dates),
            topics=tokens.topics(range(deed, end)),
        )

    def _is_own_thing(self, k: int, start: int) -> bool:
        """Tell whether the subject right before a modal is a thing of the speaker's: "our merger will benefit workers"."""
        tokens = self.tokens
        j = k - 1
        while j > start and "fillers" in tokens.kinds[j]:
            j -= 1
        owned = {"first_person", "possessors"} <= tokens.kinds[j - 1].keys()
        return owned and j > start and j not in tokens.marks and tokens.words[j].islower()

    def _past_aside(self, k: int, sentence: Sentence) -> int:
        """Return where the action begins behind when, where or to whom it was promised: "promised [on Monday] to", "[nurses] that"."""
        tokens = self.tokens
        near = range(k, min(k + LONGEST_ASIDE, sentence.tokens.stop))
        stop = next((j for j in near if tokens.words[j] in ASIDE_ENDS), near.stop)
        told = any(m.first == k and m.kind in TOLD for m in sentence.mentions)
        opens = ("complementisers",) if told else ("infinitive", "complementisers") if self._tells_when(k, stop) else ()
        begin = next((j for j in range(k, stop) for kind in opens if kind in tokens.kinds[j]), None)
        return self.subjects.action_start(begin, sentence) if begin is not None else k

    def _tells_when(self, k: int, stop: int) -> bool:
        """Tell whether token k opens words for a day or place: a preposition, "last" or "this" with a day, a month or "week" behind it."""
        tokens = self.tokens
        if k + 2 < stop and {tokens.lower[k], tokens.lower[k + 1]} <= self.near_days:
            k += 1  # "earlier this week"
        if k + 1 >= stop or not ("obliques" in tokens.kinds[k] or tokens.lower[k] in self.near_days):
            return False
        return tokens.kinds[k + 1].get("part") == "calendar" or tokens.lower[k + 1] in self.calendar_units

    def _negated_start(self, start: int, k: int, last: int, deed: int) -> int:
        """Return where the action begins: where something is to be left undone, at the word that says so, for "raise taxes" is no action.

        "will [not raise taxes]", "had [no plans to sell it]", "[ruled out] a tax", "[nobody would be sacked]".
        """
        tokens = self.tokens
        if tokens.lower[k] in self.negations or tokens.phrase(k) in self.negative_cues:
            return k
        inside = (j for j in range(k - 1, deed) if tokens.lower[j] in self.negations or tokens.lower[j].endswith(SHORTENED_NOT))
        subjects = (j for j in tokens.all_of("negative_subjects", start, k) if "," not in tokens.words[j:k])
        subject = next((j for j in subjects if "obliques" not in tokens.kinds[j - 1]), None)
        return subject if subject is not None else next(inside, deed)

    def _is_agenda(self, k: int, sentence: Sentence) -> bool:
        """Tell whether the verb at token k only tells what is on the agenda: to meet, to begin; but "to begin construction" is a deed."""
        tokens = self.tokens
        if "agenda" not in tokens.kinds[k]:
            return False
        j = k + tokens.marks[k].length
        if "openings" not in tokens.kinds[k] or j >= sentence.tokens.stop or not tokens.words[j][0].isalnum():
            return True
        kinds = tokens.marks[j].kinds if j in tokens.marks else {}
        return any(kind in kinds for kind in ("np_stops", "obliques", "fillers", "infinitive"))

    def _lacks_infinitive(self, k: int, sentence: Sentence) -> bool:
        """Tell whether a cue that binds only to do something stands without "to" near it ("agreed in May to pay", not "agreed a fee")."""
        tokens = self.tokens
        if "needs_infinitive" not in tokens.kinds[k]:
            return False
        near = range(k + 1, min(k + 1 + NEAR_INFINITIVE, sentence.tokens.stop))
        stop = next((j for j in near if tokens.words[j] in ',.;"”' or "clause_breaks" in tokens.kinds[j]), near.stop)
        return not any("infinitive" in tokens.kinds[j] for j in near if j < stop)

    def _lacks_deed(self, k: int, sentence: Sentence) -> bool:
        """Tell whether a cue that binds only right before a verb stands before something else ("setuju dengan usul itu")."""
        after = k + self.tokens.marks[k].length
        if "needs_object" in self.tokens.kinds[k] and not self._takes_deed(after, sentence):
            return True  # "is planning for the future"
        turns = self.tokens.kinds[k].get("strength") is Strength.ASPIRATION and self.tokens.lower[after - 1] in self.subjects.infinitives
        if turns and any(m.first == after and m.kind is MentionKind.STATE for m in sentence.mentions):
            return True  # "are looking to China"
        if "needs_amount" in self.tokens.kinds[k] and not self._is_amount(after, sentence):
            return True  # "committed a crime"
        return "needs_deed" in self.tokens.kinds[k] and not self.subjects.is_own_verb(after, sentence)

    def _is_amount(self, k: int, sentence: Sentence) -> bool:
        """Tell whether a number or a sign of money stands at token k, over small words: "[more than $5m]"."""
        words, near = self.tokens.words, range(k, min(k + NEAR_INFINITIVE, sentence.tokens.stop))
        first = next((j for j in near if not words[j].islower()), None)
        return first is not None and (words[first][0].isdigit() or words[first][-1] in MONEY_SIGNS)

    def _clause_start(self, k: int, sentence: Sentence) -> int:
        """Return the first token of the clause that the cue stands in: after the reporting cue, a complementiser or a clause break."""
        tokens, reported = self.tokens, sentence.reported
        start = sentence.tokens.start
        if reported is not None and reported.cue_last <= k and not self._parts_clause(sentence):
            start = reported.cue_last
            if reported.speaker is not None and reported.cue_last <= reported.speaker.first < k:
                start = reported.speaker.last
            start = max(start, reported.begin) if reported.begin <= k else start
        ends = [*tokens.all_of("clause_ends", start, k)[-1:], *tokens.all_of("complementisers", start, k)[-1:]]
        if not COLONS.isdisjoint(tokens.words[start:k]):
            ends.append(next(j for j in range(k - 1, start - 1, -1) if tokens.words[j] in COLONS))
        if not ends:
            return start
        last = max(ends)
        return last + (tokens.marks[last].length if last in tokens.marks else 1)

    def _parts_clause(self, sentence: Sentence) -> bool:
        """Tell whether the words that say who said it stand between a short subject and its verb: "The bank, she said, will ..."."""
        reported, tokens = sentence.reported, self.tokens
        if reported is None or reported.place is not Place.INSIDE or reported.cue_first - sentence.tokens.start > SHORT_SUBJECT:
            return False
        before = reported.cue_first - 1
        return tokens.words[before] == "," and not any(tokens.words[k] in QUOTES for k in range(sentence.tokens.start, before))

    def _clause_end(self, k: int, sentence: Sentence) -> int:
        """Return the token at which the action ends: a stop, a clause of its own, or the words that say who said it."""
        tokens, reported = self.tokens, sentence.reported
        stop = sentence.tokens.stop
        if reported is not None and reported.cue_first >= k:
            stop = min(reported.cue_first, reported.speaker.first) if reported.speaker is not None else reported.cue_first
        words, kinds = tokens.words, tokens.kinds
        clause = tokens.first_of("clause_ends", k, stop)
        stop = clause if clause is not None else stop
        for j in range(k, stop):
            if words[j] in ENDS:
                stop = j
                break
        while stop > k and words[stop - 1] != ")" and (not words[stop - 1][0].isalnum() or kinds[stop - 1].get("part") == "determiners"):
            stop -= 1
        return stop

    def _is_barred(self, k: int, start: int, sentence: Sentence, strength: Strength) -> bool:
        """Tell whether the cue binds nobody: a belief, a relative clause, a question, a refusal to be ready, a condition."""
        tokens = self.tokens
        if k > sentence.tokens.start and self._is_barred_by_word_before(k, sentence):
            return True
        if tokens.first_of("conditions", start, k) is not None and "," not in tokens.words[start:k]:
            return True
        first = sentence.tokens.start
        if not self.interrogatives.isdisjoint(tokens.lower[max(first, start - 1) : k]):
            return True  # "how they would pay"
        if sentence.reported is not None and sentence.reported.cue_first > k and self._is_participle_clause(sentence):
            return True
        denies = not DENYING.isdisjoint(sentence.kinds) and not self._begins_anew(k)
        if denies:
            before = [(j, kinds) for j, kinds in sentence.marks if first <= j < k]
            if any("denials" in kinds for _, kinds in before):
                return True  # "denied reports that it plans to"
            said = max((j for j, kinds in before if "verbs_before" in kinds or self._parts(j, kinds)), default=first)
            if any("beliefs" in kinds for j, kinds in before if j >= said):
                # but not a belief before the verb that reports it ("Roe fears a fall but said the club would not sell") or before "but"
                return True
        return "?" in tokens.words[k : sentence.tokens.stop]

    def _parts(self, j: int, kinds: dict[str, object]) -> bool:
        """Tell whether a word parts two clauses: "but" behind a comma, or before "we"."""
        behind = j + 1 < len(self.tokens.words) and "first_person" in self.tokens.kinds[j + 1]
        return "clause_ends" in kinds and (self.tokens.words[j - 1] == "," or behind)

    def _is_barred_by_word_before(self, k: int, sentence: Sentence) -> bool:
        """Tell whether the word before the cue makes it bind nobody: "who", "that", "not", "a", "of", a verb whose object it is."""
        tokens, before = self.tokens, k - 1
        if tokens.words[before] in QUOTES and before - 1 > sentence.tokens.start:
            before -= 1  # 'dust that "will fall"'
        kinds, kinds_before = tokens.kinds[k], tokens.kinds[before]
        if not BEFORE_GERUND.isdisjoint(kinds_before) and tokens.lower[k].endswith(self.subjects.progressive):
            return True  # "pleaded guilty to threatening to ...", "accused of promising to ..."
        if "relative" in kinds_before and not self._adds_to_body(before, sentence) and not self.subjects.agents(k, sentence):
            return sentence.speaker is None or not self.subjects.is_passive(k, sentence)
        if "complementisers" in kinds_before or "must" in kinds_before:
            return True  # "promised that ...", "harus segera kita selamatkan"
        negated = "negation" in tokens.kinds[tokens.covered.get(before, before)] or tokens.lower[before].endswith(SHORTENED_NOT)
        if "modals" not in kinds and negated:
            return True  # "refused to promise", "has yet to commit", "hasn't committed to"
        determined = kinds_before.get("part") == "determiners"
        if "noun_like" in kinds:
            behind, reports = k + tokens.marks[k].length, self._reports(k, sentence)
            if not reports and not self._takes_deed(behind, sentence):
                return True  # "accused them of recycling old promises"
            if not reports and self._is_object(k, sentence):
                return True  # "to scrap plans to raise the age"
            if determined and "infinitive" not in tokens.kinds[behind] and "infinitive" not in tokens.kinds[behind - 1]:
                return True  # "a great many promises made"
        return (determined or "obliques" in kinds_before) and tokens.lower[k].endswith(self.participles)  # "at guaranteed prices"

    def _adds_to_body(self, j: int, sentence: Sentence) -> bool:
        """Tell whether a comma and a named body stand before the relative word at token j: "Acme, which has promised to ..."."""
        comma = j - 1
        return (
            comma > sentence.tokens.start
            and self.tokens.words[comma] == ","
            and any(m.last == comma and m.kind is MentionKind.BODY for m in sentence.mentions)
        )

    def _is_participle_clause(self, sentence: Sentence) -> bool:
        """Tell whether the sentence opens with a reporting verb without a subject ("Noting that ..., X said"): it tells what is so."""
        first = sentence.marks[0][0] if sentence.marks else None
        return first == sentence.tokens.start and "verbs_before" in self.tokens.kinds[first]

    @staticmethod
    def _reports(k: int, sentence: Sentence) -> bool:
        return sentence.reported is not None and sentence.reported.cue_first <= k < sentence.reported.cue_last

    def _is_object(self, k: int, sentence: Sentence) -> bool:
        """Tell whether a small unknown word without a determiner stands before the cue: a verb, whose object it is."""
        tokens, before = self.tokens, k - 1
        unknown = before > sentence.tokens.start and tokens.words[before].islower() and before not in tokens.marks
        if "verbs_before" in tokens.kinds[before - 1]:
            return False  # "revealed lofty plans to expand"
        return unknown and tokens.kinds[before - 1].get("part") != "determiners" and before not in tokens.covered

    def _takes_deed(self, k: int, sentence: Sentence) -> bool:
        """Tell whether token k begins what is promised: a word, and no end or preposition but "to"."""
        tokens = self.tokens
        k += k < sentence.tokens.stop and tokens.words[k] in QUOTES  # 'plans to "rebalance" its staff'
        if k >= sentence.tokens.stop or not tokens.words[k][0].isalnum():
            return False
        if "infinitive" in tokens.kinds[k] or "infinitive" in tokens.kinds[k - 1]:
            return True
        return "obliques" not in tokens.kinds[k] and HELPING.isdisjoint(tokens.kinds[k])  # "the targets had been missed"

    def _counterparties(self, first: int, last: int, sentence: Sentence, committers: tuple[str, ...]) -> tuple[str, ...]:
        """Return the states named in the action that are not bound themselves."""
        if len(committers) > 1:
            return ()
        found: list[str] = []
        for mention in sentence.mentions:
            if first <= mention.first < last and mention.kind is MentionKind.STATE and not self.subjects.possesses(mention):
                found += [party for party in self.sides.of_states(mention) if party not in committers]
        if not found:
            for j in self.tokens.all_of("group", first, last):
                found += [code for code in self.sides.group(j) if code not in committers]
        return tuple(dict.fromkeys(found))

    def _condition(self, sentence: Sentence) -> Span | None:
        tokens = self.tokens
        j = tokens.first_of("conditions", sentence.tokens.start, sentence.tokens.stop)
        if j is None:
            return None
        last = next((i for i in range(j, sentence.tokens.stop) if tokens.words[i] in ",.;"), sentence.tokens.stop)
        return tokens.span(j, last) if last > j + 1 else None


def deadline_in(sentence: Span, dates: list[DateMention]) -> DateMention | None:
    """Return the first date inside a sentence that bounds what is promised there."""
    for date in dates:
        if (date.bound is not None or date.period is not None) and sentence.holds(date.span):
            return date
    return None
