"""Worlds that once failed, kept as plans: what happened at each step and with which chance, not as seeds.

What a seed brings changes with every mishap that is new to the simulation; a plan does not. What is drawn within a step
hangs on the seed and the number of the step alone, so a world stays nearly the same even when the product takes more
or fewer statements than it did.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.sim.plan import Plan

_FILE = Path(__file__).parent / "regressions.jsonl"


class Kept(msgspec.Struct, frozen=True):
    """A world that failed, and what was wrong with the product."""

    why: str
    plan: Plan


def worlds() -> list[Kept]:
    """All of them, oldest first."""
    return [msgspec.json.decode(line, type=Kept) for line in _FILE.read_bytes().splitlines()]


def keep(plan: Plan, why: str) -> None:
    """Adds one."""
    with _FILE.open("ab") as file:
        file.write(msgspec.json.encode(Kept(why, plan)) + b"\n")
