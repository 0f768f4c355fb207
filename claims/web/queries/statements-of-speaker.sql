-- Statements of a speaker
-- What somebody said, newest first: the words, what they do, when, and which article reports them.
-- A speaker is found by name or by another name.
-- :speaker Speaker [speakers.name]
-- :act What the statement does [statement_acts.act]
-- :topic Topic [statement_topics.topic]
-- :since Said on or after <date>
-- :until Said on or before <date>
-- :rows How many at most {=50, 200, 500}
-- $newest = l.said_on between $first_day and $last_day
--   and (:act = '' or exists (select 1 from statement_acts as a where a.statement_id = l.statement_id and a.act = :act))
--   order by l.said_on desc, l.statement_id desc limit $rows
with
  voices(speaker_id) as ($voices),
  -- Of the speaker the newest that fit, found in the order of their days; where nobody is named, of the topic
  found(statement_id) as (
    select s.statement_id from voices join statements as s on s.statement_id in (
      select l.statement_id from statements_of_speakers as l
      where l.speaker_id = voices.speaker_id
        and (:topic = '' or exists (select 1 from statement_topics as t where t.statement_id = l.statement_id and t.topic = :topic))
        and $newest)
    union
    select statement_id from (
      select l.statement_id from statements_of_topics as l where :speaker = '' and l.topic = :topic and $newest)
  )
select
  's' || told.statement_id as record,
  told.said_on as said,
  told.speaker,
  told.words as "the words",
  told.quotation,
  told.acts,
  told.addressees as "to whom",
  told.via,
  told.evidence,
  coalesce(told.source_title, 'src' || told.source_id) as source
from statements_by_speaker as told
where told.statement_id in (select statement_id from found)
order by told.said_on desc, told.statement_id desc
limit $rows
