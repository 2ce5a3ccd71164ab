"""The page that checks certificates: what it says, what its keys do, codes of several parts, lists from files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from vaxdesk.certificates.checked import Checked
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.desk.context import Done
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.verify.cards import tone
from vaxdesk.ui.screens.verify.gallery import FORGED, LANH, OLD, OTHER, SLIP, UNREADABLE, VALID, _of, ports
from vaxdesk.ui.screens.verify.model import VerifyModel
from vaxdesk.ui.screens.verify.view import VerifyView

CONTROL = Qt.KeyboardModifier.ControlModifier


class Page:
    """The page with what it asked for."""

    def __init__(self, qtbot: QtBot, *found: Checked, answer: object = None, **given: Any) -> None:
        self.asked: list[Sequence[str]] = []
        self.took: list[str] = []
        self._found, self._answer = found, answer or Done(value=2)
        made = replace(ports(*found), check=self._check, take=self._take, **given)
        self.room = a_room()
        self.model = VerifyModel(self.room, made)
        self.view = VerifyView(self.model)
        qtbot.addWidget(self.view, before_close_func=lambda _: self.room.notices.dismiss())
        self.view.show()
        self.view.activateWindow()
        qtbot.waitUntil(self.view.isActiveWindow)
        self.view.activate()
        self.press = lambda key, how=Qt.KeyboardModifier.NoModifier: qtbot.keyClick(self.view, key, how)

    def _check(self, texts: Sequence[str]) -> tuple[Checked, ...]:
        self.asked.append(texts)
        return self._found

    def _take(self, person: str, _: Verdict) -> object:
        self.took.append(person)
        return self._answer

    @property
    def words(self) -> str:
        return "\n".join(one.text() for one in self.view.findChildren(Label) if one.isVisible())

    @property
    def notice(self) -> str:
        current = self.room.notices.current
        return current.text if current else ""


@pytest.mark.parametrize(
    ("verdict", "expected", "said"),
    [
        (VALID, Tone.OK, "HỢP LỆ"),
        (FORGED, Tone.HARM, "KHÔNG HỢP LỆ"),
        (SLIP, Tone.WAIT, "CHƯA XÁC NHẬN ĐƯỢC"),
        (UNREADABLE, Tone.WAIT, "CHƯA XÁC NHẬN ĐƯỢC"),
    ],
)
def test_three_answers(qtbot: QtBot, verdict: Verdict, expected: Tone, said: str) -> None:
    assert tone(verdict) is expected
    page = Page(qtbot, _of(verdict))
    page.model.scanned(RawScan(b"HC1:ABC", ScanSource.CAMERA))
    assert page.asked == [["HC1:ABC"]]
    assert said in page.words.splitlines()
    if verdict.person:
        assert verdict.person.name in page.words


def test_doses_go_to_the_record_by_one_key_and_once(qtbot: QtBot) -> None:
    page = Page(qtbot, _of(VALID, LANH, lacking=2))
    page.model.submit("HC1:ABC")
    assert "Hồ sơ chưa có 2 mũi của giấy này." in page.words
    page.press(Qt.Key.Key_Return, CONTROL)
    assert page.took == [LANH.id]
    assert page.notice == "Đã ghi 2 mũi vào hồ sơ của Nguyễn Thị Lành."
    assert "Hồ sơ đã có đủ các mũi của giấy này." in page.words
    page.press(Qt.Key.Key_Return, CONTROL)
    assert page.took == [LANH.id]


def test_of_several_records_one_is_chosen_first(qtbot: QtBot) -> None:
    page = Page(qtbot, _of(VALID, LANH, OTHER, lacking=2))
    page.model.submit("HC1:ABC")
    page.press(Qt.Key.Key_Return, CONTROL)
    assert page.took == []
    qtbot.mouseClick(page.view._record._buttons[OTHER.id], Qt.MouseButton.LeftButton)
    page.press(Qt.Key.Key_Return, CONTROL)
    assert page.took == [OTHER.id]


def test_a_refusal_is_said_and_changes_nothing(qtbot: QtBot) -> None:
    page = Page(qtbot, _of(VALID, LANH, lacking=2), answer=Refused(reason=Refusal.PERSON_GONE))
    page.model.submit("HC1:ABC")
    page.press(Qt.Key.Key_Return, CONTROL)
    assert page.notice
    assert page.model.state.lacking == 2


def test_what_was_copied_is_checked_and_escape_makes_room(qtbot: QtBot) -> None:
    page = Page(qtbot, _of(VALID))
    QGuiApplication.clipboard().setText("HC1:6BF  TWO SPACES\n")
    page.press(Qt.Key.Key_V, CONTROL)
    assert page.asked == [["HC1:6BF  TWO SPACES\n"]]
    page.press(Qt.Key.Key_Escape)
    assert page.model.state.found == ()
    QGuiApplication.clipboard().clear()
    page.press(Qt.Key.Key_V, CONTROL)
    assert len(page.asked) == 1


def test_nobodys_certificate_stays_when_another_page_is_opened(qtbot: QtBot) -> None:
    page = Page(qtbot, _of(VALID))
    page.model.submit("HC1:ABC")
    page.view.leave()
    assert "Nguyễn Thị Lành" not in page.words


def test_the_codes_of_one_card_are_put_together(qtbot: QtBot) -> None:
    page = Page(qtbot, _of(UNREADABLE))
    for text in ("shc:/2/3/22", "shc:/1/3/11", "shc:/3/3/33", "shc:/1/2/44", "HC1:A"):
        page.model.scanned(RawScan(text, ScanSource.WEDGE))
    assert page.asked == [
        ["shc:/2/3/22"],
        ["shc:/1/3/11\nshc:/2/3/22"],
        ["shc:/1/3/11\nshc:/2/3/22\nshc:/3/3/33"],
        ["shc:/1/2/44"],
        ["HC1:A"],
    ]


def test_a_file_without_a_code_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    page = Page(qtbot, codes=lambda _: ())
    page.model.check_file(tmp_path / "a.png")
    assert page.notice.startswith("Không thấy mã")
    assert not page.model.state.busy


def test_a_file_that_cannot_be_read_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    def fails(_: Path) -> Sequence[str]:
        raise Trouble(TroubleCode.FILE_UNREADABLE, "x")

    page = Page(qtbot, codes=fails)
    page.model.check_file(tmp_path / "a.png")
    assert page.notice
    assert not page.model.state.busy


@pytest.mark.parametrize(("taken", "said"), [(True, "Đã nhận"), (False, "Tệp này không phải danh sách")])
def test_a_list_from_a_file(qtbot: QtBot, tmp_path: Path, taken: bool, said: str) -> None:
    page = Page(qtbot, keep=lambda _: taken)
    page.model.take_list(tmp_path / "trust.json")
    assert page.notice.startswith(said)


def test_how_old_the_list_is_can_be_seen(qtbot: QtBot) -> None:
    assert "Danh sách tin cậy ngày 23/11/2026, cách đây 1 ngày" in Page(qtbot).words
    assert "Danh sách tin cậy của hôm nay" in Page(qtbot, held=lambda: structs.replace(OLD, days=0)).words
    assert "cách đây 35 ngày" in Page(qtbot, held=lambda: OLD).words
    assert "chưa xác nhận được giấy nào" in Page(qtbot, held=lambda: None).words
