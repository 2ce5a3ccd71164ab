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
    DOSES_OF = "doses_of"  # product, people, doses
    RATE = "rate"  # slot, people, most


class Shortage(msgspec.Struct, frozen=True, kw_only=True):
    """A lack with the figures that its sentence names."""

    lack: Lack
    facts: dict[str, Any] = {}


def lacks(
    slots: Mapping[str, int],
    people: Mapping[str, int],
    *,
    doses: Mapping[str, int],
    injectors: int,
    defaults: Defaults,
    wanted: Mapping[str, int] = {},
) -> tuple[Shortage, ...]:
    """What is lacking.

    Args:
        slots: places by hour.
        people: by hour, as they would be.
        doses: at hand for the session by product; {} when nothing is known of the stock.
        injectors: who would inject; 0 when no team is set yet.
        wanted: for how many people each product is meant, where the session has several.
    """
    found = [
        Shortage(lack=Lack.PLACES, facts={"slot": hour, "people": n, "places": slots.get(hour, 0)})
        for hour, n in sorted(people.items())
        if n > slots.get(hour, 0)
    ]
    found += _too_few_doses(sum(people.values()), doses, wanted)
    hands = injectors or defaults.injectors
    for hour, lasts in minutes(slots, longest=defaults.slot_minutes).items():
        most = hands * defaults.people_an_hour * lasts // 60
        planned = max(people.get(hour, 0), slots[hour])
        if planned > most:
            found.append(Shortage(lack=Lack.RATE, facts={"slot": hour, "people": planned, "most": most}))
    return tuple(found)


def _too_few_doses(people: int, doses: Mapping[str, int], wanted: Mapping[str, int]) -> list[Shortage]:
    """Of the products that are known of; where each has enough for whom it is meant, of all together."""
    if not doses:
        return []
    short = [
        Shortage(lack=Lack.DOSES_OF, facts={"product": product, "people": n, "doses": doses[product]})
        for product, n in sorted(wanted.items())
        if n > doses.get(product, n)
    ]
    at_hand = sum(doses.values())
    if short or people <= at_hand:
        return short
    return [Shortage(lack=Lack.DOSES, facts={"people": people, "doses": at_hand})]
