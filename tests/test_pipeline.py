"""The pipeline: every path has an outcome, nothing is loaded twice, and what was stored stays."""

import gc
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from claims import pipeline
from claims.documents.document import Document, Span
from claims.errors import Refused, RejectedInput, UsageError
from claims.extraction.candidates import Extraction, NumericClaim, Person, Quantity, SetAside, SourceDetails, Statement
from claims.pipeline import extract, load
from claims.store.access import open_reader
from claims.terms import Act, Attribution, Outcome, QuantityKind, Quotation, RecordKind, SpeakerKind
from claims.views.filters import Filters
from claims.views.people import list_parties, list_speakers
from claims.views.similar import list_similar
from claims.writers.extraction_json import extraction_json

UNCHANGED, LOADED, RENEWED, REJECTED = Outcome.UNCHANGED, Outcome.LOADED, Outcome.RENEWED, Outcome.REJECTED


class Lines:
    """An extractor for tests: a line "NAME: words" is a statement, and every word of digits in it is a count."""

    def __init__(self, version: str = "1") -> None:
        self.name = f"lines {version}"
        self.read: list[str] = []

    def extract(self, document: Document) -> Extraction:
        self.read.append(Path(document.path).name)
        if "Latin" in document.text:
            raise RejectedInput("There is no lexicon for the language 'la'; there are: en, id.")
        if "crash" in document.text:
            raise ZeroDivisionError("division\nby zero")
        statements, people, numbers, start = [], {}, [], 0
        for line in document.text.splitlines(keepends=True):
            name, mark, words = line.rstrip().partition(": ")
            if mark:
                end = start + len(line.rstrip())
                content = Span(end - len(words), end)
                people[name] = Person(name, SpeakerKind.PERSON, other_names=(name.split()[-1],) if " " in name else ())
                statements.append(
                    Statement(
                        Span(start, end),
                        content,
                        name,
                        Attribution.EXPLICIT,
                        Quotation.DIRECT,
                        Span(start, start + len(name)),
                        acts=(Act.OTHER,),
                    )
                )
                at = content.start
                for word in words.split(" "):
                    if word.isdecimal():
                        quantity = Quantity(at, at + len(word), word, Decimal(word), "person", QuantityKind.COUNT)
                        numbers.append(NumericClaim(quantity, len(statements) - 1))
                    at += len(word) + 1
            start += len(line)
        return Extraction(
            document,
            SourceDetails(document.language or "en"),
            tuple(statements),
            (),
            tuple(numbers),
            tuple(people.values()),
            self.name,
        )


def write(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, "utf-8")
    return paths


def outcomes(report) -> list[tuple[str, Outcome]]:
    return [(Path(document.path).name, document.outcome) for document in report.documents]


def count(location, table: str) -> int:
    with open_reader(location) as reader:
        return reader.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]


def run(paths, location, **options):
    return load(paths, location, loaded_by="tests", **({"extractor": Lines()} | options))


SEEDS = Path(__file__).parents[2] / "shared" / "gold" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the annotated articles in ../shared/gold")
class TestArticles:
    def test_every_span_that_is_written_is_verbatim(self):
        for extraction in extract([SEEDS]):
            written, text = extraction_json(extraction), extraction.document.text
            records = [one for kind in ("statements", "commitments", "numeric_claims") for one in written[kind]]
            places = records + [one[part] for one in records for part in ("content", "cue", "speaker_mention") if one.get(part)]
            assert len(places) > 20
            assert all(text[place["start"] : place["end"]] == place["text"] != "" for place in places)

    def test_loading_them_twice_changes_nothing(self, location):
        first = load([SEEDS], location, loaded_by="tests")
        assert [document.outcome for document in first.documents] == [LOADED] * 5
        assert (first.statements, first.commitments) == (count(location, "statements"), count(location, "commitments"))
        changes = count(location, "changes")
        again = load([SEEDS], location, loaded_by="tests")
        assert [document.outcome for document in again.documents] == [UNCHANGED] * 5
        assert (again.statements, count(location, "changes")) == (0, changes)

    def test_states_and_speakers_are_one_across_articles_and_languages(self, location):
        load([SEEDS], location, loaded_by="tests")
        with open_reader(location) as reader:
            speakers = {speaker.name: speaker for speaker in list_speakers(reader, Filters(limit=0)).records}
            assert speakers.keys() == {"Xi Jinping", "Sadyr Japarov", "Kassym-Jomart Tokayev", "Emomali Rahmon", "Wang Yi"}
            states = [list_parties(reader, Filters(by=name)).records for name in ("Kyrgyzstan", "Kirgistan", "Kirgizstan", "KG")]
            assert {tuple(state.id for state in found) for found in states} == {(states[0][0].id,)}
            assert list_similar(reader, [RecordKind.SPEAKER, RecordKind.PARTY], 0).records == []


