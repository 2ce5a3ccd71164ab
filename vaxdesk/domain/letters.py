"""What keyboards do to the letters of a scanned payload, and the few of these things that can be undone.

A keyboard-wedge scanner presses keys. Vietnamese letters have no key: they come as `?`, are dropped, or come right
from scanners that know how. An input method that is on then rewrites what was typed: Telex (`aa` to `â`, `s f r x j`
as tones, `w` to `ư`), VNI (digits after vowels), VIQR (`?` and `.` after vowels). Caps Lock swaps the case. The
Vietnamese keyboard of Windows turns the row of digits into letters. Digits that follow a separator always survive.
"""

from __future__ import annotations

import re
import unicodedata

_LOST = re.compile("[?\ufffd\x00-\x08\x0b-\x1f]")
_VOWELS = frozenset("aeiouy")
_SHORT_FORMS = frozenset(
    ("H", "HTX", "KCN", "KDC", "KP", "KTT", "P", "PP", "Q", "QL", "T", "TDP", "TL", "TP", "TT", "TX", "X")
)
_LAYOUT = str.maketrans("ăâêô\u0300\u0309\u0303\u0301\u0323đĂÂÊÔĐ", "123456789012340")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    "(?:ngh?|nh|gh?|gi|kh?|ph?|th|tr?|ch?|qu|[bdđhlmnqrsvx])?"
    "(?:uyê|iêu|yêu|uôi|ươi|ươu|oai|oay|oeo|uây|uyu|iê|yê|uô|ươ|uâ|uê|uy|uơ|ia|ya|ua|ưa|oa|oă|oe|oo|"
    "ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    "(?:ng|nh|ch|[cmnpt])?"
)
_VNI_DIGIT = {
    "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5",
    "\u0302": "6", "\u031b": "7", "\u0306": "8",
}


def letters_lost(text: str) -> bool:
    """Whether a mark of a letter that did not come through stands in the text."""
    return _LOST.search(text) is not None


def has_vowelless_word(text: str) -> bool:
    """Whether a word lost its vowels (`Nguyn Th Lnh`); short forms such as `TP` have none anyway."""
    words = re.findall(r"[^\W\d_]+", text)
    return any(word not in _SHORT_FORMS and not _vowels_of(word) for word in words)


def _vowels_of(word: str) -> bool:
    return not _VOWELS.isdisjoint(unicodedata.normalize("NFD", word.lower()))


def looks_like_name(text: str) -> bool:
    """Letters, spaces and the joints of ethnic names (`H'Hen Niê`), each word with a vowel."""
    joined = re.sub(r"[\s'’.\-]", "", unicodedata.normalize("NFC", text))
    return joined.isalpha() and not has_vowelless_word(text)


def is_believable(text: str) -> bool:
    """Whether each word with marks is a possible Vietnamese syllable: `Ưẻ` and `Ksỏ` were `Wer` and `Ksor` to Telex."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))
    return all(word.isascii() or _SYLLABLE.fullmatch(_without_tone(word)) for word in words)


def _without_tone(word: str) -> str:
    return unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word.lower())))


def undo_layout(text: str) -> str:
    """Digits back from the digit row of the Windows Vietnamese keyboard; unchanged when that keyboard was not on."""
    digits_typed = sum(letter in "0123456789" for letter in text)
    restored = text.translate(_LAYOUT)
    gained = sum(before != after for before, after in zip(text, restored, strict=True))
    return restored if digits_typed == 0 and gained >= 8 else text


def undo_vni(text: str) -> str:
    """The digits that VNI took for tone marks: `TÉ1512…` was `TE11512…`."""
    restored = []
    for mark in unicodedata.normalize("NFD", text):
        restored.append(_VNI_DIGIT.get(mark, mark))
    return "".join(restored).replace("Đ", "D9").replace("đ", "d9")
