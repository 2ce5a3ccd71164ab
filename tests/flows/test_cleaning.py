"""The lead cleans the recipients before the day, through the window: names, duplicates, a list for the police."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.documents.reading import all_text, squeezed
from tests.flows import acts
from tests.flows.desktop import CONTROL, DAY, ENTER, Desktop, WallClock, desktop
from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.domain.payloads import History, Person
from vaxdesk.registry.queries import people, verified
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.cleaning.state import Topic

_ALT = Qt.KeyboardModifier.AltModifier
_BY = "Thiếu tá Hà Văn Bình"
HA = {"commune": "Xà Hồ", "adr": "Thôn Cu Vai", "district": "Trạm Tấu", "province": "Yên Bái"}
PEOPLE = (
    Person(name="nguyễn thị lành", dob="1990-01-02", sex="F", doc="015190001234", **HA),
    Person(name="Nguyễn Thị Lành", dob="1990", sex="F", tel="0912345678", **HA),
    Person(name="Lò Văn Páo", dob="1985-09-05", sex="M", doc="014085006789", **HA),
    Person(name="Lò Văn Pảo", dob="1985-09-05", sex="M", **HA),
    Person(name="Bùi Thị Ắng", dob="1952-03-04", sex="F", **HA),
    Person(name="Bùi Thị Áng", dob="1952-03-14", sex="F", **HA),
    Person(name="Vàng A Sếnh", dob="1978-03-12", sex="M", doc="0601234", **HA),
)


def entered(day: Desktop) -> list[str]:
    """The recipients as an old list left them; two of the records of one woman have a dose each."""
    with day.desk.store.writing(user=day.desk.user.no) as w:
        refs = [w.add("person", one) for one in PEOPLE]
        for person, date in ((refs[0], "2026-05-20"), (refs[1], "2026-08-21")):
            w.add("history", History(date=date, product="COM-A", source="list"), of=person)
    return refs


def open_page(day: Desktop) -> None:
    """Ctrl+3."""
    day.front()
    day.until(lambda: QApplication.focusWindow() is not None)
    day.press(Qt.Key.Key_3, CONTROL)
    looked(day)


def looked(day: Desktop) -> None:
    """Everybody was looked at, and the pairs searched."""
    model = day.view("cleaning")._model
    day.until(lambda: model.state.survey and not model.state.looking and model.pairs.state.looked)
    day.settled()


def topic(day: Desktop, number: Qt.Key, expected: Topic) -> None:
    """Alt and the number of a tile."""
    day.press(number, _ALT)
    day.until(lambda: day.state("cleaning").topic is expected)
    day.settled()


def name_of(day: Desktop, person: str) -> str:
    with day.desk.store.reading() as conn:
        return people.by_ref(conn, day.desk.store.names, person).name


def names(day: Desktop, refs: list[str]) -> None:
    """A name in small letters is written anew once the lead has looked; the others stay."""
    topic(day, Qt.Key.Key_2, Topic.NAMES)
    table = day.view("cleaning")._proposals._table
    day.until(lambda: table.table.current() is not None)
    assert [row.person.name for row in table.model._rows] == ["nguyễn thị lành"]
    day.press(Qt.Key.Key_Space)
    day.press(ENTER, CONTROL)
    day.settled()
    assert name_of(day, refs[0]) == "nguyễn thị lành", "what was unticked was written"
    day.press(Qt.Key.Key_Space)
    day.press(ENTER, CONTROL)
    day.until(lambda: name_of(day, refs[0]) == "Nguyễn Thị Lành")
    looked(day)
    assert day.state("cleaning").survey.names == ()


def pair(day: Desktop) -> set[str]:
    case = day.view("cleaning")._model.pairs.state.case
    return {case.left.name, case.right.name} if case else set()


def doses(day: Desktop, person: str) -> list[str]:
    with day.desk.store.reading() as conn:
        return [one.date for one in people.doses(conn, day.desk.store.names, person)]


def duplicates(day: Desktop, refs: list[str]) -> None:
    """Three pairs, one key each; the first merge is undone and made again."""
    topic(day, Qt.Key.Key_3, Topic.PAIRS)
    model = day.view("cleaning")._model.pairs
    assert len(model.state.left) == 3 and pair(day) == {"Nguyễn Thị Lành"}
    shown = [label.text() for label in day.view("cleaning")._pairs.findChildren(QLabel)]
    assert any("20/05/2026" in text and "21/08/2026" in text for text in shown), "not all doses are on one line"
    day.press(Qt.Key.Key_S)
    day.until(lambda: len(model.state.left) == 2 and not model.state.busy)
    day.settled()
    assert doses(day, refs[0]) == doses(day, refs[1]) == ["2026-05-20", "2026-08-21"]
    merged = model.state.merged[0].person
    assert (merged.dob, merged.doc, merged.tel) == ("1990-01-02", "015190001234", "0912345678")
    day.press(Qt.Key.Key_U)
    day.until(lambda: len(model.state.left) == 3 and not model.state.merged)
    day.settled()
    assert [doses(day, one) for one in refs[:2]] == [["2026-05-20"], ["2026-08-21"]]
    day.until(lambda: model.state.case is not None)
    for _ in range(3):
        if pair(day) != {"Nguyễn Thị Lành"}:
            day.press(ENTER)
            day.settled()
    day.press(Qt.Key.Key_S)
    day.until(lambda: len(model.state.left) == 2 and not model.state.busy)
    day.settled()
    while "Lò Văn Páo" not in pair(day):
        day.press(ENTER)
        day.settled()
    day.press(Qt.Key.Key_Right)  # the name as the right record says it
    day.press(Qt.Key.Key_S)
    day.until(lambda: len(model.state.left) == 1 and not model.state.busy)
    day.settled()
    day.press(Qt.Key.Key_D)
    day.until(lambda: not model.state.left and not model.state.busy)
    day.settled()
    assert len(model.state.merged) == 2 and pair(day) == set()
    kinds = day.kinds()
    assert (kinds.count("same"), kinds.count("differ")) == (3, 1)


def police_list(day: Desktop, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The list of the commune is made, its paper saved from the preview, its workbook written."""
    topic(day, Qt.Key.Key_4, Topic.LISTS)
    lists = day.view("cleaning")._model.lists
    day.until(lambda: lists.state.people == 3)
    day.press(ENTER, CONTROL)
    day.until(lambda: lists.state.made and lists.state.lists)
    day.settled()
    day.press(Qt.Key.Key_P, CONTROL)
    preview = day.asked(PrintPreview)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "list.pdf"), ""))
    day.press(Qt.Key.Key_S, CONTROL)
    day.answered(preview)
    day.settled()
    text = all_text((folder / "list.pdf").read_bytes())
    for said in ("Vàng A Sếnh", "0601234", lists.state.made.no):
        assert squeezed(said) in text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "list.xlsx"), ""))
    day.press(Qt.Key.Key_S, CONTROL)
    day.until((folder / "list.xlsx").exists)
    day.settled()
    return folder / "list.xlsx"


