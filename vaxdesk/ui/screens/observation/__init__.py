"""Observation: everyone injected and not yet released, whose time is over first; alarm, release, reactions."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.outcomes import Role
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.screen import DeskMode, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.observation.model import ObservationModel
from vaxdesk.ui.screens.observation.ports import ObservationPorts
from vaxdesk.ui.screens.observation.view import ObservationView


def screen(ports: ObservationPorts, reactions: ReactionPorts) -> Screen:
    """Observation as the shell registers it."""
    return Screen(
        "observation",
        "observation.rail",
        "observation",
        _factory(ports, reactions),
        shortcut="F7",
        modes=frozenset((DeskMode.OBSERVATION, DeskMode.ALL)),
        roles=frozenset((Role.OBSERVATION.value, Role.LEAD.value)),
    )


def _factory(ports: ObservationPorts, reactions: ReactionPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: ObservationView(ObservationModel(room, ports, reactions))
