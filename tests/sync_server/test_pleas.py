"""Pleas for an erasure as stations write them: listed with their unit and last day, answered or ended by an erasure."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from sync_server.cli import main
from sync_server.durable.database import reading
from sync_server.reading import naming
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, read, today
from vaxdesk.domain.payloads import Plea, Void
from vaxdesk.domain.plea import PleaStatus, due
from vaxdesk.registry.queries import pleas


def run(server: RunningServer, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    options = ("--database", server.database, "--keys", server.folder, "--json")
    code = main([str(one) for one in (*arguments, *options)])
    return code, json.loads(capsys.readouterr().out)


def test_pleas_are_listed_answered_and_ended_by_an_erasure(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = clinics
    lanh, bao = here.listed(LANH), there.listed(BAO)
    assert run(either, capsys, "pleas") == (0, {"pleas": []})
    day = today(either)
    first = here.write("plea", Plea(day=day, way="letter", paper="12/2026"), of=lanh)
    second = there.write("plea", Plea(day=day, way="self"), of=bao)
    third = there.write("plea", Plea(day=day, way="self"), of=bao)
    there.void(third)
    for clinic in clinics:
        clinic.send()
    code, found = run(either, capsys, "pleas")
    assert code == 0
    assert {(one["id"], one["unit"], one["due"]) for one in found["pleas"]} == {
        (first, "TYT-01", due(day)),
        (second, "TYT-02", due(day)),
    }
    assert run(either, capsys, "pleas", "--answer", second, "--basis", "không số")[1]["error"] == "no_basis"
    assert run(either, capsys, "pleas", "--answer", third, "--basis", "CV 3")[1]["error"] == "no_plea"
    code, found = run(either, capsys, "pleas", "--answer", second, "--basis", "CV 31/2026")
    assert (code, [one["id"] for one in found["pleas"]]) == (0, [first])
    assert "CV 31/2026" in [one["line"] for one in either.entries("TYT-02")][-1], "the station reads the answer"
    assert run(either, capsys, "pleas", "--answer", second, "--basis", "CV 32/2026")[1]["error"] == "no_plea"
    assert run(either, capsys, "forget", "--person", lanh, "--basis", "QĐ 12/2026", "--yes")[0] == 0
    assert run(either, capsys, "pleas") == (0, {"pleas": []})
    read(either)
    with reading(either.engine) as conn:
        ended = {one.id: one for one in pleas.standing(conn, naming.names(conn), today=day)}
    assert (ended[first].status, ended[second].status) == (PleaStatus.ERASED, PleaStatus.ANSWERED)


def test_an_overdue_plea_is_told_by_the_exit_code(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str]
) -> None:
    here, _ = clinics
    long_ago = (date.fromisoformat(today(either)) - timedelta(days=30)).isoformat()
    plea = here.write("plea", Plea(day=long_ago, way="self"), of=here.listed(LANH))
    here.send()
    code, found = run(either, capsys, "pleas")
    assert (code, [one["status"] for one in found["pleas"]]) == (1, ["late"])
    main(["pleas", "--database", either.database, "--keys", str(either.folder), "--language", "vi"])
    said = capsys.readouterr().out
    assert "QUÁ HẠN" in said and plea in said and "Lành" not in said
    here.write("void", Void(v=True, why="nhầm"), of=plea, rev=1)
    here.send()
    assert run(either, capsys, "pleas")[0] == 0
