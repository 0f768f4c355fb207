-- Coverage
-- What each publisher gave, month by month: articles, statements, commitments and numbers, and what share of them people reviewed.
-- :publisher Publisher (part of the name)
-- :language Language of the articles [sources.language]
-- :since From this month on, such as 2025-06
-- :rows How many at most {=50, 200, 500}
select
  month,
  publisher,
  language,
  sources as articles,
  copies,
  statements,
  commitments,
  numbers,
  round(100 * reviewed) || ' %' as reviewed
from coverage
where (:publisher = '' or publisher in (select publisher from publishers where instr(lower(publisher), lower(:publisher)) > 0))
  and (:language = '' or language = :language)
  and (:since = '' or month >= :since)
order by month desc, publisher, language
limit $rows
