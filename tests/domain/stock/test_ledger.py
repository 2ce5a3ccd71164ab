"""The running balance of a lot."""

from __future__ import annotations

from vaxdesk.domain.stock.balance import Flow
from vaxdesk.domain.stock.ledger import Later, ledger
from vaxdesk.domain.stock.movement import MoveView


def move(day: str, doses: int, reason: str, place: str = "") -> MoveView:
    pair = "m" if reason == "issue" else ""
    return MoveView(id=f"{day}{reason}", lot="l", place=place, doses=doses, reason=reason, day=day, pair=pair)


def test_lines_by_day_with_a_running_balance() -> None:
    moves = [move("2026-11-20", 60, "receipt"), move("2026-11-23", -12, "issue"),
             move("2026-11-23", 12, "issue", "table:1"), move("2026-11-24", -6, "dispose")]
    uses = {"2026-11-23": Flow(used=7, extra=1), "2026-11-24": Flow(used=2, wasted=4), "2026-11-25": Flow()}
    lines = ledger(moves, uses)
    assert [(one.reason, one.came, one.went, one.moved, one.extra, one.balance) for one in lines] == [
        ("receipt", 60, 0, 0, 0, 60), ("issue", 0, 0, 12, 0, 60), ("used", 0, 7, 0, 1, 54),
        ("dispose", 0, 6, 0, 0, 48), ("used", 0, 2, 0, 0, 46), ("wasted", 0, 4, 0, 0, 42),
    ]  # fmt: skip


def test_half_an_issue_is_counted_like_any_movement() -> None:
    half = MoveView(id="x", lot="l", place="", doses=-12, reason="issue", day="2026-11-23")
    (line,) = ledger([half], {})
    assert (line.went, line.moved, line.balance) == (12, 0, -12)


def test_what_came_into_the_books_after_a_stock_take_is_put_back_on_its_day() -> None:
    moves = [move("2026-11-20", 100, "receipt"), move("2026-11-23", -5, "adjust")]
    uses = {"2026-11-22": Flow(used=5)}
    later = [Later(day="2026-11-23", place="", doses=5), Later(day="2026-11-24", place="table:1", doses=-2)]
    lines = ledger(moves, uses, later)
    assert [(one.reason, one.came, one.went, one.place, one.balance) for one in lines] == [
        ("receipt", 100, 0, "", 100), ("used", 0, 5, "", 95), ("adjust", 0, 5, "", 90), ("came_later", 5, 0, "", 95),
        ("came_later", 0, 2, "table:1", 93),
    ]  # fmt: skip
