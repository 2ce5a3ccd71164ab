"""Targets add up the tree: a unit's own, or else the sum of those right below, whatever is set, voided and moved."""

from __future__ import annotations

import random

import pytest

from sync_server.district.board import aiming
from sync_server.district.board.periods import Choice, Period
from sync_server.durable.database import reading, writing
from sync_server.reading import worker
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.servers import RunningServer
from tests.sync_server.clinics import read
from tests.totals.counted import is_whole
from tests.totals.test_anything import MORE, moved
from vaxdesk.domain.payloads import Amend, Target, Void

PERIOD = Period(choice=Choice.OWN, since="2026-11-01", until="2026-11-30")
UNITS = ("TYT-01", "TYT-02", "2025-07:24211", "66")


def aim(server: RunningServer, unit: str, n: int, *, what: str = "reach") -> str:
    days = {"since": "2026-11-01", "until": "2026-11-30"} if what == "reach" else {}
    with writing(server.engine) as conn:
        note = Note(kind="target", payload=Target(what=what, n=n, **days), user=100001)
        return hosted.write(conn, server.server, server.unit(unit).org_no, [note])[0]


def change(server: RunningServer, unit: str, ref: str, *, n: int = 0, rev: int = 1) -> None:
    """Corrects a target, or takes it back."""
    payload = Amend(set={"n": str(n)}, why="corrected") if n else Void(v=True, why="wrong_entry")
    with writing(server.engine) as conn:
        note = Note(kind="amend" if n else "void", payload=payload, of=ref, rev=rev, user=100001)
        hosted.write(conn, server.server, server.unit(unit).org_no, [note])


def comes_to(server: RunningServer, unit: str) -> tuple[int, bool] | None:
    """What the unit's target of people comes to, and whether it is its own."""
    read(server)
    with reading(server.engine) as conn:
        found = aiming.of_unit(conn, server.unit(unit).org_no, PERIOD)
    return next(((one.n, one.own) for one in found if one.line.what == "reach"), None)


def test_a_unit_has_its_own_or_the_sum_of_those_below(either: RunningServer) -> None:
    first, _ = aim(either, "TYT-01", 300), aim(either, "TYT-02", 200)
    assert comes_to(either, "TYT-01") == (300, True)
    assert comes_to(either, "2025-07:24211") == comes_to(either, ":VN") == (500, False)
    own = aim(either, "2025-07:24211", 700)
    assert comes_to(either, "2025-07:24211") == (700, True) and comes_to(either, "66") == (700, False)
    change(either, "TYT-01", first, n=350)
    assert comes_to(either, "66") == (700, False), "below a target of its own nothing adds up"
    change(either, "2025-07:24211", own)
    assert comes_to(either, "2025-07:24211") == comes_to(either, "66") == (550, False)
    change(either, "TYT-01", first, rev=2)
    assert comes_to(either, "TYT-01") is None and comes_to(either, ":VN") == (200, False)
    assert is_whole(either)


@pytest.mark.parametrize("seed", range(4))
def test_targets_are_a_recount_after_any_sequence(either: RunningServer, seed: int) -> None:
    either.import_orgs(MORE)
    worker.prepare(either.server)
    rng, made = random.Random(seed), []
    for _ in range(25):
        act = rng.random()
        if act < 0.5 or not made:
            unit = rng.choice(UNITS)
            made.append([unit, aim(either, unit, rng.randint(1, 900), what=rng.choice(["reach", "adults"])), 0])
        elif act < 0.8:
            one = rng.choice(made)
            one[2] += 1
            change(either, one[0], one[1], n=rng.choice([0, 5, 77]), rev=one[2])
        else:
            moved(either, rng.choice(["TYT-01", "2025-07:24211"]), rng.choice(["66", "67", "24300"]))
        if rng.random() < 0.5:
            read(either)
    read(either)
    assert is_whole(either)
