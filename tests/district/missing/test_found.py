"""Gaps of every kind are found, gone when they are filled, and a recount finds the same."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from sync_server.district.missing import sites
from sync_server.district.missing.views import Sites, Wanted
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import logname
from sync_server.durable.tables_missing import gap, gap_tally
from sync_server.reading import naming, totalling
from sync_server.totals import recount, run
from tests.district.cases.bench_of import Bench
from tests.district.missing.planted import FOUND, NOBODY, OPEN, PAPER, SHORT, TABLES, VIALS, WHOLE, Planted
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, changed
from tests.totals.anything import World
from vaxdesk.domain.payloads import Amend, Batch, CheckIn, DaySeal, Decline, Inject, Person, Same, Stock, VialClose
from vaxdesk.domain.totals.gaps import GapKind


def found(server: RunningServer, org: str = "TYT-01") -> dict[str, dict[str, tuple[int, int]]]:
    """Findings of a unit by day and kind."""
    told: dict[str, dict[str, tuple[int, int]]] = {}
    for row in server.rows(sa.select(gap).where(gap.c.feed_no == server.unit(org).org_no)):
        n, of = told.setdefault(row.day, {}).get(row.kind, (0, 0))
        told[row.day][row.kind] = n + row.n, of + row.of
    return told


def rows(server: RunningServer) -> dict[tuple, tuple]:
    """All rows, things by the names of their logs."""
    logs = {row.local_no: row.log_id for row in server.rows(sa.select(logname))}
    return {
        (row.feed_no, row.day, row.kind, logs.get(row.what >> 32, 0), row.what & 0xFFFFFFFF): (row.n, row.of)
        for row in server.rows(sa.select(gap))
    }


def is_a_recount(server: RunningServer, *, most: int = 50) -> bool:
    before = rows(server)
    with writing(server.engine) as conn:
        run.anew(conn)
        while run.catch_up(conn, naming.names(conn), most=most):
            continue
    assert rows(server) == before
    return bool(before)


def listed(bench: Bench, *, paths: tuple[str, ...] | None = None, after: str = "", kind: str = "") -> Sites:
    wanted = Wanted(paths=paths or (bench.server.unit("VN").path,), since="2026-11-01", until="2026-11-30", kind=kind)
    with reading(bench.server.engine) as conn:
        return sites.page(conn, wanted, after=after)


def test_gaps_of_every_kind_are_found_and_a_day_that_adds_up_has_none(bench: Bench) -> None:
    Planted(bench.here)
    bench.send()
    assert found(bench.server) == FOUND
    assert WHOLE not in found(bench.server)
    assert {kind for day in FOUND.values() for kind in day} == set(GapKind) - {GapKind.SILENT}
    assert is_a_recount(bench.server)


def test_gaps_are_gone_when_they_are_filled(bench: Bench) -> None:
    days, here = Planted(bench.here), bench.here
    bench.send()
    for word in ("Một", "Hai"):
        days.declined(days.refs[word], NOBODY)
    days.seal(NOBODY, 2)
    days.declined(days.person("Bảy"), SHORT)
    here.pen.sync_at(bench.server.server.now(), days.other.segment())
    here.write("decline", Decline(day=OPEN, stage="received"), of=days.refs["Sáu"])
    days.seal(OPEN, 2)
    here.write("vialclose", VialClose(wasted=2, why="broken", day=VIALS), of=days.refs["vial 1"], rev=2)
    here.write("vialclose", VialClose(wasted=2, why="broken", day=VIALS), of=days.refs["vial 2"], rev=1)
    here.write("stock", Stock(lot=days.lot, doses=-4, reason="return", place="table:1", day=TABLES), rev=2)
    for word in ("Tờ ba", "Tờ bốn", "Tờ năm"):
        days.typed(word)
    days.seal(PAPER, 5)
    bench.send()
    assert found(bench.server) == {}
    assert not is_a_recount(bench.server)


def test_a_corrected_stack_a_voided_dose_and_a_moved_seal_are_followed(bench: Bench) -> None:
    days, here = Planted(bench.here), bench.here
    bench.send()
    here.write("amend", Amend(set={"sheets": "2"}, why="đếm lại"), of=days.refs["stack"], rev=1)
    here.amend(days.refs["seal"], day=OPEN)
    bench.send()
    told = found(bench.server)
    assert PAPER not in told
    assert told[OPEN] == {"no_outcome": (1, 2), "sealed": (2, 3), "unsent": (0, 4)}
    assert told[SHORT] == {"unsealed": (0, 2)}
    here.void(days.refs["seal"])
    here.void(days.refs["stack"])
    bench.send()
    assert found(bench.server)[OPEN] == FOUND[OPEN]
    assert is_a_recount(bench.server)


def test_two_records_of_one_sheet_are_one_sheet(bench: Bench) -> None:
    days = Planted(bench.here)
    bench.send()
    one, other = days.refs["Tờ một"], days.refs["Tờ hai"]
    same = bench.here.write("same", Same(a=one, b=other, why="x"))
    bench.send()
    assert found(bench.server)[PAPER]["stacks"] == (4, 5)
    bench.here.void(same)
    bench.send()
    assert found(bench.server)[PAPER]["stacks"] == (3, 5)
    assert is_a_recount(bench.server)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_written_it_is_a_recount(bench: Bench, seed: int) -> None:
    world, rng = World((bench.here, bench.there), seed), random.Random(seed)
    stacks: list[str] = []
    for _ in range(5):
        for _ in range(rng.randint(10, 40)):
            world.step()
        for clinic in (bench.here, bench.there):
            log = clinic.log
            heads = {log.name: f"{len(log.lines) + rng.randint(0, 30)}:00", "nonsense": "x"}
            world.written.setdefault("dayseal", []).append(
                clinic.write("dayseal", DaySeal(day=world._day, heads=heads, people=rng.randint(0, 4), outcomes=2))
            )
            stacks.append(clinic.write("batch", Batch(day=world._day, product="AZ", sheets=rng.randint(0, 6))))
            dose = Inject(day=world._day, at=1, product="AZ", lot="", lot_no="", expiry="", batch=rng.choice(stacks))
            world.written.setdefault("inject", []).append(clinic.write("inject", dose, of=world._any("person")))
            if rng.random() < 0.7:
                clinic.send()
        world.written["batch"] = stacks
        bench.read()
    bench.send()
    assert recounted(bench)[1] == 0
    assert is_a_recount(bench.server, most=rng.choice([7, 500]))


def test_units_come_by_what_may_be_missing_page_by_page(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for clinic, people in ((bench.here, 1), (bench.there, 3), (bench.far, 2)):
        for number in range(people):
            clinic.write("checkin", CheckIn(day=OPEN, no=number), of=clinic.listed(_named(number), day=OPEN))
    bench.send()
    whole = listed(bench)
    assert [(one.code, one.n, one.days) for one in whole.rows] == [("TYT-02", 3, 1), ("TYT-09", 2, 1), ("TYT-01", 1, 1)]
    assert [(one.kind.value, one.n, one.of) for one in whole.rows[0].sums] == [("no_outcome", 3, 3), ("unsealed", 0, 3)]
    assert whole.rows[0].seen_ms > 0
    monkeypatch.setattr(sites, "PAGE", 1)
    codes, after = [], ""
    while True:
        page = listed(bench, after=after)
        codes += [one.code for one in page.rows]
        after = page.after
        if not after:
            break
    assert codes == ["TYT-02", "TYT-09", "TYT-01"]
    assert [one.code for one in listed(bench, after="x.y").rows] == ["TYT-02"]
    assert [one.code for one in listed(bench, paths=(bench.server.unit("46").path,)).rows] == ["TYT-09"]
    assert listed(bench, kind="vials").rows == ()


def _named(number: int) -> Person:
    return changed(LANH, name=f"Vàng Thị {'ABCDE'[number]}", doc="", tel=f"090511112{number}", dob=f"197{number}")


def test_where_many_units_lie_those_right_below_stand_for_them(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    Planted(bench.here)
    for clinic, people in ((bench.there, 3), (bench.far, 2)):
        for number in range(people):
            clinic.write("checkin", CheckIn(day=OPEN, no=number), of=clinic.listed(_named(number), day=OPEN))
    bench.send()
    small = listed(bench)
    monkeypatch.setattr(sites, "MOST", 1)
    large = listed(bench)
    assert (small.large, large.large) == (False, True)
    assert [(one.code, one.with_below) for one in large.rows] == [("66", True), ("46", True)]
    near = [one for one in small.rows if one.code != "TYT-09"]
    assert (large.rows[0].n, large.rows[0].days) == (sum(one.n for one in near), sum(one.days for one in near))
    assert large.rows[0].oldest == min(one.oldest for one in near)
    for kind in GapKind:
        found = [each for one in near for each in one.sums if each.kind is kind]
        told = [(each.n, each.of, each.days) for each in large.rows[0].sums if each.kind is kind]
        assert told == ([(sum(e.n for e in found), sum(e.of for e in found), len(found))] if found else [])
    both = tuple(bench.server.unit(code).path for code in ("TYT-01", "TYT-02"))
    assert {one.code for one in listed(bench, paths=both).rows} == {"TYT-01", "TYT-02"}
    assert [one.code for one in listed(bench, kind="vials").rows] == ["66"]


def test_gaps_that_are_kept_wrong_are_told(bench: Bench) -> None:
    Planted(bench.here)
    bench.send()
    assert recounted(bench) == (8, 0)
    for wrong in (
        gap.update().where(gap.c.kind == "vials").values(n=99),
        gap.delete().where(gap.c.kind == "unsent"),
        gap.update().where(gap.c.kind == "no_outcome").values(n=2),
        gap_tally.update().where(gap_tally.c.span == "y2026", gap_tally.c.alone == 0).values(n=1000),
    ):
        with pytest.raises(_Back), writing(bench.server.engine) as conn:
            conn.execute(wrong)
            assert recount.verify(conn, naming.names(conn)).gaps_differ > 0
            raise _Back
    assert recounted(bench) == (8, 0)


def test_what_is_filed_and_not_yet_folded_is_no_wrong_gap(bench: Bench) -> None:
    days, server = Planted(bench.here), bench.server
    bench.send()
    bench.here.pen.sync_at(server.server.now(), days.other.segment())
    with writing(server.engine) as conn:
        found = recount.verify(conn, naming.names(conn), unfolded=lambda: totalling.unfolded(conn))
    assert (found.gaps, found.gaps_differ) == (8, 0)
    bench.read()
    assert recounted(bench) == (7, 0)


class _Back(Exception):
    """Takes a transaction back."""


def recounted(bench: Bench) -> tuple[int, int]:
    with writing(bench.server.engine) as conn:
        found = recount.verify(conn, naming.names(conn))
    return found.gaps, found.gaps_differ
