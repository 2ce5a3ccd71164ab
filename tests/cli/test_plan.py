"""`vaxdesk plan`, from the outside."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.desk.conftest import PASSWORD, QUICK
from tests.documents.reading import page_texts
from vaxdesk.cli import main
from vaxdesk.desk import station
from vaxdesk.domain.payloads import Appt, Person, Plan

TOMORROW = (datetime.now(UTC) + timedelta(hours=31)).date().isoformat()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("VAXDESK_LANG", "vi")
    facts = {"station": "15041", "name": "Trạm Y tế xã Xà Hồ", "user": "Mai", "login": "mai", "password": PASSWORD}
    desk = station.create(tmp_path / "home", cost=QUICK, **facts).desk
    with desk.store.writing(user=1) as w:
        session = w.add("plan", Plan(day=TOMORROW, place="Nhà văn hóa", slots={"07:30": 2, "08:30": 2}))
        w.add("plan", Plan(day=TOMORROW, slots={"07:30": 2}))
        person = w.add("person", Person(name="Lò Văn Páo", dob="1985"))
        w.add("appt", Appt(day=TOMORROW, slot="08:30", plan=session), of=person)
    desk.store.close()
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], home: Path, *args: str) -> tuple[int, object]:
    code = main(["--home", str(home), "plan", *args, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_sessions_and_their_papers(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, listed = run(capsys, home, "list")
    assert (code, [one["filled"] for one in listed]) == (0, [{"08:30": 1}, {}])
    full, empty = (one["id"] for one in listed)
    assert main(["--home", str(home), "plan", "list"]) == 0
    assert f"{full}  {TOMORROW}  1/4  Nhà văn hóa" in capsys.readouterr().out
    for paper in ("invitations", "slips"):
        out = tmp_path / f"{paper}.pdf"
        assert run(capsys, home, "print", full, "--paper", paper, "--out", str(out))[0] == 0
        assert "Lò Văn Páo" in "".join(page_texts(out.read_bytes()))
        code, told = run(capsys, home, "print", empty, "--paper", paper, "--out", str(tmp_path / "none.pdf"))
        assert (code, told["error"]) == (1, "nobody_chosen")
    assert not (tmp_path / "none.pdf").exists()
    out = tmp_path / "session.pdf"
    assert run(capsys, home, "print", empty, "--paper", "session", "--out", str(out))[0] == 0
    assert "Ê kíp còn thiếu" in "".join(page_texts(out.read_bytes()))
    assert run(capsys, home, "book", full, "--out", str(tmp_path / "x.xlsx")) == (
        0, {"file": str(tmp_path / "x.xlsx"), "people": 1},
    )  # fmt: skip
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").active["E2"].value == "Lò Văn Páo"


@pytest.mark.parametrize("args", [("print", "x"), ("book", "0000000000009.9")])
def test_a_session_that_is_not_there(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...]
) -> None:
    code, told = run(capsys, home, *args, "--out", str(tmp_path / "x"))
    assert (code, told["error"]) == (1, "session_gone")
