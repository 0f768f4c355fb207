"""Commands that read articles: load, reextract, extract, demo."""

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from claims.errors import ExitCode
from claims.settings import database_location
from claims.wording import counted, listed, table_words
from cli import options
from cli.acting import actor
from cli.output import Format, Output, place, program

if TYPE_CHECKING:
    from claims.extraction.candidates import SetAside
    from claims.extraction.extractor import Extractor
    from claims.pipeline import LoadReport
    from claims.store.recorded import Recorded

DEMO = "claims-demo.db"
MOST_KINDS = 6  # of files that are not read, by name
Declared = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="Language of the articles, such as id or en; else recognised.")
]
ReadAs = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Language to read them in, such as id or en, whatever it was; else as before."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="Publisher, agency, file, title, or src1; may be given again. All, if none is."),
]
Loaded = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH…",
        help="Articles (.txt, .html), records (.yaml, .json, .jsonl, .csv), exports, or folders of them.",
        readable=False,
        show_default=False,
    ),
]
LoadedBy = Annotated[str | None, typer.Option("--by", metavar=options.PERSON, help="Who loads; else CLAIMS_ACTOR, else your login name.")]


def load_articles(
    paths: Loaded,
    language: Declared = None,
    extractor: options.Extractor = None,
    by: LoadedBy = None,
    db: options.Db = None,
) -> None:
    """Read articles, records and exports into the database.

    The database is made if there is none. What is known already stays as it is, unless it was read in another --language.
    """
    output, location = Output(), database_location(db)
    report = load(paths, location, output, language=language, extractor=extractor, loaded_by=by)
    if any(document.outcome == "rejected" for document in report.documents) or any(file.rejected for file in report.records):
        raise typer.Exit(ExitCode.REJECTED)


def load(
    paths: options.Paths, location: str, output: Output, *, language: str | None, extractor: str | None, loaded_by: str | None
) -> "LoadReport":
    """Load articles, with a progress bar on a terminal; name the rejected ones, and print a summary."""
    from claims import pipeline

    chosen = chosen_extractor(extractor)
    with reading(output) as progress:
        report = pipeline.load(paths, location, loaded_by=loaded_by or actor(), language=language, extractor=chosen, progress=progress)
    name_rejected(report, output)
    name_unlike(report.unlike, output)
    name_passed_over(report.passed_over, output)
    print_summary(report, location, output)
    return report


def reextract_sources(
    source: Sources = None, language: ReadAs = None, extractor: options.Extractor = None, by: LoadedBy = None, db: options.Db = None
) -> None:
    """Read the stored articles anew, without their files.

    After an upgrade of what reads them, or in another language: records that nobody touched become as they are read now. What people did
    stays, and where the new reading differs from it, `claims disagreements` lists both.
    """
    from claims import pipeline

    output, location, chosen = Output(), database_location(db), chosen_extractor(extractor)
    with reading(output) as progress:
        report = pipeline.reextract(
            location, loaded_by=by or actor(), sources=source or (), language=language, extractor=chosen, progress=progress
        )
    name_rejected(report, output)
    name_unlike(report.unlike, output)
    counts, name = outcomes(report), place(location)
    rest = rest_of(counts)
    if counts["renewed"]:
        output.line(f"{counted(counts['renewed'], 'document')} of {name} read anew, {rest}.")
    else:
        output.line(f"Nothing changed: this extractor was the last to read these articles of {name} ({rest}).")
    print_findings(report, location, output)
    if counts["rejected"]:
        raise typer.Exit(ExitCode.REJECTED)


