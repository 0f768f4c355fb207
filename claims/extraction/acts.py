"""Acts: what a statement does, read off the cues in its words."""

from operator import itemgetter

from claims.documents.document import Span
from claims.extraction.candidates import Commitment
from claims.extraction.discourse import Sentence
from claims.extraction.mentions import MentionKind
from claims.extraction.tokens import Tokens
from claims.terms import Act, Strength

OTHERS = frozenset((MentionKind.STATE, MentionKind.BODY, MentionKind.OFFICE, MentionKind.NOUN))
ACTS = tuple(Act)
TELLING = frozenset(("call", "must", "position"))  # kinds of words that tell an act by themselves
TOLD_BY = TELLING | {"other", "praise"}  # without any of these the words of a sentence tell no act
JOINED_TO = frozenset(("assessment", "conjunctions"))  # kinds of the words that tell how things are, and go on
NEAR = 4  # tokens between "must" and the one who must


class ActReader:
    """Reads the acts of the statements of one tokenised text. `ours` are the words for "we" and "I"."""

    def __init__(self, tokens: Tokens, ours: frozenset[str]) -> None:
        self.tokens, self.ours = tokens, ours

    def read(self, sentence: Sentence, content: Span, inside: range, commitments: list[Commitment], *, own_side: bool) -> tuple[Act, ...]:
        """Return the acts of one statement with the given content, a span whose tokens are `inside`, and commitments.

        `own_side`: its subject is the speaker's own side, whose "must" is a position, not a call.
        """
        acts: set[Act] = set()
        if commitments:
            acts.add(Act.COMMITMENT)
        elif "strength" in sentence.kinds and self._wishes_of_another(sentence):
            return (Act.CALL,)
        elif sentence.quoted_words and self._asks(content):
            return (Act.OTHER,)
        told, joined = not TOLD_BY.isdisjoint(sentence.kinds), sentence.kinds >= JOINED_TO
        marks = self._marks(sentence, inside) if told or joined else []
        kinds = frozenset[str]().union(*map(itemgetter(1), marks)) if told else frozenset[str]()
        if not TELLING.isdisjoint(kinds):
            actions = [self.tokens.within(c.action) for c in commitments if c.action is not None]
            for k, found in marks:
                if "call" in found and self._calls(k, found, sentence):
                    acts.add(Act.CALL)
                elif "must" in found and not self._is_past(k):
                    acts.add(Act.POSITION if own_side or self._is_own_duty(k) else Act.CALL)
                if "position" in found and not any(k in action for action in actions):
                    acts.add(Act.POSITION)
        if "imperatives" in sentence.kinds and self._commands(inside):
            acts.add(Act.CALL)
        if not acts:
            asks = self.tokens.text[max(content.start, content.end - 1)] == "?"
            acts.add(Act.OTHER if asks or ("other" in kinds and "assessment" not in kinds) else Act.ASSESSMENT)
        elif "praise" in kinds or self._opens_with_report(sentence) or (joined and self._tells_first(marks, commitments)):
            acts.add(Act.ASSESSMENT)
        return tuple(acts) if len(acts) == 1 else tuple([act for act in ACTS if act in acts])

    def _marks(self, sentence: Sentence, inside: range) -> list[tuple[int, dict[str, object]]]:
        """Return the marks that count: those of the attributed words (a range of tokens) and of the cue; not what describes the speaker."""
        marks, reported = self.tokens.marks_in(inside), sentence.reported
        if reported is None or (inside.start <= reported.cue_first and reported.cue_last <= inside.stop):
            return marks
        cue = self.tokens.marks_in(range(reported.cue_first, reported.cue_last))
        return [*cue, *marks] if reported.cue_first < inside.start else [*marks, *cue]

    def _calls(self, k: int, found: dict[str, object], sentence: Sentence) -> bool:
        """Tell whether a calling word calls here: a reporting verb only as the cue, or joined to it, not as what somebody else asked."""
        if "verbs_before" not in found or (sentence.reported is not None and sentence.reported.cue_first == k):
            return True
        before = k - 1
        if "first_person" in self.tokens.kinds[before]:
            return True  # "We urge all residents to stay"
        if "relative" in self.tokens.kinds[before] or "auxiliaries" in self.tokens.kinds[before]:
            return False  # "who asked not to be named", "had been asked"
        joined = self.tokens.words[before] in ",;" or "conjunctions" in self.tokens.kinds[before]
        return joined or "fillers" in self.tokens.kinds[before]

    def _tells_first(self, marks: list[tuple[int, dict[str, object]]], commitments: list[Commitment]) -> bool:
        """Tell whether a clause of its own, joined by "and", tells how things are before what is promised or asked."""
        told = False
        joined = False
        cues = [commitment.cue.start for commitment in commitments]
        for k, found in marks:
            if "call" in found or self.tokens.starts[k] in cues:
                return joined
            told = told or ("assessment" in found and "strength" not in found)
            joined = joined or (told and "conjunctions" in found)
        return False

    def _asks(self, content: Span) -> bool:
        """Tell whether attributed words in marks are a question."""
        return self.tokens.text[content.start : content.end + 2].rstrip("\"”’'» ,").endswith("?")

    def _commands(self, inside: range) -> bool:
        """Tell whether the attributed words, a range of tokens, begin with a verb that commands: "Stop dumping waste"."""
        return len(inside) > 1 and "imperatives" in self.tokens.kinds[inside.start]

    def _is_past(self, k: int) -> bool:
        """Tell whether "must" is about what has been: "should have been repaired"."""
        after = k + self.tokens.marks[k].length
        return after < len(self.tokens.words) and "perfect" in self.tokens.kinds[after]

    def _is_own_duty(self, k: int) -> bool:
        """Tell whether "we" stands beside "must"."""
        near = range(max(0, k - NEAR), min(len(self.tokens.words), k + NEAR + 1))
        return any(self.tokens.lower[j] in self.ours for j in near)

    def _wishes_of_another(self, sentence: Sentence) -> bool:
        """Tell whether the cue hopes, without binding the speaker, and what follows begins with a party; or somebody hopes of others."""
        if "wishes" in sentence.kinds and any("wishes" in found and self._hopes(k, found, sentence) for k, found in sentence.marks):
            return True
        reported = sentence.reported
        if reported is None or self.tokens.kinds[reported.cue_first].get("strength") is not Strength.ASPIRATION:
            return False
        after = next((m for m in sentence.mentions if m.first >= reported.cue_last), None)
        return after is not None and after.kind in OTHERS and after.first - reported.cue_last <= NEAR

    def _hopes(self, k: int, found: dict[str, object], sentence: Sentence) -> bool:
        """Tell whether a word of wishing reports a hope, and is not in a relative clause ("firms that wish to come"); or is of others."""
        before, last = self.tokens.kinds[k - 1], k + self.tokens.marks[k].length
        if "first_person" in before and any(
            m.kind in OTHERS and not m.oblique and last <= m.first <= last + NEAR for m in sentence.mentions
        ):
            return True
        noun = last < len(self.tokens.words) and "obliques" in self.tokens.kinds[last]  # "hopes of a ceasefire"
        return "verbs_before" in found and "relative" not in before and not noun

    def _opens_with_report(self, sentence: Sentence) -> bool:
        """Tell whether the sentence opens with a verb of reporting without a subject ("Noting that ..., X called for ...")."""
        first = sentence.marks[0] if sentence.marks else None
        return first is not None and first[0] == sentence.tokens.start and "verbs_before" in first[1]
