"""Several processes fold into one database: what each brought of the same people is there, whoever came first."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from sync_server.reading.naming import names
from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Amend, CheckIn, Person, Void
from vaxdesk.domain.payloads_sync import Same

DAY = "2026-11-23"
_TRIES = 60
_AGAIN = ("40001", "40P01")  # PostgreSQL: serialization failure, deadlock


def logs() -> list[Written]:
    """Four sites that write about each other's people all the time."""
    found = [Written(f"{n:013d}") for n in range(1, 5)]
    rng = random.Random(8)
    for log in found:
        for n in range(6):
            log.add("person", Person(name=f"Lò Thị {n}", dob="1990"))
    for turn in range(12):
        for log in found:
            whom, other = (f"{rng.choice(found).log}.{rng.randint(1, 6)}" for _ in range(2))
            log.add("checkin", CheckIn(day=DAY, no=turn + 1), of=whom)
            log.add("amend", Amend(set={"tel": f"09{turn:08d}"}), of=whom, rev=turn + 1)
            log.add("void", Void(v=turn % 3 == 0, why="x"), of=f"{other.split('.')[0]}.{turn + 7}", rev=turn + 1)
            if turn % 4 == 0 and whom != other:
                log.add("same", Same(a=whom, b=other))
    return found


def fold_slowly(base: Fold, log: Written) -> None:
    """Folds a log in small transactions, each begun again when the database says so."""
    refs = log.refs()
    for start in range(0, len(refs), 4):
        for turn in range(_TRIES):
            try:
                base.fold([(log, one) for one in refs[start : start + 4]])
                break
            except sa.exc.OperationalError as error:
                if getattr(error.orig, "sqlstate", "") not in _AGAIN or turn == _TRIES - 1:
                    raise


def test_side_by_side_is_one_after_the_other(base: Fold) -> None:
    sites = logs()
    base.take(*sites)
    straight = base.digests()
    for _ in range(3):
        base.empty()
        with base.engine.begin() as conn:
            for log in sites:
                names(conn).number(log.log)
        with ThreadPoolExecutor(max_workers=len(sites)) as pool:
            list(pool.map(lambda log: fold_slowly(base, log), sites))
        assert base.digests() == straight
