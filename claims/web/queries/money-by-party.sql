-- Who promised how much
-- Which parties promised most money in one currency, and in how many commitments; what is said twice counts once.
-- Where no currency is named, it is the one in which most was promised, by the number of commitments.
-- What several parties promise together counts whole for each of them.
-- Amounts for each year, month, week, day or less are left out: money promised by year has them.
-- :unit Currency [numeric_claims.unit]
-- :to To whom [parties.name]
-- :since From this year on
-- :until Up to this year
-- :rows How many at most {=50, 200, 500}
with
  takers(party_id) as (select party_id from parties_called where name = :to collate nocase union select 0 where :to = ''),
  currency(unit) as (
    select unit from money_of_parties where committer_id = 0 and beneficiary_id = 0 and unit <> '' and :unit = '' and period not in ($rates)
    group by unit order by sum(commitments) desc, unit limit 1
  )
select
  'p' || p.party_id as record,
  p.name as party,
  sum(m.amount) as amount,
  case when sum(m.up_to) <> sum(m.amount) then sum(m.up_to) end as "up to",
  m.unit,
  sum(m.commitments) as commitments,
  min(m.year) as "first year",
  max(m.year) as "last year"
from takers
cross join money_of_parties as m on m.beneficiary_id = takers.party_id
join parties as p on p.party_id = m.committer_id
where
  m.unit in (select unit from currency union all select :unit where :unit <> '')
  and m.period not in ($rates) and m.year between $first_day and $last_day
group by p.party_id
order by amount desc, p.party_id
limit $rows
