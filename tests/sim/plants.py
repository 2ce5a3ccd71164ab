"""Bugs on purpose, each put into the real code while a test runs: what does not find them would not find real ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from tests.sim import plants_server as server
from tests.sim.wire import Fault
from vaxdesk.journal import segment
from vaxdesk.store import branches, feed_heads, kv, outbox, store, writer
from vaxdesk.store import feeds as shelf_feeds
from vaxdesk.store.tables import item
from vaxdesk.sync import answer, exchange, refusals
from vaxdesk.sync import intake as client_intake
from vaxdesk.sync import round as rounds

Plant = Callable[[pytest.MonkeyPatch], None]


def altered_byte(mp: pytest.MonkeyPatch) -> None:
    """Nobody checks the signature over a segment."""

    def unchecked(given: segment.Segment, h_before: bytes, _public: bytes) -> bytes:
        return list(segment.chain.walk(h_before, given.lines))[-1]

    mp.setattr(segment, "verify", unchecked)


def push_answer_trusted(mp: pytest.MonkeyPatch) -> None:
    """What the server says it has filed is never sent again, whether the feed shows it or not."""
    settle, unsent = rounds.settle, shelf_feeds.unsent
    trusted: dict[tuple[str, str], int] = {}

    def believing(conn: sa.Connection, draft: Any, read: Any, **parts: Any) -> Any:
        for one in read.told.ok:
            trusted[parts["enrolment"].key, one.log] = one.upto
        return settle(conn, draft, read, **parts)

    def short(conn: sa.Connection) -> list[Any]:
        me = kv.text(conn, "device")
        return [one for one in unsent(conn) if trusted.get((me, one.log), 0) < one.head_seq]

    mp.setattr(rounds, "settle", believing)
    mp.setattr(shelf_feeds, "unsent", short)


def went_back_ignored(mp: pytest.MonkeyPatch) -> None:
    """A server that was put back is read on from there; what it lost stays confirmed."""
    note = shelf_feeds.note

    def around(conn: sa.Connection, items: list[Any]) -> None:
        for one in items:
            conn.execute(item.delete().where(item.c.feed == one.feed, item.c.pos == one.pos))
        note(conn, items)

    mp.setattr(shelf_feeds, "drop_above", lambda _conn, _feed, _pos: None)
    mp.setattr(shelf_feeds, "note", around)


def too_much_dropped(mp: pytest.MonkeyPatch) -> None:
    """A server that was put back makes the client forget one item too many, of those that still hold."""
    drop = shelf_feeds.drop_above

    def greedy(conn: sa.Connection, feed_no: int, pos: int) -> None:
        drop(conn, feed_no, pos - 1 if shelf_feeds.newest(conn, feed_no) > pos else pos)

    mp.setattr(shelf_feeds, "drop_above", greedy)


def pruned_past_safe(mp: pytest.MonkeyPatch) -> None:
    """The client takes all that the server shows for safe."""
    keep = feed_heads.keep

    def trusting(conn: sa.Connection, feed_no: int, head: feed_heads.SignedHead) -> None:
        keep(conn, feed_no, msgspec.structs.replace(head, safe=head.pos))

    mp.setattr(feed_heads, "keep", trusting)


def seal_lost(mp: pytest.MonkeyPatch) -> None:
    """Signatures of other devices are not kept: their entries cannot be brought back."""
    mp.setattr(shelf_feeds, "put_seal", lambda _conn, _no, _seq, _sig: None)


def head_unchecked(mp: pytest.MonkeyPatch) -> None:
    """The client believes a head that nobody signed."""
    mp.setattr(answer, "_is_signed", lambda *_: True)


def sum_unchecked(mp: pytest.MonkeyPatch) -> None:
    """The client does not reckon whether the items lead to the signed head."""

    def lenient(self: Any, number: int, places: list[Any], *, since: int, head: Any) -> bool:
        newest = shelf_feeds.newest(self._conn, number)
        shelf_feeds.drop_above(self._conn, number, since)
        items = []
        for place in places:
            local_no, _ = self._place(place)
            one = place.item
            fh = bytes.fromhex(head.fh)
            items.append(shelf_feeds.NewItem(feed=number, pos=one.p, fh=fh, local_no=local_no, from_seq=one.a, n=one.n))
        shelf_feeds.note(self._conn, items)
        return since < newest

    mp.setattr(client_intake.Intake, "read_feed", lenient)


def clock_not_followed(mp: pytest.MonkeyPatch) -> None:
    """The client does not take the server's time over."""
    mp.setattr(exchange, "_FOLLOWED", tuple(one for one in exchange._FOLLOWED if one != "clock"))


