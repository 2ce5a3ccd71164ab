"""Issues: each kind is found, goes when its cause goes, and is the same however the entries came."""

from __future__ import annotations

import random
from collections import Counter

import msgspec

from sync_server.reading.naming import names
from tests.registry.conftest import Fold, Written
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.payloads import (
    Amend,
    CheckIn,
    Count,
    Grant,
    History,
    Inject,
    Lot,
    Open,
    Person,
    Resolve,
    Revoke,
    Stock,
    Vial,
    Void,
)
from vaxdesk.domain.payloads_sync import Differ, Same
from vaxdesk.journal import branch
from vaxdesk.registry.checks import run
from vaxdesk.registry.queries import devices, issues, stock
from vaxdesk.registry.tables_exchange import issue

A, B, ABOVE = "0000000000001", "0000000000002", "0000000000009"
DAY = "2026-11-23"
NOON = 1_795_410_000  # of that day
DEVICE = "cd" * 32


def least(product: str) -> int:
    return {"AZ": 28}.get(product, 0)


def looked(base: Fold) -> Counter[str]:
    with base.engine.begin() as conn:
        while run.catch_up(conn, names(conn), least_days=least, most=7):
            continue
    return Counter(row["kind"] for row in base.rows(issue))


def dose(day: str, *, lot: str = f"{A}.2", vial: str = f"{A}.3") -> Inject:
    return Inject(day=day, at=9, product="AZ", lot=lot, lot_no="A1", expiry="2027-01-01", vial=vial)


def troubled() -> list[Written]:
    """A station and its neighbours with something wrong of every kind."""
    here, there, above = Written(A), Written(B), Written(ABOVE)
    here.add("open", Open(device=DEVICE, station="x", app="1"))
    here.add("lot", Lot(product="AZ", number="A1", expiry="2026-11-01", doses_per_vial=2))
    here.add("vial", Vial(lot=f"{A}.2", no=1, at=5, doses=2))
    for name in ("Lò Thị Dở", "Vàng A Páo", "LO THI DO"):
        here.add("person", Person(name=name, dob="1990-05-01", doc="001190012345", commune="Ia Dom"))
    here.add("inject", dose(DAY), of=4)  # 7
    here.add("inject", dose(DAY), of=4)  # 8: again on that day, and from a lot that had expired
    here.add("history", History(date="2026-11-10", product="AZ"), of=4)  # too soon before
    here.add("inject", dose(DAY, lot=f"{A}.999"), of=5)  # a lot that nobody entered
    here.add("inject", dose("2026-10-01"), of=6)  # 11: the third from a vial of two
    here.add("stock", Stock(lot=f"{A}.2", doses=20, reason="receipt"), of=2, rev=1)
    here.add("count", Count(lot=f"{A}.2", seen=20, moves=1), of=2, rev=2)
    there.add("stock", Stock(lot=f"{A}.2", doses=-30, reason="issue"), of=f"{A}.2", rev=1)
    here.add("amend", Amend(set={"tel": "0911111111"}), of=5, rev=1)
    there.add("amend", Amend(set={"tel": "0922222222"}), of=f"{A}.5", rev=1)
    here.add("checkin", CheckIn(day=DAY, no=1), of=5, q=1)
    here.put(b"nothing")
    here.add("checkin", CheckIn(day=DAY, no=2), of=6, user=100_001, t=NOON)
    above.add("grant", Grant(user=100_001, role="record", unit="2021:79"))
    above.add("void", Void(v=True, why="left"), of=1, rev=1, t=NOON - 3600)
    above.add("revoke", Revoke(device=DEVICE, from_ms=(NOON - 7200) * 1000))
    lost = Written(B)
    lost.lines, lost.hashes = there.lines[:1], there.hashes[:2]
    lost.add("person", Person(name="Sùng Thị Mỷ"))
    above.add("quote", lost.quote(f"{B}.2", branch=branch.name(B, lost.hashes[2]), a=1))
    forged = msgspec.structs.replace(there.quote(f"{B}.1"), h="00" * 32)
    above.add("quote", forged)
    return [here, there, above]


FOUND = {
    "dup_person": 1, "same_cccd_diff_name": 2, "short_interval": 1, "dup_injection": 1, "lot_bad": 3,
    "vial_overdrawn": 1, "stock_negative": 1, "count_stale": 1, "clock_doubt": 1, "author_revoked": 2, "bad_entry": 2,
    "field_conflict": 1, "branch": 1,
}  # fmt: skip


def test_every_kind_is_found(base: Fold) -> None:
    base.take(*troubled())
    assert looked(base) == FOUND
    assert {*FOUND, "crowd"} == {kind.value for kind in IssueKind}  # crowds: test_crowds
    views = base.ask(issues.open_issues)
    assert Counter(one.kind.value for one in views) == FOUND == base.ask(lambda conn, _n: issues.counts(conn))
    [negative] = base.ask(issues.open_issues, kind=IssueKind.STOCK_NEGATIVE)
    assert (negative.refs, negative.facts["balance"]) == ((f"{A}.2",), "-10")
    [balance] = base.ask(stock.balances)
    assert (balance.doses, base.ask(stock.next_rev, f"{A}.2"), base.ask(stock.moves, f"{A}.2", "")) == (-10, 3, 2)
    assert {one.kind.value for one in base.ask(issues.open_issues, person_ref=f"{A}.4")} == {
        "dup_person", "same_cccd_diff_name", "short_interval", "dup_injection", "lot_bad",
    }
    marked = base.ask(issues.of_entries, [f"{A}.8", f"{A}.17"])
    assert marked == {f"{A}.8": {IssueKind.DUP_INJECTION, IssueKind.LOT_BAD}}


