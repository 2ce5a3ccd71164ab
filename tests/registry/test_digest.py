"""The digest of the fold: the same for the same entries under other surrogates, another for any other entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import KEY
from vaxdesk.domain.payloads import CheckIn, Payload, Person
from vaxdesk.journal import chain, line
from vaxdesk.registry import digest, fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.store.store import Store

LOG, OTHER = "0000000000001", "0000000000002"


def _opened(home: Path) -> Store:
    home.mkdir()
    return Store(home, KEY)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    opened = _opened(tmp_path / "a"), _opened(tmp_path / "b")
    yield opened
    for one in opened:
        one.close()


def folded(store: Store, entries: list[tuple[str, Payload, int | None]], *, log: str = LOG) -> str:
    with store.changing() as conn:
        number, h = store.names.number(log), chain.start(log, "ab")
        incoming = []
        for seq, (kind, payload, of) in enumerate(entries, start=1):
            made = line.encode(kind, payload, t=seq, user=1, of=of)
            h = chain.step(h, made)
            incoming.append(Incoming(number << SEQ_BITS | seq, made, h))
        fold.apply(conn, store.names, incoming)
        return digest.of(conn, store.names)


def test_surrogates_do_not_matter_and_every_entry_does(stores: tuple[Store, Store]) -> None:
    one, other = stores
    with other.changing():
        other.names.number(OTHER)  # so the same log has another number there
    entries = [("person", Person(name="Lò Thị Dở"), None), ("checkin", CheckIn(day="2026-11-23", no=1), 1)]
    empty = folded(one, [])
    first = folded(one, entries)
    assert folded(other, entries) == first != empty
    more = folded(other, [*entries, ("checkin", CheckIn(day="2026-11-24", no=1), 1)])
    assert more != first
    with one.reading() as conn, other.reading() as there:
        mine, theirs = digest.tables(conn, one.names), digest.tables(there, other.names)
    assert {name for name in mine if mine[name] != theirs[name]} >= {"event", "visit"}
    assert mine["person"] == theirs["person"]
