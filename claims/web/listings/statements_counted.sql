-- Statements counted: one row for each month, with how many statements that count were made in it.
SELECT substr(l.said_on, 1, 7) AS month, count(*) AS statements
FROM statements_of_topics AS l
WHERE l.topic = ''
GROUP BY 1
