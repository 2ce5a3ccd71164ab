"""How often what happens in a world: drawn anew for each seed, so that some worlds know no restores, some little else.

Needed: where everything may happen, one mishap hides another. Every draw has a chance of its own, named by what it is
for, so that a mishap that is new to the simulation changes no other draw of a seed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from hashlib import sha256
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
    "desk revoked",
    "desk disk full",
    "desk power cut",
    "desk bits turned",
    "stick",
    "server writes",
    "server reads",
    "erasure",
    "clock jump",
    "later program",
    "server restart",
    "server power cut",
    "server copied",
    "server put back",
    "long pause",
)
_CALM = 0.5  # share of mishaps that a world does not know
_RARE = {"erasure": 0.4, "desk revoked": 0.3, "desk bits turned": 0.5}  # of the weight that others have
_STEPS, _MANY_STEPS, _MANY_IN = 30, 90, 20  # one world in so many is a long one


class Swarm(msgspec.Struct, frozen=True):
    """A world's size, weights of acts, and the chance of each fault of a request."""

    desks: int
    stations: int
    steps: int
    acts: dict[str, float]
    faults: dict[str, float]
    on_the_line: float  # chance that a request meets any fault at all

    @classmethod
    def draw(cls, seed: int) -> Swarm:
        """The weather of a seed."""
        acts = {name: _RARE.get(name, 1.0) * _weight(chance(seed, "act", name), 0.3, 3.0) for name in MISHAPS}
        faults = {fault.value: _weight(chance(seed, "fault", fault), 0.0, 1.0) for fault in Fault}
        size = chance(seed, "size")
        return cls(
            desks=size.randint(2, 5),
            stations=size.randint(1, 3),
            steps=_STEPS if size.randrange(_MANY_IN) else _MANY_STEPS,
            acts={"write": 9.0, "round": 11.0, **acts},
            faults=faults,
            on_the_line=size.choice((0.0, 0.1, 0.3, 0.6)) if any(faults.values()) else 0.0,
        )

    def with_more(self, wanted: Mapping[str, float]) -> Swarm:
        """The same weather with more of some acts and faults; a wanted fault is then the only one on the line."""
        acts = {name: wanted.get(name, weight) for name, weight in self.acts.items()}
        faults = {fault: wanted.get(fault, 0.0) for fault in self.faults}
        if not any(faults.values()):
            return msgspec.structs.replace(self, acts=acts)
        return msgspec.structs.replace(self, acts=acts, faults=faults, on_the_line=0.6)

    def act(self, seed: int, step: int) -> str:
        """What happens at a step: of all clocks that run, each by its weight, the one that rings first."""
        return min((_rings(seed, step, name) / weight, name) for name, weight in self.acts.items() if weight)[1]


def chance(seed: int, *what: object) -> Random:
    """Chance for one thing of a world."""
    return Random(" ".join(map(str, (seed, *what))))


def _weight(rng: Random, least: float, most: float) -> float:
    return 0.0 if rng.random() < _CALM else rng.uniform(least, most)


def _rings(seed: int, step: int, name: str) -> float:
    drawn = int.from_bytes(sha256(f"{seed} {step} {name}".encode()).digest()[:7], "big")
    return -math.log((drawn + 1) / (1 << 56))
