"""Intents of the certificates screen: show, issue and print, print again, print papers of the day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vaxdesk.domain.identity import Found, Identified, Presence, Several
from vaxdesk.domain.papers import CertificateSheet
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import VisitRow
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.notices import Act
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.printing import PaperJob, Printing
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.certificates import paper_jobs
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts
from vaxdesk.ui.screens.certificates.state import CertificatesState, DayPaper
from vaxdesk.ui.screens.certificates.vouch_model import VouchingModel
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


class CertificatesModel(StateModel[CertificatesState]):
    """The certificate desk. `undo_wanted(entry)` asks the view for the reason of an undo, `list_wanted` for the cursor
    on the people who were found."""

    undo_wanted = Signal(str)
    list_wanted = Signal()

    def __init__(self, room: Room, ports: CertificatesPorts) -> None:
        super().__init__(CertificatesState(size=ports.size()))
        self._room, self._ports = room, ports
        self._printing = Printing(room, ports.printing)
        self.vouching = VouchingModel(room, ports.vouching, product=ports.product)
        self._printing.finished.connect(self._finished)
        self._printing.left.connect(lambda _: self._stopped())

    @property
    def ports(self) -> CertificatesPorts:
        """What this screen was given."""
        return self._ports

    def open(self, person: str = "") -> None:
        """The screen was opened, perhaps for a person."""
        self.become(today=self._ports.today(), now=self._ports.now(), size=self._ports.size(), found=None)
        if person:
            self._show_people()
            self.pick(person)
        self.look_again()

    def look_again(self) -> None:
        """Who waits now, and the person shown; the signatures of the day while they are looked at."""
        if self.state.vouching:
            self.vouching.look_again()
        self._room.lanes.db.run_newest("certificates.queue", self._ports.queue, self._came, self._failed)
        if self.state.person:
            self.pick(self.state.person)

    def pick(self, person: str) -> None:
        """Show a person."""
        work = partial(self._ports.sheet, person)
        self._room.lanes.db.run_newest("certificates.sheet", work, partial(self._shown, person), self._failed)

    def pick_slot(self, slot: int) -> None:
        """A dose of the sheet, for printing it alone."""
        self.become(slot=slot)

    def searched(self, text: str) -> None:
        """Somebody types; an empty text goes back to the queue."""
        if not text:
            self.become(found=None)
            self._first()
            return
        self._show_people()
        work = partial(self._ports.search, text)
        self._room.lanes.db.run_newest("certificates.search", work, self._listed, self._failed)

    def submit(self, text: str) -> None:
        """Enter after typing: one of those found is to be picked; they are there already, or they are coming."""
        del text
        self.list_wanted.emit()

    def scanned(self, raw: RawScan) -> None:
        """A code was read: the person it means is shown."""
        self._show_people()
        work = partial(self._ports.identify, raw.payload, keyed=raw.keyed)
        self._room.lanes.db.run_newest("certificates.search", work, self._identified, self._failed)

    def choose_size(self, size: str) -> None:
        """Paper of the certificate from now on."""
        self._ports.keep_size(size)
        self.become(size=size)

    def show_papers(self, *, on: bool) -> None:
        """The papers of the day, or the certificates."""
        self.become(papers=on, vouching=False)

    def show_vouching(self, *, on: bool) -> None:
        """The site's signatures, or the certificates."""
        self.become(papers=False, vouching=on)
        if on:
            self.vouching.open()

    def print(self, over: QWidget | None = None, *, look: bool = False, alone: bool = False) -> None:
        """Print the certificate; one that is due is issued at the moment when it is printed or saved, not by a look.

        Args:
            over: the view, for the preview.
            look: show the preview first.
            alone: only the picked dose, into a sheet that is already stamped.
        """
        sheet = self.state.sheet
        if sheet is None or self.state.busy or not sheet.printable or (alone and not self.state.slot):
            return
        self.become(busy=True)
        of = partial(
            paper_jobs.of_person, self._ports, sheet.person, size=self.state.size,
            slot=self.state.slot if alone else None,
        )  # fmt: skip
        issue = partial(self._issue, sheet.person.id, of) if self.state.due else None
        self._printing.start(of(issue=issue), over=over, look=look)

    def print_all(self, over: QWidget | None = None) -> None:
        """Show the certificates of everybody who waits as one file; printing or saving it issues them."""
        people = tuple(row.person.id for row in self.state.queue)
        if people and not self.state.busy:
            self.become(busy=True)
            of = partial(paper_jobs.of_many, self._ports, size=self.state.size, day=self.state.today)
            self._printing.start(of(people, issue=partial(self._issue_all, people, of)), over=over, look=True)

    def print_paper(self, paper: DayPaper, over: QWidget | None = None) -> None:
        """Show a paper of the day, to be printed from there."""
        if self.state.busy:
            return
        self.become(busy=True)
        self._printing.start(paper_jobs.of_day(self._ports, paper, day=self.state.today), over=over, look=True)

    def undo(self, entry: str, why: str) -> None:
        """Take a certificate back, for a reason."""
        self._room.lanes.db.run(partial(self._ports.undo, entry, why=why), self._undone, self._failed)

    def _issue(self, person: str, of: Callable[..., PaperJob]) -> PaperJob | Refused:
        """On the db lane: the certificate is written, and printed with an undo."""
        answer = self._ports.issue(person)
        if isinstance(answer, Refused):
            return answer
        return of(act=Act(say("kit.undo"), partial(self.undo_wanted.emit, answer.refs[0])))

    def _issue_all(self, people: tuple[str, ...], of: Callable[..., PaperJob]) -> PaperJob | Refused:
        """On the db lane: those that may be are issued, and they alone are printed."""
        answer = self._ports.issue_all(people)
        return answer if isinstance(answer, Refused) else of(tuple(one for one in people if one not in answer.value))

    def _show_people(self) -> None:
        self.become(papers=False, vouching=False)

    def _came(self, rows: tuple[VisitRow, ...]) -> None:
        self.become(queue=rows)
        self._room.badge("certificates", str(len(rows)) if rows else "", Tone.WAIT)
        if not self.state.person:
            self._first()

    def _first(self) -> None:
        rows = self.state.rows
        if rows:
            self.pick(rows[0].person.id)
        else:
            self.become(person="", sheet=None, slot=0)

    def _shown(self, person: str, answer: CertificateSheet | Refused) -> None:
        if isinstance(answer, Refused):
            self.become(person="", sheet=None, slot=0)
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        same, slots = self.state.person == person, [one.slot for one in answer.doses]
        latest = max(slots, default=0)
        slot = self.state.slot if same and self.state.slot in slots else latest
        self.become(person=person, sheet=answer, slot=slot)

    def _listed(self, rows: tuple[Presence, ...]) -> None:
        self.become(found=rows, person="", sheet=None)
        self._first()

    def _identified(self, answer: Identified) -> None:
        if isinstance(answer, Found):
            self._listed((answer.presence,))
        elif isinstance(answer, Several):
            self._listed(tuple(one.presence for one in answer.candidates))
        else:
            self._room.notices.warn(say(f"scan.next.{answer.scan.outcome.value}"))

    def _finished(self, job: PaperJob) -> None:
        """The next one who waits is shown, so that one key a person is enough."""
        del job
        self.become(busy=False, found=None, person="")
        self.look_again()

    def _stopped(self) -> None:
        self.become(busy=False)
        self.look_again()

    def _undone(self, answer: Any) -> None:
        if isinstance(answer, Refused):
            self._room.notices.warn(refusal_text(answer, product=self._ports.product))
            return
        self._room.notices.ok(say("certificates.undone"))
        self._room.publish({Change.VISITS})
        self.look_again()

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
