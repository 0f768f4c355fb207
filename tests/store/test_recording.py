"""Structured files: what is kept of them, what is named instead, and that any file ends in a sentence, in bounded time and memory."""

import json
import re
import time
from hashlib import sha256
from pathlib import Path

import pytest

from claims.documents.document import Span
from claims.documents.files import MAX_BYTES
from claims.references import require_reference
from claims.resolution.keys import Keys, nth_key
from claims.store import migrations, taken_keys
from claims.store.access import open_reader
from claims.store.ledger.amending import amend
from claims.store.ledger.judging import merge
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.recording import record_file
from claims.terms import RecordKind
from claims.views.verification import verify
from tests.store.portraits import portrait

TEXT = (
    "Samaya will pay 500 million dollars for the dam, said Minister Ana Lestari.\nIt had paid 1.10 million before; it had paid it late.\n"
)
COMMITMENT = {
    "text": "Samaya will pay 500 million dollars for the dam",
    "cue": "will",
    "strength": "pledge",
    "committers": ["samaya"],
    "counterparties": "QV",
    "topics": ["water", "dams, and piers"],
    "due_on": "2034",
    "numeric_claims": [{"text": "500 million dollars"}],
    "assessments": [{"status": "stalled", "assessed_on": "2024-01-01", "assessor": "Rina", "evidence": "https://w.example/1"}],
    "instalments": [{"type": "disbursement", "value": "123456789012345678.91", "unit": "USD", "provider": "Republik Samaya"}],
}
SOURCE = {
    "url": "https://times.example/dams",
    "title": "no",
    "publisher": "12:30:45",
    "event_on": "2031-03-04",
    "language": "en",
    "text": TEXT,
    "roles": [{"speaker": "Lestari", "party": "Samaya", "title": "Minister", "text": "Minister Ana Lestari"}],
    "statements": [
        {
            "text": TEXT.split("\n", maxsplit=1)[0],
            "content": "Samaya will pay 500 million dollars for the dam",
            "cue": "said",
            "speaker": "ana lestari",
            "acts": ["commitment"],
            "event": "Dam talks",
            "commitments": [COMMITMENT],
        }
    ],
    "numeric_claims": [{"text": "1.10 million", "metric": "paid", "value": "1.10", "unit": "USD", "kind": "money"}],
}
RECORDS = {
    "sources": [SOURCE],
    "events": [{"name": "Dam talks", "started_on": "2031-03-04", "parties": ["QS", "Velmora"]}],
    "speakers": [{"name": "Ana Lestari", "kind": "person", "aliases": ["Lestari"], "wikidata_id": "Q7"}],
    "parties": [
        {"name": "Samaya", "kind": "state", "iso_code": "QS", "aliases": ["Republik Samaya", "no"]},
        {"name": "Velmora", "kind": "state", "iso_code": "QV"},
        {"name": "Inner Sea", "kind": "bloc", "members": ["Samaya", "QV"]},
    ],
}
HELD = {"parties": 3, "speakers": 1, "events": 1, "sources": 1, "roles": 1, "statements": 1, "commitments": 1, "numeric_claims": 2}
PEOPLE = "kind,name,aliases\nperson,Ana Lestari,Lestari;Bu Ana\nperson,Jon Tana,\n"


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_yaml(value, indent=0):
    """Any value of texts, lists and mappings as block YAML, its texts plain where JSON would be too kind to the reader."""
    lead = " " * indent
    if isinstance(value, dict):
        return "".join(f"{lead}{name}:{leaf(item, indent + 2)}" for name, item in value.items())
    return "".join(f"{lead}-\n{as_yaml(item, indent + 2)}" if isinstance(item, dict) else f"{lead}- {scalar(item)}\n" for item in value)


def leaf(value, indent):
    return f"\n{as_yaml(value, indent)}" if isinstance(value, dict | list) else f" {scalar(value)}\n"


def scalar(text):
    return text if text.replace(".", "").replace(":", "").replace("-", "").isalnum() and ": " not in text else json.dumps(text)


def keep(path, location):
    return record_file(path, location, actor="Rina")


