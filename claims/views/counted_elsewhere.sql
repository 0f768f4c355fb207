-- Counted elsewhere: one row for each commitment whose money counts with another one that it restates or is part of, or that superseded it.
-- People judged that it is so. counted_with_id is the other commitment; nobody rejected it, and one that is restated or paid in parts has an
-- amount itself.
SELECT
    r.left_id AS commitment_id,
    r.right_id AS counted_with_id,
    r.relation
FROM relations AS r
JOIN commitments AS c ON c.commitment_id = r.right_id
WHERE r.kind = 'commitment' AND r.judgement = 'positive' AND r.relation IN ('restates', 'instalment of') AND c.review <> 'rejected'
    AND EXISTS (SELECT 1 FROM numeric_claims AS n WHERE n.commitment_id = c.commitment_id AND n.kind = 'money' AND n.review <> 'rejected')
UNION
SELECT r.right_id, r.left_id, r.relation
FROM relations AS r
JOIN commitments AS c ON c.commitment_id = r.left_id
WHERE r.kind = 'commitment' AND r.judgement = 'positive' AND r.relation = 'supersedes' AND c.review <> 'rejected'
