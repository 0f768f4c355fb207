"""The terms of the field, each with one meaning; every list of allowed values stands here once.

Values are what the database, the JSON and the command line show.
"""

from enum import StrEnum


class Quotation(StrEnum):
    """How a statement's words are rendered by the source."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Attribution(StrEnum):
    """Whether the sentence itself names its speaker (explicit) or runs on from the one before (implicit)."""

    EXPLICIT = "explicit"
    IMPLICIT = "implicit"


class Act(StrEnum):
    """What a statement does; several may hold."""

    COMMITMENT = "commitment"
    CALL = "call"
    POSITION = "position"
    ASSESSMENT = "assessment"
    OTHER = "other"


class Strength(StrEnum):
    """How firmly a party binds itself."""

    PLEDGE = "pledge"
    WILLING = "willing"
    ASPIRATION = "aspiration"


class Comparator(StrEnum):
    """How a quantity's value bounds what is claimed; a range has a lower and an upper value."""

    EQUAL = "="
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    ABOUT = "~"
    RANGE = "range"


class QuantityKind(StrEnum):
    """What sort of quantity a numeric claim is."""

    MONEY = "money"
    COUNT = "count"
    DURATION = "duration"
    PERCENTAGE = "percentage"


class SpeakerKind(StrEnum):
    """A person, or a body with a voice (a ministry, a company, a report)."""

    PERSON = "person"
    BODY = "body"


class PartyKind(StrEnum):
    """What can commit or be committed to; a bloc has members."""

    STATE = "state"
    ORGANISATION = "organisation"
    BLOC = "bloc"
    COMPANY = "company"
    PERSON = "person"
    OTHER = "other"


class PartyRole(StrEnum):
    """A party's part in a commitment."""

    COMMITTER = "committer"
    COUNTERPARTY = "counterparty"
    BENEFICIARY = "beneficiary"
    IMPLEMENTER = "implementer"


class DatePrecision(StrEnum):
    """How exact a date is: the interval it stands for."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Origin(StrEnum):
    """Where a row came from: an extractor, a structured file, or a person's hand."""

    EXTRACTED = "extracted"
    RECORDED = "recorded"
    ENTERED = "entered"


class Review(StrEnum):
    """What people have decided about a row."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class AssessmentStatus(StrEnum):
    """What became of a commitment. *Overdue* is computed, never stored."""

    NOT_ASSESSED = "not assessed"
    IN_PROGRESS = "in progress"
    STALLED = "stalled"
    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly fulfilled"
    NOT_FULFILLED = "not fulfilled"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    NO_EVIDENCE_FOUND = "no evidence found"
    UNVERIFIABLE = "unverifiable"


class InstalmentType(StrEnum):
    """Money that follows a commitment, in the terms of IATI's transaction types."""

    PLEDGE = "pledge"
    COMMITMENT = "commitment"
    DISBURSEMENT = "disbursement"


class RecordKind(StrEnum):
    """The kinds of record that carry a short name such as `c7`; a judgement may relate two of one kind."""

    SOURCE = "source"
    SPEAKER = "speaker"
    PARTY = "party"
    STATEMENT = "statement"
    COMMITMENT = "commitment"
    NUMERIC_CLAIM = "numeric claim"
    ROLE = "role"
    EVENT = "event"
    ASSESSMENT = "assessment"
    INSTALMENT = "instalment"


class Relation(StrEnum):
    """How two records of one kind are related."""

    SAME_AS = "same as"
    RESTATES = "restates"
    SUPERSEDES = "supersedes"
    INSTALMENT_OF = "instalment of"
    CONFLICTS_WITH = "conflicts with"


class Judgement(StrEnum):
    """Whether a relation holds: decided either way, or only proposed."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNDECIDED = "undecided"


class Verdict(StrEnum):
    """What people decided about a disagreement: the new reading holds, or the record as it stands does."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Operation(StrEnum):
    """What one row of the history did to a row of a table."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class Outcome(StrEnum):
    """What a load made of one document."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    RENEWED = "renewed"
    REJECTED = "rejected"
