"""The three lists: looked through, one record at a time in the form, a file taken in after it was looked at."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import Key, PlaceRecord, What
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.places.ports import ListPorts, Unread
from vaxdesk.ui.screens.places.state import Filling, Importing, ListsState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class ListsModel(StateModel[ListsState]):
    """The model of the first three tabs."""

    def __init__(self, room: Room, ports: ListPorts) -> None:
        super().__init__(ListsState(may_keep=ports.may_keep()))
        self._room, self._ports = room, ports

    def look(self) -> None:
        """Read the lists."""
        self._room.lanes.db.run_newest("places", self._ports.looked_at, lambda rows: self.become(rows=rows))
        self.become(may_keep=self._ports.may_keep())

    def show(self, what: What) -> None:
        """Another list; what was being filled in or imported is left."""
        if what is not self.state.what:
            self.become(what=what, filling=None, importing=None, refused="", searched="")

    def search(self, text: str) -> None:
        """Show only records that have this in name, code or place."""
        self.become(searched=text)

    # one record

    def begin(self) -> None:
        """A new record in the form."""
        self.become(filling=Filling(record=PlaceRecord(what=self.state.what)))

    def open(self, row: PlaceRow) -> None:
        """A record, or a row of the import, in the form."""
        number = row.row if self.state.importing else 0
        self.become(filling=Filling(record=row.record, judged=row, row=number))

    def leave(self) -> None:
        """Back to the list; nothing is saved."""
        self.become(filling=None)

    def check(self, values: dict[str, str]) -> None:
        """Say what is wrong with what is typed; rows of an import are judged when they are mended."""
        filling = self.state.filling
        if filling is None or filling.row:
            return
        record = filling.record.replaced(**values)

        def told(judged: PlaceRow) -> None:
            now = self.state.filling
            if now is not None and now.record.id == record.id and not now.row:
                self.become(filling=msgspec.structs.replace(now, judged=judged))

        self._room.lanes.db.run_newest("place", lambda: self._ports.check(record), told)

    def save(self, values: dict[str, str]) -> None:
        """Save what is typed, or put it into the row of the import."""
        filling = self.state.filling
        if filling is None or self.state.busy:
            return
        if filling.row:
            self._mend(filling.row, values)
            return
        record = filling.record.replaced(**values)
        self.become(busy=True)
        self._room.lanes.db.run(lambda: self._ports.save(record), lambda said: self._saved(record, said), self._broken)

    def set_locked(self, record: PlaceRecord, *, on: bool) -> None:
        """Lock a member of staff, or take the lock away."""
        key = "locked" if on else "unlocked"
        told = say(f"places_page.{key}", name=record.name)
        self._act(lambda: self._ports.lock(record.id, on), told)

    def take_out(self, record: PlaceRecord, why: str) -> None:
        """Take a record off the list; the notice offers to put it back."""
        undo = Act(say("kit.undo"), lambda: self._put_back(record))
        told = say("places_page.taken_out", name=record.name)
        self._act(lambda: self._ports.take_out(record.id, why), told, undo=undo)

    def _put_back(self, record: PlaceRecord) -> None:
        self._act(lambda: self._ports.put_back(record.id), say("places_page.put_back", name=record.name))

    def _act(self, work: Callable[[], str | Refused], told: str, *, undo: Act | None = None) -> None:
        def on(answer: str | Refused) -> None:
            if isinstance(answer, Refused):
                self._room.notices.warn(refusal_text(answer))
                return
            self.become(filling=None)
            self._room.notices.ok(told, undo)
            self._changed()

        self._room.lanes.db.run(work, on, self._broken)

    def _saved(self, record: PlaceRecord, answer: str | Refused | PlaceRow) -> None:
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
        elif isinstance(answer, PlaceRow):
            filling = self.state.filling
            if filling is not None:
                self.become(filling=msgspec.structs.replace(filling, record=record, judged=answer))
            key = "there" if answer.fate is Fate.THERE else "mend_first"
            self._room.notices.warn(say(f"places_page.{key}"))
        else:
            self.become(filling=None)
            self._room.notices.ok(say("places_page.saved", name=record.name))
            self._changed()

    # a file

    def choose(self, path: str) -> None:
        """Read a file and judge its rows; nothing is written."""
        what = self.state.what
        self.become(busy=True, refused="", filling=None)
        self._room.lanes.paper.run(lambda: self._ports.look(path, what), self._looked, self._broken)

    def show_fate(self, fate: Fate | None) -> None:
        """Show only rows that this becomes of, or all."""
        self._importing(fate=fate)

    def discard(self) -> None:
        """Leave the file; nothing was written."""
        self.become(importing=None, filling=None)

    def take_in(self) -> None:
        """Take the rows in that can be taken."""
        importing = self.state.importing
        if importing is None or importing.taken >= 0 or self.state.busy or not importing.to_take:
            return
        self.become(busy=True)
        self._next(importing, 0)

    def _next(self, importing: Importing, taken: int) -> None:
        """The next batch, so that saves get through in between."""
        self._room.lanes.db.run(
            lambda: self._ports.take(importing.looked), lambda said: self._taken(importing, taken, said), self._broken
        )

    def save_result(self, path: str) -> None:
        """Write the workbook with what became of each row beside it."""
        importing = self.state.importing
        if importing is not None:
            self._write(lambda: self._ports.write_result(importing.looked, path), path)

    def save_list(self, path: str, *, filled: bool) -> None:
        """Write the list, or an empty form of it."""
        what = self.state.what
        self._write(lambda: self._ports.write_list(what, path, filled), path)

    def _write(self, work: Callable[[], object], path: str) -> None:
        told = say("places_page.written", file=path)
        self._room.lanes.paper.run(work, lambda _: self._room.notices.ok(told), self._room.notices.failed)

    def _mend(self, row: int, values: dict[str, str]) -> None:
        importing = self.state.importing
        if importing is None:
            return
        changed = {Key(name).value: text for name, text in values.items()}
        self.become(busy=True)
        self._room.lanes.paper.run(
            lambda: self._ports.mend(importing.looked, row, changed), lambda now: self._mended(row, now), self._broken
        )

    def _mended(self, row: int, now: Importing) -> None:
        importing = self.state.importing
        if importing is None:
            return
        judged = next(one for one in now.rows if one.row == row)
        self.become(busy=False, importing=msgspec.structs.replace(now, fate=importing.fate))
        if judged.fate is Fate.PROBLEM:
            self.become(filling=Filling(record=judged.record, judged=judged, row=row))
            self._room.notices.warn(say("places_page.mend_first"))
        else:
            self.become(filling=None)

    def _looked(self, found: Importing | Unread) -> None:
        self.become(busy=False)
        if isinstance(found, Unread):
            self.become(refused=found.key)
        else:
            self.become(importing=found, what=found.what)

    def _taken(self, importing: Importing, taken: int, answer: int | Refused) -> None:
        if not isinstance(answer, Refused) and answer and taken + answer < importing.to_take:
            self._next(importing, taken + answer)
            return
        self.become(busy=False)
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer))
            return
        self._importing(taken=taken + answer)
        self._room.notices.ok(say("places_page.taken", n=taken + answer))
        self._changed()

    def _importing(self, **changes: object) -> None:
        if self.state.importing is not None:
            self.become(importing=msgspec.structs.replace(self.state.importing, **changes))

    def _changed(self) -> None:
        self._room.publish({Change.PLACES})
        self.look()

    def _broken(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
