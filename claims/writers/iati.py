"""IATI 2.03: money that was pledged, committed and disbursed, as activities of whoever gives it, which somebody else reports.

A commitment that has money is one activity. Its own amounts are pledges of the day on which it was announced, unless pledges in that
currency were recorded as instalments, which then stand for them; instalments are transactions of their type. Seen from the side that
receives, the same are incoming.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from claims.errors import Refused, UsageError
from claims.store.access import Reader
from claims.terms import AssessmentStatus, InstalmentType, RecordKind
from claims.views.counted import Bearer, parties_called
from claims.writers.codes import countries
from claims.writers.iati_money import Activity, Money, Transaction, day_fulfilled
from claims.writers.naming import Naming, web_address
from claims.writers.xml_lines import element, nested

PLACE = Path(__file__).with_name("iati.toml")
NO_PART_OF_A_REF = re.compile(r"[/&|?\s]")  # by the rules of the standard, for identifiers of organisations and activities


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports: the identifier that the organisation is registered under, and its name."""

    ref: str
    name: str


def read_reporter(option: str, value: str | None, naming: Naming) -> Reporter:
    """Return who reports: the first word is the identifier, the rest the name; without any, both are made of the base.

    UsageError for an identifier with a character that the standard forbids in it.
    """
    ref, _, title = (naming.prefix if value is None else value.strip()).partition(" ")
    if not ref or NO_PART_OF_A_REF.search(ref):
        raise UsageError(f"{option} takes an identifier without / & | ? and then a name, such as “XX-REG-123 The Desk”, not “{value}”.")
    return Reporter(ref, title.strip() or ref)


def activity_lines(
    reader: Reader,
    naming: Naming,
    reporter: Reporter,
    *,
    received_by: str | None = None,
    left_out: Callable[[str], None],
) -> Iterator[str]:
    """Yield the lines of one file of activities, each without its end; read them inside a snapshot.

    With `received_by`, a party by any name, it is the money which that party receives. `left_out` is told in a sentence each what the
    standard cannot carry. UsageError where no party is called so; Refused where there is no activity: the standard knows no file
    without one.
    """
    receivers = None if received_by is None else parties_called(reader, "--received-by", received_by)
    writer = _Writer(naming, reporter, incoming=receivers is not None)
    found = False
    for activities, parties in Money(reader, receivers, left_out).pages():
        for activity in activities:
            if not found:
                yield '<?xml version="1.0" encoding="UTF-8"?>'
                yield element("iati-activities", version=codes()["version"]).replace("/>", ">")
            found = True
            yield from writer.lines(activity, parties)
    if not found:
        raise Refused("There is no money here that IATI can carry, and an IATI file needs at least one activity.")
    yield "</iati-activities>"


@cache
def codes() -> dict[str, Any]:
    """Return the codes of the standard."""
    return tomllib.loads(PLACE.read_text("utf-8"))


