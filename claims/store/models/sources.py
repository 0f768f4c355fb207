"""Documents as read, and the loads that read them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.store.models.base import Base, Day, Id, Instant, reference, table_options, term_column
from claims.terms import Outcome


class Source(Base):
    """One document as read."""

    __tablename__ = "sources"
    __table_args__ = table_options(comment="Documents as read: the text, who published it, and when.")

    source_id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(sa.Text, unique=True, comment="SHA-256 of the text in UTF-8: the document's identity")
    file_name: Mapped[str | None] = mapped_column(sa.Text, comment="Name of the file it was first read from, without folders")
    url: Mapped[str | None] = mapped_column(sa.Text, comment="Address it was published at")
    title: Mapped[str | None] = mapped_column(sa.Text, comment="Headline")
    publisher: Mapped[str | None] = mapped_column(sa.Text, comment="Who published it")
    agency: Mapped[str | None] = mapped_column(sa.Text, comment="News agency that it was taken from")
    reporter: Mapped[str | None] = mapped_column(sa.Text, comment="Who wrote it")
    editor: Mapped[str | None] = mapped_column(sa.Text, comment="Who edited it")
    language: Mapped[str] = mapped_column(sa.Text, index=True, comment="ISO 639 code of the text's language")
    place: Mapped[str | None] = mapped_column(sa.Text, comment="Place of the dateline")
    event_on: Mapped[date | None] = mapped_column(Day, index=True, comment="Day on which the main statements were made")
    event_on_basis: Mapped[str | None] = mapped_column(sa.Text, comment="How that day was found")
    published_on: Mapped[date | None] = mapped_column(Day, comment="Day of publication")
    retrieved_at: Mapped[datetime | None] = mapped_column(Instant, comment="When it was fetched or saved")
    loaded_at: Mapped[datetime] = mapped_column(Instant, comment="When it was first loaded")
    media_type: Mapped[str] = mapped_column(sa.Text, comment="Media type of the file")
    encoding: Mapped[str] = mapped_column(sa.Text, comment="Character encoding the file was decoded with")
    derived_from_id: Mapped[int | None] = reference("sources.source_id", comment="Source that this one copies or translates")
    # Last, because SQLite reads through a long text to what stands after it.
    text: Mapped[str] = mapped_column(sa.Text, comment="The decoded text, unchanged; all offsets count its code points")


class Load(Base):
    """One run of the loader."""

    __tablename__ = "loads"
    __table_args__ = table_options(comment="Runs of the loader: when, with which version, and what came of it.")

    load_id: Mapped[Id]
    started_at: Mapped[datetime] = mapped_column(Instant, comment="When the run began")
    finished_at: Mapped[datetime | None] = mapped_column(Instant, comment="When it ended; empty while it runs or if it was cut off")
    version: Mapped[str] = mapped_column(sa.Text, comment="Version of claims that ran")
    extractor: Mapped[str] = mapped_column(sa.Text, comment="Extractor and its version")
    loaded_by: Mapped[str] = mapped_column(sa.Text, comment="Who ran it")


class LoadDocument(Base):
    """What came of one document in one run."""

    __tablename__ = "load_documents"
    __table_args__ = table_options(sa.UniqueConstraint("load_id", "path"), comment="What each run of the loader made of each document.")

    load_document_id: Mapped[Id]
    load_id: Mapped[int] = reference("loads.load_id", index=False)
    path: Mapped[str] = mapped_column(sa.Text, comment="Name it was given under")
    outcome: Mapped[Outcome] = term_column("outcome", Outcome, comment="What came of it")
    source_id: Mapped[int | None] = reference("sources.source_id")
    message: Mapped[str | None] = mapped_column(sa.Text, comment="Why it was rejected")
