"""What the page of one record tells: the record itself, its evidence in context, what is related to it, and its history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.references import Reference, name
from claims.store.access import Reader
from claims.store.signatures import signing_load
from claims.terms import Judgement, RecordKind, Relation
from claims.views.cards import Card, find_card, number_in
from claims.views.commitments import Commitment, fetch_commitments, standing
from claims.views.history import Change, history_of
from claims.views.names import canonical_of, cluster_of, exists
from claims.views.numbers import NumericClaim, fetch_numbers
from claims.views.people import fetch_bearers, fetch_tenures
from claims.views.related import TOLD, Told
from claims.views.reviewing import find_context
from claims.views.selection import rows_of
from claims.views.sources import fetch_sources
from claims.views.statements import Statement, fetch_statements
from claims.web.marks import read_marked_text

LONGEST_LIST = 50
LONGEST_HISTORY = 100
ROLES = {"committer": "who", "counterparty": "to whom", "beneficiary": "for", "implementer": "through"}
BOUND = """
    SELECT DISTINCT cp.role, p.party_id AS id, p.name FROM commitment_parties AS cp JOIN parties AS bound ON bound.party_id = cp.party_id
    JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id) WHERE cp.commitment_id = :number ORDER BY p.name
"""
ADDRESSED = """
    SELECT DISTINCT sp.speaker_id AS id, sp.name FROM statement_addressees AS a JOIN speakers AS heard ON heard.speaker_id = a.speaker_id
    JOIN speakers AS sp ON sp.speaker_id = coalesce(heard.same_as_id, heard.speaker_id) WHERE a.statement_id = :number ORDER BY sp.name
"""
RELATED = f"""
    SELECT left_id, right_id, relation, judgement, judged_by, judged_at FROM relations
    WHERE kind = :kind AND (left_id = :number OR right_id = :number) AND judgement <> '{Judgement.NEGATIVE}'
    ORDER BY relation, judged_at
"""
BLOCS = """
    SELECT DISTINCT {side} AS side, p.party_id AS id, p.name FROM party_members AS m JOIN parties AS own ON own.party_id = m.{other}
    JOIN parties AS p ON p.party_id = coalesce(own.same_as_id, own.party_id) WHERE m.{one} IN {{ids}} ORDER BY p.name
"""
# Each list is longer by one than what is shown, so that the page knows of more.
SAID = f"""
    SELECT statement_id AS id FROM statements WHERE speaker_id IN {{ids}} AND review <> 'rejected'
    AND statement_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'statement')
    ORDER BY said_on DESC, statement_id DESC LIMIT {LONGEST_LIST + 1}
"""
PROMISED_BY = f"""
    SELECT commitment_id AS id FROM commitments WHERE review <> 'rejected'
    AND statement_id IN (SELECT statement_id FROM statements WHERE speaker_id IN {{ids}})
    AND commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
    ORDER BY announced_on DESC, commitment_id DESC LIMIT {LONGEST_LIST + 1}
"""
BOUND_BY = f"""
    SELECT c.commitment_id AS id FROM commitments AS c WHERE c.review <> 'rejected'
    AND c.commitment_id IN (SELECT cp.commitment_id FROM commitment_parties AS cp WHERE cp.party_id IN {{{{ids}}}} AND cp.role = '{{role}}')
    AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
    ORDER BY c.announced_on DESC, c.commitment_id DESC LIMIT {LONGEST_LIST + 1}
"""
STANDINGS = """
    SELECT cp.role, state.state, count(DISTINCT cp.commitment_id) AS commitments FROM commitment_parties AS cp
    JOIN commitments AS c ON c.commitment_id = cp.commitment_id JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
    WHERE cp.party_id IN {ids} AND cp.role IN ('committer', 'counterparty') AND c.review <> 'rejected'
    AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
    GROUP BY cp.role, state.state
"""
MONEY = """
    SELECT unit, sum(promised) AS promised, sum(disbursed) AS disbursed, count(*) AS commitments FROM promised_and_delivered
    WHERE commitment_id IN (SELECT commitment_id FROM commitment_parties WHERE party_id IN {ids} AND role = 'committer')
    GROUP BY unit ORDER BY commitments DESC, unit
