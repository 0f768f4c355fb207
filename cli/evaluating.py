"""The command that measures the extractor against annotated documents."""

import json
from pathlib import Path
from typing import Annotated

import typer

from claims.errors import ExitCode
from claims.visible import escape_json
from cli import options
from cli.loading import chosen_extractor, set_aside_lines
from cli.output import Format, Output

Gold = Annotated[
    Path, typer.Argument(metavar="GOLD_DIR", help="A folder of annotations, NAME.gold.json each.", readable=False, show_default=False)
]
Texts = Annotated[
    Path | None, typer.Argument(metavar="TEXT_DIR", help="The folder of their texts; else the same.", readable=False, show_default=False)
]


def read_errors(value: str | int) -> int:
    """Return a number of misses, 0 for all; UsageError for anything else."""
    return options.read_count("--errors", value, options.MOST, "all")


Errors = Annotated[
    int | None, typer.Option("--errors", metavar="N", parser=read_errors, help="Show N misses of each kind in context; 0 for all.")
]
Language = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="Only the articles annotated as of this language, and read as such.")
]
ReportFormat = Annotated[str, typer.Option("--format", metavar="table|json", help="How to print; json has all figures.")]


def evaluate_extractor(
    gold: Gold,
    texts: Texts = None,
    errors: Errors = None,
    language: Language = None,
    extractor: options.Extractor = None,
    format: ReportFormat = "table",
) -> None:
    """Measure on annotated articles how well it reads.

    How much of what people annotated is found, and how much of what is found is right. No database is needed.
    """
    from claims.evaluation.measurement import evaluate
    from claims.evaluation.report import LEGEND, figure_rows, miss_lines, report_json

    output = Output(format, only=(Format.TABLE, Format.JSON))
    evaluation = evaluate(gold, texts, extractor=chosen_extractor(extractor), language=language)
    for reason in evaluation.unread.values():
        output.note(f"Rejected: {reason}")
    for line in set_aside_lines(evaluation.set_aside):
        output.note(line)
    if output.format is Format.JSON:
        layout = json.dumps(report_json(evaluation, errors), ensure_ascii=False, indent=2)
        print("\n".join(escape_json(line) for line in layout.split("\n")))
    else:
        output.rows(*figure_rows(evaluation))
        output.line()
        for line in (*LEGEND, *(miss_lines(evaluation, errors) if errors is not None else ())):
            output.line(line)
    if evaluation.unread:
        raise typer.Exit(ExitCode.REJECTED)
