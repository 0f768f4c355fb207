"""Whatever people touch, and whatever later extractors read: no human work is lost, and all else is as it is read."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from claims.errors import Refused
from claims.references import Reference, require_disagreement
from claims.resolution.records import ResolvedDocument
from claims.store.access import open_reader
from claims.store.ledger.amending import amend, review, withdraw
from claims.store.ledger.deciding import accept, dismiss
from claims.store.ledger.ledger import Ledger
from claims.store.ledger.undoing import undo
from claims.store.loading import Loader
from claims.terms import Act, Outcome, PartyRole, RecordKind, Review, Strength
from claims.views.disagreements import list_disagreements
from claims.views.verification import verify
from tests.store.conftest import Raw
from tests.store.making import make_document

SENTENCES = 3
NUMBERS = count(1)  # a document for each run, so that one database serves them all
TABLES = {
    RecordKind.STATEMENT: ("statements", "statement_id"),
    RecordKind.COMMITMENT: ("commitments", "commitment_id"),
    RecordKind.NUMERIC_CLAIM: ("numeric_claims", "numeric_claim_id"),
}
READ = {
    RecordKind.STATEMENT: ("span_start", "content_start", "content_end", "cue_start", "cue_end", "speaker_mention", "said_on", "via"),
    RecordKind.COMMITMENT: ("span_start", "cue_start", "cue_end", "cue", "action", "strength", "due_on", "due_precision", "period"),
    RecordKind.NUMERIC_CLAIM: ("span_start", "value", "unit", "kind", "comparator", "metric", "as_of", "period"),
}
WORDS = st.one_of(st.none(), st.sampled_from(["radio", "a blog"]))
SOME = st.booleans() | st.just(True)  # rather there than not


@st.composite
def readings(draw, number):
    """Document `number` as some extractor may read it."""
    whole = make_document(number, sentences=SENTENCES)
    statements, commitments, claims = {}, {}, {}
    for at in range(SENTENCES):
        if draw(SOME):
            speaker = draw(st.sampled_from(["Ana Lestari", "Ministry of Dams"]))
            acts = tuple(draw(st.sets(st.sampled_from(list(Act)))))
            statements[at] = replace(whole.statements[at], speaker=speaker, acts=acts, via=draw(WORDS), addressees=())
        if draw(SOME):
            roles = draw(st.sets(st.tuples(st.sampled_from(["Samaya", "Velmora"]), st.sampled_from(list(PartyRole)[:2]))))
            due = draw(st.sampled_from([date(2034, 3, 4), date(2040, 1, 1)]))
            commitments[at] = replace(
                whole.commitments[at],
                statement=at if draw(SOME) else None,
                strength=draw(st.sampled_from(list(Strength))),
                parties=tuple(roles),
                due_on=due,
                topics=tuple(draw(st.sets(st.sampled_from(["water", "aid"])))),
            )
        if draw(SOME):
            value = draw(st.sampled_from([Decimal("0.1"), Decimal("12345678901234567890.25")]))
            links = {"statement": at if draw(SOME) else None, "commitment": at if draw(SOME) else None}
            claims[at] = replace(whole.numeric_claims[at], value=value, metric=draw(WORDS), **links)

    def placed(records, *links):
        places = {
            "statement": {at: place for place, at in enumerate(statements)},
            "commitment": {at: place for place, at in enumerate(commitments)},
        }
        return tuple(replace(record, **{link: places[link].get(getattr(record, link)) for link in links}) for record in records.values())

    return replace(
        whole,
        statements=tuple(statements.values()),
        commitments=placed(commitments, "statement"),
        numeric_claims=placed(claims, "statement", "commitment"),
    )


def told(document: ResolvedDocument):
    """What a reading says of each record, by key; other records by their keys."""
    keys = {"statement": [each.key for each in document.statements], "commitment": [each.key for each in document.commitments]}

    def key(record, link):
        return None if getattr(record, link) is None else keys[link][getattr(record, link)]

    found = {}
    for each in document.statements:
        plain = (each.span.start, each.content.start, each.content.end, each.cue.start, each.cue.end)
        plain += (each.speaker_mention, each.said_on.isoformat(), each.via)
        found[each.key] = (plain, each.speaker, frozenset((str(act),) for act in each.acts))
    for each in document.commitments:
        plain = (each.span.start, each.cue_span.start, each.cue_span.end, each.cue, each.action, str(each.strength))
        plain += (each.due_on.isoformat(), str(each.due_precision), each.period)
        found[each.key] = (
            plain,
            key(each, "statement"),
            frozenset((name, str(role)) for name, role in each.parties),
            frozenset((topic,) for topic in each.topics),
        )
    for each in document.numeric_claims:
        plain = (each.span.start, str(each.value), each.unit, str(each.kind), str(each.comparator), each.metric, each.as_of, each.period)
        found[each.key] = (plain, key(each, "statement"), key(each, "commitment"))
    return found


class Newsroom(RuleBasedStateMachine):
    """One article, people who work on it, and extractors that read it one after another."""

    location: str
    raw: Raw

    @initialize(data=st.data())
    def load(self, data):
        self.number = next(NUMBERS)
        self.version = 0
        self.hands: set[str] = set()  # keys of all that people had to do with
        self.deeds: list[int] = []
        self.ledger = Ledger(self.location, actor="Rina")
        self.read(data)

    def teardown(self):
        if hasattr(self, "ledger"):
            self.ledger.__exit__(None, None, None)

    @rule(data=st.data())
    def read(self, data):
        document = data.draw(readings(self.number))
        self.version += 1
        before, now = self.stored() if self.version > 1 else {}, told(document)
        kept, held = self.kept(before, now, {each.key for each in document.statements})
        extractor = f"hand {self.version}"
        with Loader(self.location, extractor=extractor, loaded_by="tester") as loader:
            ((_, outcome, self.source, message),) = loader.store([("a.txt", replace(document, extractor=extractor))])
        assert outcome is (Outcome.LOADED if self.version == 1 else Outcome.RENEWED), message
        after = self.stored()
        assert set(after) == kept | set(now) - held
        assert {key: after[key] for key in kept} == {key: before[key] for key in kept}
        numbers = {each.key for each in document.numeric_claims}
        for key in set(now) - held - kept:
            said = now[key]
            if key in numbers and said[2] in held:
                said = (*said[:2], None)
            assert after[key] == said
        self.check_disagreements(before, now, kept, held, numbers)

    def check_disagreements(self, before, now, kept, held, numbers):
        expected = dict.fromkeys(held, True)
        for key in kept:
            if key not in now:
                expected |= {} if self.review_of(key) == "rejected" else {key: False}
            else:
                said = (*now[key][:2], None) if key in numbers and now[key][2] in held else now[key]
                expected |= {key: True} if said != before[key] else {}
        known = {verdict: self.disagreements(verdict) for verdict in ("open", "dismissed")}
        assert {each.key for each in known["open"]} <= set(expected)
        for key, is_read in expected.items():
            assert any(each.key == key and each.is_read == is_read for found in known.values() for each in found)
        assert len({each.key for each in known["open"]}) == len(known["open"])

    def kept(self, before, now, statements):
        """Which stored keys have to stay, and which that are read have to stay away; `statements` are the keys of those that are read."""
        touched = self.hands & set(before)
        held = {key for key in now if key in self.hands - set(before)}
        held |= {key for key in set(now) - set(before) - statements if now[key][1] in held}
        kept = touched | {key for key in set(now) & set(before) - statements if now[key][1] in held & statements}
        for _ in range(2):
            below = {link for key in kept for link in before[key][1:3] if isinstance(link, str) and link in before}
            kept |= below
        return kept, held

    def stored(self):
        """What stands of the article, as `told` says it."""
        with open_reader(self.location) as reader:

            def rows(sql):
                return reader.rows(sql, {"source": self.source})

            def links(sql, *columns):
                found = {}
                for row in rows(f"{sql} WHERE o.source_id = :source"):
                    found.setdefault(row["id"], set()).add(tuple(row[name] for name in columns))
                return found

            said_in = "JOIN statements AS o ON o.statement_id = l.statement_id"
            made_in = "JOIN commitments AS o ON o.commitment_id = l.commitment_id"
            acts = links(f"SELECT l.statement_id AS id, l.act FROM statement_acts AS l {said_in}", "act")
            topics = links(f"SELECT l.commitment_id AS id, l.topic FROM commitment_topics AS l {made_in}", "topic")
            parties = links(
                f"SELECT l.commitment_id AS id, p.name, l.role FROM commitment_parties AS l {made_in} "
                "JOIN parties AS p ON p.party_id = l.party_id",
                *("name", "role"),
            )
            found = {}
            for row in rows(
                "SELECT s.*, sp.name FROM statements AS s JOIN speakers AS sp ON sp.speaker_id = s.speaker_id WHERE source_id = :source"
            ):
                number = row["statement_id"]
                found[row["key"]] = (self.plain(row), row["name"], frozenset(acts.get(number, ())))
            keyed = "LEFT JOIN statements AS s ON s.statement_id = r.statement_id"
            for row in rows(f"SELECT r.*, s.key AS said FROM commitments AS r {keyed} WHERE r.source_id = :source"):
                number = row["commitment_id"]
                found[row["key"]] = (self.plain(row), row["said"], frozenset(parties.get(number, ())), frozenset(topics.get(number, ())))
            keyed += " LEFT JOIN commitments AS c ON c.commitment_id = r.commitment_id"
            for row in rows(f"SELECT r.*, s.key AS said, c.key AS of FROM numeric_claims AS r {keyed} WHERE r.source_id = :source"):
                found[row["key"]] = (self.plain(row), row["said"], row["of"])
        return found

    def plain(self, row):
        kind = next(kind for kind, (_, key) in reversed(TABLES.items()) if key in row)
        return tuple(row[name] for name in READ[kind])

    def records(self):
        """The references of all records of the article, with their keys."""
        with open_reader(self.location) as reader:
            return [
                (Reference(kind, row["id"]), row["key"])
                for kind, (table, number) in TABLES.items()
                for row in reader.rows(f"SELECT {number} AS id, key FROM {table} WHERE source_id = :s ORDER BY 1", {"s": self.source})
            ]

    def review_of(self, key):
        return next(row[0] for table, _ in TABLES.values() for row in self.raw(f"SELECT review FROM {table} WHERE key = '{key}'"))

    def disagreements(self, verdict):
        with open_reader(self.location) as reader:
            return list_disagreements(reader, source=f"src{self.source}", verdict=verdict, limit=0).records

    def chosen(self, data, *kinds):
        found = [each for each in self.records() if not kinds or each[0].kind in kinds]
        return data.draw(st.sampled_from(found)) if found else None

    def noted(self, deed, *keys):
        if deed.changeset is not None:
            self.deeds.append(deed.changeset)
            self.hands |= set(keys)

    @rule(data=st.data(), decision=st.sampled_from([Review.ACCEPTED, Review.REJECTED]))
    def decide(self, data, decision):
        if chosen := self.chosen(data):
            self.noted(review(self.ledger, [chosen[0]], decision), chosen[1])

    @rule(data=st.data(), word=st.sampled_from(["", "P1Y", "P2Y"]))
    def change(self, data, word):
        if chosen := self.chosen(data):
            values = {RecordKind.STATEMENT: {"via": word, "acts": "call"}, RecordKind.COMMITMENT: {"period": word, "committers": "Velmora"}}
            self.noted(amend(self.ledger, chosen[0], values.get(chosen[0].kind, {"metric": word}), reason="load of work"), chosen[1])

    @rule(data=st.data())
    def take_away(self, data):
        if chosen := self.chosen(data):
            reference, key = chosen
            wanted = {key: reference}
            if data.draw(SOME):  # with all that rests on it
                stored, names = self.stored(), {key: reference for reference, key in self.records()}
                for _ in range(2):
                    wanted |= {
                        other: names[other]
                        for other, said in stored.items()
                        if wanted.keys() & {link for link in said[1:] if isinstance(link, str)}
                    }
            with suppress(Refused):
                self.noted(withdraw(self.ledger, list(wanted.values()), reason="never said"), *wanted)

    @rule(data=st.data())
    def write_sql(self, data):
        if chosen := self.chosen(data, RecordKind.COMMITMENT):
            (reference, key), number = chosen, chosen[0].number
            if data.draw(st.booleans()):
                values = f"({number}, 'stalled', '2035-01-01', 'Rina')"
                self.raw(f"INSERT INTO assessments (commitment_id, status, assessed_on, assessor) VALUES {values}")
                self.hands.add(key)
            elif self.raw(f"SELECT count(*) FROM commitment_topics WHERE commitment_id = {reference.number}") != [(0,)]:
                self.raw(f"DELETE FROM commitment_topics WHERE commitment_id = {number}")
                self.hands.add(key)

    @rule(data=st.data(), taken=st.booleans())
    def judge(self, data, taken):
        if found := self.disagreements("open"):
            each = data.draw(st.sampled_from(found))
            with suppress(Refused):
                deed = (accept if taken else dismiss)(self.ledger, [require_disagreement(each.id)], reason="looked again")
                self.noted(deed, *([each.key] if taken else []))

    @rule()
    def take_back(self):
        if self.deeds:
            with suppress(Refused):
                deed = undo(self.ledger, self.deeds.pop())
                self.deeds.append(deed.changeset)

    @invariant()
    def every_span_is_sound(self):
        with open_reader(self.location) as reader:
            assert verify(reader).faults == []


@pytest.mark.parametrize("steps", [12])
def test_no_human_work_is_lost_and_all_else_is_as_it_is_read(raw, location, steps):
    machine = type("Work", (Newsroom,), {"location": location, "raw": raw})
    examples = 25 if "://" not in location else 8
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    )
