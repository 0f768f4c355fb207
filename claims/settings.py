"""Settings that come from the environment, read in one place."""

import os

DEFAULT_DATABASE = "claims.db"


def database_location(given: str | None = None) -> str:
    """Return the path or URL of the database: `given` (the --db option), else CLAIMS_DB, else claims.db here."""
    return given or os.environ.get("CLAIMS_DB") or DEFAULT_DATABASE
