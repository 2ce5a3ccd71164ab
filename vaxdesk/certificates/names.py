"""Names as passports write them (ICAO 9303 part 3, section 6), and Vietnamese names parted into surname and given.

Letters are brought to A-Z, a space or hyphen becomes `<`, an apostrophe nothing. Vietnamese letters lose their marks
(Ă Â Ê Ô Ơ Ư), Đ becomes D.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from vaxdesk.domain.names import clean, fold

MOST = 80
_SPECIAL = {  # table 6.A of ICAO 9303-3, where taking the marks off is not what it says
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "I": "I", "Ĳ": "IJ", "Ł": "L", "Ŋ": "N",
    "Ñ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "Þ": "TH", "Ŧ": "T", "Ü": "UE", "ĸ": "Q", "Ŀ": "L",
}
_GAP = re.compile(r"[\s\-‐‑–.,/]+")
_TWO_WORDS = frozenset(("ton nu", "ton that", "cong tang ton nu", "cong huyen ton nu"))
_LAST_IS_SURNAME = frozenset(("h", "y"))  # Ê Đê: H'Hen Niê is of the Niê; Y Moan Ênuôl of the Ênuôl


class Parted(msgspec.Struct, frozen=True):
    """A name in two. `sure` is False where somebody should look: one word alone, or the surname is not the first."""

    surname: str
    given: str
    sure: bool = True


def latin(text: str) -> str:
    """A name in the letters of a passport's machine-readable zone, at most 80; other letters are left out."""
    letters = map(_written, unicodedata.normalize("NFC", _upper(text)))
    return _GAP.sub("<", "".join(letters)).strip("<")[:MOST]


def part(name: str) -> Parted:
    """Surname (họ) and given names (đệm và tên) of a Vietnamese name: the surname comes first."""
    words = clean(name).split(" ")
    if len(words) < 2:
        return Parted(words[0], "", sure=False)
    folded = [fold(word) for word in words]
    for count in (4, 3, 2):
        if len(words) > count and " ".join(folded[:count]) in _TWO_WORDS:
            return Parted(" ".join(words[:count]), " ".join(words[count:]))
    if folded[0].split(" ")[0] in _LAST_IS_SURNAME:
        return Parted(words[-1], " ".join(words[:-1]), sure=False)
    return Parted(words[0], " ".join(words[1:]))


def _upper(text: str) -> str:
    return clean(text).replace("ß", "ẞ").upper()


@lru_cache(maxsize=1024)
def _written(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if _GAP.match(letter):
        return " "
    bare = unicodedata.normalize("NFD", letter)
    return "".join(one for one in bare if "A" <= one <= "Z")
