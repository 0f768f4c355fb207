"""The package followthemoney, without the transliteration of names, which it takes from ICU and which nothing here needs."""

import sys
from types import SimpleNamespace

TRANSLITERATOR = SimpleNamespace(createInstance=lambda _script: SimpleNamespace(transliterate=str))
# ICU comes as source alone, and a development tool should need no compiler.
sys.modules.setdefault("icu", SimpleNamespace(Transliterator=TRANSLITERATOR))

from followthemoney import model  # noqa: E402
from followthemoney.types import registry  # noqa: E402

__all__ = ["model", "registry"]
