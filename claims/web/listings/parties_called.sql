-- Parties called: one row for each name, other name and code of a party, with the party that it is judged to be.
SELECT p.name, coalesce(p.same_as_id, p.party_id) AS party_id
FROM parties AS p
UNION
SELECT p.iso_code, coalesce(p.same_as_id, p.party_id)
FROM parties AS p
WHERE p.iso_code IS NOT NULL
UNION
SELECT a.name, coalesce(p.same_as_id, p.party_id)
FROM aliases AS a
JOIN parties AS p ON p.party_id = a.party_id
