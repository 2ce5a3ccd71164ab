"""Slices of what waits: own entries anywhere, those of others where their author signed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.journal.keys import DEVICE, PUBLIC
from vaxdesk.domain.payloads import Open, Print
from vaxdesk.journal import chain, line, segment
from vaxdesk.store import feeds, kv, outbox
from vaxdesk.store.feeds import NewItem
from vaxdesk.store.outbox import Slice
from vaxdesk.store.store import Store
from vaxdesk.store.tables import logname

OTHER_LOG = "7ZK2M4P0Q9XTB"
LINES = [
    line.encode("open", Open(device=PUBLIC.hex(), station="S", app="1"), t=1),
    *(line.encode("print", Print(what="x" * 20, pages=n), t=2) for n in range(4000)),
]


def cut(store: Store, *, first: int = 100, room: int = 1 << 20) -> list[Slice]:
    with store.reading() as conn:
        return outbox.slices(conn, feeds.unsent(conn), device=kv.text(conn, "device"), first=first, room=room)


def spans(slices: list[Slice]) -> list[tuple[int, int]]:
    return [(one.a, len(one.lines)) for one in slices]


def write(store: Store, n: int) -> None:
    with store.writing() as writer:
        for number in range(n):
            writer.add("print", Print(what="x", pages=number))


def take_in(store: Store, n: int, *sealed: int) -> None:
    """Takes entries of another device in, of which it has signed some."""
    with store.changing() as conn:
        store.take_in(conn, OTHER_LOG, PUBLIC.hex(), 0, LINES[:n])
        held = feeds.held(conn, OTHER_LOG)
        hashes = [b"", *chain.walk(chain.start(OTHER_LOG, PUBLIC.hex()), LINES[:n])]
        for seq in sealed:
            feeds.put_seal(conn, held.local_no, seq, DEVICE.sign(segment.statement(OTHER_LOG, seq, hashes[seq])))


def test_own_entries_are_cut_into_growing_slices_that_verify(store: Store) -> None:
    write(store, 500)
    slices = cut(store)
    assert spans(slices) == [(0, 100), (100, 200), (300, 201)]
    with store.reading() as conn:
        [row] = conn.execute(sa.select(logname)).all()
    h, key = chain.start(row.log, row.device), bytes.fromhex(row.device)
    for one in slices:
        given = segment.read(segment.build(one.log, store.signer().sign, one.a, one.lines, one.h_end))
        h = segment.verify(given, h, key)
    assert h == row.head_hash


def test_only_what_the_feed_has_not_shown_is_cut(store: Store) -> None:
    write(store, 9)
    with store.changing() as conn:
        feeds.note(conn, [NewItem(feed=1, pos=1, fh=b"", local_no=1, from_seq=0, n=7)])
    assert spans(cut(store)) == [(7, 3)]


def test_room_ends_the_slices_but_never_the_first_entry(store: Store) -> None:
    write(store, 500)
    whole = cut(store, room=5000)
    assert sum(len(text) for one in whole for text in one.lines) - 5000 < 200
    assert spans(cut(store, room=1)) == [(0, 1)]


def test_logs_go_in_the_order_they_were_begun(store: Store) -> None:
    write(store, 2)
    take_in(store, 3, 3)
    assert [(one.log == OTHER_LOG, one.sig != b"") for one in cut(store)] == [(False, False), (True, True)]


@pytest.mark.parametrize(
    ("held", "sealed", "expected"),
    [
        (5, [], []),
        (5, [3], [(0, 3)]),
        (5, [1, 2, 5], [(0, 5)]),
        (3000, [10, 1200, 1300, 2900], [(0, 1300), (1300, 1600)]),
        (3500, [10, 1990, 3500], [(0, 1990), (1990, 1510)]),
        (4001, [1000, 4001], [(0, 1000)]),
    ],
    ids=[
        "no signature",
        "up to the signature",
        "as far as one reaches",
        "within the limits of a segment",
        "nearly the limit",
        "too far apart",
    ],
)
def test_others_entries_end_where_their_author_signed(
    store: Store, held: int, sealed: list[int], expected: list[tuple[int, int]]
) -> None:
    take_in(store, held, *sealed)
    slices = cut(store)
    assert spans(slices) == expected
    h = chain.start(OTHER_LOG, PUBLIC.hex())
    for one in slices:
        h = segment.verify(segment.read(segment.seal(one.log, one.a, one.lines, one.sig)), h, PUBLIC)
