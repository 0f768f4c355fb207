"""How we ask: one .sql file for each reporting view, and the typed functions that read."""
