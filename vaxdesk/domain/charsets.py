"""Old 8-bit Vietnamese text, seen as Latin letters in a sheet, back to Unicode.

Before Unicode, fonts drew Vietnamese over Latin-1: TCVN 5712 (fonts .VnTime, .VnTimeH) has one byte for a letter,
VNI a base letter followed by a byte for its marks. A file written in UTF-8 and read as Windows-1252 is the third
kind. A sheet does not say what it is, so the spelling of the words decides (`detect`, `mend`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum, nonmember
from functools import lru_cache

import msgspec

from vaxdesk.domain.syllables import is_syllable

_ENOUGH = 3  # words that must agree before a column is taken for old text
_SURE = 2  # and a single cell whose column does not say so
_FOREIGN = re.compile(r"[\u00a1-\u00ff]")
_UNICODE = re.compile(r"[\u0300-\u0323ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")  # letters that no old text can show
_ONLY_CAPITALS = re.compile(r"[^a-z]*")
_CAPITALS = re.compile(r"[A-Z][^\sa-z]*[A-Z]")
_SPACE = re.compile(r"[ \t\r\n,;.:/()-]+")  # not the no-break space: it is half a letter in UTF-8 read twice
_LETTERS = re.compile(r"[^\W\d_]+")


class Charset(StrEnum):
    """What the Latin letters of a cell really are."""

    WORDS = nonmember("roster.charset")

    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8_TWICE = "utf8_twice"


_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "õ": "\u0303", "û": "\u0309", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "ã": "\u0303", "å": "\u0309", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ü": "\u0303", "ú": "\u0309", "ë": "\u0323"}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    pairs = dict(_VNI_ALONE)
    for base, letter in (*zip("aeouy", "aeouy", strict=True), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    for letter in "aeo":
        pairs |= {letter + mark: letter + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    lower = {code: unicodedata.normalize("NFC", letter) for code, letter in pairs.items()}
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in lower.items()}
    return lower | mixed | {code.upper(): letter.upper() for code, letter in lower.items()}


_VNI = _vni_table()
_VNI_CODES = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def to_unicode(text: str, charset: Charset) -> str | None:
    """The text read in a charset, NFC; None when it holds a letter that the charset has not."""
    if charset is Charset.TCVN3:
        return _from_tcvn3(text)
    return _from_vni(text) if charset is Charset.VNI else _from_utf8_twice(text)


def _from_tcvn3(text: str) -> str | None:
    """The fonts ending in H draw capitals with the codes of small letters, so `NGUYÔN` is `NGUYỄN`."""
    plain = text.replace("\u03bc", "µ")
    if any("\xa1" <= c <= "\xff" and c not in _TCVN3 for c in plain):
        return None
    mended = "".join(_TCVN3.get(c, c) for c in plain)
    return mended.upper() if _ONLY_CAPITALS.fullmatch(plain) and _CAPITALS.search(plain) else mended


def _from_vni(text: str) -> str | None:
    if _FOREIGN.search(_VNI_CODES.sub("", text)):
        return None
    return _VNI_CODES.sub(lambda found: _VNI[found[0]], text)


def _from_utf8_twice(text: str) -> str | None:
    try:
        raw = b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text)
        return unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeError:
        return None


class Evidence(msgspec.Struct, frozen=True):
    """How many words of a text a charset turns into Vietnamese, spoils, and how many are odd as they stand."""

    gained: dict[Charset, int]
    spoilt: dict[Charset, int]
    odd: int

    def favours(self, charset: Charset) -> bool:
        """More words gained than spoilt, and most of the odd words explained."""
        gained = self.gained[charset]
        return gained > self.spoilt[charset] and gained * 2 >= self.odd


def weigh(texts: Iterable[str]) -> Evidence:
    """Evidence of many cells. Words in plain ASCII say nothing."""
    gained, spoilt, odd = dict.fromkeys(Charset, 0), dict.fromkeys(Charset, 0), 0
    for text in texts:
        for word in _doubtful(text):
            fine = is_syllable(word)
            odd += not fine
            for charset in _readings(word):
                gained[charset] += not fine
            if fine:
                for charset in Charset:
                    spoilt[charset] += charset not in _readings(word)
    return Evidence(gained=gained, spoilt=spoilt, odd=odd)


def detect(columns: Mapping[int, Iterable[str]]) -> dict[int, Charset]:
    """The charset of each column of a sheet that holds old text; columns best left alone are absent.

    A column needs several words of its own (`Loïc` alone is a Frenchman, not `Lọc`); where one column of the sheet
    has them, a column of short words (`N÷`) may follow it.
    """
    evidence = {column: weigh(texts) for column, texts in columns.items()}
    found = {column: best for column, seen in evidence.items() if (best := _best(seen, least=_ENOUGH))}
    if found:
        sheet = Counter(found.values()).most_common(1)[0][0]
        follow = (c for c, seen in evidence.items() if c not in found and seen.favours(sheet))
        found |= dict.fromkeys(follow, sheet)
    return found


def mend(text: str, charset: Charset | None) -> str:
    """The text in Unicode, given what its column is; text that would not become better comes back unchanged.

    In a column without a charset a cell is still mended when several of its words leave no other reading (a list
    put together from files of different age).
    """
    if not _FOREIGN.search(text) or _UNICODE.search(text):
        return text
    seen = weigh((text,))
    chosen = charset if charset and seen.favours(charset) else None
    if charset and not chosen and not seen.odd:
        chosen = charset if not seen.spoilt[charset] else None
    if not chosen and seen.odd >= _SURE:
        chosen = _best(seen, least=seen.odd)
    return _rewrite(text, chosen) if chosen else text


def _rewrite(text: str, charset: Charset) -> str:
    whole = to_unicode(text, charset)
    if whole is not None:
        return whole
    return " ".join(to_unicode(word, charset) or word for word in text.split(" "))


def _best(seen: Evidence, *, least: int) -> Charset | None:
    fit = [charset for charset in Charset if seen.gained[charset] >= least and seen.favours(charset)]
    return max(fit, key=seen.gained.__getitem__, default=None)


def _doubtful(text: str) -> list[str]:
    if not _FOREIGN.search(text) or _UNICODE.search(text):
        return []
    return [word for word in _SPACE.split(text) if _FOREIGN.search(word)]


@lru_cache(maxsize=65536)
def _readings(word: str) -> frozenset[Charset]:
    """The charsets in which the word, freed from punctuation, is a Vietnamese syllable."""
    read = ((charset, to_unicode(word, charset)) for charset in Charset)
    return frozenset(charset for charset, text in read if text and all(map(is_syllable, _LETTERS.findall(text))))