"""
PHRASES = {
    (Relation.SAME_AS, True): "Says again, and counts once with",
    (Relation.SAME_AS, False): "Said again by, and counted once with",
    (Relation.RESTATES, True): "Restates",
    (Relation.RESTATES, False): "Restated by",
    (Relation.SUPERSEDES, True): "Supersedes",
    (Relation.SUPERSEDES, False): "Superseded by",
    (Relation.INSTALMENT_OF, True): "Is an instalment of",
    (Relation.INSTALMENT_OF, False): "Has as an instalment",
    (Relation.CONFLICTS_WITH, True): "Conflicts with",
    (Relation.CONFLICTS_WITH, False): "Conflicts with",
}
TOLD_NUMBER = (
    "SELECT n.numeric_claim_id AS id, coalesce(n.as_of, src.event_on) AS day, coalesce(src.publisher, src.agency) AS publisher, "
    "n.text || coalesce(', ' || n.metric, '') AS text "
    "FROM numeric_claims AS n JOIN sources AS src ON src.source_id = n.source_id WHERE n.numeric_claim_id IN {ids}"
)


@dataclass(frozen=True, slots=True)
class Relative:
    """Another record and how it is related to this one; `decided` is False of what was only proposed."""

    phrase: str
    told: Told
    decided: bool
    judged_by: str | None
    judged_at: str


def read_record(reader: Reader, kind: RecordKind, number: int) -> dict[str, Any] | None:
    """Return what the page of a record tells; None where there is no such record."""
    if not exists(reader, Reference(kind, number)):
        return None
    return {"name": name(kind, number), **READERS[kind](reader, number)}


def read_source(reader: Reader, number: int) -> dict[str, Any]:
    """Return a source, its text with the records marked in it, and the sources that copy it."""
    marked = read_marked_text(reader, number)
    assert marked is not None
    copies = reader.rows("SELECT source_id FROM sources WHERE derived_from_id = :number ORDER BY source_id", {"number": number})
    counts = {kind: sum(mark.kind is kind for mark in marked.marks) for kind in TEXT_KINDS}
    return {
        "source": fetch_sources(reader, [number])[0],
        "marked": marked,
        "counts": counts,
        "copies": [name(RecordKind.SOURCE, row["source_id"]) for row in copies],
    }


def read_commitment(reader: Reader, number: int) -> dict[str, Any]:
    """Return a commitment: who, to whom, its evidence, what became of it, what is related to it, and its history."""
    card = find_card(reader, name(RecordKind.COMMITMENT, number))
    record = card.record
    assert isinstance(record, Commitment)
    bound = reader.rows(BOUND, {"number": number})
    parties = {
        title: [(name(RecordKind.PARTY, row["id"]), row["name"]) for row in bound if row["role"] == role] for role, title in ROLES.items()
    }
    spans = [(record.cue_start, record.cue_end, ""), *((found.span_start, found.span_end, found.id) for found in record.amounts)]
    return {"parties": parties, "standing": standing(record), **told_in_text(reader, card, spans), **around(reader, record.id)}


def read_statement(reader: Reader, number: int) -> dict[str, Any]:
    """Return a statement: who said what to whom, the commitments and numbers in it, its evidence, and its history."""
    card = find_card(reader, name(RecordKind.STATEMENT, number))
    record = card.record
    assert isinstance(record, Statement)
    numbers = fetch_numbers(reader, [number_in(each) for each in record.numbers])
    spans = [(found.span_start, found.span_end, found.id) for found in numbers]
    if record.cue_start is not None and record.cue_end is not None:
        spans.append((record.cue_start, record.cue_end, ""))
    return {
        "addressees": [(name(RecordKind.SPEAKER, row["id"]), row["name"]) for row in reader.rows(ADDRESSED, {"number": number})],
        "commitments": fetch_commitments(reader, [number_in(each) for each in record.commitments]),
        "numbers": numbers,
        **told_in_text(reader, card, spans),
        **around(reader, record.id),
    }


def read_number(reader: Reader, number: int) -> dict[str, Any]:
    """Return a numeric claim: how much of what, who says so, its evidence, and its history."""
    card = find_card(reader, name(RecordKind.NUMERIC_CLAIM, number))
    record = card.record
    assert isinstance(record, NumericClaim)
    return {**told_in_text(reader, card, [(record.span_start, record.span_end, "")]), **around(reader, record.id)}


def read_speaker(reader: Reader, number: int) -> dict[str, Any]:
    """Return a speaker: names, offices, the newest statements, and the commitments made in them."""
    card = find_card(reader, name(RecordKind.SPEAKER, number))
    own = cluster_of(reader, RecordKind.SPEAKER, [number])
    return {
        "speaker": card.record,
        "offices": card.offices,
        "statements": shown(reader, SAID, own, fetch_statements),
        "commitments": shown(reader, PROMISED_BY, own, fetch_commitments),
        "changes": changes_by_people(reader, name(RecordKind.SPEAKER, number)),
    }


def read_party(reader: Reader, number: int) -> dict[str, Any]:
    """Return a party: names, members, who speaks for it, what it promised and was promised, and the money of that."""
    (canonical,) = canonical_of(reader, RecordKind.PARTY, [number])
    own = cluster_of(reader, RecordKind.PARTY, [number])
    (row,) = reader.rows("SELECT * FROM parties WHERE party_id = :number", {"number": canonical})
    bearer = fetch_bearers(reader, RecordKind.PARTY, [canonical])[canonical]
    standings: dict[str, dict[str, int]] = {}
    for counted in rows_of(reader, STANDINGS, own):
        standings.setdefault(counted["state"], {})[counted["role"]] = counted["commitments"]
    return {
        "party": row,
        "canonical": name(RecordKind.PARTY, canonical),
        "bearer": bearer,
        "iso_code": row["iso_code"] or bearer.identifier("iso_code"),
        "wikidata_id": row["wikidata_id"] or bearer.identifier("wikidata_id"),
        "members": named(rows_of(reader, BLOCS.format(side="'member'", other="member_id", one="bloc_id"), own)),
        "blocs": named(rows_of(reader, BLOCS.format(side="'bloc'", other="bloc_id", one="member_id"), own)),
        "offices": fetch_tenures(reader, RecordKind.PARTY, own),
        "standings": standings,
        "money": list(rows_of(reader, MONEY, own)),
        "made": shown(reader, BOUND_BY.format(role="committer"), own, fetch_commitments),
        "received": shown(reader, BOUND_BY.format(role="counterparty"), own, fetch_commitments),
        "changes": changes_by_people(reader, name(RecordKind.PARTY, number)),
    }


def named(rows: Any) -> list[tuple[str, str]]:
    """Return parties as their short names and names."""
    return [(name(RecordKind.PARTY, row["id"]), row["name"]) for row in rows]


def shown(reader: Reader, sql: str, own: Sequence[int], fetch: Callable[[Reader, list[int]], list[Any]]) -> dict[str, Any]:
    """Return the records of a list as far as they are shown, and whether there are more."""
    found = [row["id"] for row in rows_of(reader, sql, own)]
    return {"records": fetch(reader, found[:LONGEST_LIST]), "more": len(found) > LONGEST_LIST}


def told_in_text(reader: Reader, card: Card, spans: Sequence[tuple[int, int, str]]) -> dict[str, Any]:
    """Return a card with its evidence between the sentences beside it; `spans` are the words to mark, each with the record that it is."""
    context = find_context(reader, card)
    return {"card_of": card, "context": context, "evidence": highlight(context.text, context.start, spans)}


def highlight(text: str, start: int, spans: Sequence[tuple[int, int, str]]) -> list[tuple[str, str | None]]:
    """Return a text that begins at offset `start` in pieces, each with its span's record, None between spans; spans do not cross."""
    found: list[tuple[str, str | None]] = []
    at = start
    for first, last, record in sorted(spans):
        if first >= at and last <= start + len(text):
            found += [(text[at - start : first - start], None), (text[first - start : last - start], record)]
            at = last
    return [*((words, record) for words, record in found if words), (text[at - start :], None)]