class TestExtract:
    def test_results_and_rejections_come_in_the_order_of_the_paths(self, tmp_path):
        a, b, c, d = write(tmp_path, a="Rana Velli: Yes.", b="Latin", c="Ota Brann: No.", d="crash")
        found = list(extract([c, tmp_path / "missing.txt", b, d, a], extractor=Lines(), language="id"))
        assert [type(one) for one in found] == [Extraction, *[type(found[1])] * 3, Extraction]
        assert [found[0].document.path, found[4].document.path] == [str(c), str(a)]
        assert found[0].source.language == "id"
        assert all(isinstance(one, RejectedInput) for one in found[1:4])
        assert [str(one) for one in found[1:4]] == [
            f"{tmp_path}/missing.txt: there is no such file or folder; check the path.",
            f"{b}: There is no lexicon for the language 'la'; there are: en, id.",
            f"{d}: the extractor failed (ZeroDivisionError: division by zero); the fault is in the program: please report it.",
        ]

    def test_one_document_is_read_at_a_time(self, tmp_path):
        extractor = Lines()
        found = extract(write(tmp_path, a="A", b="B"), extractor=extractor)
        assert extractor.read == []
        next(found)
        assert extractor.read == ["a.txt"]

    def test_a_language_without_a_lexicon_is_a_wrong_word_of_the_command(self, tmp_path):
        with pytest.raises(UsageError, match="no lexicon for the language 'xx'; choose one of: en, id"):
            extract([tmp_path], language="xx")

    def test_the_rules_are_the_extractor_unless_another_is_given(self, tmp_path):
        (found,) = extract(write(tmp_path, a='"We are ready," said Rana Velli, the mayor of Port Vell, on Tuesday.'))
        assert found.extractor.startswith("rules ")
        assert found.source.language == "en"


