"""The weights of `resources/matching/weights.toml`: how much each level of each field says, in bits."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.matching.levels import FIELDS, Level
from vaxdesk.domain.names import fold


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much the words of a name say, in bits: family names, what stands between, and given names alike."""

    share: float  # of a bit that counts for each bit by which the words of a shared name are rare
    unknown: float
    most: float
    bits: dict[str, float]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights in bits. Two records are one person with odds of 2 ** (start + weight of each field + rarity).

    Attributes:
        start: for two records that share a block, before anything is compared.
        likely: sum from which a pair is a case for people.
        sure: sum from which a pair may be joined by rule.
    """

    start: float
    likely: float
    sure: float
    fields: dict[str, dict[Level, float]]
    names: NameWords


def load_weights(text: str) -> Weights:
    """Reads the weights.

    Raises:
        msgspec.ValidationError: not such weights, or a field without any.
    """
    found = msgspec.toml.decode(text, type=Weights)
    missing = set(FIELDS) ^ found.fields.keys()
    if missing:
        raise msgspec.ValidationError(f"fields: {sorted(missing)}")
    folded = {fold(word): bits for word, bits in found.names.bits.items()}
    return msgspec.structs.replace(found, names=msgspec.structs.replace(found.names, bits=folded))
