"""Plain text: UTF-8, with or without a byte order mark, kept as it stands."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from datetime import date
from pathlib import Path

from claims.documents.document import Document
from claims.documents.files import RejectedFile, read_bytes


def read_plain_text(path: Path, language: str | None = None) -> Document:
    """Return the text of one `.txt` file: decoded, line endings and all, unchanged; offsets are code points of it.

    A byte order mark is no part of the text and is recorded in `encoding` as utf-8-sig. RejectedFile tells what cannot be read, and why.
    """
    text, encoding = decode(path, read_bytes(path))
    if not text:
        raise RejectedFile(path, "it is empty; an article holds text.")
    if text.isspace():
        raise RejectedFile(path, "it holds nothing but white space; an article holds text.")
    return Document(str(path), text, encoding, language=language, read_on=date.today())


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """Return text and encoding (utf-8 or utf-8-sig) of bytes that must be UTF-8 text; RejectedFile otherwise."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise RejectedFile(path, "it is UTF-16; save it as UTF-8.")
    nul = data.find(b"\0")
    if nul >= 0:
        raise RejectedFile(path, f"it is a binary file (a NUL byte stands at byte {nul + 1}); an article is plain text in UTF-8.")
    marked = data.startswith(BOM_UTF8)
    try:
        return data[len(BOM_UTF8) if marked else 0 :].decode("utf-8"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError as error:
        at = error.start + (len(BOM_UTF8) if marked else 0)
        line = data.count(b"\n", 0, at) + 1
        raise RejectedFile(
            path, f"it is not UTF-8: byte {at + 1} (0x{data[at]:02X}, on line {line}) fits no character; save it as UTF-8."
        ) from None
