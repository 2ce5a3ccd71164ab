"""Vaccine that a site was allocated from above and has not received: the oldest allocation is filled first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An allocation to a site. `ref`: of the entry; `left`: doses of it that have not arrived."""

    ref: str
    product: str
    doses: int
    day: str
    decision: str
    lot: str = ""
    note: str = ""
    left: int = 0


class Came(msgspec.Struct, frozen=True):
    """Doses of a vaccine that were received on an ISO day."""

    product: str
    day: str
    doses: int


def outstanding(given: Iterable[Given], came: Iterable[Came]) -> tuple[Given, ...]:
    """Allocations of which something has not arrived, the oldest first.

    A receipt fills allocations of its vaccine that are of its day or an earlier one, the oldest first; what it has
    beyond them fills none that is decided later.
    """
    waiting: dict[str, list[Given]] = defaultdict(list)
    for one in sorted(given, key=lambda one: (one.day, one.ref)):
        waiting[one.product].append(msgspec.structs.replace(one, left=one.doses))
    for box in sorted(came, key=lambda box: box.day):
        doses = box.doses
        for at, one in enumerate(waiting[box.product]):
            if one.day <= box.day and doses > 0:
                filled = min(one.left, doses)
                doses -= filled
                waiting[box.product][at] = msgspec.structs.replace(one, left=one.left - filled)
    left = (one for some in waiting.values() for one in some if one.left)
    return tuple(sorted(left, key=lambda one: (one.day, one.ref)))
