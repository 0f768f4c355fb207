-- Commitments by party
-- How many commitments each party made, how firm they are, what became of them, and how many were made to it.
-- :kind Only parties of this kind {state, organisation, bloc, company, person, other}
-- :rows How many at most {=50, 200, 500}
select
  'p' || party_id as record,
  party,
  kind,
  made as "commitments made",
  pledges,
  overdue,
  fulfilled,
  received as "commitments to it",
  last_announced_on as "latest made"
from commitments_by_party
where (made > 0 or received > 0) and (:kind = '' or kind = :kind)
order by made desc, received desc, party
limit $rows
