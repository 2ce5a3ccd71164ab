"""The page of charts: the numbers in words beside each, and that it follows the day."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from vaxdesk import words
from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.domain.charts.session import Progress
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.kit.chart_ink import Series
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.charts import words_of
from vaxdesk.ui.screens.charts.gallery import EMPTY, MORNING, OVER, page
from vaxdesk.ui.screens.charts.model import ChartsModel
from vaxdesk.ui.screens.charts.view import ChartsView
from vaxdesk.words import say


def text(view: ChartsView, card: str) -> str:
    return view._cards[card]._words.text()


def test_each_chart_says_its_numbers(qtbot: QtBot) -> None:
    view = page(MORNING)
    qtbot.addWidget(view)
    assert text(view, "progress") == (
        "Đã tiêm 98 trên 300 người được mời; 6 người không tiêm. Chậm hơn kế hoạch 12 người."
    )
    assert text(view, "hours") == "Đông nhất từ 8 giờ đến 9 giờ: 58 người."
    assert text(view, "vials") == "17 lọ, 98 liều đã tiêm, 2 liều thêm, 3 liều bỏ."
    assert view.waiting.accessibleName().startswith("Chờ khám: 24 người, lâu nhất 38 phút; Chờ tiêm: 7")
    assert "Comirnaty: 2 ngày (262 liều; 14 ngày qua dùng 1310)" in view.days.accessibleName()
    assert "Vero Cell: 40 liều, 14 ngày qua không dùng" in view.days.accessibleName()
    assert view.hours.accessibleName().startswith("7 giờ: đến 31, tiêm 9; 8 giờ")


def test_the_newest_vials_are_shown_when_there_are_many(qtbot: QtBot) -> None:
    view = page(MORNING)
    qtbot.addWidget(view)
    shown = view.vials._groups
    assert [group.label for group in shown] == [str(no) for no in range(2, 18)]
    assert shown[0].values == ((Series.ONE, 6), (Series.THREE, 1), (Series.TWO, 0))
    assert shown[9].values == ((Series.ONE, 4), (Series.THREE, 0), (Series.TWO, 2))


def test_a_day_without_anything_says_so(qtbot: QtBot) -> None:
    view = page(EMPTY)
    qtbot.addWidget(view)
    assert text(view, "hours") == "Chưa có ai đến."
    assert text(view, "vials") == "Chưa mở lọ nào."
    assert text(view, "days") == "Không có vắc xin dùng được."
    assert view.waiting.accessibleName() == "Chờ khám: 0; Chờ tiêm: 0; Theo dõi: 0"


def test_on_another_day_nobody_waits(qtbot: QtBot) -> None:
    view = page(OVER)
    qtbot.addWidget(view)
    assert text(view, "waiting") == say("charts.nobody_waits")
    assert "kế hoạch" not in text(view, "progress"), "neither behind nor ahead any more"


@pytest.mark.parametrize(
    ("expected", "ended", "told"),
    [(110, 6, "Chậm hơn kế hoạch 6 người."), (98, 0, ""), (80, 6, "Nhanh hơn kế hoạch 24 người.")],
)
def test_behind_and_ahead(expected: int, ended: int, told: str) -> None:
    words.use("vi")
    progress = Progress(planned=300, vaccinated=98, expected=expected, ended=ended)
    said = words_of.progress(msgspec.structs.replace(MORNING, progress=progress))
    assert said.endswith(told or f"{ended} người không tiêm.")


def test_it_follows_the_day_while_it_is_open(qtbot: QtBot) -> None:
    asked: list[DayCharts] = []

    def look() -> DayCharts:
        asked.append(MORNING)
        return MORNING

    view = ChartsView(ChartsModel(a_room(), look), product=str)
    qtbot.addWidget(view)
    view.activate()
    assert len(asked) == 1 and view._model._timer.isActive()
    view._model._timer.timeout.emit()
    view.refresh(frozenset((Change.VISITS,)))
    view.refresh(frozenset((Change.USERS,)))
    assert len(asked) == 3
    view.leave()
    assert not view._model._timer.isActive()


def test_what_cannot_be_read_is_said(qtbot: QtBot) -> None:
    def look() -> DayCharts:
        raise Trouble(TroubleCode.DISK_FAILED)

    room = replace(a_room())
    view = ChartsView(ChartsModel(room, look), product=str)
    qtbot.addWidget(view)
    view._model.look()
    assert room.notices.current.text == say("trouble.disk_failed")
    room.notices.dismiss()
