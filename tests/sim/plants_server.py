"""Bugs on purpose in the server; see `plants`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from sync_server.exchange import feeds
from sync_server.joining import cards, devices
from sync_server.segments import filing, placing
from sync_server.segments import intake as server_intake
from tests.sim import center
from vaxdesk.journal import segment
from vaxdesk.journal.frames import Filed, Refused
from vaxdesk.journal.verdict import Verdict

happened: Counter[str] = Counter()  # how often a bug that other rules mend was at work


def no_idempotency(mp: pytest.MonkeyPatch) -> None:
    """The server files what it holds already once more."""
    judge = filing.judge

    def careless(engine: sa.Engine, data: bytes, pusher: devices.Device) -> Any:
        outcome = judge(engine, data, pusher)
        if not isinstance(outcome, Filed):
            return outcome
        given = segment.read(data, filing.shipped())
        with engine.begin() as conn:
            author = devices.by_key(conn, pusher.public)
            (h_end, feed_no) = conn.exec_driver_sql(
                "SELECT h_end, feed_no FROM segment WHERE pos = ? ORDER BY received_ms DESC", (outcome.pos,)
            ).first() or (b"", 0)
        if not h_end or author is None:
            return outcome
        return _forced(given, author, feed_no, data=data, h_end=h_end)

    mp.setattr(filing, "judge", careless)
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
    """The server files a segment although entries before it are missing."""

    def files(engine: sa.Engine, given: Any, pusher: Any, data: bytes, known: Any) -> Any:
        if given.a <= known.head_seq:
            return following(engine, given, pusher, data, known)
        return _forced(given, known.author, known.feed_no, data=data, h_end=bytes(32))

    following = filing._next
    mp.setattr(filing, "_next", files)
    _let_pass(mp)


def not_durable(mp: pytest.MonkeyPatch) -> None:
    """The server answers before what it filed is on the disk: a crash right after takes the last request away."""
    serve = center.Center.serve

    def remembered(self: center.Center, *args: Any, **options: Any) -> Any:
        with center.closing(center.sqlite3.connect(self.file)) as raw:
            self.before = raw.serialize()
        return serve(self, *args, **options)

    def forgetful(self: center.Center) -> None:
        self.stop()
        for stale in self.file.parent.glob("server.db-*"):
            stale.unlink()
        self.file.write_bytes(getattr(self, "before", None) or self.file.read_bytes())
        self.start()

    mp.setattr(center.Center, "serve", remembered)
    mp.setattr(center.Center, "restart", forgetful)


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


def _let_pass(mp: pytest.MonkeyPatch) -> None:
    """A plan that knows no hash before it is placed without looking at the head of its log."""
    advance = placing._advance

    def lax(run: Any, plan: Any, part: int) -> bool:
        return (not plan.h_before and not plan.new) or advance(run, plan, part)

    mp.setattr(placing, "_advance", lax)


def _forced(given: Any, author: Any, feed_no: int, *, data: bytes, h_end: bytes) -> placing.Plan:
    log_id = filing.ref.log_number(given.log)
    known = {"log_id": log_id, "feed": feed_no, "author": author, "new": False, "h_before": b"", "data": data}
    return placing.Plan(**known, a=given.a, n=given.n, h_end=h_end)
