-- What became of commitments
-- Overdue: the day has passed, and the latest verdict is not fulfilled, superseded or cancelled. Settled: it is. Open: no day is named.
-- :by Who commits [parties.name]
select state as at, '' as kind, sum(commitments) as value
from commitments_counted
where party_id in ($givers)
group by state
order by instr('overdue due settled open', state)
