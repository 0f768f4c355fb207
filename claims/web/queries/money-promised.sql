-- Money promised by year
-- How much money was promised in each year, by all or by one party, to all or to one; what is said twice counts once.
-- What several parties promise or get together counts whole for each of them. A party is found by its name, another name or its ISO code.
-- :by Who promises [parties.name]
-- :to To whom [parties.name]
-- :unit Currency [numeric_claims.unit]
-- :since From this year on
-- :until Up to this year
-- :rows How many at most {=50, 200, 500}
with
  givers(party_id) as ($givers),
  takers(party_id) as (select party_id from parties_called where name = :to collate nocase union select 0 where :to = '')
select
  m.year,
  coalesce(giver.name, 'all') as who,
  coalesce(taker.name, 'all') as "to whom",
  m.strength as "how firmly",
  m.amount,
  case when m.up_to <> m.amount then m.up_to end as "up to",
  m.unit,
  m.period as "for each",
  m.commitments
from givers
cross join takers
cross join money_of_parties as m on m.committer_id = givers.party_id and m.beneficiary_id = takers.party_id
left join parties as giver on giver.party_id = m.committer_id
left join parties as taker on taker.party_id = m.beneficiary_id
where (:unit = '' or m.unit = :unit) and m.year between $first_day and $last_day
order by m.year desc, m.unit, m.amount desc, giver.name, taker.name, m.period, m.strength
limit $rows
