"""The operator's commands, run as a program: results, codes and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
import requests

from sync_server.cli import main
from tests.sync_server.pens import Pen
from tests.sync_server.test_orgs import CSV
from vaxdesk.journal import enrolment


@pytest.fixture
def units(tmp_path: Path) -> Path:
    path = tmp_path / "orgs.csv"
    path.write_text(CSV, "utf-8")
    return path


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 's.db'}"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    code = main([str(one) for one in (*arguments, "--json")])
    return code, json.loads(capsys.readouterr().out)


def test_from_a_file_of_units_to_a_code(capsys: pytest.CaptureFixture[str], url: str, units: Path) -> None:
    assert run(capsys, "org", "import", units, "--database", url) == (0, {"units": 4, "added": 4, "changed": 0})
    assert run(capsys, "org", "import", units, "--database", url) == (0, {"units": 4, "added": 0, "changed": 0})
    code, made = run(
        capsys, "enrol", "--org", "TYT-01", "--name", "PC 1", "--database", url, "--url", "https://a.example"
    )
    assert code == 0
    invitation = enrolment.read_invitation(made["invitation"])
    assert invitation is not None
    assert (invitation.address, invitation.code, invitation.key) == ("https://a.example", made["code"], made["key"])
    assert enrolment.read_code(made["code"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["enrol", "--org", "nothing"], "unknown"),
        (["enrol", "--org", "66"], "ambiguous"),
        (["entries", "--org", "nothing"], "unknown"),
        (["org", "import", "/nothing.csv"], "unreadable"),
        (["serve", "--listen", "nowhere"], "listen_form"),
        (["serve", "--listen", "127.0.0.1:70000"], "listen_form"),
        (["serve", "--listen", "192.0.2.1:80"], "listen"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_what_cannot_be_done_is_said_and_the_exit_code_is_1(
    capsys: pytest.CaptureFixture[str], url: str, units: Path, arguments: list[str], error: str
) -> None:
    main(["org", "import", str(units), "--database", url])
    capsys.readouterr()
    code = main([*arguments, "--database", url, "--json"])
    told = capsys.readouterr()
    assert (code, json.loads(told.out)["error"]) == (1, error)
    assert len(told.err.strip()) > 20


@pytest.mark.parametrize(
    ("database", "keys", "error"),
    [
        ("nonsense", [], "database_form"),
        ("oracle://x/y", ["--keys", "."], "database_form"),
        ("postgresql://127.0.0.1:1/x", [], "keys_wanted"),
        ("postgresql://127.0.0.1:1/x", ["--keys", "."], "database"),
        ("sqlite:////proc/nothing/s.db", [], "keys"),
    ],
)
def test_databases_that_cannot_be_had(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, database: str, keys: list[str], error: str
) -> None:
    keys = [str(tmp_path) if one == "." else one for one in keys]
    code, told = run(capsys, "enrol", "--org", "X", "--database", database, *keys)
    assert (code, told["error"]) == (1, error)


def test_both_languages_speak(capsys: pytest.CaptureFixture[str], url: str, units: Path) -> None:
    main(["org", "import", str(units), "--database", url, "--language", "en"])
    main(["org", "import", str(units), "--database", url, "--language", "vi"])
    english, vietnamese = capsys.readouterr().out.splitlines()
    assert english == "Read 4 units: 4 added, 0 changed."
    assert vietnamese == "Đã đọc 4 đơn vị: thêm 0, sửa 0."


def test_a_served_program_files_what_is_sent_and_lists_it(tmp_path: Path, url: str, units: Path) -> None:
    command = [sys.executable, "-m", "sync_server"]
    keys = ["--database", url, "--keys", str(tmp_path / "keys"), "--json"]
    subprocess.run([*command, "org", "import", str(units), *keys], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    served = subprocess.Popen(
        [*command, "serve", "--listen", "127.0.0.1:0", *keys],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        told = json.loads(served.stdout.readline())
        health = requests.get(f"{told['listening']}/v1/health", timeout=5).json()
        assert (health["status"], health["key"]) == ("ok", told["key"])
        pen = _pen(told["listening"], told["key"], _code(command, keys))
        log_ = pen.log().write(3)
        assert pen.sync(log_.segment()).no == []
    finally:
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=20)
    assert served.returncode == 0
    listed = subprocess.run([*command, "entries", "--org", "TYT-01", *keys], check=True, capture_output=True, text=True)
    assert [msgspec.json.decode(text)["line"].encode() for text in listed.stdout.splitlines()] == log_.lines


def _code(command: list[str], keys: list[str]) -> str:
    made = subprocess.run([*command, "enrol", "--org", "TYT-01", *keys], check=True, capture_output=True, text=True)
    return json.loads(made.stdout)["code"]


def _pen(url: str, key: str, code: str) -> Pen:
    return Pen(SimpleNamespace(url=url, key=key, enrol_code=lambda _org: code))


def test_the_tree_and_the_access_log_from_the_command_line(
    capsys: pytest.CaptureFixture[str], url: str, units: Path
) -> None:
    run(capsys, "org", "import", units, "--database", url)
    code, moved = run(capsys, "org", "move", "--org", "TYT-01", "--under", "2021:66", "--database", url)
    assert (code, moved["org"]) == (0, "TYT-01")
    assert main(["org", "list", "--database", url, "--org", "2021:66"]) == 0
    assert capsys.readouterr().out == "2021:66 Đắk Lắk (2021)\n  TYT-01 Trạm y tế\n"
    assert run(capsys, "org", "close", "--org", "2021:66", "--database", url)[1]["error"] == "not_empty"
    assert run(capsys, "org", "close", "--org", "TYT-01", "--database", url)[0] == 0
    code, found = run(capsys, "access", "verify", "--database", url)
    assert (code, found["rows"]) == (0, 2)
    end = f"0:{found['ends']['0']}"
    assert run(capsys, "access", "verify", "--database", url, "--end", end)[0] == 0
    code, broken = run(capsys, "access", "verify", "--database", url, "--end", end[:-1] + "x")
    assert (code, broken["error"]) == (1, "access_broken")


def test_users_and_roles_from_the_command_line(
    capsys: pytest.CaptureFixture[str], url: str, units: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "org", "import", units, "--database", url)
    asked = ["user", "add", "--org", "24211", "--login", "Lan", "--name", "Nguyễn Thị Lan", "--role", "record"]
    monkeypatch.setenv("VAXDESK_PASSWORD", "12345678")
    assert run(capsys, *asked, "--database", url)[1]["error"] == "password_weak"
    monkeypatch.setenv("VAXDESK_PASSWORD", "a long password")
    code, made = run(capsys, *asked, "--database", url)
    assert (code, made["login"]) == (0, "lan@24211")
    assert run(capsys, *asked, "--database", url)[1]["error"] == "login_taken"
    code, once = run(capsys, *asked[:5], "mai", *asked[6:], "--once", "--database", url)
    assert (code, len(once["password"])) == (0, 14)
    role = ["--user", "lan@24211", "--org", "2025-07:66", "--role", "oversee", "--database", url]
    assert run(capsys, "grant", *role, "--until", "31/12/2026")[1]["error"] == "day_form"
    assert run(capsys, "grant", *role, "--until", "2026-12-31")[0] == 0
    assert main(["user", "list", "--database", url, "--language", "en"]) == 0
    shown = capsys.readouterr().out
    assert (
        "lan@24211 Nguyễn Thị Lan: Oversight (2025-07:66 – 2026-12-31), Records at the station (2025-07:24211)" in shown
    )
    assert run(capsys, "ungrant", *role)[1]["ended"] == 1
    assert run(capsys, "ungrant", *role)[1]["error"] == "not_held"
    assert run(capsys, "user", "password", "--user", "mai@24211", "--database", url)[0] == 0
    assert run(capsys, "user", "close", "--user", "mai@24211", "--database", url)[0] == 0
    assert run(capsys, "user", "close", "--user", "mai@24211", "--database", url)[1]["error"] == "no_user"
