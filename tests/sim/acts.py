"""What may happen at a step of a world, by the names of `swarm`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.sim import machines, revoking, rot, sticks
from tests.sim.law import erase
from tests.sim.reading import server_reads

if TYPE_CHECKING:
    from tests.sim.world import World


def acts_of(world: World) -> dict[str, Callable[[], None]]:
    """What may happen, by the names of `swarm`."""
    return {
        "write": world.write,
        "round": world.round,
        "restart": lambda: world.desk().restart(),
        "crash in a save": lambda: world.write(moments=world.rng.randint(1, 60)),
        "crash in a round": lambda: world.round(moments=world.rng.randint(1, 120)),
        "copy between desks": world.copy_between,
        "delivered late": world.deliver_late,
        "desk copied": lambda: machines.copy(world),
        "desk put back": lambda: machines.put_back(world),
        "desk cloned": lambda: machines.clone(world),
        "desk lost": lambda: machines.lose(world),
        "desk revoked": lambda: revoking.revoke(world),
        "desk disk full": world.fill_disk,
        "desk power cut": lambda: machines.power_cut(world),
        "desk bits turned": lambda: rot.turn_bits(world),
        "stick": lambda: sticks.stick(world),
        "server writes": world.server_writes,
        "server reads": lambda: server_reads(world),
        "erasure": lambda: erase(world),
        "clock jump": world.jump,
        "later program": world.upgrade,
        "server restart": world.center.restart,
        "server power cut": world.center.power_cut,
        "server copied": world.center.backup,
        "server put back": world.put_server_back,
        "long pause": world.pause,
    }
