"""Certificates: handed out after observation, printed again for anybody, and the papers of the day."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.ui.screen import DeskMode, Room, Screen, ScreenWidget
from vaxdesk.ui.screens.certificates.model import CertificatesModel
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts
from vaxdesk.ui.screens.certificates.view import CertificatesView


def screen(ports: CertificatesPorts) -> Screen:
    """The screen as the shell registers it; everybody may print, issuing is refused to whoever may not."""
    return Screen(
        "certificates",
        "certificates.title",
        "certificate",
        _factory(ports),
        shortcut="F8",
        modes=frozenset((DeskMode.RECEPTION, DeskMode.OBSERVATION, DeskMode.ALL)),
    )


def _factory(ports: CertificatesPorts) -> Callable[[Room], ScreenWidget]:
    return lambda room: CertificatesView(CertificatesModel(room, ports))
