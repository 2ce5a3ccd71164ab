"""Checking certificates, bound to the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.verify import screen
from vaxdesk.ui.screens.verify.ports import VerifyPorts
from vaxdesk.wiring.session import Session

_MOST_LIST = 16 * 1024 * 1024


def verify_screen(session: Session) -> Screen:
    """The page that checks certificates."""
    return screen(
        VerifyPorts(
            check=_late(session, "check"),
            held=_late(session, "held"),
            codes=_codes,
            read=_read,
            keep=lambda data: _keep(session, data),
            take=_late(session, "take"),
        )
    )


def _late(session: Session, verb: str) -> Callable[..., Any]:
    """A use case, loaded on the lane: it brings the cryptography of certificates along."""

    def call(*args: Any) -> Any:
        from vaxdesk.desk import verifying

        return getattr(verifying, verb)(session.desk, *args)

    return call


def _keep(session: Session, data: bytes) -> bool:
    from vaxdesk.desk import trust

    return trust.taken(session.desk, data)


def _codes(path: Path) -> Sequence[str]:
    from vaxdesk.wiring.certificate_files import texts_in

    return texts_in(_read(path))


def _read(path: Path) -> bytes:
    from vaxdesk.wiring.certificate_files import bytes_of

    return bytes_of(path, most=_MOST_LIST)
