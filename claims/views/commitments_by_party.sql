-- Commitments by party: one row for each party, with how many commitments it made and received, how firm they are, and what became of them.
-- Rejected commitments are left out. overdue and fulfilled go by the latest verdict (see commitment_states).
SELECT
    p.party_id,
    p.name AS party,
    p.kind,
    p.iso_code,
    (
        SELECT count(*)
        FROM commitment_parties AS cp JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE cp.party_id = p.party_id AND cp.role = 'committer' AND c.review <> 'rejected'
    ) AS made,
    (
        SELECT count(*)
        FROM commitment_parties AS cp JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE cp.party_id = p.party_id AND cp.role = 'committer' AND c.review <> 'rejected' AND c.strength = 'pledge'
    ) AS pledges,
    (
        SELECT count(*)
        FROM commitment_parties AS cp JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE cp.party_id = p.party_id AND cp.role = 'counterparty' AND c.review <> 'rejected'
    ) AS received,
    (
        SELECT count(*)
        FROM commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        JOIN commitment_states AS state ON state.commitment_id = cp.commitment_id
        WHERE cp.party_id = p.party_id AND cp.role = 'committer' AND c.review <> 'rejected' AND state.state = 'overdue'
    ) AS overdue,
    (
        SELECT count(*)
        FROM commitment_parties AS cp
        JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        JOIN commitment_states AS state ON state.commitment_id = cp.commitment_id
        WHERE cp.party_id = p.party_id AND cp.role = 'committer' AND c.review <> 'rejected' AND state.status = 'fulfilled'
    ) AS fulfilled,
    (
        SELECT max(c.announced_on)
        FROM commitment_parties AS cp JOIN commitments AS c ON c.commitment_id = cp.commitment_id
        WHERE cp.party_id = p.party_id AND cp.role = 'committer' AND c.review <> 'rejected'
    ) AS last_announced_on
FROM parties AS p
