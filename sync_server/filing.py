"""Files one segment: in one transaction, once, in order, under the feed's next position (sync design 2.4).

Acceptance is not validation: every well-formed, authentic, contiguous segment from a device of the unit is filed,
whatever its lines say. Who signed and what was held decides; the content is looked at by later readers of the feed.
"""

from __future__ import annotations

import time

import msgspec
import sqlalchemy as sa

from sync_server import devices, orgs
from sync_server.database import reading, writing
from sync_server.devices import Device
from sync_server.rights import Act, may
from sync_server.tables import feed, log, org, segment
from vaxdesk.journal import chain, ref
from vaxdesk.journal import feed as feeds
from vaxdesk.journal import segment as segments
from vaxdesk.journal.frames import Filed, Refused
from vaxdesk.journal.opening import device_named, station_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment, Verdict

_TRIES = 8


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


class Overtaken(Exception):
    """Other senders of the same log were quicker time and again; the client may try again later."""


def name_in(data: bytes) -> str:
    """The log that unreadable bytes claim to be of, for the verdict; empty when not even that can be told."""
    number = int.from_bytes(data[5:13], "big")
    return ref.log_name(number) if len(data) >= 13 and not number >> ref.LOG_BITS else ""


def judge(engine: sa.Engine, data: bytes, pusher: Device) -> Plan | Filed | Refused:
    """What is to be done with a segment: file it, nothing because it is held already, or refuse it."""
    try:
        given = segments.read(data)
        with reading(engine) as conn:
            known = sa.select(log, org.c.path).join_from(log, org, org.c.org_no == log.c.feed_no)
            row = conn.execute(known.where(log.c.log_id == ref.log_number(given.log))).first()
            return _first(conn, given, pusher, data) if row is None else _next(conn, given, pusher, data, row)
    except BadSegment as error:
        return Refused(name_in(data), error.verdict.value)


def file(engine: sa.Engine, plan: Plan, *, pusher: Device, now_ms: int) -> int | None:
    """Files a plan and returns its position; None when the log has moved since the plan was made."""
    try:
        with writing(engine) as conn:
            return place(conn, plan, pusher=pusher.no, now_ms=now_ms)
    except sa.exc.IntegrityError:  # the same new log by way of another feed
        return None


