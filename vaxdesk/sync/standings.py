"""Asks the server now and then how this device stands, and keeps what it states with its signature."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from vaxdesk.domain.keeping import Keeping
from vaxdesk.journal import standing
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import trust
from vaxdesk.store.enrolment import Enrolment, KnownStanding, LeaseTerms

_EVERY = 900  # seconds; the tag costs some thirty bytes a request


def wanted(conn: sa.Connection, now: float) -> str | UnsetType:
    """The tag to ask with; UNSET while the last answer is recent. A clock that jumped asks at once."""
    known = shelf.standing(conn)
    if known is None:
        return ""
    return UNSET if 0 <= now - known.t < _EVERY else standing.tag(known.text)


def keep(conn: sa.Connection, told: str | UnsetType, enrolment: Enrolment, *, now: float) -> None:
    """Keeps an answer: a new statement if the enrolled server signed it for this device, else what was known."""
    if told is UNSET:
        return
    known = shelf.standing(conn)
    text = known.text if known else ""
    stated = standing.read_any(told, trust.trusted(enrolment), enrolment.device) if told else None
    if stated is not None:
        text = told
        shelf.note_lease(conn, LeaseTerms(stated.lease_days, stated.lease))
        _keep_box(conn, stated.box)
        shelf.note_keeping(conn, Keeping(listed=stated.listed_days, served=stated.served_days))
    if text:
        shelf.note_standing(conn, KnownStanding(text, int(now)))


def _keep_box(conn: sa.Connection, box: str) -> None:
    """Desks that joined before there were files on a stick learn here to which key these are sealed."""
    held = shelf.enrolment(conn)
    if held is not None and box and held.box != box:
        shelf.enrol(conn, msgspec.structs.replace(held, box=box))
