"""Doses that a session is meant for, and which vaccine somebody would get at it."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from vaxdesk.domain.plan import likeness as module
from vaxdesk.domain.plan.fitness import Fit, Fitness, LeftOut, Waits
from vaxdesk.domain.plan.kinds import SessionDose, is_known, is_meant, numbered
from vaxdesk.domain.plan.likeness import Likeness
from vaxdesk.domain.views import DoseView
from vaxdesk.registry.rules import schedule

DAY = "2026-12-01"


def dose(day: str, product: str = "COM-A", n: int = 1, **more: object) -> DoseView:
    return DoseView(id=f"{day}{n}", date=day, product=product, overall_no=n, **more)


def test_a_kind_without_a_number_means_all_of_it() -> None:
    assert is_meant((), kind="booster", number=2)
    assert is_meant(("booster",), kind="booster", number=2)
    assert is_meant(("booster_2", "primary_1"), kind="booster", number=2)
    assert not is_meant(("booster_1", "primary"), kind="booster", number=2)
    assert numbered(("booster", "primary_2")) == (SessionDose.PRIMARY_2, SessionDose.BOOSTER_1, SessionDose.BOOSTER_2)
    assert numbered(()) == ()
    assert is_known("additional")
    assert is_known("primary_3")
    assert not is_known("primary_4")


@pytest.mark.parametrize(
    ("doses", "products", "kinds", "fit"),
    [
        ([], ("AZ", "COM-A"), (), ("AZ", "primary", 1)),
        ([dose("2026-08-01")], ("AZ", "COM-A"), ("primary_2",), ("COM-A", "primary", 2)),
        ([dose("2026-08-01")], ("COM-A",), ("primary_1", "booster_1"), LeftOut.OTHER_KIND),
        ([dose("2026-08-01", "AZ")], ("COM-A", "AZ"), (), ("AZ", "primary", 2)),
        ([dose("2026-08-01", "AZ")], ("COM-A",), (), ("COM-A", "primary", 2)),
        ([dose("2026-08-01", "ABD", n) for n in (1, 2)], ("ABD",), ("primary_3",), LeftOut.OTHER_KIND),
        ([dose("2026-07-01", "ABD", 1), dose("2026-08-01", "ABD", 2)], ("ABD",), ("primary_3",), ("ABD", "primary", 3)),
        ([dose("2021-07-01"), dose("2021-08-01", n=2)], ("COM-A",), ("booster_1",), ("COM-A", "booster", 1)),
        ([dose("2021-07-01"), dose("2021-08-01", n=2)], ("COM-A",), ("booster_2",), LeftOut.OTHER_KIND),
        ([dose("2021-07-01", "VERO"), dose("2021-08-01", "VERO", 2)], ("COM-A",), ("additional_1",),
         ("COM-A", "additional", 1)),
    ],
)  # fmt: skip
def test_what_somebody_would_get(doses: list[DoseView], products: tuple, kinds: tuple, fit: object) -> None:
    fitness = Fitness(schedule(), products=products, kinds=kinds, day=DAY)
    wanted = fit if isinstance(fit, LeftOut) else Fit(product=fit[0], kind=fit[1], kind_no=fit[2])
    assert fitness.of("1980-05-05", doses) == wanted


def somebody(rng: random.Random) -> tuple[str, list[DoseView]]:
    """A birth date and doses as lists write them: exact, partial or wrong dates, known and unknown vaccines."""
    today = date.fromisoformat(DAY)
    dob = (today - timedelta(days=rng.randrange(4 * 365, 90 * 365))).isoformat()[: rng.choice((4, 7, 10, 10, 10))]
    doses, day = [], today - timedelta(days=rng.choice((40, 150, 700, 2000)))
    for n in range(rng.randrange(5)):
        day += timedelta(days=rng.choice((0, 14, 27, 28, 60, 200)))
        written = rng.choice((day.isoformat(), day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], "?"))
        product = rng.choice(("COM-A", "AZ", "VERO", "MOD", "ABD", ""))
        kind = rng.choice(("", "", "booster", "additional"))
        doses.append(DoseView(id=f"{rng.randrange(1000)}", date=written, product=product, kind=kind,
                              product_text=rng.choice(("", "pfizer")), overall_no=rng.choice((0, n + 1)),
                              here=rng.random() < 0.5))  # fmt: skip
    return dob, doses


def test_who_is_alike_is_judged_alike() -> None:
    rng = random.Random(4)
    asked = {"products": ("MOD", "COM-A", "AZ", "VERO"), "kinds": ("primary", "booster_1", "additional_1"), "day": DAY}
    waits = {"day": "2026-12-20", "today": DAY}
    due, once = Waits(schedule(), **waits), Fitness(schedule(), **asked)
    known = Likeness(schedule(), date.fromisoformat(DAY))
    alike = set()
    for _ in range(1500):
        dob, doses = somebody(rng)
        alike.add(known.of(dob, doses))
        assert once.of(dob, doses) == Fitness(schedule(), **asked).of(dob, doses), (dob, doses)
        assert due.of(dob, doses) == Waits(schedule(), **waits).of(dob, doses), (dob, doses)
    assert len(alike) < 1400, "many were judged by what was found of another"


def test_no_more_is_remembered_than_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    fitness = Fitness(schedule(), products=("COM-A",), kinds=(), day=DAY)
    for year in ("1950", "2010", "2018", "2024", "1950"):
        fitness.of(year, [dose("2021-01-01")])
        assert len(fitness._known) <= 2
