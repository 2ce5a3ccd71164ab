"""A sheet typed at two desks: the same entry stands everywhere, and settling never leaves none."""

from __future__ import annotations

import random

import pytest

from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.catchup.twice import shared, twice
from vaxdesk.domain.views import PersonView


def row(entry: str, person: str = "p.1", sheet: int = 1, **said) -> TypedSheet:
    values = {"lot_no": "FK1", "h": entry, **said}
    return TypedSheet(entry=entry, person=PersonView(id=person, name="Lò Thị Dở"), sheet=sheet, **values)


def test_one_sheet_a_person_is_nothing_to_look_at() -> None:
    assert twice([row("a"), row("b", "p.2", 2)]) == ()
    assert shared([row("a"), row("b", "p.2", 2)]) == ()


@pytest.mark.parametrize("seed", range(5))
def test_the_same_entry_stands_in_whatever_order_they_came(seed: int) -> None:
    rows = [
        row("a", known=True, lot_no=""),
        row("b", happened=Happened.DEFERRED, lot_no=""),
        row("c", lot_no="FK2"),
        row("d"),
        row("z", "p.2", 9),
    ]
    random.Random(seed).shuffle(rows)
    (found,) = twice(rows)
    assert [one.entry for one in found.rows] == ["c", "d", "a", "b"]
    assert (found.stands.entry, [one.entry for one in found.extra]) == ("c", ["d", "a", "b"])


def test_people_stand_in_the_order_of_their_sheets() -> None:
    rows = [row("a", "p.1", 7), row("b", "p.1", 8), row("c", "p.2", 2), row("d", "p.2", 3)]
    assert [one.stands.entry for one in twice(rows)] == ["c", "a"]


@pytest.mark.parametrize(
    ("said", "versions"),
    [({}, 1), ({"kind_no": 2}, 1), ({"warnings": ("too_young",)}, 1), ({"sheet": 4}, 1), ({"lot_no": "FK2"}, 2),
     ({"site": "right_deltoid"}, 2), ({"at": 5}, 2), ({"nth": 3}, 2), ({"reaction": "common"}, 2),
     ({"happened": Happened.DECLINED}, 2), ({"known": True}, 2)],
)  # fmt: skip
def test_who_has_to_look_at_the_paper(said: dict, versions: int) -> None:
    (found,) = twice([row("a"), row("b", **said)])
    assert len(found.versions) == versions
    assert found.versions[0] == found.stands
    assert [found.agrees(one) for one in found.rows] == [True, versions == 1]


def test_numbers_that_two_people_have() -> None:
    rows = [row("a", "p.1", 1), row("b", "p.2", 1), row("c", "p.3", 2), row("d", "p.3", 2), row("e", "p.4", 5)]
    assert shared(rows) == (1,)
