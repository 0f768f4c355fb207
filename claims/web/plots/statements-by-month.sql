-- Statements by month
-- How many statements the articles report, by the month in which they were made: the last five years of them.
select month as at, '' as kind, statements as value
from statements_counted
where month >= (select cast(substr(max(month), 1, 4) - 5 as text) || substr(max(month), 5) from statements_counted)
order by month
