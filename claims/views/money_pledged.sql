-- Money pledged: one row for each committer, beneficiary, year, strength and unit of money, with how much was promised in how many commitments.
-- Several committers or beneficiaries of one commitment stand in one row together, so that no amount counts twice. beneficiaries are those for
-- whose benefit it is, else those to whom it is made. year is that of the announcement. Of ranges, amount adds the lower values and up_to the
-- upper ones. period is the time that each amount is for: P1Y is so much a year, P3Y so much in three years; empty: none is named.
-- Copies count once, and of commitments that are judged to be related so do restatements (the one restated counts), instalments (the whole
-- counts) and what was superseded (the one that supersedes it counts). Left out are also the rejected and those whose latest verdict is
-- superseded; cancelled ones were pledged. The sums are floating-point numbers, good for 15 digits.
SELECT
    c.committers,
    coalesce(c.beneficiaries, c.counterparties) AS beneficiaries,
    substr(CAST(c.announced_on AS TEXT), 1, 4) AS year,
    c.strength,
    n.unit,
    n.period,
    sum(n.value_number) AS amount,
    sum(coalesce(CAST(n.upper_value AS DOUBLE PRECISION), n.value_number)) AS up_to,
    count(DISTINCT c.commitment_id) AS commitments
FROM who_committed_to_what AS c
JOIN numeric_claims AS n ON n.commitment_id = c.commitment_id
WHERE
    n.kind = 'money' AND n.review <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'numeric claim' AND again.record_id = n.numeric_claim_id)
    AND c.status <> 'superseded'
    AND c.commitment_id NOT IN (SELECT commitment_id FROM counted_elsewhere)
GROUP BY 1, 2, 3, c.strength, n.unit, n.period
