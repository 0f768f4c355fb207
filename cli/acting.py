"""Who acts."""

import getpass
import os


def actor() -> str:
    """Return who runs the program: CLAIMS_ACTOR, else the login name, else `unknown`."""
    try:
        return os.environ.get("CLAIMS_ACTOR") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
