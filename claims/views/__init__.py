"""How we ask: one .sql file per view, and the typed read functions."""
