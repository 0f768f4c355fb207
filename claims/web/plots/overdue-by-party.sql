-- Who is overdue most
-- The ten parties with most commitments whose day has passed and of which nobody has recorded that they are settled.
select party as at, '' as kind, overdue as value
from commitments_by_party
where overdue > 0
order by overdue desc, party
limit 10
