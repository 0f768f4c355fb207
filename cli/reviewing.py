"""The command that walks records one by one on a terminal: each is shown in its context and decided with one key."""

import os
import select
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from claims.errors import ClaimsError, NoSuchRecord, Refused, UsageError
from claims.inputs import read_term
from claims.references import Reference
from claims.settings import database_location
from claims.store.access import open_reader
from claims.terms import Review
from claims.visible import show
from cli import options
from cli.acting import actor
from cli.amending import opened, tell
from cli.cards import cited, lay_out, mark_context
from cli.output import Output

if TYPE_CHECKING:
    from claims.store.access import Reader
    from claims.store.ledger.ledger import Ledger
    from claims.views.cards import Card

Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only statements, commitments or numbers.")]
Actor = Annotated[str | None, typer.Option("--actor", metavar=options.PERSON, help="Who decides; else CLAIMS_ACTOR, else your login name.")]

ESCAPE, ASCII = b"\x1b", b"\x7f"
KEYS = {"a": "accept", "r": "reject", "e": "amend", "s": "skip", "u": "undo", "q": "quit"}
DECISIONS = {"a": Review.ACCEPTED, "r": Review.REJECTED}
LEAVING = ("q", "", "\x04")  # "": the terminal is gone; Ctrl-D


@dataclass(frozen=True, slots=True)
class Step:
    """What was done at which record, and the number of the change, if one was made."""

    at: int
    what: str
    changeset: int | None


def review_records(
    by: options.By = None,
    to: options.To = None,
    act: options.Act = None,
    topic: options.Topic = None,
    strength: options.Strength = None,
    status: options.Status = None,
    overdue: options.Overdue = False,
    unit: options.Unit = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.Source = None,
    language: options.Language = None,
    search: options.Search = None,
    kind: Kind = None,
    review: options.Review = None,
    copies: options.Copies = False,
    limit: options.Limit = 0,
    decider: Actor = None,
    db: options.Db = None,
) -> None:
    """Walk what the program found, one record after another.

    Each is shown with its evidence in context; one key accepts, rejects, amends or skips it, takes the last step back, or quits.
    """
    from claims.views.filters import Filters
    from claims.views.reviewing import find_to_review

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("claims review asks for keys, which takes a terminal; in scripts use `claims accept ID…` and `claims reject ID…`.")
    wanted = Review(read_term(Review, "--review", review)) if review else Review.PROPOSED
    filters = Filters(
        by=by, to=to, act=act, topic=topic, strength=strength, status=status, overdue=overdue, unit=unit, since=since, until=until,
        source=source, language=language, search=search, review=wanted, copies=copies, limit=0,
    )  # fmt: skip
    location = database_location(db)
    with open_reader(location) as reader:
        found = find_to_review(reader, filters, kind)
    found = found[:limit] if limit else found
    if not found:
        Output().note(f"No {wanted} records match.")
        return
    with opened(db, decider or actor()) as ledger:
        Walk(ledger, location, found, wanted).run()


class Otherwise(Exception):
    """A record is no longer as it was shown."""


