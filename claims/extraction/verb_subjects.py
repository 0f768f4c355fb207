"""The subjects of reporting verbs: the phrase before the verb that no preposition governs and that describes nobody else."""

from dataclasses import replace

from claims.extraction.mentions import SUBJECT_WORDS, Mention, MentionFinder, MentionKind
from claims.extraction.pairs import is_joined
from claims.extraction.phrases import DASHES
from claims.extraction.tokens import Tokens

JOINT = (MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY, MentionKind.STATE, MentionKind.OFFICE)
PAIR = 2  # who may speak together anywhere; more only where they open the sentence
CLOSING = frozenset(";:")
LEAD = 6  # words of a phrase before its head, back to the comma that sets it off
FAR = 40  # tokens between a speaker's phrase and its verb
OPENS = 1  # tokens before the subject of a clause: "But"
NOBODY = frozenset({"no_speakers", "enumerators"})  # kinds of words that alone are nobody who speaks


class VerbSubjects:
    """Finds the subjects of the reporting verbs of one tokenised text.

    `quoted` are the tokens inside quotation marks, `progressive` the endings of verbs that tell of a name behind a comma.
    """

    def __init__(self, tokens: Tokens, quoted: frozenset[int], finder: MentionFinder, progressive: tuple[str, ...]) -> None:
        self.tokens, self.quoted, self.finder, self.progressive = tokens, quoted, finder, progressive
        self.through = finder.spoken_through

    def find(self, i: int, sentence: range, mentions: list[Mention]) -> Mention | None:
        """Return the phrase that is the verb's subject: the nearest before it that no preposition governs."""
        if (whole := self._class_with_place(i, sentence)) is not None:
            return whole
        unquoted = [m for m in mentions if m.last <= i and m.first not in self.quoted]
        if len(unquoted) > 1 and self._carries(unquoted[0]):
            unquoted = unquoted[1:]
        if not unquoted:
            return None
        words, kinds, before = self.tokens.words, self.tokens.kinds, i - 1
        while before > sentence.start and "fillers" in kinds[before]:
            before -= 1
        if words[before] == "," and (parted := parted_subject(self.tokens, i, sentence, unquoted, self.progressive)) is not None:
            return parted
        if words[before] == "," and (acting := self._of_participle(i, before, sentence, unquoted)) is not None:
            return acting
        # behind "and", what stands before the verb is an earlier verb's object: "thanked the crews and said", "is a critic of X and said"
        joint = before if before > sentence.start and "conjunctions" in kinds[before] else None
        if joint is not None and (shared := self._shared_subject(joint, sentence, unquoted)) is not None:
            return shared
        head = unquoted[0]
        if joint is not None and head.first == sentence.start and head.kind in JOINT and "auxiliaries" in kinds[head.last]:
            return head
        if joint is not None and self._acts(head, joint, sentence):
            return head
        if (owner := self._of_relative(i, sentence, unquoted)) is not None:
            return owner
        fallback = None
        for mention in reversed(unquoted):
            through = mention.first > sentence.start and self.tokens.lower[mention.first - 1] in self.through
            if through and mention.kind is MentionKind.PERSON and self.touches(mention.last, i):
                return mention  # "Bank Tarum melalui Direktur Sari Dewi mengatakan"
            governed = mention.oblique and not self._opens_clause(mention, i, sentence)
            if governed or self._is_possessor(mention) or is_listed(self.tokens, mention, mentions):
                continue
            between = words[mention.last : i]
            if len(between) > FAR or (not CLOSING.isdisjoint(between) and self._is_closed(mention.last, i)):
                break
            if self._is_counted(mention, i) or self._is_issued(mention, i):
                continue
            if mention.last == joint or self._is_aside(mention, i, sentence, mentions):
                fallback = fallback or mention
                continue
            if mention.kind is MentionKind.STATE and not (self.touches(mention.last, i) or self._is_parted(mention.last, i, sentence)):
                continue
            return self._with_one_of(mention, sentence)
        return fallback

    def _carries(self, medium: Mention) -> bool:
        """Tell whether a name between "as told by" and a comma only carries what others say: "Dilansir Warta Pagi, Ana Wirya"."""
        tokens, before = self.tokens, medium.first - 1
        told = before >= 0 and "via" in tokens.kinds[tokens.covered.get(before, before)]
        return told and medium.kind in (MentionKind.NAME, MentionKind.BODY) and tokens.words[medium.last : medium.last + 1] == [","]

    def _with_one_of(self, mention: Mention, sentence: range) -> Mention:
        """Return the phrase for several with the words that make it one of them: "one of the people said"."""
        tokens, first = self.tokens, mention.first - 1
        first -= first > sentence.start and "definite" in tokens.kinds[first]
        start = next((k for k in (first - 1, first) if k >= sentence.start and "one_of" in tokens.kinds[k]), None)
        if mention.kind is not MentionKind.NOUN or start is None or not self.finder.is_plural(mention):
            return mention
        return replace(mention, first=start, name=tokens.span(start, mention.last).of(tokens.text))

    def _of_participle(self, i: int, comma: int, sentence: range, mentions: list[Mention]) -> Mention | None:
        """Return who acts before a participle, of several who are named: "But Roe brushed Hill off, saying"; None where one alone is."""
        tokens = self.tokens
        if not tokens.lower[i].endswith(self.progressive):
            return None
        start = next((k + 1 for k in range(comma - 1, sentence.start, -1) if tokens.words[k] in ",;:"), sentence.start)
        named = [m for m in mentions if start <= m.first and m.last <= comma and not m.oblique and not self._is_possessor(m)]
        acting = named[0] if len(named) > 1 and named[0].first - start <= OPENS else None
        return acting if acting is not None and acting.kind in (*JOINT, MentionKind.NOUN) else None

    def _acts(self, head: Mention, joint: int, sentence: range) -> bool:
        """Tell whether a definite noun that opens the sentence does something before "and" joins a verb: "The mayor met X and said"."""
        definite = head.kind is MentionKind.NOUN and head.definite and head.first - sentence.start <= 1 and not head.oblique
        return definite and head.last < joint and self.tokens.words[head.last].islower() and "relative" not in self.tokens.kinds[head.last]

    def _of_relative(self, i: int, sentence: range, mentions: list[Mention]) -> Mention | None:
        """Return the body that a clause right behind it tells of: "is run by the Institute, which says"."""
        k = self.tokens.relative_before(i, sentence.start)
        if k is None or "relative_thing" not in self.tokens.kinds[k] or self.tokens.words[k - 1] != ",":
            return None
        return next((m for m in mentions if m.last == k - 1 and m.kind is MentionKind.BODY), None)

    def _class_with_place(self, i: int, sentence: range) -> Mention | None:
        """Return the people of a place whom a sentence opens with, up to the verb: "Divers in Sibuyan, Romblon, said"."""
        if self.tokens.first_of("links_of_nouns", sentence.start + 1, sentence.start + 1 + SUBJECT_WORDS) is None:
            return None
        stop = i
        while stop > sentence.start and "fillers" in self.tokens.kinds[stop - 1]:
            stop -= 1
        stop -= self.tokens.words[stop - 1] == ","
        return self.finder.subject_with_place(sentence, stop) if stop - sentence.start <= FAR else None

    def _is_parted(self, first: int, i: int, sentence: range) -> bool:
        """Tell whether only what two commas or dashes set off stands between: "Paris, which has troops there, welcomed ..."."""
        words = self.tokens.words
        k = i - 1
        while k > first and "fillers" in self.tokens.kinds[k]:
            k -= 1
        parted = (words[first] == "," and words[k] == ",") or (words[first] in DASHES and words[k] in DASHES)
        return first > sentence.start and parted and first < k and first - sentence.start <= LEAD

    def _shared_subject(self, conjunction: int, sentence: range, mentions: list[Mention]) -> Mention | None:
        """Return the subject of the verb that "and" joins a later one to ("Acme agreed to buy Bolt and promised"), None without one."""
        verb = next((k for k in range(sentence.start, conjunction) if "strength" in self.tokens.kinds[k]), None)
        if verb is None or any(self.tokens.words[k] in ";:" for k in range(verb, conjunction)):
            return None
        before = [m for m in mentions if m.last <= verb and m.kind in JOINT and not m.oblique and not self._is_possessor(m)]
        return next((m for m in reversed(before) if self.touches(m.last, verb)), None)

    def paired(self, speaker: Mention, mentions: list[Mention]) -> tuple[Mention, ...]:
        """Return two whom "and" joins right behind the first: "according to A and B"; () where he stands alone."""
        named = next((m for m in mentions if m.first >= speaker.last and m.kind in JOINT), None)
        joined = named is not None and speaker.kind in JOINT and is_joined(self.tokens, speaker, replace(named, oblique=False))
        return (speaker, named) if joined and named is not None and self.tokens.words[speaker.last] != "," else ()

    def joined(self, speaker: Mention, mentions: list[Mention], opening: int) -> tuple[Mention, ...]:
        """Return all who speak together with one, he himself among them, in order; () where he speaks alone: "A, B and C said".

        A list of three and more begins at token `opening`, determiners aside: in "After A struck B, C and D said" B does not speak.
        """
        beside = (self.tokens.before(speaker.first), speaker.last)
        kinds, words = self.tokens.kinds, self.tokens.words
        if speaker.kind not in JOINT or not any(0 <= k < len(words) and (words[k] == "," or "conjunctions" in kinds[k]) for k in beside):
            return ()
        named = [m for m in mentions if m.kind in JOINT]
        openers = (n for n, first in enumerate(named) if first == speaker or (first.first < speaker.first and not first.oblique))
        lists = (self._listed_from(named[n], named[n + 1 :]) for n in openers)
        fit = (each for each in lists if len(each) == PAIR or (each and self.tokens.before(each[0].first) < opening))
        return next((each for each in fit if speaker in each), ())

    def _listed_from(self, first: Mention, following: list[Mention]) -> tuple[Mention, ...]:
        """Return the names of a list that begins with one and that "and" closes; () without such: "A and B", "A, B and C"."""
        found = [first]
        for mention in following:
            last = found[-1]
            if self._is_possessor(last):
                break
            if is_joined(self.tokens, last, mention) and not self._is_possessor(mention):
                return () if self._holds_both(last, mention) else (*found, mention)
            office = MentionKind.OFFICE in (last.kind, mention.kind)
            if not (not office and self.tokens.words[last.last] == "," and mention.first == last.last + 1):
                break
            found.append(mention)
        return ()

    def holder_of_both(self, office: Mention, mentions: list[Mention]) -> Mention:
        """Return who holds an office and the one that "and" joins to it, where a comma sets the name off; else the office."""
        if office.kind is not MentionKind.OFFICE or not self.finder.head_first:
            return office
        behind = (m for m in mentions if m.first >= office.last and is_joined(self.tokens, office, m) and self._holds_both(office, m))
        return next(behind, office)

    def _holds_both(self, office: Mention, person: Mention) -> bool:
        """Tell whether a comma sets the holder off behind two offices: "Menteri Pangan dan Ketua Satgas Pangan, [Ana Wirya]"."""
        two = office.kind is MentionKind.OFFICE and person.kind is MentionKind.PERSON and self.finder.head_first
        return two and self.finder.name_behind_comma(person) is not None

    def find_unknown(self, i: int, sentence: range) -> Mention | None:
        """Return a noun phrase right before the verb whose noun no lexicon knows."""
        stop = i
        while stop > sentence.start and "fillers" in self.tokens.kinds[stop - 1]:
            stop -= 1
            if "relative" in self.tokens.kinds[stop] and self.tokens.words[stop - 1] != ",":
                return None  # "the number who said they had used it"
        if stop - 1 in self.quoted:
            return None
        if stop - sentence.start == 1 and not NOBODY.isdisjoint(self.tokens.kinds[sentence.start]):
            return None  # "Aturan menyebutkan ...", "Kedua memastikan ..."
        return self.finder.subject_noun(sentence, sentence.start, stop) or self.finder.subject_with_place(sentence, stop)

    def _is_closed(self, first: int, last: int) -> bool:
        """Tell whether a colon or semicolon stands between, brackets aside."""
        depth = 0
        for k in range(first, last):
            word = self.tokens.words[k]
            depth += (word == "(") - (word == ")")
            if word in ";:" and depth <= 0:
                return True
        return False

    def _opens_clause(self, mention: Mention, i: int, sentence: range) -> bool:
        """Tell whether a phrase right before the verb stands behind a word that also begins a clause: "cheered after [Acme] said"."""
        before = self.tokens.before(mention.first)
        return before > sentence.start and "clause_breaks" in self.tokens.kinds[before] and self.touches(mention.last, i)

    def _is_possessor(self, mention: Mention) -> bool:
        """Tell whether the phrase owns the next ("China's growth")."""
        return mention.last < len(self.tokens.words) and self.tokens.is_possessive(mention.last - 1)

    def _is_in_relative(self, mention: Mention, i: int, sentence: range) -> bool:
        """Tell whether the phrase stands in a relative clause that a comma closes before the verb: "X, who founded Y, said"."""
        words = self.tokens.words
        if mention.last == i or "," not in words[mention.last : i]:
            return False
        return any(words[k - 1] == "," for k in self.tokens.all_of("relative", sentence.start + 1, mention.first))

    def _is_aside(self, mention: Mention, i: int, sentence: range, mentions: list[Mention]) -> bool:
        """Tell whether the phrase only describes who was named before it; several right before the verb describe nobody."""
        if mention.kind is MentionKind.NOUN and mention.last == i and self.finder.is_plural(mention):
            return False  # "They met Ann Lee, the officials said"
        office = mention.kind in (MentionKind.OFFICE, MentionKind.NOUN)
        described = (office and self._is_second_office(mention, mentions)) or self._is_apposition(mention, mentions)
        described = described or self._is_related(mention, mentions) or self._is_wider_place(mention, mentions)
        described = described or self._is_in_dashes(mention, i, mentions)
        return described or self._is_in_relative(mention, i, sentence)

    def _is_counted(self, mention: Mention, i: int) -> bool:
        """Tell whether a number and a small noun make the name between them one of things: "22 Bundesliga games"."""
        words, first, k = self.tokens.words, mention.first, mention.last
        thing = mention.kind is MentionKind.NAME and k < i and words[k].islower() and words[k].isalpha()
        return thing and first > 0 and words[first - 1].isdigit()

    def _is_issued(self, mention: Mention, i: int) -> bool:
        """Tell whether a participle tells what a statement says that somebody made: "issued a statement warning that"."""
        return mention.last == i and "statement_nouns" in self.tokens.kinds[i - 1] and self.tokens.lower[i].endswith(self.progressive)

    def _is_in_dashes(self, mention: Mention, i: int, mentions: list[Mention]) -> bool:
        """Tell whether a pair of dashes before the verb holds the phrase, behind somebody: "Roe, head of Arden – a mine –, said"."""
        words, first = self.tokens.words, mention.first
        opening = next((k for k in range(first - 1, max(0, first - FAR), -1) if words[k] in DASHES), None)
        described = next((m for m in reversed(mentions) if m.last <= opening), None) if opening is not None else None
        if opening is None or described is None:
            return False
        if described.kind in (MentionKind.NOUN, MentionKind.OFFICE) and opening == first - 1 and words[mention.last] in DASHES:
            return False  # "The club's owner - Tarn Holdings - said"
        return not DASHES.isdisjoint(words[mention.last : i])

    def _is_related(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Tell whether a relative word joins the phrase to a name: "Ikbal yang juga ketua forum itu berharap"."""
        office = next((m for m in mentions if m.last == mention.first and m.kind is MentionKind.OFFICE), mention)  # "yang juga ketua forum"
        k = self.tokens.relative_before(office.first, 0)
        related = k is not None and (k < mention.first - 1 or mention.kind in (MentionKind.OFFICE, MentionKind.NOUN))
        return related and any(m.last == k and m.kind in (MentionKind.PERSON, MentionKind.NAME) for m in mentions)

    def _is_wider_place(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Tell whether two commas set off the place of a place, behind a noun: "Warga di Desa Arum, Kabupaten Tarn, mengaku"."""
        words, first = self.tokens.words, mention.first - 1
        if words[first] != "," or mention.last >= len(words) or words[mention.last] != ",":
            return False
        if "place_heads" not in self.tokens.kinds[mention.first]:
            return False
        placed = (m for m in mentions if m.last == first and m.kind is MentionKind.NOUN)
        return any(self.tokens.first_of("links_of_nouns", m.first, m.last) is not None for m in placed)

    def _is_second_office(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Tell whether "and" joins the phrase to offices of somebody named before: "X, head of A, and chairman of B, said"."""
        k = self.tokens.before(mention.first)
        if "conjunctions" not in self.tokens.kinds[k]:
            return False
        earlier = [m for m in mentions if m.last <= mention.first and m.kind in (MentionKind.OFFICE, MentionKind.NOUN)]
        return any(self._is_apposition(m, mentions) for m in earlier)

    def _is_apposition(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Tell whether a comma sets the phrase off from a name right before it, so that it only describes who was named."""
        if mention.kind in (MentionKind.PRONOUN, MentionKind.PLURAL, MentionKind.IT):
            return False
        tokens, k = self.tokens, mention.first - 1
        while k > 0 and tokens.words[k][0].isalnum() and mention.first - k <= LEAD:
            k -= 1
        introduced = mention.first - k > 1
        if tokens.words[k] != "," or "conjunctions" in tokens.kinds[k + 1]:
            return False
        k -= 1
        if k > 1 and tokens.words[k].isdigit() and tokens.words[k - 1] == ",":
            k -= 2
        if tokens.words[k] == ")":
            while k > 0 and tokens.words[k] != "(":
                k -= 1
            k -= 1
        named = next((m for m in mentions if m.last - 1 == k and m.kind in (MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY)), None)
        if named is not None and named.oblique:  # "Jane Doe of Acme, an author of the report,"
            owner = next((m for m in mentions if 0 < named.first - m.last <= 2 and m.kind in (MentionKind.PERSON, MentionKind.NAME)), None)
            return owner is not None and not owner.oblique and mention.kind in (MentionKind.NOUN, MentionKind.OFFICE)
        ranked = mention.kind is MentionKind.PERSON and "ranks" in tokens.kinds[mention.first]
        if named is not None and ranked and named.kind is MentionKind.NAME and not self._is_given(named):
            return False  # "Kasat Tarn, AKP Temirzal mengatakan": an office that no list holds
        if named is not None and self._is_holder(mention, named):
            return False
        if named is None or (self._is_given(mention) and not self._is_given(named)):
            return False  # "Kelian Adat Kuwalon, I Made Suarda, ...": a title that no list holds
        if named.kind is MentionKind.BODY and mention.kind not in (MentionKind.NOUN, MentionKind.OFFICE):
            return False
        return introduced or mention.kind not in (MentionKind.PERSON, MentionKind.NAME) or " " in named.name or " " not in mention.name

    def _is_holder(self, mention: Mention, office: Mention) -> bool:
        """Tell whether two commas set one name off behind an office and a name that is nobody's: "Manajer Kedai Arum, Darmawirya,"."""
        tokens, alone = self.tokens, mention.kind is MentionKind.NAME and mention.last - mention.first == 1
        if not (alone and self.finder.head_first and office.kind is MentionKind.PERSON and office.title):
            return False
        closed = tokens.words[mention.last : mention.last + 1] == [","]
        return closed and mention.first not in tokens.marks and not self._is_given(office)

    def _is_given(self, mention: Mention) -> bool:
        """Tell whether a name begins with one that people are given."""
        kinds = (MentionKind.NAME, MentionKind.PERSON, MentionKind.BODY)
        return mention.kind in kinds and mention.name.split()[0].lower() in self.finder.phrases.given_names

    def touches(self, first: int, last: int) -> bool:
        """Tell whether only filling words stand between."""
        k, marks = first, self.tokens.marks
        while k < last and "fillers" in self.tokens.kinds[k]:
            k += marks[k].length if k in marks else 1  # "in October"
        return k >= last


def parted_subject(tokens: Tokens, i: int, sentence: range, mentions: list[Mention], progressive: tuple[str, ...]) -> Mention | None:
    """Return the phrase that a comma, what tells of it and another comma part from its verb: "Acme, a group that feeds 90 people, said"."""
    closing = i - 1
    while closing > sentence.start and "fillers" in tokens.kinds[closing]:
        closing -= 1
    if tokens.words[closing] != ",":
        return None
    found = None
    for mention in mentions:
        after = mention.last + 1
        if after >= closing or tokens.words[mention.last] != "," or mention.oblique:
            continue
        opens = mention.first - sentence.start <= 1 and mention.kind in (*JOINT, MentionKind.NOUN)
        if opens and tokens.lower[after].endswith(progressive):
            return mention  # "Acme, reporting its results, said"
        if mention.kind not in JOINT:
            continue
        related = "relative" in tokens.kinds[after] or _is_office_of(mention, after, tokens, mentions)
        described = tokens.kinds[after].get("part") == "determiners" and mention.first - sentence.start <= LEAD
        if (related or (described and found is None)) and not is_listed(tokens, mention, mentions):
            found = mention
    return found


def _is_office_of(mention: Mention, after: int, tokens: Tokens, mentions: list[Mention]) -> bool:
    """Tell whether an office, and nobody else's, stands at token `after`, behind somebody's name: "Jane Doe, head of the Institut X,"."""
    person = mention.kind is MentionKind.PERSON or (mention.kind is MentionKind.NAME and " " in mention.name)
    if not person or tokens.kinds[after].get("part") != "offices":
        return False
    return not any(m.first >= after and m.kind is MentionKind.PERSON for m in mentions)


def is_listed(tokens: Tokens, mention: Mention, mentions: list[Mention]) -> bool:
    """Tell whether "and" joins a name to one that a preposition governs: "in Kent, Essex and Surrey"."""
    k = tokens.before(mention.first)
    if k <= 0 or "conjunctions" not in tokens.kinds[k] or mention.kind not in (MentionKind.NAME, MentionKind.BODY, MentionKind.STATE):
        return False
    last = k
    for other in reversed([m for m in mentions if m.last <= k]):
        if last - other.last > (tokens.words[last - 1] == ",") or (last != k and tokens.words[other.last] != ","):
            return False
        if other.oblique:
            return True
        last = other.first
    return False
