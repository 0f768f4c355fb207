"""A database with whatever an export has to get right, made by hand of invented states and people.

Two papers print one report, so that records are there twice and count once; two spellings of a speaker and of a party are merged; money
comes with and without a currency, a day, a single receiver; texts and names are hostile.
"""

from datetime import date
from decimal import Decimal

from tests.views.stock import Filler, fill

LONG = "Bureau of " + "Very " * 998 + "Long Names"
EVIL = '<script>alert("1")</script> & \u202eevil\u202c \x1b[31m ]]> \'x'
DAY = date(2031, 3, 4)

DAM = (
    "🌊 Samaya pays for dams\n"
    "Ana Lestari, president of Samaya, said Samaya will give Velmora and Torvia 500 million dollars within three years for dams.\n"
    "Samaya will lend Torvia between 5 and 7 million euros for a school.\n"
    "Samaya will lend Torvia 12 million euros for a bridge, if its parliament agrees.\n"
    "Samaya hopes to spend 3 million euros on roads in Torvia.\n"
    "Samaya will pay Torvia 2 million euros a year.\n"
    "Samaya will give Torvia 40 million cowries.\n"
    "Samaya will send teachers to Torvia.\n"
)
COPY = "PORT (Eastwire) - Samaya will give Velmora and Torvia 500 million dollars within three years, said A. Lestari.\n"
UNDATED = "Torvia Dredging will pay Torvia 9 million euros.\nThe treasury will pay out 8 million euros.\nSamaya will pay 1 million euros.\n"
TRAP = f'"{EVIL}", said {LONG}. The rest \x0b is \ufffe silence 🌊.'


def show_off(location: str) -> None:
    """Make a database at `location` and fill it."""
    fill(location, Showcase)


