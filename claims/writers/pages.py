"""Pages from templates. Every value that enters one is plain text there, whatever it holds: nothing in it can run, hide or steer."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from claims.inputs import ADDRESS
from claims.visible import HIDDEN, escape_markdown, show


class Piece(NamedTuple):
    """Some words of an evidence: whether they are those that count, and the anchor under which they are found (empty: none)."""

    text: str
    marked: bool
    anchor: str


class Mark(NamedTuple):
    """A range of characters in an evidence that counts, and its anchor (empty: none)."""

    start: int
    end: int
    anchor: str = ""


@cache
def environment(suffix: str) -> Environment:
    """Return what fills the templates of one kind, `html` or `md`."""
    made = Environment(
        loader=FunctionLoader(template),
        autoescape=True,
        finalize=SPELLINGS[suffix],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["address"] = ADDRESSES[suffix]
    return made


def template(name: str) -> str:
    """Return the text of a template."""
    return files("claims.writers").joinpath("templates", name).read_text("utf-8")


def as_text(value: Any) -> Any:
    """Return a value of an HTML page as text, which is escaped after this, with its hidden characters shown; None is empty."""
    if value is None:
        return ""
    return show(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def as_words(value: Any) -> Any:
    """Return a value of a Markdown page as plain words; None is empty."""
    text = as_text(value)
    return Markup(escape_markdown(text)) if isinstance(text, str) and not isinstance(text, Markup) else text


def address(url: str | None) -> str:
    """Return an address that a reader may follow, or nothing: only the web's own schemes, and nothing that hides where it leads."""
    return url if url and ADDRESS.fullmatch(url) and not HIDDEN.search(url) else ""


def as_link(url: str | None) -> Markup:
    """Return an address to stand in <> in Markdown, where nothing is escaped."""
    return Markup(address(url))


SPELLINGS = {"html": as_text, "md": as_words}
ADDRESSES: dict[str, Callable[[str | None], str]] = {"html": address, "md": as_link}


def pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Return a text in pieces, with the marked ones apart; of marks that overlap, the one that begins first."""
    found: list[Piece] = []
    end = 0
    for mark in sorted(marks):
        if not end <= mark.start < mark.end <= len(text):
            continue
        if end < mark.start:
            found.append(Piece(text[end : mark.start], False, ""))
        found.append(Piece(text[mark.start : mark.end], True, mark.anchor))
        end = mark.end
    if end < len(text):
        found.append(Piece(text[end:], False, ""))
    return found
