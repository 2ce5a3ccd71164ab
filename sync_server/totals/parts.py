"""What the fold now says that people, lots, sessions and seals add to the sums, beside what is kept of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

import sqlalchemy as sa

from sync_server.durable.tables import logname
from sync_server.durable.tables_totals import share as kept
from sync_server.totals import clocks, rounds
from sync_server.totals.packing import What, pack
from vaxdesk.domain.plan import slots
from vaxdesk.domain.report.facts import Attendance
from vaxdesk.domain.totals import figures, share, site, spans
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import report, stock_days
from vaxdesk.registry.queries.home import Home, log_of
from vaxdesk.registry.tables import dayseal
from vaxdesk.registry.tables_plan import plan
from vaxdesk.registry.visits import same_people

Key = tuple[int, int, int, str]  # what, surrogate, feed, day
Parts = dict[Key, bytes]
_FEEDS = sa.select(logname.c.local_no, logname.c.feed_no).where(
    bulk.among(logname.c.local_no, "ids"), logname.c.feed_no.is_not(None)
)
_KEPT = sa.select(kept).where(kept.c.what == sa.bindparam("kind"), bulk.among(kept.c.key, "ids"))
_PLANS = sa.select(plan.c.id, plan.c.day, plan.c.slots, plan.c.campaign).where(
    plan.c.voided == 0, bulk.among(plan.c.id, "ids")
)
_DAYS = sa.select(dayseal.c.day).where(bulk.among(dayseal.c.id, "ids"))
_SEALS = (
    sa.select(*(dayseal.c[name] for name in ("id", "day", "people", "outcomes", "waiting", "heads")), logname.c.feed_no)
    .join(logname, logname.c.local_no == log_of(dayseal.c.id))
    .where(dayseal.c.voided == 0, bulk.among(dayseal.c.day, "days"), bulk.among(logname.c.feed_no, "feeds"))
    .order_by(dayseal.c.stamp, dayseal.c.id)
)


def feeds_of(conn: sa.Connection, logs: Iterable[int]) -> dict[int, int]:
    """The feed that each log is filed in, by local number."""
    return {row.local_no: row.feed_no for row in conn.execute(_FEEDS, {"ids": list(set(logs))})}


def kept_of(conn: sa.Connection, what: What, keys: Collection[int]) -> Parts:
    """What is kept of things of one kind."""
    rows = conn.execute(_KEPT, {"kind": what.value, "ids": list(keys)}) if keys else ()
    return {(row.what, row.key, row.feed_no, row.day): bytes(row.pack) for row in rows}


def people(conn: sa.Connection, names: LogNames, keys: Collection[int]) -> tuple[Parts, Parts]:
    """What some people add now, and what is kept of them."""
    group = same_people(conn, keys)
    members = {*group, *group.values()}
    feed = cache(lambda log: str(feeds_of(conn, [log]).get(log, "")))
    found = report.attendances_of(conn, names, Home(feed), members)
    rows = {key: row for key, row in found.items() if key[0] and spans.is_day(row.day)}
    of_round = rounds.of_people(conn, members, {(int(feed), canon, day) for feed, canon, day in rows})
    written = _written(conn, names, rows.values())
    symptoms = frozenset(one.code for one in rules.aefi().symptom)
    now = {
        (What.PERSON.value, canon, int(feed), day): pack(
            share.of(row, written, symptoms, round_no=of_round[int(feed), canon, day])
        )
        for (feed, canon, day), row in rows.items()
    }
    return now, kept_of(conn, What.PERSON, members)


def _written(conn: sa.Connection, names: LogNames, rows: Iterable[Attendance]) -> dict[str, str]:
    ids = {dose.id: names.known(dose.id) for row in rows for dose in row.doses}
    found = clocks.days(conn, ids.values())
    return {reference: found.get(id_, "") for reference, id_ in ids.items()}


def lots(conn: sa.Connection, names: LogNames, keys: Collection[int]) -> tuple[Parts, Parts]:
    """What the movements of some lots add now, and what is kept of them."""
    feeds = feeds_of(conn, (one >> SEQ_BITS for one in keys))
    now = {}
    for one in stock_days.days_of(conn, names, keys):
        feed = feeds.get(one.lot >> SEQ_BITS, 0)
        for day, flow in one.days.items() if feed else ():
            made = site.moved(figures.product(one.product), figures.lot(one.number), flow, kept=one.kept)
            if any(made.doses) and (not day or spans.is_day(day)):
                now[What.LOT.value, one.lot, feed, day or spans.FIRST] = pack(made)
    return now, kept_of(conn, What.LOT, keys)


def plans(conn: sa.Connection, keys: Collection[int]) -> tuple[Parts, Parts]:
    """What some planned sessions add now, and what is kept of them."""
    rows = conn.execute(_PLANS, {"ids": list(keys)}).all()
    feeds = feeds_of(conn, (row.id >> SEQ_BITS for row in rows))
    known = rounds.of_campaigns(conn, (row.campaign for row in rows))
    now = {}
    for row in rows:
        places = sum(slots.read(row.slots).values())
        feed = feeds.get(row.id >> SEQ_BITS, 0)
        if feed and spans.is_day(row.day):
            now[What.PLAN.value, row.id, feed, row.day] = pack(site.Planned(places, known.get(row.campaign, "")))
    return now, kept_of(conn, What.PLAN, keys)


def latest_seals(
    conn: sa.Connection, keys: Collection[int]
) -> tuple[dict[tuple[int, str], sa.Row], set[int], Parts]:
    """The latest seal of each unit's day that some seals are or were of; all seals of those days; what is kept of
    some.
    """
    before = kept_of(conn, What.SEAL, keys)
    days = {*conn.execute(_DAYS, {"ids": list(keys)}).scalars(), *(day for _, _, _, day in before)}
    homes = set(feeds_of(conn, (one >> SEQ_BITS for one in keys)).values())
    rows = conn.execute(_SEALS, {"days": sorted(days), "feeds": sorted(homes)}).all()
    latest = {(row.feed_no, row.day): row for row in rows if spans.is_day(row.day)}
    return latest, {*keys, *(row.id for row in rows)}, before


def seals(conn: sa.Connection, keys: Collection[int]) -> tuple[Parts, Parts]:
    """What the latest seal of each unit's day adds, of the days that some seals are or were of, and what is kept."""
    latest, every, before = latest_seals(conn, keys)
    now = {
        (What.SEAL.value, row.id, feed, day): pack(site.Sealed(row.people, row.outcomes, row.waiting))
        for (feed, day), row in latest.items()
    }
    return now, {**before, **kept_of(conn, What.SEAL, every)}
