"""The fake models, known to the `llm` of this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LLM_USER_PATH", str(tmp_path_factory.mktemp("llm")))
        patch.setenv("LLM_LOAD_PLUGINS", "")  # not what happens to be installed
        from llm.plugins import load_plugins, pm

        from tests.extraction.llm import models

        load_plugins()
        patch.delenv("LLM_LOAD_PLUGINS")
        pm.register(models)
        yield
        pm.unregister(models)


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file whose content the scripted models answer with."""
    from tests.extraction.llm.models import ANSWER

    monkeypatch.setenv(ANSWER, str(tmp_path / "answer"))
    return tmp_path / "answer"
