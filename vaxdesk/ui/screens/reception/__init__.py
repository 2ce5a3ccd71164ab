"""Reception: who stands before the desk, received with a number; walk-ins registered; those who leave let go."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.outcomes import Role
from vaxdesk.ui.screen import DeskMode, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.reception.model import ReceptionModel
from vaxdesk.ui.screens.reception.ports import ReceptionPorts
from vaxdesk.ui.screens.reception.view import ReceptionView


def screen(ports: ReceptionPorts) -> Screen:
    """Reception as the shell registers it."""
    return Screen(
        "reception",
        "reception.title",
        "reception",
        _factory(ports),
        shortcut="F4",
        modes=frozenset((DeskMode.RECEPTION, DeskMode.ALL)),
        roles=frozenset((Role.RECEPTION.value, Role.LEAD.value)),
    )


def _factory(ports: ReceptionPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: ReceptionView(ReceptionModel(room, ports))
