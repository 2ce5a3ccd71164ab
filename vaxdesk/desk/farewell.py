"""This PC was revoked (reported lost): hand everything over, and destroy the keys once the server has acknowledged it.

    parcel = draft(desk)            db lane; None when nothing is left to hand over
    kept = Courier.part(parcel)     net lane
    settle(desk, parcel, kept)      db lane; then draft again
    erase(desk)                     db lane, at the end: the store is closed and cannot be opened again
"""

from __future__ import annotations

import msgspec

from vaxdesk.desk.context import Desk
from vaxdesk.journal.signing import Sign
from vaxdesk.store import enrolment, erasure
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync import parting
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.trouble import Trouble, TroubleCode


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """One request of the last exchange; holds no connection to the store."""

    who: Enrolment
    body: bytes
    names: dict[str, tuple[str, int]]
    sign: Sign
    offset: float


def draft(desk: Desk) -> Parcel | None:
    """What is still to be handed over.

    Raises:
        Trouble: NOT_ENROLLED.
    """
    with desk.store.reading() as conn:
        who = enrolment.joined(conn)
        heard = enrolment.contact(conn)
        last = parting.outgoing(conn, who)
    if not last.slices:
        return None
    sign = desk.store.signer().sign
    body, names = last.encode(sign)
    return Parcel(who=who, body=body, names=names, sign=sign, offset=heard.offset if heard else 0.0)


def carry(link: Link, parcel: Parcel) -> list[str]:
    """Hands a parcel over; digests of what the server has kept.

    Raises:
        Trouble: as `Exchange.part`.
    """
    return Exchange(link, parcel.who, parcel.sign, offset=parcel.offset).part(parcel.body)


def settle(desk: Desk, parcel: Parcel, kept: list[str]) -> bool:
    """Notes what is acknowledged; false when the server kept nothing of it, so that trying again is pointless."""
    with desk.store.changing() as conn:
        parting.settle(conn, parcel.names, kept)
    return bool(set(kept) & parcel.names.keys())


def erase(desk: Desk) -> None:
    """Destroys the keys; only after `draft` gave None.

    Raises:
        Trouble: the disk failed; the next start goes on.
    """
    with desk.store.reading() as conn:
        who = enrolment.enrolment(conn)
        left = None if who is None else parting.outgoing(conn, who)
    if who is None or left is None or left.slices:
        raise RuntimeError("keys are not destroyed while something waits")
    why = erasure.Erased(unit=who.unit_name, server=who.url, t=desk.now())
    desk.store.close()
    erasure.erase(desk.store.home, why)


def part(desk: Desk) -> None:
    """The whole last exchange straight through; for the command line.

    Raises:
        Trouble: the line failed, or the server keeps nothing; nothing was destroyed.
    """
    parcel = draft(desk)
    while parcel is not None:
        with Link(parcel.who.url, ca=parcel.who.ca) as link:
            if not settle(desk, parcel, carry(link, parcel)):
                raise Trouble(TroubleCode.SERVER_REFUSED, "farewell")
        parcel = draft(desk)
    erase(desk)
