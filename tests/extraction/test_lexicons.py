"""Every language is the same shape of data, so that a new one is a new file."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from claims.errors import RejectedInput
from claims.extraction.blocs import blocs
from claims.extraction.gazetteer import party_codes, state_names
from claims.extraction.lexicon import languages, lexicon
from claims.extraction.vocabulary import vocabulary

# These hold what a language has names for, not rules that each must have.
OWN_KEYS = {
    ("parties", "aliases"),
    ("parties", "capitals"),
    ("parties", "seats"),
    ("parties", "demonyms"),
    ("parties", "blocs"),
    ("parties", "cities"),
    ("parties", "papers"),
    ("parties", "states_of_regions"),
}
# Beginnings of lines, matched as they are: the blank belongs to them.
OPENINGS = {("layout", "furniture"), ("layout", "soft_furniture")}


def shape(value: Any, path: tuple[str, ...] = ()) -> Any:
    """The keys of a table and the types of its values, all the way down."""
    if isinstance(value, dict) and path not in OWN_KEYS:
        return {key: shape(inner, (*path, key)) for key, inner in value.items()}
    return type(value).__name__


def lists(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from lists(inner, (*path, key))
    elif isinstance(value, list):
        yield path, value


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_there_are_indonesian_and_english() -> None:
    assert set(languages()) >= {"en", "id"}


def test_a_language_without_a_lexicon_is_refused_by_name() -> None:
    with pytest.raises(RejectedInput, match=r"'tlh'.*en, id"):
        lexicon("tlh")


@pytest.mark.parametrize("language", languages())
def test_every_lexicon_has_the_same_sections_and_keys(language: str) -> None:
    assert shape(lexicon(language).sections) == shape(lexicon("en").sections)


@pytest.mark.parametrize("language", languages())
def test_no_word_is_empty_or_padded(language: str) -> None:
    for path, values in lists(lexicon(language).sections):
        for word in strings(values):
            assert word, path
            assert word.strip(), path
            assert word == word.strip() or path in OPENINGS, (path, word)


@pytest.mark.parametrize("language", languages())
def test_no_word_stands_twice_in_a_list(language: str) -> None:
    twice = {}
    for path, values in lists(lexicon(language).sections):
        counted = Counter(value for value in values if isinstance(value, str))
        if repeated := [word for word, count in counted.items() if count > 1]:
            twice[".".join(path)] = repeated
    assert twice == {}


@pytest.mark.parametrize("language", languages())
def test_words_that_are_looked_up_in_lower_case_are_written_so(language: str) -> None:
    sections = lexicon(language).sections
    for section in ("people", "attribution", "acts", "commitments", "continuation", "sentences", "topics", "metric"):
        for path, values in lists(sections[section], (section,)):
            if path[-1] not in ("portfolio_forms", "verb_forms", "tag_forms"):
                assert [word for word in strings(values) if word != word.lower()] == [], path


@pytest.mark.parametrize("language", languages())
def test_forms_are_patterns(language: str) -> None:
    for key in ("portfolio_forms", "verb_forms", "tag_forms"):
        for form in lexicon(language)["people"][key]:
            assert re.compile(form)


@pytest.mark.parametrize("language", languages())
def test_states_are_codes_and_every_bloc_is_known(language: str) -> None:
    parties = lexicon(language)["parties"]
    known = set(state_names("en").values())
    assert set(parties["aliases"]) <= known
    assert set(parties["demonyms"]) <= known
    assert set(parties["blocs"]) <= set(blocs())
    assert parties["home"] in known | {""}


def test_the_members_of_blocs_are_states() -> None:
    known = set(state_names("en").values())
    for bloc in blocs().values():
        assert set(bloc.members) <= known, bloc.slug
        assert len(bloc.members) == len(set(bloc.members)), bloc.slug


@pytest.mark.parametrize("language", languages())
def test_no_alias_names_two_states(language: str) -> None:
    aliases = lexicon(language)["parties"]["aliases"]
    counted = Counter(name for names in aliases.values() for name in names)
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("language", languages())
def test_a_bloc_stands_for_its_members(language: str) -> None:
    names = lexicon(language)["parties"]["blocs"]
    for slug, aliases in names.items():
        for alias in aliases:
            assert party_codes(language)[alias] == blocs()[slug].members


@pytest.mark.parametrize("language", languages())
def test_weak_cues_are_cues(language: str) -> None:
    attribution = lexicon(language)["attribution"]
    assert set(attribution["weak_before"]) <= set(attribution["verbs_before"])
    assert set(attribution["weak_prepositions"]) <= set(attribution["prepositions"])
    assert set(attribution["own_pronoun_anywhere"]) <= set(attribution["own_pronoun"])


@pytest.mark.parametrize("language", languages())
def test_the_vocabulary_knows_every_committing_cue(language: str) -> None:
    commitments = lexicon(language)["commitments"]
    for strength in ("pledge", "willing", "aspiration"):
        for cue in commitments[strength]:
            first = cue.split()[0]
            assert 0 in vocabulary(language).entries([first, *cue.split()[1:]]) or "'" in cue or "’" in cue, cue
