"""Puts a verified segment into its place: the log's head moves by compare-and-set, the feed takes the next position.

Only the rows of this feed and this log are locked, so writers of different feeds never wait for each other.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy import bindparam as given

from sync_server import months
from sync_server.devices import Device
from sync_server.tables import feed, log, segment
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import ref

_least = sa.case((log.c.part < given("month"), log.c.part), else_=given("month"))
_HEAD = sa.select(feed).where(feed.c.feed_no == given("feed_no")).with_for_update()
_KNOWN = sa.select(log.c.log_id).where(log.c.log_id == given("log_id"))
_MOVE = (
    log.update()
    .where(log.c.log_id == given("at_log"), log.c.head_seq == given("at_seq"), log.c.head_hash == given("at_hash"))
    .values(head_seq=given("end"), head_hash=given("h_end"), part=_least)
)
_GROW = (
    feed.update()
    .where(feed.c.feed_no == given("at_feed"))
    .values({name: given(name) for name in ("head", "fh", "part", "part_pos")})
)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A verified segment that continues what is held: what will be filed if nobody was quicker."""

    log_id: int
    feed: int
    author: Device
    new: bool  # the log has no row yet
    a: int
    n: int
    h_before: bytes
    h_end: bytes
    data: bytes


def place(conn: sa.Connection, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan in the caller's transaction; None, and nothing changed, when the log has moved since."""
    # The feed's row is locked first: it keeps the order, and one feed's writers wait here for each other.
    head = conn.execute(_HEAD, {"feed_no": plan.feed}).one()
    part = months.of(now_ms)
    if not _advance(conn, plan, part):
        return None
    months.ensure(conn, part)
    pos = head.head + 1
    fh = feeds.step(bytes(head.fh), ref.log_name(plan.log_id), a=plan.a, n=plan.n, h_end=plan.h_end)
    part_pos = head.part_pos if head.part == part else pos
    conn.execute(_GROW, {"at_feed": plan.feed, "head": pos, "fh": fh, "part": part, "part_pos": part_pos})
    conn.execute(segment.insert(), {**row(plan, pusher=pusher, now_ms=now_ms), "pos": pos, "fh": fh})
    return pos


def row(plan: Plan, *, pusher: int, now_ms: int) -> dict[str, object]:
    """What is known of a segment's row before its position."""
    return {
        "feed_no": plan.feed,
        "part": months.of(now_ms),
        "log_id": plan.log_id,
        "from_seq": plan.a,
        "n": plan.n,
        "h_end": plan.h_end,
        "received_ms": now_ms,
        "pushed_by": pusher,
        "data": plan.data,
    }


def _advance(conn: sa.Connection, plan: Plan, part: int) -> bool:
    """Moves the log's head by compare-and-set; false when it is no longer where the plan saw it."""
    end = plan.a + plan.n
    if plan.new:
        if conn.execute(_KNOWN, {"log_id": plan.log_id}).first() is not None:
            return False
        begun = {"log_id": plan.log_id, "device_no": plan.author.no, "feed_no": plan.feed, "part": part}
        conn.execute(log.insert(), {**begun, "head_seq": end, "head_hash": plan.h_end})
        return True
    at = {"at_log": plan.log_id, "at_seq": plan.a, "at_hash": plan.h_before}
    return conn.execute(_MOVE, {**at, "end": end, "h_end": plan.h_end, "month": part}).rowcount == 1
