"""One run of a desk, for a process that will not end well: what it was told is saved or confirmed, it says at once.

Each line of what it says is written by one call, so that a killed process has said a line or has not:
`saved REF` after a use case answered, `confirmed LOG SEQ` after a round showed the log that far in the feed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from threading import Lock, Thread

import sqlalchemy as sa

from tests.desk.conftest import QUICK
from tests.desk.day import healthy
from vaxdesk.desk import entrance, injection, reception, screening, sending, station, stock
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.payloads import Person
from vaxdesk.store.tables import item, logname
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import Trouble

LOGIN, PASSWORD = "mai", "mùa xuân về bản"
_NAMES = ("Nguyễn Thị Hoa", "H’Bia Niê", "Trần Văn Đức", "Lê Ngọc Ánh", "Y Blô Êban", "Đặng Thị Hoà")

_SHOWN = (
    sa.select(logname.c.log, sa.func.max(item.c.from_seq + item.c.n))
    .join(item, item.c.local_no == logname.c.local_no)
    .where(logname.c.mine == 1)
    .group_by(logname.c.log)
)

Say = Callable[[str], None]


def new_station(home: Path) -> station.Opened:
    """A station with one user."""
    return station.create(home, station="15041", name="Trạm", user="Mai", login=LOGIN, password=PASSWORD, cost=QUICK)


def serve_a_day(home: str, seed: int, out: int) -> None:
    """Opens the station, saves without end, exchanges without end.

    Args:
        out: descriptor of the pipe on which it says what it was told.
    """

    def say(what: str) -> None:
        os.write(out, f"{what}\n".encode())

    desk = entrance.unlock(Path(home), LOGIN, PASSWORD)
    say("open")
    db = Lock()  # the db lane: one step of work at a time
    Thread(target=_exchange, args=(desk, db, say), daemon=True).start()
    for one in visits(desk, Random(seed)):
        with db:
            done = one()
            assert isinstance(done, Done), done
            say(f"saved {' '.join(done.refs)}")


def visits(desk: Desk, rng: Random) -> Iterator[Callable[[], object]]:
    """Steps of people through the station without end: one use case each, to be done before the next is asked for."""
    lot = stock.add_lot(desk, product="COM-A", number="FK1234", expiry="2099-12-31").value
    for number in count(1):
        said: list[Done] = []

        def register(said: list[Done] = said) -> object:
            said.append(reception.register(desk, _somebody(rng)))
            return said[0]

        yield register
        person = said[0].refs[0]
        yield lambda person=person: screening.save(desk, person, healthy(desk, person))
        if number % 4:
            yield lambda person=person: injection.give(desk, person, lot=lot)


def _somebody(rng: Random) -> Person:
    """Nobody's namesake, by all that is likely."""
    year = rng.randint(1985, 1999)
    name = f"{rng.choice(_NAMES)} {''.join(rng.choices('ABCDEGHIKLMNOPQRSTUVXY', k=6)).title()}"
    dob = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return Person(name=name, dob=dob, sex="F", doc=f"0661{year % 100:02}{rng.randrange(10**6):06}")


def _exchange(desk: Desk, db: Lock, say: Say) -> None:
    courier, pace = sending.Courier(), Pace()
    while True:
        try:
            with db:
                parcel = sending.draft(desk, pace=pace)
            back = courier.carry(parcel)
            with db:
                settled, pace = sending.settle(desk, parcel, back)
        except Trouble as trouble:
            pace = pace.failed(trouble)
            time.sleep(0.02)
            continue
        if settled.confirmed:
            with desk.store.reading() as conn:
                for log, seq in conn.execute(_SHOWN):
                    say(f"confirmed {log} {seq}")
        time.sleep(0.01)


def _nursery() -> None:
    """Forks a desk for each line `HOME SEED` that is asked, since starting Python anew takes far longer than a kill."""
    for asked in sys.stdin:
        home, seed = asked.split()
        desk = os.fork()
        if desk == 0:
            serve_a_day(home, int(seed), out=1)
            os._exit(1)
        os.write(1, f"pid {desk}\n".encode())
        os.waitpid(desk, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    _nursery()
