"""From text to candidates: pure, no database, no clock."""
