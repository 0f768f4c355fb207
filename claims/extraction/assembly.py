"""Assembly: from sentences with speakers to statements, commitments and numeric claims that point at each other."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from claims.documents.document import Document, Span
from claims.extraction.acts import ActReader
from claims.extraction.attribution import content_span
from claims.extraction.candidates import Commitment, Extraction, NumericClaim, Quantity, SourceDetails, Statement
from claims.extraction.commitments import CommitmentReader
from claims.extraction.discourse import MOSTLY, PHRASE, Sentence
from claims.extraction.groundwork import Findings
from claims.extraction.lexicon import lexicon, names_of
from claims.extraction.mentions import MentionKind
from claims.extraction.numeric_claims import read_numeric_claims
from claims.extraction.people import People
from claims.extraction.sides import Sides
from claims.extraction.subjects import is_own_side
from claims.extraction.tokens import Tokens
from claims.terms import QuantityKind, Quotation

MEDIUM_KINDS = frozenset({"media", "agency", "via"})  # of words that name a sentence's own source, or come before its name
MEDIUM_WORDS = 12  # the longest name of a medium


def assemble(document: Document, source: SourceDetails, found: Findings, people: People, sides: Sides, extractor: str) -> Extraction:
    """Return the extraction of one document, sentence by sentence in order."""
    words = lexicon(source.language)
    reader, acts = CommitmentReader(found.tokens, sides, words), ActReader(found.tokens, names_of(words, "people", "first_person"))
    statements: list[Statement] = []
    commitments: list[Commitment] = []
    claims: list[NumericClaim] = []
    ages = tuple(lexicon(source.language)["people"]["age_endings"])
    for sentence in found.sentences:
        quantities = found.quantities_in(sentence.span)
        if quantities:
            quantities = [q for q in quantities if not (_is_age(q, found.tokens, ages) or _is_one_who_speaks(q, sentence, found.tokens))]
        dates = found.dates_in(sentence.span) if quantities or "strength" in sentence.kinds else []
        index = len(statements) if sentence.speaker is not None else None
        own = reader.read(sentence, index, dates) if "strength" in sentence.kinds else []
        if sentence.speaker is not None:
            statements.append(_statement(sentence, found, people, sides, source, acts, own))
        if quantities:
            numbered = list(enumerate(own, start=len(commitments)))
            claims += read_numeric_claims(found.tokens, sentence, index, quantities, dates, numbered, source.event_on)
        commitments += own
    source = with_told_medium(source, found.tokens)
    speakers = [s.speaker for s in statements] + [name for s in statements for name in s.addressees]
    return Extraction(document, source, tuple(statements), tuple(commitments), tuple(claims), people.persons(speakers), extractor)


def _is_age(quantity: Quantity, tokens: Tokens, endings: tuple[str, ...]) -> bool:
    """Tell whether a duration is part of a word for somebody of an age: "a 17-year-old"."""
    if quantity.kind is not QuantityKind.DURATION:
        return False
    first = bisect_left(tokens.starts, quantity.start)
    return first < len(tokens.words) and (tokens.unowned(first) or "").endswith(endings)  # "the 17-year-old's future"


def _is_one_who_speaks(quantity: Quantity, sentence: Sentence, tokens: Tokens) -> bool:
    """Tell whether "one" only introduces somebody unnamed who speaks: "said one official"."""
    mention = sentence.reported.speaker if sentence.reported is not None else None
    if mention is None or mention.kind is not MentionKind.NOUN or quantity.value != 1:
        return False
    return tokens.starts[max(0, mention.first - 1)] <= quantity.start < tokens.ends[mention.last - 1]


def _statement(
    sentence: Sentence,
    found: Findings,
    people: People,
    sides: Sides,
    source: SourceDetails,
    acts: ActReader,
    commitments: list[Commitment],
) -> Statement:
    assert sentence.speaker is not None and sentence.attribution is not None
    tokens, reported = found.tokens, sentence.reported
    words = Span(tokens.starts[sentence.tokens.start], sentence.span.end) if sentence.tokens else sentence.span  # without the dateline
    content, cue, mention = words, None, None
    if reported is not None:
        content = content_span(tokens, words, reported, found.quotations)
        cue = tokens.span(reported.cue_first, reported.cue_last)
        if reported.speaker is not None:
            mention = tokens.span(reported.speaker.first, reported.speaker.last)
    inside = tokens.within(content)
    own = "must" in sentence.kinds and is_own_side(tokens, sentence, sides.of_speaker(sentence.speaker), sides)
    return Statement(
        span=sentence.span,
        content=content,
        speaker=sentence.speaker,
        attribution=sentence.attribution,
        quotation=_quotation(sentence, inside, found) if sentence.quoted_words else sentence.quotation,
        speaker_mention=mention,
        cue=cue,
        acts=acts.read(sentence, content, inside, commitments, own_side=own),
        addressees=_addressees(sentence, tokens, people) if "told" in sentence.kinds else (),
        via=medium_of(sentence, tokens),
        said_on=source.event_on,
        topics=tokens.topics(inside) if "topic" in sentence.kinds else (),
    )


def _quotation(sentence: Sentence, inside: range, found: Findings) -> Quotation:
    """Return how attributed words are rendered: direct where nearly all of them stand in quotation marks, mixed where a phrase does."""
    words = [k for k in inside if found.tokens.words[k][0].isalnum() and not _tells_who(k, sentence)]
    return rendering(words, found.quoted)


def rendering(words: Sequence[int], quoted: frozenset[int]) -> Quotation:
    """Return how some words are rendered, given the indices of all tokens inside quotation marks."""
    count = len(quoted.intersection(words))
    if count and count >= MOSTLY * len(words):
        return Quotation.DIRECT
    return Quotation.MIXED if count >= PHRASE else Quotation.INDIRECT


def _tells_who(k: int, sentence: Sentence) -> bool:
    """Tell whether token k belongs to the words that say who said it."""
    reported = sentence.reported
    if reported is None:
        return False
    mention = reported.speaker
    return reported.cue_first <= k < reported.cue_last or (mention is not None and mention.first <= k < mention.last)


def _addressees(sentence: Sentence, tokens: Tokens, people: People) -> tuple[str, ...]:
    """Return the persons that the cue says were told."""
    if sentence.reported is None:
        return ()
    found = []
    for mention in sentence.mentions:
        before = mention.first - 1
        if before < sentence.tokens.start or "told" not in tokens.kinds[tokens.covered.get(before, before)]:
            continue
        if mention.kind is MentionKind.PERSON or (mention.kind is MentionKind.NAME and people.is_person(mention.name)):
            found.append(people.canonical(mention.name))
    return tuple(dict.fromkeys(name for name in found if name != sentence.speaker)) if found else ()


def with_told_medium(source: SourceDetails, tokens: Tokens) -> SourceDetails:
    """Return the details with the medium that people in the text talk to, where they name none: papers name themselves so."""
    if source.publisher is not None or source.agency is not None:
        return source
    media = (k for k, entry in tokens.marks.items() if "media" in entry.kinds and _is_named(tokens.words[k], entry.kinds["media"]))
    medium = next((tokens.span(k, k + tokens.marks[k].length) for k in media if _is_told(tokens, k) or _asks(tokens, k)), None)
    return source if medium is None else replace(source, publisher=medium.of(tokens.text))


def _is_named(word: str, medium: str) -> bool:
    """Tell whether a word begins a medium's name as it is written: "mirror" is no "Mirror", "detikcom" is."""
    return word[0].isupper() or medium[0].islower()


