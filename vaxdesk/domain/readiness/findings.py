"""What a readiness check says: a light for each thing, and the word under which the sentences stand."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember
from typing import Any

import msgspec


class Item(StrEnum):
    """What is looked at, in the order of the page."""

    WORDS = nonmember("readiness.item")

    ROSTER = "roster"
    TEAM = "team"
    STOCK = "stock"
    PRINTER = "printer"
    SCANNER = "scanner"
    CAMERA = "camera"
    SECOND_PLACE = "second_place"
    CLOCK = "clock"
    DISK = "disk"
    BATTERY = "battery"
    LINE = "line"


class Light(StrEnum):
    """How a thing stands; AMBER can wait until the morning, RED stops the day."""

    WORDS = nonmember("readiness.light")

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


_WEIGHT = {Light.GREEN: 0, Light.AMBER: 1, Light.RED: 2}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing: `readiness.is.<item>.<word>` says how it is, `readiness.todo.<item>.<word>` what to do about it.

    `facts` stand in both sentences. A green one has nothing to do.
    """

    item: Item
    light: Light
    word: str
    facts: dict[str, Any] = {}


def overall(findings: Iterable[Finding]) -> Light:
    """The worst light; green when nothing was looked at."""
    return max((one.light for one in findings), key=_WEIGHT.__getitem__, default=Light.GREEN)


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, otherwise as they come."""
    return tuple(sorted(findings, key=lambda one: -_WEIGHT[one.light]))


def counts(findings: Iterable[Finding]) -> dict[Light, int]:
    """How many things show each light."""
    lights = [one.light for one in findings]
    return {light: lights.count(light) for light in Light}
