-- Positions by speaker and topic
-- On which topics who takes positions, how often, from when to when, and the latest of them.
-- :speaker Speaker [speakers.name]
-- :topic Topic [statement_topics.topic]
-- :rows How many at most {=50, 200, 500}
-- $latest = order by last_said_on desc limit $rows
with
  voices(speaker_id) as ($voices),
  found as (
    select p.* from voices join positions_by_speaker as p on p.speaker_id = voices.speaker_id where :topic = '' or p.topic = :topic
    union all select * from (select * from positions_by_speaker where :speaker = '' and :topic <> '' and topic = :topic $latest)
    union all select * from (select * from positions_by_speaker where :speaker = '' and :topic = '' $latest)
  )
select
  's' || statement_id as record,
  speaker,
  topic,
  positions,
  first_said_on as "first",
  last_said_on as "latest",
  latest as "the latest words"
from found
order by last_said_on desc, speaker, topic
limit $rows
