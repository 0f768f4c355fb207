-- Statements of a speaker
-- What somebody said, newest first: the words, what they do, when, and which article reports them.
-- A speaker is found by name or by another name.
-- :speaker Speaker [speakers.name]
-- :act What the statement does [statement_acts.act]
-- :since Said on or after <date>
-- :until Said on or before <date>
select
  's' || st.statement_id as record,
  told.said_on as said,
  told.speaker,
  told.words as "the words",
  told.quotation,
  told.acts,
  told.addressees as "to whom",
  told.via,
  told.evidence,
  coalesce(told.source_title, 'src' || told.source_id) as source
from statements as st
cross join statements_by_speaker as told on told.statement_id = st.statement_id
where (:speaker = '' or st.statement_id in (
    select statement_id from statements where speaker_id in (
      select speaker_id from speakers where coalesce(same_as_id, speaker_id) in (
        select coalesce(same_as_id, speaker_id) from speakers
        where name = :speaker collate nocase
          or speaker_id in (select speaker_id from aliases where name = :speaker collate nocase)))))
  and (:act = '' or st.statement_id in (select statement_id from statement_acts where act = :act))
  and (:since = '' or st.said_on >= :since)
  and (:until = '' or st.said_on <= :until)
order by st.said_on desc, st.statement_id desc
