"""Adverse events: cases of the day and open serious ones, the serious report, what is added later."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.outcomes import Role
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.screen import DeskMode, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.aefi.model import AefiModel
from vaxdesk.ui.screens.aefi.ports import AefiPorts
from vaxdesk.ui.screens.aefi.view import AefiView

_MODES = frozenset((DeskMode.SCREENING, DeskMode.INJECTION, DeskMode.OBSERVATION, DeskMode.ALL))
_ROLES = frozenset(one.value for one in (Role.SCREENING, Role.INJECTION, Role.OBSERVATION, Role.LEAD))


def screen(ports: AefiPorts, reactions: ReactionPorts) -> Screen:
    """The screen of adverse events as the shell registers it."""
    return Screen(
        "aefi", "aefi.rail", "aefi", _factory(ports, reactions), shortcut="F9", modes=_MODES, roles=_ROLES
    )


def _factory(ports: AefiPorts, reactions: ReactionPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: AefiView(AefiModel(room, ports, reactions))
