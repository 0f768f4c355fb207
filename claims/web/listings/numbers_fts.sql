-- Words of numbers: one row for each numeric claim, with the words of what it measures and its own.
SELECT
    n.numeric_claim_id AS rowid,
    coalesce(n.metric, '') || ' ' || n.text AS words
FROM numeric_claims AS n
