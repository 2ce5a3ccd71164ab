"""How often what happens in a world: drawn anew for each seed, so that some worlds know no restores, some little else.

Needed: where everything may happen, one mishap hides another.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import msgspec

from tests.sim.wire import Fault

MISHAPS = (
    "restart",
    "crash in a save",
    "crash in a round",
    "copy between desks",
    "delivered late",
    "desk copied",
    "desk put back",
    "desk cloned",
    "desk lost",
    "desk disk full",
    "server writes",
    "server reads",
    "clock jump",
    "later program",
    "server restart",
    "server copied",
    "server put back",
    "long pause",
)
WANTED = {"erasure": 0.0}  # what happens only where somebody wants more of it: seeds of before stay what they were
_CALM = 0.5  # share of mishaps that a world does not know


class Swarm(msgspec.Struct, frozen=True):
    """Weights of acts, and the chance of each fault of a request."""

    desks: int
    steps: int
    acts: dict[str, float]
    faults: dict[Fault, float]
    on_the_line: float  # chance that a request meets any fault at all

    @classmethod
    def draw(cls, rng: Random, *, steps: int) -> Swarm:
        """The weather of a seed."""
        acts = {name: 0.0 if rng.random() < _CALM else rng.uniform(0.3, 3.0) for name in MISHAPS}
        faults = {fault: 0.0 if rng.random() < _CALM else rng.random() for fault in Fault}
        line = rng.choice((0.0, 0.1, 0.3, 0.6)) if any(faults.values()) else 0.0
        return cls(rng.randint(2, 5), steps, {"write": 6.0, "round": 7.0, **acts, **WANTED}, faults, line)

    def with_more(self, wanted: Mapping[str, float]) -> Swarm:
        """The same weather with more of some acts and faults; a wanted fault is then the only one on the line."""
        acts = {name: wanted.get(name, weight) for name, weight in self.acts.items()}
        faults = {fault: wanted.get(fault, 0.0) for fault in Fault}
        if not any(faults.values()):
            return msgspec.structs.replace(self, acts=acts)
        return msgspec.structs.replace(self, acts=acts, faults=faults, on_the_line=0.6)
