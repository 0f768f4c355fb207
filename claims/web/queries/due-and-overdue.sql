-- Due and overdue
-- Commitments with a due day, the earliest first. Overdue: the day has passed and the latest verdict is not fulfilled,
-- superseded or cancelled. Settled: it is.
-- :state Only those that are {overdue, due, settled}
-- :party Party that commits or is committed to [parties.name]
-- :since Due on or after <date>
-- :until Due on or before <date>
-- :rows How many at most {=50, 200, 500}
-- $earliest = l.due_on between $first_day and $last_day order by l.due_on, l.commitment_id limit $rows
with
  takers(party_id) as (select party_id from parties_called where name = :party collate nocase union $members),
  -- The earliest that fit, found in the order of their days
  found(commitment_id) as (
    select c.commitment_id from takers join commitments as c on c.commitment_id in (
      select l.commitment_id from commitments_of_parties as l
      where l.party_id = takers.party_id and (:state = '' or l.state = :state) and $earliest)
    union
    select commitment_id from (
      select l.commitment_id from commitments_due as l where :party = '' and l.state = :state and $earliest)
  )
select
  'c' || said.commitment_id as record,
  said.due_on as due,
  said.state,
  cast(julianday(said.due_on) - julianday(current_date) as integer) as "days left",
  said.committers as who,
  said.counterparties as "to whom",
  said.action as "to do what",
  said.strength as "how firmly",
  said.status as "latest verdict",
  said.announced_on as announced,
  said.evidence
from due_and_overdue as said
where said.commitment_id in (select commitment_id from found)
order by said.due_on, said.commitment_id
limit $rows
