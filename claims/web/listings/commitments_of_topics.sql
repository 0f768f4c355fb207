-- Commitments of topics: one row for each topic of a commitment which counts, and one of the topic '' for each commitment: of any topic.
SELECT
    ct.topic,
    coalesce(c.announced_on, '') AS announced_on,
    c.commitment_id,
    c.strength,
    state.state
FROM commitment_topics AS ct
JOIN commitments AS c ON c.commitment_id = ct.commitment_id
JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
WHERE c.review <> 'rejected' AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
UNION ALL
SELECT '', coalesce(c.announced_on, ''), c.commitment_id, c.strength, state.state
FROM commitments AS c
JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
WHERE c.review <> 'rejected' AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
