-- Statements of topics: one row for each topic of a statement which counts, and one of the topic '' for each statement: of any topic.
SELECT
    st.topic,
    coalesce(s.said_on, '') AS said_on,
    s.statement_id
FROM statement_topics AS st
JOIN statements AS s ON s.statement_id = st.statement_id
WHERE s.review <> 'rejected' AND s.statement_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'statement')
UNION ALL
SELECT '', coalesce(s.said_on, ''), s.statement_id
FROM statements AS s
WHERE s.review <> 'rejected' AND s.statement_id NOT IN (SELECT record_id FROM repeated_records WHERE kind = 'statement')
