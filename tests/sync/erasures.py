"""People who were erased, and what is left of them in a desk's rows and in the bytes of its file."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sync_server.operating import erasure
from sync_server.reading import worker
from tests.servers import RunningServer
from tests.stations import KEY, Station
from vaxdesk.domain.payloads import CheckIn, Inject, Person, Screen
from vaxdesk.journal import chain
from vaxdesk.registry.queries import people
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.tables import entry, logname

SECRETS = ("Lành", "lanh", "066190001234", "chị Dậu")
DAY = "2026-11-26"
PAGE, RESERVED = 4096, 80  # of SQLCipher 4: the IV and the HMAC at the end of each page


def record(desk: Station) -> str:
    """A person who came, was asked, and got a dose."""
    with desk.store.writing(user=1) as w:
        who = w.add("person", Person(name="Nguyễn Thị Lành", dob="1990", doc="066190001234"))
        w.add("checkin", CheckIn(day=DAY, no=1), of=who)
        w.add("screen", Screen(day=DAY, form="f", answers={}, notes={"1": "chị Dậu"}), of=who)
        w.add("inject", Inject(day=DAY, at=5, product="AZ", lot="", lot_no="A1", expiry=""), of=who)
        w.add("person", Person(name="Vàng A Páo"))
    return who


def read(server: RunningServer) -> None:
    worker.prepare(server.server)
    worker.until_idle(server.server)


def erase(server: RunningServer, who: str) -> None:
    read(server)
    assert erasure.carry_out(server.server, who, basis="QĐ 12/2026")
    read(server)


def plain_pages(path: Path) -> bytes:
    """Every page of the file as it lies on the disk, free ones too, without its encryption."""
    raw, made = path.read_bytes(), []
    assert len(raw) % PAGE == 0
    for at in range(0, len(raw), PAGE):
        page = raw[at : at + PAGE]
        iv = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        opened = Cipher(algorithms.AES256(KEY), modes.CBC(iv)).decryptor()
        made.append(opened.update(page[16 if at == 0 else 0 : PAGE - RESERVED]))
    return b"".join(made)


def names_nobody(desk: Station) -> bool:
    """Whether the rows and the file itself are free of what named the person."""
    whole = plain_pages(desk.home / DATABASE)
    wal = desk.home / f"{DATABASE}-wal"
    assert not wal.exists() or wal.stat().st_size <= 32 + 24 + PAGE  # the note that it was wiped, and no more
    assert "Páo".encode() in whole  # the pages are read as they should be
    return not any(one.encode() in whole for one in SECRETS)


def chains_hold(desk: Station) -> bool:
    with desk.store.reading() as conn:
        for row in conn.execute(sa.select(logname).where(logname.c.head_seq > 0)):
            wanted = sa.select(entry.c.line, entry.c.h).where(entry.c.local_no == row.local_no).order_by(entry.c.seq)
            rows = conn.execute(wanted).all()
            start = chain.start(row.log, row.device)
            assert list(chain.walk(start, [one.line for one in rows])) == [one.h for one in rows], row.log
    return True


def told_of(desk: Station, who: str) -> tuple[str, int]:
    """The name that a desk has for a person, and how many doses."""
    with desk.store.reading() as conn:
        found = people.by_ref(conn, desk.store.names, who)
        return found.name, len(people.doses(conn, desk.store.names, who))
