"""Showing untrusted text: nothing in it may steer a terminal, a spreadsheet or a page."""

import re

# Controls, soft hyphen, bidi and zero-width characters, line separators, lone surrogates, tags: what a terminal would act on or hide.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
SPACE = re.compile(r"[\t\n\r]+")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")


def show(text: str) -> str:
    r"""Return `text` on one line, with every character that is hidden or steers a terminal written as `\xNN` or `\u{N}`."""
    return HIDDEN.sub(escape, SPACE.sub(" ", text))


def escape(match: re.Match[str]) -> str:
    """Return the escape of one character."""
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"


def escape_json(text: str) -> str:
    r"""Return JSON text with the hidden characters, which stand inside its strings alone, as `\uNNNN`: the same data, made harmless."""
    return HIDDEN.sub(lambda match: "".join(f"\\u{unit:04x}" for unit in utf16_units(ord(match[0]))), text)


def escape_xml(text: str) -> str:
    """Return XML with the hidden characters, which stand in texts and values alone, as references: the same data, made harmless."""
    return HIDDEN.sub(lambda match: f"&#{ord(match[0])};", text)


def utf16_units(code: int) -> tuple[int, ...]:
    """Return the UTF-16 code units of a code point, as JSON escapes write them."""
    if code < 0x10000:
        return (code,)
    return 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)


def defuse(cell: str) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula: an apostrophe goes before = + - @ and tab, except in plain numbers."""
    return "'" + cell if cell.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(cell) else cell


def escape_markdown(text: str) -> str:
    """Return `text` as plain words in Markdown; not all of its dialects know a backslash before <."""
    return MARKDOWN.sub(r"\\\1", show(text)).replace("\\<", "&lt;")
