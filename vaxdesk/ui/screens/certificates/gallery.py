"""The certificates screen in its states, with synthetic people."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.outcomes import DoseKind, Outcome, Stage
from vaxdesk.domain.papers import CertificateSheet, SheetDose, SignedCode
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.schedule import Upcoming
from vaxdesk.domain.views import DoseView, PersonView, VisitRow
from vaxdesk.domain.vouching import VouchDay
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screens.certificates.model import CertificatesModel
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts
from vaxdesk.ui.screens.certificates.view import CertificatesView
from vaxdesk.ui.screens.certificates.vouch_people import DAY, GONE, NOBODY, NURSE, vouch_ports

TODAY, NOW = "2026-11-24", 1_795_485_600
_NAMES = ("Nguyễn Thị Lành", "Sùng A Páo", "Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao", "H'Hen Niê")
PEOPLE = tuple(
    PersonView(id=f"0000000000001.{no}", name=name, dob="1990-01-01", sex="F", doc=f"01519000123{no}")
    for no, name in enumerate(_NAMES, start=2)
)
QUEUE = tuple(
    VisitRow(person=one, day=TODAY, stage=Stage.OBSERVED, outcome=Outcome.VACCINATED, no=40 + at, left_at=NOW + at * 60)
    for at, one in enumerate(PEOPLE)
)


def _dose(slot: int, kind: DoseKind, no: int, date: str, vaccine: str) -> SheetDose:
    dose = DoseView(id=f"0000000000001.{slot}0", date=date, product="", lot=f"NJ03{slot}2A")
    short = vaccine.split()[-1].strip("()")
    return SheetDose(
        slot=slot, kind=kind, kind_no=no, dose=dose, vaccine=vaccine, product=short, place="Trạm Y tế xã Hạnh Phúc"
    )


DOSES = (
    _dose(1, DoseKind.PRIMARY, 1, "2021-09-14", "COVID-19 Vaccine AstraZeneca"),
    _dose(2, DoseKind.PRIMARY, 2, "2021-12", "COVID-19 Vaccine AstraZeneca"),
    _dose(5, DoseKind.BOOSTER, 1, TODAY, "COVID-19 Vaccine Comirnaty (Pfizer)"),
)
DUE = CertificateSheet(
    person=PEOPLE[0], doses=DOSES, upcoming=Upcoming(day="2027-03-24", kind=DoseKind.BOOSTER, kind_no=2)
)
ISSUED = CertificateSheet(
    person=PEOPLE[1],
    doses=DOSES,
    left_out=(DoseView(id="0000000000001.99", date="2027-01-01", product=""),),
    may_issue=Refused(reason=Refusal.ALREADY_CERTIFIED, facts={"at": NOW}),
    code="0BJ6K42M7XQ9T2B4H8FZWND5RA",
    issued_at=NOW,
    signed=SignedCode(
        text="HC1:", uvci="URN:UVCI:01:VN:79EYBB6FPGYKEMZTDK42HJB6NB#C", number=3, series=3, signed_at=NOW,
        until=NOW + 365 * 86_400,
    ),
)  # fmt: skip
ELSEWHERE = msgspec.structs.replace(ISSUED, may_issue=Refused(reason=Refusal.NOT_LEFT), code="", issued_at=0)
WATCHED = CertificateSheet(person=PEOPLE[2], doses=DOSES, may_issue=Refused(reason=Refusal.NOT_LEFT))
NO_DOSES = CertificateSheet(person=PEOPLE[3], may_issue=Refused(reason=Refusal.NOT_INJECTED))


def ports(
    *,
    queue: tuple[VisitRow, ...] = QUEUE,
    sheet: CertificateSheet = DUE,
    size: str = "a5",
    day: VouchDay = DAY,
) -> CertificatesPorts:
    """Ports that answer with what they are given and save nothing."""
    return CertificatesPorts(
        queue=lambda: queue,
        sheet=lambda _: sheet,
        identify=_nothing,
        search=lambda text: tuple(Presence(person=one, listed=True) for one in PEOPLE if text == one.name),
        issue=_nothing,
        issue_all=_nothing,
        undo=_nothing,
        contents=_nothing,
        contents_of_all=_nothing,
        draw=_nothing,
        draw_all=_nothing,
        note=_nothing,
        note_all=_nothing,
        paper=_nothing,
        draw_paper=_nothing,
        today=lambda: TODAY,
        now=lambda: NOW,
        size=lambda: size,
        keep_size=_nothing,
        printing=PrintPorts(chosen=str, keep=_nothing),
        vouching=vouch_ports(day),
    )


def _nothing(*_: object, **__: object) -> Allowed:
    return Allowed()


def _opened(given: CertificatesPorts, then: Callable[[CertificatesModel], None] | None = None) -> CertificatesView:
    model = CertificatesModel(a_room(), given)
    view = CertificatesView(model)
    view.activate()
    if then is not None:
        then(model)
    return view


def _papers(model: CertificatesModel) -> None:
    model.show_papers(on=True)


def _of(day: VouchDay, at: int = 0) -> Callable[[], CertificatesView]:
    """The signature page on a day, with the cursor on one of its people."""

    def then(model: CertificatesModel) -> None:
        model.show_vouching(on=True)
        if day.rows:
            model.vouching.pick(day.rows[at].person.id)

    return lambda: _opened(ports(day=day), then)


GALLERY = (
    Sample("certificates-due", lambda: _opened(ports())),
    Sample("certificates-issued", lambda: _opened(ports(sheet=ISSUED, size="a4"))),
    Sample("certificates-elsewhere", lambda: _opened(ports(sheet=ELSEWHERE))),
    Sample("certificates-watched", lambda: _opened(ports(sheet=WATCHED), lambda model: model.searched(_NAMES[2]))),
    Sample("certificates-none", lambda: _opened(ports(queue=()))),
    Sample("certificates-no-doses", lambda: _opened(ports(sheet=NO_DOSES))),
    Sample("certificates-papers", lambda: _opened(ports(), _papers)),
    Sample("certificates-vouching", _of(DAY)),
    *(Sample(f"certificates-vouching-{one.state.value}", _of(DAY, at)) for at, one in enumerate(DAY.rows) if at > 2),
    Sample("certificates-vouching-gone", _of(GONE)),
    Sample("certificates-vouching-nobody", _of(NOBODY)),
    Sample("certificates-vouching-nurse", _of(NURSE)),
    question("certificates-ask-undo", lambda: _opened(ports(sheet=ISSUED)), lambda view: view._ask_undo("e.1")),
    question("certificates-ask-unsign", _of(DAY, 4), lambda view: view.vouching.ask_why("e.1", "e.2")),
)
