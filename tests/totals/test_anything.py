"""Whatever is written, corrected, taken back, merged, moved and erased, in whatever order: the sums are a recount's."""

from __future__ import annotations

import random
from itertools import product

import pytest
import sqlalchemy as sa

from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import logname
from sync_server.operating import org_acts
from sync_server.reading import naming, worker
from sync_server.totals import run
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from tests.totals.anything import DAYS, World
from tests.totals.counted import Kept, as_reported, is_whole, kept, reported, sums
from vaxdesk.domain.totals import spans

MORE = (
    UnitRow(code="67", name="Đắk Nông", kind="province", parent=":VN", scheme="2025-07"),
    UnitRow(code="24300", name="Đắk Mil", kind="commune", parent="67", scheme="2025-07"),
)


def by_name(server: RunningServer) -> Kept:
    """What is kept, with logs by their names: local numbers differ from one server to the next."""
    with reading(server.engine) as conn:
        logs = {row.local_no: row.log_id for row in conn.execute(sa.select(logname))}
    of_things = ("share", "identity")
    return {
        (*key[:2], (logs[key[2] >> 32], key[2] & 0xFFFFFFFF), *key[3:]) if key[0] in of_things else key: value
        for key, value in kept(server).items()
    }


@pytest.mark.parametrize("seed", range(10))
def test_sums_are_a_recount_after_any_sequence(
    either: RunningServer, clinics: tuple[Clinic, Clinic], seed: int
) -> None:
    either.import_orgs(MORE)
    worker.prepare(either.server)
    world = World(clinics, seed)
    rng = random.Random(seed)
    for _ in range(6):
        for _ in range(rng.randint(5, 40)):
            world.step()
        for clinic in rng.sample(clinics, rng.randint(1, 2)):
            clinic.send()
        if rng.random() < 0.5:
            moved(either, rng.choice(["TYT-01", "TYT-02", "2025-07:24211"]), rng.choice(["67", "66", "24300"]))
        if rng.random() < 0.7:
            read(either)
    for clinic in clinics:
        clinic.send()
    read(either)
    assert is_whole(either)
    for unit, day in product(("TYT-01", "TYT-02", ":VN"), filter(spans.is_day, DAYS)):
        assert as_reported(sums(either, unit, since=day, until=day)).items() >= reported(either, unit, day).items()
    found = by_name(either)
    assert len(found) > 40
    with writing(either.engine) as conn:
        run.anew(conn)
        while run.catch_up(conn, naming.names(conn), most=7):
            continue
    assert by_name(either) == found


def moved(server: RunningServer, unit: str, parent: str) -> None:
    """Hangs a unit elsewhere, unless it would hang below itself."""
    child, above = server.unit(unit), server.unit(f"2025-07:{parent}")
    if not above.path.startswith(child.path):
        with writing(server.engine) as conn:
            org_acts.move(conn, child, above, at_ms=1)


def test_units_that_change_places_at_once(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    either.import_orgs(MORE)
    world = World(clinics, 1)
    for _ in range(60):
        world.step()
    for clinic in clinics:
        clinic.send()
    read(either)
    moved(either, "TYT-01", "67")
    with writing(either.engine) as conn:  # the commune goes below the station that hung below it
        org_acts.move(conn, either.unit("2025-07:24211"), either.unit("TYT-01"), at_ms=1)
    moved(either, "TYT-02", "66")
    read(either)
    assert is_whole(either)


def test_read_in_small_pieces_by_several_it_is_the_same(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    world = World(clinics, 5)
    worker.prepare(either.server)
    for _ in range(12):
        for _ in range(8):
            world.step()
        for clinic in clinics:
            clinic.send()
        read(either)
    found = by_name(either)
    with writing(either.engine) as conn:
        run.anew(conn)
    read(either)
    assert by_name(either) == found
