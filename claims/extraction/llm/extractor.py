"""The extractor that asks a language model, through the `llm` library (https://llm.datasette.io), and keeps what the text proves."""

import json
import re

import llm

from claims.documents.document import Document
from claims.errors import Refused, RejectedInput, UsageError
from claims.extraction.candidates import Extraction
from claims.extraction.groundwork import lay_groundwork
from claims.extraction.llm.instructions import passage, passages, prompt, schema, version
from claims.extraction.llm.proof import Answer, prove

RELEASE = "0.1.0"
FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)  # how a model without schemas likes to wrap what it answers
EXCERPT = 100  # characters of somebody else's words that a message shows


class ModelExtractor:
    """Reads with one model that `llm` knows. Source details, sentences, dates and the values of numbers stay with our own readers."""

    def __init__(self, model: str) -> None:
        """Take a model by its id or alias; UsageError if `llm` knows none, Refused if it has no key for it."""
        try:
            self._model = llm.get_model(model)
            self._model.get_key()
        except llm.UnknownModelError as error:
            raise UsageError(
                f"llm knows no model {model!r}; `llm models` lists those it knows, and `llm install` adds others to them."
            ) from error
        except llm.NeedsKeyException as error:
            raise Refused(f"The model {model} needs a key: {error}.") from error
        self.name = f"llm:{self._model.model_id} {RELEASE} (prompt {version()})"

    def extract(self, document: Document) -> Extraction:
        """Return the candidates that the model proposes and the text proves, and what was set aside.

        RejectedInput where the language has no lexicon, the model fails, or an answer is not of the form that was asked for.
        """
        ground = lay_groundwork(document)
        answers = [Answer(shown, self._ask(passage(ground, shown))) for shown in passages(ground.found.sentences)]
        return prove(ground, answers, self.name)

    def _ask(self, text: str) -> dict[str, list[object]]:
        """Return the lists that a model answers with."""
        knows = self._model.supports_schema
        asked = prompt() if knows else f"{prompt()}\nThe JSON schema of the answer:\n{json.dumps(schema())}\n"
        try:
            answer = self._model.prompt(text, system=asked, schema=schema() if knows else None, stream=False).text()
        except Exception as error:
            raise RejectedInput(f"the model {self._model.model_id} failed with {type(error).__name__} {_shown(str(error))}.") from error
        return self._read(answer)

    def _read(self, answer: str) -> dict[str, list[object]]:
        wrapped = FENCE.fullmatch(answer)
        try:
            read = json.loads(wrapped[1] if wrapped else answer)
        except (ValueError, RecursionError) as error:
            raise RejectedInput(
                f"the model {self._model.model_id} answered with {_shown(answer)}, which is no whole JSON; "
                "load it again, or choose a model that takes schemas (`llm models --schemas`)."
            ) from error
        lists = schema()["properties"]
        if not isinstance(read, dict) or read.keys() != lists.keys() or not all(isinstance(part, list) for part in read.values()):
            raise RejectedInput(
                f"the model {self._model.model_id} answered with {_shown(answer)}, which is not the object of lists "
                f"({', '.join(lists)}) that was asked for; load it again, or choose a model that takes schemas (`llm models --schemas`)."
            )
        return read


def _shown(words: str) -> str:
    """Return the beginning of somebody else's words as one line that can be printed and stored."""
    return repr(words if len(words) <= EXCERPT else words[:EXCERPT] + "…") if words.strip() else "nothing"
