"""The vaccine on the table and how it is given: choosing a vial or lot, adding, opening, closing, site and staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.scans import Scan, ScanKind
from vaxdesk.domain.step_views import Handling, InjectionSheet
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.injection.ports import InjectionPorts
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

NOBODY: dict[str, Any] = {
    "sheet": None, "met": False, "reason": "", "note": "", "asked": False, "refused": None, "stock_refused": None,
}  # fmt: skip


class VaccineModel(StateModel[InjectionState]):
    """The sheet shown, and what is about vaccine; what was chosen by hand holds until the dose is given.

    `box_unknown`: a box was scanned whose lot is not known yet.
    """

    box_unknown = Signal(object)

    def __init__(self, room: Room, ports: InjectionPorts) -> None:
        super().__init__(InjectionState())
        self._room, self._ports = room, ports
        self._chosen: dict[str, str] = {}  # vial, lot or product chosen by hand
        self._called = ""  # who was scanned or called, while the sheet is being read

    def name_of(self, product: str) -> str:
        """Name of a product by its code."""
        return self._ports.product(product)

    def tick(self) -> None:
        """Time goes on: the clocks of open vials."""
        self.become(today=self._ports.today(), now=self._ports.now())

    def choose(self, *, vial: str = "", lot: str = "", product: str = "") -> None:
        """Draw from this open vial, open one of this lot, or show what stands with this product."""
        chosen = {"vial": vial, "lot": lot, "product": product}
        self._chosen = {key: value for key, value in chosen.items() if value}
        self.become(refused=None, stock_refused=None)
        if self.state.person:
            self._show(self.state.person)

    def handle(self, **changes: str) -> None:
        """Site, route, who drew up, who gives; kept for the next person, the site excepted."""
        self.become(how=msgspec.structs.replace(self.state.how, **changes))

    def explain(self, *, reason: str | None = None, note: str | None = None) -> None:
        """Why the dose is given although a notice asks."""
        self.become(
            reason=self.state.reason if reason is None else reason, note=self.state.note if note is None else note
        )

    def add_lot(
        self, *, product: str, number: str, expiry: str, doses_per_vial: int, thawed: str = "", gtin: str = ""
    ) -> None:
        """Make a lot known and draw from it; the number on its box is remembered with it."""
        known = {"product": product, "number": number, "expiry": expiry, "doses_per_vial": doses_per_vial}
        more = {"thawed": thawed, "gtin": gtin}
        work = partial(self._ports.add_lot, **known, **{key: value for key, value in more.items() if value})
        self._stock(work, lambda answer: self.choose(lot=answer.value))

    def open_vial(self, lot: str) -> None:
        """Open a vial before the dose; its clock starts."""
        self._stock(partial(self._ports.open_vial, lot), lambda answer: self.choose(vial=answer.value))

    def close_vial(self, vial: str, *, wasted: int, why: str) -> None:
        """Finish a vial."""
        self._stock(partial(self._ports.close_vial, vial, wasted=wasted, why=why), lambda _: self.choose())

    def _stock(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def done(answer: Any) -> None:
            if isinstance(answer, Refused):
                self.become(stock_refused=answer)
                return
            self.become(stock_refused=None)
            self._room.publish(frozenset({Change.STOCK}))
            then(answer)

        self._room.lanes.db.run(work, done, self._failed)

    def _labelled(self, scan: Scan) -> None:
        """Our own label on a vial or lot was scanned, or a maker's box."""
        if scan.kind is ScanKind.GS1:
            self._room.lanes.db.run(partial(self._ports.box, scan), self._boxed, self._failed)
            return
        self.choose(**{"vial" if scan.kind is ScanKind.VIAL else "lot": scan.ref})

    def _boxed(self, seen: Any) -> None:
        """The box's lot is drawn from; one that is not known yet is to be added, with what the box says."""
        if isinstance(seen, Refused):
            self.become(stock_refused=seen)
        elif seen is not None and seen.known:
            self.choose(lot=seen.known)
        elif seen is not None:
            self._room.notices.info(say("injection.box_unknown", lot=seen.box.lot))
            self.box_unknown.emit(seen)

    def _show(self, person: str, *, met: bool | None = None) -> None:
        """Reads the sheet; without `met` once more for whoever is shown, or was called and is not shown yet."""
        if met is None:
            met = self.state.met or self._called == person
        self._called = person if met else ""
        work = partial(self._ports.sheet, person, **self._chosen)
        then = partial(self._shown, met=met)
        self._room.lanes.db.run_newest("injection.sheet", work, then, self._failed)

    def _shown(self, sheet: InjectionSheet | Refused, *, met: bool) -> None:
        self._called = ""
        if isinstance(sheet, Refused):
            self.become(busy=False, found=None, **{**NOBODY, "refused": sheet})
            return
        other = sheet.person.id != self.state.person
        clean = {**NOBODY, "how": msgspec.structs.replace(self.state.how, site=Handling().site)} if other else {}
        self.become(busy=False, found=None, **{**clean, "sheet": sheet, "met": met, "refused": None})
        self.tick()

    def _failed(self, err: Err) -> None:
        self._called = ""
        self.become(busy=False)
        self._room.notices.failed(err)
