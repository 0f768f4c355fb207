-- Review backlog: one row for each source, kind of record and extractor, with how many records wait for a decision and how many were decided.
-- proposed are those that wait, and waiting_since is when their source was loaded; accepted and rejected are the decisions of people.
-- What repeats another record is decided with it and does not count (see repeated_records).
SELECT
    src.source_id,
    src.title AS source_title,
    coalesce(src.publisher, src.agency) AS publisher,
    records.kind,
    records.extractor,
    sum(CASE WHEN records.review = 'proposed' THEN 1 ELSE 0 END) AS proposed,
    sum(CASE WHEN records.review = 'accepted' THEN 1 ELSE 0 END) AS accepted,
    sum(CASE WHEN records.review = 'rejected' THEN 1 ELSE 0 END) AS rejected,
    CASE WHEN sum(CASE WHEN records.review = 'proposed' THEN 1 ELSE 0 END) > 0 THEN src.loaded_at END AS waiting_since
FROM (
    SELECT s.source_id, 'statement' AS kind, s.extractor, s.review
    FROM statements AS s
    WHERE NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'statement' AND again.record_id = s.statement_id)
    UNION ALL
    SELECT c.source_id, 'commitment' AS kind, c.extractor, c.review
    FROM commitments AS c
    WHERE NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    UNION ALL
    SELECT n.source_id, 'numeric claim' AS kind, n.extractor, n.review
    FROM numeric_claims AS n
    WHERE NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'numeric claim' AND again.record_id = n.numeric_claim_id)
) AS records
JOIN sources AS src ON src.source_id = records.source_id
GROUP BY src.source_id, src.title, src.publisher, src.agency, src.loaded_at, records.kind, records.extractor
