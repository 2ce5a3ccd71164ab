"""Reads a list on the paper lane, takes it in batch by batch on the db lane, so that saves go on in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.roster import RowResult, RowStatus
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.roster.state import Imported, Preview, RosterState, Step, Tab
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

Progress = Callable[[int, int], None]


class Unread(Exception):
    """A file that is no list of people: the key of the sentence why, and the row it is about (0 for none)."""

    def __init__(self, key: str, row: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.row = row


@dataclass(frozen=True)
class RosterPorts:
    """What the page needs of the desk.

    Args:
        look: `look(path, day, progress, cancelled)` reads and judges; paper lane; None when cancelled, `Unread` raised
            inside is answered as a value (`Unread` instance).
        begin: `begin(looked)`: notes the import; db lane; a reference, empty when there is nothing to take, or Refused.
        take: `take(looked, roster, start)`: the next batch; db lane; where the following one starts.
        write_result: `write_result(looked, path)`; paper lane.
        write_template: `write_template(path)`; paper lane.
        imported: lists taken in so far; db lane.
        day: the session's day.
    """

    look: Callable[[str, str, Progress, Callable[[], bool]], Preview | Unread | None]
    begin: Callable[[Any], str | Refused]
    take: Callable[[Any, str, int], int]
    write_result: Callable[[Any, str], None]
    write_template: Callable[[str], None]
    imported: Callable[[], tuple[Imported, ...]]
    day: Callable[[], str]


class RosterModel(StateModel[RosterState]):
    """The page's model."""

    def __init__(self, room: Room, ports: RosterPorts) -> None:
        super().__init__(RosterState(day=ports.day()))
        self._room, self._ports = room, ports
        self._job: Job | None = None
        self._stopping = False

    def look(self) -> None:
        """Read the lists taken in so far."""
        self._room.lanes.db.run_newest("rosters", self._ports.imported, lambda found: self.become(imported=found))

    def set_day(self, day: str) -> None:
        """The day that the list is for."""
        self.become(day=day)

    def choose(self, path: str) -> None:
        """Read a file and judge its rows; nothing is written."""
        if self.state.step in (Step.READING, Step.TAKING) or not self.state.day:
            return
        day = self.state.day
        self.become(step=Step.READING, done=0, total=0, preview=None, refused="", tab=Tab.ALL, saved="")

        def work(job: Job) -> Preview | Unread | None:
            return self._ports.look(path, day, job.progress, lambda: job.cancelled)

        self._job = self._room.lanes.paper.run_long(work, self._looked, self._unread, on_progress=self._progress)

    def cancel(self) -> None:
        """Stop reading, or stop taking in after the batch at hand; what was taken in stays."""
        if self._job is not None:
            self._job.cancel()
        self._stopping = True

    def show_tab(self, tab: Tab) -> None:
        """List other rows of the preview."""
        self.become(tab=tab)

    def discard(self) -> None:
        """Back to the choice of a file."""
        self.become(step=Step.CHOOSE, preview=None, refused="", saved="")
        self.look()

    def take_in(self) -> None:
        """Take the accepted rows in."""
        preview = self.state.preview
        if preview is None or self.state.step is not Step.PREVIEW:
            return
        self._stopping = False
        self.become(step=Step.TAKING, done=0, total=preview.to_take)
        self._room.lanes.db.run(lambda: self._ports.begin(preview.looked), self._begun, self._broken)

    def save_result(self, path: str) -> None:
        """Write the workbook with the reason beside each row."""
        preview = self.state.preview
        if preview is not None:
            self._room.lanes.paper.run(
                lambda: self._ports.write_result(preview.looked, path),
                lambda _: self._told(say("roster_page.result_saved", file=path)),
                self._room.notices.failed,
            )

    def save_template(self, path: str) -> None:
        """Write an empty list in the national form."""
        self._room.lanes.paper.run(
            lambda: self._ports.write_template(path),
            lambda _: self._told(say("roster_page.template_saved", file=path)),
            self._room.notices.failed,
        )

    def page_of(self, tab: Tab) -> tuple[RowResult, ...]:
        """The rows of a tab."""
        rows = self.state.preview.rows if self.state.preview else ()
        return rows if tab is Tab.ALL else tuple(row for row in rows if tab in tabs_of(row))

    def _told(self, text: str) -> None:
        self._room.notices.ok(text)

    def _progress(self, done: int, total: int) -> None:
        self.become(done=done, total=total)

    def _looked(self, found: Preview | Unread | None) -> None:
        self._job = None
        if found is None:
            self.become(step=Step.CHOOSE)
        elif isinstance(found, Unread):
            self.become(step=Step.CHOOSE, refused=found.key, refused_row=found.row)
        else:
            self.become(step=Step.PREVIEW, preview=found, done=0, total=0)

    def _unread(self, err: Err) -> None:
        self._job = None
        self.become(step=Step.CHOOSE, refused=err.key, refused_row=0)

    def _begun(self, roster: str | Refused) -> None:
        if isinstance(roster, Refused):
            self._room.notices.warn(refusal_text(roster))
            self.become(step=Step.PREVIEW)
        elif not roster:
            self._finish()
        else:
            self._take(roster, 0)

    def _take(self, roster: str, start: int) -> None:
        preview = self.state.preview

        def on(at: int) -> None:
            self.become(done=at)
            if at >= preview.to_take or self._stopping:
                self._finish()
            else:
                self._take(roster, at)

        self._room.lanes.db.run(lambda: self._ports.take(preview.looked, roster, start), on, self._broken)

    def _finish(self) -> None:
        self.become(step=Step.DONE)
        self._room.publish({Change.PEOPLE, Change.ROSTER, Change.VISITS})
        self.look()

    def _broken(self, err: Err) -> None:
        """What was taken in stays; the file can be read again and only the rest is taken in."""
        self._room.notices.failed(err)
        self.become(step=Step.PREVIEW)


def tabs_of(row: RowResult) -> frozenset[Tab]:
    """The tabs, beside all, in which a row is listed."""
    taken = row.status in (RowStatus.ACCEPTED, RowStatus.KNOWN)
    found = {Tab.ACCEPTED} if taken else {Tab(row.status.value)}
    return frozenset(found | ({Tab.WARNED} if row.warnings else set()))
