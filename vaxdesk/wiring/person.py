"""The person page bound to the session."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import corrections, plea, reception, undo
from vaxdesk.desk.record import record
from vaxdesk.domain import rights
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.screen import DeskMode, Screen
from vaxdesk.ui.screens.person import screen
from vaxdesk.ui.screens.person.ports import PersonPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session

_NEXT = {Stage.RECEIVED: "screening", Stage.SCREENED: "injection", Stage.INJECTED: "observation"}


def person_screen(
    session: Session,
    *,
    mode: Callable[[], str] = lambda: DeskMode.ALL,
    print_slip: Callable[[PersonView], None] | None = None,
) -> Screen:
    """The page of one person.

    Args:
        mode: what this desk is used for (`DeskMode`); the page goes on to the desk's own step only.
        print_slip: prints a slip with the queue number, None where there is none.
    """

    def next_screen(stage: Stage) -> str:
        key = _NEXT.get(stage, "")
        return key if mode() in (DeskMode.ALL, key) else ""

    return screen(
        PersonPorts(
            record=session.bind(record),
            correct=session.bind(corrections.correct),
            check_in=session.bind(reception.check_in),
            decline=session.bind(reception.decline),
            withdraw=session.bind(corrections.withdraw),
            undo=session.bind(undo.void),
            plead=session.bind(plea.receive),
            today=lambda: session.desk.day,
            now=lambda: session.desk.now(),
            product=product_name,
            next_screen=next_screen,
            print_slip=print_slip,
            may_enter_late=lambda: rights.may(session.user.roles, rights.Act.ENTER_LATE),
        )
    )