def taken_in_unfolded(mp: pytest.MonkeyPatch) -> None:
    """What other desks wrote gets into the journal, but not into the tables."""
    take_in = writer.take_in

    def half(conn: sa.Connection, names: Any, log: str, **parts: Any) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(writer.fold, "apply", lambda *_: frozenset())
            return take_in(conn, names, log, **parts)

    mp.setattr(store, "take_in", half)


def quote_altered(mp: pytest.MonkeyPatch) -> None:
    """What is rescued from a log with two histories is written down a little otherwise."""
    part = branches.part

    def sloppy(conn: sa.Connection, log: str, after: int) -> list[Any]:
        quotes = part(conn, log, after)
        return [msgspec.structs.replace(one, line=one.line.replace(" ", "")) for one in quotes]

    mp.setattr(branches, "part", sloppy)


def rest_of_branch_lost(mp: pytest.MonkeyPatch) -> None:
    """Of a stranded history only the first entry is rescued."""
    part = branches.part
    mp.setattr(branches, "part", lambda conn, log, after: part(conn, log, after)[:1])


def others_never_relayed(mp: pytest.MonkeyPatch) -> None:
    """A desk sends its own entries alone."""
    mp.setattr(outbox, "_others", lambda _conn, _one, _room: iter(()))


def refused_for_good(mp: pytest.MonkeyPatch) -> None:
    """What was refused once is never sent again."""
    mp.setattr(refusals.Rule, "_rests", lambda *_: True)


def new_run_same_log(mp: pytest.MonkeyPatch) -> None:
    """A program that starts again goes on with its old log."""
    prepare = store.Store._prepare

    def going_on(self: store.Store) -> None:
        prepare(self)
        with self.reading() as conn:
            last = self._last_log(conn)
            if last is not None:
                device, number = kv.text(conn, "device"), last.local_no
                head = store.LogHead.begin(last.log, number=number, device=device, previous=("", ""))
                self._head = msgspec.structs.replace(head, seq=last.head_seq, hash=last.head_hash)
                server.happened["new_run_same_log"] += 1

    mp.setattr(store.Store, "_prepare", going_on)


PLANTS: tuple[Plant, ...] = (
    server.no_idempotency,
    server.cursor_without_hash,
    server.gap_accepted,
    server.not_durable,
    server.device_forgotten,
    server.relayed_by_anybody_dropped,
    server.author_not_vouched,
    refused_for_good,
    altered_byte,
    push_answer_trusted,
    went_back_ignored,
    too_much_dropped,
    pruned_past_safe,
    seal_lost,
    head_unchecked,
    sum_unchecked,
    clock_not_followed,
    taken_in_unfolded,
    quote_altered,
    rest_of_branch_lost,
    others_never_relayed,
)

# Bugs that other rules mend: where each was at work, every promise was kept all the same.
MENDED: tuple[Plant, ...] = (server.fork_filed, new_run_same_log)

# Weather in which a bug is looked for, where that of a seed would seldom bring it out.
_PUT_BACK = {"server copied": 4.0, "server put back": 4.0, "desk lost": 2.0}
_ALL_LOST = {"server copied": 6.0, "server put back": 4.0, "desk lost": 5.0, "desk put back": 0.0, "long pause": 0.0}
WEATHER: dict[str, dict[str, float]] = {
    "altered_byte": {Fault.REQUEST_FLIPPED: 1.0},
    "head_unchecked": {Fault.REPLY_FORGED: 1.0},
    "sum_unchecked": {Fault.REPLY_FLIPPED: 1.0, Fault.REPLY_CUT: 0.2},
    "quote_altered": {"desk cloned": 5.0},
    "rest_of_branch_lost": {"desk cloned": 5.0},
    "too_much_dropped": _PUT_BACK,
    "pruned_past_safe": {"long pause": 6.0},
    "seal_lost": _PUT_BACK,
    "others_never_relayed": _PUT_BACK,
    "relayed_by_anybody_dropped": _PUT_BACK,
    "author_not_vouched": _ALL_LOST,
    "refused_for_good": _ALL_LOST,
    "fork_filed": {"desk cloned": 5.0},
    "new_run_same_log": {"restart": 4.0},
}
