-- Statements by speaker: one row for each statement that nobody rejected, with who said it, to whom, when, and what it does.
-- What repeats another record counts once with it (see repeated_records).
SELECT
    s.statement_id,
    sp.speaker_id,
    sp.name AS speaker,
    s.said_on,
    (
        SELECT group_concat(done.act, ', ')
        FROM (SELECT sa.act FROM statement_acts AS sa WHERE sa.statement_id = s.statement_id ORDER BY sa.act) AS done
    ) AS acts,
    substr(src.text, s.content_start + 1, s.content_end - s.content_start) AS words,
    s.quotation,
    s.attribution,
    (
        SELECT group_concat(named.name, ', ')
        FROM (
            SELECT DISTINCT whom.name
            FROM statement_addressees AS sad
            JOIN speakers AS heard ON heard.speaker_id = sad.speaker_id
            JOIN speakers AS whom ON whom.speaker_id = coalesce(heard.same_as_id, heard.speaker_id)
            WHERE sad.statement_id = s.statement_id
            ORDER BY whom.name
        ) AS named
    ) AS addressees,
    s.via,
    s.language,
    src.title AS source_title,
    coalesce(src.publisher, src.agency) AS publisher,
    s.text AS evidence,
    s.source_id
FROM statements AS s
JOIN speakers AS said ON said.speaker_id = s.speaker_id
JOIN speakers AS sp ON sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
JOIN sources AS src ON src.source_id = s.source_id
WHERE s.review <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM repeated_records AS again WHERE again.kind = 'statement' AND again.record_id = s.statement_id)
