"""The table of contents: every command, in the order of the help."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Annotated, Any, cast

import typer

from cli import options
from cli.edge import Command, Commands, Made, catch_termination, prepare_streams, settle_streams
from cli.paging import NONE, paged

OPTIONAL = "[COMMAND] [ARGS]…"  # where a group does something without a command
Entry = tuple[str, str, str]  # a command, the function that runs it as module.function, an example

# By panel of the help.
COMMANDS: dict[str, tuple[Entry, ...]] = {
    "Read articles": (
        ("load", "loading.load_articles", "claims load articles/"),
        ("reextract", "loading.reextract_sources", "claims reextract --source src3"),
        ("extract", "loading.extract_articles", "claims extract article.txt --format jsonl"),
        ("schema", "loading.print_schema", "claims schema"),
        ("demo", "loading.run_demo", "claims demo"),
        ("evaluate", "evaluating.evaluate_extractor", "claims evaluate annotated/ --errors 3"),
    ),
    "Ask": (
        ("commitments", "listing.list_commitments", "claims commitments --by China --to Kyrgyzstan --since 2022"),
        ("statements", "listing.list_statements", 'claims statements --by "Sadyr Japarov" --act position'),
        ("numbers", "listing.list_numbers", "claims numbers --unit USD --min 100000000"),
        ("sources", "listing.list_sources", "claims sources --language id --since 2025-06"),
        ("speakers", "listing.list_speakers", "claims speakers --by Kyrgyzstan"),
        ("parties", "listing.list_parties", "claims parties --order -made"),
        ("show", "asking.show_records", "claims show c7 s12"),
        ("search", "asking.search_text", "claims search kereta api"),
        ("report", "reporting.print_report", "claims report money-pledged --by China --since 2022"),
        ("stats", "asking.print_stats", "claims stats"),
        ("sql", "asking.run_sql", 'claims sql "select * from who_committed_to_what limit 5" --format csv'),
    ),
    "Correct what was read": (
        ("review", "reviewing.review_records", "claims review --kind commitments --by China"),
        ("accept", "amending.accept_records", "claims accept c12 s3"),
        ("reject", "amending.reject_records", 'claims reject c12 --reason "said by the reporter"'),
        ("amend", "amending.amend_record", 'claims amend c12 due_on=2025-06-30 --reason "the decree says June"'),
        ("add", "amending.add_record", 'claims add commitment source=src1 "text=We will pay." cue=will strength=pledge committers=Samaya'),
        ("remove", "amending.remove_records", 'claims remove n3 --reason "a page number"'),
        ("history", "amending.print_changes", "claims history c12"),
        ("undo", "amending.undo_change", "claims undo 4711"),
    ),
    "Follow commitments": (
        ("timeline", "following.print_timeline", "claims timeline c12"),
        ("assess", "following.assess_commitment", "claims assess c12 fulfilled --on 2025-03-06 --evidence https://example.org/opening"),
        (
            "instalment",
            "following.record_instalment",
            "claims instalment c12 100000000 USD --type disbursement --on 2024-05-01 --from China",
        ),
    ),
    "Tell who and what is the same": (
        ("import", "importing.import_files", "claims import people.csv"),
        ("similar", "resolving.list_similar", "claims similar speakers"),
        ("merge", "resolving.merge_records", 'claims merge "Sadyr Japarov" "Sadyr Zhaparov" --reason "two spellings"'),
        ("split", "resolving.split_records", 'claims split sp9 --reason "his brother"'),
        ("conflicts", "relating.list_conflicts", "claims conflicts --changes"),
    ),
    "Browse and hand on": (
        ("serve", "serving.serve_database", "claims serve --port 8001"),
        ("publish", "serving.publish_database", "claims publish public.db"),
        ("export", "exporting.export_database", "claims export --history -o claims.jsonl"),
    ),
    "Keep the database": (("verify", "keeping.verify_database", "claims verify"),),
}
COPIES_COMMANDS = (
    ("find", "relating.find_copies", "claims copies find"),
    ("accept", "relating.accept_copies", "claims copies accept 3"),
    ("dismiss", "relating.dismiss_copies", 'claims copies dismiss 3 --reason "two reports of one briefing"'),
)
DISAGREEMENT_COMMANDS = (
    ("accept", "disagreeing.accept_readings", 'claims disagreements accept d3 --reason "the decree says so"'),
    ("dismiss", "disagreeing.dismiss_readings", 'claims disagreements dismiss d4 --reason "misread again"'),
)
RELATIONS_COMMANDS = (
    ("find", "relating.find_relations", "claims relations find"),
    ("accept", "relating.accept_relations", "claims relations accept 7 8"),
    ("dismiss", "relating.dismiss_relations", 'claims relations dismiss 7 --reason "two loans"'),
)
DATABASE_COMMANDS = (
    ("upgrade", "keeping.upgrade_database", "claims db upgrade"),
    ("current", "keeping.print_current", "claims db current"),
    ("history", "keeping.print_history", "claims db history"),
)
GROUPS: tuple[tuple[str, str, str, tuple[Entry, ...]], ...] = (
    (
        "disagreements",
        "Correct what was read",
        "Where a later reading differs from what people settled.\n\n"
        "Alone, it lists both readings, field by field, with their evidence; accept and dismiss decide.",
        DISAGREEMENT_COMMANDS,
    ),
    (
        "copies",
        "Tell who and what is the same",
        "Articles that copy others.\n\nAlone, it lists what find proposed and nobody decided; accept and dismiss decide.",
        COPIES_COMMANDS,
    ),
    (
        "relations",
        "Tell who and what is the same",
        "Records that say again, or change, what others say.\n\n"
        "Alone, it lists what find proposed and nobody decided; accept and dismiss decide.",
        RELATIONS_COMMANDS,
    ),
    ("db", "Keep the database", "Make, upgrade and date the database.", DATABASE_COMMANDS),
)
ALONE = {  # what a group does where no command of it is named
    "copies": "relating.list_copies",
    "disagreements": "disagreeing.list_disagreements",
    "relations": "relating.list_relations",
}


# What may be longer than a terminal is high; other commands work, ask, or tell what they did.
PAGED = {
    *("commitments", "statements", "numbers", "sources", "speakers", "parties", "show", "search", "sql", "stats", "timeline", "history"),
    *("report", "similar", "conflicts", "copies", "disagreements", "relations"),
}


def function(named: str) -> Callable[..., None]:
    """Return a function of this package by module and name."""
    module, _, name = named.partition(".")
    found: Callable[..., None] = getattr(import_module(f"cli.{module}"), name)
    return found


def bare() -> typer.Typer:
    """Return what commands are put into."""
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


def make_command(panel: str, entry: Entry) -> Any:
    """Make one command of the program."""
    name, run, example = entry
    paging = paged(function(run)) if name in PAGED else function(run)
    # SQL may begin with a comment, which looks like an option.
    settings = {"ignore_unknown_options": name == "sql"}
    holder = bare()
    holder.command(name, cls=Command, epilog=f"Example: {example}", context_settings=settings, rich_help_panel=panel)(paging)
    return typer.main.get_group(holder).commands[name]


def make_group(name: str, panel: str, about: str, entries: Sequence[Entry]) -> Any:
    """Make a command that has commands of its own."""
    group = typer.Typer(cls=Commands, rich_markup_mode=None, no_args_is_help=name not in ALONE, help=about)
    if name in ALONE:
        group.info.subcommand_metavar = OPTIONAL
        group.callback(invoke_without_command=True)(paged(function(ALONE[name])))
    for member, run, example in entries:
        group.command(member, cls=Command, epilog=f"Example: {example}")(function(run))
    holder = bare()
    holder.add_typer(group, name=name, epilog=f"Example: {entries[0][2]}", rich_help_panel=panel)
    return typer.main.get_group(holder).commands[name]


class Program(Commands):
    """The whole program. A command is made when it is asked for: none waits for what the others import."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        makers = {entry[0]: partial(make_command, panel, entry) for panel, entries in COMMANDS.items() for entry in entries}
        makers |= {name: partial(make_group, name, panel, about, entries) for name, panel, about, entries in GROUPS}
        self.commands = cast("Any", Made(makers))  # only read