def _is_told(tokens: Tokens, k: int) -> bool:
    """Tell whether the phrase at token k is who was told, determiners aside."""
    k = tokens.before(k)
    return "told" in tokens.kinds[tokens.covered.get(k, k)]


def _asks(tokens: Tokens, k: int) -> bool:
    """Tell whether the medium at token k is who asked, or who saw a paper: "when reached by X"."""
    return k > 0 and "asked_by" in tokens.kinds[tokens.covered.get(k - 1, k - 1)]


def medium_of(sentence: Sentence, tokens: Tokens) -> str | None:
    """Return the medium that the sentence names as its own source: "quoted by ...", "told the ..."."""
    if sentence.reported is not None and sentence.reported.via is not None:
        return sentence.reported.via.name
    if MEDIUM_KINDS.isdisjoint(sentence.kinds):
        return None
    for k, kinds in sentence.marks:
        if ("media" in kinds or "agency" in kinds) and _is_told(tokens, k):
            return tokens.span(k, k + tokens.marks[k].length).of(tokens.text)
        if "via" not in kinds:
            continue
        first = k + tokens.marks[k].length
        while first < sentence.tokens.stop and tokens.kinds[first].get("part") == "determiners":
            first += 1
        last = first
        stop = min(sentence.tokens.stop, first + MEDIUM_WORDS)
        while last < stop and (tokens.capital[last] or tokens.kinds[last].get("conjunctions")):
            last += 1
        if last > first:
            return tokens.span(first, last).of(tokens.text)
    return None
