"""The one equation of doses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.stock.balance import DayLine, Flow, LotStand, TableLine, VialUse, of_moves, of_vials
from vaxdesk.domain.stock.places import STORE, table, table_no

COUNTS = st.integers(0, 40)


@given(COUNTS, COUNTS, st.booleans())
def test_a_vial_is_used_wasted_or_left(doses: int, given_: int, closed: bool) -> None:
    vial = VialUse(doses=doses, given=given_, closed=closed)
    assert doses + vial.extra == given_ + vial.wasted + vial.left
    assert min(vial.extra, vial.wasted, vial.left) >= 0


@given(COUNTS, COUNTS, COUNTS, st.booleans())
def test_whatever_becomes_known_of_a_closed_vial_leaves_nothing_of_it(
    doses: int, first: int, second: int, open_: bool
) -> None:
    before, after = VialUse(doses=doses, given=first, closed=not open_), VialUse(doses=doses, given=second, closed=True)
    lost = -of_vials([before], [after]).net
    assert lost == before.left - after.left


def test_the_seventh_dose_is_a_gain() -> None:
    flow = of_vials([VialUse(doses=6, given=0)], [VialUse(doses=6, given=7, closed=True)])
    assert flow == Flow(used=7, extra=1)
    assert flow.net == -6


def test_waste_less_what_was_written_down() -> None:
    assert VialUse(doses=6, given=4, closed=True, said=1).unexplained == 1
    assert VialUse(doses=6, given=4, said=1).unexplained == 0


def test_movements_by_reason() -> None:
    store = of_moves({"receipt": 60, "issue": -24, "return": 6, "transfer": -6, "return_up": -6, "dispose": -1,
                      "adjust": -2, "later": 3})
    assert store == Flow(received=60, issued=-24, returned=-6, transferred=6, returned_up=6, disposed=1, adjusted=1)
    assert store.net == 60 - 24 + 6 - 6 - 6 - 1 - 2 + 3
    at_table = of_moves({"issue": 24, "return": -6})
    assert store.plus(at_table).issued == 0


def test_a_day_and_a_table() -> None:
    day = DayLine(lot="l", product="AZ", number="A", expiry="2027-01-01", opening=10, received=5, used=6, extra=1,
                  wasted=2, closing=8)
    assert day.holds
    line = TableLine(lot="l", number="A", product="AZ", place="table:1", issued=12, extra=1, used=7, wasted=2,
                     returned=4)
    assert line.settled
    stand = LotStand(balances={STORE: 6, "table:1": 12})
    assert (stand.total, stand.in_store, stand.at_tables) == (18, 6, 12)


def test_places() -> None:
    assert table(3) == "table:3"
    assert [table_no(one) for one in (table(3), STORE, "table:x", "3", "table:²")] == [3, 0, 0, 0, 0]