class TestKeeping:
    @pytest.mark.parametrize("name", ["r.yaml", "r.json", "r.jsonl"])
    def test_a_file_is_kept_with_what_people_write(self, location, raw, tmp_path, name):
        singular = {"parties": "party", "speakers": "speaker", "events": "event", "sources": "source"}
        rows = [{"record": singular[plural], **record} for plural, records in RECORDS.items() for record in records]
        content = {
            "r.yaml": as_yaml(RECORDS),
            "r.json": json.dumps(RECORDS, indent=1),
            "r.jsonl": "".join(json.dumps(row) + "\n" for row in rows),
        }[name]
        path = written(tmp_path, name, content)
        result = keep(path, location)
        assert result.rejected == []
        assert {table: raw(f"SELECT count(*) FROM {table}")[0][0] for table in HELD} == HELD
        assert raw("SELECT title, publisher FROM sources") == [("no", "12:30:45")]
        assert {name for (name,) in raw("SELECT name FROM aliases")} == {"Republik Samaya", "no", "Lestari"}
        assert [str(row[0]) for row in raw("SELECT value FROM numeric_claims ORDER BY numeric_claim_id")] == ["500000000", "1.1"]
        assert str(raw("SELECT value FROM instalments")[0][0]) == "123456789012345678.91"
        assert raw("SELECT DISTINCT origin, review FROM statements") == [("recorded", "proposed")]
        assert {topic for (topic,) in raw("SELECT topic FROM commitment_topics")} == {"water", "dams, and piers"}
        assert [str(value) for value in raw("SELECT announced_on, due_on, due_precision FROM commitments")[0]] == [
            "2031-03-04",
            "2034-12-31",
            "year",
        ]
        with open_reader(location) as reader:
            assert verify(reader).faults == []

    def test_twice_changes_nothing_and_says_so(self, location, raw, tmp_path):
        path = written(tmp_path, "r.json", json.dumps(RECORDS))
        keep(path, location)
        before = portrait(location, history=True)
        again = keep(path, location)
        assert (sum(again.added.values()), again.rejected, again.changeset) == (0, [], None) and again.unchanged == 13
        assert portrait(location, history=True) == before

    def test_the_keys_are_those_that_reading_gives(self, location, raw, tmp_path):
        keep(written(tmp_path, "r.json", json.dumps(RECORDS)), location)
        words = COMMITMENT["text"]
        cue = Span(words.index("will"), words.index("will") + 4)
        expected = Keys(sha256(TEXT.encode()).hexdigest()).key(RecordKind.COMMITMENT, Span(0, len(words)), cue)
        assert raw("SELECT key FROM commitments") == [(expected,)]

    def test_one_undo_takes_a_file_back(self, location, raw, tmp_path):
        empty = portrait(location)
        result = keep(written(tmp_path, "r.json", json.dumps(RECORDS)), location)
        with Ledger(location, actor="Rina") as ledger:
            undo(ledger, result.changeset)
        assert portrait(location) == empty

    def test_a_later_file_lengthens_lists_and_names_what_is_otherwise(self, location, raw, tmp_path):
        keep(written(tmp_path, "r.json", json.dumps(RECORDS)), location)
        with Ledger(location, actor="Omar") as ledger:
            amend(ledger, require_reference("c1"), {"strength": "willing"}, reason="checked")
        more = {"parties": [{"name": "Republik Samaya", "kind": "state", "aliases": "Samaja"}], "sources": [SOURCE]}
        result = keep(written(tmp_path, "more.json", json.dumps(more, indent=1)), location)
        assert dict(result.added) == {"aliases": 1}
        (sentence,) = result.rejected
        assert "it is here already as c1" in sentence and "strength is willing here, pledge in the file" in sentence
        assert raw("SELECT strength FROM commitments") == [("willing",)]

    def test_csv_is_called_after_its_kind_or_has_a_column_for_it(self, location, raw, tmp_path):
        assert keep(written(tmp_path, "speakers.csv", PEOPLE), location).rejected == []
        result = keep(written(tmp_path, "all.csv", "record,name\nperson,X\nspeaker,Y\n"), location)
        assert [sentence.split(": ")[0][-6:] for sentence in result.rejected] == ["line 2", "line 3"]
        assert {name for (name,) in raw("SELECT name FROM speakers")} == {"Ana Lestari", "Jon Tana"}
        assert {name for (name,) in raw("SELECT name FROM aliases")} == {"Lestari", "Bu Ana"}

    def test_a_source_that_is_loaded_is_named_by_address_digest_or_file_name(self, location, raw, tmp_path):
        keep(written(tmp_path, "r.json", json.dumps(RECORDS)), location)
        digest = raw("SELECT sha256 FROM sources")[0][0]
        rows = [
            {"record": "numeric claim", "source": "https://times.example/dams", "text": "500", "metric": "m"},
            {"record": "numeric_claim", "source": digest, "span_start": "0", "span_end": "6", "value": 6, "unit": "letter"},
            {"record": "source", "sha256": digest, "numeric_claims": [{"text": "it", "value": "1"}]},
        ]
        start = TEXT.index("it had paid it") + len("it had paid ")
        rows[2]["numeric_claims"][0]["span_start"] = start
        result = keep(written(tmp_path, "n.jsonl", "\n".join(map(json.dumps, rows))), location)
        assert (result.rejected, dict(result.added)) == ([], {"numeric_claims": 3})
        assert {text for (text,) in raw("SELECT text FROM numeric_claims")} >= {"500", "Samaya", "it"}


