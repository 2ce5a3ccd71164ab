"""Save, scan and search with 200,000 people in the store, each beside a limit or a peer measured in the same run.

    .venv/bin/python tests/bench/bench_store.py [PEOPLE]

Prints one line a figure: what, measured, the limit or peer beside it, the target of the issue.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from vaxdesk.desk.practice_people import people as synthetic
from vaxdesk.domain.payloads import Appt, CheckIn, Inject
from vaxdesk.registry.queries import people
from vaxdesk.store.engine import connect
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store

DAY = "2026-11-23"
KEY = bytes(range(32))
BATCH = 5000
LISTED = 400


def filled(home: Path, n: int) -> Store:
    """A store of n people, some hundred of them on the day's list."""
    store = Store(home, KEY)
    waiting = synthetic(n, seed=7)
    for start in range(0, n, BATCH):
        with store.writing(user=1) as w:
            for number in range(start, min(n, start + BATCH)):
                one = w.add("person", next(waiting))
                if number % max(1, n // LISTED) == 0:
                    w.add("appt", Appt(day=DAY, row=number // max(1, n // LISTED) + 1), of=one)
    return store


def times_of(work: Callable[[object], object], cases: list) -> list[float]:
    """Milliseconds of each case, sorted."""
    taken = []
    for case in cases:
        start = time.perf_counter()
        work(case)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def share(taken: list[float], part: float) -> float:
    return taken[min(len(taken) - 1, int(len(taken) * part))]


def raw_fsync(folder: Path, n: int = 400) -> list[float]:
    """What the disk itself takes to make 4 KiB durable."""
    with (folder / "raw").open("wb") as file:

        def once(_: object) -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return times_of(once, list(range(n)))


def keystrokes(store: Store, n: int) -> list[str]:
    """What appears in the search box while n people of the store are typed letter by letter."""
    rng = random.Random(3)
    with store.reading() as conn:
        rows = conn.exec_driver_sql("SELECT name_fold, doc FROM person WHERE doc != ''").all()
    typed = []
    for name, doc in rng.sample(rows, n):
        typed += [name[:length] for length in range(1, len(name) + 1)]
        typed += [doc[-length:] for length in (3, 4, 6)]
    return typed


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder), n)
        lines = [*save(store, Path(folder)), *scan(store), *search(store)]
        store.close()
    sys.stdout.write(f"{n} people in the store\n" + "\n".join(lines) + "\n")


def save(store: Store, folder: Path) -> list[str]:
    with store.reading() as conn:
        ids = [store.names.ref(row[0]) for row in conn.exec_driver_sql("SELECT id FROM person LIMIT 400")]

    def check_in(one: str) -> None:
        with store.writing(user=1) as w:
            w.add("checkin", CheckIn(day=DAY, no=1), of=one)

    def inject(one: str) -> None:
        dose = Inject(day=DAY, at=1, product="AZ", lot="", lot_no="A1", expiry="2027-01-01")
        with store.writing(user=1) as w:
            w.add("inject", dose, of=one)

    raw = raw_fsync(folder)
    limit = 3 * share(raw, 0.99) + 2
    out = []
    for name, work in (("check-in", check_in), ("dose", inject)):
        taken = times_of(work, ids)
        out.append(
            f"save a {name}: p50 {share(taken, 0.5):.2f} ms, p99 {share(taken, 0.99):.2f} ms; "
            f"raw fsync p99 {share(raw, 0.99):.2f} ms; target p99 <= {limit:.2f} ms (3 x raw + 2)"
        )
    return out


def scan(store: Store) -> list[str]:
    rng = random.Random(5)
    with store.reading() as conn:
        numbers = list(conn.exec_driver_sql("SELECT doc FROM person WHERE doc != ''").scalars())
    chosen = rng.sample(numbers, 400)

    def look(number: str) -> None:
        with store.reading() as conn:
            assert people.by_number(conn, store.names, number)

    raw = connect(store.home / DATABASE, store.key)
    plain = times_of(lambda d: raw.execute("SELECT id FROM person WHERE doc = ?", (d,)).fetchall(), chosen)
    raw.close()
    taken = times_of(look, chosen)
    return [
        f"document number -> person: p95 {share(taken, 0.95):.2f} ms; "
        f"bare indexed SELECT p95 {share(plain, 0.95):.2f} ms; target p95 <= 50 ms"
    ]


def search(store: Store) -> list[str]:
    typed = keystrokes(store, 60)

    def look(text: str) -> None:
        with store.reading() as conn:
            people.search(conn, store.names, text, day=DAY)

    raw = connect(store.home / DATABASE, store.key)
    sql = "SELECT id FROM person WHERE name_fold LIKE ? LIMIT 20"
    like = times_of(lambda text: raw.execute(sql, (f"%{text}%",)).fetchall(), typed[:: max(1, len(typed) // 60)])
    raw.close()
    taken = times_of(look, typed)
    return [
        f"search, each of {len(typed)} keystrokes: p50 {share(taken, 0.5):.1f} ms, p95 {share(taken, 0.95):.1f} ms, "
        f"max {taken[-1]:.1f} ms; plain LIKE over the table p95 {share(like, 0.95):.1f} ms; target p95 <= 16 ms"
    ]


if __name__ == "__main__":
    main()
