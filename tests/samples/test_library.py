"""The shipped articles: what they must say, and what they must never hold."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from claims.documents.reading import read_document
from claims.extraction.candidates import Extraction
from claims.extraction.extractor import RuleExtractor
from claims.pipeline import load
from claims.samples.library import sample_paths
from claims.terms import Act, Outcome, Quotation

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
RUN = 8
NOTES = {
    "id": re.compile(r"Artikel ini menceritakan kembali .+ pada \d+ \w+ 20\d\d\. Nama media, .+ rekaan\."),
    "en": re.compile(r"This article retells .+ on (?:\d+ and )?\d+ \w+ 20\d\d\. The .+ are invented\."),
}
INVENTED_NOTES = {
    "id": re.compile(r"Artikel ini tidak menceritakan kejadian nyata\. .+ rekaan, .+\."),
    "en": re.compile(r"This article retells no real event\. .+ are invented, .+\."),
}
EVENTS = {
    "id_2022_ktt_video": (date(2022, 1, 25), "Beijing", {"Xi Jinping"}),
    "id_2025_xi_tokayev_astana": (date(2025, 6, 16), "Astana", {"Xi Jinping", "Kassym-Jomart Tokayev"}),
    "id_2025_xi_japarov_astana": (date(2025, 6, 17), "Astana", {"Xi Jinping", "Sadyr Japarov"}),
    "id_2025_xi_rahmon_astana": (date(2025, 6, 17), "Astana", {"Xi Jinping", "Emomali Rahmon"}),
    "id_2025_wang_yi_bishkek": (date(2025, 11, 19), "Bishkek", {"Sadyr Japarov", "Wang Yi"}),
    "en_2022_video_summit": (date(2022, 1, 25), "Beijing", {"Xi Jinping"}),
    "en_2025_astana_summit": (date(2025, 6, 17), "Astana", {"Xi Jinping", "Sadyr Japarov", "Emomali Rahmon", "Kassym-Jomart Tokayev"}),
    "en_2025_bishkek_talks": (date(2025, 11, 19), "Bishkek", {"Sadyr Japarov", "Wang Yi"}),
    "id_rekaan_bendungan_samaya": (date(2025, 3, 6), "Kota Lembayung", {"Ningsih Paramarta", "Gatot Surengrana", "Marni Taluwo"}),
    "en_invented_velmora_ferries": (date(2025, 3, 7), "Port Averill", {"Edwina Tarrow", "Rufus Galt", "Selma Orrin"}),
}
FURNITURE = re.compile(r"BACA JUGA|Baca juga|READ ALSO|Pewarta:|Penulis:|Editor:|Editing by|Hak cipta|Subscribe|Foto:")

each_sample = pytest.mark.parametrize("path", sample_paths(), ids=lambda path: path.stem)


def language(path: Path) -> str:
    return path.name[:2]


def invented(path: Path) -> bool:
    return "rekaan" in path.stem or "invented" in path.stem


def extract(path: Path) -> Extraction:
    return RuleExtractor().extract(read_document(path))


def runs(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", text.casefold())
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def test_there_are_five_indonesian_and_three_english_retellings() -> None:
    retellings = [language(path) for path in sample_paths() if not invented(path)]
    assert retellings.count("id") >= 5
    assert retellings.count("en") >= 3
    assert {path.stem for path in sample_paths()} == set(EVENTS)


def test_the_readme_lists_each_sample() -> None:
    listed = re.findall(r"^\| `(\S+)`", (sample_paths()[0].parent / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == [path.name for path in sample_paths()]


@each_sample
def test_a_sample_is_short_and_says_at_its_end_what_it_retells(path: Path) -> None:
    text = path.read_text("utf-8")
    notes = INVENTED_NOTES if invented(path) else NOTES
    assert notes[language(path)].fullmatch(text.rstrip("\n").rsplit("\n", 1)[-1])
    assert 120 <= len(text.split()) <= 300


@each_sample
def test_real_people_are_never_quoted_directly(path: Path) -> None:
    if not invented(path):
        assert [s for s in extract(path).statements if s.quotation is not Quotation.INDIRECT] == []
        assert not re.search('["“”]', path.read_text("utf-8"))


@each_sample
def test_no_sample_repeats_a_run_of_words_of_the_gold_texts(path: Path) -> None:
    if not GOLD.is_dir():
        pytest.skip("needs ../shared/gold, which is not here")
    gold = {run for article in GOLD.rglob("*.txt") for run in runs(article.read_text("utf-8"))}
    assert gold
    assert [run for run in runs(path.read_text("utf-8")) if run in gold] == []


@each_sample
def test_a_sample_gives_its_day_its_place_and_its_speakers(path: Path) -> None:
    event_on, place, speakers = EVENTS[path.stem]
    extraction = extract(path)
    assert extraction.source.language == language(path)
    assert extraction.source.event_on == event_on
    assert (extraction.source.place or "").casefold() == place.casefold()
    assert speakers <= {statement.speaker for statement in extraction.statements}
    assert Act.COMMITMENT in {act for statement in extraction.statements for act in statement.acts}


@each_sample
def test_page_furniture_and_the_closing_note_are_no_statements(path: Path) -> None:
    extraction = extract(path)
    for statement in extraction.statements:
        words = statement.span.of(extraction.document.text)
        assert not FURNITURE.search(words)
        assert not words.startswith(("Artikel ini", "This article"))


def test_the_pledge_of_2022_is_due_after_three_years(tmp_path: Path) -> None:
    database = tmp_path / "samples.db"
    report = load(sample_paths(), str(database), loaded_by="tests")
    assert {document.outcome for document in report.documents} == {Outcome.LOADED}
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute(
            """
            SELECT sources.language, commitments.due_on, commitments.strength,
                group_concat(parties.iso_code || ' ' || commitment_parties.role)
            FROM commitments
            JOIN sources USING (source_id)
            JOIN numeric_claims USING (commitment_id)
            JOIN commitment_parties USING (commitment_id)
            JOIN parties USING (party_id)
            WHERE numeric_claims.value = '500000000' AND numeric_claims.unit = 'USD'
            GROUP BY commitments.commitment_id
            ORDER BY 1
            """
        ).fetchall()
    finally:
        connection.close()
    parties = {"CN committer", "KG counterparty", "KZ counterparty", "TJ counterparty", "TM counterparty", "UZ counterparty"}
    found = [(lang, due_on, strength, set(who.split(","))) for lang, due_on, strength, who in rows]
    assert found == [("en", "2025-01-25", "pledge", parties), ("id", "2025-01-25", "pledge", parties)]
