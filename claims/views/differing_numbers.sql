-- Differing numbers: one row for each number that another source or speaker contradicts: the same metric, kind, period and time, another value.
-- lowest and highest are the values of all that are compared, in base_unit (see numbers_over_time, whose holds_for is the time).
-- Only the words of the metric tell that two numbers measure the same: they have to be equal but for capitals. Bounds, ranges and what is only
-- about so much are left out, and so is a number whose time is not known.
-- `claims conflicts` looks further: it compares metrics whose words are alike, and what each number allows (its rounding, "more than", "about"),
-- finds the numbers of records that are judged to be the same in any language, and percentages that other numbers do not bear out.
SELECT
    compared.metric,
    compared.holds_for,
    compared.value,
    compared.unit,
    compared.kind,
    compared.period,
    compared.lowest,
    compared.highest,
    compared.base_unit,
    compared.speaker,
    compared.publisher,
    compared.source_title,
    compared.evidence,
    compared.numeric_claim_id,
    compared.statement_id,
    compared.source_id
FROM (
    SELECT
        n.metric,
        n.holds_for,
        n.value,
        n.unit,
        n.kind,
        n.period,
        n.base_unit,
        n.speaker,
        n.publisher,
        n.source_title,
        n.evidence,
        n.numeric_claim_id,
        n.statement_id,
        n.source_id,
        -- upper, because lower is a function of our own where the command line reads, which no view may call.
        min(n.base_value) OVER (PARTITION BY upper(n.metric), n.base_unit, n.kind, n.period, n.holds_for) AS lowest,
        max(n.base_value) OVER (PARTITION BY upper(n.metric), n.base_unit, n.kind, n.period, n.holds_for) AS highest,
        min(n.source_id) OVER (PARTITION BY upper(n.metric), n.base_unit, n.kind, n.period, n.holds_for) AS first_source,
        max(n.source_id) OVER (PARTITION BY upper(n.metric), n.base_unit, n.kind, n.period, n.holds_for) AS last_source,
        min(coalesce(n.speaker, '')) OVER (PARTITION BY upper(n.metric), n.base_unit, n.kind, n.period, n.holds_for) AS first_speaker,
        max(coalesce(n.speaker, '')) OVER (PARTITION BY upper(n.metric), n.base_unit, n.kind, n.period, n.holds_for) AS last_speaker
    FROM numbers_over_time AS n
    WHERE n.metric IS NOT NULL AND n.holds_for IS NOT NULL AND n.comparator = '='
) AS compared
WHERE
    -- Factors leave something in the last digits.
    compared.highest - compared.lowest > (abs(compared.highest) + abs(compared.lowest)) * 0.000000001
    AND (compared.first_source <> compared.last_source OR compared.first_speaker <> compared.last_speaker)
