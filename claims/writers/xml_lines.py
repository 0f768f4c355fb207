"""XML that is written line by line; whatever stands in a text stays text."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from claims.visible import escape_xml

# What XML 1.0 forbids even as a reference: https://www.w3.org/TR/xml/#charsets
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, text: str | None = None, **attributes: str | None) -> str:
    """Return an element with a text, or an empty one; `_` in the name of an attribute stands for `-`, `xml_lang` for `xml:lang`.

    Attributes that are None are left out. Characters that XML forbids become U+FFFD.
    """
    opened = "".join(
        f" {name.replace('xml_', 'xml:').replace('_', '-')}={escape_xml(quoteattr(allowed(value)))}"
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{opened}/>" if text is None else f"<{tag}{opened}>{escape_xml(escape(allowed(text)))}</{tag}>"


def nested(tag: str, inside: Sequence[str], **attributes: str | None) -> list[str]:
    """Return the lines of an element with others in it, which are indented; without any, it is empty."""
    if not inside:
        return [element(tag, **attributes)]
    return [element(tag, **attributes).removesuffix("/>") + ">", *(f"  {line}" for line in inside), f"</{tag}>"]


def allowed(text: str) -> str:
    """Return a text without characters that XML forbids: U+FFFD stands in their places."""
    return FORBIDDEN.sub("\ufffd", text)
