"""A site-year comes back on a new PC: the whole copy and what followed it, beside reading the same bytes.

    .venv/bin/python tests/bench/bench_restore.py [DAYS] [FOLLOWED]

A day is 500 people: list, reception, form, dose, observation, 2,069 entries. The last FOLLOWED days lie in the files
that follow the copy. Prints one line a figure.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from vaxdesk.desk import entrance, station
from vaxdesk.desk.practice_people import people as synthetic
from vaxdesk.domain.payloads import Appt, CheckIn, Inject, Print
from vaxdesk.store import backup, feeds, following
from vaxdesk.store.keyfile import Cost
from vaxdesk.store.store import Store

PEOPLE, ENTRIES = 500, 2069
TARGET_S = 60.0
PASSWORD = "mùa xuân về bản"


def day(store: Store, number: int, persons: list) -> None:
    """One day's entries, in transactions of a hundred people."""
    date = f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
    store.begin_log()
    for start in range(0, PEOPLE, 100):
        with store.writing(user=1) as w:
            for row in range(start, start + 100):
                one = w.add("person", persons[row])
                w.add("appt", Appt(day=date, row=row + 1), of=one)
                w.add("checkin", CheckIn(day=date, no=row + 1), of=one)
                dose = Inject(day=date, at=row, product="AZ", lot="", lot_no="A1", expiry="2027-01-01")
                w.add("inject", dose, of=one)
    with store.writing(user=1) as w:
        for page in range(ENTRIES - 4 * PEOPLE - 1):
            w.add("print", Print(what="roster", pages=page))


def main() -> None:
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    followed = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write("\n".join(measured(Path(folder), days, min(followed, days))) + "\n")


def measured(folder: Path, days: int, followed: int) -> list[str]:
    desk = station.create(
        folder / "old", station="1", name="Trạm", user="Mai", login="mai", password=PASSWORD, cost=Cost(64, 1, 1)
    ).desk
    store, persons, second = desk.store, list(synthetic(PEOPLE, seed=11)), folder / "second"
    second.mkdir()
    began = time.perf_counter()
    for number in range(days - followed):
        day(store, number, persons)
    with store.reading() as conn:
        now = following.heads(conn)
    copied = time.perf_counter()
    state, place = following.begin(store, second, None, now)
    copy_s = time.perf_counter() - copied
    there, follow_s = state.heads, []
    for number in range(days - followed, days):
        day(store, number, persons)
        start = time.perf_counter()
        with store.reading() as conn:
            pieces = following.gather(conn, there)
        place.append(pieces)
        there = following.after(there, pieces)
        follow_s.append(time.perf_counter() - start)
    with store.reading() as conn:
        saved = feeds.saved(conn)
    store.close()
    lines = [
        f"{saved} entries, {days} days, {followed} behind the copy, made in {copied - began:.0f} s",
        f"the whole copy: {copy_s:.1f} s; a day's lines behind it: {max(follow_s or [0]) * 1000:.0f} ms",
    ]
    return [*lines, restored(folder, second / f"{state.name}{following.COPY}", saved)]


def restored(folder: Path, copy: Path, saved: int) -> str:
    """Brings the station back, beside reading the same bytes."""
    size = sum(one.stat().st_size for one in copy.parent.iterdir())
    start = time.perf_counter()
    for one in copy.parent.iterdir():
        one.read_bytes()
    read_s = time.perf_counter() - start
    start = time.perf_counter()
    backup.restore(copy, folder / "new")
    laid_s = time.perf_counter() - start
    again = entrance.unlock(folder / "new", "mai", PASSWORD, quiet=True)
    total_s = time.perf_counter() - start
    with again.store.reading() as conn:
        assert feeds.saved(conn) == saved, "everything is there"
    again.store.close()
    return (
        f"restore to the open desk: {total_s:.1f} s ({laid_s:.1f} s to lay it out, the rest to take lines in), "
        f"{size / 1e6:.0f} MB; reading the same bytes alone {read_s:.2f} s; target <= {TARGET_S:.0f} s"
    )


if __name__ == "__main__":
    main()
