"""The page of one person: record, today's steps with undo, earlier days, doses, corrections."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.ui.screen import Room, Screen, ScreenWidget
from vaxdesk.ui.screens.person.model import PersonModel
from vaxdesk.ui.screens.person.ports import PersonPorts
from vaxdesk.ui.screens.person.view import PersonPage


def screen(ports: PersonPorts) -> Screen:
    """The page as the shell registers it."""
    return Screen("person", "person.title", "user", _factory(ports), apart=True)


def _factory(ports: PersonPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: PersonPage(PersonModel(room, ports))
