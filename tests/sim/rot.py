"""Bits turn on the disk of a desk: the next start notices, and saves what can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sim.disk import KEY
from tests.sim.ledger import Violation
from tests.sim.machines import replace
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.salvage import salvage
from vaxdesk.trouble import Trouble, TroubleCode

if TYPE_CHECKING:
    from tests.sim.desk import SimDesk
    from tests.sim.world import World

_MOST = 3


def turn_bits(world: World) -> None:
    """A few bits turn while the program is not running. Where not even the logs can be named, the PC is lost."""
    desk = world.desk()
    desk.close()
    file = desk.home / DATABASE
    data = bytearray(file.read_bytes())
    for _ in range(world.rng.randint(1, _MOST)):
        data[world.rng.randrange(len(data))] ^= 1 << world.rng.randrange(8)
    file.write_bytes(data)
    if _is_sound(desk):
        desk.look()
        return
    try:
        saved = salvage(desk.home, KEY, stamp=f"{world.ledger.step}", opened=desk.opened)
    except Trouble as trouble:
        if trouble.code is not TroubleCode.STORE_CORRUPT:
            raise
        world.ledger.note(f"{desk.name}: {trouble}")
        replace(world, desk)
        return
    world.ledger.note(f"{desk.name}: bits turned, {saved.entries} entries saved, {saved.rescued} as quotes")
    desk.open()
    before, desk.held = desk.held, desk.hashes()
    if desk.held - world.ledger.written.keys():
        raise Violation(f"I3: {desk.name} holds what nobody wrote, since bits turned")
    world.ledger.loses(desk.name, before, desk.held)


def _is_sound(desk: SimDesk) -> bool:
    """Whether the program starts and every page can be read."""
    try:
        desk.open()
        with desk.store.reading() as conn:
            found = conn.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    except Trouble:
        desk.close()
        return False
    if found != ["ok"]:
        desk.close()
        return False
    return True
