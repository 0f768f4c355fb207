"""Text in a page can neither steer what stands around it nor stand for an address that is none."""

import re
from typing import Any

from markupsafe import Markup

from claims.visible import escape

# Controls, bidi controls and lone surrogates: what would turn the words around it, or what no page can hold.
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def neutral(value: Any) -> Any:
    r"""Return what a page shows with every character that would steer the words around it written as `\xNN` or `\u{N}`."""
    if isinstance(value, str) and STEERING.search(value):
        return type(value)(STEERING.sub(escape, str(value)))
    return value


def linked(url: str | None) -> Markup | str:
    """Return a web address as a link; whatever else stands in an address's place stays text."""
    if not url or not PLAIN_ADDRESS.fullmatch(url):
        return url or ""
    return Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(url)