class TestRejecting:
    @pytest.fixture
    def held(self, location, raw, tmp_path):
        keep(written(tmp_path, "r.json", json.dumps(RECORDS)), location)
        return raw

    @pytest.mark.parametrize(
        ("record", "told"),
        [
            ({"record": "party", "name": "X", "kinds": "state"}, "has the fields"),
            ({"record": "party", "name": "X"}, "needs kind"),
            ({"record": "partei", "name": "X"}, "says what it is"),
            ({"record": "role", "speaker": "Ana Lestary", "title": "X"}, "Nearest: Ana Lestari"),
            ({"record": "role", "speaker": "sp1", "title": "X"}, "no speaker is called"),
            ({"record": "event", "name": "X", "started_on": "yesterday"}, "takes a day, such as"),
            ({"record": "event", "name": "X", "started_on": "2031-02-31"}, "takes a day, such as"),
            ({"record": "event", "name": {"en": "X"}}, "takes a text"),
            ({"record": "event", "name": "X\u0000"}, "text in UTF-8"),
            ({"record": "event", "name": "X\ud800"}, "text in UTF-8"),
            ({"record": "source", "url": "https://nowhere.example"}, "no source .* is loaded"),
            ({"record": "source", "text": "Words.", "sha256": "0" * 64}, "another text"),
            ({"record": "statement", "speaker": "Lestari", "text": "Words."}, "names its source"),
            ({"record": "statement", "source": "src1", "speaker": "Lestari", "text": "500"}, "no source of this database"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "501"}, "does not hold"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "paid"}, "more than once"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "500", "span_start": 3}, "at characters 3 to 6"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "500", "span_start": 10**20}, "at characters"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "late", "value": "NaN"}, "plain digits"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "late", "value": "1E+400"}, "beyond what can be kept"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "late", "value": "50,1"}, "plain digits"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "late", "value": "1_0"}, "plain digits"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "late", "value": "９"}, "plain digits"),
            ({"record": "numeric claim", "source": SOURCE["url"], "text": "late", "value": "1", "comparator": "range"}, "range"),
            ({"record": "assessment", "commitment": "nothing", "status": "stalled", "assessed_on": "2024-01-01"}, "no commitment"),
            ({"record": "assessment", "status": "stalled", "assessed_on": "2024-01-01"}, "names its commitment"),
        ],
    )
    def test_what_may_not_be_is_named_by_file_and_line_and_the_rest_is_kept(self, held, location, tmp_path, record, told):
        lines = [json.dumps(record), '{"record": "event", "name": "Kept", "place": "here"}']
        result = keep(written(tmp_path, "bad.jsonl", "\n" + "\n".join(lines) + "\n"), location)
        assert dict(result.added) == {"events": 1}
        (sentence,) = result.rejected
        assert sentence.startswith(f"{tmp_path / 'bad.jsonl'}, line 2: ")
        assert re.search(told, sentence), sentence

    def test_a_document_is_kept_whole_or_not_at_all_and_each_fault_in_it_is_named(self, held, location, tmp_path):
        before = portrait(location)
        source = {
            "text": "Ana spoke. Jon spoke.",
            "language": "en",
            "statements": [
                {"text": "Ana spoke.", "speaker": "Nobody"},
                {"text": "Jon spoke.", "speaker": "Lestari"},
                {"text": "Lin spoke.", "speaker": "Lestari", "commitments": "none"},
            ],
        }
        path = written(tmp_path, "doc.yaml", as_yaml({"sources": [source]}))
        result = keep(path, location)
        assert [int(sentence.split("line ")[1].split(":")[0]) for sentence in result.rejected] == [7, 13]
        assert result.rejected[-1].endswith("Nothing of the source on line 3 was kept.")
        assert portrait(location) == before


