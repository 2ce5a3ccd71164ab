"""`vaxdesk catchup`: the stacks, an empty table, and a table taken into a stack, twice without harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.desk.conftest import PASSWORD, QUICK
from tests.desk.day import saved
from vaxdesk.cli import main
from vaxdesk.desk import entrance, station
from vaxdesk.desk.catchup import prior, sheets, stacks
from vaxdesk.domain.catchup.listing import Column
from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.payloads_catchup import Batch
from vaxdesk.words import say_in

DAY = "2026-11-10"
PEOPLE = (
    Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234"),
    Person(name="Lò Văn Páo", dob="1985-09-05", sex="M", doc="014085006789"),
    Person(name="Vàng Thị Lang", dob="1972", sex="F"),
    Person(name="Sùng A Tủa", dob="1966-07-08", sex="M", doc="015066000777"),
)
HEADINGS = (Column.SHEET, Column.NAME, Column.BIRTH, Column.SEX, Column.NUMBER, Column.HAPPENED, Column.LOT,
            Column.EXPIRY, Column.CLOCK, Column.REACTION)  # fmt: skip
ROWS = (
    (None, "", "", "", "015190001234", "", "", "", "", ""),
    (None, "Lò Văn Páo", "05/09/1985", "", "", "", "fl 99", "10/2026", "8h30", say_in("vi", "catchup.reaction.common")),
    (None, "", "", "", "015066000777", "", "", "", "", ""),
    (None, "Vàng Thị Lang", "1972", "", "", "", "", "", "", ""),
    (None, "Người Không Quen", "01/02/1980", "", "", "", "", "", "", ""),
    (None, "", "", "", "014085006789", "", "", "", "25:00", ""),
    (None, "Vàng A Sếnh", "12/03/1978", "Nam", "015078004321", "Hoãn tiêm", "", "", "", ""),
    (9, "Nguyễn Thị Lành", "01/01/1990", "", "015190001234", "", "", "", "", ""),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with four people, one of whom has the dose of that day on record, and a stack of eight."""
    place = tmp_path / "home"
    made = station.create(
        place, station="15041", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai", password=PASSWORD, cost=QUICK
    )
    with made.desk.store.writing(user=1) as w:
        people = [w.add("person", one) for one in PEOPLE]
    saved(prior.take(made.desk, people[3], [PriorDose(date=DAY, product="COM-A", lot="FK7")]))
    batch = Batch(day=DAY, product="COM-A", lot_no="FK1234", expiry="2026-12-31", form="qd5785", sheets=8)
    saved(stacks.announce(made.desk, batch))
    made.desk.store.close()
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    return place


def said(home: Path, capsys: pytest.CaptureFixture[str], *args: object, code: int = 0) -> object:
    assert main(["catchup", *map(str, args), "--home", str(home), "--login", "mai", "--json"]) == code
    return json.loads(capsys.readouterr().out)


def table(path: Path, rows: tuple = ROWS) -> Path:
    headings = [say_in("vi", f"catchup.list.column.{one.value}") for one in HEADINGS]
    if path.suffix == ".csv":
        lines = [";".join("" if cell is None else str(cell) for cell in row) for row in (headings, *rows)]
        path.write_text("\n".join(lines), "utf-8-sig")
        return path
    book = Workbook()
    for row in (["Tập phiếu"], headings, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["sheets.csv", "sheets.xlsx"])
def test_a_table_is_taken_into_a_stack_once(home: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (stack,) = said(home, capsys, "list")
    assert (stack["typed"], stack["sheets"], stack["missing"]) == (0, 8, 8)
    path, result = table(home.parent / name), home.parent / "result.xlsx"
    take = ("take", path, "--stack", stack["id"], "--result", result)

    looked = said(home, capsys, *take, "--enter-new", "--dry-run")
    assert said(home, capsys, "list")[0]["typed"] == 0
    first = said(home, capsys, *take)
    assert [(one["fate"], one["sheet"], one["code"]) for one in first["rows"]] == [
        ("saved", 1, ""), ("saved", 2, ""), ("known", 3, ""), ("refused", 0, "several"), ("refused", 0, "nobody"),
        ("refused", 0, "unreadable"), ("refused", 0, "nobody"), ("there", 1, ""),
    ]  # fmt: skip
    assert first["rows"][1]["warnings"] == ["lot_expired"]
    assert (first["stack"]["typed"], first["saved"], first["known"]) == (3, 2, 1)
    assert [one["fate"] for one in looked["rows"]] == [
        *("saved", "saved", "known", "refused", "refused", "refused", "saved", "there")
    ]

    again = said(home, capsys, *take)
    assert [one["fate"] for one in again["rows"]][:3] == ["there"] * 3
    assert again["stack"] == first["stack"]

    entered = said(home, capsys, *take, "--enter-new")
    assert (entered["rows"][6]["fate"], entered["rows"][6]["new"], entered["rows"][6]["sheet"]) == ("saved", True, 4)
    assert entered["rows"][4]["code"] == "flawed", "no sex: a person is not entered with less than at the form"
    assert said(home, capsys, *take, "--enter-new")["stack"]["typed"] == 4
    _looks_as_typed(home, stack["id"])
    _result_says(result)


def _looks_as_typed(home: Path, stack: str) -> None:
    desk = entrance.unlock(home, "mai", PASSWORD, quiet=True)
    rows = {row.person.name: row for row in sheets.typed(desk, stack)}
    desk.store.close()
    assert (rows["Lò Văn Páo"].lot_no, rows["Lò Văn Páo"].reaction) == ("FL 99", "common")
    assert rows["Nguyễn Thị Lành"].lot_no == "FK1234"
    assert rows["Sùng A Tủa"].known
    assert rows["Vàng A Sếnh"].happened == "deferred"


def _result_says(path: Path) -> None:
    sheet = load_workbook(path).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[-1]]
    assert rows[0][-1] == say_in("vi", "catchup.list.result")
    assert len(rows) == 1 + len(ROWS)
    assert rows[1][-1] == say_in("vi", "catchup.list.fate.there", name="Nguyễn Thị Lành")
    assert say_in("vi", "catchup.list.amiss.unreadable", column="Giờ tiêm", text="25:00") in rows[6][-1]
    assert "Vàng Thị Lang" in rows[4][-1]


def test_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--home", str(home), "--login", "mai"]
    assert main(["catchup", "list", *common]) == 0
    reference = capsys.readouterr().out.split()[0]
    assert main(["catchup", "take", str(table(home.parent / "a.csv")), "--stack", reference, *common]) == 0
    out = capsys.readouterr().out
    assert "Không nhập được" in out and "3 / 8" in out
    assert main(["catchup", "take", str(home.parent / "a.csv"), "--stack", "0000000000001.9", *common]) == 1
    assert capsys.readouterr().err.strip()
    (home.parent / "b.csv").write_text("a;b\n1;2\n", "utf-8")
    assert main(["catchup", "take", str(home.parent / "b.csv"), "--stack", reference, *common]) == 1
    assert capsys.readouterr().err.strip()


def test_the_empty_table_is_read_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = home.parent / "form.xlsx"
    said(home, capsys, "form", form)
    book = load_workbook(form)
    book.active.append([1, None, None, None, "015190001234"])
    book.save(form)
    (stack,) = said(home, capsys, "list")
    taken = said(home, capsys, "take", form, "--stack", stack["id"])
    assert [(one["fate"], one["sheet"]) for one in taken["rows"]] == [("saved", 1)]
