"""What else adds to the sums of a unit's day: how its vaccine moved, what was planned, sealed and allocated."""

from __future__ import annotations

from collections import Counter

import msgspec

from vaxdesk.domain.stock.balance import Flow
from vaxdesk.domain.totals.figures import STOCK, named
from vaxdesk.domain.totals.share import Lots, Sums

_BY_PRODUCT = ("received", "used", "wasted", "disposed", "transferred", "left")


class Moved(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="stock"):
    """A lot on a day: doses in the order of `figures.STOCK`."""

    product: str
    lot: str
    doses: tuple[int, ...]


class Planned(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="plan"):
    """A planned session: places of all its slots, 0 where nobody said how many; the round that it belongs to."""

    places: int
    round_no: str = ""


class Sealed(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="seal"):
    """The seal of a day: people received and outcomes as the site counted them, entries that waited to be sent."""

    people: int
    outcomes: int
    waiting: int


class Allotted(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="allotted"):
    """Doses that a unit was allocated; below 0 at the unit that gave them out of what it was allocated itself."""

    product: str
    doses: int


Part = Moved | Planned | Sealed | Allotted


def moved(product: str, lot: str, flow: Flow, *, kept: bool) -> Moved:
    """A lot's day as the day sheet has it (`registry.queries.stock.day_sheet`).

    Args:
        kept: receipts or counts of the lot are known; else it has no balance, and what went came from nowhere.
    """
    balance = flow.net if kept else 0
    adjusted = flow.adjusted + flow.issued - flow.returned - (0 if kept else flow.net)
    values = {
        **{name: getattr(flow, name) for name in STOCK if name not in ("adjusted", "left")},
        "adjusted": adjusted,
        "left": balance,
    }
    return Moved(product, lot, tuple(values[name] for name in STOCK))


def sums(one: Part) -> Sums:
    """What it adds to each figure."""
    if isinstance(one, Planned):
        return Counter({"places": one.places, "planned": 1})
    if isinstance(one, Sealed):
        told = {"seal_people": one.people, "seal_outcomes": one.outcomes, "seal_waiting": one.waiting}
        return Counter({"sealed": 1, **told})
    if isinstance(one, Allotted):
        return Counter({"allocated": one.doses, named("stock", one.product, "allocated"): one.doses})
    doses = dict(zip(STOCK, one.doses, strict=True))
    found = Counter({name: value for name, value in doses.items() if value})
    for name in _BY_PRODUCT:
        if doses[name]:
            found[named("stock", one.product, name)] = doses[name]
    return found


def lots(one: Part) -> Lots:
    """What it adds to each lot."""
    if not isinstance(one, Moved):
        return Counter()
    doses = dict(zip(STOCK, one.doses, strict=True))
    found = {"received": doses["received"], "lost": doses["wasted"] + doses["disposed"], "left": doses["left"]}
    return Counter({(one.product, one.lot, name): value for name, value in found.items() if value})