def around(reader: Reader, record: str) -> dict[str, Any]:
    """Return the relatives of a record, and what people changed about it."""
    return {"relatives": relatives_of(reader, record), "changes": changes_by_people(reader, record)}


def relatives_of(reader: Reader, record: str) -> list[Relative]:
    """Return the records that are judged, or proposed, to be related to this one."""
    kind, number = KINDS[record.rstrip("0123456789")], number_in(record)
    rows = reader.rows(RELATED, {"kind": kind.value, "number": number})
    others = sorted({row["right_id"] if row["left_id"] == number else row["left_id"] for row in rows})
    told = {
        row["id"]: Told(name(kind, row["id"]), row["day"], row["publisher"], " ".join(row["text"].split()))
        for row in rows_of(reader, TOLD_NUMBER if kind is RecordKind.NUMERIC_CLAIM else TOLD[kind], others)
    }
    found = []
    for row in rows:
        from_here = row["left_id"] == number
        other = row["right_id"] if from_here else row["left_id"]
        if other in told:
            phrase, decided = PHRASES[Relation(row["relation"]), from_here], row["judgement"] == Judgement.POSITIVE
            found.append(Relative(phrase, told[other], decided, row["judged_by"], row["judged_at"]))
    return found


def changes_by_people(reader: Reader, record: str) -> list[Change]:
    """Return what was changed about a record since it was first read, the newest first."""
    changes = history_of(reader, record, limit=LONGEST_HISTORY).records
    return [each for each in changes if each.operation != "insert" or signing_load(each.reason) is None]


TEXT_KINDS = (RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM)
KINDS = {"s": RecordKind.STATEMENT, "c": RecordKind.COMMITMENT, "n": RecordKind.NUMERIC_CLAIM}
READERS: Mapping[RecordKind, Callable[[Reader, int], dict[str, Any]]] = {
    RecordKind.SOURCE: read_source,
    RecordKind.COMMITMENT: read_commitment,
    RecordKind.STATEMENT: read_statement,
    RecordKind.NUMERIC_CLAIM: read_number,
    RecordKind.SPEAKER: read_speaker,
    RecordKind.PARTY: read_party,
}
