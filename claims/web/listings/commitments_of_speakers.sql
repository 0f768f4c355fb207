-- Commitments of speakers: one row for each commitment which counts and the speaker out of whose mouth it is, as judged to be.
SELECT
    coalesce(own.same_as_id, own.speaker_id) AS speaker_id,
    coalesce(c.announced_on, '') AS announced_on,
    c.commitment_id,
    c.strength,
    state.state
FROM speakers AS own
JOIN statements AS s ON s.speaker_id = own.speaker_id
JOIN commitments AS c ON c.statement_id = s.statement_id
JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
WHERE c.review <> 'rejected' AND c.commitment_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'commitment')
