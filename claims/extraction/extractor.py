"""The extractor: one document in, all its candidates out; reads top to bottom."""

from bisect import bisect_left
from typing import Protocol

from claims.documents.document import Document, Span
from claims.extraction.assembly import Findings, assemble
from claims.extraction.attribution import AttributionReader
from claims.extraction.candidates import Extraction, Quantity
from claims.extraction.discourse import Discourse, Sentence
from claims.extraction.finders.dates import find_dates
from claims.extraction.finders.language import recognise_language
from claims.extraction.finders.layout import Layout, find_layout
from claims.extraction.finders.quotations import find_quotations
from claims.extraction.finders.sentences import find_sentences
from claims.extraction.lexicon import lexicon
from claims.extraction.mentions import Mention, MentionFinder
from claims.extraction.people import People
from claims.extraction.quantities import find_quantities
from claims.extraction.sides import Sides
from claims.extraction.source_details import read_source
from claims.extraction.tokens import Tokens
from claims.extraction.vocabulary import vocabulary
from claims.terms import QuantityKind


class Extractor(Protocol):
    """Whatever makes an Extraction of a Document. `name` holds its version, which is stored with every row it makes."""

    name: str

    def extract(self, document: Document) -> Extraction:
        """Return all candidates of one document; RejectedInput if it cannot be read."""
        ...


class RuleExtractor:
    """The project's own extractor: lexicons and rules, no model. Deterministic, linear in the length of the text."""

    name = "rules 0.1.0"

    def extract(self, document: Document) -> Extraction:
        """Return all candidates of one document; RejectedInput where its language has no lexicon."""
        text = document.text
        language = document.language or recognise_language(text)
        words = lexicon(language)
        layout = find_layout(text, words)
        tokens = Tokens(text, vocabulary(language))
        dates = find_dates(text, language)
        quantities = find_quantities(text, language, dates)
        source = read_source(document, layout, dates, words)

        finder = MentionFinder(tokens, words)
        sentences = _sentences(layout, quantities, tokens, finder, language)
        mentions = [mention for sentence in sentences for mention in sentence.mentions]
        quotations = _outside_names(find_quotations(text, layout.paragraphs), mentions, tokens)
        quoted = frozenset(k for quotation in quotations for k in tokens.within(quotation))
        for sentence in sentences:
            sentence.quoted_words = sum(1 for k in sentence.tokens if k in quoted and tokens.words[k][0].isalnum())
            if sentence.quoted_words:
                sentence.words = sum(1 for k in sentence.tokens if tokens.words[k][0].isalnum())

        people = People(mentions, tokens, words, source.place, source.publisher)
        reader = AttributionReader(tokens, quoted, finder, words)
        Discourse(tokens, sentences, quotations, people, reader, words).read()

        sides = Sides(tokens, mentions, people)
        found = Findings(tokens, sentences, quotations, quantities, dates, quoted)
        return assemble(document, source, found, people, sides, self.name)


def _sentences(layout: Layout, quantities: list[Quantity], tokens: Tokens, finder: MentionFinder, language: str) -> list[Sentence]:
    """Split the paragraphs into sentences, with their mentions and marks."""
    found = []
    money = frozenset(k for q in quantities if q.kind is QuantityKind.MONEY for k in tokens.within(Span(q.start, q.end)))
    head = layout.dateline.end if layout.dateline is not None else 0
    for number, paragraph in enumerate(layout.paragraphs):
        for span in find_sentences(tokens.text, paragraph, language):
            inside = tokens.within(Span(max(span.start, head), span.end))
            mentions = [mention for mention in finder.find(inside) if mention.first not in money]  # "dolar AS" names no state
            found.append(Sentence(span, inside, number, mentions, tokens.marks_in(inside)))
    return found


def _outside_names(quotations: list[Span], mentions: list[Mention], tokens: Tokens) -> list[Span]:
    """Leave out the nicknames: quotation marks inside a name quote nobody."""
    names = [tokens.span(mention.first, mention.last) for mention in mentions if mention.last - mention.first > 1]
    kept = []
    for quotation in quotations:
        at = bisect_left(names, quotation.end, key=lambda name: name.end)
        if at == len(names) or not (names[at].start < quotation.start and quotation.end < names[at].end):
            kept.append(quotation)
    return kept
