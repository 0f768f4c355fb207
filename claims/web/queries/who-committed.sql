-- Who committed to what
-- Who bound itself to do what, to whom, how firmly and by when, newest first, with the words that say so.
-- A party is found by its name, another name or its ISO code; a bloc that is committed to stands for its members too.
-- :by Who commits, or says so [parties.name]
-- :to To whom [parties.name]
-- :strength How firmly [commitments.strength]
-- :topic Topic [commitment_topics.topic]
-- :state What became of it {overdue, due, settled, open}
-- :since Announced on or after <date>
-- :until Announced on or before <date>
-- :rows How many at most {=50, 200, 500}
-- $fitting = l.announced_on between $first_day and $last_day and (:strength = '' or l.strength = :strength)
--   and (:topic = '' or exists (select 1 from commitment_topics as t where t.commitment_id = l.commitment_id and t.topic = :topic))
--   and (:to = '' or exists (
--     select 1 from commitment_parties as cp join parties as p on p.party_id = cp.party_id
--     where cp.commitment_id = l.commitment_id and cp.role in ('counterparty', 'beneficiary')
--       and coalesce(p.same_as_id, p.party_id) in (select party_id from takers)))
--   and (:state = '' or l.state = :state)
-- $newest = order by l.announced_on desc, l.commitment_id desc limit $rows
with
  givers(party_id) as (select party_id from parties_called where name = :by collate nocase),
  voices(speaker_id) as (select speaker_id from speakers_called where name = :by collate nocase),
  takers(party_id) as (select party_id from parties_called where name = :to collate nocase union $members),
  -- Of whoever is asked about the newest that fit, found in the order of their days; where nobody is, of the topic
  found(commitment_id) as (
    select c.commitment_id from givers join commitments as c on c.commitment_id in (
      select l.commitment_id from commitments_of_parties as l
      where l.party_id = givers.party_id and l.role = 'committer' and $fitting $newest)
    union
    select c.commitment_id from voices join commitments as c on c.commitment_id in (
      select l.commitment_id from commitments_of_speakers as l where l.speaker_id = voices.speaker_id and $fitting $newest)
    union
    select c.commitment_id from takers join commitments as c on c.commitment_id in (
      select l.commitment_id from commitments_of_parties as l
      where l.party_id = takers.party_id and l.role in ('counterparty', 'beneficiary') and $fitting $newest)
    where :by = ''
    union
    select commitment_id from (
      select l.commitment_id from commitments_of_topics as l
      where :by = '' and :to = '' and :state = '' and l.topic = :topic and $fitting $newest)
    union
    select commitment_id from (
      select l.commitment_id from commitments_of_topics as l
      where :by = '' and :to = '' and :state <> '' and l.topic = :topic and l.state = :state and $fitting $newest)
  )
select
  'c' || said.commitment_id as record,
  said.announced_on as announced,
  said.committers as who,
  said.counterparties as "to whom",
  said.action as "to do what",
  said.strength as "how firmly",
  said.amounts as amount,
  said.due_on as due,
  said.evidence,
  coalesce(said.source_title, 'src' || said.source_id) as source
from who_committed_to_what as said
where said.commitment_id in (select commitment_id from found)
order by said.announced_on desc, said.commitment_id desc
limit $rows
