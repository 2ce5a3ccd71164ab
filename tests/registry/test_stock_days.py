"""Doses of a day by lot and place: the same from any order of entries, on both databases, and the equation holds."""

from __future__ import annotations

import random

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Amend, Count, Gtin, Inject, Lot, Person, Stock, Temp, Vial, VialClose, Void
from vaxdesk.domain.times import at
from vaxdesk.registry.queries import stock, store

A, B = "0000000000001", "0000000000002"
LOT = f"{A}.1"
DAY, LATER = "2026-11-23", "2026-11-24"


def dose(day: str = DAY, vial: str = "", **changes: str) -> Inject:
    return Inject(**{"day": day, "at": at(day, "09:00"), "product": "COM-A", "lot": LOT, "lot_no": "FK1",
                     "expiry": "2026-12-31", "vial": vial, **changes})


def a_day() -> tuple[Written, Written]:
    """60 received, 24 issued to table 1 on the 23rd: 7 of a vial, 2 of another and closed, one dose taken back,
    one found on paper the day after; 6 returned, 6 broken in the store."""
    here, there = Written(A), Written(B, device="cd" * 32)
    here.add("lot", Lot(product="COM-A", number="FK1", expiry="2026-12-31", doses_per_vial=6))
    here.add("person", Person(name="Lò Thị Dở"))
    here.add("stock", Stock(lot=LOT, doses=60, reason="receipt", day="2026-11-20", vials=10, paper="12/PX"), rev=1)
    out = here.add("stock", Stock(lot=LOT, doses=-24, reason="issue", day=DAY), rev=2)
    here.add("stock", Stock(lot=LOT, doses=24, reason="issue", day=DAY, place="table:1", move=out), rev=3)
    first = here.add("vial", Vial(lot=LOT, no=1, at=at(DAY, "08:00"), doses=6, place="table:1", day=DAY))
    second = here.add("vial", Vial(lot=LOT, no=2, at=at(DAY, "08:00"), doses=6, place="table:1", day=DAY))
    for _ in range(7):
        last = here.add("inject", dose(vial=first), of=2)
    here.add("vialclose", VialClose(day=DAY), of=first, rev=1)
    for _ in range(2):
        there.add("inject", dose(vial=second), of=f"{A}.2")
    there.add("vialclose", VialClose(wasted=4, why="session_end: hết buổi", day=DAY), of=second, rev=1)
    here.add("void", Void(v=True, why="wrong_person"), of=last, rev=1)
    here.add("stock", Stock(lot=LOT, doses=-6, reason="return", day=DAY, place="table:1"), rev=4)
    here.add("stock", Stock(lot=LOT, doses=6, reason="return", day=DAY), rev=5)
    here.add("stock", Stock(lot=LOT, doses=-6, reason="dispose", day=DAY, why="broken: rơi vỡ"), rev=6)
    there.add("inject", dose(LATER, source="paper"), of=f"{A}.2")
    there.add("temp", Temp(fridge="Tủ 1", day=DAY, at=at(DAY, "07:00"), tenths=45))
    there.add("gtin", Gtin(gtin="08934673573399", product="COM-A"), rev=1)
    there.add("gtin", Gtin(gtin="08934673573399", product="AZ", doses_per_vial=10), rev=2)
    there.add("count", Count(lot=LOT, seen=36, book=36, day=DAY), rev=7)
    there.add("amend", Amend(set={"locked": "recalled", "vvm": "3"}), of=LOT, rev=1)
    return here, there


def test_the_day_in_doses(base: Fold) -> None:
    base.take(*a_day())
    (line,) = base.ask(stock.day_sheet, DAY)
    assert (line.opening, line.received, line.issued, line.returned, line.used, line.extra) == (60, 0, 24, 6, 8, 0)
    assert (line.wasted, line.wasted_by, line.disposed, line.disposed_by) == (4, {"session_end": 4}, 6, {"broken": 6})
    assert (line.closing, line.difference, line.holds, line.kept) == (42, 0, True, True)
    (table,) = base.ask(stock.tables, DAY)
    assert (table.issued, table.used, table.wasted, table.returned, table.difference) == (24, 8, 4, 6, 6)
    assert not table.settled
    stand = base.ask(stock.stands, DAY)[LOT]
    assert (stand.in_store, stand.at_tables, stand.total) == (36, 6, 42)
    assert base.ask(lambda conn, _: stock.issued_on(conn, DAY)) == {"table:1"}


def test_the_days_follow_one_another(base: Fold) -> None:
    base.take(*a_day())
    (line,) = base.ask(stock.day_sheet, "2026-11-20")
    assert (line.opening, line.received, line.closing) == (0, 60, 60)
    (after,) = base.ask(stock.day_sheet, LATER)
    assert (after.opening, after.used, after.closing, after.holds) == (42, 1, 41, True)
    assert base.ask(stock.stands, LATER)[LOT].used_lately == 8


def test_a_dose_taken_back_or_found_later_moves_the_waste(base: Fold) -> None:
    here, there = a_day()
    base.take(here, there)
    late = Written("0000000000003", device="ef" * 32)
    late.add("inject", dose(vial=f"{A}.7"), of=f"{A}.2")
    base.take(late)
    (line,) = base.ask(stock.day_sheet, DAY)
    assert (line.used, line.wasted, line.closing, line.difference) == (9, 3, 42, -1)
    # the dose that was taken back stands again: a seventh
    late.add("void", Void(v=False, why="x"), of=f"{A}.14", rev=2)
    base.take(late)
    (line,) = base.ask(stock.day_sheet, DAY)
    assert (line.used, line.extra, line.wasted, line.closing, line.holds) == (10, 1, 3, 42, True)


def test_a_lot_that_nobody_keeps_books_of(base: Fold) -> None:
    here = Written(A)
    here.add("lot", Lot(product="AZ", number="A1", expiry="2026-12-31"))
    here.add("person", Person(name="Lò Thị Dở"))
    here.add("inject", dose(), of=2)
    base.take(here)
    (line,) = base.ask(stock.day_sheet, DAY)
    assert (line.opening, line.used, line.adjusted, line.closing, line.kept, line.holds) == (0, 1, 1, 0, False, True)


def test_only_lots_of_the_station_asked_for(base: Fold) -> None:
    here, there = a_day()
    base.take(here, there)
    assert base.ask(stock.day_sheet, DAY, station="15041") == []


def test_temperatures_numbers_locks_and_counts_are_there(base: Fold) -> None:
    base.take(*a_day())
    (reading,) = base.ask(store.readings, DAY, DAY)
    assert (reading.fridge, reading.tenths) == ("Tủ 1", 45)
    assert base.ask(lambda conn, _: store.gtin_of(conn, "08934673573399")).product == "AZ"
    (counted,) = base.ask(store.counts, LOT)
    assert (counted.seen, counted.book) == (36, 36)
    assert [one.reason for one in base.ask(store.moves, LOT)][:2] == ["receipt", "issue"]


def test_the_order_of_entries_does_not_matter(base: Fold) -> None:
    logs = a_day()
    base.take(*logs)
    straight = base.digests()
    sheet = base.ask(stock.day_sheet, DAY)
    base.empty()
    entries = [(log, reference) for log in logs for reference in log.refs()]
    random.Random(7).shuffle(entries)
    base.fold(entries[:9])
    base.fold(entries[5:] + entries[:3])
    assert base.digests() == straight
    assert base.ask(stock.day_sheet, DAY) == sheet
