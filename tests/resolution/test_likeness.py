"""Likeness of texts: copies are found among many, in proportion to the texts, and furniture tells nothing."""

import random

from claims.resolution.likeness import SKETCH, containment, likely_pairs, resemblance, runs, sketch

VOCABULARY = [f"word{number}" for number in range(3000)]


def article(seed, length=200):
    return " ".join(random.Random(seed).choices(VOCABULARY, k=length))


def found(texts, least=6):
    return list(likely_pairs([(number, sketch(runs(text))) for number, text in texts.items()], least=least))


def test_case_punctuation_and_width_do_not_matter():
    assert runs("The dam, “said” he: 5,000 men!") == runs("the DAM said he 5 000 ｍｅｎ")


def test_a_text_shorter_than_a_run_is_a_run_and_an_empty_one_is_none():
    assert len(runs("three words only")) == 1
    assert runs(" … ") == frozenset()
    assert resemblance(frozenset(), frozenset()) == containment(frozenset(), frozenset()) == 0.0


def test_a_copy_and_a_light_rewrite_are_found_among_many():
    texts = {number: article(number) for number in range(300)}
    texts[1000] = texts[17] + " By our own reporter."
    words = texts[42].split()
    texts[1001] = " ".join([*words[:90], "entirely", "new", "words", *words[100:180]])
    texts[1002] = " ".join(texts[99].split()[:120])
    assert found(texts) == [(17, 1000), (42, 1001), (99, 1002)]
    assert containment(runs(texts[99]), runs(texts[1002])) == 1.0


def test_what_all_texts_share_tells_nothing():
    notice = " ".join(f"notice{number}" for number in range(60))
    assert found({number: f"{article(number, 40)} {notice}" for number in range(200)}) == []


def test_a_sketch_is_no_longer_than_it_may_be():
    assert len(sketch(runs(article(1, 20_000)))) == SKETCH
