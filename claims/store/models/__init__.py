"""The tables. Import this package and `Base.metadata` holds them all."""

from claims.store.models.base import Base
from claims.store.models.ledger import Assessment, Change, Disagreement, Instalment, RecordRelation
from claims.store.models.people import Alias, Event, EventParty, Party, PartyMember, Role, Speaker
from claims.store.models.records import (
    Commitment,
    CommitmentParty,
    CommitmentTopic,
    NumericClaim,
    Statement,
    StatementAct,
    StatementAddressee,
    StatementTopic,
)
from claims.store.models.sources import Load, LoadDocument, Source

__all__ = [
    "Alias",
    "Assessment",
    "Base",
    "Change",
    "Commitment",
    "CommitmentParty",
    "CommitmentTopic",
    "Disagreement",
    "Event",
    "EventParty",
    "Instalment",
    "Load",
    "LoadDocument",
    "NumericClaim",
    "Party",
    "PartyMember",
    "RecordRelation",
    "Role",
    "Source",
    "Speaker",
    "Statement",
    "StatementAct",
    "StatementAddressee",
    "StatementTopic",
]
