"""Injection: the right person, the right dose from the right vial, recorded with one press."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.outcomes import Role
from vaxdesk.ui.screen import DeskMode, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.injection.model import InjectionModel
from vaxdesk.ui.screens.injection.ports import InjectionPorts
from vaxdesk.ui.screens.injection.view import InjectionView


def screen(ports: InjectionPorts) -> Screen:
    """Injection as the shell registers it."""
    return Screen(
        "injection",
        "injection.title",
        "injection",
        _factory(ports),
        shortcut="F6",
        modes=frozenset((DeskMode.INJECTION, DeskMode.ALL)),
        roles=frozenset((Role.INJECTION.value, Role.LEAD.value)),
    )


def _factory(ports: InjectionPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: InjectionView(InjectionModel(room, ports))
