-- Who committed to what: one row for each commitment that nobody rejected, with its parties, amounts, due day and latest verdict.
-- overdue is 1 when the due day has passed and the latest verdict does not settle it (see commitment_states).
-- What repeats another record counts once with it (see repeated_records).
SELECT
    c.commitment_id,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT DISTINCT p.name
            FROM commitment_parties AS cp
            JOIN parties AS bound ON bound.party_id = cp.party_id
            JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id)
            WHERE cp.commitment_id = c.commitment_id AND cp.role = 'committer'
            ORDER BY p.name
        ) AS named
    ) AS committers,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT DISTINCT p.name
            FROM commitment_parties AS cp
            JOIN parties AS bound ON bound.party_id = cp.party_id
            JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id)
            WHERE cp.commitment_id = c.commitment_id AND cp.role = 'counterparty'
            ORDER BY p.name
        ) AS named
    ) AS counterparties,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT DISTINCT p.name
            FROM commitment_parties AS cp
            JOIN parties AS bound ON bound.party_id = cp.party_id
            JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id)
            WHERE cp.commitment_id = c.commitment_id AND cp.role = 'beneficiary'
            ORDER BY p.name
        ) AS named
    ) AS beneficiaries,
    sp.name AS speaker,
    c.action,
    c.strength,
    (
        SELECT group_concat(amount.words, '; ')
        FROM (
            SELECT
                CASE WHEN n.comparator IN ('=', 'range') THEN '' ELSE n.comparator || ' ' END
                || CAST(n.value AS TEXT)
                || CASE WHEN n.upper_value IS NULL THEN '' ELSE ' to ' || CAST(n.upper_value AS TEXT) END
                || CASE WHEN n.unit IS NULL THEN '' ELSE ' ' || n.unit END AS words
            FROM numeric_claims AS n
            WHERE n.commitment_id = c.commitment_id AND n.review <> 'rejected'
            ORDER BY n.span_start, n.numeric_claim_id
        ) AS amount
    ) AS amounts,
    c.announced_on,
    c.due_on,
    c.due_precision,
    CASE WHEN state.state = 'overdue' THEN 1 ELSE 0 END AS overdue,
    state.status,
    src.title AS source_title,
    coalesce(src.publisher, src.agency) AS publisher,
    c.text AS evidence,
    c.statement_id,
    c.source_id
FROM commitments AS c
JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
JOIN sources AS src ON src.source_id = c.source_id
LEFT JOIN statements AS s ON s.statement_id = c.statement_id
LEFT JOIN speakers AS said ON said.speaker_id = s.speaker_id
LEFT JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
WHERE c.review <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
