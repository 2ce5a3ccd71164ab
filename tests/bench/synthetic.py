"""Synthetic stations: a list in the morning run, the day itself in the next; nobody in them exists.

Seeds from 100 on train the shipped dictionary, those below are for measuring.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

import msgspec

from tests.bench import synthetic_day
from vaxdesk.desk.context import Desk
from vaxdesk.desk.practice_people import PLACES, people
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Appt, Config, History, Lot, Person, Roster, SignIn, User
from vaxdesk.domain.views import UserView
from vaxdesk.journal.salts import Seeds
from vaxdesk.store import feeds, lines, seeds
from vaxdesk.store.store import Store

TRAINING = 100  # first seed of those that train
_SLOTS = ("07:30", "08:30", "09:30", "13:30", "14:30")


class Written(msgspec.Struct, frozen=True):
    """What one run of a station wrote: its lines from the first on, and the seeds of their salts."""

    lines: list[bytes]
    seeds: Seeds


def logs(home: Path, seed: int, *, listed: int, walk_ins: int, seats: int = synthetic_day.HURRIED) -> list[Written]:
    """What a station's two runs wrote: the list, and the day with so many listed people and walk-ins.

    Args:
        seats: see `synthetic_day.play`; the dictionary was trained on hurried days.
    """
    rng = Random(seed)
    day = f"{rng.choice((2026, 2027, 2028))}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    clock = [float(times.at(day, "06:45"))]
    desk = _station(home, rng, seed, clock)

    def forward(seconds: float) -> None:
        clock[0] += seconds

    try:
        persons = _list(desk, rng, local(listed, seed))
        desk.store.begin_log()
        forward(1800)
        rng.shuffle(persons)
        synthetic_day.play(desk, persons, local(walk_ins, seed + 50_000), rng=rng, forward=forward, seats=seats)
        return _written(desk)
    finally:
        desk.store.close()


def local(n: int, seed: int) -> list[Person]:
    """People of one commune, as on a ward's list."""
    place = Random(seed).choice(PLACES)
    communes = {place.old[2][1], place.new[1][1]}
    return list(islice((one for one in people(20 * n + 50, seed) if one.commune in communes), n))


def _station(home: Path, rng: Random, seed: int, clock: list[float]) -> Desk:
    """An open station without keys to type; device and logs come of the seed too, so its bytes are always the same."""
    home.mkdir()
    store = Store(home, bytes(32), now=lambda: clock[0], rng=rng, uptime=lambda: 60, durable=False)
    name = next(people(1, seed + 900)).name
    with store.writing(user=1) as w:
        w.add("config", Config(code=f"{rng.randrange(10000, 99999)}", name=f"Trạm Y tế {rng.choice(PLACES).new[1][1]}"))
        w.add("user", User(no=1, name=name, login="lead", roles=[Role.LEAD.value]))
        w.add("signin", SignIn(how="password"))
    lead = UserView(no=1, name=name, login="lead", roles=(Role.LEAD.value,))
    return Desk(store, lead, times.day_of(clock[0]))


def _list(desk: Desk, rng: Random, listed: Iterable[Person]) -> list[str]:
    day, persons = desk.day, [msgspec.structs.replace(one, source="list") for one in listed]
    year = int(day[:4])
    with desk.store.writing(user=desk.user.no) as w:
        digest = sha256(rng.randbytes(8)).hexdigest()
        n = len(persons)
        roster = w.add("roster", Roster(file="Danh sach.xlsx", sha256=digest, day=day, rows=n, accepted=n))
        number = f"F{rng.choice('ABCDEFGHKLMN')}{rng.randrange(10**4):04d}"
        expiry = f"{year + 1}-{rng.randint(1, 12):02d}-28"
        w.add("lot", Lot(product="COM-A", number=number, expiry=expiry, doses_per_vial=6, vials=120))
        refs = [w.add("person", one) for one in persons]
        for row, one in enumerate(refs, start=9):
            w.add("appt", Appt(day=day, slot=_SLOTS[(row - 9) * len(_SLOTS) // n], roster=roster, row=row), of=one)
        for one in rng.sample(refs, n * 2 // 5):
            given = times.day_of(w.now() - rng.randint(150, 500) * 86400)
            w.add("history", History(date=given, product="COM-A", lot="FG1234", n=1, source="list"), of=one)
    return refs


def _written(desk: Desk) -> list[Written]:
    with desk.store.reading() as conn:
        return [
            Written(feeds.lines(conn, number, 0, head), seeds.held(conn, number, 0, head))
            for number, head in sorted(lines.heads(conn).items())
        ]
