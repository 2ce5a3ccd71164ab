"""A desk without a store, for the certificates screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtPrintSupport import QPrinter

from vaxdesk.documents import certificate
from vaxdesk.domain.identity import Found, Match, Presence, Unread, Via
from vaxdesk.domain.papers import CertificateSheet
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.domain.views import VisitRow
from vaxdesk.domain.vouching import VouchDay, VouchRow, VouchState
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.certificates.gallery import DOSES, NOW, PEOPLE, QUEUE, TODAY
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts, VouchPorts
from vaxdesk.ui.screens.certificates.vouch_people import DAY


class Done(msgspec.Struct):
    refs: tuple[str, ...]
    value: Any = None


@dataclass
class Station:
    """A desk without a store: who waits, who has a certificate, what was drawn and noted."""

    folder: Path
    queue: list[VisitRow] = field(default_factory=lambda: list(QUEUE))
    issued: list[str] = field(default_factory=list)
    drawn: list[tuple[Any, str, int | None]] = field(default_factory=list)
    noted: list[tuple] = field(default_factory=list)
    undone: list[tuple[str, str]] = field(default_factory=list)
    refuses: Refused | None = None
    day: VouchDay = DAY
    vouched: list[tuple[str, str]] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    printer: str = "Bàn 1"
    size: str = "a5"
    published: list[set[Change]] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        return ("Bàn 1",)

    def default(self) -> str:
        return "Bàn 1"

    def open(self, name: str) -> QPrinter:
        assert name in self.names()
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"{len(self.drawn)}.pdf"))
        return printer

    def sheet(self, person: str) -> CertificateSheet | Refused:
        one = next((one for one in PEOPLE if one.id == person), None)
        if one is None:
            return Refused(reason=Refusal.PERSON_GONE)
        may = Refused(reason=Refusal.ALREADY_CERTIFIED, facts={"at": NOW}) if person in self.issued else Allowed()
        code = "0BJ6K42M7XQ9T2B4H8FZWND5RA" if person in self.issued else ""
        return CertificateSheet(person=one, doses=DOSES, may_issue=may, code=code, issued_at=NOW)

    def issue(self, person: str) -> Any:
        if self.refuses:
            return self.refuses
        self.issued.append(person)
        self.queue = [row for row in self.queue if row.person.id != person]
        return Done(refs=(f"cert of {person}",))

    def issue_all(self, people: tuple[str, ...]) -> Any:
        others = {people[-1]: Refused(reason=Refusal.NOT_LEFT)}
        for person in people[:-1]:
            self.issue(person)
        return Done(refs=(), value=others)

    def says(self, person: str, *, draft: bool) -> str:
        return f"{'draft' if draft else 'says'} {person}"

    def undo(self, entry: str, *, why: str) -> Any:
        self.undone.append((entry, why))
        return Done(refs=())

    def draw(self, contents: Any, *, size: str, only_slot: int | None = None) -> bytes:
        self.drawn.append((contents, size, only_slot))
        return certificate.render(certificate.SAMPLE, size=size.upper(), only_slot=only_slot)

    def note(self, what: str, *, of: Any = "", copies: int, pages: int) -> None:
        self.noted.append((what, of, copies, pages))

    def vouch_day(self, on: str) -> VouchDay:
        return msgspec.structs.replace(self.day, day=on or TODAY)

    def vouch(self, on: str, rows: tuple[VouchRow, ...]) -> Any:
        if self.refuses:
            return self.refuses
        self.vouched += [(on, one.person.id) for one in rows]
        states = {one.person.id: VouchState.UNSENT for one in rows}
        self._turn(states)
        return Done(refs=tuple(states), value=self.left_out)

    def take_back(self, person: str, entry: str, *, why: str) -> Any:
        self.undone.append((entry, why))
        self._turn({person: VouchState.OPEN})
        return Done(refs=(entry,))

    def _turn(self, states: dict[str, VouchState]) -> None:
        rows = [
            msgspec.structs.replace(one, state=states.get(one.person.id, one.state)) for one in self.day.rows
        ]
        rows.sort(key=lambda one: list(VouchState).index(one.state))
        self.day = msgspec.structs.replace(self.day, rows=tuple(rows))

    def identify(self, payload: str, *, keyed: bool) -> Any:
        assert keyed
        scan = Scan(kind=ScanKind.CERTIFICATE_SLIP, outcome=ScanOutcome.READ)
        if payload != "lành":
            return Unread(Scan(kind=ScanKind.CERTIFICATE_SLIP, outcome=ScanOutcome.DAMAGED))
        return Found(
            presence=Presence(person=PEOPLE[3]), match=Match.CERTIFICATE, via=Via.CERTIFICATE, check_in=Allowed(),
            scan=scan,
        )

    def ports(self) -> CertificatesPorts:
        return CertificatesPorts(
            queue=lambda: tuple(self.queue), sheet=self.sheet, identify=self.identify,
            search=lambda text: tuple(Presence(person=one) for one in PEOPLE if text in one.name),
            issue=self.issue, issue_all=self.issue_all, undo=self.undo, contents=self.says,
            contents_of_all=lambda people, draft: [self.says(one, draft=draft) for one in people], draw=self.draw,
            draw_all=self.draw, note=self.note, note_all=self.note, paper=lambda paper: paper.value,
            draw_paper=lambda paper, says: self.draw((paper, says), size="a4"), today=lambda: TODAY,
            now=lambda: NOW, size=lambda: self.size, keep_size=lambda size: setattr(self, "size", size),
            vouching=VouchPorts(
                day=self.vouch_day, vouch=self.vouch, take_back=self.take_back, today=lambda: TODAY, now=lambda: NOW,
            ),
            printing=PrintPorts(
                chosen=lambda: self.printer, keep=lambda name: setattr(self, "printer", name), printers=lambda: self,
            ),
        )
