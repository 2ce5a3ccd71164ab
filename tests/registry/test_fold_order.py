"""Property of the fold: any order and any repetition of the same entries gives the same tables."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import KEY
from vaxdesk.domain.payloads import (
    Aefi,
    Amend,
    Answer,
    Appt,
    Ask,
    Called,
    CheckIn,
    Decline,
    History,
    Inject,
    Leave,
    Lot,
    Person,
    Resolve,
    Screen,
    Told,
    User,
    Vial,
    VialClose,
    Void,
)
from vaxdesk.journal import chain, line
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.tables import registry
from vaxdesk.store.store import Store

DAY = "2026-11-23"
LOG = "0000000000001"
_SCRATCH = tuple(name for name in registry.tables if name != "folded")
_APART = ("original", "unchecked", "stirred")  # how it came, and what is yet to be looked at

ENTRIES = [
    ("person", Person(name="Nguyễn Thị Lành", dob="1990"), None, 0),
    ("lot", Lot(product="AZ", number="A1", expiry="2027-01-01", doses_per_vial=10), None, 0),
    ("vial", Vial(lot=f"{LOG}.2", no=1, at=5, doses=10), None, 0),
    ("appt", Appt(day=DAY, row=1), 1, 0),
    ("checkin", CheckIn(day=DAY, no=1), 1, 0),
    ("checkin", CheckIn(day=DAY, no=2), 1, 0),
    ("screen", Screen(day=DAY, form="f", answers={"1": False}, conclusion="eligible", consent=True), 1, 0),
    ("inject", Inject(day=DAY, at=9, product="AZ", lot=f"{LOG}.2", lot_no="A1", expiry="2027-01-01"), 1, 0),
    ("void", Void(v=True, why="x"), 8, 1),
    ("void", Void(v=False, why="y"), 8, 2),
    ("amend", Amend(set={"name": "Nguyễn Thị Lan", "tel": "0912345678"}), 1, 1),
    ("amend", Amend(set={"name": "Nguyễn Thị Lam"}), 1, 1),
    ("amend", Amend(set={"name": "Nguyễn Thị Lâm", "day": "2020-01-01"}), 1, 2),
    ("amend", Amend(set={"day": "2026-11-22", "no": "7", "via": "card"}), 6, 1),
    ("vialclose", VialClose(wasted=3), 3, 1),
    ("history", History(date="2021-08", product="AZ", n=1), 1, 0),
    ("decline", Decline(day="2026-11-22", stage="received"), 1, 0),
    ("leave", Leave(day=DAY, at=99), 1, 0),
    ("aefi", Aefi(day=DAY, severity="common", onset=50), 1, 0),
    ("void", Void(v=True, why="z"), 19, 1),
    ("user", User(no=1, name="Mai"), None, 0),
    ("amend", Amend(set={"roles": "lead,injection", "active": "0"}), 21, 1),
    ("amend", Amend(set={"name": "đến trước"}), 999, 1),
    ("ask", Ask(issue="ab", what="dose_given", refs=[f"{LOG}.8"], until=DAY), 1, 0),
    ("answer", Answer(ask=f"{LOG}.24", choice="given"), 1, 0),
    ("answer", Answer(ask=f"{LOG}.24", choice="not_given", text="nhầm"), 1, 0),
    ("void", Void(v=True, why="x"), 25, 1),
    ("resolve", Resolve(issue="ab", how="checked", refs=[f"{LOG}.8"]), None, 0),
    ("void", Void(v=True, why="x"), 28, 1),
    ("told", Told(day=DAY, dose=f"{LOG}.8", signs=["breathing"], serious=True, tel="0912345678"), 1, 0),
    ("told", Told(day=DAY, dose=f"{LOG}.8", signs=["local"], replaces=f"{LOG}.30"), 1, 0),
    ("void", Void(v=True, why="portal"), 30, 1),
    ("called", Called(told=f"{LOG}.31", result="unreached"), 1, 0),
    ("called", Called(told=f"{LOG}.31", result="nothing", at=5, text="khỏe"), 1, 0),
    ("void", Void(v=True, why="x"), 33, 1),
]


def _incoming() -> list[Incoming]:
    digest, made = chain.start(LOG, "ab"), []
    for seq, (kind, payload, of, rev) in enumerate(ENTRIES, start=1):
        one = line.encode(kind, payload, t=1_795_400_000 + seq, user=1, of=of, rev=rev)
        digest = chain.step(digest, one)
        made.append(Incoming(1 << 32 | seq, one, digest))
    return made


@pytest.fixture(scope="module")
def world():
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), KEY)
        yield store
        store.close()


def _tables(store: Store, order: list[Incoming], cuts: list[int]) -> dict[str, list]:
    """Folds in this order, cut into several applications, and gives what the tables hold."""
    with store.changing() as conn:
        store.names.number(LOG)
        for name in _SCRATCH:
            conn.execute(registry.tables[name].delete())
        conn.exec_driver_sql("DELETE FROM person_words")
        previous = 0
        for cut in [*sorted(cuts), len(order)]:
            fold.apply(conn, store.names, order[previous:cut])
            previous = cut
        kept = [name for name in _SCRATCH if name not in _APART]
        found = {name: sorted(map(tuple, conn.execute(sa.select(registry.tables[name])))) for name in kept}
        found["words"] = conn.exec_driver_sql("SELECT rowid FROM person_words WHERE person_words MATCH 'lam'").all()
    return found


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), cuts=st.lists(st.integers(0, 30), max_size=6))
def test_any_order_and_repetition_gives_the_same_tables(world: Store, seed: int, cuts: list[int]) -> None:
    straight = _tables(world, _incoming(), [])
    r = random.Random(seed)
    order = _incoming() + r.choices(_incoming(), k=r.randint(0, 10))
    r.shuffle(order)
    mixed = _tables(world, order, [cut for cut in cuts if cut < len(order)])
    assert mixed == straight


def test_the_straight_fold_says_what_we_expect(world: Store) -> None:
    found = _tables(world, _incoming(), [])
    assert len(found["person"]) == 1
    person = dict(zip(registry.tables["person"].c.keys(), found["person"][0], strict=True))
    assert (person["name"], person["tel"], person["name_fold"]) == ("Nguyễn Thị Lâm", "0912345678", "nguyen thi lam")
    visits = {row[1]: row for row in found["visit"]}
    assert set(visits) == {DAY, "2026-11-22"}  # one check-in was moved to the day before
    assert visits[DAY][2] == "observed"
    assert visits["2026-11-22"][3] == "declined"
    assert found["vial"][0][-2] == 3  # wasted
    assert found["words"] == [(1 << 32 | 1,)]
    assert found["bad_entry"] == []
