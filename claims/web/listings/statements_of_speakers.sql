-- Statements of speakers: one row for each statement which counts and the speaker of it, as judged to be.
SELECT
    coalesce(own.same_as_id, own.speaker_id) AS speaker_id,
    coalesce(s.said_on, '') AS said_on,
    s.statement_id
FROM statements AS s
JOIN speakers AS own ON own.speaker_id = s.speaker_id
WHERE s.review <> 'rejected' AND s.statement_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'statement')
