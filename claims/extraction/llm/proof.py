"""The proof: of the records that a model proposes those are taken that the text bears out, word for word and number for number."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from claims.documents.document import Span
from claims.extraction.assembly import medium_of, rendering, with_told_medium
from claims.extraction.candidates import Commitment, Extraction, NumericClaim, Quantity, SetAside, Statement
from claims.extraction.commitments import deadline_in
from claims.extraction.discourse import Sentence
from claims.extraction.gazetteer import party_codes
from claims.extraction.groundwork import Groundwork
from claims.extraction.llm.instructions import schema
from claims.extraction.llm.places import closest, find_places, stands
from claims.extraction.llm.shapes import fits
from claims.extraction.numeric_claims import read_numeric_claims
from claims.terms import Act, Attribution, RecordKind, Strength

LISTS = {RecordKind.STATEMENT: "statements", RecordKind.COMMITMENT: "commitments", RecordKind.NUMERIC_CLAIM: "numbers"}
JOINT = "; "  # between speakers who are reported together
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
POINTERS = ("pronouns", "plural_pronouns", "body_pronouns", "first_person")  # words that stand for a name
SIDES = ("both", "own_side", "group")  # phrases that do


class Reason(StrEnum):
    """Why a record is set aside."""

    FORM = "not of the form that was asked for"
    TERM = "an act or strength that is none of the terms"
    SENTENCE = "in a sentence that was not shown"
    WORDS = "words that do not stand in the sentence as given"
    NAME = "a name that the text does not print"
    NUMBER = "a number that is not read so in the text"
    STATEMENT = "in a sentence whose statement was set aside"
    TWICE = "proposed twice"


class _UnprovenError(Exception):
    """The text does not bear a record out."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model proposes, by list, of the sentences (by index) that it was shown."""

    shown: range
    lists: dict[str, list[Any]]


def prove(ground: Groundwork, answers: Sequence[Answer], extractor: str) -> Extraction:
    """Return what is proven of the answers, in the order of the text, and what was set aside.

    Every span is where its words stand; the value, unit and comparator of a number are those of our own reading of it.
    """
    proof = _Proof(ground, answers)
    statements = proof.statements()
    commitments = proof.commitments()
    numeric_claims = proof.numeric_claims()
    return Extraction(
        ground.document,
        with_told_medium(ground.source, ground.found.tokens),
        statements,
        commitments,
        numeric_claims,
        ground.people.persons(statement.speaker for statement in statements),
        extractor,
        tuple(proof.set_aside),
    )


