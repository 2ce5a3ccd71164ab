"""`vaxdesk stock` on a station made for the test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desk.conftest import PASSWORD, QUICK
from tests.desk.day import saved
from vaxdesk.cli import main
from vaxdesk.desk import station
from vaxdesk.desk.stockroom import moving
from vaxdesk.domain.stock.movement import Receipt, ReceiptHead

GTIN = "08934673573399"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station that received ten vials today."""
    place = tmp_path / "home"
    made = station.create(
        place, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD, cost=QUICK
    )
    today = made.desk.day
    line = Receipt(product="COM-A", number="FK1234", expiry="2099-06-30", vials=10, thawed=today)
    saved(moving.receive(made.desk, ReceiptHead(paper="1"), [line]))
    made.desk.store.close()
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    return place


def test_the_day_in_doses(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stock", "day", "--home", str(home), "--login", "mai", "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["number"], line["received"], line["closing"], line["holds"]) == ("FK1234", 60, 60, True)
    assert main(["stock", "day", "--home", str(home), "--login", "mai"]) == 0
    assert "FK1234" in capsys.readouterr().out


def test_a_box(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--home", str(home), "--login", "mai"]
    assert main(["stock", "box", f"01{GTIN}1799063010FK1234", *common, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["box"]["lot"], said["box"]["expiry"], said["product"]) == ("FK1234", "2099-06-30", "COM-A")
    assert main(["stock", "box", "]d2nothing", *common]) != 0
