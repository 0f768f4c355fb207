-- Currencies
-- The currencies in which money was promised, the most usual first.
select unit as at, '' as kind, sum(commitments) as value
from money_of_parties
where committer_id = 0 and beneficiary_id = 0 and unit <> ''
group by unit
order by value desc, unit
limit 20
