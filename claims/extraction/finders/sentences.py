"""Finds sentences: runs of text that end at a terminator, inside one paragraph."""

import re
from dataclasses import dataclass
from functools import cache

from claims.documents.document import Span
from claims.extraction.lexicon import lexicon, reporting_verbs
from claims.extraction.spans import trimmed
from claims.extraction.tokens import LOST_SPACE

# possessive: linear in a run of stops; the second form is that of texts that have lost a space
BOUNDARY = re.compile(
    r"(?<![.!?…])[.!?…]++[\"”’'»)\]\\]*+(?=\s++[\"“”‘'«(\[\\]*+[^\W_a-z])"
    rf"|(?<=[a-z0-9)][a-z0-9)])(?<!www)[.!?][\"”]?+(?=[\"“]?{LOST_SPACE})"
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")
TOLD = 60  # characters after a quoted question in which the one who asks is named
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # J. or J.D.
NAME_WORDS = 3
LONGEST = 1500  # characters of a sentence
LAST_WORD = 24  # characters of the last word that are looked at
NO_WORD = re.compile(r"[^\w.'’-]")
# behind a stop, somebody's own words: a mark that opens, a capital, and none that closes behind a word or two ('the U.K. "We will go"')
OWN_WORDS = re.compile(r"\.\s+[\"“](?=[A-Z])(?:[\w'’-]{1,24}[ ,]{1,2}){3}")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Words in lower case, without their final stop.

    `words` end no sentence; `may_end` end one before a word of `openers`, those of `companies` before a name and one of
    `verbs` too; `before_numbers` are abbreviations only before a number.
    """

    words: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]
    companies: frozenset[str]
    verbs: frozenset[str]
    before_numbers: frozenset[str]


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return the abbreviations of a language."""
    words = lexicon(language)
    openers = [
        *words["people"]["determiners"],
        *words["attribution"]["prepositions"],
        *words["people"]["pronouns"],
        *words["continuation"]["heads"],
        *words["people"]["first_person"],
    ]
    sentences = words["sentences"]
    return Abbreviations(
        *(frozenset(sentences["abbreviations"]), frozenset(sentences["may_end"]), frozenset(openers)),
        *(frozenset(words["people"]["company_forms"]), reporting_verbs(language), frozenset(sentences["before_numbers"])),
    )


def find_sentences(text: str, paragraph: Span, language: str) -> list[Span]:
    """Return the sentences of one paragraph in order, without white space at their ends."""
    short = abbreviations(language)
    found: list[Span] = []
    start = counted = paragraph.start
    odd = False  # whether an odd number of straight marks stands before `counted`
    for match in BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        stop = match.start()
        if text[stop] == "." and text[stop + 1 : match.end()] in ("", ")") and not _ends(text, start, stop, short):
            continue
        if text[stop] in "?!" and match.end() > stop + 1 and _is_told(text, match.end(), reporting_verbs(language)):
            continue
        end = match.end()
        odd ^= text.count('"', counted, end) % 2 == 1
        counted = end
        if odd and text[end - 1] == '"' and not text[end].isspace():
            end -= 1  # 'said Jane Roe."We won."': the mark opens what follows
        found += _parts(text, trimmed(text, start, end))
        start = end
    return found + _parts(text, trimmed(text, start, paragraph.end))


def _parts(text: str, span: Span) -> list[Span]:
    """Cut a run that no writer means as one sentence, at white space, so that the work on it stays in proportion to its length."""
    if span.end - span.start <= LONGEST:
        return [span] if span.start < span.end else []
    parts, start = [], span.start
    while span.end - start > LONGEST:
        cut = max(text.rfind(" ", start + 1, start + LONGEST), text.rfind("\t", start + 1, start + LONGEST))
        cut = cut if cut > start else start + LONGEST
        parts.append(trimmed(text, start, cut))
        start = cut
    parts.append(trimmed(text, start, span.end))
    return [part for part in parts if part.start < part.end]


def _is_told(text: str, end: int, verbs: frozenset[str]) -> bool:
    """Tell whether a name and a verb of reporting follow a quoted question: then the sentence goes on (`"Why?" Ann Lee asked.`)."""
    words = WORD.findall(text, end, end + TOLD)
    for n, word in enumerate(words[: NAME_WORDS + 1]):
        if word in verbs:
            return n > 0
        if not word[0].isupper():
            return False
    return False


def _ends(text: str, start: int, stop: int, short: Abbreviations) -> bool:
    """Tell whether the stop at `stop` ends a sentence, rather than an abbreviation or an initial."""
    word = NO_WORD.split(text[max(start, stop - LAST_WORD) : stop])[-1].lower()
    if word in short.may_end:
        following = WORD.search(text, stop)
        if following is None:
            return False
        verb = WORD.match(text, following.end() + 1) if word in short.companies and following.group()[0].isupper() else None
        said = verb is not None and verb.group() in short.verbs  # "PT Sagu Tbk. Suprapto mengatakan"
        return said or OWN_WORDS.match(text, stop) is not None or following.group().lower() in short.openers
    if word in short.before_numbers:
        return not text[stop + 1 : stop + 3].strip()[:1].isdigit()
    if not word:
        return True
    return INITIALS.fullmatch(word) is None and not short.words.issuperset(word.split(".")) and word not in short.words  # "Prof.Dr."
