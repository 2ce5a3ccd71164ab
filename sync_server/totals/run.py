"""Counts what the fold has changed; or everything, when the rules of counting have changed."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from sync_server.durable.tables_totals import counted, lot_tally, rooted, share, tally, told_time, uncounted
from sync_server.totals import aims, allotments, gap_things, gaps, identities, parts, queue, rollup, rounds, tree
from sync_server.totals.parts import Parts
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import appt, event, vial
from vaxdesk.registry.tables_stock import count, stock

VERSION = 7  # raised when what is counted, or how it is kept, changes: everything is then counted anew
_IDS = {
    "event": sa.select(event.c.person, event.c.lot, event.c.vial).where(bulk.among(event.c.id, "ids")),
    "appt": sa.select(appt.c.person).where(bulk.among(appt.c.id, "ids")).distinct(),
    "vial": sa.select(vial.c.lot).where(bulk.among(vial.c.id, "ids")).distinct(),
    "of_vial": sa.select(event.c.lot).where(bulk.among(event.c.vial, "ids"), event.c.vial != 0).distinct(),
    "stock": sa.select(stock.c.lot).where(bulk.among(stock.c.id, "ids")).distinct(),
    "count": sa.select(count.c.lot).where(bulk.among(count.c.id, "ids")).distinct(),
    "of_lot": sa.select(event.c.person).where(bulk.among(event.c.lot, "ids"), event.c.lot != 0).distinct(),
}
_OF_LOG = sa.select(event.c.person).where(
    event.c.id.between(sa.bindparam("first"), sa.bindparam("last")), event.c.kind == "inject"
)
_KEY = ("what", "key", "feed_no", "day")
_GONE = share.delete().where(*(share.c[name] == sa.bindparam(f"k_{name}") for name in _KEY))
Wanted = dict[str, set[int]]


def catch_up(conn: sa.Connection, names: LogNames, *, most: int) -> int:
    """Counts some of what has changed, in the caller's transaction; returns how many places it were, 0 when done.

    Whoever calls sees to it that nobody else counts meanwhile.
    """
    wanted = queue.take(conn, most)
    _move(conn, wanted.pop(queue.UNIT, set()))
    if not wanted:
        return 0 if not queue.waits(conn) else 1
    people, lots = _people_and_lots(conn, wanted)
    seals, stacks = _seals_and_stacks(conn, wanted, people)
    plans = wanted.get("plan", set())
    sessions = parts.plans(conn, plans)
    queue.mark(conn, rounds.follow(conn, wanted.get("campaign", set()), plans, *sessions))
    found = rollup.Differences()
    for now, before in (
        parts.people(conn, names, people),
        parts.lots(conn, names, lots),
        sessions,
        parts.seals(conn, wanted.get("dayseal", set())),
        allotments.to_units(conn, wanted.get("allocation", set())),
        allotments.from_units(conn, wanted.get("allocation", set())),
    ):
        _settle(conn, now, before, found)
    rollup.apply(conn, found)
    aims.settle(conn, wanted.get("target", set()))
    identities.settle(conn, people | wanted.get(queue.IDENTITY, set()))
    gaps.settle(conn, cells=found.days(), lots=lots, seals=seals, stacks=stacks)
    return sum(len(keys) for keys in wanted.values())


def _people_and_lots(conn: sa.Connection, wanted: Wanted) -> tuple[set[int], set[int]]:
    """Whose days and which lots' movements are counted again for the places that were taken."""

    def ask(query: str, keys: Collection[int]) -> set[int]:
        return set(conn.execute(_IDS[query], {"ids": list(keys)}).scalars()) if keys else set()

    of = {name: wanted.get(name, set()) for name in ("event", "vial", "lot")}
    events = conn.execute(_IDS["event"], {"ids": list(of["event"])}).all() if of["event"] else []
    vials = of["vial"] | {row.vial for row in events if row.vial}
    people = wanted.get(queue.PERSON, set()) | ask("appt", wanted.get("appt", ())) | {row.person for row in events}
    people |= ask("of_lot", of["lot"])
    for log in wanted.get(queue.LOG, ()):
        between = {"first": log << SEQ_BITS, "last": (log + 1 << SEQ_BITS) - 1}
        people |= set(conn.execute(_OF_LOG, between).scalars())
    lots = of["lot"] | wanted.get("flow", set()) | {row.lot for row in events}
    lots |= ask("vial", vials) | ask("of_vial", vials)
    lots |= ask("stock", wanted.get("stock", ())) | ask("count", wanted.get("count", ()))
    return people - {0}, lots - {0}


def _seals_and_stacks(conn: sa.Connection, wanted: Wanted, people: set[int]) -> tuple[set[int], set[int]]:
    """Which seals and stacks of paper are looked at again: those of which entries came, and those that changed.

    Asked before anything is counted, while what is kept still tells on which day a seal was.
    """
    came = set(parts.feeds_of(conn, wanted.get(queue.CAME, ())).values())
    seals = wanted.get("dayseal", set()) | gaps.waiting(conn, came)
    seals = parts.latest_seals(conn, seals)[1] if seals else seals
    return seals, wanted.get("batch", set()) | gap_things.stacks_of(conn, people)


def _settle(conn: sa.Connection, now: Parts, before: Parts, found: rollup.Differences) -> None:
    """Keeps what is added now in the place of what was kept, and notes the difference."""
    new = {key: packed for key, packed in now.items() if before.get(key) != packed}
    gone = {key: packed for key, packed in before.items() if now.get(key) != packed}
    for sign, some in ((-1, gone), (1, new)):
        for (what, _, feed, day), packed in some.items():
            found.add(feed, day, what, packed, sign)
    away = [key for key in gone if key not in now]
    if away:
        names = [f"k_{name}" for name in _KEY]
        conn.execute(_GONE, [dict(zip(names, key, strict=True)) for key in away])
    bulk.put(conn, share, [
        {"what": what, "key": key, "feed_no": feed, "day": day, "pack": packed}
        for (what, key, feed, day), packed in sorted(new.items())
    ])  # fmt: skip


def _move(conn: sa.Connection, units: set[int]) -> None:
    late = {unit for unit, above in tree.moved(conn, units) if not rollup.move(conn, unit, above)} if units else ()
    queue.mark(conn, {(queue.UNIT, one) for one in late})


def prepare(conn: sa.Connection, today: str) -> None:
    """Has everything counted anew where other rules counted what is kept, or nothing was counted yet.

    Args:
        today: ISO day of the server.
    """
    identities.turn(conn, today)
    if conn.execute(sa.select(counted.c.version)).scalar() != VERSION:
        anew(conn)


def anew(conn: sa.Connection) -> None:
    """Throws what was counted away and has everything counted."""
    empty(conn)
    queue.mark_everything(conn)
    conn.execute(counted.insert(), {"version": VERSION})


def empty(conn: sa.Connection) -> None:
    """Throws what was counted away, and what waits to be: the fold is made anew and will tell."""
    gaps.empty(conn)
    identities.empty(conn)
    aims.empty(conn)
    for table in (counted, share, tally, lot_tally, rooted, uncounted):
        conn.execute(table.delete())


def forget_times(conn: sa.Connection) -> None:
    """Throws away what was said of clocks: all feeds are read again."""
    conn.execute(told_time.delete())
