"""Names: one spelling for names that differ in nothing that can be seen."""

import re
import unicodedata
from functools import lru_cache

# Zero-width space, word joiner, byte order mark, soft hyphen, and the marks that turn the direction of writing. The joiners U+200C and
# U+200D stay: they are letters' spelling in Persian and Indic names.
_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF])
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """Return a name in NFC, without characters that cannot be seen, its white space single spaces; as given if nothing would be left."""
    cleaned = _SPACE.sub(" ", unicodedata.normalize("NFC", name.translate(_UNSEEN))).strip()
    return cleaned or name


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return the form in which two spellings of a name are compared: clean and without case."""
    return clean(name).casefold()
