"""Whatever is written about vaccine in whatever order, the equation of doses holds and days follow one another."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync_server.durable.database import open_engine
from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Count, Inject, Lot, Person, Stock, Vial, VialClose, Void
from vaxdesk.domain.stock.balance import Flow
from vaxdesk.domain.stock.ledger import LedgerLine, ledger
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import stock, store, vial_uses

DAYS = ("2026-11-21", "2026-11-22", "2026-11-23")
A = "0000000000001"
LOT, WHO = f"{A}.1", f"{A}.2"


@pytest.fixture(scope="module")
def fold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fold]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('stock') / 'fold.db'}")
    yield Fold(engine)
    engine.dispose()


def anything(rng: random.Random, log: Written, vials: list[str], doses: list[str]) -> None:
    """One entry of any kind about the lot, on any of three days, at the store or a table."""
    day, place = rng.choice(DAYS), rng.choice(["", "table:1"])
    kind = rng.choice(["stock", "vial", "inject", "inject", "inject", "close", "void", "count"])
    if kind == "stock":
        reason = rng.choice(["receipt", "issue", "return", "transfer", "return_up", "dispose", "adjust", "later"])
        log.add("stock", Stock(lot=LOT, doses=rng.randint(-20, 60), reason=reason, place=place, day=day), rev=1)
    elif kind == "vial":
        vials.append(log.add("vial", Vial(lot=LOT, no=1, at=1_795_400_000, doses=6, place=place, day=day)))
    elif kind == "inject":
        vial = rng.choice([*vials, ""])
        dose = Inject(day=day, at=1, product="AZ", lot=LOT, lot_no="A", expiry="2027-01-01", vial=vial)
        doses.append(log.add("inject", dose, of=WHO))
    elif kind == "close" and vials:
        log.add("vialclose", VialClose(wasted=rng.randint(0, 6), why="broken", day=day), of=rng.choice(vials), rev=1)
    elif kind == "count":
        known = rng.choice([None, [], rng.sample(doses, rng.randint(0, len(doses)))])
        rev, book = rng.randint(1, 3), rng.randint(-9, 60)
        taken = log.add("count", Count(lot=LOT, place=place, seen=30, book=book, day=day, knew=known), rev=rev)
        put = Stock(lot=LOT, doses=30 - book, reason="adjust", place=place, day=day, move=taken)
        log.add("stock", put, rev=rev + 1)
    elif kind == "void" and doses + vials:
        log.add("void", Void(v=rng.random() < 0.8, why="x"), of=rng.choice(doses + vials), rev=rng.randint(1, 3))


def the_ledger(conn: sa.Connection, names: LogNames) -> list[LedgerLine]:
    later = store.later(conn, names, LOT)
    return ledger(store.moves(conn, names, LOT), vial_uses.by_day(conn, names.known(LOT)), later)


def summed(fold: Fold) -> dict[str, int]:
    """The lot's figures over all days, from the sheets of the days."""
    days = [fold.ask(stock.day_sheet, day) for day in DAYS]
    lines = [line for lines in days for line in lines]
    flows = (*Flow.__struct_fields__, "difference", "late")
    opening, closing = (days[at][0] if days[at] else None for at in (0, -1))
    ends = {"opening": opening.opening if opening else 0, "closing": closing.closing if closing else 0}
    return ends | {name: sum(getattr(line, name) for line in lines) for name in flows}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), size=st.integers(0, 40))
def test_every_day_balances_and_follows_the_one_before(fold: Fold, seed: int, size: int) -> None:
    rng = random.Random(seed)
    logs = [Written(A), Written("0000000000002", device="cd" * 32)]
    logs[0].add("lot", Lot(product="AZ", number="A", expiry="2027-01-01", doses_per_vial=6))
    logs[0].add("person", Person(name="Lò Thị Dở"))
    logs[0].add("stock", Stock(lot=LOT, doses=60, reason="receipt", day=DAYS[0]), rev=1)
    vials: list[str] = []
    doses: list[str] = []
    for _ in range(size):
        anything(rng, rng.choice(logs), vials, doses)
    entries = [(log, reference) for log in logs for reference in log.refs()]
    rng.shuffle(entries)
    fold.empty()
    fold.fold(entries)
    carried: dict[str, int] = {}
    left = 0
    for day in DAYS:
        for line in fold.ask(stock.day_sheet, day):
            assert line.holds, (day, line)
            assert line.opening == left, (day, line)
            left = line.closing
        for line in fold.ask(stock.tables, day):
            assert line.opening == carried.get(line.place, 0), (day, line)
        stand = fold.ask(stock.stands, day)[LOT]
        carried = {place: doses for place, doses in stand.balances.items() if place}
        assert stand.total == left
    assert [one.balance for one in fold.ask(the_ledger)][-1] == left
    whole = summed(fold)
    for line in fold.ask(stock.sheet, DAYS[0], DAYS[-1]):
        assert line.holds and {name: getattr(line, name) for name in whole} == whole
