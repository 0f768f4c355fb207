-- Numbers of units: one row for each numeric claim which counts, by its unit, and one of the unit '': of any unit.
-- It says the time that the claim holds for (see numbers_over_time), and whose it is, as judged to be.
SELECT
    n.unit,
    coalesce(n.holds_for, '') AS holds_for,
    n.numeric_claim_id,
    n.value_number,
    coalesce(own.same_as_id, own.speaker_id) AS speaker_id
FROM numbers_over_time AS n
LEFT JOIN statements AS s ON s.statement_id = n.statement_id
LEFT JOIN speakers AS own ON own.speaker_id = s.speaker_id
WHERE n.unit IS NOT NULL
UNION ALL
SELECT '', coalesce(n.holds_for, ''), n.numeric_claim_id, n.value_number, coalesce(own.same_as_id, own.speaker_id)
FROM numbers_over_time AS n
LEFT JOIN statements AS s ON s.statement_id = n.statement_id
LEFT JOIN speakers AS own ON own.speaker_id = s.speaker_id
