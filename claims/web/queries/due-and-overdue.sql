-- Due and overdue
-- Commitments with a due day, the earliest first. Overdue: the day has passed and the latest verdict is not fulfilled,
-- superseded or cancelled. Settled: it is.
-- :state Only those that are {overdue, due, settled}
-- :party Party that commits or is committed to [parties.name]
-- :until Due on or before <date>
with
  chosen(party_id) as (
    select party_id from parties where name = :party collate nocase or iso_code = :party collate nocase
    union select party_id from aliases where name = :party collate nocase and party_id is not null
    union select member_id from party_members join chosen on bloc_id = chosen.party_id
    union select same_as_id from parties join chosen on parties.party_id = chosen.party_id where same_as_id is not null
    union select parties.party_id from parties join chosen on parties.same_as_id = chosen.party_id
  )
select
  'c' || c.commitment_id as record,
  said.due_on as due,
  said.state,
  cast(julianday(said.due_on) - julianday(date('now')) as integer) as "days left",
  said.committers as who,
  said.counterparties as "to whom",
  said.action as "to do what",
  said.strength as "how firmly",
  said.status as "latest verdict",
  said.announced_on as announced,
  said.evidence
from commitments as c
cross join due_and_overdue as said on said.commitment_id = c.commitment_id
where c.due_on is not null
  and (:state <> 'due' or c.due_on >= date('now'))
  and (:state <> 'overdue' or c.due_on < date('now'))
  and (:until = '' or c.due_on <= :until)
  and (:party = '' or c.commitment_id in (
    select commitment_id from commitment_parties where party_id in (select party_id from chosen)))
  and (:state = '' or said.state = :state)
order by c.due_on, c.commitment_id
