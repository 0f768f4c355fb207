-- Commitments counted: one row for each committer, year, strength and state, with how many commitments; the party 0 stands for all together.
SELECT
    l.party_id,
    substr(l.announced_on, 1, 4) AS year,
    l.strength,
    l.state,
    count(DISTINCT l.commitment_id) AS commitments
FROM commitments_of_parties AS l
WHERE l.role = 'committer'
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT 0, substr(l.announced_on, 1, 4), l.strength, l.state, count(*)
FROM commitments_of_topics AS l
WHERE l.topic = ''
GROUP BY 2, 3, 4
