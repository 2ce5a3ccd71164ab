"""Binds the sending page to the desk and to the loop that sends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaxdesk.lan.state import LanState, LanTrouble, WhyOff
from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Room, Screen
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.ports import SendingPorts, StickPorts
from vaxdesk.ui.screens.sending.state import Figures, LeaseFace, Near, Neighbour
from vaxdesk.ui.screens.sending.view import SendingView
from vaxdesk.ui.sheet_eye import SheetEye
from vaxdesk.wiring.lan import LanExchange
from vaxdesk.wiring.loop import SendingLoop
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session
from vaxdesk.wiring.stick import Stick

if TYPE_CHECKING:
    from vaxdesk.desk.context import Desk


def sending_screen(
    session: Session,
    *,
    loop: SendingLoop,
    lan: LanExchange,
    print_seal: Callable[[str], None],
    settings: Callable[[], Settings],
) -> Screen:
    """The screen of the rail's lower group; `print_seal` prints the page of a sealed day.

    Args:
        settings: of this PC, now: which camera looks at paper.
    """

    def build(room: Room) -> SendingView:
        stick = Stick(session, room, heard=loop.now)
        model = SendingModel(room, _ports(session, loop, print_seal, stick.ports(), settings))
        stick.tell = model.show_stick
        loop.changed.connect(model.show_loop)
        model.show_loop(loop.state)
        lan.changed.connect(lambda state: model.show_near(near(state)))
        model.show_near(near(lan.state))
        return SendingView(model)

    return Screen("sending", "sending.title", "sync", build, shortcut="F11", apart=True)


def near(state: LanState) -> Near:
    """The exchange with neighbours as the page shows it."""
    from vaxdesk.lan.admission import NotAdmitted

    notes = [f"{LanTrouble.WORDS}.{state.trouble}"] if state.trouble else []
    notes += [f"{NotAdmitted.WORDS}.{why}" for why in state.refused]
    notes += ["lan.forked"] if state.forked else []
    return Near(
        off=f"{WhyOff.WORDS}.{state.why_off}" if not state.on and state.why_off else "",
        notes=tuple(notes),
        peers=tuple(
            Neighbour(name=one.name, last=one.last_t, behind=one.behind, ahead=one.ahead) for one in state.peers
        ),
    )


def _lease(desk: Desk) -> LeaseFace:
    from vaxdesk.desk import lease
    from vaxdesk.domain import rights

    now = lease.state(desk)
    may = desk.refuses(rights.Act.UNLOCK_LEASE) is None
    return LeaseFace(lapsed=now.lapsed, number=now.number, device=now.device, may_unlock=may)


def _asked(desk: Desk) -> dict[str, Any]:
    """Questions of those above, and what this user may do about them and about issues."""
    from vaxdesk.desk import questions
    from vaxdesk.domain import rights

    may = {"may_answer": rights.Act.ANSWER_QUESTION, "may_resolve": rights.Act.RESOLVE_ISSUE}
    return {"questions": questions.tasks(desk)} | {name: desk.refuses(act) is None for name, act in may.items()}


def _answering(session: Session, settings: Callable[[], Settings]) -> dict[str, Any]:
    """What answers questions of those above."""
    from vaxdesk.desk import pictures, questions

    return {
        "answer": session.bind(questions.answer),
        "prepare": lambda path: pictures.prepared(Path(path)),
        "sheet_eye": lambda: SheetEye(lambda: settings().camera),
        "take_back": session.bind(questions.take_back),
    }


def _ports(
    session: Session,
    loop: SendingLoop,
    print_seal: Callable[[str], None],
    stick: StickPorts,
    settings: Callable[[], Settings],
) -> SendingPorts:
    from vaxdesk.desk import completeness, issues, lease, plea, sealing, sending, status
    from vaxdesk.journal.enrolment import Refusal

    def read() -> Figures:
        desk = session.desk
        now = status.of(desk)
        shared = {name: getattr(now, name) for name in Figures.__struct_fields__ if hasattr(now, name)}
        ladder, may_seal = completeness.meter(desk), sealing.may_seal(desk)
        lead = {"may_seal": may_seal, "lease": _lease(desk), "pleas": plea.tasks(desk), **_asked(desk)}
        return Figures(now=desk.now(), ladder=ladder, issues=issues.counts(desk), **lead, **shared)

    def words(answer: Any) -> Any:
        return f"{Refusal.WORDS}.{answer.value}" if isinstance(answer, Refusal) else answer

    return SendingPorts(
        read=read,
        send_now=loop.now,
        ask=lambda address, code: words(sending.ask_to_join(session.desk, address, code)),
        carry=lambda request: words(sending.carry_wish(request)),
        keep=session.bind(sending.joined),
        people=session.bind(completeness.people_of),
        cases=session.bind(issues.cases),
        resolve=session.bind(issues.resolve),
        reopen=session.bind(issues.reopen),
        **_answering(session, settings),
        days=session.bind(sealing.days),
        day_end=session.bind(sealing.day_end),
        seal=session.bind(sealing.seal),
        print_seal=print_seal,
        unlock=session.bind(lease.unlock),
        product=product_name,
        stick=stick,
    )
