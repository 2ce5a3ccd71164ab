"""What no station can see alone, the server's fold shows as an issue: doses of one person at two sites."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from sync_server.cli import main
from sync_server.durable import locks
from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock
from sync_server.reading import checking, naming, worker
from sync_server.reading.readers import Rests, Share
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from vaxdesk.domain.issues import IssueKind, least_days
from vaxdesk.registry import rules
from vaxdesk.registry.checks import run
from vaxdesk.registry.queries import issues
from vaxdesk.registry.tables_exchange import issue


def kinds(server: RunningServer) -> set[IssueKind]:
    with reading(server.engine) as conn:
        return {one.kind for one in issues.open_issues(conn, naming.names(conn))}


def test_doses_too_close_at_two_sites_are_found_and_gone_when_one_is_taken_back(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    here.dose(here.listed(LANH), day="2026-11-20")
    here.send()
    read(either)
    assert IssueKind.SHORT_INTERVAL not in kinds(either)
    dose = there.dose(there.listed(LANH), day="2026-11-24")
    there.send()
    read(either)
    assert IssueKind.SHORT_INTERVAL in kinds(either)
    there.void(dose)
    there.send()
    read(either)
    assert IssueKind.SHORT_INTERVAL not in kinds(either)


def found(server: RunningServer) -> list[str]:
    with reading(server.engine) as conn:
        return sorted(map(str, conn.execute(sa.select(issue)).all()))


def test_several_look_at_once_and_find_what_one_finds(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    for clinic, day in zip(clinics, ("2026-11-20", "2026-11-24"), strict=True):
        for number in range(60):
            clinic.dose(clinic.listed(changed(LANH, doc=f"06619{number:07}", tel=f"09051{number // 20:05}")), day=day)
        clinic.send()
    worker.prepare(either.server)
    while worker.bring(either.server, Share(), Rests()):
        continue
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: checking.go_through(either.server, Rests()), range(12)))
    read(either)
    together = found(either)
    assert len(together) > 150
    with writing(either.engine) as conn:
        run.everything(conn, naming.names(conn), least_days=least_days(rules.schedule()))
    assert found(either) == together


def test_one_looks_while_another_looks_is_not_waited_for(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    clinics[0].listed(LANH)
    clinics[0].send()
    worker.prepare(either.server)
    while worker.bring(either.server, Share(), Rests()):
        continue
    if either.engine.dialect.name == "postgresql":
        with writing(either.engine) as conn:
            assert locks.alone(conn, Lock.CHECKS)
            assert checking.go_through(either.server, Rests()) == 0
    assert checking.go_through(either.server, Rests()) > 0


def ran(either: RunningServer, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict]]:
    database = either.engine.url.render_as_string(hide_password=False)
    code = main(["issues", *arguments, "--database", database, "--json"])
    return code, [json.loads(one) for one in capsys.readouterr().out.splitlines()]


def test_the_operator_counts_them_and_lists_a_kind_without_a_name(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = clinics
    for clinic, day in ((here, "2026-11-20"), (there, "2026-11-24")):
        clinic.dose(clinic.listed(LANH), day=day)
        clinic.send()
    assert ran(either, capsys) == (1, [{"error": "not_read"}])
    read(either)
    assert ran(either, capsys) == (0, [{"lot_bad": 2, "short_interval": 1}])
    code, [close] = ran(either, capsys, "--kind", "short_interval")
    assert code == 0
    assert (close["units"], close["facts"]["days"], len(close["refs"])) == (["TYT-01", "TYT-02"], "4", 2)
    assert {one.split(".")[0] for one in close["refs"]} == {here.log.name, there.log.name}
    assert ran(either, capsys, "--kind", "branch") == (0, [])
    assert main(["issues", "--database", either.engine.url.render_as_string(hide_password=False)]) == 0
    assert "Mũi tiêm quá gần mũi trước" in capsys.readouterr().out
