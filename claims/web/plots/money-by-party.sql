-- Who promised most money
-- The ten parties that promised most; what several promise together counts whole for each of them.
-- Amounts for each year, month, week, day or less are left out.
-- :unit Currency [numeric_claims.unit]
select p.name as at, '' as kind, sum(m.amount) as value
from money_of_parties as m
join parties as p on p.party_id = m.committer_id
where m.beneficiary_id = 0 and m.unit = :unit and m.committer_id > 0 and m.period not in ($rates)
group by p.party_id
order by value desc, p.party_id
limit 10
