-- Facts: one row for each thing that the front page tells of all records together.
SELECT 'sources' AS fact, count(*) AS value FROM sources
UNION ALL SELECT 'statements', count(*) FROM statements
UNION ALL SELECT 'commitments', count(*) FROM commitments
UNION ALL SELECT 'numbers', count(*) FROM numeric_claims
UNION ALL SELECT 'speakers', count(*) FROM speakers WHERE same_as_id IS NULL
UNION ALL SELECT 'parties', count(*) FROM parties WHERE same_as_id IS NULL
UNION ALL SELECT 'first_day', min(event_on) FROM sources
UNION ALL SELECT 'last_day', max(event_on) FROM sources
UNION ALL SELECT 'undecided', count(*) FROM relations
WHERE judgement = 'undecided' AND relation <> 'conflicts with' AND kind IN ('source', 'commitment')
