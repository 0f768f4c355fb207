-- Publishers: one row for each, by the name that stands for sources of it; an agency where a source names no publisher.
SELECT DISTINCT coalesce(src.publisher, src.agency) AS publisher
FROM sources AS src
WHERE coalesce(src.publisher, src.agency) IS NOT NULL
