"""Binds the store page to the desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vaxdesk.domain.stock.cold import Cabinet
from vaxdesk.domain.stock.movement import Receipt, ReceiptHead
from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.ports import StockPorts
from vaxdesk.ui.screens.stock.view import StockView
from vaxdesk.wiring.paper_desk import PaperDesk
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session
from vaxdesk.words import language, say


def stock_screen(session: Session, *, papers: PaperDesk) -> Screen:
    """The store, in the office half of the rail."""

    def build(room: Room) -> StockView:
        return StockView(StockModel(room, _ports(session, papers)), _cabinets())

    return Screen("stock", "stock.title", "box", build, shortcut="Ctrl+4", half=Half.OFFICE)


def _cabinets() -> tuple[Cabinet, ...]:
    from vaxdesk.desk import rules

    return rules.storage().cabinet


def _ports(session: Session, papers: PaperDesk) -> StockPorts:
    from vaxdesk.desk.stockroom import boxes, cold, counting, moving, overview

    def receive(head: ReceiptHead, lines: tuple[Receipt, ...], gtins: Mapping[str, Receipt]) -> Any:
        answer = moving.receive(session.desk, head, lines)
        for number, line in gtins.items():
            boxes.remember(session.desk, number, product=line.product, doses_per_vial=line.doses_per_vial)
        return answer

    return StockPorts(
        read=session.bind(overview.overview),
        ledger=session.bind(overview.ledger_of),
        receive=receive,
        issue=session.bind(moving.issue),
        give_back=session.bind(moving.give_back),
        send_out=session.bind(moving.send_out),
        count=session.bind(counting.count),
        take_back=session.bind(moving.take_back),
        lock=session.bind(moving.lock),
        note_vvm=session.bind(moving.note_vvm),
        thaw_out=session.bind(moving.thaw_out),
        note_thaw=session.bind(moving.note_thaw),
        note_temp=session.bind(cold.note),
        take_back_temp=session.bind(cold.take_back),
        box=session.bind(boxes.box_of),
        print_ledger=papers.ledger,
        print_minutes=papers.minutes,
        print_count=papers.count_sheet,
        print_temps=papers.temperatures,
        write_ledger=lambda lot, path: _write_ledger(session, lot, path),
        product=product_name,
    )


def _write_ledger(session: Session, lot: str, path: str) -> None:
    from vaxdesk.desk.stockroom import papers
    from vaxdesk.documents import stock_ledger
    from vaxdesk.domain.refusals import Refused
    from vaxdesk.sheets.ledger import write_ledger

    found = papers.ledger(session.desk, lot)
    if isinstance(found, Refused):
        return
    tongue = language()
    whats = tuple(stock_ledger.what(one, language=tongue) for one in found.lines)
    title = say("stock.form.lot", product=found.vaccine, lot=found.number)
    write_ledger(Path(path), found.lines, title=title, headings=stock_ledger.headings(tongue), whats=whats)
