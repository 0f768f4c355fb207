-- Who speaks for whom: one row for each office that a source prints beside a speaker's name, with the party it belongs to and the printed words.
-- What repeats another record counts once with it (see repeated_records).
SELECT
    r.role_id,
    sp.speaker_id,
    sp.name AS speaker,
    sp.kind,
    r.title,
    p.party_id,
    p.name AS party,
    r.started_on,
    r.ended_on,
    (
        SELECT count(*)
        FROM speakers AS own JOIN statements AS s ON s.speaker_id = own.speaker_id
        WHERE (own.speaker_id = sp.speaker_id OR own.same_as_id = sp.speaker_id) AND s.review <> 'rejected'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'statement' AND again.record_id = s.statement_id)
    ) AS statements,
    substr(src.text, r.span_start + 1, r.span_end - r.span_start) AS evidence,
    src.title AS source_title,
    coalesce(src.publisher, src.agency) AS publisher,
    r.source_id
FROM roles AS r
JOIN speakers AS holder ON holder.speaker_id = r.speaker_id
JOIN speakers AS sp ON sp.speaker_id = coalesce(holder.same_as_id, holder.speaker_id)
LEFT JOIN parties AS whose ON whose.party_id = r.party_id
LEFT JOIN parties AS p ON p.party_id = coalesce(whose.same_as_id, whose.party_id)
LEFT JOIN sources AS src ON src.source_id = r.source_id
