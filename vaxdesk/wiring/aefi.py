"""Adverse events bound to the session."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import aefi, aefi_sheet, identify, rules, telling, undo
from vaxdesk.domain.rights import Act
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.aefi import screen
from vaxdesk.ui.screens.aefi.ports import AefiPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.reactions import reaction_ports
from vaxdesk.wiring.session import Session


def aefi_screen(session: Session, *, print_report: Callable[[str], None] | None = None) -> Screen:
    """The screen of adverse events.

    Args:
        print_report: prints the report of an entry, called on the UI thread; None when this desk does not print.
    """
    return screen(
        AefiPorts(
            form=rules.aefi,
            cases=session.bind(aefi.cases),
            sheet=session.bind(aefi_sheet.sheet),
            fill_in=session.bind(aefi_sheet.fill_in),
            follow_up=session.bind(aefi.follow_up),
            identify=session.bind(identify.identify),
            undo=session.bind(undo.void),
            told=lambda: (telling.tasks(session.desk), session.desk.refuses(Act.RECORD_AEFI) is None),
            call=session.bind(telling.call),
            take_back=session.bind(telling.take_back),
            now=lambda: session.desk.now(),
            product=product_name,
            print_report=print_report,
        ),
        reaction_ports(session),
    )