def place(conn: sa.Connection, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
    """Files a plan in the caller's transaction; None, and nothing changed, when the log has moved since."""
    # The feed's row is locked first: it keeps the order, and one feed's writers wait here for each other.
    head = conn.execute(sa.select(feed).where(feed.c.feed_no == plan.feed).with_for_update()).one()
    return _place(conn, plan, head, pusher=pusher, now_ms=now_ms) if _advance(conn, plan) else None


def settle(engine: sa.Engine, data: bytes, *, pusher: Device, now_ms: int) -> Filed | Refused:
    """Judges and files, again when another sender was quicker.

    Raises:
        Overtaken: after several tries.
    """
    for _ in range(_TRIES):
        plan = judge(engine, data, pusher)
        if not isinstance(plan, Plan):
            return plan
        pos = file(engine, plan, pusher=pusher, now_ms=now_ms)
        if pos is not None:
            return Filed(ref.log_name(plan.log_id), plan.a + plan.n, pos)
    raise Overtaken


def _first(conn: sa.Connection, given: Segment, pusher: Device, data: bytes) -> Plan | Refused:
    if given.a > 0:
        return Refused(given.log, Verdict.GAP.value, 0)
    named = device_named(given.lines[0])
    if named is None:  # no reader of the feed could tell whose log it is, nor check its chain
        raise BadSegment(Verdict.BAD_FRAME, "no open line")
    author = pusher if named == pusher.public else devices.by_key(conn, named)
    unit = None if author is None else _unit(conn, author, given.lines[0])
    if author is None or unit is None or not author.active or not _may_bring(pusher, author, unit.path):
        return Refused(given.log, Verdict.NOT_YOURS.value)
    return _plan(given, author, chain.start(given.log, author.public.hex()), data=data, feed_no=unit.org_no, new=True)


def _next(conn: sa.Connection, given: Segment, pusher: Device, data: bytes, row: sa.Row) -> Plan | Filed | Refused:
    author = devices.by_number(conn, row.device_no)
    if given.a == 0 and author is not None and device_named(given.lines[0]) not in (None, author.public):
        return Refused(given.log, Verdict.TAKEN.value)
    if author is None or not author.active or not _may_bring(pusher, author, row.path):
        return Refused(given.log, Verdict.NOT_YOURS.value)
    if given.a > row.head_seq:
        return Refused(given.log, Verdict.GAP.value, row.head_seq)
    overlap = min(row.head_seq, given.end) - given.a
    if overlap:
        held, pos = _held(conn, row.log_id, given.a, given.a + overlap)
        if held != list(given.lines[:overlap]):
            return Refused(given.log, Verdict.FORK.value)
        if given.end <= row.head_seq:
            return Filed(given.log, given.end, pos)
        given = msgspec.structs.replace(given, a=row.head_seq, lines=given.lines[overlap:])
        data = segments.seal(given.log, given.a, given.lines, given.sig)
    return _plan(given, author, bytes(row.head_hash), data=data, feed_no=row.feed_no, new=False)


def _unit(conn: sa.Connection, author: Device, first: bytes) -> sa.Row | None:
    """The unit whose feed a new log belongs to: its author's, or the one that the server's own device named."""
    if not author.hosted:
        return conn.execute(sa.select(org).where(org.c.org_no == author.org)).one()
    try:
        return orgs.find(conn, station_named(first))
    except orgs.BadUnits:
        return None


def _may_bring(pusher: Device, author: Device, path: str) -> bool:
    """Own entries go into the own unit's feed; those of others may come back from whoever may read them there."""
    return may(Act.WRITE if author.no == pusher.no else Act.READ, pusher.path, path)


def _plan(given: Segment, author: Device, h_before: bytes, *, data: bytes, feed_no: int, new: bool) -> Plan:
    return Plan(
        log_id=ref.log_number(given.log),
        feed=feed_no,
        author=author,
        new=new,
        a=given.a,
        n=given.n,
        h_before=h_before,
        h_end=segments.verify(given, h_before, author.public),
        data=data,
    )


def _held(conn: sa.Connection, log_id: int, a: int, end: int) -> tuple[list[bytes], int]:
    """Lines a+1 … end as filed, and the position at which the last of them stands."""
    columns = (segment.c.from_seq, segment.c.pos, segment.c.data)
    touching = sa.and_(segment.c.log_id == log_id, segment.c.from_seq < end, segment.c.from_seq + segment.c.n > a)
    lines: list[bytes] = []
    pos = 0
    for row in conn.execute(sa.select(*columns).where(touching).order_by(segment.c.from_seq)):
        filed = segments.read(bytes(row.data)).lines
        lines += filed[max(a - row.from_seq, 0) : end - row.from_seq]
        pos = row.pos
    return lines, pos


def _advance(conn: sa.Connection, plan: Plan) -> bool:
    """Moves the log's head by compare-and-set; false when it is no longer where the plan saw it."""
    after = {"head_seq": plan.a + plan.n, "head_hash": plan.h_end}
    if plan.new:
        if conn.execute(sa.select(log.c.log_id).where(log.c.log_id == plan.log_id)).first() is not None:
            return False
        row = {"log_id": plan.log_id, "device_no": plan.author.no, "feed_no": plan.feed}
        conn.execute(log.insert(), {**row, **after})
        return True
    unmoved = sa.and_(log.c.log_id == plan.log_id, log.c.head_seq == plan.a, log.c.head_hash == plan.h_before)
    return conn.execute(log.update().where(unmoved).values(after)).rowcount == 1


def _place(conn: sa.Connection, plan: Plan, head: sa.Row, *, pusher: int, now_ms: int) -> int:
    pos = head.head + 1
    fh = feeds.step(bytes(head.fh), ref.log_name(plan.log_id), a=plan.a, n=plan.n, h_end=plan.h_end)
    conn.execute(feed.update().where(feed.c.feed_no == plan.feed).values(head=pos, fh=fh))
    received = time.gmtime(now_ms // 1000)
    row = {
        "part": received.tm_year * 100 + received.tm_mon,
        "feed_no": plan.feed,
        "pos": pos,
        "fh": fh,
        "log_id": plan.log_id,
        "from_seq": plan.a,
        "n": plan.n,
        "h_end": plan.h_end,
        "received_ms": now_ms,
        "pushed_by": pusher,
        "data": plan.data,
    }
    conn.execute(segment.insert(), row)
    return pos
