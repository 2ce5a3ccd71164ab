"""Who comes first is kept, whatever the order in which people are looked at; the others are counted."""

from __future__ import annotations

import random

from vaxdesk.domain.plan import shortlist
from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.shortlist import NAMED, Left, Shortlist
from vaxdesk.domain.views import PersonView

FIT = Fit(product="COM-A", kind="booster", kind_no=1)


def people(n: int) -> list[PersonView]:
    return [PersonView(id=str(at), name=f"{at:05}") for at in range(n)]


def test_the_first_have_places_and_few_are_held() -> None:
    everybody = people(5000)
    mixed = random.Random(2).sample(everybody, len(everybody))
    short = Shortlist(30)
    for one in mixed:
        found = LeftOut.TOO_EARLY if one.name.endswith("7") else FIT
        short.take((one.name,), one, found)
        assert len(short._fit._held) <= 2 * 30 + 513
    fit = [one for one in everybody if not one.name.endswith("7")]
    early = [one for one in everybody if one.name.endswith("7")]
    assert short.seen == 5000
    assert short.fit() == tuple((one, FIT) for one in fit[:30])
    assert short.left() == {
        LeftOut.TOO_EARLY: Left(500, tuple(early[:NAMED])),
        LeftOut.NO_PLACE: Left(4500 - 30, tuple(fit[30 : 30 + NAMED])),
    }


def test_people_of_one_place_in_the_order_stay_as_they_came() -> None:
    short = Shortlist(2)
    for one in people(3):
        short.take((), one, FIT)
    assert [one.id for one, _ in short.fit()] == ["0", "1"]


def test_where_all_have_a_place_nobody_is_left() -> None:
    short = Shortlist(3)
    for one in people(3):
        short.take((one.name,), one, FIT)
    assert short.left() == {}
    full = Shortlist(0)
    for one in people(shortlist.NAMED + 5):
        full.take((one.name,), one, FIT)
    assert full.fit() == ()
    assert full.left()[LeftOut.NO_PLACE].n == NAMED + 5
    assert len(full.left()[LeftOut.NO_PLACE].people) == NAMED
