"""People's work on the records: amending, reviewing, adding, withdrawing, and taking it back. Each call is one transaction."""
