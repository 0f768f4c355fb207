-- Due and overdue: one row for each commitment with a due day that nobody rejected; state is settled, overdue or due.
-- settled: the latest verdict settles it (see commitment_states); overdue: it does not, and the due day has passed; due: the day is to come.
-- What repeats another record counts once with it (see repeated_records).
SELECT
    c.commitment_id,
    c.due_on,
    c.due_precision,
    c.due_basis,
    state.state,
    state.status,
    state.fulfilled_on,
    state.assessed_on,
    state.assessor,
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
    c.action,
    c.strength,
    c.announced_on,
    coalesce(src.publisher, src.agency) AS publisher,
    c.text AS evidence,
    c.source_id
FROM commitments AS c
JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
JOIN sources AS src ON src.source_id = c.source_id
WHERE c.due_on IS NOT NULL AND c.review <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
