"""FollowTheMoney: entities as lines of JSON, in the schemata that carry what is known.

Speakers and parties are persons, public bodies, companies and organisations; offices are positions that persons hold; sources are
articles. A statement is an event that its speaker holds before those it is made to, a commitment a project with participants, an
instalment a payment of that project; verdicts and numbers are notes about what they belong to.
"""

from collections.abc import Callable, Iterator, Sequence

from claims.store.access import Reader
from claims.terms import AssessmentStatus, DatePrecision, RecordKind
from claims.views.commitments import Commitment, fetch_commitments
from claims.views.counted import Bearer, bearers_of, digest, keys_of, money_of, pages_of, pages_of_all
from claims.views.following import Assessment, Instalment, Support, assessments_of, instalments_of
from claims.views.numbers import fetch_numbers
from claims.views.selection import Row
from claims.views.sources import Source, fetch_sources
from claims.views.statements import Statement, fetch_statements
from claims.writers import ftm_people
from claims.writers.codes import currencies, languages
from claims.writers.ftm_form import NAME, SCHEMATA, STRING, TEXT, Former, Properties, fitted
from claims.writers.json_lines import Json, written
from claims.writers.lookups import named_in, number_of, recipients_of, sources_named, standing_of
from claims.writers.naming import Naming, payment_keys, verdict_keys, web_address
from claims.writers.wording import describe

Write = Callable[[Reader, Former, Sequence[int]], Iterator[Json]]
PRECISION = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}  # characters of a day that are known


def entity_lines(reader: Reader, naming: Naming, *, names: bool = False) -> Iterator[str]:
    """Yield one entity a line, each without its end; read them inside a snapshot. With `names`, a verdict tells whose it is.

    A reference may come before the entity that it refers to.
    """

    def commitments_with_names(reader: Reader, former: Former, numbers: Sequence[int]) -> Iterator[Json]:
        return commitments(reader, former, numbers, names=names)

    former = Former(naming)
    who: dict[RecordKind, Write] = {
        RecordKind.SOURCE: articles,
        RecordKind.PARTY: ftm_people.parties,
        RecordKind.SPEAKER: ftm_people.speakers,
    }
    what: dict[RecordKind, Write] = {
        RecordKind.STATEMENT: statements,
        RecordKind.COMMITMENT: commitments_with_names,
        RecordKind.NUMERIC_CLAIM: notes,
    }
    for pages, writers in ((pages_of_all, who), (pages_of, what)):
        for kind, write in writers.items():
            for numbers in pages(reader, kind):
                yield from map(written, write(reader, former, numbers))


def articles(reader: Reader, former: Former, numbers: Sequence[int]) -> Iterator[Json]:
    """Yield sources."""
    for source in fetch_sources(reader, numbers):
        properties: Properties = {
            "fileName": [fitted(source.file_name or f"{source.sha256}.txt", STRING)],
            "title": [source.title and fitted(source.title, STRING)],
            "author": [source.reporter and fitted(source.reporter, STRING)],
            "publisher": [source.publisher and fitted(source.publisher, STRING)],
            "publishedAt": [source.published_on],
            "date": [source.event_on],
            "language": [languages().get(source.language)],
            "sourceUrl": [web_address(source.url)],
            "mimeType": [source.media_type],
        }
        yield former.entity(RecordKind.SOURCE, source.sha256, "Article", properties)


def statements(reader: Reader, former: Former, numbers: Sequence[int]) -> Iterator[Json]:
    """Yield statements, and how their articles name who speaks."""
    found = fetch_statements(reader, numbers)
    standing = standing_of(reader, RecordKind.STATEMENT, numbers)
    speakers = bearers_of(reader, RecordKind.SPEAKER, [name for each in found for name in (each.speaker, *each.addressees)])
    for number, statement in zip(numbers, found, strict=True):
        speaker = former.bearer(speakers[statement.speaker])
        properties: Properties = {
            "name": [fitted(statement.content, NAME)],
            "summary": [statement.content[:TEXT]],
            "description": [statement.text[:TEXT]],
            "date": [statement.said_on],
            "organizer": [speaker],
            "involved": [speaker, *(former.bearer(speakers[name]) for name in sorted(statement.addressees))],
            "keywords": [fitted(word, STRING) for word in (*statement.acts, *sorted(statement.topics))],
            "detectedLanguage": [languages().get(statement.language)],
            "proof": [former.article(source) for source in standing.printed_in(number)],
            "recordId": [statement.key],
        }
        yield former.entity(RecordKind.STATEMENT, statement.key, "Event", properties)
        if statement.speaker_mention:
            yield _mention(former, statement, speakers[statement.speaker], standing.sources[standing.source_of[number]])


