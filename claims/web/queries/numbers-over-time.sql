-- Numbers over time
-- Numbers in the order of the time they hold for: what was counted or valued, how much, and who says so; the latest ones that fit.
-- The time is the year or day that the number itself names, else the day it was said, else the day of the article.
-- Where the least or the most is given, the largest ones that fit. Words are looked for in the 2,000 newest records that hold them.
-- :unit Unit, such as USD [numeric_claims.unit]
-- :about Words in what is measured
-- :speaker Who says so [speakers.name]
-- :min At least
-- :max At most
-- :rows How many at most {=50, 200, 500}
-- $within = l.value_number >= iif(:min = '', -9e999, cast(:min as real)) and l.value_number <= iif(:max = '', 9e999, cast(:max as real))
-- $latest = order by l.holds_for desc, l.numeric_claim_id desc limit $rows
with
  voices(speaker_id) as ($voices),
  worded(numeric_claim_id) as (
    select w.rowid from numbers_fts as w where :about <> '' and w.words match fts_words(:about) order by w.rowid desc limit 2000
  ),
  found(numeric_claim_id) as (
    select numeric_claim_id from (
      select l.numeric_claim_id from worded cross join numbers_of_units as l
      where l.unit = :unit and l.numeric_claim_id = worded.numeric_claim_id and $within
        and (:speaker = '' or l.speaker_id in (select speaker_id from voices))
      $latest)
    union
    select n.numeric_claim_id from voices join numeric_claims as n on n.numeric_claim_id in (
      select l.numeric_claim_id from numbers_of_units as l
      where :about = '' and l.speaker_id = voices.speaker_id and l.unit = :unit and $within $latest)
    union
    select numeric_claim_id from (
      select l.numeric_claim_id from numbers_of_units as l
      where :about = '' and :speaker = '' and :min || :max = '' and l.unit = :unit $latest)
    union
    select numeric_claim_id from (
      select l.numeric_claim_id from numbers_of_units as l
      where :about = '' and :speaker = '' and :min || :max <> '' and l.unit = :unit and $within
      order by l.value_number desc, l.numeric_claim_id desc limit $rows)
  )
select
  'n' || told.numeric_claim_id as record,
  told.holds_for as "time",
  case told.comparator when '=' then null when 'range' then 'from' else told.comparator end as bound,
  told.value,
  told.upper_value as "up to",
  told.unit,
  told.metric as "what is measured",
  told.period,
  coalesce(told.speaker, 'the article itself') as "who says so",
  told.evidence,
  coalesce(told.source_title, 'src' || told.source_id) as source
from numbers_over_time as told
where told.numeric_claim_id in (select numeric_claim_id from found)
order by "time", told.numeric_claim_id
limit $rows
