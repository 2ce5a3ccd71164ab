"""Puts a verified segment into its place: the log's head moves by compare-and-set, the feed takes the next position.

Only the rows of this feed and this log are locked, so writers of different feeds never wait for each other. PostgreSQL
does it all in one statement; inside a transaction that holds more, and on SQLite, the same is done step by step.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy import bindparam as given

from sync_server.authority.given import note as note_given
from sync_server.durable import months
from sync_server.durable.quick import Quick, Run, Statement, inside
from sync_server.durable.tables import feed, log, segment
from sync_server.joining.devices import Device
from sync_server.segments import erasing
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import ref
from vaxdesk.journal import segment as segments

_HEAD = Statement(
    sa.select(feed.c.head, feed.c.fh, feed.c.part, feed.c.part_pos)
    .where(feed.c.feed_no == given("feed_no"))
    .with_for_update()
)
_KNOWN = Statement(sa.select(log.c.log_id).where(log.c.log_id == given("log_id")))
_BEGIN = Statement(
    log.insert()
    .values({name: given(name) for name in ("log_id", "device_no", "feed_no", "head_seq", "head_hash", "part")})
    .returning(log.c.log_id)
)
_MOVE = Statement(
    log.update()
    .where(log.c.log_id == given("at_log"), log.c.head_seq == given("at_seq"), log.c.head_hash == given("at_hash"))
    .values(
        head_seq=given("end"),
        head_hash=given("h_end"),
        part=sa.case((log.c.part < given("part"), log.c.part), else_=given("part")),
    )
    .returning(log.c.log_id)
)
_GROW = Statement(
    feed.update()
    .where(feed.c.feed_no == given("at_feed"))
    .values({name: given(name) for name in ("head", "fh", "part", "part_pos")})
    .returning(feed.c.feed_no)
)
_PUT = Statement(
    segment.insert().values({column.name: given(column.name) for column in segment.c}).returning(segment.c.pos)
)

_MOVED = """
    UPDATE log SET head_seq = :end, head_hash = :h_end, part = least(log.part, :part) FROM head
    WHERE log.log_id = :log_id AND log.head_seq = :from_seq AND log.head_hash = :h_before RETURNING log.log_id"""
_BEGUN = """
    INSERT INTO log (log_id, device_no, feed_no, head_seq, head_hash, part)
    SELECT :log_id, :device_no, :feed_no, :end, :h_end, :part FROM head ON CONFLICT DO NOTHING RETURNING log_id"""
_AT_ONCE = """
WITH head AS (
    SELECT feed_no, head, fh, part, part_pos FROM feed WHERE feed_no = :feed_no FOR UPDATE
), moved AS ({moved}
), grown AS (
    UPDATE feed SET head = head.head + 1, fh = sha256(head.fh || :item), part = :part,
        part_pos = CASE WHEN head.part = :part THEN head.part_pos ELSE head.head + 1 END
    FROM head, moved WHERE feed.feed_no = head.feed_no RETURNING feed.feed_no, feed.head, feed.fh
)
INSERT INTO segment (feed_no, pos, part, fh, log_id, from_seq, n, h_end, received_ms, pushed_by, data)
SELECT feed_no, head, :part, fh, :log_id, :from_seq, :n, :h_end, :received_ms, :pushed_by, :data FROM grown
RETURNING pos"""
_NEXT, _FIRST = (Statement(sa.text(_AT_ONCE.format(moved=moved))) for moved in (_MOVED, _BEGUN))


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

    @property
    def end(self) -> int:
        """Sequence number of its last entry."""
        return self.a + self.n


def place(conn: sa.Connection, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan in the caller's transaction; None, and nothing changed, when the log has moved since."""
    months.ensure(conn, months.of(now_ms))
    pos = step_by_step(inside(conn), plan, pusher=pusher, now_ms=now_ms)
    if pos is not None and plan.author.hosted:  # what gives rights or erases counts once filed, whoever brings it
        lines = segments.read(plan.data, shipped()).lines
        note_given(conn, ref.log_name(plan.log_id), plan.a, lines)
        erasing.note(conn, ref.log_name(plan.log_id), plan.a, lines, at_ms=now_ms)
    return pos


def step_by_step(run: Run, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan in a transaction whose statements `run` runs."""
    # The feed's row is locked first: it keeps the order, and one feed's writers wait here for each other.
    ((head, fh, head_part, part_pos),) = run(_HEAD, feed_no=plan.feed)
    part = months.of(now_ms)
    if not _advance(run, plan, part):
        return None
    pos, fh = head + 1, feeds.step(bytes(fh), ref.log_name(plan.log_id), a=plan.a, n=plan.n, h_end=plan.h_end)
    run(_GROW, at_feed=plan.feed, head=pos, fh=fh, part=part, part_pos=part_pos if head_part == part else pos)
    run(_PUT, feed_no=plan.feed, pos=pos, fh=fh, **_row(plan, pusher=pusher, now_ms=now_ms))
    return pos


def at_once(quick: Quick, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan as a transaction of one statement; for PostgreSQL. None as in `place`.

    Raises:
        sqlalchemy.exc.IntegrityError: the month has no partition yet.
    """
    of_log = {"device_no": plan.author.no} if plan.new else {"h_before": plan.h_before}
    row = {**_row(plan, pusher=pusher, now_ms=now_ms), **of_log}
    item = feeds.item(ref.log_name(plan.log_id), a=plan.a, n=plan.n, h_end=plan.h_end)
    placed = quick.all(_FIRST if plan.new else _NEXT, feed_no=plan.feed, end=plan.end, item=item, **row)
    return placed[0][0] if placed else None


def _row(plan: Plan, *, pusher: int, now_ms: int) -> dict[str, object]:
    """What is known of a segment's row before its position."""
    return {
        "part": months.of(now_ms),
        "log_id": plan.log_id,
        "from_seq": plan.a,
        "n": plan.n,
        "h_end": plan.h_end,
        "received_ms": now_ms,
        "pushed_by": pusher,
        "data": plan.data,
    }


def _advance(run: Run, plan: Plan, part: int) -> bool:
    """Moves the log's head by compare-and-set; false when it is no longer where the plan saw it."""
    if not plan.new:
        at = {"at_log": plan.log_id, "at_seq": plan.a, "at_hash": plan.h_before}
        return bool(run(_MOVE, **at, end=plan.end, h_end=plan.h_end, part=part))
    if run(_KNOWN, log_id=plan.log_id):
        return False
    begun = {"log_id": plan.log_id, "device_no": plan.author.no, "feed_no": plan.feed, "part": part}
    return bool(run(_BEGIN, **begun, head_seq=plan.end, head_hash=plan.h_end))
