"""Observation bound to the session."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import identify, observation, undo
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.observation import screen
from vaxdesk.ui.screens.observation.ports import ObservationPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.reactions import reaction_ports
from vaxdesk.wiring.session import Session


def observation_screen(session: Session, *, sound: Callable[[], bool] = lambda: False) -> Screen:
    """The observation screen.

    Args:
        sound: whether an alarm may be heard on this PC.
    """
    return screen(
        ObservationPorts(
            watching=session.bind(observation.observing),
            release=session.bind(observation.release),
            identify=session.bind(identify.identify),
            undo=session.bind(undo.void),
            now=lambda: session.desk.now(),
            product=product_name,
            sound=sound,
        ),
        reaction_ports(session),
    )
