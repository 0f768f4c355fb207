-- Who committed to what
-- Who bound itself to do what, to whom, how firmly and by when, newest first, with the words that say so.
-- A party is found by its name, another name or its ISO code; a bloc that is committed to stands for its members too.
-- :by Who commits, or says so [parties.name]
-- :to To whom [parties.name]
-- :strength How firmly [commitments.strength]
-- :topic Topic [commitment_topics.topic]
-- :since Announced on or after <date>
-- :until Announced on or before <date>
with
  named(kind, id, name) as (
    select 'party', party_id, name from parties
    union all select 'party', party_id, iso_code from parties where iso_code is not null
    union all select 'party', party_id, name from aliases where party_id is not null
    union all select 'speaker', speaker_id, name from speakers
    union all select 'speaker', speaker_id, name from aliases where speaker_id is not null
  ),
  takers(party_id) as (
    select id from named where kind = 'party' and name = :to collate nocase
    union select member_id from party_members join takers on bloc_id = takers.party_id
    union select same_as_id from parties join takers on parties.party_id = takers.party_id where same_as_id is not null
    union select parties.party_id from parties join takers on parties.same_as_id = takers.party_id
  ),
  givers(party_id) as (
    select party_id from parties where coalesce(same_as_id, party_id) in (
      select coalesce(same_as_id, party_id) from parties
      where party_id in (select id from named where kind = 'party' and name = :by collate nocase))
  ),
  voices(speaker_id) as (
    select speaker_id from speakers where coalesce(same_as_id, speaker_id) in (
      select coalesce(same_as_id, speaker_id) from speakers
      where speaker_id in (select id from named where kind = 'speaker' and name = :by collate nocase))
  )
-- The conditions stand on columns that indexes hold, so that only the rows that are shown are read whole
select
  'c' || c.commitment_id as record,
  said.announced_on as announced,
  said.committers as who,
  said.counterparties as "to whom",
  said.action as "to do what",
  said.strength as "how firmly",
  said.amounts as amount,
  said.due_on as due,
  said.evidence,
  coalesce(said.source_title, 'src' || said.source_id) as source
from commitments as c
cross join who_committed_to_what as said on said.commitment_id = c.commitment_id
where (:by = ''
    or c.commitment_id in (
      select commitment_id from commitment_parties
      where role = 'committer' and party_id in (select party_id from givers))
    or c.commitment_id in (
      select commitment_id from commitments where statement_id in (
        select statement_id from statements where speaker_id in (select speaker_id from voices))))
  and (:to = '' or c.commitment_id in (
    select commitment_id from commitment_parties
    where role in ('counterparty', 'beneficiary') and party_id in (select party_id from takers)))
  and (:topic = '' or c.commitment_id in (select commitment_id from commitment_topics where topic = :topic))
  and (:since = '' or c.announced_on >= :since)
  and (:until = '' or c.announced_on <= :until)
  and (:strength = '' or c.strength = :strength)
order by c.announced_on desc, c.commitment_id desc