@contextmanager
def reading(output: Output) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what shows progress; say what an interruption leaves."""
    try:
        with progress_bar() as progress:
            yield progress
    except KeyboardInterrupt:
        output.note("What was stored so far stays; the same command goes on with the rest.")
        raise


def name_rejected(report: "LoadReport", output: Output) -> None:
    """Name the documents and records that were rejected, and why."""
    for document in report.documents:
        if document.outcome == "rejected":
            output.note(f"Rejected: {document.message or document.path}")
    for file in report.records:
        for sentence in file.rejected:
            output.note(f"Rejected: {sentence}")
        if file.more_rejected:
            output.note(f"Rejected: {file.more_rejected:,} more of {file.path}.")


def name_unlike(unlike: Sequence[tuple[str, str]], output: Output) -> None:
    """Say which articles read like another language than the declared one."""
    if unlike:
        told = listed([f"{path} ({code})" for path, code in unlike[:MOST_KINDS]] + ["…"] * (len(unlike) > MOST_KINDS))
        reads = "reads" if len(unlike) == 1 else "read"
        mend = "`claims reextract --source NAME --language CODE` reads one anew."
        output.note(f"{counted(len(unlike), 'article')} {reads} like another language: {told}; {mend}")


def name_passed_over(passed_over: Counter[str], output: Output) -> None:
    """Say how many files of the folders are not read, by their endings, the commonest first."""
    if not passed_over:
        return
    kinds = sorted(passed_over, key=lambda kind: (-passed_over[kind], not kind, kind))
    told = [f"{passed_over[kind]:,} {kind or 'without an ending'}" for kind in kinds[:MOST_KINDS]]
    if rest := sum(passed_over[kind] for kind in kinds[MOST_KINDS:]):
        told.append(f"{rest:,} of other kinds")
    total = passed_over.total()
    output.note(f"Passed over {counted(total, 'file')} that {'is' if total == 1 else 'are'} not read: {listed(told)}.")


def outcomes(report: "LoadReport") -> dict[str, int]:
    """Return how many documents came to each outcome."""
    counts = dict.fromkeys(("loaded", "renewed", "unchanged", "rejected"), 0)
    for document in report.documents:
        counts[document.outcome.value] += 1
    return counts


def rest_of(counts: Mapping[str, int]) -> str:
    """Return how many documents are as they were, and how many were rejected."""
    return ", ".join(f"{counts[word]:,} {word}" for word in ("unchanged", "rejected"))


def print_summary(report: "LoadReport", location: str, output: Output) -> None:
    """Say what came of the documents, and what the database holds now."""
    name, counts = place(location), outcomes(report)
    if report.documents or not report.records:
        print_documents(counts, name, output)
    for file in report.records:
        print_recorded(file, name, output)
    print_findings(report, location, output)


def print_documents(counts: Mapping[str, int], name: str, output: Output) -> None:
    """Say what came of the articles."""
    rest = rest_of(counts)
    if counts["loaded"] + counts["renewed"]:
        output.line(f"{counted(counts['loaded'], 'document')} loaded into {name}, {rest}.")
    elif counts["unchanged"] and not counts["rejected"]:
        output.line(f"Nothing changed: {name} knows these articles already ({rest}).")
    else:
        output.line(f"Nothing was loaded ({rest}).")
    if counts["renewed"]:
        output.line(f"{counted(counts['renewed'], 'document')} known before, read anew by this extractor.")


def print_findings(report: "LoadReport", location: str, output: Output) -> None:
    """Say what was set aside, where the reading differs from what people settled, and what the database holds now."""
    from claims.errors import Refused
    from claims.store.access import open_reader
    from claims.views.copies import sharing
    from claims.views.stats import count_tables

    for line in set_aside_lines(report.set_aside):
        output.line(line)
    if report.disagreements:
        differ = "reading differs" if report.disagreements == 1 else "readings differ"
        output.line(f"{report.disagreements:,} {differ} from what people settled: `claims disagreements` lists both.")
    fresh = [document.source_id for document in report.documents if document.outcome == "loaded" and document.source_id is not None]
    try:
        with open_reader(location) as reader:
            held, alike = count_tables(reader), sharing(reader, fresh)
    except Refused:
        return  # nothing was loaded, so no database was made
    if alike:
        told = f"{counted(len(alike), 'document')} {'holds' if len(alike) == 1 else 'hold'} sentences of others word for word"
        output.line(f"{told}: `claims copies find` links what is copied.")
    output.line(
        f"The database now holds {counted(held['statements'], 'statement')}, {counted(held['commitments'], 'commitment')} "
        f"and {counted(held['numeric_claims'], 'numeric claim')} from {counted(held['sources'], 'article')}."
    )


def print_recorded(file: "Recorded", name: str, output: Output) -> None:
    """Say what came of one file of records."""
    rest = f"{file.unchanged:,} unchanged, {len(file.rejected) + file.more_rejected:,} rejected"
    added = [f"{count:,} {table_words(table, count)}" for table, count in file.added.items() if count]
    if added:
        output.line(f"{counted(sum(file.added.values()), 'row')} of {file.path} added to {name}, {rest}:")
        for line in wrap(", ".join(added), width=100, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False):
            output.line(line)
        if file.changeset:
            output.line(f"Change {file.changeset}; `claims undo {file.changeset}` takes it back.")
    elif file.unchanged and not file.rejected:
        output.line(f"Nothing changed: {name} holds what {file.path} tells already ({rest}).")
    else:
        output.line(f"Nothing of {file.path} was added ({rest}).")
    if file.history_left:
        left = counted(file.history_left, "change")
        output.line(f"{left} of its history left out: {name} was not empty, and keeps a history of its own.")


def chosen_extractor(chosen: str | None) -> "Extractor | None":
    """Return the extractor that --extractor names; None, for the rules, where nobody names one."""
    if chosen is None:
        return None
    from claims.extraction.registry import find_extractor

    return find_extractor(chosen)


def set_aside_lines(records: Mapping["SetAside", int]) -> Iterator[str]:
    """Yield lines that say how many records were set aside, and why, the commonest reason first; none where there are none."""
    if records:
        total = sum(records.values())
        yield f"{counted(total, 'proposed record')} {'was' if total == 1 else 'were'} set aside, since the text does not prove them:"
    for record, count in sorted(records.items(), key=lambda pair: (-pair[1], pair[0].kind, pair[0].reason)):
        yield f"  {counted(count, record.kind.value)}: {record.reason}"


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Yield what to call with the documents done and in all: a bar on stderr, or None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reading articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("load", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def extract_articles(
    paths: options.Paths, format: options.ExtractionFormat = "jsonl", language: Declared = None, extractor: options.Extractor = None
) -> None:
    """Print what is found in articles as JSON.

    In the order of the paths; no database is needed.
    """
    from claims import pipeline
    from claims.errors import RejectedInput
    from claims.writers.extraction_json import extraction_json

    output, rejected, held = Output(format, only=(Format.JSONL, Format.JSON)), False, []
    set_aside: Counter[SetAside] = Counter()
    pass_over = partial(name_passed_over, output=output)
    for result in pipeline.extract(paths, language=language, extractor=chosen_extractor(extractor), pass_over=pass_over):
        if isinstance(result, RejectedInput):
            rejected = True
            output.note(f"Rejected: {result}")
            continue
        set_aside.update(result.set_aside)
        if output.format is Format.JSONL:
            output.json([extraction_json(result)])
        else:
            held.append(extraction_json(result))
    if output.format is Format.JSON:
        output.json(held)
    for line in set_aside_lines(set_aside):
        output.note(line)
    if rejected:
        raise typer.Exit(ExitCode.REJECTED)


def print_schema() -> None:
    """Print the JSON Schema of records, for editors and checkers."""
    from importlib.resources import files

    print(files("claims.documents.records").joinpath("schema.json").read_text("utf-8"), end="")


def run_demo(db: options.Db = None) -> None:
    """Try it on the articles that come with this program.

    They are loaded into claims-demo.db in this folder.
    """
    from claims.samples.library import sample_paths
    from claims.store.access import open_reader
    from claims.views.commitments import list_commitments
    from claims.views.filters import Filters
    from cli.columns import COMMITMENTS

    output, location = Output(), db or DEMO
    load(sample_paths(), location, output, language=None, extractor=None, loaded_by=None)
    output.line()
    with open_reader(location) as reader:
        output.page(list_commitments(reader, Filters(limit=0)), COMMITMENTS, what="commitments")
    run, chosen = program(), f"--db {shlex.quote(place(location))}"
    output.line()
    output.line("Three commands to try next:")
    output.line(f"  {run} commitments --by China --to Kyrgyzstan {chosen}")
    output.line(f"  {run} show c1 {chosen}")
    output.line(f"  {run} serve {chosen}")