class Walk:
    """One person's walk along records. Each decision is a change of its own, committed before the next key is read."""

    def __init__(self, ledger: "Ledger", location: str, records: list[Reference], wanted: Review) -> None:
        self.ledger = ledger
        self.location = location
        self.records = records
        self.wanted = wanted
        self.at = 0
        self.card: Card | None = None
        self.steps: list[Step] = []

    def run(self) -> None:
        """Show record after record until the last or until the person leaves; what was decided by then stays."""
        try:
            while self.at < len(self.records) and self.show() and self.answer():
                pass
        except KeyboardInterrupt:
            print()
            raise
        finally:
            self.sum_up()

    def show(self) -> bool:
        """Draw the record that it is at, past those that are no longer to be reviewed; False at the end."""
        from claims.views.reviewing import find_context
        from cli.drawing import draw_review

        while self.at < len(self.records):
            with open_reader(self.location) as reader:
                card = self.find(reader, self.records[self.at])
                context = find_context(reader, card) if card else None
            if card and context:
                self.card = card
                head, lines = lay_out(card)
                draw_review(f"{self.at + 1} of {len(self.records)}  {head}", cited(card), mark_context(card, context), lines)
                return True
            self.at += 1
        return False

    def find(self, reader: "Reader", reference: Reference) -> "Card | None":
        """Return a record's card; None, and say so, where it is gone or somebody else has decided meanwhile."""
        from claims.views.cards import find_card

        try:
            card = find_card(reader, str(reference))
        except NoSuchRecord:
            say(f"{reference} is gone meanwhile.")
            return None
        found = getattr(card.record, "review", None)
        if found == self.wanted:
            return card
        say(f"{reference} is {found} meanwhile.")
        return None

    def answer(self) -> bool:
        """Read keys until one of them settles what comes next; False to leave."""
        from cli.drawing import draw_keys

        while True:
            key = read_key(lambda: draw_keys(KEYS)).lower()
            print(KEYS.get(key, ""))
            if key in LEAVING:
                return False
            try:
                if key in KEYS and self.do(key):
                    return True
            except ClaimsError as error:
                say(str(error))

    def do(self, key: str) -> bool:
        """Do what a key means to the record at hand; False where nothing came of it."""
        reference = self.records[self.at]
        if key in DECISIONS:
            return self.decide(reference, DECISIONS[key])
        if key == "s":
            self.steps.append(Step(self.at, "skipped", None))
            self.at += 1
            return True
        return self.undo() if key == "u" else self.amend(reference)

    def decide(self, reference: Reference, decision: Review) -> bool:
        """Accept or reject what was shown; where the record is otherwise by now, it is shown again, to be decided."""
        from claims.store.ledger.amending import review

        try:
            deed = review(self.ledger, [reference], decision, check=self.require_as_shown)
        except NoSuchRecord:
            return True
        except Otherwise:
            say(f"{reference} is no longer as it was shown; this is how it stands.")
            return True
        self.steps.append(Step(self.at, str(decision), deed.changeset))
        self.at += 1
        return True

    def require_as_shown(self) -> None:
        """Raise Otherwise unless the record at hand is as it was shown; what else there is of whom it names may have changed."""
        from claims.views.cards import find_card

        assert self.card
        with open_reader(self.location) as reader:
            card = find_card(reader, str(self.records[self.at]))
        if (card.record, cited(card), lay_out(card)) != (self.card.record, cited(self.card), lay_out(self.card)):
            raise Otherwise

    def undo(self) -> bool:
        """Take the last step back and return to its record."""
        from claims.store.ledger.undoing import undo

        if not self.steps:
            say("There is nothing to take back.")
            return False
        last = self.steps[-1]
        if last.changeset is not None:
            undo(self.ledger, last.changeset)
        self.steps.pop()
        self.at = last.at
        say(f"{self.records[self.at]} is no longer {last.what}.")
        return True

    def amend(self, reference: Reference) -> bool:
        """Ask for a field, its value and the reason; the record is then shown again, to be decided."""
        from claims.store.ledger.amending import amend
        from claims.store.ledger.fields import FIELDS, read_assignments

        say(f"Fields: {', '.join(FIELDS[reference.kind])}.")
        written = ask("field=value: ")
        reason = ask("reason: ") if written else ""
        if not reason:
            say("Nothing was amended: that takes field=value and a reason.")
            return False
        deed = amend(self.ledger, reference, read_assignments([written]), reason=reason)
        tell(deed, nothing=f"{reference} is so already.")
        if deed.changeset is not None:
            self.steps.append(Step(self.at, "amended", deed.changeset))
        return deed.changeset is not None

    def sum_up(self) -> None:
        """Say what was done."""
        counts = Counter(step.what for step in self.steps)
        done = ", ".join(f"{counts[what]} {what}" for what in ("accepted", "rejected", "amended", "skipped") if counts[what])
        say(f"{done or 'Nothing was decided'}; {len(self.records) - self.at} left.")


def read_key(ask: Callable[[], None]) -> str:
    """Ask, and return the next key that is pressed on the terminal, without waiting for the end of a line; nothing where it is gone.

    The terminal gives keys one by one before it asks: a Ctrl-D that comes between would be lost.
    """
    import termios
    import tty

    terminal = sys.stdin.fileno()
    sys.stdout.flush()
    try:
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal, termios.TCSADRAIN)
        try:
            ask()
            sys.stdout.flush()
            pressed = os.read(terminal, 1)
            if pressed == ESCAPE or pressed > ASCII:
                # An arrow or a letter beyond ASCII is several bytes and no key of ours.
                while select.select([terminal], [], [], 0.02)[0] and os.read(terminal, 32):
                    pass
                return "?"
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    except (OSError, termios.error):
        return ""
    return pressed.decode("ascii")


def say(text: str) -> None:
    """Print a sentence."""
    from cli.drawing import draw_sentence

    draw_sentence(show(text))


def ask(prompt: str) -> str:
    """Return a line that is typed, without white space at its ends; UsageError unless it is UTF-8."""
    with suppress(ImportError):
        import readline  # noqa: F401  # arrow keys while typing
    try:
        return input(prompt).strip()
    except EOFError:
        print()
        return ""
    except UnicodeDecodeError:
        raise UsageError("What was typed is not text in UTF-8.") from None
