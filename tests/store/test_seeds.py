"""Seeds of salts in the store: drawn a block, kept with what came, gone with what was erased or let go."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from tests.journal.keys import PUBLIC
from vaxdesk.domain.payloads import CheckIn, Person
from vaxdesk.journal import salts
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import forgotten
from vaxdesk.store import branches, feeds, letting_go, outbox, seeds
from vaxdesk.store.feeds import Unsent
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, seed

OTHER = "0000000000001"


def listed(store: Store, n: int) -> tuple[str, int]:
    """Saves so many people; the log and its number here."""
    with store.writing(user=1) as w:
        for one in range(n):
            w.add("person", Person(name=f"Người {one}"))
        return w.head.log, w.head.number


def rows(store: Store) -> dict[tuple[int, int], bytes]:
    with store.reading() as conn:
        return {(row.local_no, row.block): row.seed for row in conn.execute(sa.select(seed))}


def brought(conn: sa.Connection, store: Store, n: int) -> int:
    """Takes in so many lines of another log, and tells its number here."""
    store.take_in(conn, OTHER, PUBLIC.hex(), 0, [b'{"d":{},"k":"later","t":1}'] * n)
    return feeds.held(conn, OTHER).local_no


def test_a_block_has_one_seed_whatever_is_saved_when(store: Store) -> None:
    log, number = listed(store, 3)
    first = rows(store)
    assert set(first) == {(number, 0)}
    assert listed(store, 300) == (log, number)
    assert rows(store).items() >= first.items()
    assert set(rows(store)) == {(number, 0), (number, 1)}
    assert len(set(rows(store).values())) == 2
    with store.reading() as conn:
        lines = feeds.lines(conn, number, 1, 304)  # behind the first entry, which names nobody
        known = seeds.held(conn, number, 1, 303)
    assert all(salts.cut(one, seq, known[salts.block_of(seq)]) for seq, one in enumerate(lines, 2))


def test_what_is_not_saved_draws_no_seed(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing(user=1) as w:
        w.add("person", Person(name="A"))
        raise ZeroDivisionError
    assert rows(store) == {}
    with store.writing(user=1) as w:
        w.add("checkin", CheckIn(day="2026-11-26"))
    assert rows(store) == {}


def test_what_waits_goes_out_with_its_seeds(store: Store) -> None:
    log, number = listed(store, 300)
    with store.reading() as conn:
        device = feeds.held(conn, log).device
        waiting = [Unsent(log=log, local_no=number, device=device, head_seq=301, covered=0)]
        made = outbox.slices(conn, waiting, device=device, first=2000, room=1 << 20)
    assert [(piece.a, dict(piece.seeds)) for piece in made] == [(0, {b: s for (_, b), s in rows(store).items()})]


def test_seeds_that_came_are_kept_once(store: Store) -> None:
    with store.changing() as conn:
        number = brought(conn, store, 300)
        seeds.keep(conn, number, {0: b"a" * 12, 1: b"b" * 12})
        seeds.keep(conn, number, {0: b"c" * 12})
        seeds.keep(conn, number, {})
        assert seeds.held(conn, number, 0, 300) == {0: b"a" * 12, 1: b"b" * 12}
        assert seeds.held(conn, number, 255, 45) == {1: b"b" * 12}


def test_no_seed_comes_back_to_a_block_in_which_something_was_erased_or_let_go(store: Store) -> None:
    with store.changing() as conn:
        number = brought(conn, store, 800)
        fold_erased = {"id": number << SEQ_BITS | 256, "by": 1, "what": "entry"}
        conn.execute(forgotten.insert(), fold_erased)
        conn.exec_driver_sql("DROP TRIGGER entry_no_update")  # the server has said nothing yet, and need not here
        conn.execute(entry.update().where(entry.c.local_no == number, entry.c.seq == 767).values(line=b""))
        seeds.keep(conn, number, {block: bytes([65 + block]) * 12 for block in range(4)})
        assert set(seeds.held(conn, number, 0, 800)) == {0, 3}


def test_a_line_that_is_let_go_takes_the_seed_of_its_block_along(store: Store) -> None:
    with store.changing() as conn:
        number = brought(conn, store, 300)
        seeds.keep(conn, number, {0: b"a" * 12, 1: b"b" * 12})
        conn.exec_driver_sql("DROP TRIGGER entry_no_update")
        letting_go.let_go(conn, [number << SEQ_BITS | 299])
        assert set(seeds.held(conn, number, 0, 300)) == {0}


def test_an_author_draws_another_seed_for_what_follows_in_the_block(store: Store) -> None:
    log, number = listed(store, 3)
    before = rows(store)[number, 0]
    with store.changing() as conn:
        seeds.drop(conn, [number << SEQ_BITS | 2])
    assert rows(store) == {}
    listed(store, 1)
    after = rows(store)[number, 0]
    assert after != before
    with store.reading() as conn:
        lines = feeds.lines(conn, number, 0, 5)
    assert [bool(salts.cut(one, seq, after)) for seq, one in enumerate(lines, 1)] == [False] * 4 + [True]


def test_a_second_history_leaves_no_seed_behind(store: Store) -> None:
    log, number = listed(store, 600)
    with store.changing() as conn:
        assert len(branches.part(conn, log, 300, forked=True)) == 301
        assert set(seeds.held(conn, number, 0, 601)) == {0}


def test_salts_are_as_the_lines_say(store: Store) -> None:
    _, number = listed(store, 5)
    with store.reading() as conn:
        found = [json.loads(one)["s"] for one in feeds.lines(conn, number, 1, 6)]
    assert len(set(found)) == 5
    assert {len(one) for one in found} == {16}
    assert all(rows(store)[number, 0] not in one.encode() for one in found)
