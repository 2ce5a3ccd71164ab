"""What waits and what is confirmed, by what the feed has shown."""

from __future__ import annotations

from hashlib import sha256

import pytest
import sqlalchemy as sa

from vaxdesk.domain.payloads import Print
from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal.frames import Mark
from vaxdesk.store import feeds
from vaxdesk.store.feeds import NewItem, Waiting
from vaxdesk.store.store import Store
from vaxdesk.store.tables import logname

FEED = 4012
T = 1_795_400_000


def write(store: Store, n: int) -> None:
    with store.writing() as writer:
        for number in range(n):
            writer.add("print", Print(what="x", pages=number))


def show(store: Store, *items: tuple[int, int, int], feed: int = FEED, local_no: int = 1) -> None:
    """Notes items (position, entries before, entries)."""
    with store.changing() as conn:
        rows = [NewItem(feed=feed, pos=p, fh=fh(p), local_no=local_no, from_seq=a, n=n) for p, a, n in items]
        feeds.note(conn, rows)


def fh(pos: int) -> bytes:
    return sha256(str(pos).encode()).digest()


def test_everything_waits_until_the_feed_shows_it(store: Store) -> None:
    with store.reading() as conn:
        assert feeds.waiting(conn) == Waiting()
    write(store, 4)
    with store.reading() as conn:
        waits = feeds.waiting(conn)
    assert (waits.entries, waits.since_t) == (5, T)
    assert waits.bytes_estimate > 5
    show(store, (1, 0, 2), (2, 2, 1))
    store.now = lambda: T + 50
    write(store, 1)
    with store.reading() as conn:
        assert feeds.waiting(conn).entries == 3
        [one] = feeds.unsent(conn)
        assert (one.covered, one.head_seq) == (3, 6)
    show(store, (3, 3, 2))
    with store.reading() as conn:
        assert (feeds.waiting(conn).entries, feeds.waiting(conn).since_t) == (1, T + 50)
    show(store, (4, 5, 1))
    with store.reading() as conn:
        assert feeds.waiting(conn) == Waiting()


def test_what_the_server_no_longer_shows_waits_again(store: Store) -> None:
    write(store, 4)
    show(store, (1, 0, 2), (2, 2, 3))
    show(store, (2, 0, 1), feed=79, local_no=99)
    with store.changing() as conn:
        feeds.drop_above(conn, FEED, 1)
    with store.reading() as conn:
        assert feeds.waiting(conn).entries == 3
        assert feeds.newest(conn, FEED) == 1
        assert feeds.known_feeds(conn) == [79, FEED]


def test_an_item_of_another_log_confirms_nothing_of_this_one(store: Store) -> None:
    write(store, 2)
    show(store, (1, 0, 3), local_no=99)
    with store.reading() as conn:
        assert feeds.waiting(conn).entries == 3


@pytest.mark.parametrize(
    ("count", "positions"), [(0, [0]), (1, [1, 0]), (7, [7, 6, 2, 0]), (30, [30, 29, 25, 9, 0])], ids=str
)
def test_marks_step_back_over_what_is_held(store: Store, count: int, positions: list[int]) -> None:
    show(store, *((p, p - 1, 1) for p in range(1, count + 1)))
    with store.reading() as conn:
        shown = feeds.marks(conn, FEED)
    assert shown == [Mark(p, (fh(p) if p else feed_chain.START).hex()[:16]) for p in positions]


def test_lines_hashes_and_seals_of_a_log(store: Store) -> None:
    write(store, 3)
    with store.changing() as conn:
        [row] = conn.execute(sa.select(logname)).all()
        held = feeds.held(conn, row.log)
        assert held == feeds.Held(local_no=row.local_no, device=row.device, head_seq=4)
        assert feeds.held(conn, "0000000000001") is None
        assert feeds.entry_hash(conn, row.local_no, 4) == row.head_hash
        assert feeds.entry_hash(conn, row.local_no, 5) is None
        assert [b'"pages":1' in text for text in feeds.lines(conn, row.local_no, 2, 3)] == [True]
        feeds.put_seal(conn, row.local_no, 4, b"a" * 64)
        feeds.put_seal(conn, row.local_no, 4, b"b" * 64)
        assert feeds.hash_at(conn, FEED, 0) == feed_chain.START
        assert feeds.hash_at(conn, FEED, 1) is None
