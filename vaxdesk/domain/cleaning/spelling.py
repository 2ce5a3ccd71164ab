"""How a name is written: what is odd about its letters, and the spelling to propose. Never applied by itself.

Two places of a tone are both in use (`Hòa`, `Hoà`) and neither is touched; a tone on a letter that can never carry it
(`Nguyêñ`, `Maí`) is moved. What is no Vietnamese syllable afterwards is left as written: it may be an ethnic name.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum, nonmember
from functools import lru_cache

import msgspec

from vaxdesk.domain import names
from vaxdesk.domain.syllables import is_syllable

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_SHAPES = "\u0302\u0306\u031b"  # hats and horns: they make another letter
_STROKES = re.compile("[dD][\u0335\u0336]")
_D = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})  # eth and African d look like đ
_ODD_SPACES = re.compile(r"^\s|\s$|\s{2,}|[^\S ]|[\u200b-\u200d\u2060\ufeff]")
_WORD = re.compile(r"[^\s'’.\-]+")
_VOWELS = frozenset("aeiouyăâêôơư")
_EITHER = frozenset(("oa", "oe", "uy"))


class NameFault(StrEnum):
    """What is odd about the letters of a name."""

    WORDS = nonmember("cleaning.fault")

    SPACES = "spaces"
    COMPOSED = "composed"
    D_STROKE = "d_stroke"
    TONE = "tone"
    CAPITALS = "capitals"


class Spelling(msgspec.Struct, frozen=True):
    """A name as it should be written, and what was odd about it before; without faults it is as it was."""

    name: str
    faults: tuple[NameFault, ...] = ()


def spell(name: str) -> Spelling:
    """The proposal for a name; the steps are in the order of `NameFault`, each on what the one before made."""
    faults: list[NameFault] = []
    now = name
    for fault, step in _STEPS:
        after = step(now)
        if after != now:
            faults.append(fault)
        now = after
    return Spelling(now, tuple(faults))


def _spaces(name: str) -> str:
    return " ".join(re.sub("[\u200b-\u200d\u2060\ufeff]", "", name).split()) if _ODD_SPACES.search(name) else name


def _composed(name: str) -> str:
    """Composed letters; also where the tone was typed before the hat (`e\u0301\u0302`), which Unicode keeps apart."""
    whole = unicodedata.normalize("NFC", name)
    if not any(map(unicodedata.combining, whole)):
        return whole
    letters = re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*", unicodedata.normalize("NFD", name))
    ordered = (one[0] + "".join(sorted(one[1:], key=lambda mark: mark in _TONES)) for one in letters)
    return unicodedata.normalize("NFC", "".join(ordered))


def _d_stroke(name: str) -> str:
    return _STROKES.sub(lambda found: "Đ" if found[0][0] == "D" else "đ", name.translate(_D))


def _tones(name: str) -> str:
    return _WORD.sub(lambda word: _placed(word[0]), name)


def _capitals(name: str) -> str:
    whole = names.title(name)
    return _WORD.sub(lambda word: _capital(word[0]), whole) if " " in whole else whole


def _capital(word: str) -> str:
    """A word in capitals, or without any, among others; what is no Vietnamese syllable (`Kdăm`, `êban`) stays."""
    odd = word.islower() or (len(word) > 1 and word.isupper())
    return word[0].upper() + word[1:].lower() if odd and is_syllable(word) else word


@lru_cache(maxsize=65536)
def _placed(word: str) -> str:
    """The word with its only tone on a letter that may carry it."""
    letters = [_parts(letter) for letter in unicodedata.normalize("NFC", word)]
    letters = _joined(letters)
    marked = [at for at, (_, tones) in enumerate(letters) if tones]
    if len(marked) != 1 or len(letters[marked[0]][1]) != 1:
        return word
    places = _places("".join(bare for bare, _ in letters).lower())
    if not places or marked[0] in places:
        return word
    tone = letters[marked[0]][1]
    moved = [bare + (tone if at == places[-1] else "") for at, (bare, _) in enumerate(letters)]
    after = unicodedata.normalize("NFC", "".join(moved))
    return after if is_syllable(after) else word


def _joined(letters: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A mark that stands alone belongs to the letter before it."""
    found: list[tuple[str, str]] = []
    for bare, tones in letters:
        if not bare and found:
            found[-1] = (found[-1][0], found[-1][1] + tones)
        else:
            found.append((bare, tones))
    return found


def _parts(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    return bare, "".join(c for c in parts if c in _TONES)


def _places(bare: str) -> tuple[int, ...]:
    """Places of the letters that may carry the tone of a word written without one, the usual one last."""
    start = _onset(bare)
    end = start
    while end < len(bare) and bare[end] in _VOWELS:
        end += 1
    vowels = bare[start:end]
    if not vowels:
        return ()
    shaped = [at for at, letter in enumerate(vowels) if any(c in _SHAPES for c in unicodedata.normalize("NFD", letter))]
    if shaped:
        return (start + shaped[-1],)
    if len(vowels) == 1 or end < len(bare):
        return (end - 1,)
    if vowels in _EITHER:
        return (start + 1, start)
    return (start + 1,) if len(vowels) > 2 else (start,)


def _onset(bare: str) -> int:
    """Letters before the vowels; `u` after q, and `i` after g before a vowel, are none of them."""
    at = next((at for at, letter in enumerate(bare) if letter in _VOWELS), len(bare))
    pair = bare[max(at - 1, 0) : at + 1]
    follows = at + 1 < len(bare) and bare[at + 1] in _VOWELS
    return at + 1 if pair in ("qu", "gi") and follows else at


_STEPS = (
    (NameFault.SPACES, _spaces),
    (NameFault.COMPOSED, _composed),
    (NameFault.D_STROKE, _d_stroke),
    (NameFault.TONE, _tones),
    (NameFault.CAPITALS, _capitals),
)