class TestLoad:
    def test_every_path_has_an_outcome_and_a_second_load_changes_nothing(self, tmp_path, location):
        folder = tmp_path / "articles"
        write(folder, a="Rana Velli: We are 20 now.", b="Ota Brann: No.\nRana Velli: 3 of 4.", c="Latin", d="crash", e="")
        report = run([folder, tmp_path / "missing.txt"], location)
        assert outcomes(report) == [
            ("a.txt", LOADED),
            ("b.txt", LOADED),
            ("c.txt", REJECTED),
            ("d.txt", REJECTED),
            ("e.txt", REJECTED),
            ("missing.txt", REJECTED),
        ]
        assert (report.statements, report.commitments, report.numeric_claims) == (3, 0, 2)
        assert (count(location, "statements"), count(location, "numeric_claims"), count(location, "sources")) == (3, 2, 2)
        assert all(
            (document.source_id is None) == (document.outcome == REJECTED) == bool(document.message) for document in report.documents
        )

        changes = count(location, "changes")
        extractor = Lines()
        again = run([folder], location, extractor=extractor)
        assert [outcome for _, outcome in outcomes(again)] == [UNCHANGED, UNCHANGED, REJECTED, REJECTED, REJECTED]
        assert [document.source_id for document in again.documents][:2] == [document.source_id for document in report.documents][:2]
        assert (again.statements, again.commitments, again.numeric_claims) == (0, 0, 0)
        assert extractor.read == ["c.txt", "d.txt"], "what is known is not extracted again"
        assert (count(location, "statements"), count(location, "loads")) == (3, 2)
        assert count(location, "changes") == changes

    def test_another_version_of_the_extractor_renews(self, tmp_path, location):
        paths = write(tmp_path, a="Rana Velli: 3 of 4.")
        run(paths, location)
        report = run(paths, location, extractor=Lines("2"))
        assert outcomes(report) == [("a.txt", RENEWED)]
        assert (report.statements, count(location, "statements")) == (1, 1)

    @pytest.mark.parametrize("batch", [1, 2, 500])
    def test_a_text_that_occurs_twice_is_stored_once(self, tmp_path, sqlite_location, monkeypatch, batch):
        monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", batch)
        paths = write(tmp_path, a="Rana Velli: Yes.", b="Rana Velli: Yes.", c="Ota Brann: No.", d="Rana Velli: Yes.", e="crash", f="crash")
        report = run(paths, sqlite_location)
        assert [outcome for _, outcome in outcomes(report)] == [LOADED, UNCHANGED, LOADED, UNCHANGED, REJECTED, REJECTED]
        first, second, _, fourth, *_ = (document.source_id for document in report.documents)
        assert first == second == fourth
        assert (report.statements, count(sqlite_location, "sources"), count(sqlite_location, "load_documents")) == (2, 2, 6)

    def test_a_path_given_twice_is_loaded_once(self, tmp_path, sqlite_location):
        (path,) = write(tmp_path / "in", a="Rana Velli: Yes.")
        assert outcomes(run([path, path.parent, path], sqlite_location)) == [("a.txt", LOADED)]

    def test_progress_counts_every_path(self, tmp_path, sqlite_location):
        seen = []
        paths = [*write(tmp_path, a="A", b="Latin"), tmp_path / "missing.txt"]
        run(paths, sqlite_location, progress=lambda done, total: seen.append((done, total)))
        assert seen == [(1, 3), (2, 3), (3, 3)]

    @pytest.mark.parametrize(("documents", "characters"), [(2, 10**6), (100, 40)])
    def test_no_more_than_a_batch_is_held(self, tmp_path, sqlite_location, monkeypatch, documents, characters):
        monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", documents)
        monkeypatch.setattr(pipeline, "BATCH_CHARACTERS", characters)
        write(tmp_path / "in", **{f"a{i:02}": f"Rana Velli: I am number {i:02}." for i in range(20)})
        held = []

        def count(*_):
            documents = [one for one in gc.get_objects() if isinstance(one, Document) and one.path.startswith(str(tmp_path))]
            held.append(len(documents))

        run([tmp_path / "in"], sqlite_location, progress=count)
        assert len(held) == 20
        assert max(held) <= 3

    def test_an_interrupt_keeps_what_was_stored_and_the_next_load_does_the_rest(self, tmp_path, location, monkeypatch):
        monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", 2)
        write(tmp_path / "in", **{f"a{i}": f"Rana Velli: I am number {i}." for i in range(7)})

        def interrupt(done, _total):
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run([tmp_path / "in"], location, progress=interrupt)
        assert (count(location, "sources"), count(location, "statements")) == (4, 4)
        rest = run([tmp_path / "in"], location)
        assert [outcome for _, outcome in outcomes(rest)] == [UNCHANGED] * 4 + [LOADED] * 3
        assert count(location, "statements") == 7

    def test_a_slow_extractor_does_not_wait_for_a_batch_to_fill(self, tmp_path, sqlite_location, monkeypatch):
        monkeypatch.setattr(pipeline, "BATCH_SECONDS", 0)
        write(tmp_path / "in", a="Rana Velli: Yes.", b="Ota Brann: No.")
        held = []
        run([tmp_path / "in"], sqlite_location, progress=lambda *_: held.append(count(sqlite_location, "sources")))
        assert held == [1, 2]

    def test_what_an_extractor_sets_aside_is_counted_over_the_documents_that_are_stored(self, tmp_path, sqlite_location):
        doubts = SetAside(RecordKind.STATEMENT, "hearsay")

        class Doubting(Lines):
            def extract(self, document):
                return replace(super().extract(document), set_aside=(doubts, doubts))

        paths = write(tmp_path, a="Rana Velli: Yes.", b="Rana Velli: Yes.", c="crash", d="Ota Brann: No.")
        report = run(paths, sqlite_location, extractor=Doubting())
        assert [outcome for _, outcome in outcomes(report)] == [LOADED, UNCHANGED, REJECTED, LOADED]
        assert report.set_aside == {doubts: 4}
        assert run(paths, sqlite_location, extractor=Doubting()).set_aside == {}

    def test_nothing_to_load_touches_no_database(self, tmp_path, sqlite_location):
        (tmp_path / "empty").mkdir()
        report = run([tmp_path / "empty", tmp_path / "missing.txt"], sqlite_location)
        assert [document.outcome for document in report.documents] == [REJECTED, REJECTED]
        assert "hold no articles" in report.documents[0].message
        assert not Path(sqlite_location).exists()

    def test_a_foreign_database_is_refused_and_left_alone(self, tmp_path):
        paths, foreign = write(tmp_path, a="Rana Velli: Yes."), tmp_path / "claims.db"
        foreign.write_bytes(b"This is no database, and is longer than the header of one is, by far and away: a hundred bytes or more.")
        before = foreign.read_bytes()
        with pytest.raises(Refused):
            run(paths, str(foreign))
        assert foreign.read_bytes() == before

    def test_a_language_without_a_lexicon_touches_no_database(self, tmp_path, sqlite_location):
        with pytest.raises(UsageError):
            run(write(tmp_path, a="A"), sqlite_location, language="xx", extractor=None)
        assert not Path(sqlite_location).exists()

    def test_a_person_of_one_name_is_not_taken_for_the_one_who_is_known(self, tmp_path, sqlite_location):
        run(write(tmp_path, a="Rana Velli: Yes."), sqlite_location)
        run(write(tmp_path, b="Velli: No."), sqlite_location)
        with open_reader(sqlite_location) as reader:
            names = reader.rows("SELECT sp.name FROM statements s JOIN speakers sp USING (speaker_id) ORDER BY s.statement_id")
        assert [row["name"] for row in names] == ["Rana Velli", "Velli"]

    @pytest.mark.parametrize("batch", [1, 500])
    def test_names_are_known_however_the_documents_fall_into_batches(self, tmp_path, sqlite_location, monkeypatch, batch):
        class Offices(Lines):
            def extract(self, document: Document) -> Extraction:
                found = super().extract(document)
                others = {"Ministry of Dams": ("Dams Ministry", "Shared Name"), "Ministry of Ports": ("Shared Name",)}
                return replace(found, people=tuple(replace(one, other_names=others.get(one.name, ())) for one in found.people))

        monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", batch)
        texts = {"a": "Ministry of Dams: Yes.", "b": "Dams Ministry: No.", "c": "Ministry of Ports: So.", "d": "Shared Name: Perhaps."}
        run(write(tmp_path, **texts), sqlite_location, extractor=Offices())
        with open_reader(sqlite_location) as reader:
            names = reader.rows("SELECT sp.name FROM statements s JOIN speakers sp USING (speaker_id) ORDER BY s.statement_id")
        assert [row["name"] for row in names] == ["Ministry of Dams", "Ministry of Dams", "Ministry of Ports", "Shared Name"]
