"""Runs of the program on one file: what each draws by chance, and two that go on from one image."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import sqlalchemy as sa

from tests.store.conftest import KEY
from vaxdesk.domain.payloads import Print
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry


def test_when_another_machine_goes_on_with_our_log_what_we_save_next_has_its_own_place(tmp_path: Path) -> None:
    """Two machines from one image: one reads in the feed what the other wrote under the log that both go on with."""
    home, copy = tmp_path / "one", tmp_path / "other"
    home.mkdir()
    one = Store(home, KEY)
    with one.writing(user=1) as w:
        w.add("print", Print(what="before"))
    shutil.copytree(home, copy)
    other = Store(copy, KEY)
    other._head = one._head  # its memory is of the image too
    with one.writing(user=1) as w:
        w.add("print", Print(what="of one"))
    with one.reading() as conn:
        lines = list(conn.execute(sa.select(entry.c.line).order_by(entry.c.seq)).scalars())
    with other.changing() as conn:
        other.take_in(conn, one._head.log, one._head.device, 0, lines)
    with other.writing(user=1) as w:
        mine = w.add("print", Print(what="of the other"))
    with other.reading() as conn:
        held = [bytes(text) for text in conn.execute(sa.select(entry.c.line)).scalars()]
    one.close()
    other.close()
    assert sum(b"of the other" in text for text in held) == 1
    assert sum(b"of one" in text for text in held) == 1
    assert not mine.startswith(one._head.log)


def test_the_same_chance_and_clock_make_the_same_bytes(tmp_path: Path) -> None:
    """What a simulation stands on: nothing in the store asks the system for chance or time behind its back."""

    def made(name: str) -> list[tuple[bytes, bytes]]:
        (tmp_path / name).mkdir()
        store = Store(tmp_path / name, KEY, now=lambda: 1_795_400_000, rng=Random(7), uptime=lambda: 60)
        with store.writing(user=1) as w:
            w.add("print", Print(what="roster"))
        with store.reading() as conn:
            rows = conn.execute(sa.select(entry.c.line, entry.c.h).order_by(entry.c.seq)).all()
        store.close()
        return [(bytes(row.line), bytes(row.h)) for row in rows]

    assert made("one") == made("other") != []