class _Writer:
    """Writes activities, in the order of elements that the schema demands."""

    def __init__(self, naming: Naming, reporter: Reporter, *, incoming: bool) -> None:
        self._naming = naming
        self._reporter = reporter
        self._types = codes()["incoming" if incoming else "outgoing"]

    def lines(self, activity: Activity, parties: dict[str, Bearer]) -> list[str]:
        commitment, reporter = activity.commitment, self._reporter
        implementers = [party for party in sorted(commitment.implementers) if party in parties]
        return nested(
            "iati-activity",
            [
                element("iati-identifier", f"{reporter.ref}-{commitment.key}"),
                *nested("reporting-org", [narrative(reporter.name)], ref=reporter.ref, type=codes()["reporter"], secondary_reporter="1"),
                *nested("title", [narrative(commitment.action or commitment.text)]),
                *self._descriptions(activity),
                *(line for party in activity.funders for line in organisation("participating-org", parties[party], codes()["funding"])),
                *(line for party in implementers for line in organisation("participating-org", parties[party], codes()["implementing"])),
                *nested(
                    "other-identifier",
                    nested("owner-org", [narrative(reporter.name)], ref=reporter.ref),
                    ref=self._naming.of(RecordKind.COMMITMENT, commitment.key),
                    type=codes()["internal"],
                ),
                element("activity-status", code=status_of(activity)),
                *(element("activity-date", type=type, iso_date=day) for type, day in dates_of(activity)),
                *(element("recipient-country", code=code) for code in countries_of(activity.recipients, parties)),
                *(line for topic in sorted(commitment.topics) for line in self._tag(topic)),
                *(line for transaction in activity.transactions for line in self._transaction(transaction, parties)),
                *([element("conditions", attached="1")] if commitment.condition else []),
            ],
            xml_lang=commitment.language,
        )

    def _descriptions(self, activity: Activity) -> Iterator[str]:
        """Yield the words of the article, and which article it is."""
        yield from nested("description", [narrative(activity.commitment.text)], type=codes()["general"])
        source = activity.source
        article = ", ".join(filter(None, [source.publisher or source.agency, source.title, source.published_on, web_address(source.url)]))
        if article:
            yield from nested("description", [narrative(article)], type=codes()["other"])

    def _tag(self, topic: str) -> list[str]:
        return nested(
            "tag",
            [narrative(topic, xml_lang="en")],
            code=topic,
            vocabulary=codes()["own_vocabulary"],
            vocabulary_uri=f"{self._naming.base}topic",
        )

    def _transaction(self, transaction: Transaction, parties: dict[str, Bearer]) -> list[str]:
        return nested(
            "transaction",
            [
                element("transaction-type", code=self._types[transaction.type]),
                element("transaction-date", iso_date=transaction.on),
                element("value", transaction.value, currency=transaction.unit, value_date=transaction.on),
                *(nested("description", [narrative(transaction.words)]) if transaction.words else []),
                *one_organisation("provider-org", transaction.providers, parties),
                *one_organisation("receiver-org", transaction.receivers, parties),
            ],
            ref=transaction.key,
        )


def narrative(text: str, xml_lang: str | None = None) -> str:
    """Return a text for people, in the language of the activity unless another is given."""
    return element("narrative", text, xml_lang=xml_lang)


def organisation(tag: str, party: Bearer, role: str | None = None) -> list[str]:
    """Return a party as an organisation; its type is given where the kind of the party says it."""
    return nested(tag, [narrative(party.name)], role=role, type=codes()["organisations"].get(party.kind))


def one_organisation(tag: str, names: Sequence[str], parties: dict[str, Bearer]) -> list[str]:
    """Return the one organisation that a transaction has room for; several are named together."""
    if not names:
        return []
    return organisation(tag, parties[names[0]]) if len(names) == 1 else nested(tag, [narrative("; ".join(names))])


def status_of(activity: Activity) -> str:
    """Return the status by the latest verdict; where that does not say it, by whether money followed."""
    known = codes()["statuses"].get(activity.verdicts[-1].status) if activity.verdicts else None
    funded = any(one.type != InstalmentType.PLEDGE for one in activity.transactions)
    return str(known or codes()["without_verdict"]["funded" if funded else "planned"])


def dates_of(activity: Activity) -> Iterator[tuple[str, str]]:
    """Yield the types and days that are known: announced (else first pledged), money first disbursed, due, and done."""
    commitment = activity.commitment
    disbursed = [one.on for one in activity.transactions if one.type == InstalmentType.DISBURSEMENT]
    done = day_fulfilled(activity.verdicts, AssessmentStatus.FULFILLED)
    if commitment.announced_on or not disbursed:
        yield codes()["planned_start"], commitment.announced_on or activity.transactions[0].on
    if disbursed:
        yield codes()["actual_start"], disbursed[0]
    if commitment.due_on:
        yield codes()["planned_end"], commitment.due_on
    if done:
        yield codes()["actual_end"], done


def countries_of(names: Sequence[str], parties: dict[str, Bearer]) -> list[str]:
    """Return the codes of the states among these parties."""
    return sorted({code for name in names if (code := parties[name].iso_code) and code in countries()})
