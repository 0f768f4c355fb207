"""What became of commitments: verdicts, the money that followed, and what is promised against what was delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from claims.inputs import decimal_text
from claims.references import name
from claims.store.access import Reader
from claims.terms import InstalmentType, QuantityKind, RecordKind
from claims.views.selection import Row, rows_of

EXACT = 2000  # digits: more than the greatest and the smallest decimal that can be written have between them

ASSESSMENTS = """
    SELECT a.*, src.title, substr(src.text, a.evidence_start + 1, a.evidence_end - a.evidence_start) AS words
    FROM assessments AS a LEFT JOIN sources AS src ON src.source_id = a.evidence_source_id
    WHERE a.{by} IN {{ids}} ORDER BY a.assessed_on DESC, a.assessment_id DESC
"""
INSTALMENTS = """
    SELECT i.*, giver.name AS provider, taker.name AS receiver, src.title,
        substr(src.text, i.evidence_start + 1, i.evidence_end - i.evidence_start) AS words
    FROM instalments AS i
    LEFT JOIN parties AS gives ON gives.party_id = i.provider_id
    LEFT JOIN parties AS giver ON giver.party_id = coalesce(gives.same_as_id, gives.party_id)
    LEFT JOIN parties AS takes ON takes.party_id = i.receiver_id
    LEFT JOIN parties AS taker ON taker.party_id = coalesce(takes.same_as_id, takes.party_id)
    LEFT JOIN sources AS src ON src.source_id = i.evidence_source_id
    WHERE i.{by} IN {{ids}} ORDER BY i.transacted_on, i.instalment_id
"""
PROMISED = f"""
    SELECT unit, value FROM numeric_claims
    WHERE commitment_id IN {{ids}} AND kind = '{QuantityKind.MONEY}' AND review <> 'rejected' AND unit IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Support:
    """What supports a verdict or a payment: an address, or a source with the words of it, where they are known."""

    url: str | None
    source_id: str | None
    title: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Somebody's verdict on a commitment; `score` is -1, 0 or 1 on the scheme that `rubric` names."""

    id: str
    commitment_id: str
    status: str
    score: int | None
    assessed_on: str
    assessor: str
    rubric: str | None
    evidence: Support | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Instalment:
    """Money that followed a commitment; `value` is an exact decimal as text."""

    id: str
    commitment_id: str
    type: str
    value: str
    unit: str
    transacted_on: str | None
    provider: str | None
    receiver: str | None
    evidence: Support | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Balance:
    """What a commitment promised in one unit, and what followed: exact decimals as text, None where there is nothing of the kind.

    `promised` is the sum of the commitment's amounts (of ranges, their lower values), `remaining` what of it was not disbursed.
    """

    unit: str
    promised: str | None
    pledged: str | None
    committed: str | None
    disbursed: str | None
    remaining: str | None


def assessments_of(reader: Reader, commitments: Sequence[int]) -> list[Assessment]:
    """Return the verdicts on commitments, of each the latest first."""
    return [build_assessment(row) for row in rows_of(reader, ASSESSMENTS.format(by="commitment_id"), commitments)]


def fetch_assessments(reader: Reader, numbers: Sequence[int]) -> list[Assessment]:
    """Return the assessments of these numbers."""
    return [build_assessment(row) for row in rows_of(reader, ASSESSMENTS.format(by="assessment_id"), numbers)]


def instalments_of(reader: Reader, commitments: Sequence[int]) -> list[Instalment]:
    """Return the money that followed commitments, of each the earliest first."""
    return [build_instalment(row) for row in rows_of(reader, INSTALMENTS.format(by="commitment_id"), commitments)]


def fetch_instalments(reader: Reader, numbers: Sequence[int]) -> list[Instalment]:
    """Return the instalments of these numbers."""
    return [build_instalment(row) for row in rows_of(reader, INSTALMENTS.format(by="instalment_id"), numbers)]


def balances_of(reader: Reader, commitment: int, followed: Sequence[Instalment]) -> list[Balance]:
    """Return what was promised against what `followed`, in each unit in which anything did; exact where SQL sums are not."""
    promised = list(rows_of(reader, PROMISED, [commitment]))
    return [balance(unit, promised, followed) for unit in sorted({each.unit for each in followed})]


def balance(unit: str, promised: Sequence[Row], followed: Sequence[Instalment]) -> Balance:
    """Return the balance in one unit."""
    with localcontext(prec=EXACT):
        total = add([row["value"] for row in promised if row["unit"] == unit])
        of_type = {each: add([one.value for one in followed if one.unit == unit and one.type == each]) for each in InstalmentType}
        disbursed = of_type[InstalmentType.DISBURSEMENT]
        remaining = None if total is None else total - (disbursed or 0)
    return Balance(
        unit=unit,
        promised=written(total),
        pledged=written(of_type[InstalmentType.PLEDGE]),
        committed=written(of_type[InstalmentType.COMMITMENT]),
        disbursed=written(disbursed),
        remaining=written(remaining),
    )


def add(values: Sequence[str]) -> Decimal | None:
    """Return the sum of decimals; None of nothing."""
    return sum(map(Decimal, values), Decimal(0)) if values else None


def written(value: Decimal | None) -> str | None:
    """Return plain digits."""
    return None if value is None else decimal_text(value)


def build_assessment(row: Row) -> Assessment:
    """Return one assessment from its row."""
    return Assessment(
        id=name(RecordKind.ASSESSMENT, row["assessment_id"]),
        commitment_id=name(RecordKind.COMMITMENT, row["commitment_id"]),
        status=row["status"],
        score=row["score"],
        assessed_on=row["assessed_on"],
        assessor=row["assessor"],
        rubric=row["rubric"],
        evidence=build_support(row),
        note=row["note"],
    )


def build_instalment(row: Row) -> Instalment:
    """Return one instalment from its row."""
    return Instalment(
        id=name(RecordKind.INSTALMENT, row["instalment_id"]),
        commitment_id=name(RecordKind.COMMITMENT, row["commitment_id"]),
        type=row["type"],
        value=row["value"],
        unit=row["unit"],
        transacted_on=row["transacted_on"],
        provider=row["provider"],
        receiver=row["receiver"],
        evidence=build_support(row),
        note=row["note"],
    )


def build_support(row: Row) -> Support | None:
    """Return what supports it, if anything is given."""
    number = row["evidence_source_id"]
    if number is None and row["evidence_url"] is None:
        return None
    return Support(row["evidence_url"], None if number is None else name(RecordKind.SOURCE, number), row["title"], row["words"])
