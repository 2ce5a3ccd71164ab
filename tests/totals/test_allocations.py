"""Allocations climb the tree as doses that come into a unit from outside: given on below it, none counts twice."""

from __future__ import annotations

import random

import pytest

from sync_server.durable.database import writing
from sync_server.reading import naming, worker
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.totals import run
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from tests.totals.counted import is_whole, sums
from tests.totals.test_anything import MORE, by_name, moved
from vaxdesk.domain.payloads import Allocation, Amend, Lot, Stock, Void

DAY = "2026-11-20"
COMMUNE, PROVINCE = "2025-07:24211", "2025-07:66"
UNITS = ("TYT-01", "TYT-02", COMMUNE, PROVINCE)


def code(server: RunningServer, unit: str) -> str:
    found = server.unit(unit)
    return f"{found.scheme}:{found.code}"


def allocate(
    server: RunningServer, giver: str, unit: str, doses: int, *, day: str = DAY, product: str = "COM-A"
) -> str:
    said = Allocation(giver=code(server, giver) if giver else "", product=product, doses=doses, day=day, decision="1")
    with writing(server.engine) as conn:
        note = Note(kind="allocation", payload=said, user=100001)
        return hosted.write(conn, server.server, server.unit(unit).org_no, [note])[0]


def change(server: RunningServer, unit: str, ref: str, *, rev: int = 1, **fields: str) -> None:
    """Corrects an allocation, or takes it back."""
    payload = Amend(set=fields, why="corrected") if fields else Void(v=True, why="wrong_entry")
    with writing(server.engine) as conn:
        note = Note(kind="amend" if fields else "void", payload=payload, of=ref, rev=rev, user=100001)
        hosted.write(conn, server.server, server.unit(unit).org_no, [note])


def allocated(server: RunningServer, unit: str, product: str = "COM-A", **days: str) -> int:
    read(server)
    return sums(server, unit, **days)[f"stock/{product}/allocated"]


def test_what_is_given_on_counts_once_above_and_once_below(either: RunningServer) -> None:
    allocate(either, ":VN", PROVINCE, 1000)
    allocate(either, PROVINCE, COMMUNE, 600)
    first = allocate(either, COMMUNE, "TYT-01", 250)
    allocate(either, PROVINCE, "TYT-02", 50)
    found = {unit: allocated(either, unit) for unit in (*UNITS, ":VN")}
    assert found == {"TYT-01": 250, "TYT-02": 50, COMMUNE: 650, PROVINCE: 1000, ":VN": 0}
    assert allocated(either, PROVINCE, since="2026-11-21") == 0
    change(either, "TYT-01", first, doses="300", day="2026-11-22", giver="2025-07:66")
    assert allocated(either, "TYT-01", since="2026-11-22") == 300
    assert allocated(either, COMMUNE) == 650, "who gave it is not corrected"
    change(either, "TYT-01", first, rev=2)
    assert (allocated(either, "TYT-01"), allocated(either, COMMUNE)) == (0, 650)
    assert is_whole(either)


def test_a_unit_hung_elsewhere_takes_its_allocations_along(either: RunningServer) -> None:
    either.import_orgs(MORE)
    worker.prepare(either.server)
    allocate(either, ":VN", PROVINCE, 1000)
    allocate(either, PROVINCE, COMMUNE, 600)
    allocate(either, COMMUNE, "TYT-01", 200)
    read(either)
    moved(either, "2025-07:24211", "67")
    assert [allocated(either, unit) for unit in (PROVINCE, "2025-07:67", COMMUNE, "TYT-01")] == [400, 600, 600, 200]
    assert allocated(either, ":VN") == 0 and is_whole(either)


def test_from_outside_all_units_it_counts_up_to_the_topmost(either: RunningServer) -> None:
    allocate(either, "", PROVINCE, 70)
    with writing(either.engine) as conn:
        said = Allocation(giver="x:nowhere", product="AZ", doses=5, day=DAY, decision="")
        note = Note(kind="allocation", payload=said)
        hosted.write(conn, either.server, either.unit(PROVINCE).org_no, [note])
    assert (allocated(either, ":VN"), allocated(either, ":VN", "AZ")) == (70, 5)
    assert is_whole(either)


@pytest.mark.parametrize("odd", [{"doses": -5}, {"doses": 0}, {"doses": 1 << 50}, {"day": "tomorrow"}])
def test_what_no_program_of_ours_writes_counts_nowhere(either: RunningServer, odd: dict[str, object]) -> None:
    said = {"giver": "", "product": "COM-A", "doses": 5, "day": DAY, "decision": "1", **odd}
    with writing(either.engine) as conn:
        note = Note(kind="allocation", payload=Allocation(**said))
        hosted.write(conn, either.server, either.unit("TYT-01").org_no, [note])
    assert allocated(either, "TYT-01") == 0 and is_whole(either)


@pytest.mark.parametrize("seed", range(4))
def test_allocations_are_a_recount_after_any_sequence(either: RunningServer, seed: int) -> None:
    either.import_orgs(MORE)
    worker.prepare(either.server)
    station = Clinic(either)
    lot = station.write("lot", Lot(product="COM-A", number="FK1", expiry="2027-06-30"))
    rng, made = random.Random(seed), []
    for _ in range(25):
        act = rng.random()
        if act < 0.5 or not made:
            giver, unit = rng.choice(["", ":VN", PROVINCE, COMMUNE]), rng.choice(UNITS)
            day, product = rng.choice([DAY, "2026-12-01"]), rng.choice(["COM-A", "AZ"])
            made.append([unit, allocate(either, giver, unit, rng.randint(1, 900), day=day, product=product), 0])
        elif act < 0.75:
            one = rng.choice(made)
            one[2] += 1
            fields = rng.choice([{}, {"doses": "5"}, {"day": "2026-11-02"}, {"product": "AZ"}, {"doses": "x"}])
            change(either, one[0], one[1], rev=one[2], **fields)
        elif act < 0.85:
            station.write("stock", Stock(lot=lot, doses=rng.randint(1, 90), reason="receipt", day=DAY), rev=1)
            station.send()
        else:
            moved(either, rng.choice(["TYT-01", COMMUNE]), rng.choice(["66", "67", "24300"]))
        if rng.random() < 0.5:
            read(either)
    read(either)
    assert is_whole(either)
    found = by_name(either)
    with writing(either.engine) as conn:
        run.anew(conn)
        while run.catch_up(conn, naming.names(conn), most=7):
            continue
    assert by_name(either) == found
