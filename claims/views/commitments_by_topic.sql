-- Commitments by topic: one row for each topic, with how many commitments are about it, how firm they are, and what became of them.
-- A commitment of several topics counts for each of them; those of none stand in the row without a topic.
-- Rejected commitments are left out, and what repeats another one counts once with it (see who_committed_to_what).
SELECT
    t.topic,
    count(*) AS commitments,
    sum(CASE WHEN c.strength = 'pledge' THEN 1 ELSE 0 END) AS pledges,
    sum(CASE WHEN c.strength = 'willing' THEN 1 ELSE 0 END) AS willing,
    sum(CASE WHEN c.strength = 'aspiration' THEN 1 ELSE 0 END) AS aspirations,
    sum(c.overdue) AS overdue,
    sum(CASE WHEN c.status = 'fulfilled' THEN 1 ELSE 0 END) AS fulfilled,
    min(c.announced_on) AS first_announced_on,
    max(c.announced_on) AS last_announced_on
FROM who_committed_to_what AS c
LEFT JOIN commitment_topics AS t ON t.commitment_id = c.commitment_id
GROUP BY t.topic
