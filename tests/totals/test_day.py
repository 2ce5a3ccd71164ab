"""The day counted by hand is the dashboard's day, and that of the daily report: one station, two under a commune."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.cli import main
from sync_server.durable.database import reading, writing
from sync_server.durable.tables_totals import tally
from sync_server.totals import asked
from tests.report_day import AZ, COMA, COUNTED, TOTAL, HandMade
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from tests.totals.counted import as_reported, is_whole, kept, reported, sums

DAY = "2026-11-26"


@pytest.mark.parametrize("balanced", [True, False])
def test_the_day_is_that_of_the_daily_report(
    either: RunningServer, clinics: tuple[Clinic, Clinic], balanced: bool
) -> None:
    for clinic in clinics:
        HandMade(clinic.write, DAY, balanced=balanced)
        clinic.send()
    read(either)
    for unit, stations in (("TYT-01", 1), ("2025-07:24211", 2), (":VN", 2)):
        found = as_reported(sums(either, unit, since=DAY, until=DAY))
        if balanced:
            assert {name: found[name] for name in TOTAL} == {name: n * stations for name, n in TOTAL.items()}
        told = reported(either, unit, DAY)
        assert {name: found[name] for name in told} == told
        assert len(told) > 15
    assert is_whole(either)


def test_products_groups_ages_symptoms_and_lots(server: RunningServer) -> None:
    clinic = Clinic(server)
    HandMade(clinic.write, DAY)
    clinic.send()
    read(server)
    found = sums(server, "TYT-01")
    assert found[f"product/{COMA}/people"] == COUNTED[COMA]["people"]
    assert found[f"product/{AZ}/vaccinated"] == COUNTED[AZ]["vaccinated"]
    assert found["group/9/vaccinated"] + found["group/13/vaccinated"] + found["group//vaccinated"] == 16
    assert found["group//vaccinated"] == 1, "who is of no known group"
    assert sum(n for name, n in found.items() if name.startswith("age/") and name.endswith("/doses")) == 16
    assert found["age/F/65-80/doses"] == sum(1 for n in (1, 3, 5, 7) if 65 <= 2026 - 1950 - n < 80)
    assert (found["event/COM-A/serious"], found["symptom/anaphylaxis/serious"], found["grade/2"]) == (1, 1, 1)
    assert found["symptom/local/common"] == 2
    with reading(server.engine) as conn:
        lots = asked.lots(conn, orgs.find(conn, "TYT-01").org_no, until=DAY)
    assert lots["COM-A", "FK1234"] == {
        "doses": 10, "common": 2, "serious": 1, "received": 0, "lost": 2, "left": 0,
    }  # fmt: skip
    assert lots["AZ", "AB9876"]["lost"] == 5


def test_an_operator_counts_again_and_is_told_when_it_differs(
    server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic = Clinic(server)
    HandMade(clinic.write, DAY)
    clinic.send()
    assert ran(server, capsys, "verify") == (1, {"error": "not_read"})
    read(server)
    code, told = ran(server, capsys, "verify")
    assert (code, told["things_differ"], told["units_differ"]) == (0, 0, 0)
    assert told["things"] >= 25
    before = kept(server)
    with writing(server.engine) as conn:
        assert conn.execute(tally.delete().where(tally.c.span == f"d{DAY}")).rowcount == 4
    code, told = ran(server, capsys, "verify")
    assert (code, told["error"], told["units_differ"]) == (1, "totals_differ", 1), "those above add up"
    assert ran(server, capsys, "rebuild")[0] == 0
    assert kept(server) == before
    code, told = ran(server, capsys, "show", "--unit", "TYT-01", "--day", DAY)
    assert (code, told["doses"]) == (0, 16)
    with reading(server.engine) as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(tally)).scalar() == 12


def ran(server: RunningServer, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = main(["totals", *arguments, "--database", server.database, "--json"])
    return code, json.loads(capsys.readouterr().out)
