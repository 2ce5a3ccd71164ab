"""Stock-takes against what the books say by now: doses that came into the books after a count, dated before it.

What was seen is the balance at that moment, whatever else had happened until then. A count says what the books said to
whoever counted (`book`); where they say otherwise by now, what came meanwhile (a sheet typed later, another desk's
doses) is no difference of the store, so the same number of doses is put back on the day of the count. A count knows
the days before its own whole; of its own day the doses and closed vials that it names (`knew`), and else those that
happened before it was entered; movements of that day by their revisions. Counts that do not say what they knew stay as
they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Inject
from vaxdesk.domain.stock.balance import VialUse
from vaxdesk.domain.stock.places import STORE
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import vial_uses
from vaxdesk.registry.tables import HAS_LOT, change, event, vial
from vaxdesk.registry.tables_stock import count, stock

_COUNTS = sa.select(count).where(count.c.voided == 0, count.c.knew != "")
_MOVES = sa.select(stock).where(stock.c.voided == 0, bulk.among(stock.c.lot, "ids"))
_VIALS = sa.select(vial).where(vial.c.voided == 0, bulk.among(vial.c.lot, "ids"))
_OURS = (event.c.kind == "inject", event.c.origin == "", HAS_LOT, bulk.among(event.c.lot, "ids"))
_FROM = event.outerjoin(vial, sa.and_(vial.c.id == event.c.vial, vial.c.voided == 0))
_SOURCE = (event.c.lot, event.c.vial, vial.c.lot.label("vial_lot"), event.c.day)
_BY_DAY = (
    sa.select(*_SOURCE, sa.func.count().label("n"))
    .select_from(_FROM)
    .where(*_OURS, event.c.voided == 0)
    .group_by(*_SOURCE)
)
_DOSES = (
    sa.select(*_SOURCE, event.c.id, event.c.d)
    .select_from(_FROM)
    .where(*_OURS, event.c.voided == 0, bulk.among(event.c.day, "days"))
)
_KNOWN = sa.select(event.c.id).where(*_OURS, event.c.day == sa.bindparam("day"))
_CLOSINGS = (
    sa.select(change.c.id, change.c.obj, change.c.stamp, vial.c.lot)
    .join(vial, vial.c.id == change.c.obj)
    .where(change.c.kind == "vialclose", bulk.among(vial.c.lot, "ids"))
)
_read = msgspec.json.Decoder(Inject).decode


class Late(NamedTuple):
    """Doses by which the books up to a count fell since it was entered; below 0: rose. `count`, `lot`: surrogates."""

    count: int
    lot: int
    place: str
    day: str
    doses: int


def knew(conn: sa.Connection, names: LogNames, lot: str, day: str) -> list[str]:
    """Of each log the last dose of a lot, or closing of a vial of it, of a day that is known here: for a new count."""
    id_ = names.known(lot)
    ids = list(conn.execute(_KNOWN, {"ids": [id_], "day": day}).scalars())
    ids += [row.id for row in conn.execute(_CLOSINGS, {"ids": [id_]})]
    last: dict[int, int] = {}
    for one in ids:
        last[one >> SEQ_BITS] = max(one, last.get(one >> SEQ_BITS, 0))
    return sorted(map(names.ref, last.values()))


def late(
    conn: sa.Connection, names: LogNames, *, place: str | None = None, lots: Collection[int] | None = None
) -> list[Late]:
    """What came after each count that was not taken back, of a lot in the order of the counts.

    Args:
        place: that of the counts, None for all.
        lots: surrogates, None for all.
    """
    query = _COUNTS if place is None else _COUNTS.where(count.c.place == place)
    query = query if lots is None else query.where(bulk.among(count.c.lot, "ids"))
    counts = conn.execute(query, {"ids": list(lots)} if lots is not None else {}).all()
    if not counts:
        return []
    facts = _Facts(conn, {row.lot for row in counts}, {row.day for row in counts})
    found: list[Late] = []
    for (lot, at), mine in _by_place(names, counts).items():
        found += _of_place(names, facts, lot, at, mine)
    return found


def _by_place(names: LogNames, counts: Iterable[Any]) -> dict[tuple[int, str], list[Any]]:
    """In an order that is the same wherever the entries are held."""
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in sorted(counts, key=lambda row: (row.day, row.rev, row.stamp, names.ref(row.id))):
        found[row.lot, row.place].append(row)
    return found


def _of_place(names: LogNames, facts: _Facts, lot: int, place: str, counts: Sequence[Any]) -> list[Late]:
    found: list[Late] = []
    order = {row.id: at for at, row in enumerate(counts)}
    for at, row in enumerate(counts):
        moment = _Moment(row, frozenset(filter(None, map(names.known, msgspec.json.decode(row.knew)))))
        moved = sum(one.doses for one in facts.moves[lot, place] if _before(one, row, at, order))
        doses = row.book - (moved + sum(one.doses for one in found) + facts.drawn(lot, place, moment))
        if doses:
            found.append(Late(row.id, lot, place, row.day, doses))
    return found


def _before(move: Any, counted: Any, at: int, order: Mapping[int, int]) -> bool:
    """Whether a movement came before a count; what a count itself put right follows that count."""
    if move.move in order:
        return order[move.move] < at
    return move.day < counted.day or (move.day == counted.day and move.rev < counted.rev)


class _Moment:
    """When something was counted, as far as it can be told."""

    def __init__(self, row: Any, last: Collection[int]) -> None:
        self.day, self._stamp = row.day, row.stamp
        self._last = {one >> SEQ_BITS: one for one in last}

    def follows(self, id_: int, when: int) -> bool:
        """Whether it follows an entry of its own day: one that it knew, or of an earlier time."""
        return id_ <= self._last.get(id_ >> SEQ_BITS, 0) or when <= self._stamp


def _source(row: Any) -> tuple[int, int]:
    """Lot and vial: a dose of a standing vial goes with the vial's lot; one of none is loose, out of the store."""
    return (row.vial_lot, row.vial) if row.vial_lot else (row.lot, 0)


