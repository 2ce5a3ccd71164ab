"""`vaxdesk lan`: meets a neighbour by its address, exchanges, and says what came; says clearly why it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desk.conftest import PASSWORD, QUICK
from tests.lan.desks import HERE, LanDesk, free_port, until
from tests.lan.test_faults import tcp_port
from tests.servers import running_server
from vaxdesk import settings
from vaxdesk.cli import main
from vaxdesk.desk import door, entrance, sending, station
from vaxdesk.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    opened = station.create(
        tmp_path / "home", station="TYT-01", name="Trạm Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD,
        cost=QUICK,
    )  # fmt: skip
    opened.desk.store.close()
    settings.save(tmp_path / "home", Settings(lan_host=HERE, lan_port=free_port()))
    return tmp_path / "home"


def test_one_exchange_with_a_typed_address(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running_server(tmp_path) as server:
        neighbour = LanDesk(tmp_path / "neighbour", server)
        neighbour.write(3)
        neighbour.plug_in(free_port(), calls=())
        try:
            login = door.look(home).people[0][0]
            desk = entrance.unlock(home, login, PASSWORD, quiet=True)
            sending.connect(desk, server.url, server.enrol_code("TYT-01"))
            desk.store.close()
            address = f"{HERE}:{tcp_port(neighbour)}"
            assert main(["lan", address, "--home", str(home), "--json"]) == 0
            told = json.loads(capsys.readouterr().out)
            assert told["taken"] == 4
            assert [(peer["address"], peer["behind"]) for peer in told["peers"]] == [(address, 0)]
            until(lambda: len(neighbour.lines()) > 4)
            assert main(["lan", address, "--home", str(home)]) == 0
            assert address in capsys.readouterr().out
        finally:
            neighbour.line.close()
            neighbour.close()


def test_what_is_no_address_and_a_desk_that_is_not_enrolled(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lan", "máy-2", "--home", str(home)]) == 1
    assert "192.168.1.7" in capsys.readouterr().err
    assert main(["lan", "--home", str(home)]) == 1
    assert "ghi danh" in capsys.readouterr().err
