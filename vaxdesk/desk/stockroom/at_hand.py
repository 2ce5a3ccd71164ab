"""Doses that may be given on a day: by the books where they are kept, else by the vials that were counted."""

from __future__ import annotations

from collections import Counter

import msgspec

from vaxdesk.desk import stock
from vaxdesk.desk.context import Desk
from vaxdesk.domain.views import LotView, VialView
from vaxdesk.registry.queries import stock as queries


class AtHand(msgspec.Struct, frozen=True):
    """Doses by product, and doses given of each in the days that `supply.days_left` looks back over.

    `counted` is false when a usable lot was made known without its vials.
    """

    doses: dict[str, int]
    used_lately: dict[str, int]
    counted: bool

    @property
    def total(self) -> int:
        """Doses of all products."""
        return sum(self.doses.values())


def at_hand(desk: Desk, day: str) -> AtHand:
    """What may be given on a day: lots in date, not locked, of a vaccine in use; open vials while they live."""
    seen = stock.of(desk.on(day))
    with desk.store.reading() as conn:
        stands = queries.stands(conn, desk.store.names, day)
    doses: Counter[str] = Counter()
    used: Counter[str] = Counter()
    counted = True
    for lot in seen.lots:
        used[lot.product] += stands[lot.id].used_lately if lot.id in stands else 0
        if lot.id not in seen.usable:
            continue
        stand = stands.get(lot.id)
        if stand is not None and stand.kept:
            doses[lot.product] += max(0, stand.total)
            continue
        counted = counted and bool(lot.vials)
        opened = [vial for vial in seen.vials if vial.lot.id == lot.id and vial.id in seen.usable]
        doses[lot.product] += _closed(lot) + sum(map(_left, opened))
    return AtHand(dict(doses), dict(used), counted)


def _closed(lot: LotView) -> int:
    return max(0, lot.vials - lot.vials_opened) * lot.doses_per_vial


def _left(vial: VialView) -> int:
    return max(0, vial.doses - vial.given)
