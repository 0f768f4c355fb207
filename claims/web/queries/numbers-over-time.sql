-- Numbers over time
-- Numbers in the order of the time they hold for: what was counted or valued, how much, and who says so.
-- The time is the year or day that the number itself names, else the day it was said, else the day of the article.
-- :unit Unit, such as USD [numeric_claims.unit]
-- :about Words in what is measured
-- :speaker Who says so [speakers.name]
-- :min At least
-- :max At most
select
  'n' || numeric_claim_id as record,
  holds_for as "time",
  case comparator when '=' then null when 'range' then 'from' else comparator end as bound,
  value,
  upper_value as "up to",
  unit,
  metric as "what is measured",
  period,
  coalesce(speaker, 'the article itself') as "who says so",
  evidence,
  coalesce(source_title, 'src' || source_id) as source
from numbers_over_time
where (:unit = '' or unit = :unit)
  and (:about = '' or instr(lower(coalesce(metric, '') || ' ' || evidence), lower(:about)) > 0)
  and (:speaker = '' or speaker in (
    select name from speakers where speaker_id in (
      select coalesce(same_as_id, speaker_id) from speakers
      where name = :speaker collate nocase or speaker_id in (select speaker_id from aliases where name = :speaker collate nocase))))
  and (:min = '' or value_number >= cast(:min as real))
  and (:max = '' or value_number <= cast(:max as real))
order by "time", numeric_claim_id
