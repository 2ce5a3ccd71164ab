"""What a session lacks for the people allotted: places, doses, hands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, nonmember
from typing import Any

import msgspec

from vaxdesk.domain.plan.session import Defaults
from vaxdesk.domain.plan.slots import minutes


class Lack(StrEnum):
    """Kinds of lack."""

    WORDS = nonmember("plan.lack")

    PLACES = "places"  # slot, people, places
    DOSES = "doses"  # people, doses
    RATE = "rate"  # slot, people, most


class Shortage(msgspec.Struct, frozen=True, kw_only=True):
    """A lack with the figures that its sentence names."""

    lack: Lack
    facts: dict[str, Any] = {}


def lacks(
    slots: Mapping[str, int],
    people: Mapping[str, int],
    *,
    doses: int | None,
    injectors: int,
    defaults: Defaults,
) -> tuple[Shortage, ...]:
    """What is lacking.

    Args:
        slots: places by hour.
        people: by hour, as they would be.
        doses: at hand for the session; None when nothing is known of the stock.
        injectors: who would inject; 0 when no team is set yet.
    """
    total = sum(people.values())
    found = [
        Shortage(lack=Lack.PLACES, facts={"slot": hour, "people": n, "places": slots.get(hour, 0)})
        for hour, n in sorted(people.items())
        if n > slots.get(hour, 0)
    ]
    if doses is not None and total > doses:
        found.append(Shortage(lack=Lack.DOSES, facts={"people": total, "doses": doses}))
    hands = injectors or defaults.injectors
    for hour, lasts in minutes(slots, longest=defaults.slot_minutes).items():
        most = hands * defaults.people_an_hour * lasts // 60
        planned = max(people.get(hour, 0), slots[hour])
        if planned > most:
            found.append(Shortage(lack=Lack.RATE, facts={"slot": hour, "people": planned, "most": most}))
    return tuple(found)
