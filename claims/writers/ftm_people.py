"""FollowTheMoney: who there is. Persons, public bodies, companies and organisations; members of blocs; offices, and who holds them."""

from collections.abc import Iterator, Sequence

from claims.store.access import Reader
from claims.terms import RecordKind, SpeakerKind
from claims.views.counted import Bearer, Office, bearers_of, digest, offices_of, titles_of
from claims.views.people import Party, Speaker, fetch_parties, fetch_speakers
from claims.writers.ftm_form import NAME, NO_ORGANISATIONS, SCHEMATA, STRING, Former, Properties, country_of, fitted, named
from claims.writers.json_lines import Json


def parties(reader: Reader, former: Former, numbers: Sequence[int]) -> Iterator[Json]:
    """Yield parties, who their members are, and the offices that there are of them."""
    found = fetch_parties(reader, numbers)
    bearers = bearers_of(reader, RecordKind.PARTY, [name for party in found for name in (party.name, *party.members)])
    titles = titles_of(reader, numbers)
    for party in found:
        whole = bearers[party.name]
        yield _bearer(former, whole, party)
        for member in sorted(party.members):
            yield _membership(former, bearers[member], whole)
        for title in titles.get(party.name, []):
            yield _position(former, title, whole)


def speakers(reader: Reader, former: Former, numbers: Sequence[int]) -> Iterator[Json]:
    """Yield speakers, and the offices that they hold."""
    found = fetch_speakers(reader, numbers)
    bearers = bearers_of(reader, RecordKind.SPEAKER, [speaker.name for speaker in found])
    offices = offices_of(reader, numbers)
    served = bearers_of(reader, RecordKind.PARTY, [office.party for each in offices.values() for office in each if office.party])
    for number, speaker in zip(numbers, found, strict=True):
        bearer = bearers[speaker.name]
        yield _bearer(former, bearer, speaker)
        held = offices.get(number, [])
        if bearer.kind == SpeakerKind.PERSON:
            for title in dict.fromkeys(office.title for office in held if office.party is None):
                yield former.entity("position", _post(bearer, title, None), "Position", named(title))
        for office in held:
            yield from _office(former, bearer, office, served)


def _bearer(former: Former, bearer: Bearer, record: Party | Speaker) -> Json:
    aliases = [fitted(alias, NAME) for alias in sorted(record.aliases)]
    known: Properties = {"alias": aliases, "wikidataId": [bearer.wikidata_id], "country": [country_of(bearer)]}
    return former.entity(bearer.of, bearer.key, SCHEMATA[bearer.kind], {**named(bearer.name), **known})


def _membership(former: Former, member: Bearer, whole: Bearer) -> Json:
    key = digest("membership", member.name, whole.name)
    if SCHEMATA[whole.kind] in NO_ORGANISATIONS:
        ends = {"subject": [former.bearer(member)], "object": [former.bearer(whole)], "role": ["member"]}
        return former.entity("membership", key, "UnknownLink", ends)
    return former.entity("membership", key, "Membership", {"member": [former.bearer(member)], "organization": [former.bearer(whole)]})


def _position(former: Former, title: str, party: Bearer) -> Json:
    whose = [] if SCHEMATA[party.kind] in NO_ORGANISATIONS else [former.bearer(party)]
    known: Properties = {"organization": whose, "country": [country_of(party)]}
    return former.entity("position", _post(party, title, party.name), "Position", {**named(title), **known})


def _office(former: Former, bearer: Bearer, office: Office, served: dict[str, Bearer]) -> Iterator[Json]:
    """Yield that somebody holds an office; of a body only where it is of a party that is known, which it then represents."""
    key = digest("office", bearer.key, office.title, office.party, office.started_on, office.ended_on)
    span = {"startDate": [office.started_on], "endDate": [office.ended_on]}
    if bearer.kind == SpeakerKind.PERSON:
        post = former.of("position", _post(bearer, office.title, office.party))
        yield former.entity(RecordKind.ROLE, key, "Occupancy", {"holder": [former.bearer(bearer)], "post": [post], **span})
    elif office.party is not None:
        ends = {"agent": [former.bearer(bearer)], "client": [former.bearer(served[office.party])]}
        yield former.entity(RecordKind.ROLE, key, "Representation", {**ends, "role": [fitted(office.title, STRING)], **span})


def _post(holder: Bearer, title: str, party: str | None) -> str:
    """Return the key of an office: of a party it is one, whoever holds it."""
    return digest("position", title, holder.key if party is None else party)
