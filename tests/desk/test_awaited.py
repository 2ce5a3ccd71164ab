"""What a station was allocated from above stands in its store until it is received; the oldest decision first."""

from __future__ import annotations

from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import moving, overview
from vaxdesk.domain.payloads import Allocation, Amend, Void
from vaxdesk.domain.stock.movement import Receipt, ReceiptHead


def allocated(desk: Desk, doses: int, day: str, *, product: str = "COM-A", decision: str = "12/QĐ") -> str:
    """An entry as it comes down with the feed."""
    said = Allocation(giver="2025-07:66", product=product, doses=doses, day=day, decision=decision)
    with desk.store.writing(user=desk.user.no) as w:
        made = w.add("allocation", said)
        w.flush()
    return made


def changed(desk: Desk, ref: str, **fields: str) -> None:
    with desk.store.writing(user=desk.user.no) as w:
        w.change("amend" if fields else "void", Amend(set=fields, why="corrected") if fields else Void(v=True, why="x"),
                 of=ref)  # fmt: skip
        w.flush()


def received(desk: Desk, vials: int, *, product: str = "COM-A") -> str:
    thawed = "2026-11-20" if product == "COM-A" else ""
    line = Receipt(product=product, number="FK1234", expiry="2027-06-30", vials=vials, thawed=thawed)
    return moving.receive(desk, ReceiptHead(paper="1"), [line]).refs[0]


def awaited(desk: Desk) -> list[tuple[str, str, int]]:
    return [(one.product, one.decision, one.left) for one in overview.overview(desk).awaited]


def test_a_receipt_fills_the_oldest_decision_of_its_vaccine(desk: Desk) -> None:
    assert awaited(desk) == []
    allocated(desk, 60, "2026-11-20", decision="2")
    allocated(desk, 90, "2026-11-10", decision="1")
    allocated(desk, 30, "2026-11-12", product="AZ", decision="3")
    assert awaited(desk) == [("COM-A", "1", 90), ("AZ", "3", 30), ("COM-A", "2", 60)]
    move = received(desk, 10)
    assert awaited(desk) == [("COM-A", "1", 30), ("AZ", "3", 30), ("COM-A", "2", 60)]
    received(desk, 10)
    assert awaited(desk) == [("AZ", "3", 30), ("COM-A", "2", 30)]
    moving.take_back(desk, move, why="nhầm")
    assert awaited(desk) == [("COM-A", "1", 30), ("AZ", "3", 30), ("COM-A", "2", 60)]


def test_what_is_decided_after_a_receipt_is_awaited_whole(desk: Desk) -> None:
    received(desk, 10)
    allocated(desk, 60, "2026-11-24")
    assert awaited(desk) == [("COM-A", "12/QĐ", 60)]


def test_a_correction_from_above_holds_and_what_was_taken_back_is_awaited_no_more(desk: Desk) -> None:
    ref = allocated(desk, 60, "2026-11-20")
    changed(desk, ref, doses="24", decision="13/QĐ")
    assert awaited(desk) == [("COM-A", "13/QĐ", 24)]
    changed(desk, ref)
    assert awaited(desk) == []


def test_what_no_program_of_ours_writes_is_not_shown(desk: Desk) -> None:
    allocated(desk, -5, "2026-11-20")
    allocated(desk, 5, "hôm nay")
    assert awaited(desk) == []