app = typer.Typer(
    name="claims",
    cls=Program,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    subcommand_metavar=OPTIONAL,
)


def print_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib.metadata import version

        print(f"claims {version('claims')}", flush=True)
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print long output at once, on a terminal too.")]


@app.callback(epilog="Example: claims load articles/ && claims commitments --by China")
def claims(context: typer.Context, db: options.Db = None, no_pager: NoPager = False, version: Version = False) -> None:
    """Who said what, who committed to what, and in what numbers: read from news text into a database that can be asked."""
    if no_pager:
        os.environ["PAGER"] = NONE
    if context.invoked_subcommand is None:
        function("asking.print_state")(db)
    elif db is not None:
        # A --db before the command stands for one after it.
        here: dict[str, Any] = {"db": db}
        inside = {group: {name: here for name, _, _ in commands} for group, _, _, commands in GROUPS}
        context.default_map = {context.invoked_subcommand: here | inside.get(context.invoked_subcommand, {})}


def main() -> None:
    """Run the command line."""
    prepare_streams()
    catch_termination()
    command = typer.main.get_command(app)
    if "_CLAIMS_COMPLETE" in os.environ:
        from cli.completing import teach

        teach(command)
    try:
        command(prog_name="claims")
    finally:
        settle_streams()


if __name__ == "__main__":
    main()
