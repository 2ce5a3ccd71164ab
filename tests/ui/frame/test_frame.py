"""Rail, top bar, status line, clock banner, notices, list of keys, crash dialog, entrance."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk import words
from vaxdesk.domain import times
from vaxdesk.domain.clock import ClockState
from vaxdesk.ui.crash import CrashReport
from vaxdesk.ui.frame.clock_banner import ClockBanner
from vaxdesk.ui.frame.crash_dialog import CrashDialog
from vaxdesk.ui.frame.entrance import Entrance
from vaxdesk.ui.frame.key_list import KeyList
from vaxdesk.ui.frame.notice_bar import NoticeBar
from vaxdesk.ui.frame.rail import Rail
from vaxdesk.ui.frame.rail_row import RailRow
from vaxdesk.ui.frame.status_line import StatusLine
from vaxdesk.ui.frame.top_bar import TopBar
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.notices import Act, Notices
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Half, Keys, Screen, ScreenWidget
from vaxdesk.ui.standing import Standing

NOW = times.at("2026-11-23", "09:13")
BASE = Standing(
    station="Trạm Y tế xã Tân Lập", day="2026-11-23", user="Nông Thị Hạnh", roles=("reception", "lead"), saved=1312,
    waiting=24, waiting_since=times.at("2026-11-23", "07:16"), last_contact=NOW - 7200,
)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden() and label.text()]


def screen(key: str, *, apart: bool = False, shortcut: str = "", half: Half = Half.DAY) -> Screen:
    return Screen(
        key, f"shell.screens.{key}", key, lambda _: ScreenWidget(), shortcut=shortcut, apart=apart, half=half
    )


def test_the_rail_offers_screens_and_marks_the_open_one(qtbot: QtBot) -> None:
    rail = Rail((screen("reception", shortcut="F4"), screen("roster", apart=True), screen("board")))
    qtbot.addWidget(rail)
    rail.resize(230, 600)
    rail.show()
    rows = {row.text(): row for row in rail.findChildren(RailRow)}
    assert rows["Tiếp nhận"].y() < rows["Buổi tiêm"].y() < rows["Danh sách"].y()
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    qtbot.mouseClick(rows["Buổi tiêm"], Qt.MouseButton.LeftButton)
    rail.show_current("board")
    assert chosen == ["board"]
    assert (rows["Buổi tiêm"].isChecked(), rows["Tiếp nhận"].isChecked()) == (True, False)
    plain = rows["Tiếp nhận"].grab().toImage()
    rail.show_badge("reception", "12", Tone.WAIT)
    rail.show_badge("unknown", "1", Tone.WAIT)
    assert rows["Tiếp nhận"].grab().toImage() != plain
    assert rows["Tiếp nhận"].accessibleDescription() == "12"


def test_the_rail_has_two_halves_for_who_has_both(qtbot: QtBot) -> None:
    rail = Rail((
        screen("reception"), screen("board"), screen("paper", half=Half.OFFICE, shortcut="Ctrl+1"),
        screen("aefi", half=Half.OFFICE), screen("roster", apart=True),
    ))
    qtbot.addWidget(rail)
    rail.resize(228, 620)
    rail.show()
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)

    def shown() -> list[str]:
        return [row.text() for row in rail.findChildren(RailRow) if row.isVisible()]

    def press(text: str) -> None:
        tab = next(one for one in rail.findChildren(QPushButton) if one.text() == text)
        qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)

    rail.show_current("board")
    assert shown() == ["Tiếp nhận", "Buổi tiêm", "Danh sách"]
    press("Quản lý")
    rail.show_current("aefi")
    assert shown() == ["Giấy tờ", "Phản ứng AEFI", "Danh sách"]
    press("Hôm nay")
    press("Quản lý")
    rail.show_current("roster")
    assert shown() == ["Giấy tờ", "Phản ứng AEFI", "Danh sách"], "what stands in both keeps the half"
    assert chosen == ["paper", "board", "aefi"], "each half opens where it was left"


def test_who_has_one_half_sees_no_choice(qtbot: QtBot) -> None:
    for half in Half:
        rail = Rail((screen("board", half=half), screen("roster", apart=True)))
        qtbot.addWidget(rail)
        rail.show()
        assert [row.text() for row in rail.findChildren(RailRow) if row.isVisible()] == ["Buổi tiêm", "Danh sách"]
        tabs = [one for one in rail.findChildren(QPushButton) if one.text() in ("Hôm nay", "Quản lý")]
        assert not any(one.isVisible() for one in tabs)


def test_many_rows_on_a_low_screen_give_way(qtbot: QtBot) -> None:
    rows = tuple(Screen(f"s{number}", "board.title", "board", lambda _: ScreenWidget()) for number in range(13))
    rail = Rail(rows)
    qtbot.addWidget(rail)
    rail.resize(228, 668)  # 768 lines less title and task bar
    rail.show()
    assert rail.minimumSizeHint().height() <= 668


def test_the_rail_offers_the_other_language(qtbot: QtBot) -> None:
    for language, other in (("vi", "en"), ("en", "vi")):
        words.use(language)
        rail = Rail((screen("board"),))
        qtbot.addWidget(rail)
        asked: list[str] = []
        rail.language_wanted.connect(asked.append)
        rail.findChildren(QPushButton)[-1].click()
        assert asked == [other]


def test_the_top_bar_says_where_when_and_who(qtbot: QtBot) -> None:
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.resize(1138, 66)
    bar.show()
    bar.show_standing(BASE)
    shown = set(texts(bar))
    assert {"Trạm Y tế xã Tân Lập", "Thứ hai, 23/11/2026", "Nông Thị Hạnh", "Tiếp nhận, Trưởng điểm tiêm"} <= shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("Đã lưu trên máy này: 1.312", "Chờ gửi: 24, từ 07:16", "Liên lạc lần cuối: 2 giờ trước")),
        ({"waiting": 0}, ("Đã lưu trên máy này: 1.312", "Đã gửi hết", "Liên lạc lần cuối: 2 giờ trước")),
        ({"sending": True}, ("Đã lưu trên máy này: 1.312", "Đang gửi 24…", "Liên lạc lần cuối: 2 giờ trước")),
        (
            {"last_contact": 0},
            ("Đã lưu trên máy này: 1.312", "Chờ gửi: 24, từ 07:16", "Chưa liên lạc với máy chủ lần nào"),
        ),
        ({"enrolled": False}, ("Đã lưu trên máy này: 1.312", "Chưa nối máy chủ – dữ liệu giữ trên máy này")),
    ],
    ids=["waiting", "all-sent", "sending", "never", "not-enrolled"],
)
def test_the_status_line_speaks_plainly(qtbot: QtBot, changes: dict[str, object], said: tuple[str, ...]) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_standing(msgspec.structs.replace(BASE, **changes), now=NOW)
    assert line.words() == said
    assert "09:13" in texts(line)


def test_the_clock_banner_comes_and_goes(qtbot: QtBot) -> None:
    place = QWidget()
    banner = ClockBanner()
    banner.setParent(place)
    qtbot.addWidget(place)
    banner.show_standing(BASE)
    assert banner.isHidden()
    doubt = msgspec.structs.replace(BASE, clock=ClockState.FAR_AHEAD)
    banner.show_standing(doubt)
    assert (banner.isHidden(), banner.property("tone")) == (False, "harm")
    asked: list[None] = []
    banner.day_wanted.connect(lambda: asked.append(None))
    banner.findChild(Button).click()
    assert len(asked) == 1
    banner.show_standing(msgspec.structs.replace(doubt, day_confirmed=True))
    assert (banner.property("tone"), banner.findChild(Button).isHidden()) == ("wait", True)


@pytest.fixture
def notices() -> Notices:
    return Notices()


def test_a_notice_floats_and_moves_nothing(qtbot: QtBot, notices: Notices) -> None:
    body = QWidget()
    qtbot.addWidget(body)
    body.resize(1138, 500)
    body.show()
    bar = NoticeBar(body, notices)
    assert bar.isHidden()
    done: list[str] = []
    notices.warn("Máy in chưa sẵn sàng")
    notices.ok("Đã lưu mũi tiêm của Nguyễn Thị Lan", Act("Hoàn tác", lambda: done.append("undone")))
    qtbot.waitUntil(lambda: bar.isVisible() and bar.height() < 90)
    assert "Đã lưu mũi tiêm của Nguyễn Thị Lan" in texts(bar)
    assert "còn 1 thông báo" in texts(bar)
    assert bar.geometry().top() >= 500 - 52, "it covers what is above status line and air"
    assert bar.geometry().right() < 1138 - 80, "it covers the time of day"
    body.resize(1000, 600)
    assert bar.geometry().top() >= 600 - 52
    assert bar.geometry().right() < 1000 - 80
    next(one for one in bar.findChildren(Button) if one.words == "Hoàn tác").click()
    assert done == ["undone"]
    assert "Máy in chưa sẵn sàng" in texts(bar)
    notices.dismiss()
    assert bar.isHidden()


def test_a_long_notice_gets_the_height_it_needs(qtbot: QtBot, notices: Notices) -> None:
    body = QWidget()
    qtbot.addWidget(body)
    body.resize(1138, 500)
    body.show()
    bar = NoticeBar(body, notices)
    notices.error("Không gửi được. " * 20)
    qtbot.waitUntil(lambda: bar.height() > 60)
    assert bar.geometry().bottom() < 500


def test_the_list_of_keys_names_desk_and_screen(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.show()
    keys = KeyList(
        place, desk=(Keys("F2", "shell.keys.scan"),), screen=(Keys("1", "shell.keys.main"),), title="Khám sàng lọc"
    )
    keys.open()
    shown = texts(keys)
    assert {"F2", "1", "Nút chính của trang", "Khám sàng lọc", "Ở mọi màn hình"} <= set(shown)
    qtbot.keyClick(keys, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not place.findChildren(KeyList) or not keys.isVisible())


@pytest.mark.parametrize("file", [Path("/tmp/faults/fault-1.txt"), None], ids=["written", "not-written"])
def test_the_crash_dialog_says_a_number_and_offers_the_folder_if_there_is_one(
    qtbot: QtBot, file: Path | None
) -> None:
    dialog = CrashDialog(CrashReport("A1B2C3D4", "", file))
    qtbot.addWidget(dialog)
    assert "Số báo lỗi: A1B2C3D4" in texts(dialog)
    assert len(dialog.findChildren(Button)) == (2 if file else 1)


def test_an_entrance_offers_the_other_language(qtbot: QtBot) -> None:
    entrance = Entrance(station="Trạm Y tế xã Tân Lập")
    qtbot.addWidget(entrance)
    asked: list[str] = []
    entrance.language_wanted.connect(asked.append)
    entrance.findChild(QPushButton).click()
    assert asked == ["en"]
    assert "Trạm Y tế xã Tân Lập" in texts(entrance)
