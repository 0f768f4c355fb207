"""What a record in a structured file may hold beside the fields that people amend; plain data, of which the published schema is made."""

from claims.terms import RecordKind

WITH_EVIDENCE = (RecordKind.STATEMENT, RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM)
FOLLOWING = (RecordKind.ASSESSMENT, RecordKind.INSTALMENT)

_EVIDENCE = {
    "source": "The document that holds the evidence: its url, sha256, key or file name; left out inside a source",
    "text": "The evidence, verbatim as the source prints it, there once",
    "span_start": "First character of the evidence in the source's text, from 0; needed where the words stand there more than once",
    "span_end": "Character after the last; with span_start, instead of text",
}
_COMMITMENT = {
    "commitment": "The commitment: its key, or its evidence verbatim; left out inside a commitment",
    "evidence_text": "The words that support it, verbatim, where evidence names a source",
}
BESIDE: dict[RecordKind, dict[str, str]] = {
    RecordKind.SOURCE: {
        "text": "The whole text; left out for a source that is loaded already",
        "sha256": "SHA-256 of the text in UTF-8",
        "file_name": "Name of the file, without folders",
        "media_type": "Media type of the original; text/plain where nothing is said",
    },
    RecordKind.STATEMENT: _EVIDENCE,
    RecordKind.COMMITMENT: _EVIDENCE,
    RecordKind.NUMERIC_CLAIM: _EVIDENCE,
    RecordKind.ROLE: {"text": "Title and name as the source prints them"},
    RecordKind.ASSESSMENT: _COMMITMENT,
    RecordKind.INSTALMENT: _COMMITMENT,
}
INSIDE: dict[RecordKind, tuple[RecordKind, ...]] = {
    RecordKind.SOURCE: (RecordKind.ROLE, *WITH_EVIDENCE),
    RecordKind.STATEMENT: (RecordKind.COMMITMENT, RecordKind.NUMERIC_CLAIM),
    RecordKind.COMMITMENT: (RecordKind.NUMERIC_CLAIM, *FOLLOWING),
}
"""Which records may stand inside which, under their plural, and then need not name it."""
