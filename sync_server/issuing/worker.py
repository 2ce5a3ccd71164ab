"""Signs over and over for as long as a process holds the centre's key open."""

from __future__ import annotations

import logging
from threading import Event

import sqlalchemy as sa

from sync_server.issuing import signing
from sync_server.issuing.keys.held import Signer
from sync_server.issuing.keys.token import NoToken
from sync_server.issuing.signing import Done
from sync_server.reading.readers import retried
from sync_server.settings import Server
from vaxdesk.certificates import cose
from vaxdesk.registry import rules

_log = logging.getLogger("vaxdesk.server")
_DAY_S = 86_400
_REST = 2.0  # seconds between two looks when nothing was to be done
_AFTER_TROUBLE = 30.0


class EndsTooSoon(Exception):
    """The signer's own certificate ends before what it would sign (hcert-spec 3.3.5)."""


def until_done(server: Server, signer: Signer, by: cose.Signer) -> Done:
    """Signs and withdraws until nothing is left; what was done.

    Raises:
        EndsTooSoon: before anything was signed.
    """
    signed = withdrawn = looked = 0
    while (done := _step(server, signer, by)).looked:
        signed, withdrawn, looked = signed + done.signed, withdrawn + done.withdrawn, looked + done.looked
    return Done(signed, withdrawn, looked)


def run(server: Server, signer: Signer, by: cose.Signer, stop: Event) -> None:
    """Signs until told to stop; a database that is away, or a token that was pulled out, is waited out."""
    while not stop.is_set():
        try:
            rest = 0.0 if _step(server, signer, by).looked else _REST
        except (sa.exc.SQLAlchemyError, NoToken, EndsTooSoon) as error:
            _log.warning("certificates: %s", type(error).__name__)
            rest = _AFTER_TROUBLE
        stop.wait(rest)


def _step(server: Server, signer: Signer, by: cose.Signer) -> Done:
    if not signer.lasts(int(server.now()) + rules.issuing().valid_days * _DAY_S):
        raise EndsTooSoon
    found: list[Done] = []

    def act() -> int:
        found.append(signing.step(server, by))
        return found[-1].looked

    retried(act)
    return found[-1]
