"""Files one segment: in one transaction, once, in order, under the feed's next position (sync design 2.4).

Acceptance is not validation: every well-formed, authentic, contiguous segment from a device of the unit is filed,
whatever its lines say. Who signed and what was held decides; the content is looked at by later readers of the feed.
What the server's own device alone may write is the one exception (`reserved`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec
import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.authority.rights import Act, may
from sync_server.durable import months, quick
from sync_server.durable.database import reading, writing
from sync_server.durable.quick import Several
from sync_server.durable.tables import device, log, org, segment
from sync_server.joining import devices
from sync_server.joining.devices import Device
from sync_server.segments import erasing, grouping, placing, reserved
from sync_server.segments.grouping import Wish
from sync_server.segments.placing import Plan
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, hole, ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.frames import Filed, Refused
from vaxdesk.journal.opening import device_named, station_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment, Verdict

_TRIES = 8
_home = org.alias()
_AUTHOR = log.c.device_no == device.c.device_no
_HEAD = (log.c.head_seq, log.c.head_hash, log.c.part)
_LOGS = Several(
    lambda numbers: sa.select(
        log.c.log_id, *devices.COLUMNS, log.c.feed_no, _home.c.path, *_HEAD, erasing.ANY_OF_LOG
    )
    .select_from(log.join(_home, _home.c.org_no == log.c.feed_no).outerjoin(devices.WITH_UNIT, _AUTHOR))
    .where(log.c.log_id.in_(numbers))
)


class Known(msgspec.Struct, frozen=True):
    """A log as it is held: whose it is, in which feed, and up to where; whether entries of it were erased."""

    author: Device | None
    feed_no: int
    path: str
    head_seq: int
    head_hash: bytes
    part: int
    erased: int


Logs = Mapping[int, Known | None]
NOTHING: Logs = MappingProxyType({})


class Overtaken(Exception):
    """Other senders of the same log were quicker time and again; the client may try again later."""


def name_in(data: bytes) -> str:
    """The log that unreadable bytes claim to be of, for the verdict; empty when not even that can be told."""
    number = int.from_bytes(data[5:13], "big")
    return ref.log_name(number) if len(data) >= 13 and not number >> ref.LOG_BITS else ""


def held(engine: sa.Engine, logs: Sequence[int]) -> Logs:
    """What is held of logs, at least one, by their numbers; None of those that nobody has begun."""
    statement, values = _LOGS.of(logs)
    rows = quick.of(engine).all(statement, **values)
    known = {number: Known(devices.read(rest[:6]), *rest[6:]) for number, *rest in rows}
    return {number: known.get(number) for number in logs}


def judge(
    engine: sa.Engine, data: bytes, pusher: Device, *, reviewed: bool = False, logs: Logs = NOTHING
) -> Plan | Filed | Refused:
    """What is to be done with a segment: file it, nothing because it is held already, or refuse it.

    Args:
        reviewed: an operator has looked at it, so it is filed although its author is no longer active.
        logs: what was looked up before, of this log perhaps; else it is looked up now.
    """
    try:
        given = segments.read(data, shipped())
        number = ref.log_number(given.log)
        known = (logs if number in logs else held(engine, [number]))[number]
        if known is not None:
            if reviewed:
                known = msgspec.structs.replace(known, author=_trusted(known.author))
            return _next(engine, given, pusher, data, known)
        return _first(engine, given, pusher, data, reviewed=reviewed)
    except BadSegment as error:
        return Refused(name_in(data), error.verdict.value)


def file(engine: sa.Engine, plan: Plan, *, pusher: Device, now_ms: int) -> int | None:
    """Files a plan durably and returns its position; None when the log has moved since the plan was made."""
    try:
        if plan.author.hosted:  # brought back after a restore: rare, and more than the segment may follow from it
            with writing(engine) as conn:
                return placing.place(conn, plan, pusher=pusher.no, now_ms=now_ms)
        if engine.dialect.name == "sqlite":
            return grouping.of(engine).place(engine, plan, pusher=pusher.no, now_ms=now_ms)
        return placing.at_once(quick.of(engine), plan, pusher=pusher.no, now_ms=now_ms)
    except sa.exc.IntegrityError as error:
        if months.was_missing(engine, error):
            months.prepare(engine, now_ms)
        return None  # or the same new log came by way of another feed


def file_all(engine: sa.Engine, wishes: list[Wish]) -> None:
    """Files plans of several requests durably; what could not be filed is left for `settle`, which says why."""
    if wishes:
        grouping.of(engine).place_all(engine, wishes)


def settle(
    engine: sa.Engine, data: bytes, *, pusher: Device, now_ms: int, reviewed: bool = False
) -> Filed | Refused:
    """Judges and files, again when another sender was quicker; `reviewed` as in `judge`.

    Raises:
        Overtaken: after several tries.
    """
    for _ in range(_TRIES):
        plan = judge(engine, data, pusher, reviewed=reviewed)
        if not isinstance(plan, Plan):
            return plan
        pos = file(engine, plan, pusher=pusher, now_ms=now_ms)
        if pos is not None:
            return Filed(ref.log_name(plan.log_id), plan.a + plan.n, pos)
    raise Overtaken


def _trusted(author: Device | None) -> Device | None:
    return None if author is None else msgspec.structs.replace(author, status=devices.ACTIVE)


def _first(engine: sa.Engine, given: Segment, pusher: Device, data: bytes, *, reviewed: bool) -> Plan | Refused:
    if given.a > 0:
        return Refused(given.log, Verdict.GAP.value, 0)
    named = device_named(given.lines[0])
    if named is None:  # no reader of the feed could tell whose log it is, nor check its chain
        raise BadSegment(Verdict.BAD_FRAME, "no open line")
    if named == pusher.public and not pusher.hosted:
        author, feed_no, path = pusher, pusher.org, pusher.path
    else:
        author, feed_no, path = _whose(engine, named, given.lines[0])
    author = _trusted(author) if reviewed else author
    if author is None or not author.active or not _may_bring(pusher, author, path):
        return Refused(given.log, Verdict.NOT_YOURS.value)
    given, data = _with_holes(given, data, _erased(engine, given.log))
    start = chain.start(given.log, author.public.hex())
    return _plan(engine, given, author, start, data=data, feed_no=feed_no, new=True)


def _whose(engine: sa.Engine, public: bytes, first: bytes) -> tuple[Device | None, int, str]:
    """The author of a new log of somebody else, and number and path of the unit whose feed it belongs to."""
    with reading(engine) as conn:
        author = devices.by_key(conn, public)
        unit = None if author is None else _unit(conn, author, first)
    return (None, 0, "") if unit is None else (author, unit.org_no, unit.path)


def _next(engine: sa.Engine, given: Segment, pusher: Device, data: bytes, known: Known) -> Plan | Filed | Refused:
    author = known.author
    if given.a == 0 and author is not None and device_named(given.lines[0]) not in (None, author.public):
        return Refused(given.log, Verdict.TAKEN.value)
    if author is None or not author.active or not _may_bring(pusher, author, known.path):
        return Refused(given.log, Verdict.NOT_YOURS.value)
    if given.a > known.head_seq:
        return Refused(given.log, Verdict.GAP.value, known.head_seq)
    overlap = min(known.head_seq, given.end) - given.a
    if overlap:
        held, pos = _held(engine, given.log, known, given.a, given.a + overlap)
        if hole.alike(held, given.lines) < overlap:
            return Refused(given.log, Verdict.FORK.value)
        if given.end <= known.head_seq:
            return Filed(given.log, given.end, pos)
        given = msgspec.structs.replace(given, a=known.head_seq, lines=given.lines[overlap:])
        data = erasing.sealed(given)
    given, data = _with_holes(given, data, _erased(engine, given.log) if known.erased else {})
    return _plan(engine, given, author, bytes(known.head_hash), data=data, feed_no=known.feed_no, new=False)


def _erased(engine: sa.Engine, name: str) -> dict[int, str]:
    return dict(quick.of(engine).all(erasing.NAMED, log_id=ref.log_number(name)))


def _with_holes(given: Segment, data: bytes, marks: Mapping[int, str]) -> tuple[Segment, bytes]:
    """What the law had erased is filed as holes, however it comes, and without what would lead to it.

    Raises:
        BadSegment: HOLE, one that nobody has named.
    """
    if not marks and not any(line.startswith(hole.SIGN) for line in given.lines):
        return given, data
    clean = erasing.cleaned(given, marks)
    holes = ((seq, line) for seq, line in enumerate(clean.lines, given.a + 1) if hole.is_hole(line))
    if not all(erasing.is_named(line, seq, marks) for seq, line in holes):
        raise BadSegment(Verdict.HOLE)
    return (given, data) if clean == given else (clean, erasing.sealed(clean))


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


def _plan(
    engine: sa.Engine, given: Segment, author: Device, h_before: bytes, *, data: bytes, feed_no: int, new: bool
) -> Plan:
    h_end = segments.verify(given, h_before, author.public)
    if not author.hosted and (any(map(reserved.is_reserved, given.lines)) or reserved.changes_one(engine, given.lines)):
        raise BadSegment(Verdict.NOT_YOURS, "of the server alone")
    return Plan(
        log_id=ref.log_number(given.log),
        feed=feed_no,
        author=author,
        new=new,
        a=given.a,
        n=given.n,
        h_before=h_before,
        h_end=h_end,
        data=data,
    )


def _held(engine: sa.Engine, name: str, known: Known, a: int, end: int) -> tuple[list[bytes], int]:
    """Lines a+1 … end as filed, and the position at which the last of them stands."""
    columns = (segment.c.from_seq, segment.c.pos, segment.c.data)
    own = sa.and_(segment.c.log_id == ref.log_number(name), segment.c.part >= known.part)
    touching = sa.and_(own, segment.c.from_seq < end, segment.c.from_seq + segment.c.n > a)
    with reading(engine) as conn:
        rows = conn.execute(sa.select(*columns).where(touching).order_by(segment.c.from_seq)).all()
    lines: list[bytes] = []
    pos = 0
    for row in rows:
        filed = segments.read(bytes(row.data), shipped()).lines
        lines += filed[max(a - row.from_seq, 0) : end - row.from_seq]
        pos = row.pos
    return lines, pos