class TestAlike:
    """Records of the same words have a key each, which hangs on no other record of the file."""

    WORDS = "text: 500 million dollars"
    BAD = f"  - {{source: {SOURCE['url']}, {WORDS}, kind: nonsense}}\n"

    def number(self, metric):
        return f"  - {{source: {SOURCE['url']}, {self.WORDS}, value: 5, metric: {metric}}}\n"

    def keep(self, location, tmp_path, *numbers):
        result = keep(written(tmp_path, "alike.yaml", "numeric_claims:\n" + "".join(numbers)), location)
        return result.added["numeric_claims"], result.unchanged, len(result.rejected)

    @pytest.fixture
    def held(self, location, raw, tmp_path):
        source = {name: value for name, value in SOURCE.items() if isinstance(value, str)}
        keep(written(tmp_path, "s.json", json.dumps({"sources": [source]})), location)
        return raw

    def metrics(self, raw):
        return [metric for (metric,) in raw("SELECT metric FROM numeric_claims ORDER BY numeric_claim_id")]

    def test_one_that_is_rejected_takes_none(self, held, location, tmp_path):
        for numbers in ((self.BAD, self.number("dam")), (self.BAD, self.number("dam")), (self.number("dam"),)):
            self.keep(location, tmp_path, *numbers)
        assert self.metrics(held) == ["dam"]

    def test_nor_does_one_in_a_document_that_is_rejected_whole(self, held, location, tmp_path):
        statement = {"text": TEXT.split("\n", maxsplit=1)[0], "speaker": "Nobody"}
        claims = [{"text": "500 million dollars", "metric": "dam"}, {"text": "nothing"}]
        people = "speakers:\n  - {name: Nobody, kind: person}\n"
        bad, good = ({"url": SOURCE["url"], "statements": [statement | {"numeric_claims": inner}]} for inner in (claims, claims[:1]))
        for documents in ([bad, good], [good]):
            told = keep(written(tmp_path, "d.yaml", people + as_yaml({"sources": documents})), location)
        assert told.rejected == [] and self.metrics(held) == ["dam"]

    def test_one_that_is_here_is_known_by_what_it_says(self, held, location, tmp_path):
        assert self.keep(location, tmp_path, self.number("dam"), self.number("pier")) == (2, 0, 0)
        assert self.keep(location, tmp_path, self.BAD, self.number("pier")) == (0, 1, 1)
        assert self.keep(location, tmp_path, self.number("pier"), self.number("dam")) == (0, 2, 0)
        assert self.keep(location, tmp_path, self.number("quay"), self.number("pier"), self.number("dam"))[2] == 1
        assert self.metrics(held) == ["dam", "pier"]

    def test_many_of_them_cost_a_few_digests_each(self, monkeypatch):
        digests = []
        monkeypatch.setattr(taken_keys, "nth_key", lambda *place: digests.append(place) or nth_key(*place))
        keys, place = taken_keys.TakenKeys(), taken_keys.Place("a" * 64, RecordKind.STATEMENT, Span(1, 9), None)
        for _ in range(1_000):
            number, _ = next(keys.free(place))
            keys.take(place, number)
        assert len(keys) == 1_000 and len(digests) < 5_000
        keys.give_back(10)
        assert next(keys.free(place)) == (11, nth_key(*place, 11))


