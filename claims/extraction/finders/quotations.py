"""Finds quotations: runs of text between quotation marks of any of the shapes that newspapers use."""

import re

from claims.documents.document import Span

MARK = re.compile(r"''|``|’’|‘‘|\\?[\"“”„«»]|(?<!\w)[‘'](?=\w)|[’'](?!\w)")
MARKS = re.compile("[\"'`“”„«»‘’]")
OPENING = set("“„«‘")
CLOSING = set("»’")


def find_quotations(text: str, paragraphs: list[Span]) -> list[Span]:
    """Return the quotations in order, marks included.

    A mark that opens while another quotation is open begins a new one (papers reopen at each sentence). What is still open at the end
    of a paragraph ends there; where the next paragraph opens none before it closes one, it goes on from that paragraph's first word.
    """
    found: list[Span] = []
    runs_on = False  # a quotation that no mark closes in its paragraph
    for paragraph in paragraphs:
        if MARKS.search(text, paragraph.start, paragraph.end) is None:
            runs_on = False
            continue
        opened: int | None = None
        family = ""
        first = MARK.search(text, paragraph.start, paragraph.end) if runs_on else None
        if first is not None and first[0] == "”" and not _opens(text, first, paragraph):
            opened, family = paragraph.start, "double"
        for match in MARK.finditer(text, paragraph.start, paragraph.end):
            single = match.group() in ("‘", "’", "'")
            if opened is not None and single != (family == "single"):
                continue
            if _opens(text, match, paragraph) or (opened is None and _begins_sentence(text, match, paragraph)):
                if opened is not None and not single:
                    found.append(Span(opened, match.start()))
                elif opened is not None:
                    continue
                opened, family = match.start(), "single" if single else "double"
            elif opened is not None:
                found.append(Span(opened, match.end()))
                opened = None
        runs_on = opened is not None and family == "double" and text[opened] == "“"
        if opened is not None and family == "double":
            found.append(Span(opened, paragraph.end))
    return found


def _opens(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Tell whether a mark opens: by its shape, else by what stands on either side of it."""
    mark = match.group()[-1]
    if mark in OPENING:
        return True
    if mark in CLOSING and match.group() != "’’":  # two of them are what some papers print on both sides
        return False
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()] if match.end() < paragraph.end else " "
    return (before.isspace() or before in "([—–-:") and not after.isspace() and after not in ",.;:!?)"


def _begins_sentence(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Tell whether a straight mark stands between a stop and a capital letter, where a space was lost: `said Jane Roe."We won."`."""
    first, end = match.start(), match.end()
    return match[0] == '"' and paragraph.start < first and text[first - 1] in ".!?" and end < paragraph.end and text[end].isupper()
