"""`vaxdesk certificate` and `vaxdesk roster print`, from the outside."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader

from tests.documents import reading
from vaxdesk.cli import main
from vaxdesk.desk import station
from vaxdesk.domain.payloads import Appt, History, Person
from vaxdesk.store.keyfile import Cost

PASSWORD = "mùa xuân về bản"
QUICK = Cost(memory=64, passes=1, lanes=1)
TODAY = (datetime.now(UTC) + timedelta(hours=7)).date().isoformat()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("VAXDESK_LANG", "vi")
    home = tmp_path / "home"
    opened = station.create(
        home, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD, cost=QUICK
    )
    with opened.desk.store.writing(user=1) as w:
        lanh = w.add("person", Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234"))
        w.add("appt", Appt(day=TODAY, row=1), of=lanh)
        w.add("history", History(date="2021-09-14", product="AZ", lot="NJ0342A"), of=lanh)
        pao = w.add("person", Person(name="Sùng A Páo", dob="1988", doc="015088000111"))
        w.add("appt", Appt(day=TODAY, row=2), of=pao)
        for name in ("Trùng Một", "Trùng Hai"):
            w.add("person", Person(name=name, doc="015190007777"))
    opened.desk.store.close()
    return home


def run(home: Path, *args: str) -> int:
    return main(["--home", str(home), *args])


def answer(capsys: pytest.CaptureFixture[str]) -> dict:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("size", "width"), [((), 595), (("--size", "a5"), 420), (("--size", "A4"), 595)], ids=["a4", "a5", "capitals"]
)
def test_a_certificate_by_document_number(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], size: tuple[str, ...], width: int
) -> None:
    out = tmp_path / "giay.pdf"
    assert run(home, "certificate", "015190001234", "--out", str(out), *size, "--json") == 0
    says = answer(capsys)
    page = PdfReader(BytesIO(out.read_bytes())).pages[0]
    assert float(page.mediabox.width) == pytest.approx(width, abs=1)
    assert "Nguyễn Thị Lành" in page.extract_text()
    code = zxingcpp.read_barcode(reading.pictures(out.read_bytes(), 150)[0])
    assert code is not None
    assert code.text == says["code"]
    assert [dose["lot"] for dose in says["doses"]] == ["NJ0342A"]


def test_by_the_reference_that_people_find_prints_with_the_same_code_again(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "people", "find", "lanh", "--json")
    person = json.loads(capsys.readouterr().out)[0]["id"]
    codes = []
    for no in range(2):
        assert run(home, "certificate", person, "--out", str(tmp_path / f"{no}.pdf"), "--json") == 0
        codes.append(answer(capsys)["code"])
    assert codes[0] == codes[1]


def test_one_slot_alone_has_no_frame(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mui.pdf"
    assert run(home, "certificate", "015190001234", "--out", str(out), "--slot", "1") == 0
    text = reading.all_text(out.read_bytes())
    assert "NJ0342A" in text
    assert "Lành" not in text
    assert str(out) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("person", "more", "code"),
    [
        ("015190007777", (), "person_several"),
        ("099999999999", (), "person_unknown"),
        ("0000000000001.77", (), "person_unknown"),
        ("015088000111", (), "no_doses"),
        ("015190001234", ("--slot", "7"), "no_slot"),
    ],
    ids=["two people", "nobody", "unknown reference", "no dose", "empty slot"],
)
def test_what_cannot_be_printed_is_said_and_no_file_is_left(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], person: str, more: tuple[str, ...], code: str
) -> None:
    out = tmp_path / "giay.pdf"
    assert run(home, "certificate", person, "--out", str(out), *more, "--json") == 1
    heard = capsys.readouterr()
    assert json.loads(heard.out)["error"] == code
    assert "{" not in heard.err
    assert not out.exists()


def test_a_folder_that_is_not_there_is_a_trouble(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "certificate", "015190001234", "--out", str(tmp_path / "missing" / "giay.pdf"), "--json") == 1
    assert answer(capsys)["error"] == "file_not_writable"


@pytest.mark.parametrize(("blank", "rows"), [((), 2), (("--blank",), 7)], ids=["roster", "day form"])
def test_the_roster_of_a_day(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], blank: tuple[str, ...], rows: int
) -> None:
    out = tmp_path / "ds.pdf"
    assert run(home, "roster", "print", "--date", TODAY, "--out", str(out), *blank, "--json") == 0
    assert answer(capsys) == {"day": TODAY, "file": str(out), "people": 2, "rows": rows, "pages": 1}
    assert ("Lành" in reading.all_text(out.read_bytes())) is not bool(blank)
    assert len(zxingcpp.read_barcodes(reading.pictures(out.read_bytes(), 200)[0])) == 2


def test_a_day_without_a_list_prints_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ds.pdf"
    assert run(home, "roster", "print", "--date", "2020-01-01", "--out", str(out), "--json") == 1
    assert answer(capsys)["error"] == "nobody_listed"
    assert not out.exists()
