"""The injection table bound to the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaxdesk.desk import identify, injection, reception, stock, undo
from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom import boxes
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.stock.places import table
from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.injection import screen
from vaxdesk.ui.screens.injection.ports import InjectionPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session


def injection_screen(session: Session, *, settings: Callable[[], Settings]) -> Screen:
    """The injection screen; vaccine is taken from the table that this PC's settings name."""

    def desk() -> Desk:
        no = settings().table
        return session.desk.at(table(no)) if no else session.desk

    def at_table(verb: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: verb(desk(), *args, **kwargs)

    return screen(
        InjectionPorts(
            queue=session.bind(injection.queue),
            sheet=at_table(injection.sheet),
            give=at_table(injection.give),
            decline=session.bind(reception.decline),
            undo=session.bind(undo.void),
            add_lot=session.bind(_add_lot),
            open_vial=at_table(stock.open_vial),
            close_vial=session.bind(stock.close_vial),
            box=session.bind(boxes.box_of),
            identify=session.bind(identify.identify),
            search=session.bind(identify.search),
            user=lambda: session.user.name,
            today=lambda: session.desk.day,
            now=lambda: session.desk.now(),
            product=product_name,
        )
    )


def _add_lot(desk: Desk, *, gtin: str = "", **lot: Any) -> Any:
    """Makes a lot known, and what the number on its box stands for."""
    answer = stock.add_lot(desk, **lot)
    if gtin and not isinstance(answer, Refused):
        boxes.remember(desk, gtin, product=lot["product"], doses_per_vial=lot["doses_per_vial"])
    return answer
