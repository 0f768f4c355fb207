-- Commitments due: one row for each commitment with a due day that counts, by its state, and one of the state '': of any state.
SELECT d.state, d.due_on, d.commitment_id
FROM due_and_overdue AS d
UNION ALL
SELECT '', d.due_on, d.commitment_id
FROM due_and_overdue AS d
