"""Recognises the language of a text, among all that the recogniser knows, and says which lexicon reads it."""

from functools import cache

from claims.errors import RejectedInput
from claims.extraction.lexicon import languages, lexicon

SAMPLE = 1000  # characters: enough to tell, and a long text costs no more than a short one


@cache
def _readers() -> dict[str, str]:
    """Return {recognised code: lexicon} with the near relatives that the recogniser takes for a language that has one."""
    return {near: code for code in languages() for near in (code, *lexicon(code)["language"]["recognised_as"])}


def recognise_language(text: str) -> str:
    """Return the code of the lexicon that reads the text; RejectedInput, naming the language, where there is none."""
    from py3langid import classify  # loads numpy, which only loading and extracting need

    code, _ = classify(text[:SAMPLE])
    reader = _readers().get(code)
    if reader is None:
        raise RejectedInput(
            f"The text looks like language {code!r}, which has no lexicon (there are: {', '.join(languages())}); "
            "if that is wrong, name the language with --language."
        )
    return reader
