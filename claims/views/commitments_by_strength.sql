-- Commitments by strength: one row for each strength and latest verdict, with how many commitments have both, and how many of them are overdue.
-- with_deadline counts those with a due day. Rejected commitments are left out, and what repeats another one counts once with it
-- (see who_committed_to_what).
SELECT
    c.strength,
    c.status,
    count(*) AS commitments,
    count(c.due_on) AS with_deadline,
    sum(c.overdue) AS overdue,
    min(c.announced_on) AS first_announced_on,
    max(c.announced_on) AS last_announced_on
FROM who_committed_to_what AS c
GROUP BY c.strength, c.status
