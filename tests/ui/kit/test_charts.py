"""Charts show what they are told: heights and lengths are measured in the picture, numbers are said in words."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.bar_chart import BarChart, BarGroup
from vaxdesk.ui.kit.chart_ink import Series, colour, steps
from vaxdesk.ui.kit.legend import Legend
from vaxdesk.ui.kit.level_bars import Level, LevelBars
from vaxdesk.ui.kit.line_chart import LineChart


def picture(qtbot: QtBot, widget: QWidget, width: int = 400, height: int = 240) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget.grab().toImage()


def near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def tall(image: QImage, series: Series, x: int) -> int:
    """Pixels of a series in a column."""
    return sum(near(image.pixelColor(x, y), colour(series)) for y in range(image.height()))


def long(image: QImage, series: Series, y: int) -> int:
    return sum(near(image.pixelColor(x, y), colour(series)) for x in range(image.width()))


def test_bars_are_as_high_as_their_values(qtbot: QtBot) -> None:
    chart = BarChart()
    chart.show_groups(
        [BarGroup("7h", ((Series.ONE, 50),)), BarGroup("8h", ((Series.ONE, 100),)), BarGroup("9h", ((Series.ONE, 0),))],
        "7: 50; 8: 100",
    )
    image = picture(qtbot, chart, 300)
    first, second, third = (tall(image, Series.ONE, 2 + 99 * at + 49) for at in range(3))
    assert abs(second - 2 * first) <= 4 and second > 100
    assert third == 0
    assert chart.accessibleName() == "7: 50; 8: 100"


def test_the_parts_of_a_stack_stand_on_each_other(qtbot: QtBot) -> None:
    chart = BarChart(stacked=True)
    chart.show_groups([BarGroup("1", ((Series.ONE, 6), (Series.THREE, 0), (Series.TWO, 0)))], "x")
    whole = tall(picture(qtbot, chart), Series.ONE, 200)
    chart.show_groups([BarGroup("1", ((Series.ONE, 3), (Series.THREE, 0), (Series.TWO, 3)))], "x")
    half = tall(chart.grab().toImage(), Series.ONE, 200)
    assert abs(whole - 2 * half) <= 4 and half > 60


def test_levels_are_as_long_as_their_values(qtbot: QtBot) -> None:
    chart = LevelBars()
    chart.show_levels([Level("Chờ khám", 10, "10 người"), Level("Chờ tiêm", 5, "5 người"), Level("Theo dõi", 0, "0")])
    image = picture(qtbot, chart, 400, 162)
    rows = sorted({long(image, Series.ONE, y) for y in range(image.height())})
    assert rows[-1] >= 390
    assert any(abs(one - 199) <= 4 for one in rows)
    assert chart.accessibleName() == "Chờ khám: 10 người; Chờ tiêm: 5 người; Theo dõi: 0"


def test_lines_climb_to_where_they_should(qtbot: QtBot) -> None:
    chart = LineChart()
    chart.show_lines([(450, 0), (1020, 100)], [(480, 50), (720, 100)], now=800, told="100 / 100")
    image = picture(qtbot, chart, 600, 300)
    solid = [
        (x, y) for x in range(image.width()) for y in range(image.height())
        if near(image.pixelColor(x, y), colour(Series.ONE))
    ]  # fmt: skip
    top, bottom = min(y for _, y in solid), max(y for _, y in solid)
    axis = 300 - 22
    assert abs(top - 14) <= 3 and abs(bottom - axis) <= 3, "from none to all of the highest rung"
    hour = (600 - 38 - 44) / 10
    assert abs(min(x for x, _ in solid) - (38 + hour)) <= 4, "8 o'clock, an hour behind the first"
    assert abs(max(x for x, _ in solid) - (38 + hour * (800 - 420) / 60)) <= 6, "it goes on until now"


def test_charts_without_figures_are_empty_and_do_not_fail(qtbot: QtBot) -> None:
    for chart in (BarChart(), BarChart(stacked=True), LineChart(), LevelBars()):
        image = picture(qtbot, chart)
        assert not any(tall(image, series, x) for series in Series for x in range(0, 400, 7))


def test_rungs_are_round_numbers_up_to_the_highest() -> None:
    assert [steps(highest) for highest in (0, 1, 4, 7, 98, 300, 2001)] == [
        [0, 1], [0, 1], [0, 1, 2, 3, 4], [0, 2, 4, 6, 8], [0, 50, 100], [0, 100, 200, 300],
        [0, 1000, 2000, 3000],
    ]  # fmt: skip


def test_a_legend_names_each_series(qtbot: QtBot) -> None:
    legend = Legend({Series.ONE: "Đến", Series.TWO: "Tiêm"})
    image = picture(qtbot, legend, 240, 24)
    assert long(image, Series.ONE, 12) >= 10
