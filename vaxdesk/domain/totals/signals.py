"""Lots that stand out: more reactions were laid to their doses than chance allows.

If every dose of a vaccine were followed by a reaction equally often, then of all reactions to that vaccine those to one
lot would be spread as its doses are: binomially, with the lot's share of the doses. How unlikely the observed number or
a higher one is, is reckoned exactly (Przyborowski and Wilenski, Biometrika 31, 1940). Among many lots some are unlikely
by chance; Holm's procedure (Scand. J. Statist. 6, 1979) keeps the risk that a look at all lots of a vaccine, in serious
and in all reactions, calls any of them although none is different at `RISK` at most. A lot with fewer than `FEWEST`
reactions, or less than `RATIO` times the rate of the other lots, is no signal however unlikely it is.

A signal is no proof: a site that asks more carefully hears of more. It says where people should look first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum, nonmember
from itertools import accumulate, takewhile
from math import exp, inf, lgamma, log, log1p

import msgspec

RISK = 0.01  # of one false signal or more in one look at a vaccine
FEWEST = 3
RATIO = 2.0
_LOOKS = 2  # serious ones, and all together


class Kind(StrEnum):
    """In which reactions a lot stands out."""

    WORDS = nonmember("district_board.signal")

    SERIOUS = "serious"
    ALL = "all"


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """A lot that stands out. `ratio`: its rate by that of the other lots, infinite where those have none.

    `chance`: the probability of so many or more, corrected for the number of lots.
    """

    product: str
    lot: str
    kind: Kind
    reactions: int
    doses: int
    ratio: float
    chance: float


class LotFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Doses of a lot and the reactions laid to them."""

    doses: int
    common: int
    serious: int


def tail(least: int, of: int, share: float) -> float:
    """The probability that of `of` reactions `least` or more fall to a lot with this share of the doses."""
    if least <= 0:
        return 1.0
    if share <= 0 or share >= 1:
        return float(share >= 1)
    if least <= of * share:
        return 1.0 - _sum(of - least + 1, of, 1 - share)
    return _sum(least, of, share)


def _sum(least: int, of: int, share: float) -> float:
    """The upper tail, from a term above the mean on, where each is smaller than the one before."""
    if least > of:
        return 0.0
    term = exp(lgamma(of + 1) - lgamma(least + 1) - lgamma(of - least + 1) + least * log(share)
               + (of - least) * log1p(-share))  # fmt: skip
    total, odds = 0.0, share / (1 - share)
    for at in range(least, of + 1):
        total += term
        if term <= total * 1e-16:  # also where the terms are too small for a number of this machine
            break
        term *= (of - at) / (at + 1) * odds
    return min(total, 1.0)


def signals(lots: Mapping[tuple[str, str], LotFigures]) -> tuple[Signal, ...]:
    """Lots that stand out, by (vaccine, number); the least likely first, each kind for itself."""
    by_product: dict[str, dict[str, LotFigures]] = defaultdict(dict)
    for (product, lot), one in lots.items():
        if one.doses > 0 and lot:
            by_product[product][lot] = one
    found = [
        signal
        for product, mine in by_product.items()
        for kind in Kind
        for signal in _standing_out(product, kind, mine)
    ]
    return tuple(sorted(found, key=lambda one: (one.chance, one.product, one.lot, one.kind)))


def _count(one: LotFigures, kind: Kind) -> int:
    return one.serious if kind is Kind.SERIOUS else one.serious + one.common


def _standing_out(product: str, kind: Kind, lots: Mapping[str, LotFigures]) -> Iterable[Signal]:
    doses = sum(one.doses for one in lots.values())
    reactions = sum(_count(one, kind) for one in lots.values())
    chances = sorted((tail(_count(one, kind), reactions, one.doses / doses), lot) for lot, one in lots.items())
    holm = (min(chance * (len(chances) - at), 1.0) for at, (chance, _) in enumerate(chances))
    corrected = accumulate(holm, max)
    pairs = zip(corrected, (lot for _, lot in chances), strict=True)
    for chance, lot in takewhile(lambda pair: pair[0] <= RISK / _LOOKS, pairs):
        mine, n = _count(lots[lot], kind), lots[lot].doses
        ratio = _ratio(mine, n, reactions - mine, doses - n)
        if mine >= FEWEST and ratio >= RATIO:
            yield Signal(product=product, lot=lot, kind=kind, reactions=mine, doses=n, ratio=ratio, chance=chance)


def _ratio(mine: int, doses: int, others: int, other_doses: int) -> float:
    return mine * other_doses / (doses * others) if others else inf
