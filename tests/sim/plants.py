"""Bugs on purpose, each put into the real code while a test runs: what does not find them would not find real ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from tests.sim import plants_server as server
from tests.sim.wire import Fault
from vaxdesk.journal import segment
from vaxdesk.store import branches, feed_heads, kv, outbox, store, writer
from vaxdesk.store import engine as store_engine
from vaxdesk.store import feeds as shelf_feeds
from vaxdesk.store.tables import item
from vaxdesk.sync import answer, exchange, refusals
from vaxdesk.sync import intake as client_intake
from vaxdesk.sync import round as rounds
from vaxdesk.trouble import Trouble, TroubleCode

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

    def sloppy(conn: sa.Connection, log: str, after: int, *, forked: bool) -> list[Any]:
        quotes = part(conn, log, after, forked=forked)
        return [msgspec.structs.replace(one, line=one.line.replace(" ", "")) for one in quotes]

    mp.setattr(branches, "part", sloppy)


def rest_of_branch_lost(mp: pytest.MonkeyPatch) -> None:
    """Of a stranded history only the first entry is rescued."""
    part = branches.part
    mp.setattr(branches, "part", lambda conn, log, after, **how: part(conn, log, after, **how)[:1])


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


def save_not_durable(mp: pytest.MonkeyPatch) -> None:
    """A desk says that an entry is saved before the disk has it."""
    connect = store_engine.connect

    def hasty(path: Any, key: bytes, **options: Any) -> Any:
        raw = connect(path, key, **options)
        raw.execute("PRAGMA synchronous = NORMAL")
        return raw

    mp.setattr(store_engine, "connect", hasty)


def full_disk_unnoticed(mp: pytest.MonkeyPatch) -> None:
    """A desk whose disk is full says that it has saved."""
    writing = store.Store.writing

    @contextmanager
    def deaf(self: store.Store, *, user: int = 0) -> Any:
        try:
            with writing(self, user=user) as w:
                yield w
        except Trouble as trouble:
            if trouble.code is not TroubleCode.DISK_FULL:
                raise

    mp.setattr(store.Store, "writing", deaf)


class Planted(msgspec.Struct, frozen=True):
    """A bug, and what is to catch it.

    Args:
        promises: any of these must be among those that are found broken.
        weather: more of what brings it out, where that of a seed seldom does.
        why: the weather is right.
    """

    plant: Plant
    promises: tuple[str, ...]
    weather: dict[str, float] = {}
    why: str = ""

    @property
    def name(self) -> str:
        """What it is called in the tests."""
        return self.plant.__name__


# Weather in which a bug is looked for, where that of a seed would seldom bring it out.
_PUT_BACK = {"server copied": 4.0, "server put back": 4.0, "desk lost": 2.0}
_ALL_LOST = {"server copied": 6.0, "server put back": 4.0, "desk lost": 5.0, "desk put back": 0.0, "long pause": 0.0}
_STAYS = dict.fromkeys(("restart", "desk power cut", "desk bits turned", "desk lost", "desk revoked"), 0.0)
_TWINS = {"desk cloned": 6.0, "write": 14.0, "round": 14.0, **_STAYS}  # both go on with one log for some time

PLANTS: tuple[Planted, ...] = (
    Planted(server.no_idempotency, ("I2",)),
    Planted(server.cursor_without_hash, ("I5", "I7"), _PUT_BACK),
    Planted(server.gap_accepted, ("I6",), _PUT_BACK),
    Planted(server.not_durable, ("I1", "P2")),
    Planted(server.device_forgotten, ("I4", "I7"), _PUT_BACK),
    Planted(server.relayed_by_anybody_dropped, ("I4",), _PUT_BACK),
    Planted(server.author_not_vouched, ("I4",), _ALL_LOST),
    Planted(refused_for_good, ("I4",), _ALL_LOST),
    Planted(altered_byte, ("I3",), {Fault.REQUEST_FLIPPED: 1.0}),
    Planted(push_answer_trusted, ("I4",), _PUT_BACK),
    Planted(went_back_ignored, ("I1", "I4"), _PUT_BACK),
    Planted(too_much_dropped, ("I4",), _PUT_BACK),
    Planted(pruned_past_safe, ("P3",), {"long pause": 6.0}),
    Planted(seal_lost, ("I4",), _PUT_BACK),
    Planted(head_unchecked, ("P2",), {Fault.REPLY_FORGED: 1.0}),
    Planted(sum_unchecked, ("I5",), {Fault.REPLY_FLIPPED: 1.0, Fault.REPLY_CUT: 0.2}),
    Planted(clock_not_followed, ("I7",)),
    Planted(taken_in_unfolded, ("I5",)),
    Planted(quote_altered, ("I3",), _TWINS),
    Planted(rest_of_branch_lost, ("P3",), _TWINS),
    Planted(others_never_relayed, ("I4",), _PUT_BACK),
    Planted(save_not_durable, ("P3",)),
    Planted(full_disk_unnoticed, ("P1",), {"desk disk full": 4.0, "write": 20.0}),
)

# Bugs that other rules mend: where each was at work, every promise was kept all the same.
MENDED: tuple[Planted, ...] = (
    Planted(server.fork_filed, (), _TWINS),
    Planted(new_run_same_log, (), {"restart": 4.0}),
)
