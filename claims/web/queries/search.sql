-- Search
-- Commitments, statements and articles that hold all of the words, the newest of each kind first.
-- :words Words to look for
-- :rows How many of each kind at most {=20, 50, 200}
-- $rows = iif(:rows = '', 20, cast(:rows as integer))
select * from (
  select
    'c' || c.commitment_id as record,
    c.announced_on as "day",
    (select group_concat(name, ', ') from (
      select distinct p.name from commitment_parties cp
      join parties bound on bound.party_id = cp.party_id
      join parties p on p.party_id = coalesce(bound.same_as_id, bound.party_id)
      where cp.commitment_id = c.commitment_id and role = 'committer')) as who,
    c.text as evidence,
    coalesce(s.title, 'src' || s.source_id) as source
  from commitments_fts
  join commitments c on c.commitment_id = commitments_fts.rowid
  join sources s on s.source_id = c.source_id
  where commitments_fts match fts_words(:words) and c.review <> 'rejected'
  order by commitments_fts.rowid desc limit $rows
)
union all
select * from (
  select 's' || st.statement_id, st.said_on, sp.name, st.text, s.title
  from statements_fts
  join statements st on st.statement_id = statements_fts.rowid
  join speakers said on said.speaker_id = st.speaker_id
  join speakers sp on sp.speaker_id = coalesce(said.same_as_id, said.speaker_id)
  join sources s on s.source_id = st.source_id
  where statements_fts match fts_words(:words) and st.review <> 'rejected'
  order by statements_fts.rowid desc limit $rows
)
union all
select * from (
  select 'src' || s.source_id, coalesce(s.event_on, s.published_on), s.publisher,
    snippet(sources_fts, 1, '', '', ' … ', 32), s.title
  from sources_fts
  join sources s on s.source_id = sources_fts.rowid
  where sources_fts match fts_words(:words)
  order by sources_fts.rowid desc limit $rows
)
