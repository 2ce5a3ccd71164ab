"""How the vaccine goes: doses out of each vial, and for how many days each product will last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.stock.balance import VialUse
from vaxdesk.domain.stock.supply import days_left
from vaxdesk.domain.views import VialView


class OpenedVial(VialUse, frozen=True, kw_only=True):
    """Doses out of a vial; `doses` is what the label says, `lot` the number of its lot."""

    lot: str
    product: str
    no: int


class DaysLeft(msgspec.Struct, frozen=True, kw_only=True):
    """`doses` of a product at hand, `used` lately, and how many `days` they last at that; None while none was used."""

    product: str
    doses: int
    used: int
    days: int | None


def vial_uses(vials: Iterable[VialView]) -> tuple[OpenedVial, ...]:
    """The vials in the order in which they were opened."""
    return tuple(
        OpenedVial(
            lot=vial.lot.number,
            product=vial.lot.product,
            no=vial.no,
            doses=vial.doses,
            given=vial.given,
            closed=vial.closed,
        )
        for vial in sorted(vials, key=lambda one: (one.opened_at, one.lot.number, one.no))
    )


def lasting(doses: Mapping[str, int], used: Mapping[str, int]) -> tuple[DaysLeft, ...]:
    """For how many days the doses last, as the store page says it; what lasts shortest first, what is not used last.

    Args:
        doses: at hand, by product.
        used: doses given in the last `LOOK_BACK` days, by product.
    """
    both = ((product, at_hand, used.get(product, 0)) for product, at_hand in doses.items())
    found = [
        DaysLeft(product=product, doses=at_hand, used=given, days=days_left(at_hand, given))
        for product, at_hand, given in both
    ]
    return tuple(sorted(found, key=lambda one: (one.days is None, one.days or 0, one.product)))
