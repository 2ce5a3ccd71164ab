"""Screening: the official form, filled by keyboard, with the conclusion by rule while it is filled."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.outcomes import Role
from vaxdesk.ui.screen import DeskMode, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.screening.model import ScreeningModel
from vaxdesk.ui.screens.screening.ports import ScreeningPorts
from vaxdesk.ui.screens.screening.view import ScreeningView


def screen(ports: ScreeningPorts) -> Screen:
    """Screening as the shell registers it."""
    return Screen(
        "screening",
        "screening.title",
        "screening",
        _factory(ports),
        shortcut="F5",
        modes=frozenset((DeskMode.SCREENING, DeskMode.ALL)),
        roles=frozenset((Role.SCREENING.value, Role.LEAD.value)),
    )


def _factory(ports: ScreeningPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: ScreeningView(ScreeningModel(room, ports))
