"""A small world of keyboards: a wedge scanner that types a payload through Telex, VNI or VIQR and Caps Lock."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

ACUTE, GRAVE, HOOK, TILDE, DOT, CIRCUMFLEX, HORN, BREVE = (
    "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0302", "\u031b", "\u0306"
)
TONES = {ACUTE, GRAVE, HOOK, TILDE, DOT}
VOWELS = set("aeiouy")
TELEX = {"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT}
VNI = {"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT, "6": CIRCUMFLEX, "7": HORN, "8": BREVE}
VIQR = {"'": ACUTE, "`": GRAVE, "?": HOOK, "~": TILDE, ".": DOT, "^": CIRCUMFLEX, "+": HORN, "(": BREVE}
BEARERS = {CIRCUMFLEX: "aeo", HORN: "ou", BREVE: "a"}


def base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()


def with_mark(letter: str, mark: str) -> str:
    kept = [m for m in unicodedata.normalize("NFD", letter) if not (mark in TONES and m in TONES)]
    return unicodedata.normalize("NFC", "".join(kept) + mark)


def marked(word: str, mark: str) -> str | None:
    """The word with the mark on its last letter that can bear it; None when no letter can."""
    places = [i for i, c in enumerate(word) if base(c) in BEARERS.get(mark, VOWELS)]
    if not places:
        return None
    place = places[-1]
    if mark in unicodedata.normalize("NFD", word[place]):
        return None  # the same key again takes the mark back; the key itself then stays
    return word[:place] + with_mark(word[place], mark) + word[place + 1:]


def telex(word: str, key: str) -> str | None:
    low = key.lower()
    if low in TELEX:
        return marked(word, TELEX[low])
    if low in "aeo" and word and word[-1].lower() == low:
        return word[:-1] + with_mark(word[-1], CIRCUMFLEX)
    if low == "d" and word[:1].lower() == "d":
        return ("Đ" if word[0] == "D" else "đ") + word[1:]
    if low == "w":
        return marked(word, BREVE) or marked(word, HORN) or word + ("Ư" if key == "W" else "ư")
    return None


def vni(word: str, key: str) -> str | None:
    if key == "9" and word[:1].lower() == "d":
        return ("Đ" if word[0] == "D" else "đ") + word[1:]
    return marked(word, VNI[key]) if key in VNI else None


def viqr(word: str, key: str) -> str | None:
    if key.lower() == "d" and word[-1:].lower() == "d":
        return word[:-1] + ("Đ" if word[-1] == "D" else "đ")
    return marked(word, VIQR[key]) if key in VIQR else None


def off(_word: str, _key: str) -> str | None:
    return None


METHODS: dict[str, Callable[[str, str], str | None]] = {"off": off, "telex": telex, "vni": vni, "viqr": viqr}
LAYOUT = dict(zip("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ", strict=True))


def pressed(payload: str, *, unknown: str, caps: bool, layout: bool) -> Iterator[str]:
    """The keys a scanner presses: letters without a key as `unknown`, or as they are with `unknown="as is"`."""
    for letter in unicodedata.normalize("NFC", payload):
        if not letter.isascii():
            yield from letter if unknown == "as is" else unknown
        elif layout and letter in LAYOUT:
            yield LAYOUT[letter]
        else:
            yield letter.swapcase() if caps else letter


def typed(
    payload: str, method: str = "off", *, unknown: str = "?", caps: bool = False, layout: bool = False
) -> list[str]:
    """What a window receives, one item per key: text, or backspaces and the rewritten end of the word."""
    rewrite, word, received = METHODS[method], "", []
    for key in pressed(payload, unknown=unknown, caps=caps, layout=layout):
        changed = rewrite(word, key) if word else (telex("", key) if method == "telex" and key in "wW" else None)
        if changed is not None:
            same = next((i for i, (a, b) in enumerate(zip(word, changed, strict=False)) if a != b), len(word))
            received.append("\b" * (len(word) - same) + changed[same:])
            word = changed
        else:
            received.append(key)
            word = word + key if key.isalpha() or (method == "vni" and key.isdigit() and word) else ""
    return received


def seen(keys: list[str]) -> str:
    """The text that stands in a field after the keys."""
    text: list[str] = []
    for letter in "".join(keys):
        if letter == "\b":
            del text[-1:]
        else:
            text.append(letter)
    return "".join(text)
