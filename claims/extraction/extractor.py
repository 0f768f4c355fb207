"""The extractor: one document in, all its candidates out; reads top to bottom."""

from typing import Protocol

from claims.documents.document import Document
from claims.documents.files import RejectedFile
from claims.errors import ClaimsError
from claims.extraction.assembly import assemble
from claims.extraction.attribution import AttributionReader
from claims.extraction.candidates import Extraction
from claims.extraction.discourse import Discourse
from claims.extraction.groundwork import lay_groundwork
from claims.extraction.pairs import Pairs
from claims.extraction.sides import Sides


class Extractor(Protocol):
    """Whatever makes an Extraction of a Document. `name` holds its version, which is stored with every row it makes."""

    name: str

    def extract(self, document: Document) -> Extraction:
        """Return all candidates of one document; RejectedInput if it cannot be read."""
        ...


class RuleExtractor:
    """The project's own extractor: lexicons and rules, no model. Deterministic, linear in the length of the text."""

    name = "rules 0.13.0"

    def extract(self, document: Document) -> Extraction:
        """Return all candidates of one document; RejectedInput where its language has no lexicon."""
        ground = lay_groundwork(document)
        found, people, words = ground.found, ground.people, ground.lexicon
        reader = AttributionReader(found.tokens, found.quoted, ground.finder, words)
        pairs = Pairs(found.tokens, ground.mentions, people, words)
        Discourse(found.tokens, found.sentences, found.quotations, people, pairs, reader, words).read()
        sides = Sides(found.tokens, ground.mentions, people, pairs, words)
        return assemble(document, ground.source, found, people, sides, self.name)


def extract_or_reject(document: Document, extractor: Extractor) -> Extraction:
    """Return what is found in one document; whatever goes wrong with it is a RejectedFile that names it, so that the others are done."""
    try:
        return extractor.extract(document)
    except ClaimsError as error:
        raise RejectedFile(document.path, str(error)) from error
    except Exception as error:
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise RejectedFile(document.path, f"the extractor failed ({fault}); the fault is in the program: please report it.") from error