def commitments(reader: Reader, former: Former, numbers: Sequence[int], *, names: bool) -> Iterator[Json]:
    """Yield commitments with their participants, the statements that make them, verdicts, and the money that followed."""
    found = fetch_commitments(reader, numbers)
    standing = standing_of(reader, RecordKind.COMMITMENT, numbers)
    said = keys_of(reader, RecordKind.STATEMENT, [number_of(each.statement_id) for each in found if each.statement_id])
    money = money_of(reader, numbers)
    judged, paid = assessments_of(reader, standing.all), instalments_of(reader, standing.all)
    verdicts = standing.gathered(judged, lambda each: each.assessed_on)
    payments = standing.gathered(paid, lambda each: each.transacted_on)
    evidence = [*(each.evidence for each in judged), *(each.evidence for each in paid)]
    supporting = sources_named(reader, [each.source_id for each in evidence if each])
    bearers = [*(name for each in found for name in named_in(each)), *(name for each in paid for name in (each.provider, each.receiver))]
    parties = bearers_of(reader, RecordKind.PARTY, [name for name in bearers if name])
    for number, commitment in zip(numbers, found, strict=True):
        project = former.of(RecordKind.COMMITMENT, commitment.key)
        yield _project(former, commitment, standing.printed_in(number), money.get(number, []), verdicts[number])
        yield from _participants(former, commitment, project, parties)
        statement = said.get(number_of(commitment.statement_id)) if commitment.statement_id else None
        if statement:
            ends = {"subject": [former.of(RecordKind.STATEMENT, statement)], "object": [project], "role": ["commitment"]}
            yield former.entity("link", commitment.key, "UnknownLink", ends)
        for key, verdict in zip(verdict_keys(commitment.key, verdicts[number]), verdicts[number], strict=True):
            support = _support(former, verdict.evidence, supporting)
            yield former.entity(RecordKind.ASSESSMENT, key, "Note", {"entity": [project], **_verdict(verdict, names), **support})
        for key, payment in zip(payment_keys(commitment.key, payments[number]), payments[number], strict=True):
            support = _support(former, payment.evidence, supporting)
            told = _payment(former, payment, commitment, parties)
            yield former.entity(RecordKind.INSTALMENT, key, "Payment", {"project": [project], **told, **support})


def notes(reader: Reader, former: Former, numbers: Sequence[int]) -> Iterator[Json]:
    """Yield numbers, as notes about the statement or commitment that they belong to."""
    found = fetch_numbers(reader, numbers)
    standing = standing_of(reader, RecordKind.NUMERIC_CLAIM, numbers)
    said = keys_of(reader, RecordKind.STATEMENT, [number_of(each.statement_id) for each in found if each.statement_id])
    promised = keys_of(reader, RecordKind.COMMITMENT, [number_of(each.commitment_id) for each in found if each.commitment_id])
    for number, claim in zip(numbers, found, strict=True):
        statement = said.get(number_of(claim.statement_id)) if claim.statement_id else None
        commitment = promised.get(number_of(claim.commitment_id)) if claim.commitment_id else None
        about = ((RecordKind.STATEMENT, statement), (RecordKind.COMMITMENT, commitment))
        properties: Properties = {
            "entity": [former.of(kind, key) for kind, key in about if key],
            "summary": [claim.text[:TEXT]],
            "description": [describe(claim)[:TEXT]],
            "keywords": [claim.kind, claim.unit and fitted(claim.unit, STRING)],
            "proof": [former.article(source) for source in standing.printed_in(number)],
        }
        yield former.entity(RecordKind.NUMERIC_CLAIM, claim.key, "Note", properties)


