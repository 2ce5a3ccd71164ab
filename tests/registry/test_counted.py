"""A stock-take against doses that come later: what was seen holds, and no difference of the wrong sign is left."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Count, Inject, Lot, Person, Stock, Vial, VialClose, Void
from vaxdesk.domain.times import at
from vaxdesk.registry.queries import counted, stock, store

A, B = "0000000000001", "0000000000002"
LOT, WHO = f"{A}.1", f"{A}.2"
BEFORE, DAY, AFTER = "2026-11-22", "2026-11-23", "2026-11-24"


def dose(day: str, clock: str = "09:00", vial: str = "") -> Inject:
    return Inject(day=day, at=at(day, clock), product="AZ", lot=LOT, lot_no="A", expiry="2027-01-01", vial=vial)


class Station:
    """Two desks: the first keeps the store and counts at five in the afternoon, the second injects."""

    def __init__(self) -> None:
        self.here, self.there = Written(A), Written(B, device="cd" * 32)
        self.here.add("lot", Lot(product="AZ", number="A", expiry="2027-01-01", doses_per_vial=10))
        self.here.add("person", Person(name="Lò Thị Dở"))
        self.here.add("stock", Stock(lot=LOT, doses=100, reason="receipt", day="2026-11-20"), rev=1)

    def count(self, seen: int, *, book: int, rev: int = 2, day: str = DAY, knew: list[str] | None = None) -> str:
        """As the desk writes it, at five in the afternoon."""
        payload = Count(lot=LOT, seen=seen, book=book, day=day, knew=[] if knew is None else knew)
        taken = self.here.add("count", payload, rev=rev, t=at(day, "17:00"))
        if seen != book:
            put = Stock(lot=LOT, doses=seen - book, reason="adjust", day=day, move=taken)
            self.here.add("stock", put, rev=rev + 1)
        return taken

    def late(self, number: int, day: str, clock: str = "09:00", **more: str) -> list[str]:
        return [self.there.add("inject", dose(day, clock, **more), of=WHO) for _ in range(number)]


def total(base: Fold, day: str = AFTER) -> int:
    return base.ask(stock.stands, day)[LOT].total


def found(base: Fold) -> tuple[int, int, int]:
    """What a count says by now: what should have been there, what is off, what came later."""
    (one,) = base.ask(store.counts, LOT)
    return one.should, one.off, one.late


def test_doses_of_the_day_before_that_came_after_the_count(base: Fold) -> None:
    station = Station()
    station.count(95, book=100)
    base.take(station.here)
    assert (total(base), found(base)) == (95, (100, -5, 0))
    station.late(5, BEFORE)
    base.take(station.there)
    assert (total(base), found(base)) == (95, (95, 0, 5)), "what was missing is explained, and nothing is taken twice"
    (line,) = base.ask(stock.day_sheet, DAY)
    assert (line.opening, line.adjusted, line.late, line.closing, line.holds) == (95, 0, 5, 95, True)
    station.late(1, BEFORE)
    base.take(station.there)
    assert (total(base), found(base)) == (95, (94, 1, 6)), "now one too many was seen"


def test_the_other_order_of_arrival_ends_the_same(base: Fold) -> None:
    station = Station()
    known = station.late(5, BEFORE)
    station.count(95, book=95, knew=known[-1:])
    base.take(station.there, station.here)
    assert (total(base), found(base)) == (95, (95, 0, 0))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_of_logs_gives_the_same_tables(base: Fold, order: tuple[int, ...]) -> None:
    station, third = Station(), Written("0000000000003", device="ef" * 32)
    station.count(95, book=100)
    station.late(4, BEFORE)
    third.add("inject", dose(DAY), of=WHO)
    logs = (station.here, station.there, third)
    base.take(*(logs[at] for at in order))
    assert (total(base), found(base)) == (95, (95, 0, 5))


def test_doses_of_the_same_day_are_told_by_what_the_count_knew_and_then_by_their_time(base: Fold) -> None:
    station = Station()
    known = station.late(2, DAY, "18:30")  # a clock that goes ahead: the count knew them all the same
    station.count(95, book=98, knew=known[-1:])
    base.take(station.here, station.there)
    assert (total(base), found(base)) == (95, (98, -3, 0))
    station.late(3, DAY, "10:00")
    base.take(station.there)
    assert (total(base), found(base)) == (95, (95, 0, 3))
    station.late(4, DAY, "17:30")
    base.take(station.there)
    assert (total(base), found(base)) == (91, (95, 0, 3)), "what was given after the count leaves the store"
    station.late(2, AFTER)
    base.take(station.there)
    assert (total(base), found(base)) == (89, (95, 0, 3))


def test_a_dose_taken_back_after_the_count_was_never_missing(base: Fold) -> None:
    station = Station()
    known = station.late(3, DAY)
    station.count(98, book=97, knew=known[-1:])
    station.there.add("void", Void(v=True, why="wrong_person"), of=known[0], rev=1)
    base.take(station.here, station.there)
    assert (total(base), found(base)) == (98, (98, 0, -1))


def test_a_late_dose_of_a_closed_vial_is_less_waste_and_moves_no_balance(base: Fold) -> None:
    station = Station()
    vial = station.there.add("vial", Vial(lot=LOT, no=1, at=at(BEFORE, "08:00"), doses=10, day=BEFORE))
    station.late(6, BEFORE, vial=vial)
    closing = station.there.add("vialclose", VialClose(wasted=4, why="session_end", day=BEFORE), of=vial, rev=1)
    station.count(90, book=90, knew=[closing])
    base.take(station.there, station.here)
    assert (total(base), found(base)) == (90, (90, 0, 0))
    station.late(2, BEFORE, vial=vial)
    base.take(station.there)
    assert (total(base), found(base)) == (90, (90, 0, 0))


def test_a_vial_closed_on_the_day_of_the_count(base: Fold) -> None:
    station = Station()
    vial = station.there.add("vial", Vial(lot=LOT, no=1, at=at(DAY, "08:00"), doses=10, day=DAY))
    last = station.late(6, DAY, vial=vial)[-1]
    station.count(94, book=94, knew=[last])  # four doses are still in the open vial
    base.take(station.there, station.here)
    assert (total(base), found(base)) == (94, (94, 0, 0))
    station.there.add("vialclose", VialClose(wasted=4, day=DAY), of=vial, rev=1, t=at(DAY, "18:00"))
    base.take(station.there)
    assert (total(base), found(base)) == (90, (94, 0, 0)), "thrown away after the count"
    again = Station()
    vial = again.there.add("vial", Vial(lot=LOT, no=1, at=at(DAY, "08:00"), doses=10, day=DAY))
    last = again.late(6, DAY, vial=vial)[-1]
    again.count(90, book=94, knew=[last])
    again.there.add("vialclose", VialClose(wasted=4, day=DAY), of=vial, rev=1, t=at(DAY, "16:00"))
    base.empty()
    base.take(again.there, again.here)
    assert (total(base), found(base)) == (90, (90, 0, 4)), "thrown away before it, known after it"


def test_a_receipt_of_earlier_that_is_typed_after_the_count(base: Fold) -> None:
    station = Station()
    station.count(160, book=100)
    station.here.add("stock", Stock(lot=LOT, doses=60, reason="receipt", day=BEFORE), rev=4)
    station.here.add("stock", Stock(lot=LOT, doses=20, reason="receipt", day=DAY), rev=5)
    base.take(station.here)
    assert (total(base), found(base)) == (180, (160, 0, -60))


def test_counts_that_follow_each_other(base: Fold) -> None:
    station = Station()
    station.count(95, book=100, rev=2)
    station.count(93, book=95, rev=4, day=AFTER)
    station.late(5, BEFORE)
    station.late(2, DAY, "17:30")
    base.take(station.here, station.there)
    assert [(one.off, one.late) for one in base.ask(store.counts, LOT)] == [(0, 5), (0, 2)]
    assert total(base) == 93


def test_two_desks_that_count_at_once_take_the_difference_once(base: Fold) -> None:
    station = Station()
    station.count(95, book=100)
    taken = station.there.add("count", Count(lot=LOT, seen=95, book=100, day=DAY, knew=[]), rev=2, t=at(DAY, "17:01"))
    station.there.add("stock", Stock(lot=LOT, doses=-5, reason="adjust", day=DAY, move=taken), rev=3)
    base.take(station.here, station.there)
    assert total(base) == 95


def test_an_old_count_and_one_taken_back_say_nothing(base: Fold) -> None:
    station = Station()
    station.here.add("count", Count(lot=LOT, seen=95, book=100, day=DAY), rev=2)
    gone = station.count(90, book=100)
    station.here.add("void", Void(v=True, why="wrong_entry"), of=gone, rev=1)
    station.late(5, BEFORE)
    base.take(station.here, station.there)
    assert base.ask(counted.late) == []


def test_references_that_name_nothing_harm_nothing(base: Fold) -> None:
    station = Station()
    station.count(95, book=100, knew=["", "x", f"{B}.99999999999", "0000000000009.4"])
    station.late(5, BEFORE)
    base.take(station.here, station.there)
    assert found(base) == (95, 0, 5)


def test_a_table_that_was_counted_says_what_is_left_to_open(base: Fold) -> None:
    station = Station()
    out = station.here.add("stock", Stock(lot=LOT, doses=-20, reason="issue", day=DAY), rev=2)
    station.here.add("stock", Stock(lot=LOT, doses=20, reason="issue", day=DAY, place="table:1", move=out), rev=3)
    station.here.add("count", Count(lot=LOT, seen=10, book=20, day=DAY, place="table:1", knew=[]), rev=4)
    station.here.add("stock", Stock(lot=LOT, doses=-10, reason="adjust", day=DAY, place="table:1"), rev=5)
    base.take(station.here)
    assert base.ask(stock.unopened, "table:1") == {LOT: 10}
    station.here.add("stock", Stock(lot=LOT, doses=-10, reason="return", day=BEFORE, place="table:1"), rev=6)
    base.take(station.here)
    assert base.ask(stock.unopened, "table:1") == {LOT: 10}
    assert base.ask(stock.stands, AFTER)[LOT].balances["table:1"] == 10


def test_a_month_is_asked_for_as_one_day_is(base: Fold) -> None:
    """The number of statements does not grow with the days."""
    station = Station()
    station.count(95, book=100)
    station.late(5, BEFORE)
    station.late(2, AFTER)
    base.take(station.here, station.there)

    def asked(since: str, until: str) -> int:
        said: list[str] = []

        def hear(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            said.append(statement)

        sa.event.listen(base.engine, "before_cursor_execute", hear)
        try:
            base.ask(stock.sheet, since, until)
        finally:
            sa.event.remove(base.engine, "before_cursor_execute", hear)
        return sum(one.lstrip().upper().startswith("SELECT") for one in said)

    day, week, month, year = (
        asked(AFTER, AFTER), asked("2026-11-18", AFTER), asked("2026-11-01", "2026-11-30"),
        asked("2026-01-01", "2026-12-31"),
    )  # fmt: skip
    assert week == month == year and month <= day + 1
