"""The first schema: sources, people, records, ledger, history, loads.

Revision: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DAY = sa.Text().with_variant(sa.Date(), "postgresql")
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")
JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")
LARGE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REAL = sa.REAL().with_variant(sa.Double(), "postgresql")


def term(table: str, column: str, values: tuple[str, ...], nullable: bool = False, **options: Any) -> sa.Column[str]:
    """A text column that is held to `values`."""
    allowed = ", ".join(f"'{value}'" for value in values)
    check = sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}"))
    return sa.Column(column, sa.Text(), check, nullable=nullable, **options)


def upgrade() -> None:  # noqa: PLR0915
    op.create_table(
        "changes",
        sa.Column("change_id", LARGE, sa.Identity(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False, comment="Table of the row"),
        sa.Column("row_key", CODE, nullable=False, comment="Primary key of the row; of several columns, joined by commas"),
        term(
            "changes",
            "operation",
            (
                "insert",
                "update",
                "delete",
            ),
            comment="Insert, update or delete",
        ),
        sa.Column("old", JSON, nullable=True, comment="JSON of the columns before: the changed ones of an update, all of a delete"),
        sa.Column(
            "new", JSON, nullable=True, comment="JSON of the changed columns after an update; empty for an insert, whose values are the row"
        ),
        sa.Column("changed_at", INSTANT, nullable=False, comment="When"),
        sa.Column("changed_by", sa.Text(), nullable=True, comment="Who, where the program knows"),
        sa.Column("reason", sa.Text(), nullable=True, comment="Why, where one was given"),
        sa.PrimaryKeyConstraint("change_id", name="pk_changes"),
        comment="Append-only history: every row that was inserted, changed or deleted, by whom and why.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_changed_at", "changes", ["changed_at"])
    op.create_index("ix_changes_table_name_row_key", "changes", ["table_name", "row_key"])

    op.create_table(
        "events",
        sa.Column("event_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="What it is called"),
        sa.Column("kind", sa.Text(), nullable=True, comment="Summit, visit, talks, ..."),
        sa.Column("place", sa.Text(), nullable=True, comment="Where"),
        sa.Column("started_on", DAY, nullable=True, comment="First day"),
        sa.Column("ended_on", DAY, nullable=True, comment="Last day"),
        sa.PrimaryKeyConstraint("event_id", name="pk_events"),
        comment="Meetings, visits and summits at which things are said.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )

    op.create_table(
        "loads",
        sa.Column("load_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False, comment="When the run began"),
        sa.Column("finished_at", INSTANT, nullable=True, comment="When it ended; empty while it runs or if it was cut off"),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of claims that ran"),
        sa.Column("extractor", sa.Text(), nullable=False, comment="Extractor and its version"),
        sa.Column("loaded_by", sa.Text(), nullable=False, comment="Who ran it"),
        sa.PrimaryKeyConstraint("load_id", name="pk_loads"),
        comment="Runs of the loader: when, with which version, and what came of it.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )

    op.create_table(
        "parties",
        sa.Column("party_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="Name in English where there is one, else as printed"),
        term(
            "parties",
            "kind",
            (
                "state",
                "organisation",
                "bloc",
                "company",
                "person",
                "other",
            ),
            comment="What sort of party",
        ),
        sa.Column("iso_code", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-2 code of a state"),
        sa.Column("wikidata_id", sa.Text(), nullable=True, comment="Wikidata item, such as Q148"),
        sa.PrimaryKeyConstraint("party_id", name="pk_parties"),
        sa.UniqueConstraint("name", name="uq_parties_name"),
        sa.UniqueConstraint("iso_code", name="uq_parties_iso_code"),
        sa.UniqueConstraint("wikidata_id", name="uq_parties_wikidata_id"),
        comment="States, organisations, blocs and companies that commit or are committed to.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )

    op.create_table(
        "relations",
        sa.Column("relation_id", sa.Integer(), sa.Identity(), nullable=False),
        term(
            "relations",
            "kind",
            (
                "source",
                "speaker",
                "party",
                "statement",
                "commitment",
                "numeric claim",
            ),
            comment="Kind of both records",
        ),
        sa.Column("left_id", sa.Integer(), nullable=False, comment="The record that is, restates, supersedes, ..."),
        sa.Column("right_id", sa.Integer(), nullable=False, comment="... the other record"),
        term(
            "relations",
            "relation",
            (
                "same as",
                "restates",
                "supersedes",
                "instalment of",
                "conflicts with",
            ),
            comment="How they are related",
        ),
        term(
            "relations",
            "judgement",
            (
                "positive",
                "negative",
                "undecided",
            ),
            comment="Whether it holds",
        ),
        sa.Column("judged_by", sa.Text(), nullable=False, comment="Who decided, or which program proposed"),
        sa.Column("judged_at", INSTANT, nullable=False, comment="When"),
        sa.UniqueConstraint("kind", "left_id", "right_id", "relation", name="uq_relations_kind_left_id_right_id_relation"),
        sa.CheckConstraint("left_id <> right_id", name=op.f("ck_relations_two_records")),
        sa.PrimaryKeyConstraint("relation_id", name="pk_relations"),
        comment="Judgements that two records are, or are not, the same or related; clusters are computed from them.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_relations_right_id", "relations", ["right_id"])

    op.create_table(
        "sources",
        sa.Column("source_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 of the text in UTF-8: the document's identity"),
        sa.Column("file_name", sa.Text(), nullable=True, comment="Name of the file it was first read from, without folders"),
        sa.Column("url", sa.Text(), nullable=True, comment="Address it was published at"),
        sa.Column("title", sa.Text(), nullable=True, comment="Headline"),
        sa.Column("publisher", sa.Text(), nullable=True, comment="Who published it"),
        sa.Column("agency", sa.Text(), nullable=True, comment="News agency that it was taken from"),
        sa.Column("reporter", sa.Text(), nullable=True, comment="Who wrote it"),
        sa.Column("editor", sa.Text(), nullable=True, comment="Who edited it"),
        sa.Column("language", sa.Text(), nullable=False, comment="ISO 639 code of the text's language"),
        sa.Column("place", sa.Text(), nullable=True, comment="Place of the dateline"),
        sa.Column("event_on", DAY, nullable=True, comment="Day on which the main statements were made"),
        sa.Column("event_on_basis", sa.Text(), nullable=True, comment="How that day was found"),
        sa.Column("published_on", DAY, nullable=True, comment="Day of publication"),
        sa.Column("retrieved_at", INSTANT, nullable=True, comment="When it was fetched or saved"),
        sa.Column("loaded_at", INSTANT, nullable=False, comment="When it was first loaded"),
        sa.Column("media_type", sa.Text(), nullable=False, comment="Media type of the file"),
        sa.Column("encoding", sa.Text(), nullable=False, comment="Character encoding the file was decoded with"),
        sa.Column("derived_from_id", sa.Integer(), nullable=True, comment="Source that this one copies or translates"),
        sa.Column("text", sa.Text(), nullable=False, comment="The decoded text, unchanged; all offsets count its code points"),
        sa.PrimaryKeyConstraint("source_id", name="pk_sources"),
        sa.UniqueConstraint("sha256", name="uq_sources_sha256"),
        sa.ForeignKeyConstraint(["derived_from_id"], ["sources.source_id"], name="fk_sources_derived_from_id_sources"),
        comment="Documents as read: the text, who published it, and when.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sources_derived_from_id", "sources", ["derived_from_id"])
    op.create_index("ix_sources_event_on", "sources", ["event_on"])
    op.create_index("ix_sources_language", "sources", ["language"])

    op.create_table(
        "speakers",
        sa.Column("speaker_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="Fullest known name"),
        term(
            "speakers",
            "kind",
            (
                "person",
                "body",
            ),
            comment="Person or body",
        ),
        sa.Column("wikidata_id", sa.Text(), nullable=True, comment="Wikidata item, such as Q15031"),
        sa.PrimaryKeyConstraint("speaker_id", name="pk_speakers"),
        sa.UniqueConstraint("name", name="uq_speakers_name"),
        sa.UniqueConstraint("wikidata_id", name="uq_speakers_wikidata_id"),
        comment="Persons, and bodies with a voice, who say something.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )

    op.create_table(
        "aliases",
        sa.Column("alias_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="The name as written"),
        sa.Column("language", sa.Text(), nullable=True, comment="ISO 639 code, if the name belongs to one language"),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(speaker_id IS NULL) <> (party_id IS NULL)", name=op.f("ck_aliases_one_bearer")),
        sa.UniqueConstraint("speaker_id", "name", name="uq_aliases_speaker_id_name"),
        sa.UniqueConstraint("party_id", "name", name="uq_aliases_party_id_name"),
        sa.PrimaryKeyConstraint("alias_id", name="pk_aliases"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.speaker_id"], name="fk_aliases_speaker_id_speakers"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.party_id"], name="fk_aliases_party_id_parties"),
        comment="Other names of speakers and parties, by language.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_aliases_name", "aliases", ["name"])

    op.create_table(
        "event_parties",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "party_id", name="pk_event_parties"),
        sa.ForeignKeyConstraint(["event_id"], ["events.event_id"], name="fk_event_parties_event_id_events"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.party_id"], name="fk_event_parties_party_id_parties"),
        comment="Parties to an event.",
        sqlite_strict=True,
    )
    op.create_index("ix_event_parties_party_id", "event_parties", ["party_id"])

    op.create_table(
        "load_documents",
        sa.Column("load_document_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False, comment="Name it was given under"),
        term(
            "load_documents",
            "outcome",
            (
                "loaded",
                "unchanged",
                "renewed",
                "rejected",
            ),
            comment="What came of it",
        ),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True, comment="Why it was rejected"),
        sa.UniqueConstraint("load_id", "path", name="uq_load_documents_load_id_path"),
        sa.PrimaryKeyConstraint("load_document_id", name="pk_load_documents"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name="fk_load_documents_load_id_loads"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name="fk_load_documents_source_id_sources"),
        comment="What each run of the loader made of each document.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_load_documents_source_id", "load_documents", ["source_id"])

    op.create_table(
        "party_members",
        sa.Column("bloc_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bloc_id", "member_id", name="pk_party_members"),
        sa.ForeignKeyConstraint(["bloc_id"], ["parties.party_id"], name="fk_party_members_bloc_id_parties"),
        sa.ForeignKeyConstraint(["member_id"], ["parties.party_id"], name="fk_party_members_member_id_parties"),
        comment="Members of blocs, such as the five states of Central Asia.",
        sqlite_strict=True,
    )
    op.create_index("ix_party_members_member_id", "party_members", ["member_id"])

    op.create_table(
        "roles",
        sa.Column("role_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False, comment="Office as printed"),
        sa.Column("started_on", DAY, nullable=True, comment="First day in office"),
        sa.Column("ended_on", DAY, nullable=True, comment="Last day in office"),
        sa.Column("source_id", sa.Integer(), nullable=True, comment="Source that prints title and name together"),
        sa.Column("span_start", sa.Integer(), nullable=True, comment="First character of title and name in the source"),
        sa.Column("span_end", sa.Integer(), nullable=True, comment="Character after the last"),
        sa.PrimaryKeyConstraint("role_id", name="pk_roles"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.speaker_id"], name="fk_roles_speaker_id_speakers"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.party_id"], name="fk_roles_party_id_parties"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name="fk_roles_source_id_sources"),
        comment="Who is TITLE of which party, and the words that say so.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_roles_party_id", "roles", ["party_id"])
    op.create_index("ix_roles_source_id", "roles", ["source_id"])
    op.create_index("ix_roles_speaker_id", "roles", ["speaker_id"])

    op.create_table(
        "statements",
        sa.Column("statement_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False, comment="Who said it"),
        sa.Column("content_start", sa.Integer(), nullable=False, comment="First character of the attributed words"),
        sa.Column("content_end", sa.Integer(), nullable=False, comment="Character after the last"),
        sa.Column("cue_start", sa.Integer(), nullable=True, comment="First character of the words that attribute it"),
        sa.Column("cue_end", sa.Integer(), nullable=True, comment="Character after the last"),
        sa.Column("speaker_mention", sa.Text(), nullable=True, comment="How the sentence itself names the speaker"),
        term(
            "statements",
            "quotation",
            (
                "direct",
                "indirect",
                "mixed",
            ),
            comment="Direct, indirect or mixed",
        ),
        term(
            "statements",
            "attribution",
            (
                "explicit",
                "implicit",
            ),
            comment="Whether the sentence names its speaker",
        ),
        sa.Column("said_on", DAY, nullable=True, comment="Day on which it was said"),
        sa.Column("via", sa.Text(), nullable=True, comment="Medium that the report names as its own source"),
        sa.Column("language", sa.Text(), nullable=False, comment="ISO 639 code"),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False, comment="Digest of source, kind, span and cue: the same on every machine"),
        sa.Column("span_start", sa.Integer(), nullable=False, comment="First character of the evidence in sources.text, from 0"),
        sa.Column("span_end", sa.Integer(), nullable=False, comment="Character after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="The evidence, verbatim"),
        sa.Column("extractor", sa.Text(), nullable=True, comment="Extractor and its version"),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="The document that holds the evidence"),
        term(
            "statements",
            "origin",
            (
                "extracted",
                "recorded",
                "entered",
            ),
            comment="Extracted, recorded from a file, or entered by hand",
        ),
        term(
            "statements",
            "review",
            (
                "proposed",
                "accepted",
                "rejected",
            ),
            comment="What people decided about the row",
        ),
        sa.CheckConstraint("0 <= span_start AND span_start < span_end", name=op.f("ck_statements_span")),
        sa.CheckConstraint(
            "span_start <= content_start AND content_start < content_end AND content_end <= span_end", name=op.f("ck_statements_content")
        ),
        sa.CheckConstraint(
            "(cue_start IS NULL) = (cue_end IS NULL) AND span_start <= cue_start AND cue_start < cue_end AND cue_end <= span_end",
            name=op.f("ck_statements_cue"),
        ),
        sa.PrimaryKeyConstraint("statement_id", name="pk_statements"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.speaker_id"], name="fk_statements_speaker_id_speakers"),
        sa.ForeignKeyConstraint(["event_id"], ["events.event_id"], name="fk_statements_event_id_events"),
        sa.UniqueConstraint("key", name="uq_statements_key"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name="fk_statements_source_id_sources"),
        comment="Utterances, each reported by one source.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statements_event_id", "statements", ["event_id"])
    op.create_index("ix_statements_said_on", "statements", ["said_on"])
    op.create_index("ix_statements_source_id", "statements", ["source_id"])
    op.create_index("ix_statements_speaker_id_said_on", "statements", ["speaker_id", "said_on", "review"])

    op.create_table(
        "commitments",
        sa.Column("commitment_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True, comment="Statement that makes it; empty: the reporter's own words"),
        sa.Column("cue_start", sa.Integer(), nullable=False, comment="First character of the committing words"),
        sa.Column("cue_end", sa.Integer(), nullable=False, comment="Character after the last"),
        sa.Column("cue", sa.Text(), nullable=False, comment="The committing words, verbatim"),
        sa.Column("action", sa.Text(), nullable=True, comment="What is to be done, in the source's words"),
        term(
            "commitments",
            "strength",
            (
                "pledge",
                "willing",
                "aspiration",
            ),
            comment="Pledge, willing or aspiration",
        ),
        sa.Column("announced_on", DAY, nullable=True, comment="Day on which it was announced"),
        sa.Column("due_on", DAY, nullable=True, comment="Day by which it is due"),
        term(
            "commitments",
            "due_precision",
            (
                "day",
                "month",
                "quarter",
                "year",
            ),
            nullable=True,
            comment="How exact that day is",
        ),
        sa.Column("due_basis", sa.Text(), nullable=True, comment="How that day was found"),
        sa.Column("period", sa.Text(), nullable=True, comment="ISO 8601 duration in which it is to be done"),
        sa.Column("condition", sa.Text(), nullable=True, comment="What it hangs on, in the source's words"),
        sa.Column("key", sa.Text(), nullable=False, comment="Digest of source, kind, span and cue: the same on every machine"),
        sa.Column("span_start", sa.Integer(), nullable=False, comment="First character of the evidence in sources.text, from 0"),
        sa.Column("span_end", sa.Integer(), nullable=False, comment="Character after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="The evidence, verbatim"),
        sa.Column("extractor", sa.Text(), nullable=True, comment="Extractor and its version"),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="The document that holds the evidence"),
        term(
            "commitments",
            "origin",
            (
                "extracted",
                "recorded",
                "entered",
            ),
            comment="Extracted, recorded from a file, or entered by hand",
        ),
        term(
            "commitments",
            "review",
            (
                "proposed",
                "accepted",
                "rejected",
            ),
            comment="What people decided about the row",
        ),
        sa.CheckConstraint("0 <= span_start AND span_start < span_end", name=op.f("ck_commitments_span")),
        sa.CheckConstraint("span_start <= cue_start AND cue_start < cue_end AND cue_end <= span_end", name=op.f("ck_commitments_cue")),
        sa.PrimaryKeyConstraint("commitment_id", name="pk_commitments"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.statement_id"], name="fk_commitments_statement_id_statements"),
        sa.UniqueConstraint("key", name="uq_commitments_key"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name="fk_commitments_source_id_sources"),
        comment="Commitments: a party binds itself to an action.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_commitments_announced_on", "commitments", ["announced_on"])
    op.create_index("ix_commitments_due_on", "commitments", ["due_on"])
    op.create_index("ix_commitments_source_id", "commitments", ["source_id"])
    op.create_index("ix_commitments_statement_id", "commitments", ["statement_id"])
    op.create_index("ix_commitments_strength", "commitments", ["strength"])

    op.create_table(
        "statement_acts",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        term(
            "statement_acts",
            "act",
            (
                "commitment",
                "call",
                "position",
                "assessment",
                "other",
            ),
            comment="Commitment, call, position, assessment, other",
        ),
        sa.PrimaryKeyConstraint("statement_id", "act", name="pk_statement_acts"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.statement_id"], name="fk_statement_acts_statement_id_statements"),
        comment="What a statement does; several may hold.",
        sqlite_strict=True,
    )
    op.create_index("ix_statement_acts_act", "statement_acts", ["act", "statement_id"])

    op.create_table(
        "statement_addressees",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", "speaker_id", name="pk_statement_addressees"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.statement_id"], name="fk_statement_addressees_statement_id_statements"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.speaker_id"], name="fk_statement_addressees_speaker_id_speakers"),
        comment="To whom a statement was made.",
        sqlite_strict=True,
    )
    op.create_index("ix_statement_addressees_speaker_id", "statement_addressees", ["speaker_id"])

    op.create_table(
        "assessments",
        sa.Column("assessment_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        term(
            "assessments",
            "status",
            (
                "not assessed",
                "in progress",
                "stalled",
                "fulfilled",
                "partly fulfilled",
                "not fulfilled",
                "superseded",
                "cancelled",
                "suspended",
                "unverifiable",
            ),
            comment="What became of the commitment",
        ),
        sa.Column("score", sa.Integer(), nullable=True, comment="-1, 0 or 1"),
        sa.Column("assessed_on", DAY, nullable=False, comment="Day of the verdict"),
        sa.Column("assessor", sa.Text(), nullable=False, comment="Whose verdict it is"),
        sa.Column("rubric", sa.Text(), nullable=True, comment="Scheme of scoring"),
        sa.Column("evidence_source_id", sa.Integer(), nullable=True, comment="Source that supports the verdict"),
        sa.Column("evidence_start", sa.Integer(), nullable=True, comment="First character of the evidence in that source"),
        sa.Column("evidence_end", sa.Integer(), nullable=True, comment="Character after the last"),
        sa.Column("evidence_url", sa.Text(), nullable=True, comment="Address that supports the verdict"),
        sa.Column("note", sa.Text(), nullable=True, comment="Remark"),
        sa.CheckConstraint("score IN (-1, 0, 1)", name=op.f("ck_assessments_score")),
        sa.CheckConstraint("0 <= evidence_start AND evidence_start < evidence_end", name=op.f("ck_assessments_evidence")),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_assessments"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.commitment_id"], name="fk_assessments_commitment_id_commitments"),
        sa.ForeignKeyConstraint(["evidence_source_id"], ["sources.source_id"], name="fk_assessments_evidence_source_id_sources"),
        comment="Verdicts on commitments, each by somebody at a date; overdue is computed, never stored.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assessments_commitment_id", "assessments", ["commitment_id"])
    op.create_index("ix_assessments_evidence_source_id", "assessments", ["evidence_source_id"])

    op.create_table(
        "commitment_parties",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        term(
            "commitment_parties",
            "role",
            (
                "committer",
                "counterparty",
                "beneficiary",
                "implementer",
            ),
            comment="The party's part in it",
        ),
        sa.PrimaryKeyConstraint("commitment_id", "party_id", "role", name="pk_commitment_parties"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.commitment_id"], name="fk_commitment_parties_commitment_id_commitments"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.party_id"], name="fk_commitment_parties_party_id_parties"),
        comment="Who commits, to whom, for whose benefit, through whom.",
        sqlite_strict=True,
    )
    op.create_index("ix_commitment_parties_party_id_role", "commitment_parties", ["party_id", "role", "commitment_id"])

    op.create_table(
        "commitment_topics",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False, comment="Topic, by its English name"),
        sa.PrimaryKeyConstraint("commitment_id", "topic", name="pk_commitment_topics"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.commitment_id"], name="fk_commitment_topics_commitment_id_commitments"),
        comment="What a commitment is about.",
        sqlite_strict=True,
    )
    op.create_index("ix_commitment_topics_topic", "commitment_topics", ["topic", "commitment_id"])

    op.create_table(
        "instalments",
        sa.Column("instalment_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        term(
            "instalments",
            "type",
            (
                "pledge",
                "commitment",
                "disbursement",
            ),
            comment="Pledge, commitment or disbursement (IATI)",
        ),
        sa.Column("value", EXACT, nullable=False, comment="Exact amount"),
        sa.Column("unit", sa.Text(), nullable=False, comment="ISO 4217 code or unit"),
        sa.Column("transacted_on", DAY, nullable=True, comment="Day of the transaction"),
        sa.Column("provider_id", sa.Integer(), nullable=True, comment="Party that gives"),
        sa.Column("receiver_id", sa.Integer(), nullable=True, comment="Party that receives"),
        sa.Column("evidence_source_id", sa.Integer(), nullable=True, comment="Source that supports it"),
        sa.Column("evidence_start", sa.Integer(), nullable=True, comment="First character of the evidence in that source"),
        sa.Column("evidence_end", sa.Integer(), nullable=True, comment="Character after the last"),
        sa.Column("evidence_url", sa.Text(), nullable=True, comment="Address that supports it"),
        sa.CheckConstraint("0 <= evidence_start AND evidence_start < evidence_end", name=op.f("ck_instalments_evidence")),
        sa.PrimaryKeyConstraint("instalment_id", name="pk_instalments"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.commitment_id"], name="fk_instalments_commitment_id_commitments"),
        sa.ForeignKeyConstraint(["provider_id"], ["parties.party_id"], name="fk_instalments_provider_id_parties"),
        sa.ForeignKeyConstraint(["receiver_id"], ["parties.party_id"], name="fk_instalments_receiver_id_parties"),
        sa.ForeignKeyConstraint(["evidence_source_id"], ["sources.source_id"], name="fk_instalments_evidence_source_id_sources"),
        comment="Money that follows commitments, so that pledged, committed and delivered stay apart.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_instalments_commitment_id", "instalments", ["commitment_id"])
    op.create_index("ix_instalments_evidence_source_id", "instalments", ["evidence_source_id"])
    op.create_index("ix_instalments_provider_id", "instalments", ["provider_id"])
    op.create_index("ix_instalments_receiver_id", "instalments", ["receiver_id"])

    op.create_table(
        "numeric_claims",
        sa.Column("numeric_claim_id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True, comment="Statement that asserts it; empty: the reporter's own words"),
        sa.Column("commitment_id", sa.Integer(), nullable=True, comment="Commitment whose amount it is"),
        sa.Column("value", EXACT, nullable=False, comment="Exact value; of a range, the lower"),
        sa.Column("upper_value", EXACT, nullable=True, comment="Exact upper value of a range"),
        sa.Column("value_number", REAL, nullable=False, comment="The value as a number, for sorting and sums"),
        sa.Column("unit", sa.Text(), nullable=True, comment="ISO 4217 code, percent, or a singular noun"),
        term(
            "numeric_claims",
            "kind",
            (
                "money",
                "count",
                "duration",
                "percentage",
            ),
            comment="Money, count, duration or percentage",
        ),
        term(
            "numeric_claims",
            "comparator",
            (
                "=",
                ">",
                ">=",
                "<",
                "<=",
                "~",
                "range",
            ),
            comment="=, >, >=, <, <=, ~ or range",
        ),
        sa.Column("metric", sa.Text(), nullable=True, comment="What the number measures, in the source's words"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="Year or ISO day that the number holds for"),
        sa.Column("period", sa.Text(), nullable=True, comment="ISO 8601 length of a duration, or the rate (a year: P1Y)"),
        sa.Column("key", sa.Text(), nullable=False, comment="Digest of source, kind, span and cue: the same on every machine"),
        sa.Column("span_start", sa.Integer(), nullable=False, comment="First character of the evidence in sources.text, from 0"),
        sa.Column("span_end", sa.Integer(), nullable=False, comment="Character after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="The evidence, verbatim"),
        sa.Column("extractor", sa.Text(), nullable=True, comment="Extractor and its version"),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="The document that holds the evidence"),
        term(
            "numeric_claims",
            "origin",
            (
                "extracted",
                "recorded",
                "entered",
            ),
            comment="Extracted, recorded from a file, or entered by hand",
        ),
        term(
            "numeric_claims",
            "review",
            (
                "proposed",
                "accepted",
                "rejected",
            ),
            comment="What people decided about the row",
        ),
        sa.CheckConstraint("0 <= span_start AND span_start < span_end", name=op.f("ck_numeric_claims_span")),
        sa.CheckConstraint("(upper_value IS NULL) = (comparator <> 'range')", name=op.f("ck_numeric_claims_range")),
        sa.PrimaryKeyConstraint("numeric_claim_id", name="pk_numeric_claims"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.statement_id"], name="fk_numeric_claims_statement_id_statements"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.commitment_id"], name="fk_numeric_claims_commitment_id_commitments"),
        sa.UniqueConstraint("key", name="uq_numeric_claims_key"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name="fk_numeric_claims_source_id_sources"),
        comment="Quantities asserted of the world.",
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_numeric_claims_commitment_id", "numeric_claims", ["commitment_id"])
    op.create_index("ix_numeric_claims_source_id", "numeric_claims", ["source_id"])
    op.create_index("ix_numeric_claims_statement_id", "numeric_claims", ["statement_id"])
    op.create_index("ix_numeric_claims_unit_value_number", "numeric_claims", ["unit", "value_number"])


def downgrade() -> None:
    raise NotImplementedError("Before the first schema there is nothing; delete the database instead.")
