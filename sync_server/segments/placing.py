"""Puts a verified segment into its place: the log's head moves by compare-and-set, the feed takes the next position.

Only the rows of this feed and this log are locked, so writers of different feeds never wait for each other. PostgreSQL
does it all in one statement; inside a transaction that holds more, and on SQLite, the same is done step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec
import sqlalchemy as sa
from sqlalchemy import bindparam as given

from sync_server.authority.given import note as note_given
from sync_server.durable import months
from sync_server.durable.quick import Inside, Quick, Run, Several, Statement, Transaction
from sync_server.durable.tables import feed, log, segment
from sync_server.joining.devices import Device
from sync_server.segments import erasing
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import ref
from vaxdesk.journal import segment as segments

_HEAD = Several(
    lambda feeds_: sa.select(feed.c.feed_no, feed.c.head, feed.c.fh, feed.c.part, feed.c.part_pos)
    .where(feed.c.feed_no.in_(feeds_))
    .order_by(feed.c.feed_no)  # the order in which the rows are locked: whoever files several never waits in a ring
    .with_for_update()
)
_KNOWN = Statement(sa.select(log.c.log_id).where(log.c.log_id == given("log_id")))
_LOG = ("log_id", "device_no", "feed_no", "head_seq", "head_hash", "part")
_BEGIN = Statement(log.insert().values({name: given(name) for name in _LOG}).returning(log.c.log_id))
_BEGIN_EACH = Statement(
    sa.text(f"INSERT INTO log ({', '.join(_LOG)}) VALUES (:{', :'.join(_LOG)}) ON CONFLICT DO NOTHING")
)
_MOVING = (
    log.update()
    .where(log.c.log_id == given("at_log"), log.c.head_seq == given("at_seq"), log.c.head_hash == given("at_hash"))
    .values(
        head_seq=given("end"),
        head_hash=given("h_end"),
        part=sa.case((log.c.part < given("part"), log.c.part), else_=given("part")),
    )
)
_GROWING = (
    feed.update()
    .where(feed.c.feed_no == given("at_feed"))
    .values({name: given(name) for name in ("head", "fh", "part", "part_pos")})
)
_PUTTING = segment.insert().values({column.name: given(column.name) for column in segment.c})
_MOVE, _MOVE_EACH = Statement(_MOVING.returning(log.c.log_id)), Statement(_MOVING)
_GROW, _GROW_EACH = Statement(_GROWING.returning(feed.c.feed_no)), Statement(_GROWING)
_PUT, _PUT_EACH = Statement(_PUTTING.returning(segment.c.pos)), Statement(_PUTTING)

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


class Wanted(Protocol):
    """A plan that somebody wants filed."""

    plan: Plan
    pusher: int
    now_ms: int


class _Top(msgspec.Struct, frozen=True):
    """Where a feed stands: its last position and hash; the month of that, and the first position of that month."""

    head: int
    fh: bytes
    part: int
    part_pos: int

    def after(self, plan: Plan, part: int) -> _Top:
        """Where it stands when the plan was filed in that month."""
        fh = feeds.step(self.fh, ref.log_name(plan.log_id), a=plan.a, n=plan.n, h_end=plan.h_end)
        return _Top(self.head + 1, fh, part, self.part_pos if self.part == part else self.head + 1)

    def row(self, number: int) -> dict[str, object]:
        """What `_GROW` writes of the feed of that number."""
        return {"at_feed": number, "head": self.head, "fh": self.fh, "part": self.part, "part_pos": self.part_pos}


def place(conn: sa.Connection, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan in the caller's transaction; None, and nothing changed, when the log has moved since."""
    months.ensure(conn, months.of(now_ms))
    pos = step_by_step(Inside(conn), plan, pusher=pusher, now_ms=now_ms)
    if pos is not None and plan.author.hosted:  # what gives rights or erases counts once filed, whoever brings it
        lines = segments.read(plan.data, shipped()).lines
        note_given(conn, ref.log_name(plan.log_id), plan.a, lines)
        erasing.note(conn, ref.log_name(plan.log_id), plan.a, lines, at_ms=now_ms)
    return pos


def step_by_step(run: Run, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan in a transaction whose statements `run` runs."""
    # The feed's row is locked first: it keeps the order, and one feed's writers wait here for each other.
    top = lock(run, [plan])[plan.feed]
    part = months.of(now_ms)
    if not _advance(run, plan, part):
        return None
    top = top.after(plan, part)
    run(_GROW, **top.row(plan.feed))
    run(_PUT, feed_no=plan.feed, pos=top.head, fh=top.fh, **_row(plan, pusher=pusher, now_ms=now_ms))
    return top.head


class Put(msgspec.Struct, frozen=True):
    """Where a plan was put: position and feed hash, and the feed hash of the position before."""

    pos: int
    fh: bytes
    before: bytes


def together(run: Transaction, wanted: Sequence[Wanted]) -> list[Put] | None:
    """Files plans, at least one, in a transaction; None, and it must be given up, when one of the logs has moved."""
    tops = lock(run, [one.plan for one in wanted])
    part = months.of(max(one.now_ms for one in wanted))
    known, new = ([one.plan for one in wanted if one.plan.new is new] for new in (False, True))
    rows, put = [], []
    for one in wanted:
        plan, before = one.plan, tops[one.plan.feed]
        top = tops[plan.feed] = before.after(plan, part)
        put.append(Put(top.head, top.fh, before.fh))
        row = _row(plan, pusher=one.pusher, now_ms=one.now_ms)
        rows.append({**row, "part": part, "feed_no": plan.feed, "pos": top.head, "fh": top.fh})
    moved, begun, *_ = run.each(
        (_MOVE_EACH, [{**_at(plan), "part": part} for plan in known]),
        (_BEGIN_EACH, [_log(plan, part) for plan in new]),
        (_GROW_EACH, [top.row(number) for number, top in tops.items()]),
        (_PUT_EACH, rows),
    )
    return put if moved + begun == len(wanted) else None


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


def lock(run: Run, plans: Iterable[Plan]) -> dict[int, _Top]:
    """Where the feeds of plans stand; their rows are locked from now on, always in the same order."""
    statement, values = _HEAD.of(sorted({plan.feed for plan in plans}))
    return {number: _Top(head, bytes(fh), *at) for number, head, fh, *at in run(statement, **values)}


def _log(plan: Plan, part: int) -> dict[str, object]:
    """The row of a new log."""
    row = {"log_id": plan.log_id, "device_no": plan.author.no, "feed_no": plan.feed, "part": part}
    return {**row, "head_seq": plan.end, "head_hash": plan.h_end}


def _at(plan: Plan) -> dict[str, object]:
    """Where a plan saw its log, and where it moves it."""
    at = {"at_log": plan.log_id, "at_seq": plan.a, "at_hash": plan.h_before}
    return {**at, "end": plan.end, "h_end": plan.h_end}


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
        return bool(run(_MOVE, **_at(plan), part=part))
    if run(_KNOWN, log_id=plan.log_id):
        return False
    return bool(run(_BEGIN, **_log(plan, part)))
