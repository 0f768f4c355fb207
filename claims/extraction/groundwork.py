"""The groundwork: what a document's text shows before anybody asks who says what. Every extractor of the project stands on it."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter

from claims.documents.document import Document, Span
from claims.extraction.candidates import DateMention, Quantity, SourceDetails
from claims.extraction.discourse import Sentence
from claims.extraction.ellipsis import complete
from claims.extraction.finders.dates import find_dates
from claims.extraction.finders.language import recognise_language
from claims.extraction.finders.layout import Layout, find_layout
from claims.extraction.finders.quotations import find_quotations
from claims.extraction.finders.sentences import find_sentences
from claims.extraction.lexicon import Lexicon, lexicon
from claims.extraction.mentions import Mention, MentionFinder
from claims.extraction.people import People
from claims.extraction.quantities import find_quantities
from claims.extraction.source_details import currency_home, read_source
from claims.extraction.tokens import Tokens
from claims.extraction.vocabulary import vocabulary
from claims.terms import QuantityKind

FIRST = attrgetter("first")


@dataclass(frozen=True)
class Findings:
    """What the finders read off one document, in the order of its text; `quoted` are the indices of the tokens inside quotation marks."""

    tokens: Tokens
    sentences: list[Sentence]
    quotations: list[Span]
    quantities: list[Quantity]
    dates: list[DateMention]
    quoted: frozenset[int]

    def dates_in(self, span: Span) -> list[DateMention]:
        """Return the dates that begin inside a span."""
        return self.dates[bisect_left(self._date_starts, span.start) : bisect_left(self._date_starts, span.end)]

    def quantities_in(self, span: Span) -> list[Quantity]:
        """Return the quantities that begin inside a span."""
        return self.quantities[bisect_left(self._quantity_starts, span.start) : bisect_left(self._quantity_starts, span.end)]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [date.span.start for date in self.dates]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]


@dataclass(frozen=True, slots=True)
class Groundwork:
    """One document with its language's lexicon, its origin, what the finders found, and the people and bodies that it names."""

    document: Document
    lexicon: Lexicon
    source: SourceDetails
    found: Findings
    finder: MentionFinder
    mentions: list[Mention]
    people: People


def lay_groundwork(document: Document) -> Groundwork:
    """Read what a text shows of itself; RejectedInput where its language has no lexicon."""
    text = document.text
    language = document.language or recognise_language(text)
    words = lexicon(language)
    layout = find_layout(text, words)
    tokens = Tokens(text, vocabulary(language))
    dates = find_dates(text, language)
    quantities = find_quantities(text, language, dates, currency_home(document, layout, tokens, language))
    quantities = complete(quantities, text, layout.paragraphs, language)
    source = read_source(document, layout, dates, words)

    finder = MentionFinder(tokens, words)
    sentences = _sentences(layout, quantities, tokens, finder, language)
    mentions = [mention for sentence in sentences for mention in sentence.mentions]
    quotations = _outside_names(find_quotations(text, layout.paragraphs), mentions, tokens)
    quoted = frozenset[int]().union(*map(tokens.within, quotations))
    for sentence in sentences:
        if not quoted.isdisjoint(sentence.tokens):
            sentence.quoted_words = len([k for k in quoted.intersection(sentence.tokens) if tokens.words[k][0].isalnum()])
            sentence.words = tokens.word_count(sentence.tokens.start, sentence.tokens.stop) if sentence.quoted_words else 0

    people = People(mentions, tokens, words, source.place, source.publisher)
    found = Findings(tokens, sentences, quotations, quantities, dates, quoted)
    return Groundwork(document, words, source, found, finder, mentions, people)


def _sentences(layout: Layout, quantities: list[Quantity], tokens: Tokens, finder: MentionFinder, language: str) -> list[Sentence]:
    """Split the paragraphs into sentences, with their mentions and marks."""
    found = []
    money = frozenset(k for q in quantities if q.kind is QuantityKind.MONEY for k in tokens.between(q.start, q.end))
    dateline = layout.dateline or Span(0, 0)
    for number, paragraph in enumerate(layout.paragraphs):
        for span in find_sentences(tokens.text, paragraph, language):
            start = dateline.end if span.start <= dateline.start < span.end else span.start
            inside = tokens.between(min(start, span.end), span.end)
            mentions = finder.find(inside)
            if not money.isdisjoint(map(FIRST, mentions)):
                mentions = [mention for mention in mentions if mention.first not in money]  # "dolar AS" names no state
            marks = tokens.marks_in(inside)
            kinds = frozenset[str]().union(*map(itemgetter(1), marks))
            found.append(Sentence(span, inside, number, mentions, marks, kinds))
    return found


def _outside_names(quotations: list[Span], mentions: list[Mention], tokens: Tokens) -> list[Span]:
    """Leave out the nicknames: quotation marks inside a name quote nobody."""
    if not quotations:
        return []
    names = [mention for mention in mentions if mention.last - mention.first > 1]
    ends = [tokens.ends[name.last - 1] for name in names]
    kept = []
    for quotation in quotations:
        at = bisect_left(ends, quotation.end)
        if at == len(names) or not (tokens.starts[names[at].first] < quotation.start and quotation.end < ends[at]):
            kept.append(quotation)
    return kept
