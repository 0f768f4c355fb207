-- Overdue by party
-- Which parties have commitments whose due day has passed and of which nobody has recorded that they are settled, most first.
-- :kind Only parties of this kind {state, organisation, bloc, company, person, other}
-- :rows How many at most {=50, 200, 500}
select
  'p' || party_id as record,
  party,
  kind,
  overdue,
  made as "commitments made",
  fulfilled,
  last_announced_on as "latest made"
from commitments_by_party
where overdue > 0 and (:kind = '' or kind = :kind)
order by overdue desc, party
limit $rows
