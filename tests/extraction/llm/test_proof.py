"""The proof: what a model proposes is taken where the text bears it out, at the right place, and set aside with the reason elsewhere."""

from decimal import Decimal

import pytest

from claims.documents.document import Document, Span
from claims.extraction.groundwork import lay_groundwork
from claims.extraction.llm.proof import Answer, Reason, prove
from claims.terms import Act, Attribution, Comparator, QuantityKind, Quotation, RecordKind, Strength
from tests.extraction.llm.proposals import GROUND, LENT, SENTENCES, TEXT, commitment, number, proven, reasons, statement


def at(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start, start + len(words))


def test_the_sentences_are_those_that_the_tests_speak_of():
    assert tuple(sentence.span.of(TEXT) for sentence in GROUND.found.sentences) == SENTENCES


def test_a_sound_answer_is_taken_whole():
    found = proven([statement()], [commitment(action="lend Kyrgyzstan 20 million US dollars")], [number(metric="Velmora will lend")])
    assert found.set_aside == () and found.extractor == "a model"
    (said,), (promise,), (claim,) = found.statements, found.commitments, found.numeric_claims
    assert (said.span, said.content) == (at(SENTENCES[0]), at("Velmora will lend Kyrgyzstan 20 million US dollars"))
    assert (said.speaker, said.speaker_mention, said.cue) == ("Ana Belov", at("Ana Belov"), at("said"))
    assert (said.attribution, said.quotation, said.acts) == (Attribution.EXPLICIT, Quotation.INDIRECT, (Act.COMMITMENT,))
    assert said.said_on is not None and said.said_on.isoformat() == "2022-03-04"
    assert (promise.cue, promise.strength, promise.statement) == (at("will"), Strength.PLEDGE, 0)
    assert (promise.committers, promise.counterparties) == (("Velmora",), ("KG",))
    assert promise.action == at("lend Kyrgyzstan 20 million US dollars")
    quantity = claim.quantity
    assert (quantity.text, quantity.value, quantity.unit, quantity.kind) == (
        "20 million US dollars",
        Decimal(20_000_000),
        "USD",
        QuantityKind.MONEY,
    )
    assert (claim.statement, claim.commitment, claim.metric) == (0, 0, "Velmora will lend")


def test_topics_are_those_of_the_words_that_the_text_bears_out():
    ground = lay_groundwork(Document("port.txt", "Energy Minister Ana Belov said exports and the port will grow.", language="en"))
    lists = {"statements": [statement(content="exports and the port will grow")], "commitments": [], "numbers": []}
    assert [said.topics for said in prove(ground, [Answer(range(1), lists)], "a model").statements] == [("trade", "infrastructure")]


def test_source_details_stay_with_the_rules():
    source = proven().source
    assert (source.language, source.publisher, source.place, source.title) == ("en", "VLN", "Port Samar", "Belov opens harbour")


def test_a_short_name_of_a_speaker_is_given_in_full_with_the_office():
    found = proven([statement(2, speakers=["Belov"], speaker_mention="Belov", content="The goodwill will last")])
    assert found.statements[0].speaker == "Ana Belov"
    assert proven([statement(speakers=["President Ana Belov"])]).statements[0].speaker == "Ana Belov"
    assert [(person.name, person.title) for person in found.people] == [("Ana Belov", "President")]


def test_a_sentence_without_cue_and_mention_is_implicit():
    found = proven([statement(4, cue=None, speaker_mention=None, content="Rain fell", acts=["assessment"])])
    assert found.statements[0].attribution is Attribution.IMPLICIT


def test_quotation_marks_make_a_statement_direct():
    content = SENTENCES[2][1 : SENTENCES[2].index(",”")]
    assert proven([statement(3, speaker_mention="Belov", content=content)]).statements[0].quotation is Quotation.DIRECT


class TestPlaces:
    def test_of_repeated_words_the_nearest_place_counts_and_never_part_of_a_word(self):
        first = commitment(2, committers=["Torvia"], counterparties=[], action="prevail")
        second = commitment(2, committers=["Torvia"], counterparties=[], action="last")
        found = proven([], [first, second])
        assert [(one.cue, one.action and one.action.of(TEXT)) for one in found.commitments] == [
            (at("will", "will last"), "last"),
            (at("will", "will prevail"), "prevail"),
        ]

    def test_a_cue_is_taken_once_and_the_places_run_out(self):
        again = [commitment(2, committers=["Torvia"], counterparties=[]) for _ in range(4)]
        found = proven([], again)
        assert [one.cue for one in found.commitments] == [at("will", "will last"), at("will", "will of"), at("will", "will prevail")]
        assert reasons(found) == [Reason.TWICE]

    def test_a_number_that_stands_twice_is_two_claims_and_no_more(self):
        given = number(4, text="300", value="300")
        found = proven(numbers=[given, given, given])
        assert [claim.quantity.text for claim in found.numeric_claims] == ["about 300 people", "300 goats"]
        assert reasons(found) == [Reason.TWICE]

    def test_records_come_in_the_order_of_the_text(self):
        late = statement(3, speaker_mention="Belov", content="We will build")
        found = proven([late, statement()], [commitment(5, committers=["Central Asia"], counterparties=[]), commitment()])
        assert [one.span.of(TEXT) for one in found.statements] == [SENTENCES[0], SENTENCES[2]]
        assert [one.statement for one in found.commitments] == [0, None]


DAMAGED = {
    "a straight mark for a curly one": {"content": '"We will build 5 to 7 ferries'},
    "two spaces for one": {"content": "We  will build"},
    "a line break for a space": {"content": "We\nwill build"},
    "another case": {"content": "we will build"},
    "words of another sentence": {"content": "The goodwill will last"},
    "left out words": {"content": "We build 5 to 7 ferries"},
    "an ellipsis": {"content": "We will build … ferries"},
    "part of a word": {"content": "We will build 5 to 7 fer"},
    "nothing": {"content": ""},
    "white space": {"content": "  "},
    "a cue that is not there": {"cue": "promised"},
    "a mention that is not there": {"speaker_mention": "Ana Belov"},
    "half of a surrogate pair": {"content": "We\ud800"},
}


@pytest.mark.parametrize("parts", DAMAGED.values(), ids=DAMAGED)
def test_words_that_do_not_stand_in_the_sentence_set_the_record_aside(parts):
    sound = {"speaker_mention": "Belov", "content": "We will build"}
    assert len(proven([statement(3, **sound)]).statements) == 1
    found = proven([statement(3, **(sound | parts))])
    assert (found.statements, reasons(found)) == ((), [Reason.WORDS])
    assert found.set_aside[0].kind is RecordKind.STATEMENT


@pytest.mark.parametrize("part", ["cue", "action", "condition"])
def test_the_words_of_a_commitment_are_proven_too(part):
    assert reasons(proven([], [commitment(**{part: "solemnly swears"})])) == [Reason.WORDS]


@pytest.mark.parametrize("name", ["China", "KG", "Ana Bel", "ana belov", "we", "", "Belov; Torvia", "both sides"])
def test_a_name_that_the_text_does_not_print_and_one_that_names_nobody_set_the_record_aside(name):
    found = proven([statement(speakers=["Ana Belov", name])], [commitment(3, committers=[name]), commitment(5, counterparties=[name])])
    assert (found.statements, found.commitments) == ((), ()) and reasons(found)[:3] == [Reason.NAME] * 3


def test_nobody_at_all_is_no_speaker_and_binds_nobody():
    assert reasons(proven([statement(speakers=[])], [commitment(3, committers=[])])) == [Reason.NAME, Reason.NAME]


def test_states_become_codes_by_every_name_and_regions_their_members():
    found = proven([], [commitment(5, committers=["Central Asia"], counterparties=["Chinese"])])
    assert found.commitments[0].committers == ("KZ", "KG", "TJ", "TM", "UZ") and found.commitments[0].counterparties == ("CN",)


def test_white_space_at_the_ends_of_words_is_not_kept():
    found = proven([statement(content=f" {LENT}")], [commitment(cue="will ")])
    assert (found.statements[0].content, found.commitments[0].cue) == (at(LENT), at("will"))


def alone(sentence, **lists):
    """What is proven of one sentence that is a whole text."""
    ground = lay_groundwork(Document("a.txt", sentence + "\n", language="en"))
    return prove(ground, [Answer(range(1), {"statements": [], "commitments": [], "numbers": [], **lists})], "a model")


def test_a_name_that_would_pass_for_the_code_of_another_state_is_none():
    promise = commitment(committers=["IT"], counterparties=[])
    assert reasons(alone("The IT department, or IT for short, will lend 5 ferries.", commitments=[promise])) == [Reason.NAME]


def test_a_number_that_measures_nothing_is_no_claim():
    found = alone("Mira Sand will wear 42.", numbers=[number(text="42", value="42")])
    assert (found.numeric_claims, reasons(found)) == ((), [Reason.NUMBER])


def test_a_state_is_no_pronoun_that_is_spelled_alike():
    sentence = "The US will lend 5 ferries, Mira Sand told us."
    promises = [commitment(committers=[name], counterparties=[]) for name in ("us", "US")]
    assert [one.committers for one in alone(sentence, commitments=promises).commitments] == [("US",)]


class TestNumbers:
    def test_unit_comparator_and_span_are_those_of_our_own_reading(self):
        (claim,) = proven(numbers=[number(4, text="300 people", value="300.0")]).numeric_claims
        quantity = claim.quantity
        assert (quantity.text, quantity.value, quantity.unit, quantity.comparator) == (
            "about 300 people",
            Decimal(300),
            "person",
            Comparator.ABOUT,
        )

    @pytest.mark.parametrize(
        "parts",
        [
            {"value": "20"},
            {"value": "20000001"},
            {"value": "-20000000"},
            {"upper_value": "30000000"},
            {"value": "20,000,000"},
            {"value": "2e7"},
            {"value": "NaN"},
            {"value": ""},
            {"value": "٢٠٠٠٠٠٠٠"},
            {"value": "20000000\n"},
            {"text": "2022", "value": "2022"},
            {"text": "Velmora", "value": "20000000"},
        ],
        ids=str,
    )
    def test_a_value_that_we_do_not_read_there_sets_the_number_aside(self, parts):
        found = proven(numbers=[number(**parts)])
        assert (found.numeric_claims, reasons(found)) == ((), [Reason.NUMBER])

    def test_a_range_needs_both_bounds(self):
        half = proven(numbers=[number(3, text="5 to 7 ferries", value="5")])
        assert reasons(half) == [Reason.NUMBER]
        (claim,) = proven(numbers=[number(3, text="5 to 7 ferries", value="5", upper_value="7")]).numeric_claims
        assert (claim.quantity.comparator, claim.quantity.upper_value) == (Comparator.RANGE, Decimal(7))

    @pytest.mark.parametrize("parts", [{"text": "20 million dollars"}, {"metric": "the loan"}, {"text": "20 mil"}], ids=str)
    def test_words_that_are_not_there_set_the_number_aside(self, parts):
        assert reasons(proven(numbers=[number(**parts)])) == [Reason.WORDS]

    def test_our_readers_say_for_when_a_number_holds(self):
        (claim,) = proven(numbers=[number(4, text="300 goats", value="300")]).numeric_claims
        assert claim.as_of == "2021"


def test_what_rests_on_a_statement_that_was_set_aside_does_not_pass_for_the_reporters_words():
    bad = statement(speakers=["Nobody"])
    found = proven([bad], [commitment()], [number()])
    assert (found.commitments, found.numeric_claims) == ((), ())
    assert reasons(found) == [Reason.NAME, Reason.STATEMENT, Reason.STATEMENT]
    mended = proven([bad, statement()], [commitment()], [number()])
    assert (mended.commitments[0].statement, mended.numeric_claims[0].statement) == (0, 0)


def test_a_sentence_has_one_statement():
    assert reasons(proven([statement(), statement(content="Velmora will lend")])) == [Reason.TWICE]


@pytest.mark.parametrize("sentence", [0, -1, 3, 4, 6, 10**30])
def test_only_sentences_that_were_shown_can_be_pointed_at(sentence):
    found = proven([statement(sentence)], [commitment(sentence)], [number(sentence)], shown=range(2))
    assert reasons(found)[0] == Reason.SENTENCE and not (found.statements or found.commitments or found.numeric_claims)


def test_acts_and_strengths_are_the_terms_of_the_field():
    found = proven([statement(acts=["commitment", "promise"])], [commitment(3, strength="vow")])
    assert reasons(found) == [Reason.TERM, Reason.TERM]


OTHER_FORMS = [
    *(None, [], "statement", 7, {}, statement(True), statement("1"), statement(1.0), statement(cue=5), statement(acts="call")),
    *(statement(speakers=[None]), statement(more=1), {key: value for key, value in statement().items() if key != "cue"}),
]


@pytest.mark.parametrize("record", OTHER_FORMS, ids=str)
def test_a_record_of_another_form_is_set_aside(record):
    found = proven([record])
    assert (found.statements, reasons(found)) == ((), [Reason.FORM])
