-- Numbers that differ
-- Numbers about the same thing and time that different articles or speakers give differently, beside each other.
-- The words of what is measured have to be the same; the command claims conflicts looks further.
-- Words are looked for in the 2,000 newest records that hold them.
-- :about Words in what is measured
-- :unit Unit, such as USD [numeric_claims.unit]
-- :rows How many at most {=50, 200, 500}
-- $alike = order by metric, holds_for, value, numeric_claim_id limit $rows
with
  worded(numeric_claim_id) as (
    select w.rowid from numbers_fts as w where :about <> '' and w.words match fts_words(:about) order by w.rowid desc limit 2000
  ),
  found as (
    select * from (
      select d.* from worded cross join differing_numbers as d
      where d.numeric_claim_id = worded.numeric_claim_id and (:unit = '' or d.unit = :unit) $alike)
    union all
    select * from (select * from differing_numbers where :about = '' and :unit <> '' and unit = :unit $alike)
    union all
    select * from (select * from differing_numbers where :about = '' and :unit = '' $alike)
  )
select
  'n' || numeric_claim_id as record,
  metric as "what is measured",
  holds_for as "time",
  value,
  unit,
  coalesce(speaker, 'the article itself') as "who says so",
  publisher,
  evidence,
  coalesce(source_title, 'src' || source_id) as source
from found
$alike
