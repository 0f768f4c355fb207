-- What waits for review
-- Which articles hold records that no person has accepted or rejected yet, the longest waiting first.
-- :kind Only {statement, commitment, numeric claim}
-- :publisher Publisher (part of the name)
-- :rows How many at most {=50, 200, 500}
-- $longest = proposed > 0 and (:kind = '' or kind = :kind) order by waiting_since, source_id, kind limit $rows
with
  found as (
    select b.* from publishers as p join review_backlog as b on b.source_id in (
      select source_id from review_backlog where publisher = p.publisher and $longest)
    where :publisher <> '' and instr(lower(p.publisher), lower(:publisher)) > 0
    union all
    select * from (select * from review_backlog where :publisher = '' and $longest)
  )
select
  'src' || source_id as record,
  source_title as article,
  publisher,
  kind,
  proposed as waiting,
  accepted,
  rejected,
  substr(waiting_since, 1, 10) as since
from found
where $longest
