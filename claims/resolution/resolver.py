"""The resolver: one extraction becomes records that are ready to be kept."""

from claims.documents.document import Span
from claims.extraction.candidates import Commitment, Extraction, NumericClaim, Statement
from claims.resolution.amounts import amount_of
from claims.resolution.checks import check
from claims.resolution.deadlines import announced_on, deadline_of
from claims.resolution.directory import Directory
from claims.resolution.keys import Keys
from claims.resolution.names import fold
from claims.resolution.parties import Parties
from claims.resolution.records import CommitmentRecord, NumericRecord, ResolvedDocument, StatementRecord
from claims.resolution.speakers import Speakers
from claims.terms import PartyRole, RecordKind

__all__ = ["Directory", "resolve"]


def resolve(extraction: Extraction, directory: Directory) -> ResolvedDocument:
    """Return the document's records: speakers and parties by canonical name, days worked out, keys issued, nothing guessed.

    RejectedInput if the extraction contradicts itself: a span outside the text or its sentence, an index that points nowhere.
    """
    check(extraction)
    language = extraction.source.language
    parties = Parties(directory, language, {fold(person.name): person.kind for person in extraction.people})
    speakers = Speakers(directory, extraction.people, parties, language)
    keys = Keys(extraction.document.sha256)
    statements = tuple(_statement(statement, extraction, speakers, keys) for statement in extraction.statements)
    commitments = tuple(_commitment(commitment, extraction, parties, keys) for commitment in extraction.commitments)
    numeric_claims = tuple(_numeric_claim(claim, extraction, keys) for claim in extraction.numeric_claims if claim.quantity.kind)
    return ResolvedDocument(
        extraction.document,
        extraction.source,
        parties.records,
        speakers.records,
        statements,
        commitments,
        numeric_claims,
        extraction.extractor,
    )


def _statement(statement: Statement, extraction: Extraction, speakers: Speakers, keys: Keys) -> StatementRecord:
    text = extraction.document.text
    mention = statement.speaker_mention
    return StatementRecord(
        key=keys.key(RecordKind.STATEMENT, statement.span, statement.cue),
        span=statement.span,
        text=statement.span.of(text),
        content=statement.content,
        cue=statement.cue,
        speaker=speakers.named(statement.speaker),
        speaker_mention=mention.of(text) if mention else None,
        quotation=statement.quotation,
        attribution=statement.attribution,
        acts=tuple(dict.fromkeys(statement.acts)),
        addressees=tuple(dict.fromkeys(map(speakers.named, statement.addressees))),
        said_on=statement.said_on,
        via=statement.via,
        topics=tuple(dict.fromkeys(statement.topics)),
    )


def _commitment(commitment: Commitment, extraction: Extraction, parties: Parties, keys: Keys) -> CommitmentRecord:
    text = extraction.document.text
    deadline = deadline_of(extraction, commitment)
    sides = ((commitment.committers, PartyRole.COMMITTER), (commitment.counterparties, PartyRole.COUNTERPARTY))
    return CommitmentRecord(
        key=keys.key(RecordKind.COMMITMENT, commitment.span, commitment.cue),
        span=commitment.span,
        text=commitment.span.of(text),
        cue_span=commitment.cue,
        cue=commitment.cue.of(text),
        strength=commitment.strength,
        statement=commitment.statement,
        parties=tuple((name, role) for side, role in sides for name in parties.named_all(side)),
        action=commitment.action.of(text) if commitment.action else None,
        condition=commitment.condition.of(text) if commitment.condition else None,
        announced_on=announced_on(extraction, commitment),
        due_on=deadline.due_on if deadline else None,
        due_precision=deadline.precision if deadline else None,
        due_basis=deadline.basis.value if deadline else None,
        period=deadline.period if deadline else None,
        topics=tuple(dict.fromkeys(commitment.topics)),
    )


def _numeric_claim(claim: NumericClaim, extraction: Extraction, keys: Keys) -> NumericRecord:
    quantity = claim.quantity
    span = Span(quantity.start, quantity.end)
    assert quantity.kind is not None, "a bare number measures nothing and was left out"
    return NumericRecord(
        key=keys.key(RecordKind.NUMERIC_CLAIM, span),
        span=span,
        text=quantity.text,
        statement=claim.statement,
        commitment=amount_of(claim, extraction),
        value=quantity.value,
        upper_value=quantity.upper_value,
        unit=quantity.unit,
        kind=quantity.kind,
        comparator=quantity.comparator,
        metric=claim.metric,
        as_of=claim.as_of,
        period=claim.period or quantity.period,
    )
