"""`vaxdesk verify` and `vaxdesk trust`: texts, files, pictures and pages; exit codes; the list of a real station."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import cv2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.certificates.issuing import DAY, SERVER, SHOT, SITE, SLIP, key, signed
from tests.certificates.test_shc import EXAMPLES
from tests.certificates.test_slip import signed as slip_of
from tests.desk.conftest import PASSWORD, QUICK
from tests.scanning.pictures import drawn_by_zxing
from vaxdesk.certificates import trust
from vaxdesk.certificates.trust import TrustList
from vaxdesk.cli import main
from vaxdesk.desk import station
from vaxdesk.documents.certificate import SAMPLE, render
from vaxdesk.store import enrolment as shelf

# pages are drawn by Qt: the program makes the smaller kind of application, which no window of a later test could use
pytestmark = pytest.mark.usefixtures("qapp")
TODAY = int(time.time())
FRESH = {"issued": TODAY - DAY, "expires": TODAY + DAY}


def fresh_list(**changes: object) -> bytes:
    about = replace(key(), begins=trust.utc(TODAY - 30 * DAY), until=trust.utc(TODAY + 30 * DAY))
    made = TrustList(made=trust.utc(TODAY - DAY), keys=(about,), devices=(SITE,))
    return trust.write(replace(made, **changes), SERVER.sign)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "trust.json"
    path.write_bytes(fresh_list())
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station that knows the server whose key signs lists here."""
    place = tmp_path / "home"
    made = station.create(
        place, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD, cost=QUICK
    )
    with made.desk.store.changing() as conn:
        shelf.enrol(
            conn,
            shelf.Enrolment(
                url="https://a.example", server=SERVER.public_key().public_bytes_raw().hex(), device=1, key="00" * 32,
                certificate="", feed=1, unit_code="15041", unit_name="Xà Hồ",
            ),
        )
    made.desk.store.close()
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    return place


def asked(capsys: pytest.CaptureFixture[str], *given: str | Path) -> tuple[int, dict]:
    code = main([*map(str, given), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_text(listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, "verify", signed(**FRESH), "--trust", listed, "--home", tmp_path / "none")
    assert (code, told["kind"], told["valid"], told["reasons"]) == (0, "eu_dcc", True, [])
    assert told["person"]["name"] == "Nguyễn Thị Lành"
    assert told["doses"][0]["ours"] == "COM-A"
    assert {"cautions", "results", "facts"} <= told.keys()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_plain_words(
    language: str, listed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAXDESK_LANG", language)
    said = replace(SLIP, issued=TODAY - 60)
    assert main(["verify", slip_of(said), "--trust", str(listed)]) == 0
    out = capsys.readouterr().out
    assert {"vi": "HỢP LỆ", "en": "VALID"}[language] in out
    assert "Nguyễn Thị Lành" in out
    assert "FN1234" in out
    assert main(["verify", signed(issued=TODAY - 9 * DAY, expires=TODAY - DAY), "--trust", str(listed)]) == 1
    assert {"vi": "đã hết hạn từ", "en": "It ran out on"}[language] in capsys.readouterr().out


def test_without_a_station_and_a_list_nobody_is_believed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, "verify", signed(**FRESH), "--home", tmp_path / "none")
    assert (code, told["reasons"], told["cautions"]) == (1, ["key_unknown"], ["no_list"])


def test_pictures_text_files_and_pages(listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = signed(**FRESH)
    pdf = render(replace(SAMPLE, code=text, code_text=""))
    files = {
        "code.png": cv2.imencode(".png", drawn_by_zxing(text))[1].tobytes(),
        "code.jpg": cv2.imencode(".jpg", drawn_by_zxing(text))[1].tobytes(),
        "code.txt": text.encode() + b"\r\n",
        "code.pdf": pdf,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        code, told = asked(capsys, "verify", tmp_path / name, "--trust", listed)
        assert (code, told["kind"], told["valid"]) == (0, "eu_dcc", True), name


def test_a_file_with_several(listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.txt"
    path.write_text("\n".join(["some words", signed(**FRESH), *EXAMPLES["cards"][2]["codes"]]), "utf-8")
    code, told = asked(capsys, "verify", path, "--trust", listed)
    assert (code, told["valid"]) == (1, True)
    assert [one["kind"] for one in told["more"]] == ["smart", "unknown"]


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 nothing", b"\xff\xd8\xff\xe0", b"\0" * 100])
def test_what_cannot_be_read(data: bytes, listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd"
    path.write_bytes(data)
    assert main(["verify", str(path), "--trust", str(listed)]) == 2
    assert main(["verify", str(tmp_path / "nowhere"), "--trust", str(listed)]) == 2
    assert main(["verify", signed(), "--trust", str(path)]) == 2
    capsys.readouterr()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(max_size=60).map("HC1:{}".format) | st.text(max_size=60).map("shc:/{}".format))
def test_never_a_crash(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    if not text.startswith("-"):
        assert main(["verify", text, "--home", str(tmp_path / "none")]) in (1, 2)
    capsys.readouterr()


def test_the_list_of_a_station(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = ("--home", home, "--login", "mai")
    assert main(["trust", "show", *map(str, there)]) == 1
    capsys.readouterr()
    path = tmp_path / "list"
    path.write_bytes(fresh_list())
    code, told = asked(capsys, "trust", "import", path, *there)
    assert (code, told["keys"], told["countries"], told["devices"], told["days"]) == (0, 1, 1, 1, 1)
    assert asked(capsys, "trust", "show", *there) == (0, told)
    code, verdict = asked(capsys, "verify", signed(SHOT, **FRESH), *there)
    assert (code, verdict["valid"]) == (0, True)
    for bad in (fresh_list(made=trust.utc(TODAY - 3 * DAY)), fresh_list()[:-9], b"{}"):
        path.write_bytes(bad)
        code, refused = asked(capsys, "trust", "import", path, *there)
        assert (code, refused["error"]) == (1, "bad_trust_list")
    assert asked(capsys, "trust", "show", *there) == (0, told)


def test_a_station_without_a_server_knows_nobody_to_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = station.create(
        tmp_path / "new", station="1", name="A", user="Mai", login="mai", password=PASSWORD, cost=QUICK
    )
    made.desk.store.close()
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    path = tmp_path / "list"
    path.write_bytes(fresh_list())
    code, told = asked(capsys, "trust", "import", path, "--home", tmp_path / "new", "--login", "mai")
    assert (code, told["error"]) == (1, "not_enrolled")


def test_a_page_in_a_process_of_its_own_without_a_screen(listed: Path, tmp_path: Path) -> None:
    page = tmp_path / "code.pdf"
    page.write_bytes(render(replace(SAMPLE, code=signed(**FRESH), code_text="")))
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    arguments = ["verify", str(page), "--trust", str(listed), "--home", str(tmp_path / "none"), "--json"]
    ran = subprocess.run(
        [sys.executable, "-m", "vaxdesk", *arguments], env=bare, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, json.loads(ran.stdout)["valid"]) == (0, True), ran.stderr
