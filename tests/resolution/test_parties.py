"""Parties: codes, names in several languages, blocs and their members."""

import pytest

from claims.extraction.blocs import blocs
from claims.extraction.lexicon import languages
from claims.resolution.directory import EmptyDirectory
from claims.resolution.names import fold
from claims.resolution.parties import Parties, bloc_named, party_code
from claims.resolution.records import Alias
from claims.resolution.states import codes_by_name, states
from claims.terms import PartyKind, SpeakerKind
from tests.resolution.extractions import NOBODY

CENTRAL_ASIA = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")


class Known(EmptyDirectory):
    def party_named(self, name):
        return {"Bank Sejahtera": "Bank Sejahtera", "BSej": "Bank Sejahtera"}.get(name)


def parties(directory=NOBODY, language="en", **voices) -> Parties:
    return Parties(directory, language, voices)


class TestStates:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("CN", "China"),
            ("KG", "Kyrgyzstan"),
            ("US", "United States"),
            ("GB", "United Kingdom"),
            ("HK", "Hong Kong"),
            ("PS", "Palestine"),
            ("BA", "Bosnia and Herzegovina"),
            ("XK", "Kosovo"),
        ],
    )
    def test_have_their_everyday_english_name(self, code, name):
        state = states()[code]
        assert (state.name, state.kind, state.iso_code) == (name, PartyKind.STATE, code)

    def test_carry_the_names_of_every_language(self):
        assert set(languages()) == {"en", "id"}
        assert Alias("Tiongkok", "id") in states()["CN"].aliases
        assert Alias("Kirgizstan", "id") in states()["KG"].aliases
        assert Alias("Amerika Serikat", "id") in states()["US"].aliases

    def test_names_of_a_state_are_different(self):
        for state in states().values():
            names = [state.name, *(alias.name for alias in state.aliases)]
            assert len(set(names)) == len(names)

    def test_canonical_names_belong_to_one_state_each(self):
        assert len({fold(state.name) for state in states().values()}) == len(states()) == 250

    def test_codes_of_no_state_are_left_out(self):
        assert not {"EU", "UN", "EZ", "XA", "ZZ"} & set(states())

    @pytest.mark.parametrize(
        ("name", "language", "code"),
        [
            ("CN", "en", "CN"),
            ("Tiongkok", "id", "CN"),
            ("tiongkok", "id", "CN"),
            ("Tiongkok", "en", None),
            ("China", "id", "CN"),
            ("AS", "id", "AS"),  # a code is a code: American Samoa
            ("cn", "en", None),
            ("Norrland", "en", None),
            ("Tiongkok", "xx", None),
            ("Hong Kong", "en", "HK"),
        ],
    )
    def test_are_found_by_code_or_name(self, name, language, code):
        assert party_code(name, language) == code

    def test_every_canonical_name_leads_back(self):
        for language in languages():
            assert all(states()[codes_by_name(language)[fold(state.name)]] == state for state in states().values())


class TestBlocs:
    def test_members_are_states_each_once(self):
        for bloc in blocs().values():
            assert len(set(bloc.members)) == len(bloc.members) > 1
            assert set(bloc.members) <= set(states()), bloc.name

    def test_names_belong_to_one_bloc_each_and_to_no_state(self):
        names = [fold(name) for bloc in blocs().values() for name in {bloc.slug, bloc.name, *bloc.other_names}]
        assert len({bloc.slug for bloc in blocs().values()}) == len(blocs())
        for bloc in blocs().values():
            assert all(bloc_named(name) is bloc for name in (bloc.slug, bloc.name, *bloc.other_names))
        assert not set(names) & {fold(name) for language in languages() for name in codes_by_name(language)}

    def test_central_asia(self):
        assert blocs()["central-asia"].members == ("KZ", "KG", "TJ", "TM", "UZ")

    def test_a_region_is_its_members(self):
        found = parties()
        assert found.named("Central Asia") == CENTRAL_ASIA
        *states, region = found.records
        assert {record.kind for record in states} == {PartyKind.STATE}
        assert (region.name, region.kind, region.members) == ("Central Asia", PartyKind.BLOC, CENTRAL_ASIA)

    def test_a_region_is_kept_once_all_its_members_are_named(self):
        found = parties()
        for code in ("KZ", "KG", "TJ", "TM"):
            found.named(code)
        assert all(record.kind is PartyKind.STATE for record in found.records)
        found.named("UZ")
        assert found.records[-1].name == "Central Asia"

    def test_a_body_is_itself_with_its_members(self):
        found = parties(language="id")
        assert found.named("Uni Eropa") == ("European Union",)
        bloc = found.records[-1]
        assert (bloc.kind, bloc.iso_code, len(bloc.members)) == (PartyKind.BLOC, None, 27)
        assert set(bloc.members) == {record.name for record in found.records[:-1]}

    def test_members_that_all_act_together_stand_for_their_bloc(self):
        found = parties()
        everyone = (*blocs()["g7"].members, "G7")
        assert found.named_all(everyone) == ("Canada", "France", "Germany", "Italy", "Japan", "United Kingdom", "United States")
        assert found.named_all(("G7", "FR")) == ("G7", "France")


class TestOthers:
    def test_a_state_by_code_and_name_is_one_party(self):
        found = parties(language="id")
        assert found.named_all(("CN", "Tiongkok", "China")) == ("China",)
        assert len(found.records) == 1

    def test_a_printed_name_stays_as_printed(self):
        found = parties()
        assert found.named("Liga\u00a0Nelayan") == ("Liga Nelayan",)
        assert found.records[0].kind == PartyKind.OTHER

    def test_the_document_tells_persons_from_bodies(self):
        found = parties(**{"rana velli": SpeakerKind.PERSON, "port authority": SpeakerKind.BODY})
        found.named_all(("Rana Velli", "Port Authority"))
        assert [record.kind for record in found.records] == [PartyKind.PERSON, PartyKind.ORGANISATION]

    def test_a_known_party_keeps_its_canonical_name(self):
        found = parties(Known(), "id")
        assert found.named_all(("BSej", "Bank Sejahtera")) == ("Bank Sejahtera",)
        assert found.records[0].aliases == (Alias("BSej", "id"),)
