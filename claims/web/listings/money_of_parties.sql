-- Money of parties: one row for each committer, beneficiary, year, unit, strength and period, with how much that committer promised to that one.
-- The party 0 stands for all together, in which nothing counts twice; what several promise or get together counts whole for each of them.
-- What is counted, and who the beneficiaries are, is as in money_pledged.
WITH
    promised AS (
        SELECT
            c.commitment_id,
            coalesce(substr(c.announced_on, 1, 4), '') AS year,
            c.strength,
            coalesce(n.unit, '') AS unit,
            coalesce(n.period, '') AS period,
            sum(n.value_number) AS amount,
            sum(coalesce(CAST(n.upper_value AS REAL), n.value_number)) AS up_to
        FROM commitments AS c
        JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
        JOIN numeric_claims AS n ON n.commitment_id = c.commitment_id
        WHERE
            c.review <> 'rejected' AND state.status <> 'superseded' AND n.kind = 'money' AND n.review <> 'rejected'
            AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
            AND n.numeric_claim_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'numeric claim')
            AND c.commitment_id NOT IN (SELECT commitment_id FROM counted_elsewhere)
        GROUP BY c.commitment_id, n.unit, n.period
    ),
    bound AS (
        -- In the order of the commitments, as they lie: so those that are twice are found without sorting.
        SELECT DISTINCT cp.commitment_id, cp.role, coalesce(own.same_as_id, own.party_id) AS party_id
        FROM commitment_parties AS cp
        JOIN parties AS own ON own.party_id = cp.party_id
    ),
    givers AS (
        SELECT b.commitment_id, b.party_id FROM bound AS b WHERE b.role = 'committer'
        UNION ALL
        SELECT c.commitment_id, 0 FROM commitments AS c
    ),
    takers AS (
        SELECT b.commitment_id, b.party_id
        FROM bound AS b
        WHERE b.role = 'beneficiary' OR b.role = 'counterparty' AND NOT EXISTS (
            SELECT 1 FROM commitment_parties AS own WHERE own.commitment_id = b.commitment_id AND own.role = 'beneficiary'
        )
        UNION ALL
        SELECT c.commitment_id, 0 FROM commitments AS c
    )
SELECT
    g.party_id AS committer_id,
    t.party_id AS beneficiary_id,
    p.year,
    p.unit,
    p.strength,
    p.period,
    sum(p.amount) AS amount,
    sum(p.up_to) AS up_to,
    count(*) AS commitments
FROM promised AS p
JOIN givers AS g ON g.commitment_id = p.commitment_id
JOIN takers AS t ON t.commitment_id = p.commitment_id
GROUP BY 1, 2, 3, 4, 5, 6
