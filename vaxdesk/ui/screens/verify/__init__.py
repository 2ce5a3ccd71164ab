"""Checking a certificate that somebody shows: a code by scanner or camera, a file, a text; offline."""

from __future__ import annotations

from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.verify.model import VerifyModel
from vaxdesk.ui.screens.verify.ports import VerifyPorts
from vaxdesk.ui.screens.verify.view import VerifyView


def screen(ports: VerifyPorts) -> Screen:
    """The page as the shell registers it."""

    def build(room: Room) -> VerifyView:
        return VerifyView(VerifyModel(room, ports))

    return Screen("verify", "verify.rail", "shield", build, shortcut="Ctrl+0", half=Half.OFFICE)
