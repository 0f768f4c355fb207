-- Commitment states: one row for each commitment, with its latest verdict and whether that settles it; the other views and lists ask here.
-- status is the verdict of the latest day, of one day the one entered last; 'not assessed' where there is none.
-- state is settled (the verdict is fulfilled, superseded or cancelled), else overdue (the due day has passed), due (it is to come), or open.
-- fulfilled_on is the first day of the verdict fulfilled, where that is the latest one: after due_on, the deadline was missed and met later.
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
            SELECT min(f.assessed_on)
            FROM assessments AS f
            WHERE
                f.commitment_id = c.commitment_id AND f.status = 'fulfilled'
                AND NOT EXISTS (
                    SELECT 1
                    FROM assessments AS other
                    WHERE
                        other.commitment_id = c.commitment_id AND other.status <> 'fulfilled'
                        AND (other.assessed_on > f.assessed_on OR other.assessed_on = f.assessed_on AND other.assessment_id > f.assessment_id)
                )
        )
    END AS fulfilled_on,
    c.due_on,
    a.assessment_id,
    a.assessed_on,
    a.assessor
FROM commitments AS c
LEFT JOIN assessments AS a ON a.assessment_id = (
    SELECT latest.assessment_id
    FROM assessments AS latest
    WHERE latest.commitment_id = c.commitment_id
    ORDER BY latest.assessed_on DESC, latest.assessment_id DESC
    LIMIT 1
)
