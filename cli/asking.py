"""Commands that answer one question: show, search, sql, stats; and what `claims` alone says."""

import shlex
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Annotated

import typer

from claims.errors import NoSuchTable, UsageError
from claims.inputs import nearest
from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import DEFAULT_LIMIT
from claims.wording import counted
from cli import options
from cli.layout import Column
from cli.output import Format, Output, program

if TYPE_CHECKING:
    from claims.views.waiting import Waiting

# What to ask next, where there are articles.
HINTS = [("commitments", "who committed to what"), ("search WORDS", "full text"), ("serve", "browse with Datasette")]

Names = Annotated[list[str], typer.Argument(metavar="ID…", help="Records, such as c7 s12 n3 sp4 p2 src1.", show_default=False)]
Words = Annotated[list[str], typer.Argument(metavar="WORDS…", help="Words that must all occur.", show_default=False)]
Statement = Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT, in quotes.", show_default=False)]


def show_records(
    names: Names,
    as_of: options.AsOf = None,
    today: options.Today = None,
    format: options.CardFormat = "table",
    db: options.Db = None,
) -> None:
    """All that is known of one record, with its evidence.

    Several records make several cards. Marked words stand in [brackets] where there is no terminal.
    """
    from claims.views.cards import find_card
    from cli.cards import print_card

    output = Output(format, only=(Format.TABLE, Format.JSON, Format.JSONL))
    with open_reader(database_location(db), as_of, today) as reader:
        cards = [find_card(reader, name) for name in names]
    if output.format is not Format.TABLE:
        output.records(cards, [])
        return
    for number, card in enumerate(cards):
        if number:
            output.line()
        print_card(output, card)


def search_text(
    words: Words,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Search the full text.

    Of commitments, statements and articles; found words stand in [brackets]. --limit holds for each kind.
    """
    from claims.views.search import Hit, search
    from cli.columns import HITS

    output = Output(format, columns=columns)
    with open_reader(database_location(db), as_of) as reader:
        output.page(search(reader, " ".join(words), limit), HITS, what="records", of=Hit)


def run_sql(
    sql: Statement, as_of: options.AsOf = None, today: options.Today = None, format: options.Format = "table", db: options.Db = None
) -> None:
    """Run one SELECT of your own; nothing can be changed.

    docs/DATA.md and `claims serve` describe the tables and views; docs/COOKBOOK.md holds twenty questions with their answers.
    """
    output = Output(format)
    with open_reader(database_location(db), as_of, today) as reader:
        try:
            titles, rows = reader.table(sql)
        except NoSuchTable as error:
            raise nearest_table(error) from None
    if not titles:
        raise UsageError('Nothing was selected; give one SELECT in quotes, such as "select * from commitments_by_party".')
    output.rows(tell_apart(titles), rows)
    if not rows:
        output.note("No rows.")


def tell_apart(titles: list[str]) -> list[str]:
    """Return the titles with a number behind each that stood before, so that JSON keeps every column."""
    apart: list[str] = []
    for title in titles:
        copies = (title if number == 1 else f"{title}_{number}" for number in count(1))
        apart.append(next(name for name in copies if name not in apart))
    return apart


def print_stats(as_of: options.AsOf = None, format: options.Format = "table", db: options.Db = None) -> None:
    """How much the database holds.

    Counted by table, language, publisher, act and strength; and the days covered.
    """
    from claims.views.stats import read_stats

    output = Output(format)
    with open_reader(database_location(db), as_of) as reader:
        stats = read_stats(reader)
    rows = [("table", name, count) for name, count in stats.tables.items()]
    rows += [(count.group, count.name, count.count) for count in stats.groups]
    if stats.first_on and stats.last_on:
        rows += [("days", f"{stats.first_on} to {stats.last_on}", stats.days)]
    titles = ["counted by", "name", "count"]
    if output.format in (Format.TABLE, Format.MD):
        columns = [Column("counted by", str, breaks=False), Column("name", str), Column("count", str, breaks=False, right=True)]
        output.table(columns, [[group, name, f"{count:,}"] for group, name, count in rows])
    else:
        output.rows([title.replace(" ", "_") for title in titles], rows)


def nearest_table(missing: NoSuchTable) -> UsageError:
    """Return what a database said of a table that it does not have, with the nearest that there is, if any is near."""
    from claims.store.selects import view_selects
    from claims.store.shapes import HISTORY, SHAPES

    found = nearest(missing.table, [*SHAPES, HISTORY, *view_selects()])
    return UsageError(f"{missing} Nearest: {', '.join(found)}.") if found else missing


def print_state(db: str | None) -> None:
    """Say what the database holds, what waits for people, and what to do next."""
    from claims.store.databases.database import find_database
    from claims.views.stats import count_tables, find_last_load
    from claims.views.waiting import count_waiting

    output, location, run = Output(), database_location(db), program()
    database = find_database(location)
    if database.revision() is None:
        output.line(f"There is no database at {database.name} yet; make one with: {run} load PATH")
        output.line(f"To see what this is for: {run} demo. All commands: {run} --help.")
        return
    with open_reader(location) as reader:
        counts, last, waiting = count_tables(reader), find_last_load(reader), count_waiting(reader)
    held = (("sources", "article"), ("statements", "statement"), ("commitments", "commitment"), ("numeric_claims", "numeric claim"))
    output.line(f"{database.name} holds " + ", ".join(counted(counts[table], what) for table, what in held) + ".")
    if last:
        output.line(f"Last load: {last.started_at[:16].replace('T', ' ')} UTC by {last.loaded_by}.")
    chosen = f" --db {shlex.quote(database.name)}" if db else ""
    if waits := list(waiting_lines(waiting)):
        output.line("Waiting for you:")
        print_commands(output, [(f"{run} {command}{chosen}", what) for command, what in waits])
    output.line("What to do next:")
    known = HINTS if counts["sources"] else [("load PATH", "read articles")]
    print_commands(output, [*((f"{run} {command}{chosen}", what) for command, what in known), (f"{run} --help", "all commands")])


def waiting_lines(waiting: "Waiting") -> Iterator[tuple[str, str]]:
    """Yield a command for each thing that waits for people, and what that is."""
    from claims.views.waiting import MOST

    def many(number: int, one: str, several: str) -> str:
        return f"{MOST:,} or more {several}" if number >= MOST else f"{number:,} {one if number == 1 else several}"

    kinds = (
        (waiting.commitments, "commitment", "commitments"),
        (waiting.statements, "statement", "statements"),
        (waiting.numbers, "number", "numbers"),
    )
    if unseen := [many(*kind) for kind in kinds if kind[0]]:
        yield "review", f"{', '.join(unseen)} that nobody checked"
    for number, command, one, several in (
        (waiting.overdue, "commitments --overdue", "commitment is overdue", "commitments are overdue"),
        (waiting.disagreements, "disagreements", "later reading differs", "later readings differ"),
        (waiting.copies, "copies", "article may be a copy", "articles may be copies"),
        (waiting.relations, "relations", "record may repeat another", "records may repeat others"),
        (
            waiting.unsearched,
            "relations find",
            "article came after the last proposals of what is said twice",
            "articles came after the last proposals of what is said twice",
        ),
    ):
        if number:
            yield command, many(number, one, several)


def print_commands(output: Output, commands: Sequence[tuple[str, str]]) -> None:
    """Print commands with what each is for, in two columns."""
    size = max(len(command) for command, _ in commands)
    for command, what in commands:
        output.line(f"  {command:<{size}}   # {what}", indent=len("     # ") + size)
