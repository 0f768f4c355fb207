-- Money promised by year
-- By the year of the announcement; what is said twice counts once. Amounts for each year, month, week, day or less are left out.
-- :by Who promises [parties.name]
-- :unit Currency [numeric_claims.unit]
select year as at, strength as kind, sum(amount) as value
from money_of_parties
where committer_id in ($givers) and beneficiary_id = 0 and unit = :unit and year <> '' and period not in ($rates)
group by year, strength
order by year, instr('pledge willing aspiration', strength)
