"""The store page in its states, with synthetic lots."""

from __future__ import annotations

from typing import Any

from vaxdesk.assets import resources
from vaxdesk.domain.products import load_schedule
from vaxdesk.domain.stock.awaited import Given
from vaxdesk.domain.stock.balance import LotStand, TableLine
from vaxdesk.domain.stock.cold import Reading, TempState, load_storage
from vaxdesk.domain.stock.gs1 import Box
from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.movement import MoveReason, Receipt
from vaxdesk.domain.stock.supply import SupplyWarning, Warned
from vaxdesk.domain.stock.views import BoxSeen, Fridge, LotRow, Overview
from vaxdesk.domain.views import LotView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.ports import StockPorts
from vaxdesk.ui.screens.stock.state import Tab
from vaxdesk.ui.screens.stock.view import StockView

DAY = "2026-11-23"
_NAMES = {"COM-A": "Pfizer", "AZ": "AstraZeneca", "VERO": "Vero Cell", "MOD": "Moderna"}
STORAGE = load_storage((resources() / "schedules" / "storage.toml").read_text(encoding="utf-8"))


def _row(at: int, product: str, number: str, expiry: str, balances: dict[str, int], **more: Any) -> LotRow:
    lot = {name: more.pop(name) for name in ("locked", "vvm", "thawed", "fridge_days") if name in more}
    stand = LotStand(balances=balances, kept=more.pop("kept", True), open=more.pop("open", 0), used_lately=90)
    view = LotView(id=f"l{at}", product=product, number=number, expiry=expiry, doses_per_vial=6, **lot)
    return LotRow(lot=view, stand=stand, **more)


ROWS = (
    _row(1, "COM-A", "FK1234", "2026-12-15", {"": 48, "table:1": 12}, first=True, days=9, open=4,
         thawed="2026-11-05", fridge_days=31),
    _row(2, "COM-A", "FP8290", "2027-06-30", {"": 300}, days=9, thawed="frozen", fridge_days=31),
    _row(3, "AZ", "ABX5567", "2026-11-20", {"": 30}),
    _row(4, "MOD", "3004221", "2027-03-31", {"": 100}, locked="recalled: CV 1234", thawed="2026-11-12",
         fridge_days=30),
    _row(7, "COM-A", "FL7646", "2027-05-31", {"": 60}, thawed="2026-10-20", fridge_days=31),
    _row(8, "COM-C", "FW1331", "2027-05-31", {"": 50}, fridge_days=70),
    _row(5, "VERO", "B202107", "2027-01-31", {"": 0}),
    _row(6, "AZ", "PV46671", "2027-02-28", {}, kept=False),
)
LEDGER = (
    LedgerLine(day="2026-11-20", reason="receipt", came=60, balance=60, paper="12/PX", partner="TTYT huyện", move="m1"),
    LedgerLine(day="2026-11-23", reason="issue", moved=12, balance=60, place="table:1", move="m2"),
    LedgerLine(day="2026-11-23", reason="used", went=7, extra=1, balance=54),
    LedgerLine(day="2026-11-23", reason="wasted", went=2, balance=52),
    LedgerLine(day="2026-11-23", reason="dispose", went=6, balance=46, why="broken: rơi khi mở tủ", move="m3"),
)
TABLES = (
    TableLine(lot="l1", number="FK1234", product="COM-A", place="table:1", issued=24, extra=1, used=14,
              wasted=3, open=4),
    TableLine(lot="l1", number="FK1234", product="COM-A", place="table:2", issued=12, used=12),
    TableLine(lot="l2", number="FP8290", product="COM-A", place="table:2", used=2),
)
WARNINGS = (
    Warned(code=SupplyWarning.LOW, facts={"product": "COM-A", "doses": "48", "days": "2"}),
    Warned(code=SupplyWarning.EXPIRES_SOON, facts={"lot": "FK1234", "expiry": "2026-12-15", "doses": "60"}, lot="l1"),
    Warned(code=SupplyWarning.EXPIRED, facts={"lot": "ABX5567", "expiry": "2026-11-20", "doses": "30"}, lot="l3"),
    Warned(code=SupplyWarning.THAW_OVER, facts={"lot": "FL7646", "until": "2026-11-20", "doses": "60"}, lot="l7"),
    Warned(code=SupplyWarning.THAW_UNKNOWN, facts={"lot": "FW1331", "doses": "50"}, lot="l8"),
    Warned(
        code=SupplyWarning.COUNT_LATER,
        facts={"lot": "FK1234", "place": "", "doses": "5", "day": "2026-11-22", "off": "0"},
        lot="l1",
    ),
    Warned(code=SupplyWarning.TEMPERATURE, facts={"place": "Tủ 1", "temp": "95"}),
)


