"""Measuring an extractor: every annotated document is read anew, and the figures of each language add up."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from claims.documents.files import RejectedFile
from claims.errors import UsageError
from claims.evaluation.annotations import read_annotations
from claims.evaluation.attributions import judge_attribution
from claims.evaluation.commitments import judge_commitments
from claims.evaluation.comparison import Comparison, Miss
from claims.evaluation.figures import Figures, total
from claims.evaluation.quantities import judge_numbers
from claims.evaluation.sources import judge_integrity, judge_source
from claims.extraction.candidates import Extraction, SetAside, SourceDetails
from claims.extraction.extractor import Extractor, RuleExtractor, extract_or_reject

JUDGES = (judge_source, judge_attribution, judge_commitments, judge_numbers, judge_integrity)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of it.

    The number of documents and their figures by language, and of `all`; the misses; why documents could not be read; what the extractor
    set aside.
    """

    documents: dict[str, int]
    figures: dict[str, Figures]
    misses: list[Miss]
    unread: dict[str, str]
    set_aside: Counter[SetAside]


def evaluate(folder: Path, texts: Path | None = None, *, extractor: Extractor | None = None, language: str | None = None) -> Evaluation:
    """Run an extractor (the rules, unless another is given) over the annotated documents of a folder and compare.

    The texts lie in the folder `texts`, or beside the annotations; `language` takes only the documents annotated as of that language,
    and declares it to the extractor, which has to recognise it otherwise. A document that the extractor cannot read counts as one in
    which it found nothing. Errors: RejectedInput for an annotated document that is not as it should be, with file and place; UsageError
    if there is none of the language.
    """
    chosen = extractor or RuleExtractor()
    by_language: dict[str, list[Figures]] = {}
    misses: list[Miss] = []
    unread: dict[str, str] = {}
    set_aside: Counter[SetAside] = Counter()
    met: set[str] = set()
    for annotated in read_annotations(folder, texts):
        met.add(annotated.language)
        if language not in (None, annotated.language):
            continue
        try:
            found = extract_or_reject(replace(annotated.document, language=language), chosen)
        except RejectedFile as error:
            unread[annotated.name] = str(error)
            found = Extraction(annotated.document, SourceDetails(language=""))
        set_aside.update(found.set_aside)
        comparison = Comparison(annotated, found)
        judgements = [judge(comparison) for judge in JUDGES]
        by_language.setdefault(annotated.language, []).append({k: v for one in judgements for k, v in one.figures.items()})
        misses += [miss for one in judgements for miss in one.misses]
    if not by_language:
        raise UsageError(f"No document in {folder} is annotated as of the language {language!r}; there are: {', '.join(sorted(met))}.")
    scopes = {**by_language, "all": [figures for documents in by_language.values() for figures in documents]}
    counts = {scope: len(documents) for scope, documents in scopes.items()}
    return Evaluation(counts, {scope: total(documents) for scope, documents in scopes.items()}, misses, unread, set_aside)
