"""Whether a neighbour is let in: a device of this station, by the server's certificate, that was not revoked."""

from __future__ import annotations

from enum import StrEnum, nonmember
from functools import partial

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import identity
from vaxdesk.journal.identity import Identity
from vaxdesk.registry.queries import devices
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import neighbours, trust, voices
from vaxdesk.store.enrolment import Enrolment


class NotAdmitted(StrEnum):
    """Why a neighbour is not let in."""

    WORDS = nonmember("lan.refused")

    STRANGER = "stranger"  # no certificate of our server
    OTHER_STATION = "other_station"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """This desk as its neighbours know it: its enrolment, and what its X.509 certificate says."""

    enrolment: Enrolment
    identity: Identity

    @property
    def server(self) -> bytes:
        """The first public key of the server: the authority, whatever key the server signs with since."""
        return bytes.fromhex(trust.first(self.enrolment))


def member(enrolment: Enrolment | None) -> Member | None:
    """This desk among its neighbours; None before it is enrolled and has a certificate to show."""
    if enrolment is None or not enrolment.x509:
        return None
    shown = identity.read(enrolment.x509.encode(), bytes.fromhex(trust.first(enrolment)))
    return Member(enrolment=enrolment, identity=shown) if shown else None


def judge(conn: sa.Connection, me: Member, who: Identity | None) -> NotAdmitted | None:
    """The reason against a neighbour; None lets it in.

    A certificate has run out when the server's signed time, as last heard here, is later: a clock that is wrong by
    years must neither shut out a station's own desks nor let an old one in.
    """
    if who is None:
        return NotAdmitted.STRANGER
    if (who.feed, who.unit) != (me.identity.feed, me.identity.unit):
        return NotAdmitted.OTHER_STATION
    if who.key in revoked(conn):
        return NotAdmitted.REVOKED
    return NotAdmitted.EXPIRED if who.not_after < _server_ms(conn, me) else None


def revoked(conn: sa.Connection) -> frozenset[str]:
    """Public keys in hex of devices that the server has revoked; a desk of the station cannot revoke another.

    Before the server has told which devices are its own, whatever no desk of the station wrote counts as from above.
    """
    said = devices.said_in(conn)
    hosted = voices.of(conn).hosted if said else frozenset()
    above = hosted.__contains__ if hosted else partial(neighbours.is_from_above, conn)
    return frozenset(key for key, logs in said.items() if any(map(above, logs)))


def _server_ms(conn: sa.Connection, me: Member) -> int:
    """The latest time that the server has signed, heard over the line or through a neighbour."""
    heard = shelf.contact(conn)
    heads = [head.time_ms for number, head in shelf.heads(conn).items() if number == me.enrolment.feed]
    return max([heard.server_ms if heard else 0, *heads])
