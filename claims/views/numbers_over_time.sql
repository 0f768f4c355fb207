-- Numbers over time: one row for each numeric claim that nobody rejected, with the day or year that it holds for, who asserts it, and where.
-- holds_for is the year or day that the claim names, else the day on which it was said, else the day of the events in the source.
-- base_value is the value in base_unit, in which kilometres and metres can be compared (see base_units), else the value as it is; a
-- floating-point number, good for 15 digits. Of ranges it is the lower value.
-- What repeats another record counts once with it (see repeated_records).
SELECT
    n.numeric_claim_id,
    coalesce(n.as_of, CAST(coalesce(s.said_on, src.event_on, src.published_on) AS TEXT)) AS holds_for,
    n.metric,
    n.comparator,
    n.value,
    n.upper_value,
    n.value_number,
    n.unit,
    n.value_number * coalesce(measure.factor, 1) AS base_value,
    coalesce(measure.base_unit, n.unit) AS base_unit,
    n.kind,
    n.period,
    sp.name AS speaker,
    n.commitment_id,
    n.statement_id,
    n.text AS evidence,
    src.title AS source_title,
    coalesce(src.publisher, src.agency) AS publisher,
    n.source_id
FROM numeric_claims AS n
JOIN sources AS src ON src.source_id = n.source_id
LEFT JOIN base_units AS measure ON measure.unit = n.unit
LEFT JOIN statements AS s ON s.statement_id = n.statement_id
LEFT JOIN speakers AS said ON said.speaker_id = s.speaker_id
LEFT JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
WHERE n.review <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'numeric claim' AND again.record_id = n.numeric_claim_id)
