"""The end-of-day report of 2,000 people on the encrypted file, beside the same counts asked person by person.

    .venv/bin/python tests/bench/bench_report.py [PEOPLE]

The store also holds a month of other days, so that the day has to be found among them. What counts is the answer with
its tables; the files made of it are told beside.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.bench_fold import month
from vaxdesk.desk.context import Desk
from vaxdesk.desk.practice_people import people as synthetic
from vaxdesk.desk.report import answering
from vaxdesk.documents.report import files
from vaxdesk.domain import visit
from vaxdesk.domain.payloads import Appt, CheckIn, Config, Inject, Leave, Lot, Payload, Screen, Vial
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.domain.views import UserView
from vaxdesk.journal import line
from vaxdesk.registry.queries import visits
from vaxdesk.store.store import Store

KEY = bytes(range(32))
PEOPLE, OTHERS = 2_000, 30_000
DAY = "2026-12-24"
LIMIT = 1.0  # seconds for the report of the day
LOG, OTHER_LOG = "0000000000001", "0000000000002"
A_VIAL = 6


def the_day(n: int) -> Iterator[tuple[str, Payload, int | None]]:
    """The station, a lot, vials, then each person's way; one in twelve is deferred, one in fifteen declines."""
    yield "config", Config(code="15041", name="Trạm Y tế xã Xà Hồ"), None
    yield "lot", Lot(product="COM-A", number="FK8892", expiry="2027-05-31", doses_per_vial=A_VIAL), None
    for no in range(1, n // A_VIAL + 2):
        yield "vial", Vial(lot=f"{LOG}.2", no=no, at=1_798_074_000, doses=A_VIAL), None
    seq, first_vial = 2 + n // A_VIAL + 1, 3
    for number, person in zip(range(n), synthetic(n, seed=5), strict=False):
        whom = seq + 1
        vial = f"{LOG}.{first_vial + number // A_VIAL}"
        steps = list(_way(number, whom, vial))
        seq += 1 + len(steps)
        yield "person", person, None
        yield from steps


def _way(number: int, whom: int, vial: str) -> Iterator[tuple[str, Payload, int | None]]:
    yield "appt", Appt(day=DAY, row=number + 1, product="COM-A"), whom
    yield "checkin", CheckIn(day=DAY, no=number + 1, via="card"), whom
    said = "defer" if number % 12 == 0 else "eligible"
    answers = {str(question): False for question in range(1, 11)}
    yield "screen", Screen(day=DAY, form="qd5785", answers=answers, vitals={"temp": 36.6}, conclusion=said), whom
    if said == "eligible":
        yield "inject", Inject(day=DAY, at=1_798_074_000 + number, product="COM-A", lot=f"{LOG}.2", lot_no="FK8892",
                               expiry="2027-05-31", vial=vial, ml="0.3", kind="primary", kind_no=1 + number % 2), whom
        yield "leave", Leave(day=DAY, at=1_798_075_800 + number), whom


def filled(store: Store, n: int) -> None:
    with store.changing() as conn:
        lines = [line.encode(kind, payload, t=1_798_070_000 + seq, user=1, of=of)
                 for seq, (kind, payload, of) in enumerate(the_day(n))]  # fmt: skip
        store.take_in(conn, LOG, "ab" * 32, 0, lines)
        others = []
        for seq, (kind, payload, of, rev) in enumerate(month(OTHERS)):
            if seq == OTHERS:
                break
            others.append(line.encode(kind, payload, t=1_795_400_000 + seq, user=3, of=of, rev=rev))
        store.take_in(conn, OTHER_LOG, "cd" * 32, 0, others)
    store.rebuild()


def person_by_person(desk: Desk) -> Counter[str]:
    """The same outcomes and doses, each person asked for: what a screen does for one, done for all."""
    found: Counter[str] = Counter()
    with desk.store.reading() as conn:
        names = desk.store.names
        for row in visits.board(conn, names, DAY):
            one = visit.fold(visits.of_person(conn, names, row.person.id, DAY))
            found[one.outcome.value if one.outcome else "unfinished"] += 1
            found["doses"] += len(one.injections)
    return found


def timed(name: str, work: Callable[[], Any], *, limit: float = 0.0) -> Any:
    start, busy = time.perf_counter(), time.process_time()
    done = work()
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    beside = f"; target <= {limit:.1f} s" if limit else ""
    sys.stdout.write(f"{name}: {taken:.2f} s ({busy:.2f} s of processor){beside}\n")
    return done


def main() -> None:
    n = next((int(one) for one in sys.argv[1:] if one.isdigit()), PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), KEY)
        filled(store, n)
        desk = Desk(store=store, user=UserView(no=1, name="Mai", login="mai", roles=("lead",)), day=DAY)
        asked = Asked(kind=ReportKind.DAILY, until=DAY)
        found = timed(f"daily report of {n} people", lambda: answering.answer(desk, asked), limit=LIMIT * n / PEOPLE)
        timed("the same once more", lambda: answering.answer(desk, asked))
        beside = timed("  peer: person by person, outcomes and doses only", lambda: person_by_person(desk))
        total = found.report.grids[0].lines[-1]
        said = {key: found.report.grids[0].value(total, key) for key in ("people", "vaccinated", "used", "deferred")}
        counted = (beside["vaccinated"], beside["doses"], beside["deferred"])
        if (said["vaccinated"], said["used"], said["deferred"]) != counted:
            raise SystemExit(f"{said} is not {beside}")
        for one in files.offered(ReportKind.DAILY, found.mapping):
            timed(f"  as {one.value}", lambda one=one: files.render(found, one))
        for kind in (ReportKind.CAMPAIGN, ReportKind.COVERAGE, ReportKind.SESSION):
            timed(f"  {kind.value}", lambda kind=kind: answering.answer(desk, Asked(kind=kind, until=DAY)))
        store.close()


if __name__ == "__main__":
    main()
