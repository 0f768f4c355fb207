"""Databases for the command line to read; none of these tests writes to them."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.views.stock import stock


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(tmp_path_factory.mktemp("stock") / "claims.db")
    stock(place)
    return place


@pytest.fixture(scope="session")
def postgresql_stocked(postgresql_url: str) -> Iterator[str]:
    import psycopg

    name = f"claims_{uuid4().hex}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        place = postgresql_url.removesuffix("postgres") + name
        stock(place)
        yield place
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLAIMS_DB", "CLAIMS_ACTOR", "CLAIMS_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
