"""The one equation of doses, for a lot, a place and a day.

    opening + received + issued + extra
        = used + wasted + returned + disposed + transferred + returned_up - adjusted + closing

- *used*: doses given and not taken back, whoever entered them, from whatever desk or paper, whenever it became known.
- *extra*: doses drawn above a vial's nominal doses (the seventh of six); a gain, so it stands with what came in.
- *wasted*: what a closed vial did not give: nominal - given, never below nothing. It is computed, so a dose that is
  taken back or found on paper after the vial was closed moves it; what was written down at closing (`said`) stands
  beside it, and where the two differ somebody should look.
- *issued*, *returned*: from the store to a table and back; for the store they count the other way round, and for the
  station as a whole they cancel.

For a table and a day it reads **issued = used + wasted + returned + difference** (extra doses counted with what was
issued, and what lay there in the morning too): the difference is what by the books is still at the table.

Doses are whole numbers. Nothing here depends on the order in which anything became known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.places import STORE


class VialUse(msgspec.Struct, frozen=True, kw_only=True):
    """An opened vial as known: `given` up to some day, `closed` by that day, `said`: waste written down at closing."""

    doses: int
    given: int = 0
    closed: bool = False
    said: int = 0

    @property
    def extra(self) -> int:
        """Doses above the nominal ones."""
        return max(0, self.given - self.doses)

    @property
    def wasted(self) -> int:
        """What the closed vial did not give; a dose above the nominal ones is a gain, not less waste elsewhere."""
        return max(0, self.doses - self.given) if self.closed else 0

    @property
    def left(self) -> int:
        """Nominal doses still in the open vial."""
        return 0 if self.closed else max(0, self.doses - self.given)

    @property
    def unexplained(self) -> int:
        """Waste that follows from the doses less what was written down; 0 for an open vial."""
        return self.wasted - self.said if self.closed else 0


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a lot at a place in a stretch of days; all doses, none below nothing but what is adjusted."""

    received: int = 0
    issued: int = 0
    returned: int = 0
    used: int = 0
    extra: int = 0
    wasted: int = 0
    disposed: int = 0
    transferred: int = 0
    returned_up: int = 0
    adjusted: int = 0

    @property
    def net(self) -> int:
        """By how much the balance of the place changes. `issued` and `returned` as a table sees them."""
        gained = self.received + self.issued + self.extra + self.adjusted
        return gained - self.used - self.wasted - self.returned - self.disposed - self.transferred - self.returned_up

    def plus(self, other: Flow) -> Flow:
        """Both together."""
        return Flow(**{name: getattr(self, name) + getattr(other, name) for name in Flow.__struct_fields__})


_FIELD = {
    MoveReason.RECEIPT: ("received", 1),
    MoveReason.TRANSFER: ("transferred", -1),
    MoveReason.RETURN_UP: ("returned_up", -1),
    MoveReason.DISPOSE: ("disposed", -1),
    MoveReason.ADJUST: ("adjusted", 1),
    MoveReason.THAW: ("adjusted", 1),
    MoveReason.ISSUE: ("issued", 1),
    MoveReason.RETURN: ("returned", -1),
}


def of_moves(moves: Mapping[str, int]) -> Flow:
    """The flow of summed movements at one place, by reason; a reason that this program does not know is an adjustment.

    An issue out of the store is a negative `issued` there, a return into it a negative `returned`.
    """
    flow: dict[str, int] = {}
    for reason, doses in moves.items():
        name, sign = _FIELD.get(reason, ("adjusted", 1))
        flow[name] = flow.get(name, 0) + sign * doses
    return Flow(**flow)


def of_vials(before: Iterable[VialUse], after: Iterable[VialUse]) -> Flow:
    """What came of vials between two moments: the same vials as they stood then and as they stand now."""
    now = Flow()
    for sign, vials in ((-1, before), (1, after)):
        for vial in vials:
            part = Flow(used=sign * vial.given, extra=sign * vial.extra, wasted=sign * vial.wasted)
            now = now.plus(part)
    return now


class DayLine(msgspec.Struct, frozen=True, kw_only=True):
    """A lot on a day, or over some days, in the whole station.

    `wasted_by`: waste by reason (`""`: none was written down).
    `difference`: computed less written-down waste of the vials closed that day. `kept`: receipts or counts of the lot
    are known, so that opening and closing mean something. `late`: of what is adjusted the doses that came into the
    books after a stock-take though they are dated before it (`registry.queries.counted`). `thawed` as `Lot.thawed`.
    """

    lot: str
    product: str
    number: str
    expiry: str
    opening: int = 0
    received: int = 0
    issued: int = 0
    returned: int = 0
    used: int = 0
    extra: int = 0
    wasted: int = 0
    disposed: int = 0
    transferred: int = 0
    returned_up: int = 0
    adjusted: int = 0
    closing: int = 0
    difference: int = 0
    wasted_by: dict[str, int] = {}
    disposed_by: dict[str, int] = {}
    kept: bool = True
    late: int = 0
    thawed: str = ""

    @property
    def holds(self) -> bool:
        """Whether the equation holds."""
        gained = self.opening + self.received + self.extra + self.adjusted
        left = self.used + self.wasted + self.disposed + self.transferred + self.returned_up
        return gained - left == self.closing


class TableLine(msgspec.Struct, frozen=True, kw_only=True):
    """A lot at a table on a day: issued (with what lay there before) + extra = used + wasted + returned + difference.

    `open`: nominal doses in vials still open, part of the difference.
    """

    lot: str
    number: str
    product: str
    place: str
    opening: int = 0
    issued: int = 0
    extra: int = 0
    used: int = 0
    wasted: int = 0
    returned: int = 0
    other: int = 0  # adjusted less disposed, transferred or sent up straight from the table
    open: int = 0

    @property
    def difference(self) -> int:
        """Doses that by the books are still at the table."""
        return self.opening + self.issued + self.extra + self.other - self.used - self.wasted - self.returned

    @property
    def settled(self) -> bool:
        """Whether nothing is left to bring back or to explain."""
        return self.difference == 0


class LotStand(msgspec.Struct, frozen=True, kw_only=True):
    """How a lot stands now, by place; `open`: nominal doses in open vials, part of the balances."""

    balances: dict[str, int] = {}
    open: int = 0
    kept: bool = False
    used_lately: int = 0  # in the days that `supply.days_left` looks back over

    @property
    def total(self) -> int:
        """Doses in the station."""
        return sum(self.balances.values())

    @property
    def in_store(self) -> int:
        """Doses in the store."""
        return self.balances.get(STORE, 0)

    @property
    def at_tables(self) -> int:
        """Doses at tables."""
        return self.total - self.in_store
