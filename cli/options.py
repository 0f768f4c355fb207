"""The options that commands share: each means one thing everywhere."""

from pathlib import Path
from typing import Annotated

import typer

from claims.errors import UsageError

MOST = 1_000_000_000
PERSON = "PERSON"  # who acts, as a metavar


def read_count(option: str, value: str | int, most: int, zero: str) -> int:
    """Return a whole number from 0 to `most`; UsageError says what is allowed, and what 0 means."""
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)) or int(text) > most:
        raise UsageError(f"{option} takes a whole number from 1 to {most}, or 0 for {zero}, not “{value}”.")
    return int(text)


def read_limit(value: str | int) -> int:
    """Return a number of records, 0 for all; UsageError unless it is a whole number from 0 to a billion."""
    return read_count("--limit", value, MOST, "all")


Db = Annotated[str | None, typer.Option("--db", metavar="PATH|URL", help="The database; else CLAIMS_DB, else claims.db in this folder.")]
Format = Annotated[str, typer.Option("--format", metavar="table|json|jsonl|csv|tsv|md", help="How to print.")]
CardFormat = Annotated[str, typer.Option("--format", metavar="table|json|jsonl", help="How to print; table prints cards.")]
ExtractionFormat = Annotated[str, typer.Option("--format", metavar="jsonl|json", help="One line a document, or one list.")]
# What may not be read is rejected by name, and the rest is loaded.
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="Articles (.txt, .html), or folders of them.", readable=False, show_default=False)
]

Extractor = Annotated[
    str | None,
    typer.Option(
        "--extractor",
        metavar="NAME",
        help="What reads the articles: rules (unless you say otherwise), llm:MODEL, or one that you installed.",
    ),
]

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who said or committed: a party or speaker by any name, or a code.")]
To = Annotated[str | None, typer.Option("--to", metavar="NAME", help="To whom; a bloc includes its members.")]
Act = Annotated[str | None, typer.Option("--act", metavar="ACT", help="What it does: commitment, call, position, assessment, other.")]
Topic = Annotated[str | None, typer.Option("--topic", metavar="TOPIC", help="What it is about.")]
Strength = Annotated[str | None, typer.Option("--strength", metavar="STRENGTH", help="How firm: pledge, willing, aspiration.")]
Status = Annotated[str | None, typer.Option("--status", metavar="STATUS", help="Latest verdict, such as fulfilled or 'not assessed'.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only what is past its due day and not known to be done.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of the number or amount, such as USD or percent.")]
Min = Annotated[str | None, typer.Option("--min", metavar="NUMBER", help="Smallest number or amount.")]
Max = Annotated[str | None, typer.Option("--max", metavar="NUMBER", help="Largest number or amount.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DAY", help="First year, month or day, such as 2022-01.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last year, month or day.")]
Source = Annotated[str | None, typer.Option("--source", metavar="NAME", help="Publisher, agency, file, title, or src1.")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="Language of the source, such as id or en.")]
Search = Annotated[str | None, typer.Option("--search", metavar="WORDS", help="Only what holds all these words.")]
Review = Annotated[
    str | None, typer.Option("--review", metavar="REVIEW", help="proposed, accepted or rejected; rejected rows are left out otherwise.")
]
Copies = Annotated[bool, typer.Option("--copies", help="Also what repeats another record, as copies of an article do.")]
Order = Annotated[str | None, typer.Option("--order", metavar="COLUMN", help="Column to sort by; a leading - sorts downwards.")]
Columns = Annotated[
    str | None, typer.Option("--columns", metavar="A,B,C", help="Which columns, in this order; any field of the records may be named.")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", parser=read_limit, help="How many at most; 0 for all.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY|INSTANT", help="Answer with what the database held at the end of that day, or at that instant (UTC)."
    ),
]
Today = Annotated[str | None, typer.Option("--today", metavar="DAY", help="Count what is due and overdue to that day instead of today.")]
