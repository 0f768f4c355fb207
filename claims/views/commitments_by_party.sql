-- Commitments by party: one row for each party, with how many commitments it made and received, how firm they are, and what became of them.
-- Rejected commitments are left out. overdue and fulfilled go by the latest verdict (see commitment_states).
-- Parties that are judged to be the same are one party here.
-- What repeats another record counts once with it (see repeated_records).
SELECT
    p.party_id,
    p.name AS party,
    p.kind,
    coalesce(p.iso_code, (SELECT min(own.iso_code) FROM parties AS own WHERE own.same_as_id = p.party_id)) AS iso_code,
    -- Each count goes by the party's own rows: one party's line is there at once, which a single grouped pass over all commitments is not.
    -- CROSS JOIN tells SQLite to begin with them, whatever its statistics say of same_as_id, which is mostly empty.
    (
        SELECT count(DISTINCT cp.commitment_id)
        FROM parties AS own
        CROSS JOIN commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE
            (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.party_id = own.party_id
            AND cp.role = 'committer' AND c.review <> 'rejected'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    ) AS made,
    (
        SELECT count(DISTINCT CASE WHEN c.strength = 'pledge' THEN cp.commitment_id END)
        FROM parties AS own
        CROSS JOIN commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE
            (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.party_id = own.party_id
            AND cp.role = 'committer' AND c.review <> 'rejected'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    ) AS pledges,
    (
        SELECT count(DISTINCT cp.commitment_id)
        FROM parties AS own
        CROSS JOIN commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE
            (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.party_id = own.party_id
            AND cp.role = 'counterparty' AND c.review <> 'rejected'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    ) AS received,
    (
        SELECT count(DISTINCT cp.commitment_id)
        FROM parties AS own
        CROSS JOIN commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        JOIN commitment_states AS state ON state.commitment_id = cp.commitment_id
        WHERE
            (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.party_id = own.party_id
            AND cp.role = 'committer' AND c.review <> 'rejected' AND state.state = 'overdue'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    ) AS overdue,
    (
        SELECT count(DISTINCT cp.commitment_id)
        FROM parties AS own
        CROSS JOIN commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        JOIN commitment_states AS state ON state.commitment_id = cp.commitment_id
        WHERE
            (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.party_id = own.party_id
            AND cp.role = 'committer' AND c.review <> 'rejected' AND state.status = 'fulfilled'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    ) AS fulfilled,
    (
        -- Not the bare column: SQLite would look for its greatest value among all commitments, from the newest down, for every party.
        SELECT max(CASE WHEN c.review <> 'rejected' THEN c.announced_on END)
        FROM parties AS own
        CROSS JOIN commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE
            (own.party_id = p.party_id OR own.same_as_id = p.party_id) AND cp.party_id = own.party_id
            AND cp.role = 'committer'
            AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
    ) AS last_announced_on
FROM parties AS p
WHERE p.same_as_id IS NULL