DEEP = 100_000
BOMB = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
HOSTILE = {
    "bomb.yaml": (BOMB, "aliases"),
    "deep.yaml": ("- " * DEEP + "x", "deep"),
    "deepflow.yaml": ("[" * DEEP, "deep"),
    "deep.json": ("[" * DEEP + "]" * DEEP, "deep"),
    "deepmap.json": ('{"a":' * DEEP, "deep"),
    "deep.jsonl": ("[" * DEEP, "deep"),
    "tag.yaml": ("parties: !!python/object/apply:os.system [x]", "tags"),
    "binary.yaml": ("parties: !!binary aGk=", "tags"),
    "twice.yaml": ("parties: []\nparties: []", "given twice, first on line 1"),
    "twice.json": ('{"parties": [],\n"parties": []}', "given twice, first on line 1"),
    "twice.csv": ("name,name\na,b\n", "given twice"),
    "open.csv": ('record,name\nparty,"X\n' + "y\n" * 10, "not closed"),
    "wide.csv": ("record,name\nparty," + "x" * 200_000 + "\n", "131,072"),
    "cells.csv": ("record,name\nparty,X,Y\n", "3 cells"),
    "semicolons.csv": ("record;name;kind\nparty;X;state\n", "its columns are parted by semicolons; part them by commas"),
    "tabs.csv": ("record\tname\tkind\nparty\tX\tstate\n", "its columns are parted by tabs; part them by commas"),
    "header.csv": ("record,\nparty,X\n", "no name"),
    "nul.json": (b'{"parties": "\0"}', "NUL"),
    "utf16.json": ("{}".encode("utf-16"), "UTF-16"),
    "latin.yaml": (b"parties: \xe9", "UTF-8"),
    "empty.yaml": ("", "no records"),
    "empty.json": ("", "no JSON"),
    "empty.csv": ("", "empty"),
    "list.json": ('["x"]', "mapping"),
    "text.json": ('"x"', "no record"),
    "cut.json": ('{"parties": [{"name": "X"', "no JSON"),
    "cut.yaml": ('parties: [{name: "X', "no YAML"),
    "nan.json": ('{"parties": [{"name": NaN}]}', "no value"),
    "tail.json": ("{} {}", "after its end"),
    "number.json": ('{"events": [{"name": ' + "9" * 5_000 + ', "started_on": ' + "9" * 5_000 + "}]}", "started_on takes a day"),
    "large.yaml": ("parties:\n" + "- {name: x, kind: state}\n" * (MAX_BYTES // 20), "larger than"),
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_any_file_ends_in_a_sentence_soon(self, tmp_path, name):
        content, told = HOSTILE[name]
        location = str(tmp_path / "claims.db")
        path = written(tmp_path, name, content)
        began = time.monotonic()
        result = keep(path, location)
        assert time.monotonic() - began < 10
        assert result.rejected and all(sentence.startswith(str(path)) and sentence.endswith(".") for sentence in result.rejected)
        assert told in result.rejected[0], result.rejected[0]
        assert sum(result.added.values()) == 0 and max(map(len, result.rejected)) < 1_000

    def test_a_byte_order_mark_is_no_part_of_the_text(self, tmp_path):
        for name, content in {"a.json": '{"events": [{"name": "A"}]}', "events.csv": "name\nB\n", "c.yaml": "events: [name: C]"}.items():
            assert keep(written(tmp_path, name, b"\xef\xbb\xbf" + content.encode()), str(tmp_path / "claims.db")).rejected == []

    def test_ten_megabytes_of_yaml_take_bounded_time_and_memory(self, tmp_path):
        from claims.documents.records.reading import read_records

        path = written(tmp_path, "large.yaml", "parties:\n" + "".join(f"- name: Party {n}\n  kind: state\n" for n in range(300_000)))
        assert path.stat().st_size > 9_000_000
        began = time.monotonic()
        assert len(read_records(path)) == 300_000
        assert time.monotonic() - began < 60


def test_a_record_that_is_here_with_a_value_that_may_not_be_is_a_sentence(location, tmp_path):
    keep(written(tmp_path, "first.json", json.dumps(RECORDS)), location)
    again = {"parties": [{"name": "Velmora", "kind": "tate"}, {"name": "Velmora", "kind": "state", "aliases": ["Velmore"]}]}
    result = keep(written(tmp_path, "again.json", json.dumps(again)), location)
    assert ["kind knows no “tate”" in told for told in result.rejected] == [True]
    assert result.added == {"aliases": 1}


@pytest.mark.parametrize("name", ["r.yaml", "r.json", "r.jsonl", "r.csv"])
def test_any_damage_is_a_sentence(tmp_path, name):
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    location = str(tmp_path / "claims.db")
    migrations.upgrade(location)
    whole = {"r.yaml": as_yaml(RECORDS), "r.csv": "record,name\nevent,X\n"}.get(name, json.dumps(RECORDS)).encode()
    path = Path(tmp_path / name)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(whole)), st.binary(max_size=6), st.integers(0, 6))
    def damaged(at, inserted, dropped):
        path.write_bytes(whole[:at] + inserted + whole[at + dropped :])
        result = keep(path, location)
        assert all(sentence.startswith(str(path)) for sentence in result.rejected)

    damaged()


def test_a_name_means_in_a_file_whom_it_means_in_a_command(raw, location, tmp_path):
    parties = [{"name": "Samaya", "kind": "state", "aliases": ["RS"]}, {"name": "Samaia", "kind": "other", "aliases": ["RS"]}]
    record_file(written(tmp_path, "first.json", json.dumps({"parties": parties})), location, actor="Rina")
    raw("INSERT INTO aliases (name, party_id) VALUES ('Samaya', 2)")  # as an article may have it
    event = {"events": [{"name": "Dam talks", "parties": ["Samaya"]}, {"name": "Pier talks", "parties": ["rs"]}]}
    path = written(tmp_path, "second.json", json.dumps(event))
    assert [told.partition(": ")[2] for told in record_file(path, location, actor="Rina").rejected] == [
        "parties: “rs” names 2 records of this kind (party); say which."
    ], "its own name stands before another's alias"
    with Ledger(location, actor="Rina") as ledger:
        merge(ledger, ["p1", "p2"], reason="two spellings")
    assert record_file(path, location, actor="Rina").rejected == []
    with open_reader(location) as reader:
        assert reader.rows("SELECT DISTINCT party_id FROM event_parties") == [{"party_id": 1}]
