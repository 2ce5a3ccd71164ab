"""What the server vouches for towards neighbours: the X.509 certificate, asked for when there is none or it ends."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from msgspec import UnsetType

from vaxdesk.journal import identity
from vaxdesk.journal.identity import Credentials
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import trust
from vaxdesk.store.enrolment import Contact, Enrolment

_EARLY_MS = 366 * 24 * 3600 * 1000


def is_wanted(held: Enrolment, heard: Contact | None) -> bool:
    """Whether to ask for a certificate; by the server's time, since no rule reads a client clock."""
    shown = identity.read(held.x509.encode(), bytes.fromhex(trust.first(held))) if held.x509 else None
    return shown is None or bool(heard and shown.not_after < heard.server_ms + _EARLY_MS)


def kept(x509: str, ca: str, *, authority: str, key: str) -> dict[str, str]:
    """The fields of an enrolment that hold these certificates; none when they are not the server's or not for us.

    `authority` is the server's first key in hex.
    """
    public = bytes.fromhex(authority)
    shown = identity.read(x509.encode(), public) if x509 else None
    if shown is None or shown.key != key or not identity.is_authority(ca, public):
        return {}
    return {"x509": x509, "authority": ca}


def keep(conn: sa.Connection, given: Credentials | UnsetType) -> None:
    """Keeps certificates that came with an answer; what does not hold is as if it had not come."""
    held = shelf.enrolment(conn)
    if held is None or not isinstance(given, Credentials):
        return
    fields = kept(given.x509, given.ca, authority=trust.first(held), key=held.key)
    if fields:
        shelf.enrol(conn, msgspec.structs.replace(held, **fields))
