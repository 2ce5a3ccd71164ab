"""Vietnamese names: normal form and the folded key that search and matching compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\s'’-]+")  # `H'HEN` is two words to the eye
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def clean(text: str) -> str:
    """NFC, no control or zero-width characters, single spaces, ends trimmed."""
    composed = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", composed).strip()


def fold(text: str) -> str:
    """Search key: lower case, tone and vowel marks off, đ as d, everything but letters and digits a single space.

    Tone placement (`oà`, `òa`) vanishes with the marks. FTS5's own diacritic removal does not know đ.
    """
    return " ".join(filter(None, map(_folded, text.split())))


@lru_cache(maxsize=16384)
def _folded(word: str) -> str:
    """One word; names are made of few syllables, and each is folded many times."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def title(text: str) -> str:
    """A name written in capitals or lower case as `Nguyễn Thị Lành`; a mixed-case name stays as written."""
    tidy = clean(text)
    if tidy != tidy.upper() and tidy != tidy.lower():
        return tidy
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), tidy)
