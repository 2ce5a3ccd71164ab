"""Where doses lie on one line drawn to the scale of time, kept apart so that each can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from sync_server.district.cases.views import DoseRow

WIDTH, MARGIN = 1000, 60
_APART = 52  # least between two dots
_MOST = 14  # dots; more doses are told by the table alone


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """A dose on the line: where, under which record, and the days since the one before (-1: the first)."""

    x: int
    letter: str
    day: str
    meant: bool
    before: int = 0  # where the one before lies
    days: int = -1
    least: int = 0


def dots(doses: Sequence[DoseRow]) -> tuple[Dot, ...]:
    """Doses that stand and have a whole date; none where there are not two, or too many."""
    dated = [(found, one) for one in doses if not one.voided and (found := _day(one.day))]
    if not 2 <= len(dated) <= _MOST:
        return ()
    first, last = dated[0][0], dated[-1][0]
    room, span = WIDTH - 2 * MARGIN, max((last - first).days, 1)
    places: list[float] = []
    for day, _ in dated:
        place = (day - first).days / span * room
        places.append(max(place, places[-1] + _APART) if places else place)
    shrink = min(1.0, room / places[-1])
    xs = [MARGIN + round(place * shrink) for place in places]
    return tuple(
        Dot(x=xs[at], letter=one.letter, day=one.day, meant=one.meant, before=xs[at - 1] if at else 0,
            days=one.days if at else -1, least=one.least)
        for at, (_, one) in enumerate(dated)
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