def _fridge(name: str, tenths: int, state: TempState) -> Fridge:
    read = Reading(id=name, fridge=name, cabinet="fridge", day=DAY, at=1_795_400_000, tenths=tenths)
    return Fridge(name=name, cabinet="fridge", last=read, state=state, today=(read,))


FRIDGES = (_fridge("Tủ 1", 95, TempState.WARM), _fridge("Tủ 2", 45, TempState.RIGHT))
AWAITED = (
    Given(ref="a1", product="COM-A", doses=600, day="2026-11-12", decision="1204/QĐ-SYT", lot="FK1234", left=240),
    Given(ref="a2", product="AZ", doses=50, day="2026-11-19", decision="1251/QĐ-SYT", note="đợt 2", left=50),
    Given(ref="a3", product="COM-A", doses=300, day="2026-11-20", decision="1260/QĐ-SYT", left=300),
)
SEEN = Overview(
    day=DAY,
    lots=ROWS,
    tables=TABLES,
    warnings=WARNINGS,
    fridges=FRIDGES,
    products=load_schedule((resources() / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8")).product,
    may_keep=True,
    fridge_days=STORAGE.fridge_days,
    awaited=AWAITED,
)


def a_page(seen: Overview = SEEN, *, tab: Tab = Tab.LOTS) -> StockView:
    """The page on a tab."""

    def nothing(*_: Any, **__: Any) -> Any:
        return None

    asked = (name for name in StockPorts.__dataclass_fields__ if name not in ("read", "ledger", "product"))
    ports = StockPorts(
        read=lambda: seen,
        ledger=lambda lot: LEDGER if lot == "l1" else (),
        product=lambda code: _NAMES.get(code, code),
        **dict.fromkeys(asked, nothing),
    )
    model = StockModel(a_room(), ports)
    view = StockView(model, STORAGE.cabinet)
    model.look()
    model.show_tab(tab)
    return view


def _receiving() -> StockView:
    view = a_page(tab=Tab.RECEIVE)
    model = view._model
    model.add_line(Receipt(product="AZ", number="ABX9912", expiry="2027-05-31", vials=5, doses_per_vial=10))
    box = Box(gtin="08934673573399", lot="FK1234", expiry="2027-06-30")
    model.box_read.emit(BoxSeen(box=box, product="COM-A", doses_per_vial=6))
    view.receive.vials.set_value("10")
    view.receive._look()
    return view


def _warm() -> StockView:
    view = a_page(tab=Tab.COLD)
    view.cold.now.set_value("9,5")
    view.cold._look()
    return view


def _picked(lot: str = "l1", tab: Tab = Tab.LOTS) -> StockView:
    view = a_page(tab=tab)
    view._model.pick(lot)
    return view


def _all_warnings() -> StockView:
    view = a_page()
    view.warnings.more.click()
    return view


def _decisions() -> StockView:
    view = a_page()
    view.awaited.more.click()
    return view


GALLERY: tuple[Sample, ...] = (
    Sample("stock-lots", a_page),
    Sample("stock-empty", lambda: a_page(Overview(day=DAY, may_keep=True))),
    Sample("stock-receipt", _receiving),
    Sample("stock-tables", lambda: a_page(tab=Tab.TABLES)),
    Sample("stock-no-tables", lambda: a_page(Overview(day=DAY, may_keep=True), tab=Tab.TABLES)),
    Sample("stock-cold", lambda: a_page(tab=Tab.COLD)),
    Sample("stock-warm", _warm),
    Sample("stock-frozen", lambda: _picked("l2")),
    Sample("stock-warnings", _all_warnings),
    Sample("stock-awaited", _decisions),
    question("stock-issue", _picked, lambda view: view._ask_move(MoveReason.ISSUE)),
    question("stock-dispose", _picked, lambda view: view._ask_move(MoveReason.DISPOSE)),
    question("stock-transfer", _picked, lambda view: view._ask_move(MoveReason.TRANSFER)),
    question("stock-return", lambda: _picked(tab=Tab.TABLES), lambda view: view._ask_back(TABLES[0])),
    question("stock-return-up", _picked, lambda view: view._ask_move(MoveReason.RETURN_UP)),
    question("stock-count", _picked, lambda view: view._ask_count()),
    question("stock-state", lambda: _picked("l4"), lambda view: view._ask_state()),
    question("stock-ask-undo", _picked, lambda view: view._ask_undo("m2")),
    question("stock-thaw", lambda: _picked("l2"), lambda view: view._ask_move(MoveReason.THAW)),
)
