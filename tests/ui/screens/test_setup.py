"""The set-up dialog: live checks, one attempt at a time, recovery words confirmed before work begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import write
from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane
from vaxdesk.ui.screens.setup.model import SetupModel
from vaxdesk.ui.screens.setup.sheet import recovery_sheet
from vaxdesk.ui.screens.setup.state import Created, Fault, SetupRequest, Step
from vaxdesk.ui.screens.setup.view import SetupView
from vaxdesk.words import say

WORDS = "7K2M-9QXD-4TNV-B3HJ-8W5R-ZC6P"
GOOD = {
    "station": "06123",
    "name": "Trạm Y tế xã Tân Lập",
    "person": "Nông Thị Hạnh",
    "login": "hanh",
    "password": "ruong bac thang",
    "again": "ruong bac thang",
}


class Maker:
    """Makes stations as asked; raises what it is given."""

    def __init__(self, trouble: Trouble | None = None) -> None:
        self.asked: list[SetupRequest] = []
        self.trouble = trouble

    def __call__(self, request: SetupRequest) -> Created:
        self.asked.append(request)
        if self.trouble:
            raise self.trouble
        return Created(WORDS, "opened")


def model(maker: Maker, lane: Lane | None = None, **filled: str) -> SetupModel:
    made = SetupModel(lane or InlineLane(), create=maker, language="vi", choose=lambda _: 1)
    for name, value in {**GOOD, **filled}.items():
        made.edit(name, value)
    return made


def test_a_good_form_makes_the_station_and_shows_the_words() -> None:
    maker = Maker()
    made = model(maker)
    made.submit()
    assert maker.asked == [SetupRequest(**GOOD, language="vi")]
    assert (made.state.step, made.state.recovery, made.state.asked) == (Step.WORDS_TO_KEEP, WORDS, 2)
    assert made.state.form.password == made.state.form.again == ""


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("station", "", Fault.EMPTY),
        ("station", "trạm 1", Fault.BAD_CODE),
        ("name", "", Fault.EMPTY),
        ("person", "", Fault.EMPTY),
        ("login", "Hạnh", Fault.BAD_LOGIN),
        ("login", "h", Fault.BAD_LOGIN),
        ("password", "", Fault.EMPTY),
        ("password", "abc", PasswordFault.TOO_SHORT),
        ("password", "12345678", PasswordFault.COMMON),
        ("password", "Matkhau123", PasswordFault.COMMON),
        ("again", "other words", Fault.NOT_THE_SAME),
    ],
)
def test_a_bad_field_stops_and_is_named(name: str, value: str, fault: object) -> None:
    maker = Maker()
    made = model(maker, **{name: value})
    made.submit()
    assert maker.asked == []
    assert made.state.faults[name] == fault
    assert made.first_fault() == name


def test_a_complaint_comes_when_a_field_is_left_and_goes_when_it_is_answered() -> None:
    made = model(Maker())
    made.edit("login", "Hạnh")
    assert made.state.faults == {}
    made.leave_field("login")
    assert made.state.faults == {"login": Fault.BAD_LOGIN}
    made.edit("login", "hanh")
    assert made.state.faults == {}


def test_an_empty_field_that_is_left_is_not_yet_complained_about() -> None:
    made = model(Maker(), station="")
    made.leave_field("station")
    assert made.state.faults == {}


def test_the_second_password_is_compared_live() -> None:
    made = model(Maker(), again="")
    made.edit("again", "ruong bac thanh")
    assert made.state.faults == {"again": Fault.NOT_THE_SAME}
    made.edit("password", "ruong bac thanh")
    assert made.state.faults == {}


@pytest.mark.parametrize(
    ("server", "code", "faults"),
    [
        ("", "", {"server": Fault.EMPTY, "enrol_code": Fault.CODE_MISSING}),
        ("tiemchung.example", "ABC", {"server": Fault.BAD_SERVER}),
        ("https://tiemchung.example", "ABC", {}),
        ("http://127.0.0.1:8080", "ABC", {}),
    ],
)
def test_a_server_is_asked_for_only_if_wanted(server: str, code: str, faults: dict[str, Fault]) -> None:
    maker = Maker()
    made = model(maker)
    made.want_server(True)
    made.edit("server", server)
    made.edit("enrol_code", code)
    made.submit()
    assert made.state.faults == faults
    assert len(maker.asked) == (0 if faults else 1)
    made.want_server(False)
    assert (made.state.form.server, made.state.form.enrol_code, made.state.faults) == ("", "", {})


def test_one_attempt_at_a_time() -> None:
    maker, lane = Maker(), ManualLane()
    made = model(maker, lane)
    made.submit()
    made.submit()
    assert made.state.step is Step.WORKING
    lane.drain()
    assert len(maker.asked) == 1


def test_a_trouble_brings_the_form_back_with_all_that_was_written() -> None:
    made = model(Maker(Trouble(TroubleCode.STORE_EXISTS)))
    made.submit()
    assert (made.state.step, made.state.failed) == (Step.FORM, "trouble.store_exists")
    assert made.state.form.password == GOOD["password"]
    made.edit("station", "06124")
    assert made.state.failed == ""


@pytest.mark.parametrize(
    ("typed", "confirmed", "mistyped"),
    [
        ("9QXD", True, False), ("9qxd", True, False), (" 9QX D", True, False),
        ("9QX", False, False), ("9QXE", False, True), ("7K2M", False, True),
    ],
)
def test_one_group_proves_that_the_words_were_kept(typed: str, confirmed: bool, mistyped: bool) -> None:
    made = model(Maker())
    made.submit()
    made.type_back(typed)
    assert (made.state.confirmed, made.state.mistyped) == (confirmed, mistyped)


def test_letters_that_hands_mistake_are_taken_for_each_other() -> None:
    made = model(Maker())
    made.submit()
    made.become(recovery="AAAA-B01C", asked=2)
    made.type_back("BOIC")
    assert made.state.confirmed


def test_work_begins_only_once_and_only_when_confirmed() -> None:
    made = model(Maker())
    heard: list[Created] = []
    made.done.connect(heard.append)
    made.submit()
    made.finish()
    assert heard == []
    made.type_back("9QXD")
    made.finish()
    made.finish()
    assert [created.opened for created in heard] == ["opened"]
    assert made.state.recovery == ""


def texts(view: SetupView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def test_the_view_from_empty_form_to_open_desk(qtbot: QtBot) -> None:
    maker = Maker()
    made = SetupModel(InlineLane(), create=maker, language="vi", choose=lambda _: 3)
    view = SetupView(made)
    qtbot.addWidget(view)
    view.resize(1366, 700)
    with qtbot.waitActive(view):
        view.show()
    for name, value in GOOD.items():
        write(view._form._fields[name].line, value)
    qtbot.keyClick(view._form._fields["again"].line, Qt.Key.Key_Return)
    assert maker.asked[0].person == "Nông Thị Hạnh"
    assert {"7K2M", "9QXD", "4TNV", "B3HJ", "8W5R", "ZC6P"} <= set(texts(view))
    assert say("entrance.keep.ask", no=4) in texts(view)
    go = next(b for b in view._keep.findChildren(Button) if b.words == say("entrance.keep.go"))
    assert not go.isEnabled()
    next(b for b in view._keep.findChildren(Button) if b.words == say("entrance.keep.print")).click()
    dialog = view.findChild(QPrintDialog)
    assert dialog.isVisible()
    dialog.reject()
    view.activateWindow()
    write(view._keep._proof.line, "b3hj")
    done: list[object] = []
    made.done.connect(done.append)
    qtbot.keyClick(view._keep._proof.line, Qt.Key.Key_Return)
    assert len(done) == 1


def test_the_recovery_sheet_prints_every_group(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    recovery_sheet("Trạm Y tế <Tân Lập> (06123) – hanh", WORDS).print_(printer)
    (page,) = PdfReader(tmp_path / "sheet.pdf").pages
    text = " ".join(page.extract_text().split())
    assert all(group in text for group in WORDS.split("-"))
    assert "Trạm Y tế <Tân Lập> (06123) – hanh" in text


def test_the_view_puts_the_focus_on_the_first_fault(qtbot: QtBot) -> None:
    made = model(Maker(), person="")
    view = SetupView(made)
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
    view._form._go.click()
    assert view._form._fields["person"].line.hasFocus()
    assert say("entrance.fault.empty") in texts(view)


def test_the_part_about_the_server_opens(qtbot: QtBot) -> None:
    made = model(Maker())
    view = SetupView(made)
    qtbot.addWidget(view)
    view.show()
    assert not view._form._server_part.isVisible()
    view.findChild(QCheckBox).click()
    assert view._form._server_part.isVisible()
    write(view._form._fields["server"].line, "x")
    view._form._go.click()
    assert say("entrance.fault.bad_server") in texts(view)


def test_enter_goes_on_to_the_next_empty_field(qtbot: QtBot) -> None:
    view = SetupView(model(Maker(), person="", again=""))
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
    fields = view._form._fields
    qtbot.keyClick(fields["station"].line, Qt.Key.Key_Return)
    assert fields["person"].line.hasFocus()
    assert say("entrance.fault.empty") not in texts(view)
