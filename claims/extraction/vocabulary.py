"""The vocabulary of a language: what its lexicon and gazetteer say of each word, made once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from claims.extraction.agencies import agencies_told
from claims.extraction.gazetteer import calendar_names, cities, party_codes, state_names
from claims.extraction.lexicon import lexicon
from claims.extraction.tokens import Vocabulary
from claims.terms import Strength

# Parts of a name or office, in the order in which they win where a word is listed twice.
NAME_PARTS = (
    *("pronouns", "plural_pronouns", "body_pronouns", "honorifics", "offices"),
    *("bodies", "portfolios", "postnominals", "particles", "determiners"),
)
SMALL_PARTS = frozenset({"pronouns", "plural_pronouns", "body_pronouns", "honorifics", "offices"})  # that need no capital at the head
# words in small letters that carry a phrase on: by their part, or by a kind that a rule of `claims.extraction.phrases` asks for
CARRYING_PARTS = frozenset({"honorifics", "offices", "bodies", "portfolios", "postnominals", "particles"})
CARRIERS = frozenset(
    (
        *("party", "demonym", "body_nouns", "company_forms", "generations", "causes"),
        *("conjunctions", "connectors", "links_of_nouns", "links_of_bodies", "office_links", "ranks", "seat_links", "origin_links"),
    )
)
SMALL_OPENERS = frozenset({"speaker_nouns", "body_nouns", "party", "demonym"})  # kinds of words that need none
PEOPLE = (
    *("stakes", "speaker_nouns", "body_nouns", "company_forms", "conjunctions", "governments"),
    *(
        "links_of_nouns",
        "links_of_bodies",
        "ranks",
        "placed_offices",
        "learned_offices",
        "open_bodies",
        "bare_bodies",
        "person_nouns",
        "office_links",
        "connectors",
        "genitives",
        "heading",
        "numbered_bodies",
        "causes",
        "together",
        "fields",
        "listed_fields",
        "place_heads",
        "name_titles",
        "generations",
        "seated_bodies",
        "seat_links",
        "origin_links",
        "agents_of_bodies",
        "tells_who",
    ),
    *(
        "no_speakers",
        "statement_nouns",
        "first_person",
        "definite",
        "relative",
        "relative_thing",
        "never_names",
        "no_names",
        "numberings",
        "inner_offices",
        "whole_offices",
        "body_heads",
        "government_heads",
        "first_names",
    ),
)
ATTRIBUTION = (
    "verbs_before",
    "verbs_after",
    "own_pronoun",
    "own_pronoun_anywhere",
    "prepositions",
    "passives",
    "passive_views",
    "agents",
    "meta",
    "complementisers",
    "auxiliaries",
    "infinitive",
    "accompanying",
    "fillers",
    "obliques",
    "told",
    "asked_by",
    "no_speech",
    "via",
    "one_of",
    "plain_verbs",
    "weak_before",
    "under_way",
    "person_verbs",
    "naming",
    "judging",
    "courtesies",
    "noun_like",
    "weak_prepositions",
    "clause_breaks",
    "np_stops",
    "comes_from",
    "citing",
    "quoted_as",
)
ACTS = ("praise", "call", "must", "position", "assessment", "other", "imperatives", "perfect")
COMMITMENTS = (
    "perfects",
    "needs_deed",
    "needs_object",
    "needs_amount",
    "receiving",
    "received",
    "no_deeds",
    "said_wishes",
    "courteous",
    "passive_marks",
    "modals",
    "own_aims",
    "aim_nouns",
    "planning",
    "wishes",
    "chained",
    "performatives",
    "denials",
    "negative_subjects",
    "no_cues",
    "negation",
    "beliefs",
    "conditions",
    "agenda",
    "openings",
    "needs_infinitive",
    "outcomes",
    "objects",
    "clause_ends",
)
# of words that tell who said it
CUE_KINDS = frozenset({"verbs_before", "verbs_after", "own_pronoun", "prepositions", "passives", "passive_views"})
CAPITAL_KINDS = frozenset({"part", "party", "state", "names_party", "names_state"})  # that a name in capitals keeps
SMALL_WORDS = frozenset({"first_person", "relative"})  # kinds of small words whose letters may be a name's
# of words that stand for a side, but for pronouns and those that one list of the lexicon holds alone
SIDE_KINDS = frozenset({"both", "pair_nouns", "own_people", "own_side", "own_places", "governments", "own_governments", "first_person"})
SOUGHT = (  # kinds that rules look for by their places
    *("topic", "cue", "strength", "side", "group", "names_party", "points_at_person"),
    *("relative", "complementisers", "links_of_nouns", "clause_ends", "conditions", "negative_subjects", "citing", "quoted_as"),
)


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the vocabulary of a language; RejectedInput if it has no lexicon.

    Kinds: `part` (what part of a name or office a word is), `party` (tuple of ISO codes, one for a state, the members' for a bloc),
    `strength` (of a committing cue), `topic`, and one kind for each list of the sections attribution, acts and commitments.
    """
    words = lexicon(language)
    people, parties = words["people"], words["parties"]
    made = Vocabulary(people["possessives"])
    made.add("part", cities(language), "places")
    made.add("part", people["places"], "places")
    made.add("home_places", people["places"])
    made.add("part", calendar_names(language), "calendar")
    for part in reversed(NAME_PARTS):
        made.add("part", people[part], part)
    for kind in PEOPLE:
        made.add(kind, people[kind])
    made.add("party", party_codes(language))
    made.add("state", state_names(language))
    for code, names in parties["capitals"].items():
        made.add("capital", names, (code,))
    for code, names in parties["demonyms"].items():
        made.add("demonym", names, (code,))
    for kind in (
        "both",
        "pair_words",
        "pair_nouns",
        "own_side",
        "own_places",
        "own_people",
        "own_governments",
        "possessors",
        "body_possessors",
        "group",
        "not_after",
    ):
        made.add(kind, parties[kind])
    for kind in ATTRIBUTION:
        made.add(kind, words["attribution"][kind])
    for place in people["nicknames"]:
        made.add("nicknames", people["nicknames"][place], place)
    for number in ("one", "many"):
        made.add("object_pronouns", people["object_pronouns"][number], number)
    for kind in ACTS:
        made.add(kind, words["acts"][kind])
    for strength in Strength:
        made.add("strength", words["commitments"][strength.value], strength)
    for kind in COMMITMENTS:
        made.add(kind, words["commitments"][kind])
    for kind in ("heads", "after_quotations", "enumerators", "narration", "supposes"):
        made.add(kind, words["continuation"][kind])
    made.add("media", {name: name for name in words["layout"]["media"]})
    made.add("agency", agencies_told())
    made.add("links", words["metric"]["links"])
    made.add("money_links", words["metric"]["money_links"])
    for topic, names in words.sections["topics"].items():
        made.add("topic", names, topic)
    made.tell_by_form(words["attribution"]["verb_form"], words["attribution"]["verb_form_before"], ("verbs_before", "person_verbs"))
    made.tell_names_with_mark(people["names_with_mark"], words["attribution"]["participle_endings"])
    made.inherit(("verbs_before", "weak_before", "person_verbs"))
    made.gather("cue", lambda kinds: not CUE_KINDS.isdisjoint(kinds))
    made.gather("side", _stands_for_side)
    made.gather("points_at_person", lambda kinds: "definite" in kinds and bool(people["person_heads"]))
    made.gather("names_party", lambda kinds: "party" in kinds or "demonym" in kinds)
    # of those, words that with a capital can be nothing else at the head of a phrase
    made.gather("names_state", lambda kinds: "names_party" in kinds and "part" not in kinds and "name_titles" not in kinds)
    made.tell_capitals(_is_homograph, CAPITAL_KINDS)
    made.tell_mentions(_opens_mention, _carries_mention)
    made.seek(SOUGHT)
    return made


def _is_homograph(kinds: Mapping[str, Any]) -> bool:
    """Tell whether the letters of a small word are a name in capitals: "us" and "US", "who" and "WHO"."""
    return not SMALL_WORDS.isdisjoint(kinds) and ("party" in kinds or kinds.get("part") == "bodies")


def _stands_for_side(kinds: Mapping[str, Any]) -> bool:
    """Tell whether a word of these kinds may stand for a side: "both", "our country", "the government", "they", "the company"."""
    return not SIDE_KINDS.isdisjoint(kinds) or "body_nouns" in kinds or kinds.get("part") in {"pronouns", "plural_pronouns"}


def _opens_mention(kinds: Mapping[str, Any]) -> bool:
    """Tell whether a phrase that names somebody may begin with a word of these kinds that has no capital."""
    return not SMALL_OPENERS.isdisjoint(kinds) or kinds.get("part") in SMALL_PARTS


def _carries_mention(kinds: Mapping[str, Any]) -> bool:
    """Tell whether a phrase that names somebody may go on with a word of these kinds that has no capital, or with what it joins."""
    return kinds.get("part") in CARRYING_PARTS or not CARRIERS.isdisjoint(kinds)
