"""Papers of the store, read back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from tests.desk.day import saved
from tests.desk.test_stockroom import ONE, reason, received
from tests.documents.reading import all_text, squeezed
from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import cold, counting, moving, overview, papers
from vaxdesk.documents import stock_count, stock_ledger, stock_minutes, stock_temps
from vaxdesk.domain.refusals import Refusal
from vaxdesk.sheets.ledger import write_ledger


def test_the_ledger_says_what_happened(desk: Desk) -> None:
    lot = received(desk)
    saved(moving.issue(desk, lot, 12, table=ONE))
    saved(moving.send_out(desk, lot, 6, reason="dispose", why="broken: rơi vỡ", paper="01/BB"))
    text = all_text(stock_ledger.render(papers.ledger(desk, lot)))
    parts = ("SỔ THEO DÕI VẮC XIN", "FK1234", "12/PX-TTYT", "TTYT huyện Trạm Tấu", "Bàn tiêm 1", "Vỡ: rơi vỡ", "54")
    for part in parts:
        assert squeezed(part) in text, part
    assert reason(papers.ledger(desk, "0000000000000.9")) is Refusal.NO_VACCINE


def test_the_ledger_as_a_workbook(desk: Desk, tmp_path: Path) -> None:
    lot = received(desk)
    saved(moving.send_out(desk, lot, 6, reason="transfer", partner="=TYT Bản Mù"))
    lines = overview.ledger_of(desk, lot)
    whats = tuple(stock_ledger.what(one, language="vi") for one in lines)
    write_ledger(tmp_path / "l.xlsx", lines, title="FK1234", headings=stock_ledger.headings("vi"), whats=whats)
    rows = list(load_workbook(tmp_path / "l.xlsx").active.iter_rows(values_only=True))
    assert rows[2][0] == datetime(2026, 11, 23)
    assert rows[2][3:] == (60, 0, 0, 60)
    assert rows[3][3:] == (0, 6, 0, 54)
    assert rows[3][2].endswith("=TYT Bản Mù")


def test_minutes_of_disposal(desk: Desk) -> None:
    lot = received(desk)
    assert reason(papers.minutes(desk)) is Refusal.NOTHING_DISPOSED
    saved(moving.send_out(desk, lot, 6, reason="dispose", why="frozen", paper="01/BB"))
    text = all_text(stock_minutes.render(papers.minutes(desk)))
    for part in ("BIÊN BẢN HỦY VẮC XIN", "01/BB", "Đông băng", "Lò Thị Mai", "23/11/2026", "Người chứng kiến"):
        assert squeezed(part) in text, part


def test_a_count_sheet_before_and_after(desk: Desk) -> None:
    assert reason(papers.count_sheet(desk)) is Refusal.NO_VACCINE
    lot = received(desk)
    (line,) = papers.count_sheet(desk).lines
    assert (line.book, line.seen) == (60, -1)
    saved(counting.count(desk, {lot: 58}, why="vỡ"))
    (line,) = papers.count_sheet(desk).lines
    assert (line.book, line.seen) == (60, 58)
    assert "-2" in all_text(stock_count.render(papers.count_sheet(desk)))


def test_the_month_of_a_fridge(desk: Desk) -> None:
    assert reason(papers.month_sheet(desk, "Tủ 1")) is Refusal.FRIDGE_MISSING
    saved(cold.note(desk, "Tủ 1", now="9,5", did="đóng lại cửa tủ"))
    text = all_text(stock_temps.render(papers.month_sheet(desk, "Tủ 1")))
    for part in ("BẢNG THEO DÕI NHIỆT ĐỘ", "11/2026", "9,5", "Nóng quá", "đóng lại cửa tủ", "Lò Thị Mai"):
        assert squeezed(part) in text, part