def corrected(path: Path) -> Path:
    """What the police do: two rows filled in, one cannot be verified."""
    book = load_workbook(path)
    sheet = book.active
    at = {cell.value: cell.column for cell in sheet[4]}
    filled = {
        "Vàng A Sếnh": {"Số định danh đúng": "015078004321", "Ngày sinh đúng": "13/03/1978"},
        "Bùi Thị Ắng": {"Số định danh đúng": "015152000222", "Kết quả": "Đã sửa"},
        "Bùi Thị Áng": {"Kết quả": "Không xác minh được"},
    }
    for row in range(5, sheet.max_row + 1):
        for heading, value in filled[sheet.cell(row, at["Họ và tên (trạm)"]).value].items():
            sheet.cell(row, at[heading]).value = value
    book.save(path)
    return path


def taken_back(day: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Ctrl O reads the file; nothing is written before somebody is named who signed."""
    view, lists = day.view("cleaning"), day.view("cleaning")._model.lists
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    day.press(Qt.Key.Key_O, CONTROL)
    day.until(lambda: lists.state.returned)
    day.settled()
    assert sorted(lists.state.taken) == [1, 2, 3] and not view._returned._write.isEnabled()
    day.write(view._returned._by.line, _BY)
    day.until(view._returned._write.isEnabled)
    day.press(ENTER, CONTROL)
    day.until(lambda: lists.state.returned is None and not lists.state.busy)
    day.settled()
    assert lists.state.lists[0].answered == 3


@pytest.mark.timeout(240)
def test_before_the_day(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        refs = entered(day)
        open_page(day)
        names(day, refs)
        duplicates(day, refs)
        path = police_list(day, monkeypatch, tmp_path)
        taken_back(day, monkeypatch, corrected(path))
        senh = refs[6]
        with day.desk.store.reading() as conn:
            state = verified.of_people(conn, day.desk.store.names, refs)
        assert {state[one].result for one in (refs[4], senh)} == {VerifyResult.CORRECTED}
        assert state[refs[5]].result is VerifyResult.UNVERIFIABLE
        day.shell.open("person", senh)
        day.until(lambda: day.state("person").record)
        day.settled()
        page = "\n".join(label.text() for label in day.view("person").findChildren(QLabel))
        for said in ("0601234", "015078004321", "12/03/1978", "13/03/1978", _BY, "công an xã xác minh"):
            assert said in page
        assert day.state("person").record.presence.person.doc == "015078004321"
        assert DAY in {one.day for one in day.state("person").record.days}
