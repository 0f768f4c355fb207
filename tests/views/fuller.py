"""The stock with what followed, which reports tell apart: copies, restatements, instalments, successors, numbers that differ."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from claims.store.models import Base
from tests.views.stock import Filler, fill

COPY = (
    "Port Samar (Eastwire) - Velmora will lend Torvia more than 20 million US dollars, President Ana Belov said.\n"
    "Trade between the two had grown to 1.3 billion US dollars in 2021, Belov said.\n"
    "The new road is 120 kilometres long."
)
ROAD = (
    "The new road is 120,000 metres long.\n"
    "The new road is 90 kilometres long, said Rudi Tana.\n"
    "Velmora will lend Torvia 20 million US dollars, as promised in March.\n"
    "Velmora will lend Torvia 5 million US dollars first.\n"
    "Samaya will give Velmora and Torvia 9 million euros a year.\n"
    "Samaya will give Velmora and Torvia no more than 7 million euros a year.\n"
    "The Velmora Republic will lend Torvia 1 to 2 million US dollars.\n"
    "Velmora will lend Torvia another 3 million US dollars.\n"
    "Samaya and Velmora hope to give Torvia 4 million US dollars for the League."
)
POWER = "Samaya still rejects imports of power, Tana said."
VELMORA, TORVIA, SAMAYA, LEAGUE = 1, 2, 3, 4
BELOV, TANA = 1, 3


def stock_fuller(location: str) -> None:
    """Make a database at `location`, fill it as `stock` does, and go on."""
    fill(location, Filler, Sequel)


class Sequel(Filler):
    """What was said, copied and judged later. Its commitments are c5 to c12, its numbers n4 to n14, its statements s7 to s10."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self.keys = 1000  # the stock has used those before

    def fill(self) -> None:
        """Insert it all."""
        republic = self.add("parties", name="Velmora Republic", kind="state", same_as_id=VELMORA)
        self.fill_copy()
        self.fill_road(republic)
        power = self.source(POWER, language="en", agency="Eastwire", event_on=date(2025, 8, 1))
        self.statement(
            power, POWER, "Samaya still rejects imports of power", "said", acts=("position",), topics=("energy",), to=(BELOV,),
            speaker_id=TANA, said_on=date(2025, 8, 1), language="en",
        )  # fmt: skip
        for table in ("statements", "commitments", "numeric_claims"):
            model = Base.metadata.tables[table]
            self.connection.execute(sa.update(model).where(model.c.source_id == 1, model.c.span_start < 200).values(review="accepted"))

    def fill_copy(self) -> None:
        """A copy of the first article: its loan is the same, its trade is another number."""
        loan, trade, _ = COPY.split("\n")
        day = date(2022, 3, 5)
        source = self.source(COPY, language="en", publisher="Samar Herald", agency="Eastwire", event_on=day, derived_from_id=1)
        lent = "Velmora will lend Torvia more than 20 million US dollars"
        said = {"said_on": day, "language": "en", "speaker_id": BELOV}
        first = self.statement(source, loan, lent, "said", acts=("commitment",), topics=("aid",), **said)
        second = self.statement(source, trade, "Trade between the two had grown to 1.3 billion", "said", acts=("assessment",), **said)
        lending = self.promise(source, loan, day, by=(VELMORA,), to=(TORVIA,), topics=("aid",), statement_id=first)
        amount = self.money(source, "more than 20 million US dollars", "20000000", lending, comparator=">", statement_id=first)
        self.number(
            source, "1.3 billion US dollars", "1300000000", unit="USD", kind="money", comparator="=", metric="Trade", as_of="2021",
            statement_id=second,
        )  # fmt: skip
        self.length(source, "120 kilometres", "120", "kilometre")
        for kind, left, right in (("statement", first, 1), ("commitment", lending, 1), ("numeric claim", amount, 1)):
            self.judge(kind, left, "same as", right)

    def fill_road(self, republic: int) -> None:
        """A later article: numbers that differ, and money that is promised again, in part, instead or besides."""
        _, kilometres, again, part, old, new, merged, more, hope = ROAD.split("\n")
        day = date(2022, 6, 1)
        source = self.source(ROAD, language="en", publisher="Torvia Times", published_on=day)
        said = self.statement(
            source, kilometres, "The new road is 90 kilometres long", "said", acts=("assessment",), topics=("infrastructure",),
            speaker_id=TANA, said_on=day, language="en",
        )  # fmt: skip
        self.length(source, "120,000 metres", "120000", "metre")
        self.length(source, "90 kilometres", "90", "kilometre", statement_id=said)
        restating = self.promise(source, again, day, by=(VELMORA,), to=(TORVIA,))
        self.money(source, "20 million US dollars", "20000000", restating)
        self.judge("commitment", restating, "restates", 1)
        instalment = self.promise(source, part, day, by=(VELMORA,), to=(TORVIA,))
        self.money(source, "5 million US dollars", "5000000", instalment)
        self.judge("commitment", instalment, "instalment of", 1)
        before = self.promise(source, old, day, by=(SAMAYA,), to=(VELMORA, TORVIA))
        self.money(source, "9 million euros", "9000000", before, unit="EUR", period="P1Y")
        after = self.promise(source, new, day, by=(SAMAYA,), to=(VELMORA, TORVIA))
        self.money(source, "7 million euros", "7000000", after, unit="EUR", period="P1Y")
        self.judge("commitment", after, "supersedes", before)
        ranging = self.promise(source, merged, day, by=(republic,), to=(TORVIA,))
        self.money(source, "1 to 2 million US dollars", "1000000", ranging, comparator="range", upper_value=2_000_000)
        besides = self.promise(source, more, day, by=(VELMORA,), to=(TORVIA,))
        self.money(source, "3 million US dollars", "3000000", besides)
        self.judge("commitment", besides, "restates", 1, "undecided")
        hoping = self.promise(source, hope, None, "hope to", by=(SAMAYA, VELMORA), to=(TORVIA,), strength="aspiration")
        self.money(source, "4 million US dollars", "4000000", hoping)
        self.add("commitment_parties", commitment_id=hoping, party_id=LEAGUE, role="beneficiary")

    def promise(self, source: int, text: str, day: date | None, cue: str = "will", **values: Any) -> int:
        """A pledge that a sentence makes."""
        return self.commitment(source, text, cue, **({"strength": "pledge", "action": text, "announced_on": day} | values))

    def length(self, source: int, text: str, value: str, unit: str, **values: Any) -> int:
        """How long the new road is."""
        return self.number(source, text, value, unit=unit, kind="count", comparator="=", metric="the new road", as_of="2022", **values)
