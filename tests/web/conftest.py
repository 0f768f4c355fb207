"""Databases to browse, and sites over them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from claims.store.migrations import upgrade
from claims.web.publishing import publish
from tests.web.browser import serving
from tests.web.rows import fill_with_consequences, fill_with_scripts, fill_with_story


@pytest.fixture(scope="session")
def story_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of plainly fictional people and states."""
    path = tmp_path_factory.mktemp("story") / "story.db"
    upgrade(str(path))
    fill_with_story(path)
    return path


@pytest.fixture(scope="session")
def story(story_path: Path) -> Iterator[httpx.Client]:
    """The site over the fictional database."""
    with serving(story_path) as (client, _):
        yield client


@pytest.fixture(scope="session")
def published(story_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The site over a published copy of it."""
    made = publish(str(story_path), tmp_path_factory.mktemp("published") / "published.db")
    with serving(made.path) as (client, _):
        yield client


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The site over the fictional database, in which somebody followed what became of a commitment."""
    path = tmp_path_factory.mktemp("followed") / "followed.db"
    upgrade(str(path))
    fill_with_story(path)
    fill_with_consequences(path)
    with serving(path) as (client, _):
        yield client


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The site over a database whose every free text is markup that would run."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    upgrade(str(path))
    fill_with_scripts(path)
    with serving(path) as (client, _):
        yield client


@pytest.fixture
def empty_database(tmp_path: Path) -> Callable[[str], Path]:
    """Make an empty database of ours under a name."""

    def make(name: str) -> Path:
        path = tmp_path / name
        upgrade(str(path))
        return path

    return make
