"""Speakers: canonical by the directory, never by likeness; offices as printed."""

import pytest

from claims.documents.document import Span
from claims.extraction.candidates import Person
from claims.resolution.directory import EmptyDirectory
from claims.resolution.parties import Parties
from claims.resolution.records import Alias, RoleRecord
from claims.resolution.speakers import Speakers
from claims.terms import SpeakerKind
from tests.resolution.extractions import NOBODY


class Known(EmptyDirectory):
    names: dict[str, str] = {  # noqa: RUF012
        "Budi Santoso": "Budi Santoso",
        "Budi": "Budi Santoso",
        "B. Santoso": "Budi Santoso",
        "Badan Pangan": "Badan Pangan",
        "BP": "Badan Pangan",
    }

    def speaker_named(self, name):
        return self.names.get(name)


def speakers(*people: Person, directory=NOBODY) -> Speakers:
    return Speakers(directory, people, Parties(directory, "id", {}), "id")


def test_a_new_speaker_is_named_as_printed_with_offices_and_other_names():
    velli = Person("Rana\nVelli", SpeakerKind.PERSON, "Presiden", "KG", Span(3, 20), ("Velli",))
    found = speakers(velli)
    assert [found.named("Rana Velli"), found.named("Rana Velli")] == ["Rana Velli"] * 2
    (record,) = found.records
    assert (record.name, record.kind) == ("Rana Velli", SpeakerKind.PERSON)
    assert record.aliases == (Alias("Velli"),)
    assert record.roles == (RoleRecord("Presiden", "Kyrgyzstan", Span(3, 20)),)


@pytest.mark.parametrize(
    ("printed", "kind", "canonical"),
    [
        ("Budi Santoso", SpeakerKind.PERSON, "Budi Santoso"),
        ("B. Santoso", SpeakerKind.PERSON, "Budi Santoso"),
        ("Budi Susanto", SpeakerKind.PERSON, "Budi Susanto"),  # like, and not the same
        ("Budi", SpeakerKind.PERSON, "Budi"),  # a single name says too little
        ("BP", SpeakerKind.BODY, "Badan Pangan"),
    ],
)
def test_known_names_and_aliases_and_nothing_like_them(printed, kind, canonical):
    found = speakers(Person(printed, kind), directory=Known())
    assert found.named(printed) == canonical
    aliases = tuple(alias.name for alias in found.records[0].aliases)
    assert aliases == (() if printed == canonical else (printed,))


def test_two_names_of_one_speaker_are_one_record():
    first = Person("Budi Santoso", SpeakerKind.PERSON, "Menteri", "ID", Span(0, 5))
    second = Person("B. Santoso", SpeakerKind.PERSON, "Ketua", None, Span(9, 14))
    found = speakers(first, second, directory=Known())
    assert {found.named("Budi Santoso"), found.named("B. Santoso")} == {"Budi Santoso"}
    (record,) = found.records
    assert record.roles == (RoleRecord("Menteri", "Indonesia", Span(0, 5)), RoleRecord("Ketua", None, Span(9, 14)))
    assert record.aliases == (Alias("B. Santoso"),)


def test_an_office_of_a_region_is_no_office_of_one_member():
    found = speakers(Person("Rana Velli", SpeakerKind.PERSON, "Utusan", "Central Asia", Span(0, 3)))
    found.named("Rana Velli")
    assert found.records[0].roles == (RoleRecord("Utusan", None, Span(0, 3)),)


def test_two_who_speak_together_are_one_voice():
    found = speakers(Person("Rana Velli", SpeakerKind.PERSON), directory=Known())
    assert found.named("Rana Velli; B. Santoso") == "Rana Velli; Budi Santoso"
    assert found.records[-1].kind == SpeakerKind.BODY


def test_speakers_that_the_extraction_does_not_list():
    found = speakers()
    assert [found.named(name) for name in ("Tiongkok", "ASEAN", "seorang nelayan")] == ["Tiongkok", "ASEAN", "seorang nelayan"]
    assert [record.kind for record in found.records] == [SpeakerKind.BODY, SpeakerKind.BODY, SpeakerKind.PERSON]
