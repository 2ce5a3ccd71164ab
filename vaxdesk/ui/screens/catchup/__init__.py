"""Catching up: paper of past days, or of hours without power, is typed in by the stack."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.outcomes import Role
from vaxdesk.ui.screen import Half, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.catchup.model import CatchupModel
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.view import CatchupView


def screen(ports: CatchupPorts) -> Screen:
    """The page as the shell registers it."""
    return Screen(
        "catchup",
        "catchup.rail",
        "keyboard",
        _factory(ports),
        shortcut="Ctrl+5",
        roles=frozenset((Role.DATA_ENTRY.value, Role.LEAD.value)),
        half=Half.OFFICE,
    )


def _factory(ports: CatchupPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: CatchupView(CatchupModel(room, ports))
