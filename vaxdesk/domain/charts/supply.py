"""How the vaccine goes: doses out of each vial, and for how many days each product will last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.views import VialView

USE_DAYS = 14  # days of use that the days left are reckoned from


class VialUse(msgspec.Struct, frozen=True, kw_only=True):
    """Doses out of a vial: `extra` beyond what the label says, `wasted` when it was closed with doses left."""

    lot: str
    product: str
    no: int
    nominal: int
    given: int
    extra: int
    wasted: int
    closed: bool


class DaysLeft(msgspec.Struct, frozen=True, kw_only=True):
    """`doses` of a product at hand; `days` that they last at the use of a vaccination day, None while none was used."""

    product: str
    doses: int
    a_day: int
    days: int | None


def vial_uses(vials: Iterable[VialView]) -> tuple[VialUse, ...]:
    """The vials in the order in which they were opened."""
    return tuple(
        VialUse(
            lot=vial.lot.number,
            product=vial.lot.product,
            no=vial.no,
            nominal=vial.doses,
            given=vial.given,
            extra=max(0, vial.given - vial.doses),
            wasted=max(0, vial.doses - vial.given) if vial.closed else 0,
            closed=vial.closed,
        )
        for vial in sorted(vials, key=lambda one: (one.opened_at, one.lot.number, one.no))
    )


def days_left(doses: Mapping[str, int], used: Mapping[str, Mapping[str, int]]) -> tuple[DaysLeft, ...]:
    """For how many vaccination days the doses last; what lasts shortest comes first, what is not used last.

    Args:
        doses: at hand, by product.
        used: doses given by day and product, of the last `USE_DAYS` days; days on which nobody came do not count.
    """
    found = []
    for product, at_hand in doses.items():
        given = [of_day[product] for of_day in used.values() if of_day.get(product)]
        a_day = -(-sum(given) // len(given)) if given else 0
        found.append(DaysLeft(product=product, doses=at_hand, a_day=a_day, days=at_hand // a_day if a_day else None))
    return tuple(sorted(found, key=lambda one: (one.days is None, one.days or 0, one.product)))
