"""What the shell offers for a word that is being typed. It only reads, and says nothing where it cannot."""

import os
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from typer._click.shell_completion import add_completion_class, split_arg_string
from typer._completion_classes import FishComplete, ZshComplete

from claims.terms import Act, AssessmentStatus, InstalmentType, RecordKind, Review, Strength
from claims.visible import HIDDEN
from cli.options import PERSON

if TYPE_CHECKING:
    from claims.store.access import Reader

Find = Callable[[Callable[[], "Reader"], str], Iterable[str]]

REQUEST = "_CLAIMS_COMPLETE"  # set by the shell where it asks
SPECIAL = re.compile(r"([^\w@%+=:,./-])")
# What a shell could take for more than letters, even inside quotes: no name that people type has it, a hostile one may.
ACTING = re.compile(r"[\\$`]")
END = "\u2402"  # put behind what is typed, so that it has an end whatever it ends with
IN_ANY_CASE = "'m:{[:lower:][:upper:]}={[:upper:][:lower:]}'"
ORDERINGS = re.compile(r"--order takes (\w+(?:, \w+)*)\.")


class Offer(NamedTuple):
    """One completion, as typer takes it."""

    value: str
    help: None = None
    type: str = "plain"


def names(which: str) -> Find:
    """Return what finds names: ANYBODY, PARTIES or PUBLISHERS of claims.views.completions."""

    def find(open: Callable[[], "Reader"], word: str) -> list[str]:
        from claims.views import completions

        with open() as reader:
            return completions.names_like(reader, getattr(completions, which), word)

    return find


def values(which: str) -> Find:
    """Return what finds values: TOPICS, UNITS or LANGUAGES of claims.views.completions."""

    def find(open: Callable[[], "Reader"], word: str) -> list[str]:
        from claims.views import completions

        with open() as reader:
            return completions.values_like(reader, getattr(completions, which), word)

    return find


def ids(*kinds: RecordKind) -> Find:
    """Return what finds short names of records of these kinds."""

    def find(open: Callable[[], "Reader"], word: str) -> list[str]:
        from claims.views.completions import ids_like

        with open() as reader:
            return ids_like(reader, kinds, word)

    return find


def reports(_: Callable[[], "Reader"], word: str) -> list[str]:
    """Return the reports whose names begin with a word, without any database."""
    from claims.views.reports import reports

    return [name for name in reports() if name.startswith(word.casefold())]


def among(words: Iterable[str]) -> Find:
    """Return what finds one of these words, without any database."""
    return lambda _, begun: [word for word in words if word.startswith(begun.casefold())]


# By option, or by the metavar of an argument; a metavar such as `json|csv` speaks for itself.
HELD: dict[str, Find] = {
    "--by": names("ANYBODY"),
    "--to": names("PARTIES"),
    "--from": names("PARTIES"),
    "--topic": values("TOPICS"),
    "--unit": values("UNITS"),
    "--language": values("LANGUAGES"),
    "--source": names("PUBLISHERS"),
    "UNIT": values("UNITS"),
    "ID": ids(*RecordKind),
    "ID…": ids(*RecordKind),
    "[ID]": ids(*RecordKind),
    "COMMITMENT": ids(RecordKind.COMMITMENT),
    "[COMMITMENT]": ids(RecordKind.COMMITMENT),
    "REPORT": reports,
    "STAYS OTHER…": names("ANYBODY"),
    "NAME [OTHER]": names("ANYBODY"),
}
TERMS: dict[str, type[StrEnum]] = {
    "--act": Act,
    "--strength": Strength,
    "--status": AssessmentStatus,
    "--review": Review,
    "--type": InstalmentType,
    "STATUS": AssessmentStatus,
}


def teach(program: Any) -> None:
    """Teach the whole program what its words may be, and in which spelling each shell takes them."""
    offer_words(program)
    add_completion_class(InZsh, "zsh")
    add_completion_class(InFish, "fish")


def offer_words(command: Any) -> None:
    """Teach every parameter of a command, and of the commands inside it, what its words may be."""
    for parameter in command.params:
        find = orderings(command) if "--order" in parameter.opts else finder(parameter)
        if find is not None:
            parameter.shell_complete = answering(find)
    for inside in getattr(command, "commands", {}).values():
        offer_words(inside)


def orderings(command: Any) -> Find | None:
    """Return what finds the columns that a list can be sorted by, as its help names them; None where it names none."""
    named = ORDERINGS.search(command.help or "")
    return among(named[1].split(", ")) if named else None


def finder(parameter: Any) -> Find | None:
    """Return what finds the words of a parameter; None for words of which nothing is known, and for people, whose names are their own."""
    metavar = parameter.metavar or ""
    choices = metavar.strip("[]").split("|")
    if len(choices) > 1 and metavar.islower():
        return among(choices)
    for name in () if metavar == PERSON else (*parameter.opts, metavar):
        if name in TERMS:
            return among([term.value for term in TERMS[name]])
        if name in HELD:
            return HELD[name]
    return None


def answering(find: Find) -> Callable[[Any, str], list[Offer]]:
    """Return what answers the shell; with nothing, whatever goes wrong: where somebody types is no place to tell it."""

    def complete(context: Any, incomplete: str) -> list[Offer]:
        try:
            found = find(opener(context), incomplete)
            return [Offer(spelled(word)) for word in found if not (ACTING.search(word) or HIDDEN.search(word))]
        except Exception:
            return []

    return complete


def opener(context: Any) -> Callable[[], "Reader"]:
    """Return what opens the database that the words before name."""

    def open() -> "Reader":
        from claims.settings import database_location
        from claims.store.access import open_reader

        given, place = None, context
        while place is not None and given is None:
            given, place = place.params.get("db"), place.parent
        return open_reader(database_location(given))

    return open


def spelled(word: str) -> str:
    """Return a word as the shell takes it: bash alone wants it escaped, as the quotes demand in which it is typed."""
    if os.environ.get(REQUEST) != "complete_bash":
        return word
    words, place = os.environ.get("COMP_WORDS", "").split("\n"), os.environ.get("COMP_CWORD", "")
    typed = words[int(place)] if place.isdecimal() and int(place) < len(words) else ""
    if typed.startswith("'"):
        return word.replace("'", "'\\''")
    return word.replace('"', '\\"') if typed.startswith('"') else SPECIAL.sub(r"\\\1", word)


def typed_words() -> tuple[list[str], str]:
    """Return the words of the line before the one that is being typed, and that one so far, all without quotes.

    What typer makes of it takes a word that ends with an escaped space for a whole one.
    """
    words = split_arg_string(os.environ.get("_TYPER_COMPLETE_ARGS", "") + END)
    return words[1:-1], words[-1].removesuffix(END)


class InZsh(ZshComplete):
    """Completion as zsh takes it: typer's own way drops the quotes inside a word."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before, and the one that is being typed."""
        return typed_words()

    def complete(self) -> str:
        """Return what zsh runs: it escapes the words itself, and the line that it evaluates holds no blank inside them."""
        offered = self.get_completions(*self.get_completion_args())
        if not offered or any(item.help for item in offered):
            return super().complete()
        return f"compadd -M {IN_ANY_CASE} -- {' '.join(map(without_blanks, (item.value for item in offered)))}"


class InFish(FishComplete):
    """Completion as fish takes it."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before, and the one that is being typed."""
        return typed_words()


def without_blanks(word: str) -> str:
    """Return a word in the quotes of zsh that know escapes: all but letters and digits are written by their numbers."""
    return "$'" + re.sub(r"[^\w-]", lambda found: f"\\U{ord(found[0]):08x}", word) + "'"
