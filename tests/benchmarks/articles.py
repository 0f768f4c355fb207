"""Articles to measure with: paragraphs of the samples, shuffled into texts of the usual length, each different."""

import random
import re
from pathlib import Path

from claims.samples.library import sample_paths

ARTICLE_BYTES = 4_800
DATELINE = re.compile(r"[A-Z][\w ]{2,20}(?:, [\w ]+)?(?: \([\w ]+\))? - ")
NOTES = ("Artikel ini", "This article")
BYLINE = re.compile(r"Pewarta:|Penulis:|Editing by|By |Reporting by")


def generated_articles(language: str, count: int, seed: int = 7) -> list[str]:
    """Return `count` different articles of about 4.8 KB: a dateline, paragraphs of all samples of the language, a byline."""
    paragraphs = [part for path in sample_paths() if path.name.startswith(f"{language}_") for part in path.read_text("utf-8").split("\n\n")]
    openings = [part for part in paragraphs if DATELINE.match(part)]
    bylines = [part for part in paragraphs if BYLINE.match(part)]
    # Titles end without a full stop; closing notes speak of the samples themselves.
    others = [part for part in paragraphs if part not in openings + bylines]
    bodies = [part for part in others if "." in part and not part.startswith(NOTES)]
    chance = random.Random(seed)
    articles = []
    for number in range(count):
        parts = [chance.choice(openings)]
        size = len(parts[0])
        while size < ARTICLE_BYTES:
            parts.append(chance.choice(bodies))
            size += len(parts[-1]) + 2
        articles.append("\n\n".join([*parts, chance.choice(bylines), f"({language}-{number})"]) + "\n")
    return articles


def write_articles(folder: Path, language: str, count: int) -> list[Path]:
    """Write generated articles into a new folder; return their paths, sorted."""
    folder.mkdir(parents=True)
    paths = []
    for number, text in enumerate(generated_articles(language, count)):
        path = folder / f"{language}_{number:05}.txt"
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths
