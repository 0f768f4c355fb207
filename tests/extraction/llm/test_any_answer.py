"""Whatever a model answers: nothing that is taken lies outside the text, every span is the words that stand there, every value our own."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from claims.documents.document import Document, Span
from claims.extraction.extractor import RuleExtractor
from claims.extraction.llm.instructions import schema
from claims.extraction.llm.proof import LISTS
from claims.resolution.directory import EmptyDirectory
from claims.resolution.resolver import resolve
from claims.store.rows import check_document
from claims.writers.extraction_json import extraction_json
from tests.extraction.llm.proposals import GROUND, SENTENCES, TEXT, commitment, number, proven, statement

MUTATIONS = (
    lambda words: words,
    lambda words: words.upper(),
    lambda words: words + " ",
    lambda words: words[1:],
    lambda words: words[:-1],
    lambda words: words.replace(" ", "  "),
    lambda words: words.replace("“", '"'),
    lambda words: words + "\x00",
    lambda words: f"<b>{words}</b>",
    lambda words: f"'); DROP TABLE statements; -- {words}",
)


@some.composite
def words_of_the_text(draw):
    """A run of words of the text, as it stands or bent."""
    text = draw(some.sampled_from([*SENTENCES, TEXT])).split(" ")
    first = draw(some.integers(0, len(text) - 1))
    return draw(some.sampled_from(MUTATIONS))(" ".join(text[first : first + draw(some.integers(1, 8))]))


words = some.one_of(
    words_of_the_text(), some.sampled_from(["will", "said", "Ana Belov", "Velmora", "Torvia", "300"]), some.text(max_size=5)
)
values = some.sampled_from(["20000000", "300", "5", "7", "12", "40", "2021", "1e9", "NaN", "sNaN", ""])
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=3),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["sentence", "cue", "text"]), inner, max_size=3),
    max_leaves=4,
)


def shaped(schema_of_part, name=""):
    """Values of the schema's shape, of words of the text where it takes words."""
    kinds = schema_of_part["type"] if isinstance(schema_of_part["type"], list) else [schema_of_part["type"]]
    if "enum" in schema_of_part:
        return some.sampled_from([*schema_of_part["enum"], "vow"])
    if "object" in kinds:
        return some.fixed_dictionaries({key: shaped(part, key) for key, part in schema_of_part["properties"].items()})
    if "array" in kinds:
        return some.lists(shaped(schema_of_part["items"], name), max_size=3)
    if "integer" in kinds:
        return some.integers(-1, len(SENTENCES) + 1)
    texts = values if name in ("value", "upper_value") else words
    return some.none() | texts if "null" in kinds else texts


# Records that are right but for one part are taken far more often than those that are random in all parts.
bent = {
    "statements": some.builds(lambda key, to: statement() | {key: to}, some.sampled_from(["content", "cue", "speaker_mention"]), words),
    "commitments": some.builds(lambda key, to: commitment() | {key: to}, some.sampled_from(["cue", "action", "condition"]), words),
    "numbers": some.builds(lambda at, text, value: number(at, text=text, value=value), some.integers(1, 5), words, values),
}
answers = some.fixed_dictionaries(
    {name: some.lists(bent[name] | shaped(part["items"]) | anything, max_size=6) for name, part in schema()["properties"].items()}
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers)
def test_nothing_ungrounded_is_taken(lists):
    found = proven(**lists)
    proposed = sum(map(len, lists.values()))
    taken = len(found.statements) + len(found.commitments) + len(found.numeric_claims)
    assert taken + len(found.set_aside) == proposed

    text = found.document.text
    for record in (*found.statements, *found.commitments):
        assert record.span.of(text) in SENTENCES
    for record in found.statements:
        assert all(name in text for name in record.speaker.split("; "))
    for promise in found.commitments:
        assert promise.committers and all(party in text or len(party) == 2 for party in promise.committers + promise.counterparties)
    own = {(q.start, q.end, q.value, q.upper_value, q.unit, q.comparator) for q in GROUND.found.quantities}
    for claim in found.numeric_claims:
        q = claim.quantity
        assert (q.start, q.end, q.value, q.upper_value, q.unit, q.comparator) in own
        assert claim.metric is None or claim.metric in text
    written = extraction_json(found)
    records = [one for kind in LISTS.values() for one in written["numeric_claims" if kind == "numbers" else kind]]
    places = records + [one[part] for one in records for part in ("content", "cue", "speaker_mention") if one.get(part)]
    assert all(0 <= place["start"] < place["end"] <= len(text) for place in places)
    assert all(text[place["start"] : place["end"]] == place["text"] for place in places)
    spans = [span for one in found.commitments for span in (one.action, one.condition) if span is not None]
    assert all(Span(0, len(text)).holds(span) and span.of(text).strip() for span in spans)

    check_document(resolve(found, EmptyDirectory()))  # what the store is handed is fit to be stored
    json.dumps(written).encode()


def test_a_model_that_answers_as_the_rules_read_is_taken_at_its_word():
    # The other way round: nothing sound is set aside.
    document = Document("harbour.txt", TEXT, language="en", read_on=date(2022, 3, 5))
    rules = RuleExtractor().extract(document)
    numbers = {sentence.span: index + 1 for index, sentence in enumerate(GROUND.found.sentences)}
    said = [
        {
            "sentence": numbers[one.span],
            "speakers": one.speaker.split("; "),
            "speaker_mention": one.speaker_mention and one.speaker_mention.of(TEXT),
            "cue": one.cue and one.cue.of(TEXT),
            "content": one.content.of(TEXT),
            "acts": [act.value for act in one.acts],
        }
        for one in rules.statements
    ]
    counted = [
        number(
            next(n for span, n in numbers.items() if span.start <= one.quantity.start < span.end),
            text=one.quantity.text,
            value=str(one.quantity.value),
            upper_value=one.quantity.upper_value and str(one.quantity.upper_value),
            metric=one.metric,
        )
        for one in rules.numeric_claims
    ]
    found = proven(said, [], counted)
    assert found.set_aside == () and len(found.statements) >= 3 and len(found.numeric_claims) >= 5
    assert [(one.span, one.content, one.cue, one.speaker, one.quotation, one.via) for one in found.statements] == [
        (one.span, one.content, one.cue, one.speaker, one.quotation, one.via) for one in rules.statements
    ]
    assert [(one.quantity, one.statement, one.metric, one.as_of) for one in found.numeric_claims] == [
        (one.quantity, one.statement, one.metric, one.as_of) for one in rules.numeric_claims
    ]
