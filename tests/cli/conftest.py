"""What the command line reads; none of these tests writes to it."""

import pytest


@pytest.fixture(scope="session")
def stocked(sqlite_stock: str) -> str:
    return sqlite_stock


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLAIMS_DB", "CLAIMS_ACTOR", "CLAIMS_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
