"""What does not add up of lots, seals and stacks, as the fold and the heads of the filed logs have them now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import log
from sync_server.totals import parts
from vaxdesk.domain.stock.balance import VialUse
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.places import STORE
from vaxdesk.domain.totals import gaps, spans
from vaxdesk.domain.totals.gaps import GapKind
from vaxdesk.journal import ref
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries.catchup import BATCHES, SHEETS
from vaxdesk.registry.queries.vial_uses import end_of, opened_on
from vaxdesk.registry.tables import HAS_VIAL, OF_BATCH, event, lot, vial
from vaxdesk.registry.tables_catchup import batch
from vaxdesk.registry.tables_stock import stock
from vaxdesk.registry.visits import same_people

Row = dict[str, Any]
_VIALS = sa.select(vial).where(vial.c.voided == 0, bulk.among(vial.c.lot, "ids"))
_GIVEN = (
    sa.select(event.c.vial, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.origin == "")
    .where(HAS_VIAL, bulk.among(event.c.vial, "ids"))
    .group_by(event.c.vial)
)
_AT_TABLES = (
    sa.select(stock.c.lot, stock.c.place, stock.c.day, sa.func.sum(stock.c.doses).label("n"))
    .where(stock.c.voided == 0, stock.c.place != STORE, bulk.among(stock.c.lot, "ids"))
    .where(stock.c.reason.in_([MoveReason.ISSUE.value, MoveReason.RETURN.value]))
    .group_by(stock.c.lot, stock.c.place, stock.c.day)
)
_STANDS = sa.select(lot.c.id).where(lot.c.voided == 0, bulk.among(lot.c.id, "ids"))
_STACKS = BATCHES.where(bulk.among(batch.c.id, "ids"))
_TYPED = SHEETS.where(bulk.among(event.c.batch, "ids"))
_HEADS = sa.select(log.c.log_id, log.c.feed_no, log.c.head_seq).where(bulk.among(log.c.log_id, "ids"))


class VialState(msgspec.Struct, frozen=True, kw_only=True):
    """An opened vial: `day` is that of its closing, or of its opening while it was never closed; `n` may be missing."""

    lot: int
    no: int
    day: str
    place: str
    opened: str
    use: VialUse

    @property
    def n(self) -> int:
        """Doses of which nobody knows."""
        return gaps.of_vial(self.use)


def vials(conn: sa.Connection, lots: Collection[int]) -> list[VialState]:
    """All opened vials of some lots, with every dose out of them that is known."""
    rows = conn.execute(_VIALS, {"ids": list(lots)}).all()
    given = {row.vial: row.n for row in conn.execute(_GIVEN, {"ids": [one.id for one in rows]})} if rows else {}
    return [
        VialState(
            lot=one.lot,
            no=one.no,
            day=end_of(one) or opened_on(one),
            place=one.place,
            opened=opened_on(one),
            use=VialUse(doses=one.doses, given=given.get(one.id, 0), closed=bool(one.closed), said=one.wasted),
        )
        for one in rows
    ]


def of_lots(conn: sa.Connection, lots: Collection[int]) -> list[Row]:
    """Doses of opened vials, and of what was handed out to tables."""
    stands = conn.execute(_STANDS, {"ids": list(lots)}).scalars().all()
    feeds = parts.feeds_of(conn, (one >> SEQ_BITS for one in stands))
    opened = vials(conn, stands)
    sums: dict[tuple[int, str, GapKind], list[int]] = defaultdict(lambda: [0, 0])
    for one in opened:
        _add(sums[one.lot, one.day, GapKind.VIALS], one.n, one.use.doses)
    for (lot_id, _), days in _at_tables(conn, stands, opened).items():
        for day, n in gaps.left_at_table(days).items():
            _add(sums[lot_id, day, GapKind.TABLES], n, n)
    return [
        _row(feeds[lot_id >> SEQ_BITS], day, kind, lot_id, n, of)
        for (lot_id, day, kind), (n, of) in sums.items()
        if n and spans.is_day(day) and lot_id >> SEQ_BITS in feeds
    ]


def _add(into: list[int], n: int, of: int) -> None:
    into[0] += n
    into[1] += of


def _at_tables(conn: sa.Connection, lots: Collection[int], opened: list[VialState]) -> dict[tuple[int, str], dict]:
    """By lot and table: of each day what was handed out less what was opened and brought back."""
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in conn.execute(_AT_TABLES, {"ids": list(lots)}):
        found[row.lot, row.place][row.day] += int(row.n)
    for one in opened:
        if (one.lot, one.place) in found:
            found[one.lot, one.place][one.opened] -= one.use.doses
    return found


def of_seals(conn: sa.Connection, seals: Collection[int]) -> list[Row]:
    """Entries that the latest seal of a unit's day names and that never came."""
    found = []
    for (feed, day), row in parts.latest_seals(conn, seals)[0].items():
        n = sum(last - first + 1 for first, last in unsent(conn, feed, row.heads).values())
        if n:
            found.append(_row(feed, day, GapKind.UNSENT, row.id, 0, n))
    return found


def unsent(conn: sa.Connection, feed: int, heads: str) -> dict[str, tuple[int, int]]:
    """First and last entry of each log that a seal names and that never came."""
    named = _heads(heads)
    numbers = {number: name for name in named if (number := _number(name)) is not None}
    rows = conn.execute(_HEADS, {"ids": list(numbers)}).all() if numbers else []
    held = {**dict.fromkeys(numbers.values(), 0), **{numbers[row.log_id]: row.head_seq for row in rows}}
    elsewhere = {numbers[row.log_id] for row in rows if row.feed_no != feed}
    return gaps.unsent(named, {name: n for name, n in held.items() if name not in elsewhere})


def _number(name: str) -> int | None:
    try:
        return ref.log_number(name)
    except ref.BadRef:
        return None


def _heads(text: str) -> Mapping[str, str]:
    return msgspec.json.decode(text, type=dict[str, str]) if text else {}


def of_stacks(conn: sa.Connection, stacks: Collection[int]) -> list[Row]:
    """Sheets of stacks that were announced and not typed in."""
    rows = conn.execute(_STACKS, {"ids": list(stacks)}).all()
    typed = {row.batch: row.n for row in conn.execute(_TYPED, {"ids": list(stacks)})}
    feeds = parts.feeds_of(conn, (one.id >> SEQ_BITS for one in rows))
    return [
        _row(feeds[one.id >> SEQ_BITS], one.day, GapKind.STACKS, one.id, one.sheets - typed.get(one.id, 0), one.sheets)
        for one in rows
        if one.sheets > typed.get(one.id, 0) and spans.is_day(one.day) and one.id >> SEQ_BITS in feeds
    ]


def stacks_of(conn: sa.Connection, people: Collection[int]) -> set[int]:
    """Stacks that something about some people was typed from."""
    if not people:
        return set()
    group = same_people(conn, people)
    found = sa.select(event.c.batch).where(bulk.among(event.c.person, "ids"), OF_BATCH).distinct()
    return set(conn.execute(found, {"ids": list({*people, *group, *group.values()})}).scalars())


def _row(feed: int, day: str, kind: GapKind, what: int, n: int, of: int) -> Row:
    n, of = min(n, gaps.MOST), min(of, gaps.MOST)
    return {"feed_no": feed, "day": day, "kind": kind.value, "what": what, "n": n, "of": of}
