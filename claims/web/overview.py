"""The pages that tell of all records: the front page, plots at a glance, and numbers over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response

from claims.web.lookups import LONGEST_COUNT, remembered
from claims.web.pages import address
from claims.web.plots import Drawing, Row, draw
from claims.web.queries import Question, read_plots, read_questions
from claims.web.site import DATABASE, read_site

ROUTES = (r"^/$", r"^/plots$", r"^/plots/numbers$")
POINTS = "numbers-over-time"
MOST_POINTS = "500"


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot of a page: what it shows, its rows, and how they are drawn; None where looking them up took too long."""

    question: Question
    unit: str
    rows: list[Row]
    drawing: Drawing | None


async def show_front(request: Any, datasette: Any) -> Any:
    """Answer with the front page; Datasette's own would look at every table and view before."""
    context = {"metadata": datasette.metadata()}
    return Response.html(await datasette.render_template("index.html", context, request=request))


async def show_overview(request: Any, datasette: Any) -> Any:
    """Answer with the plots of all records, or of those of one party; money is that of one currency."""
    currencies = [row["at"] for row in await ask(datasette, read_plots()["currencies"], {}) or []]
    asked = {"by": request.args.get("by") or "", "unit": request.args.get("unit") or next(iter(currencies), "")}
    plots = []
    for name, settings in read_site()["plots"].items():
        question = read_plots()[name]
        if not asked["by"] or "by" in {parameter.name for parameter in question.parameters}:
            plots.append(await read_plot(datasette, question, settings, asked))
    context = {"plots": plots, "asked": asked, "currencies": currencies, "database": DATABASE}
    return Response.html(await datasette.render_template("plots.html", context, request=request))


async def show_numbers(request: Any, datasette: Any) -> Any:
    """Answer with a plot of the numbers that the question of that name finds."""
    question = read_questions()[POINTS]
    asked = {name: request.args.get(name) or "" for name in ("unit", "about", "speaker")}
    found = await ask(datasette, question, asked | {"rows": MOST_POINTS}) if any(asked.values()) else []
    rows = [Row(row["time"] or "", "", float(row["value"]), card(datasette, row["record"]), told(row)) for row in reversed(found or [])]
    units = sorted({row["unit"] or "" for row in found or []})
    plot = Plot(question, ", ".join(units), rows, None if found is None else draw("points", rows))
    context = {"plot": plot, "asked": asked, "several": len(units) > 1, "question": question, "database": DATABASE}
    return Response.html(await datasette.render_template("plots-numbers.html", context, request=request))


async def read_plot(datasette: Any, question: Question, settings: Mapping[str, Any], asked: Mapping[str, str]) -> Plot:
    """Return a plot whose marks lead to the question and the fields of its form that site.toml names."""
    found = await ask(datasette, question, asked)
    unit = asked["unit"] if "unit" in {parameter.name for parameter in question.parameters} else ""
    rows = [
        Row(row["at"] or "", row["kind"] or "", row["value"], leading(datasette, settings, {**asked, **row}), unit) for row in found or []
    ]
    return Plot(question, unit, rows, None if found is None else draw(settings["drawn"], rows))


def leading(datasette: Any, settings: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Return the address of the question that tells what is behind a mark, its form filled in."""
    fields = {name: template.format_map(values) for name, template in settings["fields"].items()}
    return f"{datasette.urls.query(DATABASE, settings['leads_to'])}?{urlencode({name: value for name, value in fields.items() if value})}"


def card(datasette: Any, name: str) -> str:
    """Return the address of the page of the record with a short name."""
    return str(datasette.urls.path(address(name)))


def told(row: Mapping[str, Any]) -> str:
    """Return what a number is of, and who says so."""
    return ", ".join(part for part in (row["unit"], row["what is measured"], row["who says so"]) if part)


async def ask(datasette: Any, question: Question, asked: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """Return the rows that a question gives; None where that took too long. What was asked once is remembered."""
    parameters = {parameter.name: asked.get(parameter.name, "") for parameter in question.parameters}

    async def look_up() -> list[dict[str, Any]] | None:
        try:
            found = await datasette.get_database(DATABASE).execute(question.sql, parameters, custom_time_limit=LONGEST_COUNT)
        except QueryInterrupted:
            return None
        return [dict(row) for row in found.rows]

    if any(parameters.get(name) for name in ("by", "about", "speaker")):
        return await look_up()
    return await remembered(datasette, (question.name, *parameters.values()), look_up)
