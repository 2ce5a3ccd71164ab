"""Readiness: whether this PC and the station have what the session needs, and what to do about what they lack."""

from __future__ import annotations

from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.readiness.model import ReadinessModel
from vaxdesk.ui.screens.readiness.ports import ReadinessPorts
from vaxdesk.ui.screens.readiness.view import ReadinessView


def screen(ports: ReadinessPorts) -> Screen:
    """The page as the shell registers it."""

    def build(room: Room) -> ReadinessView:
        return ReadinessView(ReadinessModel(room, ports))

    return Screen("readiness", "readiness.title", "check-circle", build, shortcut="Ctrl+9", half=Half.OFFICE)
