"""Whose word counts here: which logs are of the server's own devices, and which are of other units' desks.

A desk also reads the feeds above it, and what is said there by a desk is said of that unit: its users and its name are
not ours. What the server's own device says counts for every unit that reads it.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import standing
from vaxdesk.journal.standing import Standing
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import trust
from vaxdesk.store.tables import item, logname


class Voices(msgspec.Struct, frozen=True, kw_only=True):
    """Local numbers of logs. `units`: this unit and those above it, as grants name them."""

    hosted: frozenset[int] = frozenset()
    foreign: frozenset[int] = frozenset()
    units: tuple[str, ...] = ()


def of(conn: sa.Connection) -> Voices:
    """The voices as they stand; a desk that has joined no server hears only its own."""
    joined = shelf.enrolment(conn)
    if joined is None:
        return Voices()
    stated = _stated(conn, joined)
    hosted: frozenset[int] = frozenset()
    if stated is not None:
        theirs = sa.select(logname.c.local_no).where(logname.c.device.in_(stated.hosted))
        hosted = frozenset(conn.execute(theirs).scalars())
    elsewhere = sa.select(item.c.local_no).where(item.c.feed != joined.feed).distinct()
    return Voices(
        hosted=hosted,
        foreign=frozenset(conn.execute(elsewhere).scalars()) - hosted,
        units=tuple(stated.units) if stated else (),
    )


def _stated(conn: sa.Connection, joined: shelf.Enrolment) -> Standing | None:
    known = shelf.standing(conn)
    return None if known is None else standing.read_any(known.text, trust.generations(joined), joined.device)
