"""Samples of the page of the plan."""

from __future__ import annotations

from typing import Any

import msgspec

from vaxdesk.domain.plan.board import PlanBoard, RosterChoice, SessionPage
from vaxdesk.domain.plan.capacity import Lack, Shortage
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.effects import Effects, Shift
from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.proposal import Placed, Proposal
from vaxdesk.domain.plan.session import AllottedView, CampaignView, Defaults, SessionView
from vaxdesk.domain.plan.shortlist import Left
from vaxdesk.domain.plan.tasks import TaskView
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.plan.allot_dialog import AllotDialog
from vaxdesk.ui.screens.plan.campaign_dialog import CampaignDialog
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.ports import SessionPorts, TaskPorts
from vaxdesk.ui.screens.plan.sessions_part import SessionsPart
from vaxdesk.ui.screens.plan.state import Tab
from vaxdesk.ui.screens.plan.task_dialogs import TaskDialog
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.ui.screens.plan.tasks_part import TasksPart
from vaxdesk.ui.screens.plan.view import PlanView

_NAMES = ("Nguyễn Thị Lành", "Lò Văn Páo", "Sùng Thị Mỷ", "Bùi Thị Ắng", "Trần Văn Đạt", "H'Hen Niê Kdăm")
_SLOTS = {hour: 10 for hour in ("07:30", "08:30", "09:30", "13:30", "14:30", "15:30")}
_PEOPLE = tuple(
    PersonView(id=str(at), name=_NAMES[at % len(_NAMES)], dob=f"19{50 + at}-03-1{at % 9}", adr="Thôn Cu Vai",
               commune="Xà Hồ", tel=f"09123456{at:02}")
    for at in range(24)
)  # fmt: skip
_SESSION = SessionView(
    id="s1", day="2026-12-01", campaign="c1", place="Nhà văn hóa thôn Cu Vai", products=("COM-A",), lots=("FK1234",),
    slots=_SLOTS, filled={"07:30": 10, "08:30": 12, "09:30": 2}, kinds=("booster_1", "booster_2"),
)  # fmt: skip
_SESSIONS = (
    _SESSION,
    SessionView(id="s2", day="2026-12-03", place="Trạm Y tế", slots=_SLOTS),
    SessionView(id="s4", day="2026-11-26", campaign="c1", place="Trạm Y tế", slots=_SLOTS, filled={"07:30": 9},
                closed="2026-11-26"),
    SessionView(id="s3", day="2026-12-05", place="Trường tiểu học Háng Xê", slots=_SLOTS, filled={"07:30": 10}),
)
_CAMPAIGNS = (CampaignView(id="c1", no="3", name="Tiêm nhắc lại cuối năm", from_day="2026-12-01"),)
_HOURS = tuple(_SLOTS)
_PAGE = SessionPage(
    session=_SESSION,
    people=tuple(
        AllottedView(id=f"a{at}", plan="s1", slot=_HOURS[0 if at < 10 else 1 if at < 22 else 2], person=one)
        for at, one in enumerate(_PEOPLE)
    ),
    shortages=(
        Shortage(lack=Lack.PLACES, facts={"slot": "08:30", "people": 12, "places": 10}),
        Shortage(lack=Lack.DOSES, facts={"people": 24, "doses": 18}),
    ),
    doses=18,
)
_FITS = (Fit(product="COM-A", kind="booster", kind_no=1), Fit(product="AZ", kind="primary", kind_no=2))
_EFFECTS = Effects(
    day="2026-12-04",
    told=21,
    stay=tuple(
        Shift(one=one, slot="13:30" if one.slot == "09:30" else one.slot) for one in _PAGE.people if one.id != "a0"
    ),
    waiting=((_PAGE.people[0], LeftOut.TOO_EARLY),),
)
_TODAY = msgspec.structs.replace(_PAGE, session=msgspec.structs.replace(_SESSION, day="2026-11-27"))
_HELD = msgspec.structs.replace(_TODAY, came=21)
_CLOSED = SessionPage(session=msgspec.structs.replace(_SESSION, closed="2026-12-01"), people=_PAGE.people, came=22)
_PROPOSAL = Proposal(
    plan="s1",
    chosen=24,
    placed=tuple(Placed(one, _HOURS[2 + at // 10], fit=_FITS[at % 5 == 0]) for at, one in enumerate(_PEOPLE[:18])),
    left={LeftOut.TOO_EARLY: Left(2, _PEOPLE[18:20]), LeftOut.ALLOTTED: Left(4, _PEOPLE[20:24])},
    warnings=(Shortage(lack=Lack.DOSES, facts={"people": 42, "doses": 18}),),
)
_TASKS = (
    TaskView(id="1", campaign="c1", title="Chuẩn bị máy in, giấy và mực in", lead="Trạm y tế",
             partners="Ủy ban nhân dân xã", person="Lò Thị Mai", deadline="2026-11-24"),
    TaskView(id="2", campaign="c1", title="Tập huấn sử dụng phần mềm cho cán bộ y tế", lead="Trung tâm y tế",
             partners="Trạm y tế", deadline="2026-11-28", state="doing"),
    TaskView(id="3", campaign="c1", title="Chuẩn bị máy tính cho các bàn tại điểm tiêm", lead="Ủy ban nhân dân xã",
             person="Hoàng Văn Sình", deadline="2026-11-21", state="done"),
    TaskView(id="4", campaign="c1", title="Chuẩn bị máy quét mã QR (nếu có)", lead="Trạm y tế", state="not_needed"),
)  # fmt: skip
_PRODUCTS = (
    ("AZ", "AstraZeneca"), ("COM-A", "Comirnaty"), ("COM-C", "Comirnaty trẻ em"), ("MOD", "Moderna"),
    ("MOD-C", "Moderna trẻ em"), ("VERO", "Vero Cell"), ("SPUT", "Sputnik V"), ("ABD", "Abdala"),
    ("HAY", "Hayat-Vax"), ("JAN", "Janssen"),
)  # fmt: skip
_ROSTERS = (RosterChoice(id="r1", file="Danh sách xã Xà Hồ.xlsx", day="2026-12-01", people=320),)


def _models(
    board: PlanBoard, *, page: SessionPage = _PAGE, effects: Effects | None = None, **changes: Any
) -> tuple[PlanModel, TasksModel]:
    nothing = lambda *_, **__: None  # noqa: E731
    ports = SessionPorts(
        board=lambda: board, page=lambda _: page, add=nothing, foresee=lambda *_: effects,
        change=nothing, cancel=nothing, close=nothing, reopen=nothing,
        propose=lambda *_: _PROPOSAL, allot=nothing, move=nothing, take_out=nothing, take_back=nothing,
        rosters=lambda: _ROSTERS, find=lambda _: (),
        waiting=lambda: _PEOPLE[:7], write_waiting=nothing, products=lambda: _PRODUCTS,
        defaults=lambda: Defaults(hours=_HOURS, places=10, people_an_hour=15, slot_minutes=60, injectors=2),
        print_paper=nothing, write_invitations=nothing,
    )  # fmt: skip
    model = PlanModel(a_room(), ports)
    tasks = TasksModel(model, TaskPorts(tasks=lambda _: _TASKS, begin=nothing, add=nothing, change=nothing,
                                        correct=nothing, close=nothing, reopen=nothing, drop_campaign=nothing,
                                        drop=nothing, print_tasks=nothing, write_tasks=nothing))  # fmt: skip
    model.look()
    model.become(**changes)
    return model, tasks


_BOARD = PlanBoard(today="2026-11-27", campaigns=_CAMPAIGNS, sessions=_SESSIONS, replan=7)


_UNUSED = msgspec.structs.replace(_BOARD, sessions=())
_ENDED = msgspec.structs.replace(_BOARD, campaigns=(msgspec.structs.replace(_CAMPAIGNS[0], closed="2026-11-27"),))


def _view(board: PlanBoard = _BOARD, **changes: Any) -> PlanView:
    return PlanView(*_models(board, **changes))


def _allot(choice: Choice, **changes: Any) -> AllotDialog:
    model, _ = _models(_BOARD)
    dialog = AllotDialog(None, model)
    model.choose_people(choice)
    model.become(**changes)
    return dialog


def _no_campaign() -> PlanView:
    return _view(PlanBoard(today="2026-11-27"), tab=Tab.TASKS)


def _ask_out(view: PlanView) -> None:
    detail = view.findChild(SessionsPart).detail
    detail.people.setCurrentIndex(detail.people.model().index(0, 0))
    detail.out.click()


def _open_task(view: PlanView) -> None:
    view.findChild(TasksPart).table.opened.emit(_TASKS[0])


def _ask_drop(view: PlanView) -> None:
    _open_task(view)
    view.findChild(TaskDialog)._ask_drop()


def _edit_session(view: PlanView) -> None:
    view.findChild(SessionsPart).detail.edit.click()


def _ask_close(view: PlanView) -> None:
    view.findChild(SessionsPart).detail.close.click()


def _tasks() -> PlanView:
    return _view(tab=Tab.TASKS)


def _ask_end(view: PlanView) -> None:
    view.findChild(TasksPart).edit.click()
    view.findChild(CampaignDialog)._ask_end()


def _ask_drop_campaign(view: PlanView) -> None:
    view.findChild(TasksPart).edit.click()
    view.findChild(CampaignDialog)._ask_drop()


GALLERY: tuple[Sample, ...] = (
    Sample("plan-first", lambda: _view(PlanBoard(today="2026-11-27"))),
    Sample("plan-sessions", _view),
    Sample("plan-slot", lambda: _view(slot="08:30")),
    Sample("plan-tasks", lambda: _view(tab=Tab.TASKS)),
    Sample("plan-no-campaign", _no_campaign),
    question("plan-allot", lambda: _allot(Choice(way=Way.AREA, text="cu vai"))),
    question("plan-allot-list", lambda: _allot(Choice(way=Way.ROSTER), proposal=None)),
    question("plan-allot-hand", lambda: _allot(Choice(way=Way.HAND), found=_PEOPLE[:5], hand=_PEOPLE[5:7])),
    question("plan-new-session", _view, lambda view: view.findChild(SessionsPart).new.click()),
    question("plan-edit-session", lambda: _view(effects=_EFFECTS), _edit_session),
    Sample("plan-today", lambda: _view(page=_TODAY)),
    Sample("plan-closed", lambda: _view(page=_CLOSED)),
    question("plan-waiting", _view, lambda view: view.findChild(SessionsPart).waiting.click()),
    question("plan-move", _view, lambda view: view.findChild(SessionsPart).detail.shift.click()),
    question("plan-ask-out", _view, _ask_out),
    question("plan-ask-cancel", _view, lambda view: view.findChild(SessionsPart).detail.cancel.click()),
    question("plan-ask-close", lambda: _view(page=_HELD), _ask_close),
    question("plan-papers", _view, lambda view: view.findChild(SessionsPart).detail.papers.click()),
    question("plan-ask-allot", _view, lambda view: view.findChild(SessionsPart).detail.allot.click()),
    question("plan-campaign", _no_campaign, lambda view: view.findChild(TasksPart).begin.click()),
    question("plan-edit-campaign", _tasks, lambda view: view.findChild(TasksPart).edit.click()),
    question("plan-ask-end", _tasks, _ask_end),
    question("plan-ask-drop-campaign", lambda: _view(_UNUSED, tab=Tab.TASKS), _ask_drop_campaign),
    Sample("plan-ended-campaign", lambda: _view(_ENDED, tab=Tab.TASKS)),
    question("plan-new-task", _tasks, lambda view: view.findChild(TasksPart).new.click()),
    question("plan-task", _tasks, _open_task),
    question("plan-ask-drop", _tasks, _ask_drop),
)
