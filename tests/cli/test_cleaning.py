"""`vaxdesk cleaning` and `vaxdesk people duplicates`, from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from vaxdesk.cli import main
from vaxdesk.desk import station
from vaxdesk.domain.payloads import Person
from vaxdesk.store.keyfile import Cost

PASSWORD = "mùa xuân về bản"
QUICK = Cost(memory=64, passes=1, lanes=1)
PEOPLE = (
    Person(name="nguyễn thị lành", dob="1990-01-02", sex="F", commune="Xà Hồ"),
    Person(name="Nguyễn Thị Lành", dob="1990-01-02", sex="F", doc="015190001234", tel="84912345678", commune="Xà Hồ"),
    Person(name="Vàng A Sếnh", dob="1978-03-12", sex="M", doc="0601234", commune="Xà Hồ"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("VAXDESK_LANG", "vi")
    home = tmp_path / "home"
    opened = station.create(
        home, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD, cost=QUICK
    )
    with opened.desk.store.writing(user=1) as w:
        for one in PEOPLE:
            w.add("person", one)
    opened.desk.store.close()
    return home


def run(home: Path, *args: str) -> int:
    return main(["--home", str(home), *args])


def test_what_there_is_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "cleaning", "survey", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "people": 3, "numbers": 3, "names": 1, "no_id": 1, "bad_format": 1, "wrong_data": 0,
    }  # fmt: skip


def test_pairs_are_told_with_their_reason(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "people", "duplicates", "--json") == 0
    [pair] = json.loads(capsys.readouterr().out)
    assert pair["reason"] == "same_name_birth" and pair["parts"]["name"] == "agrees"
    assert run(home, "people", "duplicates", pair["one"]) == 0
    assert "Trùng họ tên và ngày sinh" in capsys.readouterr().out
    assert run(home, "people", "duplicates", "--limit", "0") == 0
    assert "và 1 cặp nữa" in capsys.readouterr().out
    assert run(home, "people", "duplicates", "nobody") == 0
    assert "Không có cặp nào." in capsys.readouterr().out


def test_a_list_goes_out_and_comes_back(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf, sheet = tmp_path / "ds.pdf", tmp_path / "ds.xlsx"
    assert run(home, "cleaning", "lists") == 0
    assert "Chưa có danh sách nào." in capsys.readouterr().out
    assert run(home, "cleaning", "list", "Xà Hồ", "--out", str(pdf), "--xlsx", str(sheet), "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["people"] == 2 and pdf.read_bytes().startswith(b"%PDF")
    book = load_workbook(sheet)
    at = {cell.value: cell.column for cell in book.active[4]}
    book.active.cell(5, at["Số định danh đúng"]).value = "015190001111"
    book.active.cell(6, at["Số định danh đúng"]).value = "mất thẻ"
    book.save(sheet)
    assert run(home, "cleaning", "answers", str(sheet), "--dry-run") == 0
    told = capsys.readouterr().out
    assert "2 dòng, 1 dòng ghi được" in told and "Không đọc được: mất thẻ" in told and "→ 015190001111" in told
    assert run(home, "cleaning", "answers", str(sheet)) == 1
    assert "tên người ký" in capsys.readouterr().err
    assert run(home, "cleaning", "answers", str(sheet), "--by", "Thiếu tá Hà Văn Bình") == 0
    capsys.readouterr()
    assert run(home, "cleaning", "lists") == 0
    assert "đã nhận lại 1" in capsys.readouterr().out
    assert run(home, "cleaning", "list", "Nơi khác", "--out", str(pdf)) == 1
    assert "Không có ai" in capsys.readouterr().err