class _Proof:
    """The proof of one document's answers: first the statements, then what rests on them."""

    def __init__(self, ground: Groundwork, answers: Sequence[Answer]) -> None:
        self.ground, self.found, self.text = ground, ground.found, ground.document.text
        self.answers = answers
        self.set_aside: list[SetAside] = []
        self._positions: dict[int, int] = {}  # of the statements, by the index of their sentence
        self._commitments: dict[int, list[tuple[int, Commitment]]] = {}  # each with its position, by the index of their sentence
        self._doubtful: set[int] = set()  # sentences of which a statement was set aside
        self._names: dict[str, bool] = {}
        titled = (mention for mention in ground.mentions if mention.title is not None)
        self._titled = {self.found.tokens.span(mention.first, mention.last).of(self.text): mention.name for mention in titled}
        people, parties = ground.lexicon["people"], ground.lexicon["parties"]
        self._pointers = {word for kind in POINTERS for word in people[kind]} | {words for kind in SIDES for words in parties[kind]}
        self._demonyms = {name: (code,) for code, names in parties["demonyms"].items() for name in names}

    def statements(self) -> tuple[Statement, ...]:
        """Return the statements that are proven, one a sentence."""
        taken: dict[int, Statement] = {}

        def read(record: dict[str, Any], index: int) -> None:
            if index in taken:
                raise _UnprovenError(Reason.TWICE)
            taken[index] = self._statement(record, index)

        self._take(RecordKind.STATEMENT, read)
        self._doubtful -= taken.keys()
        self._positions = {index: position for position, index in enumerate(sorted(taken))}
        return tuple(taken[index] for index in self._positions)

    def commitments(self) -> tuple[Commitment, ...]:
        """Return the commitments that are proven, one a cue."""
        taken: dict[Span, tuple[int, Commitment]] = {}

        def read(record: dict[str, Any], index: int) -> None:
            commitment = self._commitment(record, index, taken.keys())
            taken[commitment.cue] = index, commitment

        self._take(RecordKind.COMMITMENT, read)
        found = [taken[cue] for cue in sorted(taken)]
        for position, (index, commitment) in enumerate(found):
            self._commitments.setdefault(index, []).append((position, commitment))
        return tuple(commitment for _, commitment in found)

    def numeric_claims(self) -> tuple[NumericClaim, ...]:
        """Return the numeric claims that are proven, one a quantity."""
        taken: dict[Span, NumericClaim] = {}

        def read(record: dict[str, Any], index: int) -> None:
            claim = self._numeric_claim(record, index, taken.keys())
            taken[_span(claim.quantity)] = claim

        self._take(RecordKind.NUMERIC_CLAIM, read)
        return tuple(taken[span] for span in sorted(taken))

    def _take(self, kind: RecordKind, read: Callable[[dict[str, Any], int], None]) -> None:
        """Have each proposed record read, with the index of its sentence; note those that cannot be proven."""
        form = schema()["properties"][LISTS[kind]]["items"]
        for answer in self.answers:
            for record in answer.lists[LISTS[kind]]:
                try:
                    read(record, self._sentence_of(record, form, answer.shown))
                except _UnprovenError as error:
                    self.set_aside.append(SetAside(kind, error.reason.value))
                    self._doubt(kind, record)

    def _doubt(self, kind: RecordKind, record: object) -> None:
        """Remember the sentence of a statement that is not taken: what else is in it would pass for the reporter's own words."""
        if kind is RecordKind.STATEMENT and isinstance(record, dict) and isinstance(record.get("sentence"), int):
            self._doubtful.add(record["sentence"] - 1)

    def _sentence_of(self, record: object, form: dict[str, Any], shown: range) -> int:
        if not fits(record, form, terms=False):
            raise _UnprovenError(Reason.FORM)
        if not fits(record, form):
            raise _UnprovenError(Reason.TERM)
        assert isinstance(record, dict), "a record of this form is a dictionary"
        index: int = record["sentence"] - 1
        if index not in shown:
            raise _UnprovenError(Reason.SENTENCE)
        return index

    def _statement(self, record: dict[str, Any], index: int) -> Statement:
        sentence = self.found.sentences[index]
        given = {part: record[part] for part in ("content", "cue", "speaker_mention") if record[part] is not None}
        places = dict(zip(given, closest([self._places(words, sentence) for words in given.values()]), strict=True))
        cue, mention = places.get("cue"), places.get("speaker_mention")
        speakers = [self._speaker(name) for name in record["speakers"]]
        if not speakers:
            raise _UnprovenError(Reason.NAME)
        return Statement(
            span=sentence.span,
            content=places["content"],
            speaker=JOINT.join(dict.fromkeys(speakers)),
            attribution=Attribution.IMPLICIT if cue is None and mention is None else Attribution.EXPLICIT,
            quotation=rendering(self._words(places["content"], cue, mention), self.found.quoted),
            speaker_mention=mention,
            cue=cue,
            acts=tuple(Act(act) for act in dict.fromkeys(record["acts"])),
            via=medium_of(sentence, self.found.tokens),
            said_on=self.ground.source.event_on,
            topics=self._topics(places["content"]),
        )

    def _topics(self, words: Span) -> tuple[str, ...]:
        return self.found.tokens.topics(self.found.tokens.within(words))

    def _words(self, content: Span, *others: Span | None) -> list[int]:
        """Return the tokens of the attributed words that tell neither who says them nor that they are said."""
        tokens = self.found.tokens
        aside = {k for other in others if other is not None for k in tokens.within(other)}
        return [k for k in tokens.within(content) if tokens.words[k][0].isalnum() and k not in aside]

    def _commitment(self, record: dict[str, Any], index: int, cues: Collection[Span]) -> Commitment:
        self._check_statement(index)
        sentence = self.found.sentences[index]
        fresh = [place for place in self._places(record["cue"], sentence) if place not in cues]
        if not fresh:
            raise _UnprovenError(Reason.TWICE)
        given = {part: self._places(record[part], sentence) for part in ("action", "condition") if record[part] is not None}
        places = dict(zip(("cue", *given), closest([fresh, *given.values()]), strict=True))
        committers = self._parties(record["committers"])
        if not committers:
            raise _UnprovenError(Reason.NAME)
        action = places.get("action")
        return Commitment(
            span=sentence.span,
            cue=places["cue"],
            strength=Strength(record["strength"]),
            committers=committers,
            counterparties=tuple(party for party in self._parties(record["counterparties"]) if party not in committers),
            statement=self._positions.get(index),
            action=action,
            condition=places.get("condition"),
            deadline=deadline_in(sentence.span, self.found.dates_in(sentence.span)),
            topics=self._topics(action) if action is not None else (),
        )

    def _numeric_claim(self, record: dict[str, Any], index: int, taken: Collection[Span]) -> NumericClaim:
        self._check_statement(index)
        sentence = self.found.sentences[index]
        quantity = self._quantity(record, sentence, taken)
        if record["metric"] is not None:
            self._places(record["metric"], sentence)
        dates = self.found.dates_in(sentence.span)
        own = self._commitments.get(index, [])
        claims = read_numeric_claims(self.found.tokens, sentence, self._positions.get(index), self._quantities(sentence), dates, own)
        claim = next(claim for claim in claims if claim.quantity is quantity)
        return claim if record["metric"] is None else claim._replace(metric=record["metric"].strip())

    def _quantity(self, record: dict[str, Any], sentence: Sentence, taken: Collection[Span]) -> Quantity:
        """Return the quantity that our own reader finds where the model does, with the very same value."""
        places = self._places(record["text"], sentence)
        bounds = (record["value"], record["upper_value"])
        if not all(bound is None or NUMBER.fullmatch(bound) for bound in bounds):
            raise _UnprovenError(Reason.NUMBER)
        value, upper = (None if bound is None else Decimal(bound) for bound in bounds)
        read = [
            quantity
            for place in places
            for quantity in self._quantities(sentence)
            if _same_place(_span(quantity), place) and (quantity.value, quantity.upper_value) == (value, upper)
        ]
        if not read:
            raise _UnprovenError(Reason.NUMBER)
        fresh = [quantity for quantity in read if _span(quantity) not in taken]
        if not fresh:
            raise _UnprovenError(Reason.TWICE)
        return fresh[0]

    def _quantities(self, sentence: Sentence) -> list[Quantity]:
        """Return the quantities of a sentence that measure something."""
        begun = self.found.quantities_in(sentence.span)
        return [quantity for quantity in begun if quantity.end <= sentence.span.end and quantity.kind is not None]

    def _check_statement(self, index: int) -> None:
        if index in self._doubtful:
            raise _UnprovenError(Reason.STATEMENT)

    def _places(self, words: str, sentence: Sentence) -> list[Span]:
        places = find_places(self.text, words, sentence.span)
        if not places:
            raise _UnprovenError(Reason.WORDS)
        return places

    def _speaker(self, name: str) -> str:
        return self._fullest(self._printed(name))

    def _parties(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the parties of some names: ISO codes of states, a region's those of its members; else the fullest printed name."""
        found: list[str] = []
        for given in names:
            name = self._printed(given)
            codes = party_codes(self.ground.lexicon.code).get(name) or self._demonyms.get(name)
            if codes is None and self.ground.people.is_state(name):  # it would pass for the code of a state
                raise _UnprovenError(Reason.NAME)
            found += codes or (self._fullest(name),)
        return tuple(dict.fromkeys(found))

    def _printed(self, name: str) -> str:
        """Return a name that the text prints, without white space at its ends; a pronoun names nobody."""
        bare = name.strip()
        if bare not in self._names:
            points = {bare, bare[:1].lower() + bare[1:]} & self._pointers  # "Us", but not the state "US"
            self._names[bare] = not points and JOINT.strip() not in bare and stands(self.text, bare)
        if not self._names[bare]:
            raise _UnprovenError(Reason.NAME)
        return bare

    def _fullest(self, name: str) -> str:
        """Return the fullest form that the text prints of a name, without an office before it."""
        return self.ground.people.canonical(self._titled.get(name, name))


def _span(quantity: Quantity) -> Span:
    return Span(quantity.start, quantity.end)


def _same_place(one: Span, other: Span) -> bool:
    """Tell whether one of two spans lies within the other."""
    return one.holds(other) or other.holds(one)
