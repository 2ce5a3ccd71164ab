"""Samples of the sending page, with synthetic people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaxdesk.domain.cases.question import QuestionTask, QuestionView
from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.completeness import Completeness, DayPerson, Rung, completeness
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.issues import IssueCase, IssueKind, IssueView
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.plea import PleaStatus, PleaTask, PleaView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.sealing import DayEnd, SealLine
from vaxdesk.domain.stock.balance import TableLine
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.sample_sheet import SampleSheet
from vaxdesk.ui.screens.sending.issue_rows import IssueRows
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.ports import SendingPorts, StickPorts
from vaxdesk.ui.screens.sending.state import Figures, LeaseFace, Near, Neighbour
from vaxdesk.ui.screens.sending.view import SendingView
from vaxdesk.words import say

NOW = 1_795_420_000
DAY = "2026-11-23"
_NAMES = ("Nguyễn Thị Lành", "Sùng A Páo", "H'Hen Niê", "Lò Văn Ngạn", "Giàng Thị Dở", "Bùi Thị Ắng", "Trần Quốc Vượng")
PEOPLE = tuple(
    PersonView(
        id=f"0000000000001.{at + 2}", name=name, dob=f"19{60 + at}-01-0{at + 1}", sex="FM"[at % 2], adr="Thôn Cu Vai"
    )
    for at, name in enumerate(_NAMES)
)


def _day(*states: Delivery) -> Completeness:
    """Seven people: two without an outcome, five as far as told."""
    outcomes = [None, None, *[Outcome.VACCINATED] * 5]
    stages = [Stage.RECEIVED, Stage.SCREENED, Stage.INJECTED, *[Stage.DONE] * 4]
    return completeness(
        DAY,
        (
            DayPerson(person=person.id, stage=stage, outcome=outcome, states=(state,))
            for person, stage, outcome, state in zip(PEOPLE, stages, outcomes, states, strict=True)
        ),
    )


WHOLE = completeness(
    DAY,
    (
        DayPerson(person=one.id, stage=Stage.DONE, outcome=Outcome.VACCINATED, states=(Delivery.CONFIRMED,))
        for one in PEOPLE
    ),
)
OPEN = _day(
    Delivery.CONFIRMED, Delivery.SAVED, Delivery.SAVED, Delivery.ATTENTION, Delivery.SENT, Delivery.CONFIRMED,
    Delivery.CONFIRMED,
)  # fmt: skip
_SEALS = tuple(
    SealLine(
        id=f"0000000000001.{at}", at=NOW - at * 600, by="Lò Thị Mai", people=7, outcomes=5, confirmed=at, waiting=9
    )
    for at in (2, 1)
)
_AT_TABLES = (
    TableLine(lot="x", number="FK1234", product="COM-A", place="table:1", issued=24, extra=1, used=14, wasted=5),
    TableLine(lot="x", number="FK1234", product="COM-A", place="table:2", issued=12, used=12),
)
CASES = {
    IssueKind.DUP_INJECTION: (
        IssueCase(
            issue=IssueView(id="a1", kind=IssueKind.DUP_INJECTION, refs=("x", "y"), facts={"day": DAY}),
            people=PEOPLE[2:3],
        ),
    ),
    IssueKind.DUP_PERSON: tuple(
        IssueCase(
            issue=IssueView(id=f"b{at}", kind=IssueKind.DUP_PERSON, refs=("x", "y"), facts={"by": "doc"}),
            people=PEOPLE[at : at + 2],
        )
        for at in (0, 3)
    ),
    IssueKind.VIAL_OVERDRAWN: (
        IssueCase(
            issue=IssueView(
                id="c1", kind=IssueKind.VIAL_OVERDRAWN, refs=("x",), facts={"given": "7", "doses": "6"}
            ),
            lot="FK1234",
        ),
    ),
}
STICK = StickPorts(take_out=lambda: None, bring_in=lambda: None, carry=lambda: None, join=lambda _: None)


def _ports(figures: Figures, refused_join: str, end: DayEnd | None) -> SendingPorts:
    return SendingPorts(
        read=lambda: figures,
        send_now=lambda: None,
        ask=lambda _address, _code: refused_join,
        carry=lambda request: request,
        keep=lambda _given: None,
        people=lambda wanted: tuple(one for one in PEOPLE if one.id in wanted),
        cases=lambda kind: CASES.get(kind, ()),
        resolve=lambda *_, **__: None,
        reopen=lambda _: None,
        answer=lambda *_, **__: None,
        prepare=lambda _: SampleSheet().take(),
        sheet_eye=SampleSheet,
        take_back=lambda _: None,
        days=lambda: (DAY, "2026-11-22"),
        day_end=lambda day: end or DayEnd(day=day or DAY, ladder=figures.ladder, waiting=figures.waiting),
        seal=lambda _: None,
        print_seal=lambda _: None,
        unlock=lambda _: Refused(reason=Refusal.NO_RIGHT, facts={"act": "unlock_lease"}),
        product=str,
        stick=STICK,
    )


def a_page(
    *, loop: dict[str, Any] | None = None, refused_join: str = "", end: DayEnd | None = None, **changes: Any
) -> SendingView:
    """A page that shows these figures, and what the loop says."""
    values = {
        "enrolled": True,
        "server": "https://dongbo.example.vn",
        "saved": 1840,
        "waiting": 0,
        "waiting_since": 0,
        "waiting_bytes": 0,
        "last_contact": NOW - 180,
        "refused": (),
        "now": NOW,
        "waiting_seconds": 2,
        "ladder": WHOLE,
        "may_seal": True,
    }
    figures = Figures(**{**values, **changes})
    model = SendingModel(a_room(), _ports(figures, refused_join, end))
    model.look()
    if refused_join:
        model.join("https://dongbo.example.vn", "SAI-MA")
    model.become(**({"next_s": 300, "next_at": NOW + 300} | (loop or {})))
    return SendingView(model)


def _near() -> SendingView:
    view = a_page(waiting=37, waiting_since=NOW - 900, waiting_bytes=1200, waiting_seconds=65)
    peers = (Neighbour(name="BAN-TIEM", last=NOW - 4), Neighbour(name="BAN-KHAM-2", last=NOW - 660, behind=12, ahead=3))
    view._model.show_near(Near(peers=peers, notes=("lan.refused.other_station",)))
    return view


def _issues() -> SendingView:
    found = {IssueKind.DUP_INJECTION: 1, IssueKind.DUP_PERSON: 12}
    view = a_page(issues=found, ladder=OPEN, may_resolve=True)
    view._model.show_issue(IssueKind.DUP_PERSON)
    return view


def _pleas() -> SendingView:
    found = [
        PleaTask(
            PleaView(id="x", person=one.id, day=day, due=due, way="self", status=how), one
        )
        for one, day, due, how in (
            (PEOPLE[0], "2026-11-17", "2026-11-19", PleaStatus.LATE),
            (PEOPLE[6], "2026-11-23", "2026-11-25", PleaStatus.OPEN),
        )
    ]
    return a_page(pleas=tuple(found))


QUESTIONS = (
    QuestionTask(
        question=QuestionView(
            id="q1", issue="a1", what="same_person", text="Mẹ là Bùi Thị Ắng phải không?", refs=("x", "y"),
            until="2026-11-20",
        ),
        people=PEOPLE[:2],
        late=True,
    ),
    QuestionTask(
        question=QuestionView(id="q2", issue="a2", what="dose_given", refs=("x",), until="2026-11-30"),
        people=PEOPLE[2:3],
    ),
    QuestionTask(question=QuestionView(id="q3", issue="a3", what="other", text="Tủ lạnh đã sửa chưa?", refs=("z",))),
)  # fmt: skip


def _asked() -> SendingView:
    return a_page(questions=QUESTIONS, may_answer=True)


def _lapsed() -> SendingView:
    lease = LeaseFace(lapsed=True, number="0471", device=812_345, may_unlock=True)
    view = a_page(lease=lease, last_contact=NOW - 86400 * 34)
    view._model.unlock("ABCD-EFGH")
    return view


def _stick() -> SendingView:
    view = a_page(waiting=3, waiting_since=NOW - 900, waiting_bytes=900)
    view._model.show_stick(
        f"{say('usb.confirmed', n=412, upto=1500)}\n{say('usb.taken', n=37)}\n{say('usb.waiting', n=3)}"
    )
    return view


def _stick_failed() -> SendingView:
    view = a_page(waiting=3, waiting_since=NOW - 900, waiting_bytes=900)
    view._model.show_stick(say("usb.fault.cut"), failed=True)
    return view


def _nobody_near() -> SendingView:
    view = a_page()
    view._model.show_near(Near())
    return view


def _missing() -> SendingView:
    view = a_page(waiting=9, waiting_since=NOW - 900, waiting_bytes=900, waiting_seconds=None, ladder=OPEN)
    view._model.show_missing(Rung.SENT)
    return view


def _day_end(end: DayEnd) -> tuple[Callable[[], SendingView], Callable[[SendingView], None]]:
    """The page on a day, and what opens the end of that day."""
    return (
        lambda: a_page(end=end, ladder=end.ladder),
        lambda view: (view._model.become(day_end=end), view._open_day(end, (DAY, "2026-11-22"))),
    )


_UNDONE = DayEnd(day=DAY, ladder=OPEN, waiting=9, refused=("not_yours",), unvouched=12)
GALLERY: tuple[Sample, ...] = (
    Sample("sending-confirmed", a_page),
    Sample("sending-waiting", lambda: a_page(waiting=37, waiting_since=NOW - 900, waiting_bytes=1200, ladder=OPEN)),
    Sample("sending-missing", _missing),
    Sample("sending-issues", _issues),
    Sample("sending-pleas", _pleas),
    Sample("sending-asked", _asked),
    Sample("sending-lease", _lapsed),
    Sample("sending-lease-nurse", lambda: a_page(lease=LeaseFace(lapsed=True))),
    Sample("sending-near", _near),
    Sample("sending-nobody-near", _nobody_near),
    Sample(
        "sending-no-line",
        lambda: a_page(
            waiting=412,
            waiting_since=NOW - 86400 * 2,
            waiting_bytes=7300,
            waiting_seconds=150,
            last_contact=NOW - 86400 * 2,
            ladder=OPEN,
            loop={"trouble": "no_line", "next_s": 45},
        ),
    ),
    Sample("sending-stick", _stick),
    Sample("sending-stick-failed", _stick_failed),
    Sample(
        "sending-refused",
        lambda: a_page(
            waiting=12,
            waiting_since=NOW - 60,
            refused=("not_yours", "fork"),
            clock=ClockState.FAR_AHEAD,
            loop={"min_app": "2.0.0", "went_back": True},
        ),
    ),
    Sample("sending-alone", lambda: a_page(enrolled=False, server="", last_contact=0, ladder=Completeness())),
    Sample(
        "sending-join-refused",
        lambda: a_page(enrolled=False, server="", last_contact=0, refused_join="sync.enrol.bad_code"),
    ),
    question("sending-day-open", *_day_end(_UNDONE)),
    question("sending-day-vaccine", *_day_end(DayEnd(day=DAY, ladder=WHOLE, vaccine=_AT_TABLES))),
    question("sending-day-whole", *_day_end(DayEnd(day=DAY, ladder=WHOLE, seals=_SEALS, after=3))),
    question("sending-answering", _asked, lambda view: view._asked._ask(QUESTIONS[0])),
    question("sending-ask-issue", _issues, lambda view: view.findChild(IssueRows)._ask(CASES[IssueKind.DUP_PERSON][0])),
)
