"""The readers of the feeds in a world: they fold, link and bring quotes, and may die over any statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync_server.durable.database import reading
from sync_server.reading import naming, worker
from sync_server.reading.readers import Rests, Share
from tests.sim.faults import Crash
from tests.sim.ledger import SERVER, Violation, Written
from vaxdesk.journal import ref
from vaxdesk.registry import digest

if TYPE_CHECKING:
    from tests.sim.world import World

_MOST_MOMENTS = 400
_MOST_TURNS = 30


def server_reads(world: World) -> None:
    """Each reader goes once through what it has not read, and may die over it."""
    center = world.center
    before = center.heads()
    center.fuse.moments = world.rng.choice((0, 0, world.rng.randint(1, _MOST_MOMENTS)))
    died = False
    try:
        turn(world)
    except Crash:
        died = True
    center.fuse.moments = 0
    if died:
        world.server_died()
    note_written(world, before)


def read_all(world: World) -> None:
    """Readers go on until nothing is left.

    Raises:
        Violation: they do not come to rest.
    """
    before = world.center.heads()
    if not any(turn(world) == 0 for _ in range(_MOST_TURNS)):
        raise Violation(f"I7: readers not at rest after {_MOST_TURNS} turns")
    note_written(world, before)


def turn(world: World) -> int:
    """One turn of all readers; how much there was to do.

    Raises:
        Violation: one of them failed.
    """
    server, rests = world.center.server, Rests()
    worker.prepare(server)
    done = worker.turn(server, Share(), rests)
    if rests._until:
        raise Violation(f"a bug: readers failed: {sorted(rests._until)}")
    return done


def note_written(world: World, before: dict[int, int]) -> None:
    """Notes what the server's own device wrote since the feeds stood so; everything that came since is looked at."""
    for one in world.center.filed(before):
        h, (log, seq) = bytes.fromhex(one["h"]), ref.split(one["ref"])
        world.ledger.what(h, one["line"].encode())  # what a quote quotes is told no more once it is erased
        world.ledger.author([(h, Written(log, seq, one["line"].encode(), SERVER, world.ledger.step))])


def fold_of_server(world: World) -> dict[str, str]:
    """Digest of each table of the server's fold over all feeds."""
    with reading(world.center.engine) as conn:
        return digest.tables(conn, naming.names(conn))
