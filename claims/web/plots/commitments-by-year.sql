-- Commitments by year
-- By the year of the announcement, and how firm they are; what is said twice counts once.
-- :by Who commits [parties.name]
select year as at, strength as kind, sum(commitments) as value
from commitments_counted
where party_id in ($givers) and year <> ''
group by year, strength
order by year, instr('pledge willing aspiration', strength)
