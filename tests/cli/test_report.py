"""`vaxdesk report`, from the outside."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.report_day import HandMade
from vaxdesk.assets import resources
from vaxdesk.cli import main
from vaxdesk.desk import station
from vaxdesk.store.keyfile import Cost

PASSWORD = "mùa xuân về bản"
DAY = "2026-11-23"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("VAXDESK_LANG", "vi")
    home = tmp_path / "home"
    quick = Cost(memory=64, passes=1, lanes=1)
    opened = station.create(
        home, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD, cost=quick
    )
    with opened.desk.store.writing(user=1) as w:
        HandMade(w.add, DAY, balanced=False)
    opened.desk.store.close()
    return home


def run(home: Path, *given: str) -> int:
    return main(["--home", str(home), "report", *given, "--day", DAY, "--json"])


def told(capsys: pytest.CaptureFixture[str]) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_report_to_a_file_with_what_does_not_balance(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "daily.xlsx"
    assert run(home, "daily", "--format", "xlsx", "--out", str(out)) == 0
    said = told(capsys)
    assert (said["balanced"], said["kind"], len(said["faults"])) == (False, "daily", 3)
    assert "số 13 (dòng 13)" in said["faults"][1]
    assert load_workbook(BytesIO(out.read_bytes())).sheetnames[0] == "Cần xem lại"


def test_a_districts_own_identifiers(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = (resources() / "reports" / "dhis2.toml").read_text(encoding="utf-8")
    mapping, out = tmp_path / "ours.toml", tmp_path / "set.json"
    mapping.write_text(shipped.replace("[unit]", '[unit]\n"15041" = "oUr12345678"'), encoding="utf-8")
    assert run(home, "daily", "--format", "dhis2", "--mapping", str(mapping), "--out", str(out)) == 0
    assert {one["orgUnit"] for one in json.loads(out.read_text())["dataValues"]} == {"oUr12345678"}
    mapping.write_text(shipped.replace("vxDailyRp01", "no such id"), encoding="utf-8")
    capsys.readouterr()
    assert run(home, "daily", "--format", "dhis2", "--mapping", str(mapping), "--out", str(out)) == 1
    assert told(capsys)["error"] == "bad_identifiers"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (("coverage", "--format", "dhis2"), "no_format"),
        (("daily", "--since", "2026-12-01"), "days_turned"),
        (("daily", "--mapping", "nowhere.toml"), "file_unreadable"),
        (("daily", "--out", "/nowhere/at/all.pdf"), "file_not_writable"),
    ],
)
def test_what_cannot_be_is_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], error: str
) -> None:
    out = () if "--out" in given else ("--out", str(tmp_path / "x"))
    assert run(home, *given, *out) == 1
    assert told(capsys)["error"] == error
