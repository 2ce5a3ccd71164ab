"""Bugs on purpose in the server; see `plants`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from sync_server.durable import database, tables
from sync_server.durable.quick import Statement
from sync_server.exchange import feeds
from sync_server.joining import cards, devices
from sync_server.segments import filing, placing
from sync_server.segments import intake as server_intake
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, ref, segment
from vaxdesk.journal.frames import Filed, Refused
from vaxdesk.journal.verdict import Verdict

_log = tables.log.c
_FORWARD = Statement(
    tables.log.update()
    .where(_log.log_id == sa.bindparam("at_log"), _log.head_seq < sa.bindparam("end"))
    .values(head_seq=sa.bindparam("end"), head_hash=sa.bindparam("h_end"))
    .returning(_log.log_id)
)
happened: Counter[str] = Counter()  # how often a bug that other rules mend was at work


def no_idempotency(mp: pytest.MonkeyPatch) -> None:
    """The server files what it holds already once more."""

    def again(engine: sa.Engine, given: Any, pusher: Any, data: bytes, known: Any) -> Any:
        said = following(engine, given, pusher, data, known)
        before = _hash_at(engine, given, known.author) if isinstance(said, Filed) else None
        if before is None:
            return said
        return _forced(given, known, data, segment.verify(given, before, known.author.public))

    following = filing._next
    mp.setattr(filing, "_next", again)
    _let_pass(mp)


def cursor_without_hash(mp: pytest.MonkeyPatch) -> None:
    """The server believes a mark by its position alone."""
    after = feeds._after

    def by_position(way: Any, stand: Any, marks: list[Any]) -> Any:
        known = [mark.pos for mark in marks if 0 < mark.pos <= stand.pos]
        if not known:
            return after(way, stand, marks)
        found = feeds.places(way, stand, max(known))
        first = next(found)
        return first.pos, first.fh, found

    mp.setattr(feeds, "_after", by_position)


def gap_accepted(mp: pytest.MonkeyPatch) -> None:
    """The server files a segment although entries before it are missing.

    Its hash is then nothing that the server could reckon: it is remembered from when the segment was made.
    """
    ends: dict[bytes, bytes] = {}  # by signature
    following, build = filing._next, segment.build

    def remembered(log: str, sign: Any, a: int, lines: Any, h_end: bytes, *more: Any, **parts: Any) -> bytes:
        made = build(log, sign, a, lines, h_end, *more, **parts)
        ends[segment.read(made, shipped()).sig] = h_end
        return made

    def files(engine: sa.Engine, given: Any, pusher: Any, data: bytes, known: Any) -> Any:
        if given.a <= known.head_seq or given.sig not in ends or known.author is None:
            return following(engine, given, pusher, data, known)
        return _forced(given, known, data, ends[given.sig])

    mp.setattr(segment, "build", remembered)
    mp.setattr(filing, "_next", files)
    _let_pass(mp)


def not_durable(mp: pytest.MonkeyPatch) -> None:
    """The server answers before what it filed is on the disk."""
    short = tuple("synchronous = NORMAL" if one.startswith("synchronous") else one for one in database._PRAGMAS)
    mp.setattr(database, "_PRAGMAS", short)


def device_forgotten(mp: pytest.MonkeyPatch) -> None:
    """A server that was put back to before an enrolment does not let the device in by its certificate."""
    mp.setattr(devices, "readmit", lambda *_, **__: None)


def relayed_by_anybody_dropped(mp: pytest.MonkeyPatch) -> None:
    """The server forgets relayed segments instead of filing them when the request is proven."""
    finish = server_intake.Intake.finish

    def forgetful(self: Any) -> None:
        self._relayed.clear()
        finish(self)

    mp.setattr(server_intake.Intake, "finish", forgetful)


def author_not_vouched(mp: pytest.MonkeyPatch) -> None:
    """A server that was put back to before an enrolment does not believe those who show the lost desk's certificate."""
    mp.setattr(cards, "readmit", lambda *_: None)


def fork_filed(mp: pytest.MonkeyPatch) -> None:
    """The server takes a second history of a log for the first, and says that it has it."""
    following = filing._next

    def blind(engine: sa.Engine, given: Any, pusher: Any, data: bytes, known: Any) -> Any:
        said = following(engine, given, pusher, data, known)
        if not isinstance(said, Refused) or said.code != Verdict.FORK.value:
            return said
        happened["fork_filed"] += 1
        return Filed(given.log, given.end, 1)

    mp.setattr(filing, "_next", blind)


def _forced(given: Any, known: Any, data: bytes, h_end: bytes) -> placing.Plan:
    """A plan for a segment that does not follow on the head of its log."""
    made = {"log_id": ref.log_number(given.log), "feed": known.feed_no, "author": known.author, "new": False}
    return placing.Plan(**made, h_before=b"", a=given.a, n=given.n, h_end=h_end, data=data)


def _let_pass(mp: pytest.MonkeyPatch) -> None:
    """A forced plan is placed all the same, and moves the head of its log forwards alone."""

    def lax(run: Any, plan: Any, part: int) -> bool:
        if plan.new or plan.h_before:
            return advance(run, plan, part)
        run(_FORWARD, at_log=plan.log_id, end=plan.end, h_end=plan.h_end)
        return True

    advance = placing._advance
    mp.setattr(placing, "_advance", lax)


def _hash_at(engine: sa.Engine, given: Any, author: Any) -> bytes | None:
    """Hash of the entry before a segment, where one of those filed ends there."""
    if given.a == 0:
        return chain.start(given.log, author.public.hex())
    filed = tables.segment.c
    ends_here = (filed.log_id == ref.log_number(given.log), filed.from_seq + filed.n == given.a)
    with database.reading(engine) as conn:
        held = conn.execute(sa.select(filed.h_end).where(*ends_here)).first()
    return bytes(held.h_end) if held else None
