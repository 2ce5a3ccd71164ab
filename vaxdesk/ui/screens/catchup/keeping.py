"""What is saved of sheets: kept, marked as known, taken back, a lot mended; doses of a certificate taken in."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.catchup.sheet import Sheet
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.catchup.views import Offered
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.words import say


class Keeping(QObject):
    """Runs the use cases that write and says what came of them."""

    kept = Signal(object)  # TypedSheet
    gone = Signal(object)  # TypedSheet that was taken back
    mended = Signal(object, object)  # TypedSheet as it was and as it is
    taken = Signal(object)  # Offered
    settled = Signal()  # one entry is left of a sheet typed at two PCs, here or there
    refused = Signal(object)  # Refused, about the sheet in hand
    pictured = Signal(object, bytes)  # TypedSheet and the photo of it
    failed = Signal(object)  # Err

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__()
        self._room, self._ports = room, ports

    def keep(self, stack: str, person: str, sheet: Sheet, *, no: int) -> None:
        """Save a sheet."""
        self._run(partial(self._ports.save, stack, person, sheet, no=no), self._kept)

    def mark_known(self, stack: str, person: str, *, no: int) -> None:
        """Note that a sheet says what is on record."""
        self._run(partial(self._ports.mark_known, stack, person, no=no), self._kept)

    def take_back(self, row: TypedSheet, why: str = UndoReason.WRONG_ENTRY.value) -> None:
        """Take a typed sheet back."""
        self._run(partial(self._ports.take_back, row.entry, why=why), partial(self._gone, row))

    def mend_lot(self, row: TypedSheet, lot_no: str, expiry: str = "") -> None:
        """Put the right lot on a typed sheet."""
        why = UndoReason.WRONG_ENTRY.value
        work = partial(self._ports.mend_lot, row.entry, lot_no=lot_no, expiry=expiry, why=why)
        self._run(work, partial(self._mended, row))

    def settle(self, stack: str, says: str) -> None:
        """Leave one entry of a sheet that two PCs typed."""
        self._run(partial(self._ports.settle, stack, says), self._one_left)

    def take(self, offered: Offered) -> None:
        """Take the doses of a certificate into the history."""
        self._run(partial(self._ports.take, offered.person.id, offered.fresh), partial(self._taken, offered))

    def attach(self, row: TypedSheet, path: str) -> None:
        """Make a picture file small and keep it beside a typed sheet."""
        work = partial(self._ports.prepare, path)
        self._room.lanes.paper.run(work, partial(self._prepared, row), self._failed)

    def keep_picture(self, row: TypedSheet, picture: bytes) -> None:
        """Keep a picture from the camera, made small already, beside a typed sheet."""
        self._prepared(row, picture)

    def look_at(self, row: TypedSheet) -> None:
        """Show the photo of a typed sheet."""
        self._run(partial(self._ports.photo, row.person.id, row.entry), partial(self._found, row))

    def _prepared(self, row: TypedSheet, made: Any) -> None:
        if self._stands(made):
            self._run(partial(self._ports.attach, row.entry, made), partial(self._attached, row))

    def _attached(self, row: TypedSheet, answer: Any) -> None:
        if self._stands(answer):
            self._room.notices.ok(say("catchup.photo_kept", no=row.sheet, name=row.person.name))
            self._room.publish({Change.SYNC})

    def _found(self, row: TypedSheet, picture: bytes) -> None:
        if picture:
            self.pictured.emit(row, picture)
        else:
            self._room.notices.info(say("catchup.no_photo", no=row.sheet, name=row.person.name))

    def _run(self, work: Any, then: Any) -> None:
        self._room.lanes.db.run(work, then, self._failed)

    def _kept(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self.refused.emit(answer)
            return
        row: TypedSheet = answer.value
        said = say("catchup.known_row" if row.known else "catchup.saved_row", no=row.sheet, name=row.person.name)
        self._room.notices.ok(said, Act(say("kit.undo"), partial(self.take_back, row)))
        self.kept.emit(row)
        self._room.publish({Change.VISITS, Change.STOCK})

    def _gone(self, row: TypedSheet, answer: Any) -> None:
        if self._stands(answer):
            self._room.notices.info(say("catchup.taken_back", no=row.sheet, name=row.person.name))
            self.gone.emit(row)
            self._room.publish({Change.VISITS, Change.STOCK})

    def _mended(self, row: TypedSheet, answer: Any) -> None:
        if self._stands(answer):
            self._room.notices.ok(say("catchup.mended", no=row.sheet, lot=answer.value.lot_no))
            self.mended.emit(row, answer.value)
            self._room.publish({Change.VISITS, Change.STOCK})

    def _one_left(self, answer: Any) -> None:
        if self._stands(answer):
            row: TypedSheet = answer.value
            self._room.notices.ok(say("catchup.twice.settled", no=row.sheet, name=row.person.name))
            self._room.publish({Change.VISITS, Change.STOCK})
        self.settled.emit()

    def _taken(self, offered: Offered, answer: Any) -> None:
        if isinstance(answer, Refused):
            self.refused.emit(answer)
            return
        self._room.notices.ok(say("catchup.prior_taken", n=answer.value, name=offered.person.name))
        self.taken.emit(offered)
        self._room.publish({Change.VISITS, Change.PEOPLE})

    def _stands(self, answer: Any) -> bool:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
        return not isinstance(answer, Refused)

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
        self.failed.emit(err)
