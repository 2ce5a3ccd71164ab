"""The injection table bound to the session."""

from __future__ import annotations

from vaxdesk.desk import identify, injection, reception, stock, undo
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.injection import screen
from vaxdesk.ui.screens.injection.ports import InjectionPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session


def injection_screen(session: Session) -> Screen:
    """The injection screen."""
    return screen(
        InjectionPorts(
            queue=session.bind(injection.queue),
            sheet=session.bind(injection.sheet),
            give=session.bind(injection.give),
            decline=session.bind(reception.decline),
            undo=session.bind(undo.void),
            add_lot=session.bind(stock.add_lot),
            open_vial=session.bind(stock.open_vial),
            close_vial=session.bind(stock.close_vial),
            identify=session.bind(identify.identify),
            search=session.bind(identify.search),
            user=lambda: session.user.name,
            today=lambda: session.desk.day,
            now=lambda: session.desk.now(),
            product=product_name,
        )
    )
