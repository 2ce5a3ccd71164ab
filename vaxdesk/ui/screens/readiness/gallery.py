"""Samples of the readiness page."""

from __future__ import annotations

from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.readiness import day, machine
from vaxdesk.domain.readiness.findings import Finding, Item
from vaxdesk.domain.scanner_check import PAYLOADS, ScannerVerdict, SheetStep
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screens.readiness.model import ReadinessModel
from vaxdesk.ui.screens.readiness.ports import ReadinessPorts
from vaxdesk.ui.screens.readiness.state import Machine, Recorded, Tried
from vaxdesk.ui.screens.readiness.view import ReadinessView

TODAY, TOMORROW = "2026-11-27", "2026-11-28"
NOW = 1_795_770_000
_GIB = 1 << 30


def _well(name: str) -> tuple[Finding, ...]:
    del name
    return (
        day.roster(300),
        day.team(6, ()),
        day.stock(420, 300, counted=True),
        machine.clock(ClockState.PLAUSIBLE, confirmed=False),
        machine.line(enrolled=True, seconds=70, contact=TODAY, today=TODAY),
    )


def _ill(name: str) -> tuple[Finding, ...]:
    del name
    return (
        day.roster(300),
        day.team(3, ("screening", "emergency")),
        day.stock(180, 300, counted=True),
        machine.clock(ClockState.BEFORE_LAST_ENTRY, confirmed=False),
        machine.line(enrolled=True, seconds=1900, contact=TODAY, today=TODAY),
    )


class _Press:
    """A PC with a printer."""

    def names(self) -> tuple[str, ...]:
        return ("HP LaserJet P1102",)

    def default(self) -> str:
        return "HP LaserJet P1102"


def ports(*, ill: bool = False) -> ReadinessPorts:
    """Everything fine, or much that is not."""
    tried = Tried() if ill else Tried(TODAY, TODAY, ScannerVerdict.FINE, TODAY)
    return ReadinessPorts(
        days=lambda: (TODAY, TOMORROW),
        look=_ill if ill else _well,
        recorded=lambda _: None if ill else Recorded(NOW - 3600, "Lò Thị Mai"),
        keep=lambda *_: None,
        machine=lambda: Machine(2 * _GIB, 34, plugged=False) if ill else Machine(80 * _GIB, 96, plugged=True),
        cameras=lambda: 0 if ill else 1,
        try_camera=lambda: None,
        second_place=lambda: ("E:/vaxdesk", "file_not_writable" if ill else ""),
        tried=lambda: tried,
        keep_tried=lambda _: None,
        now=lambda: NOW,
        printing=PrintPorts(chosen=lambda: "HP LaserJet P1102", keep=lambda _: None, printers=_Press),
        test_page=lambda: None,
        sheet=lambda *_: None,
    )


def _page(*, ill: bool = False) -> ReadinessView:
    view = ReadinessView(ReadinessModel(a_room(), ports(ill=ill)))
    view._model.look()
    return view


def _asking() -> ReadinessView:
    view = _page(ill=True)
    view._model.become(asking=True)
    return view


def _scanning() -> ReadinessView:
    view = _page(ill=True)
    view._model.become(scanning={SheetStep.DIGITS: PAYLOADS[SheetStep.DIGITS]})
    return view


def _looking() -> ReadinessView:
    view = _page()
    kept = {item: found for item, found in view._model.state.found.items() if item is not Item.CAMERA}
    view._model.become(found=kept, looking=True)
    return view


GALLERY = (
    Sample("readiness-well", _page),
    Sample("readiness-ill", lambda: _page(ill=True)),
    Sample("readiness-asking", _asking),
    Sample("readiness-scanning", _scanning),
    Sample("readiness-looking", _looking),
)
