"""Sides: which parties a phrase stands for, in the light of who speaks and which states the document is about."""

from collections import Counter
from collections.abc import Iterable

from claims.extraction.blocs import acting_blocs
from claims.extraction.bodies import body_nouns
from claims.extraction.lexicon import Lexicon
from claims.extraction.mentions import Mention, MentionKind
from claims.extraction.pairs import Pairs
from claims.extraction.people import People
from claims.extraction.tokens import Tokens


class Sides:
    """Turns phrases into parties: ISO 3166 alpha-2 codes of states, names of other bodies and persons."""

    def __init__(self, tokens: Tokens, mentions: Iterable[Mention], people: People, pairs: Pairs, lexicon: Lexicon) -> None:
        self.tokens, self.people, self.pairs = tokens, people, pairs
        self.nouns = body_nouns(lexicon.code)
        counted: Counter[str] = Counter()
        self._groups: list[tuple[int, tuple[str, ...]]] = []
        for mention in mentions:
            if len(mention.codes) == 1:
                counted[mention.codes[0]] += 1
            elif len(mention.codes) > 1 and mention.kind in (MentionKind.STATE, MentionKind.NOUN):
                self._groups.append((mention.first, mention.codes))
        self._states = [code for code, _ in counted.most_common()]

    def of_speaker(self, speaker: str | None, codes: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the parties that the speaker speaks for; a speaking state is its own (`codes`)."""
        if speaker is None:
            return ()
        if codes:
            return codes
        if "; " not in speaker:
            return self.people.codes_of(speaker)
        return tuple(dict.fromkeys(code for name in speaker.split("; ") for code in self.people.codes_of(name) or (name,)))

    def both(self, speaker: str | None, at: int) -> tuple[str, ...]:
        """Return the two states that "both sides" at a token are: the speaker's own, and the one the document names most beside it.

        Where it names no two states, they are two bodies.
        """
        own = [code for code in self.of_speaker(speaker) if code in self._states]
        pair = own + [code for code in self._states if code not in own]
        return tuple(sorted(pair[:2])) if len(pair) > 1 else self._parties(self.pairs.sides_before(at))

    def _parties(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(party for name in names for party in self.people.codes_of(name) or (name,))

    def pair(self, j: int) -> tuple[str, ...]:
        """Return the two parties that the noun at token j points at ("the two companies"), () if it points at none."""
        return self._parties(self.pairs.at(j))

    def group(self, at: int) -> tuple[str, ...]:
        """Return the states of the group last named before token `at` ("the five countries")."""
        found: tuple[str, ...] = ()
        for first, codes in self._groups:
            if first <= at:
                found = codes
        return found

    def of_states(self, mention: Mention) -> tuple[str, ...]:
        """Return the codes of the state or states that a phrase names; a bloc that acts itself by its name ("ASEAN")."""
        itself = mention.codes in acting_blocs() and mention.name[0].isupper()
        return (self.people.canonical(self.people.state_name(mention)),) if itself else mention.codes

    def of_office(self, office: Mention) -> tuple[str, ...]:
        """Return for whom the holder of an office without a name acts: his state or body, else himself, as far as the text tells."""
        holder = self.people.with_office(office.name, office.codes, office.first, ())
        if holder is not None:
            return self.people.codes_of(holder) or (holder,)
        home = (self.people.home,) if self.people.home and self.people.holds_state_office(office.name) else ()
        return office.codes[:1] or home or (office.body or office.name,)

    def of_mention(self, mention: Mention, body: str | None = None, bodies: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the parties that a phrase names; `body` is what "it" points at, `bodies` are what "the company" may."""
        if mention.kind is MentionKind.STATE:
            return self.of_states(mention)
        if mention.kind is MentionKind.IT:
            return (self.people.codes_of(body) or (body,)) if body else ()
        if "governments" in self.tokens.kinds[mention.first] and not self.people.is_local(mention.name):
            return mention.codes or ((self.people.home,) if self.people.home else (mention.name,))
        if mention.kind is MentionKind.OFFICE:
            return mention.codes[:1] if len(mention.codes) == 1 else ()
        if mention.kind is MentionKind.NOUN and len(mention.codes) > 1:
            return mention.codes  # "the ministers of Kenya and Uganda"
        if mention.kind is MentionKind.NOUN and mention.body and "agents_of_bodies" in self.tokens.kinds[mention.first]:
            name = self.people.canonical(mention.body)  # "members of the League"
            return self.people.codes_of(name) or (name,)
        if mention.kind is MentionKind.NOUN and (pair := self.pair(mention.last - 1)):
            return pair
        if mention.kind is MentionKind.NOUN:
            ends = (mention.first, self.tokens.covered.get(mention.last - 1, mention.last - 1))
            head = next((k for k in ends if "body_nouns" in self.tokens.kinds[k]), None)
            points_back = mention.definite or (mention.last - mention.first == 1 and self.tokens.capital[mention.first])
            noun = self.tokens.unowned(head) if head is not None and points_back else None
            found = self.nouns.choose(noun, bodies, self.people.nouns) if noun is not None else None
            if found is None and noun is not None and self.nouns.is_general(noun):
                found = self.nouns.choose(noun, self.people.lead_bodies, self.people.nouns)
            return (self.people.codes_of(found) or (found,)) if found is not None else (mention.name,)
        name = self.people.canonical(mention.name)
        return self.people.codes_of(name) or (name,)
