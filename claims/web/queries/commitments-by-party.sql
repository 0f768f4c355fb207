-- Commitments by party
-- How many commitments each party made, how firm they are, how many have a due day, and how many were made to it.
-- :kind Only parties of this kind {state, organisation, bloc, company, person, other}
with
  bound as (
    select distinct coalesce(own.same_as_id, own.party_id) as party_id, cp.role, cp.commitment_id
    from commitment_parties as cp
    join parties as own on own.party_id = cp.party_id
  ),
  counted as (
    select
      cp.party_id,
      sum(cp.role = 'committer') as made,
      sum(cp.role = 'committer' and c.strength = 'pledge') as pledges,
      sum(cp.role = 'committer' and c.strength = 'willing') as willing,
      sum(cp.role = 'committer' and c.strength = 'aspiration') as aspirations,
      sum(cp.role = 'committer' and c.due_on is not null) as due,
      count(distinct case when cp.role in ('counterparty', 'beneficiary') then c.commitment_id end) as received,
      max(case when cp.role = 'committer' then c.announced_on end) as latest
    from commitments as c
    join bound as cp on cp.commitment_id = c.commitment_id
    where c.review <> 'rejected'
    group by cp.party_id
  )
select
  'p' || p.party_id as record,
  p.name as party,
  p.kind,
  n.made as "commitments made",
  n.pledges,
  n.willing,
  n.aspirations,
  n.due as "with a due day",
  n.received as "commitments to it",
  n.latest as "latest made"
from counted as n
join parties as p on p.party_id = n.party_id
where :kind = '' or p.kind = :kind
order by n.made desc, n.received desc, p.name
