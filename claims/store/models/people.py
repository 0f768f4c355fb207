"""Who speaks and who commits: speakers, parties, their names, offices and memberships; events."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.store.models.base import Base, Day, Id, reference, table_options, term_column
from claims.terms import PartyKind, SpeakerKind


class Speaker(Base):
    """A person, or a body with a voice."""

    __tablename__ = "speakers"
    __table_args__ = table_options(comment="Persons, and bodies with a voice, who say something.")

    speaker_id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.Text, unique=True, comment="Fullest known name")
    kind: Mapped[SpeakerKind] = term_column("kind", SpeakerKind, comment="Person or body")
    wikidata_id: Mapped[str | None] = mapped_column(sa.Text, unique=True, comment="Wikidata item, such as Q15031")
    same_as_id: Mapped[int | None] = reference("speakers.speaker_id", comment="Speaker that this one is judged to be; empty: itself")


class Party(Base):
    """A state, organisation, bloc or company that commits or is committed to."""

    __tablename__ = "parties"
    __table_args__ = table_options(comment="States, organisations, blocs and companies that commit or are committed to.")

    party_id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.Text, unique=True, comment="Name in English where there is one, else as printed")
    kind: Mapped[PartyKind] = term_column("kind", PartyKind, comment="What sort of party")
    iso_code: Mapped[str | None] = mapped_column(sa.Text, unique=True, comment="ISO 3166-1 alpha-2 code of a state")
    wikidata_id: Mapped[str | None] = mapped_column(sa.Text, unique=True, comment="Wikidata item, such as Q148")
    same_as_id: Mapped[int | None] = reference("parties.party_id", comment="Party that this one is judged to be; empty: itself")


class PartyMember(Base):
    """A bloc has members."""

    __tablename__ = "party_members"
    __table_args__ = table_options(comment="Members of blocs, such as the five states of Central Asia.", numbered=False)

    bloc_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("parties.party_id"), primary_key=True)
    member_id: Mapped[int] = reference("parties.party_id", primary_key=True)


class Alias(Base):
    """A name by which a speaker or a party is known."""

    __tablename__ = "aliases"
    __table_args__ = table_options(
        sa.CheckConstraint("(speaker_id IS NULL) <> (party_id IS NULL)", name="one_bearer"),
        sa.UniqueConstraint("speaker_id", "name"),
        sa.UniqueConstraint("party_id", "name"),
        comment="Other names of speakers and parties, by language.",
    )

    alias_id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.Text, index=True, comment="The name as written")
    language: Mapped[str | None] = mapped_column(sa.Text, comment="ISO 639 code, if the name belongs to one language")
    speaker_id: Mapped[int | None] = reference("speakers.speaker_id", index=False)
    party_id: Mapped[int | None] = reference("parties.party_id", index=False)


class Role(Base):
    """A speaker holds an office of a party."""

    __tablename__ = "roles"
    __table_args__ = table_options(comment="Who is TITLE of which party, and the words that say so.")

    role_id: Mapped[Id]
    speaker_id: Mapped[int] = reference("speakers.speaker_id")
    party_id: Mapped[int | None] = reference("parties.party_id")
    title: Mapped[str] = mapped_column(sa.Text, comment="Office as printed")
    started_on: Mapped[date | None] = mapped_column(Day, comment="First day in office")
    ended_on: Mapped[date | None] = mapped_column(Day, comment="Last day in office")
    source_id: Mapped[int | None] = reference("sources.source_id", comment="Source that prints title and name together")
    span_start: Mapped[int | None] = mapped_column(sa.Integer, comment="First character of title and name in the source")
    span_end: Mapped[int | None] = mapped_column(sa.Integer, comment="Character after the last")


class Event(Base):
    """A meeting, visit or summit at which things are said."""

    __tablename__ = "events"
    __table_args__ = table_options(comment="Meetings, visits and summits at which things are said.")

    event_id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.Text, comment="What it is called")
    kind: Mapped[str | None] = mapped_column(sa.Text, comment="Summit, visit, talks, ...")
    place: Mapped[str | None] = mapped_column(sa.Text, comment="Where")
    started_on: Mapped[date | None] = mapped_column(Day, comment="First day")
    ended_on: Mapped[date | None] = mapped_column(Day, comment="Last day")


class EventParty(Base):
    """A party takes part in an event."""

    __tablename__ = "event_parties"
    __table_args__ = table_options(comment="Parties to an event.", numbered=False)

    event_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("events.event_id"), primary_key=True)
    party_id: Mapped[int] = reference("parties.party_id", primary_key=True)
