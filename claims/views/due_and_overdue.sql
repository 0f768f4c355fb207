-- Due and overdue: one row for each commitment with a due day that nobody rejected; state is settled, overdue or due.
-- settled: the latest verdict is fulfilled, superseded or cancelled; overdue: it is not, and the due day has passed; due: the day is still to come.
SELECT
    c.commitment_id,
    c.due_on,
    c.due_precision,
    c.due_basis,
    CASE
        WHEN a.status IN ('fulfilled', 'superseded', 'cancelled') THEN 'settled'
        WHEN c.due_on < CURRENT_DATE THEN 'overdue'
        ELSE 'due'
    END AS state,
    coalesce(a.status, 'not assessed') AS status,
    a.assessed_on,
    a.assessor,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT p.name
            FROM commitment_parties AS cp JOIN parties AS p ON p.party_id = cp.party_id
            WHERE cp.commitment_id = c.commitment_id AND cp.role = 'committer'
            ORDER BY p.name
        ) AS named
    ) AS committers,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT p.name
            FROM commitment_parties AS cp JOIN parties AS p ON p.party_id = cp.party_id
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
JOIN sources AS src ON src.source_id = c.source_id
LEFT JOIN assessments AS a ON a.assessment_id = (
    SELECT latest.assessment_id
    FROM assessments AS latest
    WHERE latest.commitment_id = c.commitment_id
    ORDER BY latest.assessed_on DESC, latest.assessment_id DESC
    LIMIT 1
)
WHERE c.due_on IS NOT NULL AND c.review <> 'rejected'
