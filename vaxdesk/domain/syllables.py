"""Whether a written word can be a Vietnamese syllable: the evidence for telling an old encoding from damage.

A syllable is an onset, a rhyme and at most one tone; a rhyme that ends in a stop carries only sắc or nặng.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_AFTER_STOPS = "\u0301\u0323"
_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
    "r", "s", "t", "th", "tr", "v", "x",
)
_RHYMES_SPELT = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    y yêm yên yêng yêt yêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo
    oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc ui um un ung
    uôc uôi uôm uôn uông uôt up ut uê uêch uên uênh uêu uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu"""
_RHYMES_AFTER_QU_SPELT = """a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăt âm ân âng ât ây e en eo et
    ê êch ên ênh êt i ich in inh it iu y ych ynh yt yên yêt yêu ơ ơi ơn"""
_RHYMES = frozenset(_RHYMES_SPELT.split())
_RHYMES_AFTER_QU = frozenset(_RHYMES_AFTER_QU_SPELT.split())


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether the word, in any case, follows the spelling of Vietnamese."""
    bare, tones = _without_tone(word.lower())
    if len(tones) > 1:
        return False
    rhyme = _rhyme(bare)
    if rhyme.endswith(("c", "ch", "p", "t")):
        return bool(tones) and tones in _AFTER_STOPS
    return bool(rhyme)


def _without_tone(word: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in parts if c not in _TONES)
    return unicodedata.normalize("NFC", bare), "".join(c for c in parts if c in _TONES)


def _rhyme(bare: str) -> str:
    if bare == "quôc" or bare.startswith("qu"):
        rest = bare[2:]
        return rest if rest in _RHYMES_AFTER_QU or bare == "quôc" else ""
    for length in (3, 2, 1, 0):
        if bare[:length] in _ONSETS and len(bare[:length]) == length and bare[length:] in _RHYMES:
            return bare[length:]
    return ""
