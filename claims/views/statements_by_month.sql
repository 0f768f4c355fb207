-- Statements by month: one row for each month, speaker and publisher, with how many statements were reported, from how many sources, doing what.
-- month is that of the day on which it was said, empty where that is not known. A statement that does several things counts for each of them.
-- Rejected statements are left out, and what repeats another one counts once with it (see statements_by_speaker).
SELECT
    substr(CAST(s.said_on AS TEXT), 1, 7) AS month,
    s.speaker_id,
    s.speaker,
    s.publisher,
    count(*) AS statements,
    count(DISTINCT s.source_id) AS sources,
    sum(CASE WHEN EXISTS (SELECT 1 FROM statement_acts AS a WHERE a.statement_id = s.statement_id AND a.act = 'commitment') THEN 1 ELSE 0 END)
        AS commitments,
    sum(CASE WHEN EXISTS (SELECT 1 FROM statement_acts AS a WHERE a.statement_id = s.statement_id AND a.act = 'call') THEN 1 ELSE 0 END)
        AS calls,
    sum(CASE WHEN EXISTS (SELECT 1 FROM statement_acts AS a WHERE a.statement_id = s.statement_id AND a.act = 'position') THEN 1 ELSE 0 END)
        AS positions,
    sum(CASE WHEN EXISTS (SELECT 1 FROM statement_acts AS a WHERE a.statement_id = s.statement_id AND a.act = 'assessment') THEN 1 ELSE 0 END)
        AS assessments
FROM statements_by_speaker AS s
GROUP BY 1, s.speaker_id, s.speaker, s.publisher
