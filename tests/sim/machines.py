"""What befalls a whole PC: copied, put back, cloned, cut off from power, lost, replaced."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.sim.desk import SimDesk, enrolled
from tests.sim.disk import lay_out
from tests.sim.faults import after_power_cut, lay_down
from vaxdesk.store.keyfile import DATABASE

if TYPE_CHECKING:
    from tests.sim.world import World

_MOST_DESKS = 7


def copy(world: World) -> None:
    """The file of a desk is copied, as a backup holds it."""
    desk = world.desk()
    desk.close()
    world.copies.setdefault(desk.name, []).append((desk.home / DATABASE).read_bytes())
    desk.open()
    desk.look()


def put_back(world: World) -> None:
    """The data folder of a desk is put back to an older copy of its file."""
    held = [desk for desk in world.desks if desk.name in world.copies]
    if not held:
        return
    desk = world.rng.choice(held)
    world.ledger.note(f"{desk.name} put back")
    desk.close()
    shutil.rmtree(desk.home)
    lay_out(desk.home, world.rng.choice(world.copies[desk.name]))
    desk.open()
    before, desk.held = desk.held, desk.hashes()
    world.ledger.loses(desk.name, before, desk.held)


def clone(world: World) -> None:
    """The same machine once more, from an image of its memory and disk: both go on with the same log."""
    desk = world.desk()
    if len(world.desks) >= _MOST_DESKS or enrolled(desk) is None:
        return
    home = world.next_home()
    shutil.copytree(desk.home, home)
    name = f"{home.name}, twin of {desk.name}"
    twin = SimDesk(name, desk.org, home, air=desk.air, ledger=desk.ledger, now=desk.true_now)
    twin.offset, twin.later = desk.offset, desk.later
    twin.open()
    twin.store._head = desk.store._head
    twin.look()
    world.ledger.note(f"{name} made")
    world.desks.append(twin)


def power_cut(world: World) -> None:
    """A PC stops; what the system was not made to write out by then is gone."""
    desk = world.desk()
    with desk.store.reading() as conn:
        synced = conn.exec_driver_sql("PRAGMA synchronous").scalar()
    kept = after_power_cut(desk.home / DATABASE, synced)
    desk.close()
    lay_down(desk.home / DATABASE, kept)
    desk.open()
    desk.look()


def lose(world: World) -> None:
    """A PC is gone for good, and may be replaced; one always stays."""
    desk = world.desk()
    if len(world.desks) == 1:
        return
    if world.rng.random() < 0.5:
        replace(world, desk)
    else:
        _gone(world, desk)


def replace(world: World, desk: SimDesk) -> None:
    """A PC is gone for good, and another takes its place."""
    _gone(world, desk)
    world.new_desk(desk.org)


def _gone(world: World, desk: SimDesk) -> None:
    world.ledger.note(f"{desk.name} lost")
    world.desks.remove(desk)
    desk.close()
    shutil.rmtree(desk.home)
    world.ledger.loses(desk.name, desk.held, set())
    desk.held = set()