def _mention(former: Former, statement: Statement, speaker: Bearer, source: Source) -> Json:
    properties: Properties = {
        "document": [former.article(source)],
        "name": [fitted(statement.speaker_mention or "", NAME)],
        "resolved": [former.bearer(speaker)],
        "detectedSchema": [SCHEMATA[speaker.kind]],
    }
    return former.entity("mention", statement.key, "Mention", properties)


def _project(
    former: Former, commitment: Commitment, sources: Sequence[Source], money: Sequence[Row], verdicts: Sequence[Assessment]
) -> Json:
    """Return a commitment; its amount only where it is one and exact, for of several nobody could tell which currency is whose."""
    exact = [row for row in money if row["unit"] in currencies() and row["comparator"] == "="]
    amounts = exact if len(money) == 1 else []
    properties: Properties = {
        "name": [fitted(commitment.action or commitment.text, NAME)],
        "goal": [commitment.action and fitted(commitment.action, STRING)],
        "description": [commitment.text[:TEXT]],
        "startDate": [commitment.announced_on],
        "endDate": [_day_due(commitment)],
        "status": [verdicts[-1].status if verdicts else AssessmentStatus.NOT_ASSESSED.value],
        "phase": [commitment.strength],
        "keywords": [fitted(topic, STRING) for topic in sorted(commitment.topics)],
        "amount": [row["value"] for row in amounts],
        "currency": [row["unit"] for row in amounts],
        "notes": [commitment.condition and commitment.condition[:TEXT]],
        "proof": [former.article(source) for source in sources],
        "recordId": [commitment.key],
    }
    return former.entity(RecordKind.COMMITMENT, commitment.key, "Project", properties)


def _day_due(commitment: Commitment) -> str | None:
    """Return the day on which a commitment is due, as far as it is known: a year or a month where that is all."""
    if commitment.due_on is None or commitment.due_precision is None:
        return commitment.due_on
    return commitment.due_on[: PRECISION.get(DatePrecision(commitment.due_precision))]


def _participants(former: Former, commitment: Commitment, project: str, parties: dict[str, Bearer]) -> Iterator[Json]:
    roles = {
        "committer": commitment.committers,
        "counterparty": commitment.counterparties,
        "beneficiary": commitment.beneficiaries,
        "implementer": commitment.implementers,
    }
    for role, names in roles.items():
        for name in sorted(names):
            ends = {"project": [project], "participant": [former.bearer(parties[name])], "role": [role]}
            yield former.entity("participant", digest(commitment.key, role, name), "ProjectParticipant", ends)


def _verdict(verdict: Assessment, names: bool) -> Properties:
    return {
        "summary": [verdict.status],
        "description": [verdict.note and verdict.note[:TEXT]],
        "createdAt": [verdict.assessed_on],
        "keywords": [None if verdict.score is None else f"score {verdict.score}", verdict.rubric and fitted(verdict.rubric, STRING)],
        "publisher": [fitted(verdict.assessor, STRING) if names else None],
    }


def _payment(former: Former, payment: Instalment, commitment: Commitment, parties: dict[str, Bearer]) -> Properties:
    givers = [payment.provider] if payment.provider else sorted(commitment.committers)
    receivers = [payment.receiver] if payment.receiver else sorted(recipients_of(commitment))
    return {
        "payer": [former.bearer(parties[name]) for name in givers],
        "beneficiary": [former.bearer(parties[name]) for name in receivers],
        "amount": [payment.value],
        "currency": [fitted(payment.unit, STRING)],
        "date": [payment.transacted_on],
        "purpose": [payment.type],
        "description": [payment.note and payment.note[:TEXT]],
    }


def _support(former: Former, evidence: Support | None, supporting: dict[str, Source]) -> Properties:
    if evidence is None:
        return {}
    source = supporting.get(evidence.source_id) if evidence.source_id else None
    return {"sourceUrl": [web_address(evidence.url)], "proof": [former.article(source) if source else None]}
