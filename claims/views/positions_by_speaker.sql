-- Positions by speaker: one row for each speaker and topic on which that speaker takes positions, with how many, from when to when, and the latest.
-- A position on several topics counts for each of them; those on none stand in the row of the speaker without a topic.
-- Rejected statements are left out, and what repeats another one counts once with it (see statements_by_speaker).
SELECT
    taken.speaker_id,
    taken.speaker,
    taken.topic,
    taken.positions,
    taken.first_said_on,
    taken.last_said_on,
    taken.words AS latest,
    taken.statement_id,
    taken.source_id
FROM (
    SELECT
        s.speaker_id,
        s.speaker,
        t.topic,
        s.words,
        s.statement_id,
        s.source_id,
        count(*) OVER (PARTITION BY s.speaker_id, t.topic) AS positions,
        min(s.said_on) OVER (PARTITION BY s.speaker_id, t.topic) AS first_said_on,
        max(s.said_on) OVER (PARTITION BY s.speaker_id, t.topic) AS last_said_on,
        row_number() OVER (
            PARTITION BY s.speaker_id, t.topic
            ORDER BY coalesce(CAST(s.said_on AS TEXT), '') DESC, s.statement_id DESC
        ) AS place
    FROM statements_by_speaker AS s
    JOIN statement_acts AS a ON a.statement_id = s.statement_id AND a.act = 'position'
    LEFT JOIN statement_topics AS t ON t.statement_id = s.statement_id
) AS taken
WHERE taken.place = 1
