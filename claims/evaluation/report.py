"""The report of an evaluation: figures and misses as plain JSON types, and as cells and lines for people."""

from claims.evaluation.comparison import Miss
from claims.evaluation.figures import FieldRate, Figure, Rate, Score
from claims.evaluation.measurement import Evaluation

LEGEND = (
    "What is to be found: F1 (P precision, R recall) found/annotated. Everything else: rate right/judged.",
    "printed: the annotated values that the text itself holds; invented: values found where none is annotated.",
    "lenient: a part of the name will do, or a commitment in the same sentence.",
)


def report_json(evaluation: Evaluation, errors: int | None = None) -> dict[str, object]:
    """Return `figures` by language and of `all`, `missing` (documents that could not be read) and, if asked for, `errors` by kind.

    At most `errors` misses of each kind are listed, all for 0; `count` says how many there are.
    """
    figures = {
        scope: {"documents": evaluation.documents[scope], **{name: figure_json(figure) for name, figure in named.items()}}
        for scope, named in evaluation.figures.items()
    }
    report: dict[str, object] = {"figures": figures, "missing": list(evaluation.unread)}
    if errors is not None:
        report["errors"] = {
            kind: {"count": len(misses), "shown": [_miss_json(miss) for miss in misses[: errors or None]]}
            for kind, misses in by_kind(evaluation.misses).items()
        }
    return report


def figure_json(figure: Figure) -> dict[str, object]:
    """Return a figure with its counts; rates are not rounded, and None where nothing was judged."""
    match figure:
        case Score():
            rates = {"p": figure.precision, "r": figure.recall, "f1": figure.f1}
            return {**rates, "predicted": figure.found, "gold": figure.annotated}
        case FieldRate():
            return {**figure_json(figure.given), "printed": figure_json(figure.printed), "invented": figure_json(figure.invented)}
        case Rate():
            return {"rate": figure.rate, "right": figure.right, "of": figure.of}
    raise TypeError(figure)


def figure_cell(figure: Figure) -> str:
    """Return a figure as a cell of a table."""
    match figure:
        case Score():
            rates = f"{_decimals(figure.f1)} (P {_decimals(figure.precision)} R {_decimals(figure.recall)})"
            return f"{rates} {figure.found}/{figure.annotated}"
        case FieldRate():
            parts = (("printed", figure.printed), ("invented", figure.invented))
            return figure_cell(figure.given) + "".join(f", {name} {part.right}/{part.of}" for name, part in parts if part.of)
        case Rate():
            return f"{_decimals(figure.rate)} {figure.right}/{figure.of}"
    raise TypeError(figure)


def figure_rows(evaluation: Evaluation) -> tuple[list[str], list[list[str]]]:
    """Return the titles and rows of a table: a figure a row, a language a column, `all` last where there are several.

    The lenient figures are there without their parts.
    """
    scopes = sorted(scope for scope in evaluation.documents if scope != "all")
    scopes += ["all"] if len(scopes) > 1 else []
    titles = [f"{scope}, {evaluation.documents[scope]} document{'s' if evaluation.documents[scope] != 1 else ''}" for scope in scopes]
    names = [name for name in evaluation.figures["all"] if "lenient " not in name]
    return ["figure", *titles], [[name, *(figure_cell(evaluation.figures[scope][name]) for scope in scopes)] for name in names]


def miss_lines(evaluation: Evaluation, errors: int) -> list[str]:
    """Return the misses as lines: each kind with its number, then at most `errors` of them (all for 0), each above its words in context."""
    lines = []
    for kind, misses in by_kind(evaluation.misses).items():
        lines += ["", f"{kind}: {len(misses)}"]
        for miss in misses[: errors or None]:
            where = miss.file if miss.line is None else f"{miss.file}:{miss.line}"
            lines.append(f"  {where}: found {miss.found or 'nothing'}; annotated {miss.annotated or 'nothing'}")
            lines += [f"    {miss.context}"] if miss.context else []
    return lines


def by_kind(misses: list[Miss]) -> dict[str, list[Miss]]:
    """Return the misses by their kind, in the order of the alphabet."""
    kinds: dict[str, list[Miss]] = {kind: [] for kind in sorted({miss.kind for miss in misses})}
    for miss in misses:
        kinds[miss.kind].append(miss)
    return kinds


def _miss_json(miss: Miss) -> dict[str, object]:
    where = {"file": miss.file, "line": miss.line, "start": miss.start, "end": miss.end}
    return {**where, "found": miss.found, "annotated": miss.annotated, "context": miss.context}


def _decimals(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.3f}"
