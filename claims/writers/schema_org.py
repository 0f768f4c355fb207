"""schema.org in JSON-LD: statements and commitments as `Claim`, verdicts on commitments as `ClaimReview`.

A claim has the words, who says them or binds itself, the day, and the works it appears in, the first that is known apart from the
others. Of a commitment, `about` is the plan: who is to do what with whom, how much of it, and until when.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from claims.store.access import Reader
from claims.terms import Comparator, PartyKind, RecordKind, SpeakerKind
from claims.views.commitments import Amount, Commitment, fetch_commitments
from claims.views.counted import Bearer, bearers_of, keys_of, pages_of
from claims.views.following import Assessment, Support, assessments_of
from claims.views.sources import Source
from claims.views.statements import fetch_statements
from claims.writers.codes import currencies
from claims.writers.json_lines import Json, document_lines, filled, written
from claims.writers.lookups import named_in, number_of, sources_named, standing_of
from claims.writers.naming import Naming, verdict_keys, web_address

CONTEXT = Path(__file__).with_name("schema_org.json")
TYPES = {SpeakerKind.PERSON.value: "Person", PartyKind.STATE.value: "GovernmentOrganization"}  # whatever else speaks is an Organization
WIKIDATA = "http://www.wikidata.org/entity/"


def schema_org_lines(reader: Reader, naming: Naming, *, names: bool = False) -> Iterator[str]:
    """Yield the lines of one JSON-LD document, its context inline, each without its end; read them inside a snapshot.

    With `names`, a review has its author.
    """
    context = written(json.loads(CONTEXT.read_text("utf-8")))
    yield from document_lines(f'{{"@context":{context},"@graph":[', _Graph(reader, naming, names).nodes(), lambda _: "]}")


class _Graph:
    """The nodes of one document."""

    def __init__(self, reader: Reader, naming: Naming, names: bool) -> None:
        self._reader = reader
        self._naming = naming
        self._names = names

    def nodes(self) -> Iterator[Json]:
        for numbers in pages_of(self._reader, RecordKind.STATEMENT):
            yield from self._statements(numbers)
        for numbers in pages_of(self._reader, RecordKind.COMMITMENT):
            yield from self._commitments(numbers)

    def _statements(self, numbers: Sequence[int]) -> Iterator[Json]:
        statements = fetch_statements(self._reader, numbers)
        standing = standing_of(self._reader, RecordKind.STATEMENT, numbers)
        speakers = bearers_of(self._reader, RecordKind.SPEAKER, [statement.speaker for statement in statements])
        for number, statement in zip(numbers, statements, strict=True):
            yield filled(
                _id=self._naming.of(RecordKind.STATEMENT, statement.key),
                _type="Claim",
                additionalType=f"{self._naming.base}statement",
                text=statement.content,
                author=[self._bearer(speakers[statement.speaker])],
                datePublished=statement.said_on,
                inLanguage=statement.language,
                keywords=[*(self._term("act", act) for act in statement.acts), *(self._term("topic", topic) for topic in statement.topics)],
                **self._appearances(standing.printed_in(number)),
            )

    def _commitments(self, numbers: Sequence[int]) -> Iterator[Json]:
        commitments = fetch_commitments(self._reader, numbers)
        standing = standing_of(self._reader, RecordKind.COMMITMENT, numbers)
        statements = keys_of(
            self._reader, RecordKind.STATEMENT, [number_of(each.statement_id) for each in commitments if each.statement_id]
        )
        speakers = bearers_of(self._reader, RecordKind.SPEAKER, [each.speaker for each in commitments if each.speaker])
        parties = bearers_of(self._reader, RecordKind.PARTY, [party for each in commitments for party in named_in(each)])
        judged = assessments_of(self._reader, standing.all)
        verdicts = standing.gathered(judged, lambda verdict: verdict.assessed_on)
        supporting = sources_named(self._reader, [each.evidence.source_id for each in judged if each.evidence])
        for number, commitment in zip(numbers, commitments, strict=True):
            committers = [self._bearer(parties[party]) for party in sorted(commitment.committers)]
            said = statements.get(number_of(commitment.statement_id)) if commitment.statement_id else None
            yield filled(
                _id=self._naming.of(RecordKind.COMMITMENT, commitment.key),
                _type="Claim",
                additionalType=f"{self._naming.base}commitment",
                text=commitment.text,
                author=committers or ([self._bearer(speakers[commitment.speaker])] if commitment.speaker else None),
                datePublished=commitment.announced_on,
                inLanguage=commitment.language,
                keywords=[
                    self._term("strength", commitment.strength),
                    *(self._term("topic", topic) for topic in sorted(commitment.topics)),
                ],
                isPartOf=filled(_id=said and self._naming.of(RecordKind.STATEMENT, said)),
                about=self._plan(commitment, committers, parties),
                **self._appearances(standing.printed_in(number)),
            )
            for key, verdict in zip(verdict_keys(commitment.key, verdicts[number]), verdicts[number], strict=True):
                yield self._review(key, verdict, commitment, supporting)

    def _plan(self, commitment: Commitment, committers: list[Json], parties: dict[str, Bearer]) -> Json:
        others = dict.fromkeys(party for party in named_in(commitment) if party not in commitment.committers)
        return filled(
            _type="PlanAction",
            name=commitment.action,
            agent=[{"@id": committer["@id"]} for committer in committers],
            participant=[self._bearer(parties[party]) for party in sorted(others)],
            object=[amount_node(amount) for amount in commitment.amounts],
            scheduledTime=commitment.due_on,
        )

    def _review(self, key: str, verdict: Assessment, commitment: Commitment, supporting: dict[str, Source]) -> Json:
        return filled(
            _id=self._naming.of(RecordKind.ASSESSMENT, key),
            _type="ClaimReview",
            itemReviewed={"@type": "Claim", "@id": self._naming.of(RecordKind.COMMITMENT, commitment.key)},
            claimReviewed=commitment.text,
            datePublished=verdict.assessed_on,
            author=filled(_type="Person", name=verdict.assessor) if self._names else None,
            reviewAspect=verdict.rubric,
            reviewBody=verdict.note,
            reviewRating=filled(
                _type="Rating",
                alternateName=verdict.status,
                **({} if verdict.score is None else {"ratingValue": verdict.score, "worstRating": -1, "bestRating": 1}),
            ),
            citation=self._citation(verdict.evidence, supporting) if verdict.evidence else None,
        )

    def _citation(self, evidence: Support, supporting: dict[str, Source]) -> Json:
        if evidence.source_id is None:
            return filled(_type="CreativeWork", url=web_address(evidence.url))
        work = self._work(supporting[evidence.source_id])
        return filled(_type="Quotation", text=evidence.words, isPartOf=work) if evidence.words else work

    def _appearances(self, sources: Sequence[Source]) -> Json:
        first = min(sources, key=lambda source: source.published_on or source.event_on or "9999")
        return filled(firstAppearance=self._work(first), appearance=[self._work(source) for source in sources if source is not first])

    def _work(self, source: Source) -> Json:
        return filled(
            _id=self._naming.of(RecordKind.SOURCE, source.sha256),
            _type="Article",
            headline=source.title,
            url=web_address(source.url),
            datePublished=source.published_on,
            inLanguage=source.language,
            author=source.reporter and {"@type": "Person", "name": source.reporter},
            publisher=source.publisher and {"@type": "Organization", "name": source.publisher},
            sourceOrganization=source.agency and {"@type": "Organization", "name": source.agency},
        )

    def _bearer(self, bearer: Bearer) -> Json:
        return filled(
            _id=self._naming.bearer(bearer),
            _type=TYPES.get(bearer.kind, "Organization"),
            name=bearer.name,
            sameAs=bearer.wikidata_id and WIKIDATA + bearer.wikidata_id,
        )

    def _term(self, of: str, name: str) -> Json:
        return {"@type": "DefinedTerm", "name": name, "inDefinedTermSet": f"{self._naming.base}{of}"}


def amount_node(amount: Amount) -> Json:
    """Return an amount: money or another quantity, exact, with its bounds and the words that say it."""
    money = amount.unit in currencies()
    lower = amount.comparator in (Comparator.MORE, Comparator.AT_LEAST, Comparator.RANGE)
    upper = amount.comparator in (Comparator.LESS, Comparator.AT_MOST)
    return filled(
        _type="MonetaryAmount" if money else "QuantitativeValue",
        name=amount.text,
        value=None if lower or upper else amount.value,
        minValue=amount.value if lower else None,
        maxValue=amount.value if upper else amount.upper_value,
        **{"currency" if money else "unitText": amount.unit},
    )
