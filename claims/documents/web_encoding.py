"""The encoding of a web page: its byte order mark, what its bytes can only be, what it declares, and what browsers assume."""

import codecs
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from claims.documents.files import RejectedFile

HEAD = 4096  # bytes in which a page declares its encoding; browsers look at 1,024, and some templates print a licence first
DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,40})""", re.I
)
MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))

# Labels that stand for a larger encoding on the web (https://encoding.spec.whatwg.org/#names-and-labels), by Python's names.
WIDER = {
    **{"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"},
}
# Encodings of the web beside UTF-8; what is not among them (UTF-7, codecs that decompress) is not decoded.
WEB = {
    *("gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "koi8-r", "koi8-u", "mac-roman", "cp866", "cp874"),
    *(f"cp125{number}" for number in range(9)),
    *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
}


def decode_page(path: Path, data: bytes) -> tuple[str, str]:
    """Return text and encoding (Python's name) of a page's bytes; RejectedFile if nothing fits.

    A byte order mark tells. Without one, bytes that are UTF-8 are UTF-8 whatever is declared: a page that was saved anew keeps its old
    declaration, and hardly any other text is UTF-8 by chance. Then the declared encoding, then windows-1252, each without a fault.
    """
    for mark, marked in MARKS:
        if data.startswith(mark):
            return _decoded_by_mark(path, data, marked), marked
    nul = data.find(b"\0")
    if nul >= 0:
        raise RejectedFile(path, f"it is a binary file (a NUL byte stands at byte {nul + 1}); save the page as HTML in UTF-8.")
    declared = _declared(data)
    for encoding in ("utf-8", declared, "cp1252"):
        if encoding is not None:
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    raise RejectedFile(path, "its bytes are no text in UTF-8, in windows-1252 or in the encoding that it declares; save the page in UTF-8.")


def _decoded_by_mark(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + 1
        sentence = f"it is marked as {encoding.removesuffix('-sig').upper()}, but byte {at} fits no character; save the page in UTF-8."
        raise RejectedFile(path, sentence) from None
    if "\0" in text:
        raise RejectedFile(path, "it is a binary file (it holds a NUL character); save the page as HTML in UTF-8.")
    return text


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page declares in its first bytes, if it is one of the web's."""
    match = DECLARED.search(data[:HEAD])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    name = WIDER.get(name, name)
    return name if name in WEB else None
