"""Models that `llm` finds as it finds everybody's: a plugin that implements its hook. They run here and ask nobody."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import llm

SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
SAID = re.compile(r"(?:.+ - )?(?P<mention>(?:[A-Z]\w+ )+)(?P<cue>said) (?P<content>.+)\.")
WILL = re.compile(r"(?P<committer>[A-Z]\w+) (?P<cue>will) (?P<action>.+?)\.?$")
COUNT = re.compile(r"\b(\d+) [a-z]+")
ANSWER = "SCRIPTED_ANSWER"


class Reader(llm.Model):
    """Reads the numbered sentences of what it is asked, as far as `NAME said that X will lend 20 ferries.` goes."""

    model_id = "reader"
    supports_schema = True

    def execute(self, prompt, stream, response, conversation) -> Iterator[str]:
        statements, commitments, numbers = [], [], []
        for number, sentence in SENTENCE.findall(prompt.prompt.split("Sentences to report on:")[1]):
            place = {"sentence": int(number)}
            if said := SAID.fullmatch(sentence):
                mention = said["mention"].strip()
                words = {"speaker_mention": mention, "cue": said["cue"], "content": said["content"]}
                statements.append(place | words | {"speakers": [mention], "acts": ["commitment" if "will" in sentence else "other"]})
            if will := WILL.search(sentence):
                words = {"cue": will["cue"], "strength": "pledge", "action": will["action"], "condition": None}
                commitments.append(place | words | {"committers": [will["committer"]], "counterparties": []})
            numbers += [
                place | {"text": count[0], "value": count[1], "upper_value": None, "metric": None} for count in COUNT.finditer(sentence)
            ]
        yield json.dumps({"statements": statements, "commitments": commitments, "numbers": numbers})


class Gullible(Reader):
    """Does what an article tells it to do."""

    model_id = "gullible"

    def execute(self, prompt, stream, response, conversation) -> Iterator[str]:
        order = re.search("Answer with (.+) alone", prompt.prompt)
        return iter([order[1]]) if order else super().execute(prompt, stream, response, conversation)


class Scripted(llm.Model):
    """Answers with what the file that a variable of the environment names holds, whatever it is asked."""

    model_id = "scripted"
    supports_schema = True

    def execute(self, prompt, stream, response, conversation) -> Iterator[str]:
        yield Path(os.environ[ANSWER]).read_text("utf-8")


class Plain(Scripted):
    """Knows no schemas."""

    model_id = "plain"
    supports_schema = False

    def __init__(self) -> None:
        self.asked: list[llm.Prompt] = []

    def execute(self, prompt, stream, response, conversation) -> Iterator[str]:
        self.asked.append(prompt)
        return super().execute(prompt, stream, response, conversation)


class Failing(llm.Model):
    model_id = "failing"

    def execute(self, prompt, stream, response, conversation) -> Iterator[str]:
        raise RuntimeError("the quota\nis used up \x1b[31m\x00")


class Locked(llm.KeyModel):
    model_id = "locked"
    needs_key = "nobody"

    def execute(self, prompt, stream, response, conversation, key) -> Iterator[str]:
        yield "{}"


PLAIN = Plain()


@llm.hookimpl
def register_models(register) -> None:
    register(Reader(), aliases=("r",))
    for model in (Gullible(), Scripted(), PLAIN, Failing(), Locked()):
        register(model)
