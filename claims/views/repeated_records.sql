-- Repeated records: one row for each statement, commitment or numeric claim that is judged to be the same as another, and counts once with it.
-- repeats_id is that other record, of the same kind; it is there and nobody rejected it. The other views leave out what is repeated.
-- Of two judgements about the same two, one in each direction, the later one holds.
SELECT
    r.kind,
    r.left_id AS record_id,
    r.right_id AS repeats_id,
    r.judged_by,
    r.judged_at
FROM relations AS r
WHERE
    r.relation = 'same as' AND r.judgement = 'positive'
    AND NOT EXISTS (
        SELECT 1
        FROM relations AS later
        WHERE
            later.kind = r.kind AND later.left_id = r.right_id AND later.right_id = r.left_id AND later.relation = r.relation
            AND later.judgement <> 'undecided'
            AND (later.judged_at > r.judged_at OR later.judged_at = r.judged_at AND later.relation_id > r.relation_id)
    )
    AND (
        r.kind = 'statement'
        AND EXISTS (SELECT 1 FROM statements AS s WHERE s.statement_id = r.right_id AND s.review <> 'rejected')
        OR r.kind = 'commitment'
        AND EXISTS (SELECT 1 FROM commitments AS c WHERE c.commitment_id = r.right_id AND c.review <> 'rejected')
        OR r.kind = 'numeric claim'
        AND EXISTS (SELECT 1 FROM numeric_claims AS n WHERE n.numeric_claim_id = r.right_id AND n.review <> 'rejected')
    )
