"""Screening bound to the session."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import identify, reception, screening, undo
from vaxdesk.ui.screen import DeskMode, Screen
from vaxdesk.ui.screens.screening import screen
from vaxdesk.ui.screens.screening.ports import ScreeningPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session

NEXT = "injection"


def screening_screen(session: Session, *, mode: Callable[[], str] = lambda: DeskMode.SCREENING) -> Screen:
    """The screening screen.

    Args:
        mode: what this desk is used for (`DeskMode`); a desk that does all goes on to the injection when nobody else
            waits to be screened.
    """
    return screen(
        ScreeningPorts(
            queue=session.bind(screening.queue),
            sheet=session.bind(screening.sheet),
            save=session.bind(screening.save),
            decline=session.bind(reception.decline),
            undo=session.bind(undo.void),
            identify=session.bind(identify.identify),
            search=session.bind(identify.search),
            today=lambda: session.desk.day,
            product=product_name,
            next_screen=lambda: NEXT if mode() == DeskMode.ALL else "",
        )
    )
