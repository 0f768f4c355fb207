-- Speakers called: one row for each name and other name of a speaker, with the speaker who that is judged to be.
SELECT s.name, coalesce(s.same_as_id, s.speaker_id) AS speaker_id
FROM speakers AS s
UNION
SELECT a.name, coalesce(s.same_as_id, s.speaker_id)
FROM aliases AS a
JOIN speakers AS s ON s.speaker_id = a.speaker_id
