-- Commitment states: one row for each commitment, with its latest verdict and whether that settles it; the other views and lists ask here.
-- status is the verdict of the latest day, of one day the one entered last; 'not assessed' where there is none.
-- state is settled (the verdict is fulfilled, superseded or cancelled), else overdue (the due day has passed), due (it is to come), or open.
-- fulfilled_on is the first day of the verdict fulfilled, where that is the latest one: after due_on, the deadline was missed and met later.
-- Verdicts on what repeats a commitment, by itself or by way of others, are verdicts on it (see repeated_records), unless it was rejected.
SELECT
    c.commitment_id,
    coalesce(a.status, 'not assessed') AS status,
    CASE
        WHEN a.status IN ('fulfilled', 'superseded', 'cancelled') THEN 'settled'
        WHEN c.due_on < CURRENT_DATE THEN 'overdue'
        WHEN c.due_on IS NOT NULL THEN 'due'
        ELSE 'open'
    END AS state,
    CASE
        WHEN a.status = 'fulfilled' THEN (
            SELECT min(CASE WHEN verdict.others_since = 0 THEN verdict.assessed_on END)
            FROM (
                SELECT
                    f.assessed_on,
                    sum(CASE WHEN f.status = 'fulfilled' THEN 0 ELSE 1 END) OVER (ORDER BY f.assessed_on DESC, f.assessment_id DESC)
                        AS others_since
                FROM assessments AS f
                WHERE
                    f.commitment_id IN (
                        WITH RECURSIVE told (commitment_id) AS (
                            SELECT c.commitment_id
                            UNION
                            SELECT again.commitment_id
                            FROM told
                            -- The kind is written so that SQLite looks up what is repeated, not all that is of the kind.
                            JOIN repeated_records AS r ON r.repeats_id = told.commitment_id AND r.kind || '' = 'commitment'
                            JOIN commitments AS again ON again.commitment_id = r.record_id AND again.review <> 'rejected'
                        )
                        SELECT told.commitment_id FROM told
                    )
            ) AS verdict
        )
    END AS fulfilled_on,
    c.due_on,
    a.assessment_id,
    a.assessed_on,
    a.assessor
FROM commitments AS c
LEFT JOIN assessments AS a ON a.assessment_id = CASE
    WHEN EXISTS (SELECT 1 FROM repeated_records AS r WHERE r.repeats_id = c.commitment_id AND r.kind || '' = 'commitment') THEN (
        SELECT latest.assessment_id
        FROM assessments AS latest
        WHERE
            latest.commitment_id IN (
                WITH RECURSIVE told (commitment_id) AS (
                    SELECT c.commitment_id
                    UNION
                    SELECT again.commitment_id
                    FROM told
                    JOIN repeated_records AS r ON r.repeats_id = told.commitment_id AND r.kind || '' = 'commitment'
                    JOIN commitments AS again ON again.commitment_id = r.record_id AND again.review <> 'rejected'
                )
                SELECT told.commitment_id FROM told
            )
        ORDER BY latest.assessed_on DESC, latest.assessment_id DESC
        LIMIT 1
    )
    ELSE (
        SELECT latest.assessment_id
        FROM assessments AS latest
        WHERE latest.commitment_id = c.commitment_id
        ORDER BY latest.assessed_on DESC, latest.assessment_id DESC
        LIMIT 1
    )
END
