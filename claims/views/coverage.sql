-- Coverage: one row for each publisher, language and month, with how many sources there are, what they gave, and what share of it was reviewed.
-- month is that of the events, else of the publication. sources counts all, copies those that are derived from another source.
-- statements, commitments and numbers are those that nobody rejected; what repeats another record counts once with it (see repeated_records).
-- reviewed is the share, from 0 to 1, of all three that people accepted or rejected; empty where there is nothing to review.
SELECT
    coalesce(src.publisher, src.agency) AS publisher,
    src.language,
    substr(CAST(coalesce(src.event_on, src.published_on) AS TEXT), 1, 7) AS month,
    count(*) AS sources,
    count(src.derived_from_id) AS copies,
    CAST(coalesce(sum(given.statements), 0) AS INTEGER) AS statements,
    CAST(coalesce(sum(given.commitments), 0) AS INTEGER) AS commitments,
    CAST(coalesce(sum(given.numbers), 0) AS INTEGER) AS numbers,
    CAST(sum(given.decided) AS DOUBLE PRECISION) / nullif(sum(given.statements + given.commitments + given.numbers + given.rejected), 0)
        AS reviewed
FROM sources AS src
LEFT JOIN (
    SELECT
        b.source_id,
        sum(CASE WHEN b.kind = 'statement' THEN b.proposed + b.accepted ELSE 0 END) AS statements,
        sum(CASE WHEN b.kind = 'commitment' THEN b.proposed + b.accepted ELSE 0 END) AS commitments,
        sum(CASE WHEN b.kind = 'numeric claim' THEN b.proposed + b.accepted ELSE 0 END) AS numbers,
        sum(b.rejected) AS rejected,
        sum(b.accepted + b.rejected) AS decided
    FROM review_backlog AS b
    GROUP BY b.source_id
) AS given ON given.source_id = src.source_id
GROUP BY 1, src.language, 3