def test_looked_at_step_by_step_or_all_at_once_in_any_order_it_is_the_same(base: Fold) -> None:
    logs = troubled()
    order = [(log, one) for log in logs for one in log.refs()]
    base.fold(order)
    looked(base)
    straight = sorted(map(str, base.rows(issue)))
    for seed in range(10):
        rng = random.Random(seed)
        rng.shuffle(order)
        base.empty()
        start = 0
        while start < len(order):
            end = start + rng.randint(1, 9)
            base.fold(order[start:end])
            if rng.random() < 0.7:
                looked(base)
            start = end
        looked(base)
        assert _by_ref(base) == straight, seed
    base.ask(run.everything, least_days=least)
    assert _by_ref(base) == straight


def _by_ref(base: Fold) -> list[str]:
    return sorted(map(str, base.rows(issue)))


def test_what_is_put_right_is_an_issue_no_more(base: Fold) -> None:
    here, there, above = troubled()
    base.take(here, there, above)
    assert looked(base) == FOUND
    here.add("void", Void(v=True, why="twice"), of=8, rev=1)
    here.add("amend", Amend(set={"expiry": "2027-01-01"}), of=2, rev=1)
    here.add("same", Same(a=f"{A}.4", b=f"{A}.6"))
    here.add("differ", Differ(a=f"{A}.4", b=f"{A}.5"))
    here.add("stock", Stock(lot=f"{A}.2", doses=10, reason="adjust"), of=2, rev=3)
    here.add("void", Void(v=True, why="again"), of=13, rev=1)
    base.take(here)
    left = FOUND | {"dup_person": 0, "same_cccd_diff_name": 0, "dup_injection": 0, "lot_bad": 1, "vial_overdrawn": 0,
                    "stock_negative": 0, "count_stale": 0}
    assert looked(base) == {kind: n for kind, n in left.items() if n}
    here.add("void", Void(v=True, why="two people"), of=20, rev=1)
    base.take(here)
    assert looked(base)["dup_person"] == 1


def test_an_answer_closes_and_its_void_opens_again(base: Fold) -> None:
    here, *others = troubled()
    base.take(here, *others)
    looked(base)
    [twice] = base.ask(issues.open_issues, kind=IssueKind.DUP_INJECTION)
    answer = here.add("resolve", Resolve(issue=twice.id, how="both_given"))
    base.take(here)
    assert looked(base)["dup_injection"] == 1  # it is still so, and somebody has looked at it
    assert base.ask(issues.open_issues, kind=IssueKind.DUP_INJECTION) == []
    [seen] = base.ask(issues.answered)
    assert (seen.id, seen.resolved, base.ask(issues.answer_of, twice.id)) == (twice.id, "both_given", answer)
    here.add("void", Void(v=True, why="not so"), of=int(answer.split(".")[1]), rev=1)
    base.take(here)
    assert [one.id for one in base.ask(issues.open_issues, kind=IssueKind.DUP_INJECTION)] == [twice.id]


def test_devices_that_are_no_longer_ours(base: Fold) -> None:
    *_, above = troubled()
    base.take(above)
    assert base.ask(lambda conn, _n: devices.revoked_from(conn, DEVICE)) == (NOON - 7200) * 1000
    assert base.ask(lambda conn, _n: devices.revoked(conn)) == {DEVICE: (NOON - 7200) * 1000}
    above.add("void", Void(v=True, why="found again"), of=3, rev=1)
    base.take(above)
    assert base.ask(lambda conn, _n: devices.revoked_from(conn, DEVICE)) is None


def test_a_dose_of_a_box_that_thawed_too_long_before_is_found(base: Fold) -> None:
    here = Written(A)
    for number, thawed in (("F1", "2026-10-01"), ("F2", "2026-11-01"), ("F3", "frozen"), ("F4", "")):
        here.add("lot", Lot(product="COM-A", number=number, expiry="2027-06-30", doses_per_vial=6, thawed=thawed))
    for at in range(1, 5):
        here.add("person", Person(name=f"Lò Thị {'ABCD'[at - 1]}", dob=f"199{at}-01-01"))
        given = Inject(day=DAY, at=9, product="COM-A", lot=f"{A}.{at}", lot_no=f"F{at}", expiry="2027-06-30")
        here.add("inject", given, of=3 + 2 * at)
    base.take(here)
    assert looked(base) == {"lot_bad": 1}
    [found] = base.ask(issues.open_issues, kind=IssueKind.LOT_BAD)
    assert (found.refs, found.facts["why"]) == ((f"{A}.6",), "thaw_over")


def test_a_number_of_a_mother_beside_her_child_is_told_although_nobody_takes_them_for_one(base: Fold) -> None:
    """One number stands for one person: by its digits it is hers, and the other name has to be looked at."""
    here = Written(A)
    here.add("open", Open(device=DEVICE, station="x", app="1"))
    here.add("person", Person(name="Lò Thị Lanh", dob="1990-05-02", sex="F", doc="066190001234"))
    here.add("person", Person(name="Vàng A Páo", dob="2015-03-08", sex="M", doc="066190001234"))
    base.take(here)
    assert looked(base) == {"same_cccd_diff_name": 1}
    here.add("amend", Amend(set={"doc": ""}), of=3, rev=1)
    base.take(here)
    assert looked(base) == {}


def test_a_number_that_is_neithers_is_told_too(base: Fold) -> None:
    here = Written(A)
    here.add("open", Open(device=DEVICE, station="x", app="1"))
    here.add("person", Person(name="Lò Thị Lanh", dob="2001-05-02", sex="F", doc="066190001234"))
    here.add("person", Person(name="Vàng A Páo", dob="2015-03-08", sex="M", doc="066190001234"))
    base.take(here)
    assert looked(base) == {"same_cccd_diff_name": 1}