class _Facts:
    """Movements, vials and doses of some lots; what happened on days of counts one by one."""

    def __init__(self, conn: sa.Connection, lots: Collection[int], days: Collection[str]) -> None:
        self._conn, self._keys = conn, {"ids": list(lots), "days": list(days)}
        self.moves: dict[tuple[int, str], list[Any]] = defaultdict(list)
        for row in conn.execute(_MOVES, self._keys):
            self.moves[row.lot, row.place].append(row)
        self._vials = {row.id: row for row in conn.execute(_VIALS, self._keys)}

    @cached_property
    def _by_day(self) -> dict[tuple[int, int], list[Any]]:
        """Doses of a lot and a vial by day; loose ones under 0."""
        found: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for row in self._conn.execute(_BY_DAY, self._keys):
            found[_source(row)].append(row)
        return found

    @cached_property
    def _single(self) -> dict[tuple[int, int], list[tuple[str, int, int]]]:
        """The same one by one on days of counts: day, surrogate, time."""
        found: dict[tuple[int, int], list[tuple[str, int, int]]] = defaultdict(list)
        for row in self._conn.execute(_DOSES, self._keys):
            found[_source(row)].append((row.day, row.id, _read(row.d).at))
        return found

    @cached_property
    def _closings(self) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self._conn.execute(_CLOSINGS, self._keys):
            found[row.obj].append(row)
        return found

    def drawn(self, lot: int, place: str, moment: _Moment) -> int:
        """What vials and doses had changed of a balance by a moment; 0 or less."""
        net = -self._given(lot, 0, moment) if place == STORE else 0
        for row in self._vials.values():
            if (row.lot, row.place) == (lot, place):
                given = self._given(lot, row.id, moment)
                use = VialUse(doses=row.doses, given=given, closed=self._closed(row, moment))
                net += use.extra - use.given - use.wasted
        return net

    def _given(self, lot: int, vial_id: int, moment: _Moment) -> int:
        earlier = sum(row.n for row in self._by_day[lot, vial_id] if row.day < moment.day)
        same = self._single[lot, vial_id]
        return earlier + sum(day == moment.day and moment.follows(id_, at) for day, id_, at in same)

    def _closed(self, row: Any, moment: _Moment) -> bool:
        end = vial_uses.end_of(row)
        if not end or end > moment.day:
            return False
        return end < moment.day or any(moment.follows(one.id, one.stamp) for one in self._closings[row.id])
