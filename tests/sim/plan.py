"""All that is settled of a world before it begins."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tests.sim.swarm import Swarm


class Plan(msgspec.Struct, frozen=True):
    """All that makes a world: what happens at each step, and the seed of all that is left to chance in it."""

    seed: int
    swarm: Swarm
    acts: list[str]

    @classmethod
    def of(cls, seed: int, more: Mapping[str, float] = {}) -> Plan:
        """The plan that a seed has today; it has another when a mishap is new, so what failed is kept as a plan."""
        swarm = Swarm.draw(seed).with_more(more)
        return cls(seed, swarm, [swarm.act(seed, step) for step in range(swarm.steps)])