class Showcase(Filler):
    """Inserts the rows; amounts are in euros unless they say otherwise."""

    currency = "EUR"

    def fill(self) -> None:
        self.samaya = self.add("parties", name="Samaya", kind="state", wikidata_id="Q901")
        self.republic = self.add("parties", name="Republik Samaya", kind="state", iso_code="AQ", same_as_id=self.samaya)
        self.velmora = self.add("parties", name="Velmora", kind="state", iso_code="BV")
        self.torvia = self.add("parties", name="Torvia", kind="state", iso_code="HM")
        self.sea = self.add("parties", name="Inner Sea", kind="bloc")
        self.dredging = self.add("parties", name="Torvia Dredging", kind="company")
        self.evil = self.add("parties", name=EVIL, kind="other")
        for member in (self.velmora, self.torvia):
            self.add("party_members", bloc_id=self.sea, member_id=member)
        self.lestari = self.add("speakers", name="Ana Lestari", kind="person", wikidata_id="Q902")
        self.spelling = self.add("speakers", name="A. Lestari", kind="person", same_as_id=self.lestari)
        self.ministry = self.add("speakers", name="Ministry of Dams", kind="body")
        self.bureau = self.add("speakers", name=LONG, kind="body")
        self.add("aliases", name="Lestari", speaker_id=self.lestari)
        for speaker, title, party in ((self.lestari, "president", self.samaya), (self.spelling, "president", self.republic)):
            self.add("roles", speaker_id=speaker, party_id=party, title=title, started_on=date(2030, 1, 1))
        self.add("roles", speaker_id=self.ministry, party_id=self.samaya, title="ministry")
        self.add("roles", speaker_id=self.lestari, title="author")
        self.fill_dams()
        self.fill_copy()
        self.fill_undated()
        self.fill_trap()

    def fill_dams(self) -> None:
        _, dams, school, bridge, roads, yearly, cowries, teachers, _ = DAM.split("\n")
        source = self.source(
            DAM, language="en", publisher="Port Wire", reporter="Mira Sand", title="Samaya pays for dams", url="https://port.example/1",
            published_on=date(2031, 3, 5), event_on=DAY, file_name="dams.txt",
        )  # fmt: skip
        said = self.statement(
            source, dams, dams[dams.index("Samaya will") :], "said", acts=("commitment", "position"), to=(self.ministry,),
            speaker_id=self.lestari, speaker_mention="Ana Lestari", said_on=DAY, language="en",
        )  # fmt: skip
        self.said = said
        pledge = {"strength": "pledge", "announced_on": DAY}
        self.dams = self.commitment(
            source, dams, "will", by=(self.samaya,), to=(self.velmora, self.torvia), topics=("water", "aid"), statement_id=said,
            action="give Velmora and Torvia 500 million dollars within three years for dams", due_on=date(2034, 3, 4),
            due_precision="day", period="P3Y", **pledge,
        )  # fmt: skip
        self.amount = self.money(source, "500 million dollars", "500000000", self.dams, unit="USD", statement_id=said, period="P3Y")
        self.school = self.commitment(
            source, school, "will", by=(self.republic,), to=(self.torvia,), due_on=date(2033, 12, 31), due_precision="year", **pledge
        )
        self.money(source, "between 5 and 7 million euros", "5000000", self.school, upper_value=Decimal(7000000), comparator="range")
        self.bridge = self.commitment(
            source, bridge, "will", by=(self.samaya,), to=(self.torvia,), condition="if its parliament agrees", **pledge
        )
        self.money(source, "12 million euros", "12000000", self.bridge)
        self.roads = self.commitment(
            source, roads, "hopes to", by=(self.samaya,), to=(self.torvia,), strength="aspiration", announced_on=DAY
        )
        self.money(source, "3 million euros", "3000000", self.roads)
        self.yearly = self.commitment(source, yearly, "will", by=(self.samaya,), to=(self.torvia,), **pledge)
        self.money(source, "2 million euros a year", "2000000", self.yearly, period="P1Y")
        self.cowries = self.commitment(source, cowries, "will", by=(self.samaya,), to=(self.torvia,), **pledge)
        self.money(source, "40 million cowries", "40000000", self.cowries, unit="cowrie")
        self.commitment(source, teachers, "will", by=(self.samaya,), to=(self.torvia,), **pledge)
        for type, value, on, receiver in (
            ("disbursement", "0.1000000000000000000001", date(2032, 5, 1), self.torvia),
            ("commitment", "7000000", date(2031, 6, 1), self.torvia),
            ("pledge", "11000000", date(2031, 5, 1), self.torvia),
            ("disbursement", "1000", None, self.torvia),
        ):
            self.add(
                "instalments", commitment_id=self.bridge, type=type, value=Decimal(value), unit="EUR", transacted_on=on,
                provider_id=self.republic, receiver_id=receiver, evidence_url="https://port.example/2",
            )  # fmt: skip
        for status, score, day, note in (("in progress", None, date(2032, 1, 1), None), ("fulfilled", 1, date(2032, 6, 1), EVIL)):
            self.add(
                "assessments", commitment_id=self.bridge, status=status, score=score, assessed_on=day, assessor="Rina Reviewer",
                rubric="three steps", evidence_url="https://port.example/3", note=note,
            )  # fmt: skip
        rejected = self.commitment(source, teachers, "will", by=(self.samaya,), to=(self.torvia,), review="rejected", **pledge)
        self.money(source, "12 million euros", "12000000", rejected, review="rejected")
        self.add("assessments", commitment_id=rejected, status="stalled", assessed_on=DAY, assessor="Rina Reviewer")
        self.statement(
            source, teachers, "Samaya will send teachers to Torvia", "will", acts=("other",), speaker_id=self.ministry, language="en",
            review="rejected",
        )  # fmt: skip

    def fill_copy(self) -> None:
        source = self.source(
            COPY, language="en", publisher="Harbour Times", agency="Eastwire", title="Dams", url="javascript:alert(1)",
            published_on=date(2031, 3, 4), event_on=DAY,
        )  # fmt: skip
        text = COPY.strip().removeprefix("PORT (Eastwire) - ")
        said = self.statement(
            source, text, text[: text.index(",")], "said", acts=("commitment",), speaker_id=self.spelling, speaker_mention="A. Lestari",
            said_on=DAY, language="en",
        )  # fmt: skip
        promised = self.commitment(
            source,
            text,
            "will",
            by=(self.republic,),
            to=(self.velmora, self.torvia),
            statement_id=said,
            strength="pledge",
            announced_on=DAY,
        )
        amount = self.money(source, "500 million dollars", "500000000", promised, unit="USD", statement_id=said)
        for kind, left, right in (
            ("statement", said, self.said), ("commitment", promised, self.dams), ("numeric claim", amount, self.amount)
        ):  # fmt: skip
            self.judge(kind, left, "same as", right)
        start = COPY.index("Samaya will")
        self.add(
            "assessments", commitment_id=promised, status="stalled", score=-1, assessed_on=date(2033, 1, 1), assessor="Rina Reviewer",
            evidence_source_id=source, evidence_start=start, evidence_end=start + 11,
        )  # fmt: skip
        self.add(
            "instalments", commitment_id=promised, type="disbursement", value=Decimal(100000000), unit="USD",
            transacted_on=date(2032, 2, 2), provider_id=self.samaya, receiver_id=self.velmora,
        )  # fmt: skip

    def fill_undated(self) -> None:
        paying, treasury, late, _ = UNDATED.split("\n")
        source = self.source(UNDATED, language="en")
        undated = self.commitment(source, paying, "will", by=(self.dredging,), to=(self.torvia,), strength="pledge")
        self.money(source, "9 million euros", "9000000", undated)
        nobody = self.commitment(source, treasury, "will", by=(), to=(), strength="pledge", announced_on=DAY)
        self.money(source, "8 million euros", "8000000", nobody)
        late_one = self.commitment(source, late, "will", by=(self.samaya,), to=(), strength="willing", announced_on=DAY)
        self.money(source, "1 million euros", "1000000", late_one, comparator=">")
        for receiver, unit in ((None, "EUR"), (self.torvia, "XBT")):
            self.add(
                "instalments", commitment_id=late_one, type="disbursement", value=Decimal(5), unit=unit, transacted_on=DAY,
                provider_id=self.samaya, receiver_id=receiver,
            )  # fmt: skip

    def fill_trap(self) -> None:
        source = self.source(TRAP, language="en", publisher=EVIL, title=f"{EVIL}\nof two lines", reporter='"', published_on=DAY)
        self.statement(
            source, TRAP, EVIL, "said", acts=("other",), speaker_id=self.bureau, speaker_mention=LONG, said_on=DAY, language="en", via=EVIL
        )
        trap = self.commitment(
            source, TRAP, "said", by=(self.evil,), to=(self.torvia,), strength="pledge", announced_on=DAY, action=EVIL, condition=EVIL,
            topics=(EVIL,),
        )  # fmt: skip
        self.money(source, "🌊", "1", trap)
