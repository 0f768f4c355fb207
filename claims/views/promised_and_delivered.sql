-- Promised and delivered: one row for each commitment and unit of money that was promised or that followed, with what was promised and delivered.
-- promised is the sum of the commitment's own amounts (of ranges, the lower values), in words in amounts; pledged, committed and disbursed are
-- the instalments of these types (IATI's terms); remaining is what of the promised amount was not disbursed. Empty: there is none of it.
-- The sums are floating-point numbers, good for 15 digits; `claims show` adds exactly. Rejected records are left out.
-- What repeats another record counts once with it (see repeated_records): the money that followed it is money that followed the other.
SELECT
    c.commitment_id,
    money.unit,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT DISTINCT p.name
            FROM commitment_parties AS cp
            JOIN parties AS bound ON bound.party_id = cp.party_id
            JOIN parties AS p ON p.party_id = coalesce(bound.same_as_id, bound.party_id)
            WHERE cp.commitment_id = c.commitment_id AND cp.role = 'committer'
            ORDER BY p.name
        ) AS named
    ) AS committers,
    c.action,
    (
        SELECT group_concat(amount.words, '; ')
        FROM (
            SELECT n.text AS words
            FROM numeric_claims AS n
            WHERE n.commitment_id = c.commitment_id AND n.unit = money.unit AND n.kind = 'money' AND n.review <> 'rejected'
            ORDER BY n.span_start, n.numeric_claim_id
        ) AS amount
    ) AS amounts,
    money.promised,
    money.pledged,
    money.committed,
    money.disbursed,
    money.promised - coalesce(money.disbursed, 0) AS remaining,
    c.announced_on,
    c.due_on,
    state.state,
    state.status,
    c.source_id
FROM (
    SELECT
        flow.commitment_id,
        flow.unit,
        sum(CASE WHEN flow.type = 'promised' THEN flow.amount END) AS promised,
        sum(CASE WHEN flow.type = 'pledge' THEN flow.amount END) AS pledged,
        sum(CASE WHEN flow.type = 'commitment' THEN flow.amount END) AS committed,
        sum(CASE WHEN flow.type = 'disbursement' THEN flow.amount END) AS disbursed
    FROM (
        SELECT n.commitment_id, n.unit, 'promised' AS type, n.value_number AS amount
        FROM numeric_claims AS n
        WHERE n.commitment_id IS NOT NULL AND n.unit IS NOT NULL AND n.kind = 'money' AND n.review <> 'rejected'
        UNION ALL
        SELECT paid.counts_for_id, i.unit, i.type, CAST(i.value AS DOUBLE PRECISION)
        FROM (
            -- Up from what was paid for, which is little, to all that it repeats.
            WITH RECURSIVE onwards (commitment_id, counts_for_id) AS (
                SELECT c.commitment_id, c.commitment_id
                FROM commitments AS c
                WHERE c.commitment_id IN (SELECT commitment_id FROM instalments) AND c.review <> 'rejected'
                UNION
                SELECT o.commitment_id, r.repeats_id
                FROM onwards AS o
                JOIN repeated_records AS r ON r.kind = 'commitment' AND r.record_id = o.counts_for_id
            )
            SELECT o.commitment_id, o.counts_for_id FROM onwards AS o
        ) AS paid
        JOIN instalments AS i ON i.commitment_id = paid.commitment_id
    ) AS flow
    GROUP BY flow.commitment_id, flow.unit
) AS money
JOIN commitments AS c ON c.commitment_id = money.commitment_id
JOIN commitment_states AS state ON state.commitment_id = c.commitment_id
WHERE c.review <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'commitment' AND again.record_id = c.commitment_id)
