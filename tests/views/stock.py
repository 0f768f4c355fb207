"""A small database of invented states and people, made by hand, so that what is read from it is known beforehand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from claims.store.databases.database import find_database
from claims.store.migrations import upgrade
from claims.store.models import Base

HARBOUR = (
    "Velmora to build harbour in Torvia\n"
    "Port Samar (VLN) - President Ana Belov on Friday (4/3) said Velmora will lend Torvia more than 20 million US dollars within two years "
    "to build a harbour.\n"
    "Belov said trade between the two had grown to 1.25 billion US dollars in 2021.\n"
    "Torvia hopes to open a school of fishing, minister Jon Úlfar said.\n"
    "Reporter: Mira Sand"
)
DAM = (
    "Lusaka Baru (Kabar) - Menteri Energi Samaya Rudi Tana mengatakan Samaya siap membangun bendungan bagi Liga Timur sebelum 2090.\n"
    "Samaya menolak impor listrik, kata Tana."
)
HOSTILE = "Trap (Trap) - =SUM(1) said \x1b[31mred\u202e <b>| [link](x) rates would rise 5 percent."


class Filler:
    """Inserts rows; spans are found in the texts, never counted by hand. Amounts are of its `currency`."""

    currency = "USD"

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.texts: dict[int, str] = {}
        self.keys = 0

    def add(self, table: str, **values: Any) -> int:
        key = self.connection.execute(sa.insert(Base.metadata.tables[table]).values(**values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def source(self, text: str, **values: Any) -> int:
        digest = sha256(text.encode()).hexdigest()
        known = {"loaded_at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "media_type": "text/plain", "encoding": "utf-8"}
        number = self.add("sources", text=text, sha256=digest, **known, **values)
        self.texts[number] = text
        return number

    def evidence(self, source: int, text: str) -> dict[str, Any]:
        start = self.texts[source].index(text)
        self.keys += 1
        key = sha256(f"{source} {self.keys}".encode()).hexdigest()[:32]
        return {"source_id": source, "span_start": start, "span_end": start + len(text), "text": text, "key": key, "extractor": "hand 1"}

    def statement(
        self, source: int, text: str, content: str, cue: str, *, acts: tuple[str, ...], to: tuple[int, ...] = (),
        topics: tuple[str, ...] = (), **values: Any,
    ) -> int:  # fmt: skip
        whole = self.texts[source]
        base = whole.index(text)
        content_start, cue_start = whole.index(content, base), whole.index(cue, base)
        number = self.add(
            "statements",
            **self.evidence(source, text),
            content_start=content_start,
            content_end=content_start + len(content),
            cue_start=cue_start,
            cue_end=cue_start + len(cue),
            quotation="indirect",
            attribution="explicit",
            **values,
        )
        for act in acts:
            self.add("statement_acts", statement_id=number, act=act)
        for speaker in to:
            self.add("statement_addressees", statement_id=number, speaker_id=speaker)
        for topic in topics:
            self.add("statement_topics", statement_id=number, topic=topic)
        return number

    def commitment(
        self, source: int, text: str, cue: str, *, by: tuple[int, ...], to: tuple[int, ...], topics: tuple[str, ...] = (), **values: Any
    ) -> int:
        start = self.texts[source].index(cue, self.texts[source].index(text))
        number = self.add("commitments", **self.evidence(source, text), cue=cue, cue_start=start, cue_end=start + len(cue), **values)
        for role, parties in (("committer", by), ("counterparty", to)):
            for party in parties:
                self.add("commitment_parties", commitment_id=number, party_id=party, role=role)
        for topic in topics:
            self.add("commitment_topics", commitment_id=number, topic=topic)
        return number

    def number(self, source: int, text: str, value: str, **values: Any) -> int:
        return self.add("numeric_claims", **self.evidence(source, text), value=Decimal(value), value_number=float(value), **values)

    def money(self, source: int, text: str, value: str, commitment: int, **values: Any) -> int:
        """The amount of a commitment."""
        known = {"unit": self.currency, "kind": "money", "comparator": "=", "commitment_id": commitment}
        return self.number(source, text, value, **(known | values))

    def judge(self, kind: str, left: int, relation: str, right: int, judgement: str = "positive") -> None:
        """Mira Sand's judgement."""
        judged = {"judged_by": "Mira Sand", "judged_at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC)}
        self.add("relations", kind=kind, left_id=left, right_id=right, relation=relation, judgement=judgement, **judged)

    def fill(self) -> None:
        velmora = self.add("parties", name="Velmora", kind="state", iso_code="VX")
        torvia = self.add("parties", name="Torvia", kind="state", iso_code="TX")
        samaya = self.add("parties", name="Samaya", kind="state", iso_code="SX")
        league = self.add("parties", name="Eastern League", kind="bloc")
        for member in (velmora, torvia):
            self.add("party_members", bloc_id=league, member_id=member)
        self.add("aliases", name="Republik Velmora", language="id", party_id=velmora)
        self.add("aliases", name="Liga Timur", language="id", party_id=league)
        belov = self.add("speakers", name="Ana Belov", kind="person")
        ulfar = self.add("speakers", name="Jon Úlfar", kind="person")
        tana = self.add("speakers", name="Rudi Tana", kind="person")
        trap = self.add("speakers", name="=SUM(1)", kind="body")
        self.add("aliases", name="Belov", speaker_id=belov)
        self.fill_harbour(velmora, torvia, belov, ulfar)
        self.fill_dam(samaya, league, tana)
        source = self.source(HOSTILE, language="en", publisher="Trap", title="\x1b[2J=1+1")
        self.number(source, "5 percent", "5", unit="percent", kind="percentage", comparator="=", metric="rates")
        self.statement(
            source, HOSTILE[14:], HOSTILE[HOSTILE.index("\x1b"):], "said", acts=("other",),
            speaker_id=trap, speaker_mention="=SUM(1)", language="en",
        )  # fmt: skip

    def fill_harbour(self, velmora: int, torvia: int, belov: int, ulfar: int) -> None:
        _, loan, trade, school, _ = HARBOUR.split("\n")
        source = self.source(
            HARBOUR, language="en", publisher="VLN", agency="Eastwire", reporter="Mira Sand", title="Velmora to build harbour in Torvia",
            place="Port Samar", event_on=date(2022, 3, 4), event_on_basis="weekday", file_name="harbour.txt", url="https://vln.example/1",
        )  # fmt: skip
        mention = self.texts[source].index("President Ana Belov")
        self.add(
            "roles", speaker_id=belov, party_id=velmora, title="President", source_id=source, span_start=mention,
            span_end=mention + len("President Ana Belov"),
        )  # fmt: skip
        self.add("roles", speaker_id=ulfar, party_id=torvia, title="minister")
        day = {"said_on": date(2022, 3, 4), "language": "en"}
        first = self.statement(
            source, loan, loan[loan.index("Velmora"):], "said", acts=("commitment",), to=(ulfar,),
            speaker_id=belov, speaker_mention="Ana Belov", **day,
        )  # fmt: skip
        second = self.statement(
            source, trade, trade[trade.index("trade"):], "said", acts=("assessment",), topics=("trade",),
            speaker_id=belov, speaker_mention="Belov", via="Velmora TV", **day,
        )  # fmt: skip
        third = self.statement(
            source, school, "Torvia hopes to open a school of fishing", "said", acts=("commitment", "position"),
            speaker_id=ulfar, speaker_mention="Jon Úlfar", **day,
        )  # fmt: skip
        lending = self.commitment(
            source, loan, "will", by=(velmora,), to=(torvia,), topics=("aid", "transport"), statement_id=first, strength="pledge",
            action="lend Torvia more than 20 million US dollars to build a harbour", announced_on=date(2022, 3, 4),
            due_on=date(2024, 3, 4), due_precision="day", due_basis="within P2Y of the day it was said", period="P2Y",
        )  # fmt: skip
        self.number(
            source, "more than 20 million US dollars", "20000000", unit="USD", kind="money", comparator=">", statement_id=first,
            commitment_id=lending, metric="loan for a harbour",
        )  # fmt: skip
        self.number(
            source, "1.25 billion US dollars", "1250000000", unit="USD", kind="money", comparator="=", statement_id=second,
            metric="trade", as_of="2021",
        )  # fmt: skip
        hoping = self.commitment(
            source, school, "hopes to", by=(torvia,), to=(), topics=("education",), statement_id=third, strength="aspiration",
            action="open a school of fishing", announced_on=date(2022, 3, 4), due_on=date(2023, 12, 31), due_precision="year",
        )  # fmt: skip
        for status, when in (("in progress", date(2022, 6, 1)), ("fulfilled", date(2022, 9, 1))):
            self.add("assessments", commitment_id=hoping, status=status, assessed_on=when, assessor="Mira Sand")

    def fill_dam(self, samaya: int, league: int, tana: int) -> None:
        dam, imports = DAM.split("\n")
        source = self.source(DAM, language="id", publisher="Kabar", event_on=date(2025, 7, 1), place="Lusaka Baru")
        day = {"said_on": date(2025, 7, 1), "language": "id", "speaker_id": tana}
        self.add("roles", speaker_id=tana, party_id=samaya, title="Menteri Energi")
        first = self.statement(
            source, dam, dam[dam.index("Samaya siap") :], "mengatakan", acts=("commitment",), speaker_mention="Rudi Tana", **day
        )
        self.statement(
            source, imports, "Samaya menolak impor listrik", "kata", acts=("position",), topics=("energy", "trade"),
            speaker_mention="Tana", **day,
        )  # fmt: skip
        building = self.commitment(
            source, dam, "siap", by=(samaya,), to=(league,), topics=("energy",), statement_id=first, strength="willing",
            action="membangun bendungan",
            announced_on=date(2025, 7, 1), due_on=date(2090, 12, 31), due_precision="year",
        )  # fmt: skip
        rejected = self.evidence(source, imports) | {"review": "rejected"}
        repeating = self.add("commitments", **rejected, cue="menolak", cue_start=self.texts[source].index("menolak"),
                             cue_end=self.texts[source].index("menolak") + 7, strength="willing")  # fmt: skip
        self.add(
            "relations", kind="commitment", left_id=repeating, right_id=building, relation="same as", judgement="positive",
            judged_by="Mira Sand", judged_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        )  # fmt: skip


def fill(location: str, *fillers: type[Filler]) -> None:
    """Make a database at `location`, and fill it by these one after the other."""
    upgrade(location)
    engine = find_database(location).engine()
    with engine.begin() as connection:
        for filler in fillers:
            filler(connection).fill()
    engine.dispose()


def stock(location: str) -> None:
    """Make a database at `location` and fill it."""
    fill(location, Filler)
