-- Commitments of parties: one row for each party that takes part in a commitment which counts, as each party is judged to be.
SELECT
    coalesce(own.same_as_id, own.party_id) AS party_id,
    cp.role,
    coalesce(c.announced_on, '') AS announced_on,
    cp.commitment_id,
    c.strength,
    c.due_on,
    state.state
FROM parties AS own
JOIN commitment_parties AS cp ON cp.party_id = own.party_id
JOIN commitments AS c ON c.commitment_id = cp.commitment_id
JOIN commitment_states AS state ON state.commitment_id = cp.commitment_id
WHERE c.review <> 'rejected' AND cp.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
