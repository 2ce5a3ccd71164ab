"""A PC is out of our hands: the server says so in the feed, it hands over what it holds and is erased, and an operator
looks at what lies in review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import device
from sync_server.operating import device_acts
from sync_server.segments import strays
from tests.sim.ledger import SERVER, Violation
from tests.sim.machines import replace
from tests.sim.wire import SimLink
from vaxdesk.desk import farewell
from vaxdesk.sync.exchange import Exchange

if TYPE_CHECKING:
    from tests.sim.desk import SimDesk
    from tests.sim.world import World


def revoke(world: World) -> None:
    """Somebody reports a PC lost; the server may die over it."""
    public, server = world.desk().public, world.center.server

    def say() -> None:
        with writing(world.center.engine) as conn:
            known = _known(conn, public)
            if known is not None:
                device_acts.revoke(conn, server, known, from_ms=server.now_ms())

    world.server_dares(say)


def readmit(world: World, desk: SimDesk) -> None:
    """A PC that was revoked before it knew that it had joined has nothing to hand over by: it is let in again."""
    with writing(world.center.engine) as conn:
        known = _known(conn, desk.public)
        if known is not None:
            world.ledger.note(f"{desk.name} is let in again")
            device_acts.readmit(conn, world.center.server, known)


def _known(conn: sa.Connection, public: bytes) -> sa.Row | None:
    return conn.execute(sa.select(device).where(device.c.pubkey == public)).first()


def part(world: World, desk: SimDesk) -> None:
    """The last exchange of a revoked PC; another takes its place.

    Raises:
        Trouble: the line failed; nothing was destroyed.
        Violation: the server keeps nothing of what it is handed.
    """
    parcel = farewell.draft(desk.as_desk())
    while parcel is not None:
        link = SimLink(desk.air, desk.name)
        asked = Exchange(link, parcel.who, parcel.sign, offset=parcel.offset, now=desk.now, rng=desk.rng)
        if not farewell.settle(desk.as_desk(), parcel, asked.part(parcel.body)):
            raise Violation(f"P3: the server keeps nothing of what {desk.name} hands over")
        parcel = farewell.draft(desk.as_desk())
    world.ledger.count("parted")
    for h in desk.held & in_review(world):
        world.ledger.holders[h].add(SERVER)
        world.ledger.dropped[h].discard(SERVER)
    farewell.erase(desk.as_desk())
    replace(world, desk)


def in_review(world: World) -> set[bytes]:
    """Hashes of the entries that the server keeps without having filed them, quotes as what they quote."""
    with reading(world.center.engine) as conn:
        kept = [(one.log, one.a, one.a + one.n) for one in strays.listed(conn)]
    if not kept:
        return set()
    written = world.ledger.written.items()
    there = [(h, one) for h, one in written if any(one.log == log and a < one.seq <= end for log, a, end in kept)]
    return {world.ledger.what(h, one.line) for h, one in there}


def review(world: World) -> None:
    """An operator files all that lies in review and can be filed."""
    with reading(world.center.engine) as conn:
        ids = {one.id for one in strays.listed(conn)}
    if ids:
        world.ledger.count("filed after review", strays.accept(world.center.server, ids).filed)
