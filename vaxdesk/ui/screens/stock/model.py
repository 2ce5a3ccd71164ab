"""The store page's intents: pick a lot, move it, count it, take vaccine in, note temperatures, take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.movement import MoveReason, Receipt, ReceiptHead
from vaxdesk.domain.stock.views import BoxSeen, LotRow, Overview
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.stock.ports import StockPorts
from vaxdesk.ui.screens.stock.state import Incoming, StockState, Tab
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class StockModel(StateModel[StockState]):
    """`box_read(BoxSeen)`: a box was scanned for the receipt; `undo_wanted(move)`: ask why a movement is taken back."""

    box_read = Signal(object)
    undo_wanted = Signal(str)
    received = Signal()  # the receipt is in; its form is to be emptied
    noted = Signal()  # a temperature is in

    def __init__(self, room: Room, ports: StockPorts) -> None:
        super().__init__(StockState())
        self._room, self.ports = room, ports

    def look(self) -> None:
        """Read the store again."""
        self._room.lanes.db.run_newest("stock", self.ports.read, self._came, self._failed)

    def show_tab(self, tab: Tab) -> None:
        """Another part of the page."""
        self.become(tab=tab)

    def pick(self, lot: str) -> None:
        """Show a lot and its ledger."""
        if lot != self.state.lot:
            self.become(lot=lot, ledger=())
        self._room.lanes.db.run_newest("stock.ledger", lambda: self.ports.ledger(lot), self._ledger, self._failed)

    # scans and typing

    def scanned(self, raw: RawScan) -> None:
        """A box: its lot is shown; while a receipt is written, or of a lot not known yet, its line is filled in."""
        work = partial(self.ports.box, raw.payload, keyed=raw.keyed)
        self._room.lanes.db.run(work, self._boxed, self._failed)

    def searched(self, text: str) -> None:
        """Lots by number or vaccine."""
        self.become(text=text.strip().casefold())

    def submit(self, text: str) -> None:
        """The first lot found."""
        self.searched(text)
        first = next(iter(self.found()), None)
        if first:
            self.pick(first.lot.id)

    def found(self) -> tuple[LotRow, ...]:
        """The lots to list."""
        text = self.state.text
        return tuple(
            one
            for one in self.state.seen.lots
            if text in one.lot.number.casefold() or text in self.ports.product(one.lot.product).casefold()
        )

    def sooner(self, row: LotRow) -> str:
        """Number of the lot that should be issued before this one: first expired, first out; empty when it is this."""
        same = (one for one in self.state.seen.lots if one.lot.product == row.lot.product and one.first)
        first = next(same, row)
        return "" if first.lot.id == row.lot.id else first.lot.number

    # movements

    def move(self, reason: MoveReason, lot: str, doses: int, **how: str) -> None:
        """Issue, return, transfer, send up or dispose of doses of a lot."""
        work = {
            MoveReason.ISSUE: partial(self.ports.issue, lot, doses, **how),
            MoveReason.RETURN: partial(self.ports.give_back, lot, doses, **how),
        }.get(reason, partial(self.ports.send_out, lot, doses, reason=reason.value, **how))
        self._save(work, say(f"stock.done.{reason.value}", doses=doses), undo=True)

    def count(self, lot: str, doses: int, *, place: str, why: str) -> None:
        """What was seen of a lot at a place."""
        self._save(partial(self.ports.count, {lot: doses}, place=place, why=why), say("stock.done.count"))

    def take_back(self, move: str, why: str) -> None:
        """Take a movement back."""
        self._save(partial(self.ports.take_back, move, why=why), say("stock.done.taken_back"))

    def thaw_out(self, lot: str, doses: int, **how: str) -> None:
        """Doses come out of the freezer; the lot that they are now is shown."""
        told = say("stock.done.thaw", doses=doses)
        self._save(partial(self.ports.thaw_out, lot, doses, **how), told, then=lambda done: self.pick(done.value))

    def set_lot(self, lot: str, *, lock: str | None, vvm: int | None, thawed: str | None = None) -> None:
        """Lock or free a lot, note the stage of its vial monitor or its thaw; what is None stays as it is."""
        if thawed is not None:
            self._save(partial(self.ports.note_thaw, lot, thawed), say("stock.done.lot"))
        if vvm is not None:
            self._save(partial(self.ports.note_vvm, lot, vvm), say("stock.done.lot"))
        if lock is not None:
            self._save(partial(self.ports.lock, lot, why=lock), say("stock.done.lot"))

    # receipts

    def add_line(self, receipt: Receipt, gtin: str = "") -> None:
        """One more line of the receipt."""
        self.become(lines=(*self.state.lines, Incoming(receipt=receipt, gtin=gtin)))

    def drop_line(self, at: int) -> None:
        """A line less."""
        self.become(lines=tuple(one for n, one in enumerate(self.state.lines) if n != at))

    def receive(self, head: ReceiptHead) -> None:
        """Take the receipt in."""
        lines = self.state.lines
        gtins = {one.gtin: one.receipt for one in lines if one.gtin}
        work = partial(self.ports.receive, head, tuple(one.receipt for one in lines), gtins)

        def then(_: Any) -> None:
            self.become(lines=(), tab=Tab.LOTS)
            self.received.emit()

        self._save(work, say("stock.done.receipt", doses=self.state.doses), then=then)

    # temperatures

    def note_temp(self, fridge: str, **reading: str) -> None:
        """Note a reading."""
        work = partial(self.ports.note_temp, fridge, **reading)
        self._save(work, say("stock.done.temp"), then=lambda _: self.noted.emit())

    def take_back_temp(self, reading: str) -> None:
        """Take a reading back."""
        self._save(partial(self.ports.take_back_temp, reading), say("stock.done.taken_back"))

    def write_ledger(self, lot: str, path: str) -> None:
        """The ledger as a workbook."""
        told = say("stock.done.written", file=path)
        work = partial(self.ports.write_ledger, lot, path)
        self._room.lanes.paper.run(work, lambda _: self._room.notices.ok(told), self._room.notices.failed)

    def _save(
        self, work: Callable[[], Any], told: str, *, undo: bool = False, then: Callable[[Any], None] | None = None
    ) -> None:
        def done(answer: Any) -> None:
            self.become(busy=False)
            if isinstance(answer, Refused):
                self._room.notices.warn(refusal_text(answer, product=self.ports.product))
                return
            act = Act(say("kit.undo"), lambda: self.undo_wanted.emit(answer.value)) if undo else None
            self._room.notices.ok(told, act)
            if then:
                then(answer)
            self._room.publish(frozenset({Change.STOCK}))
            self.look()

        self.become(busy=True)
        self._room.lanes.db.run(work, done, self._failed)

    def _came(self, seen: Overview) -> None:
        known = {one.lot.id for one in seen.lots}
        lot = self.state.lot if self.state.lot in known else next(iter(one.lot.id for one in seen.lots), "")
        self.become(seen=seen, read=True, lot=lot)
        if lot:
            self.pick(lot)

    def _ledger(self, lines: tuple[LedgerLine, ...]) -> None:
        self.become(ledger=lines)

    def _boxed(self, seen: BoxSeen | Refused | None) -> None:
        if seen is None:
            self._room.notices.warn(say("stock.no_box"))
        elif isinstance(seen, Refused):
            self._room.notices.warn(refusal_text(seen))
        elif seen.known and self.state.tab is not Tab.RECEIVE:
            self.become(tab=Tab.LOTS, text="")
            self.pick(seen.known)
        else:
            self.become(tab=Tab.RECEIVE)
            self.box_read.emit(seen)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
