"""Lots that stand out are told, and by chance alone hardly ever one."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb, inf

import pytest

from vaxdesk.domain.totals.signals import FEWEST, RISK, Kind, LotFigures, signals, tail


def lot(doses: int, common: int = 0, serious: int = 0) -> LotFigures:
    return LotFigures(doses=doses, common=common, serious=serious)


@pytest.mark.parametrize(
    ("least", "of", "doses", "all_doses"),
    [(0, 9, 1, 3), (3, 9, 1, 3), (9, 9, 1, 3), (10, 9, 1, 3), (1, 40, 1, 3), (30, 40, 2, 3)],
)
def test_the_tail_is_the_exact_one(least: int, of: int, doses: int, all_doses: int) -> None:
    share = Fraction(doses, all_doses)
    exact = sum((comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(least, of + 1)), Fraction(0))
    assert tail(least, of, doses / all_doses) == pytest.approx(float(exact), rel=1e-9)


def test_the_tail_of_a_lot_that_is_all_or_nothing() -> None:
    assert tail(3, 5, 1.0) == 1.0
    assert tail(3, 5, 0.0) == 0.0
    assert 0 < tail(2_000, 100_000, 0.01) < 1e-100


def test_what_is_too_small_for_a_number_is_nought_and_not_gone_through() -> None:
    assert tail(10**10, 2 * 10**10, 0.1) == 0.0


def test_a_lot_with_many_reactions_stands_out_alone() -> None:
    lots = {("AZ", f"L{n}"): lot(2000, common=20, serious=0) for n in range(50)}
    lots["AZ", "BAD"] = lot(2000, common=90, serious=6)
    found = signals(lots)
    assert {(one.lot, one.kind) for one in found} == {("BAD", Kind.SERIOUS), ("BAD", Kind.ALL)}
    serious = next(one for one in found if one.kind is Kind.SERIOUS)
    assert (serious.reactions, serious.doses, serious.ratio) == (6, 2000, inf)
    assert serious.chance < RISK / 2


def test_few_reactions_and_small_differences_are_none() -> None:
    assert signals({("AZ", "A"): lot(10, serious=FEWEST - 1), ("AZ", "B"): lot(100_000)}) == ()
    many = {("AZ", "A"): lot(1_000_000, common=11_500), ("AZ", "B"): lot(1_000_000, common=10_000)}
    assert signals(many) == (), "certain, but not twice as often"


def test_one_lot_alone_and_what_has_no_number_or_no_doses_say_nothing() -> None:
    assert signals({("AZ", "A"): lot(100, serious=50)}) == ()
    assert signals({("AZ", ""): lot(100, serious=50), ("AZ", "A"): lot(1000), ("AZ", "B"): lot(0, serious=9)}) == ()


def test_by_chance_alone_hardly_any_look_calls_a_lot() -> None:
    """400 looks at 100 lots of different sizes: at RISK = 1 % four are expected to call one; nine would be odd."""
    rng = random.Random(7)
    false = 0
    for _ in range(400):
        lots = {}
        for n in range(100):
            doses = rng.choice([200, 1000, 5000])
            mean = doses * 0.004
            serious = sum(rng.random() < mean / 400 for _ in range(400))
            lots["AZ", str(n)] = lot(doses, serious=serious)
        false += bool(signals(lots))
    assert false <= 9


def test_a_lot_five_times_as_bad_is_mostly_found() -> None:
    rng = random.Random(3)
    found = 0
    for _ in range(60):
        lots = {("AZ", str(n)): lot(2000, serious=sum(rng.random() < 0.01 for _ in range(400))) for n in range(60)}
        lots["AZ", "BAD"] = lot(2000, serious=sum(rng.random() < 0.05 for _ in range(400)))
        found += any(one.lot == "BAD" for one in signals(lots))
    assert found >= 45
