"""The readiness page: what it asks of machine and store, what is tested by hand, what is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vaxdesk.domain.readiness.findings import Item, Light
from vaxdesk.domain.scanner_check import PAYLOADS, ScannerVerdict
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.printing import PaperJob
from vaxdesk.ui.screen import RawScan, Room, ScanSource
from vaxdesk.ui.screens.readiness.gallery import TODAY, TOMORROW, ports
from vaxdesk.ui.screens.readiness.model import ReadinessModel
from vaxdesk.ui.screens.readiness.state import Tried
from vaxdesk.ui.screens.readiness.view import ReadinessView
from vaxdesk.words import say


class Pc:
    """What this PC remembers of tests by hand, what was recorded, where the page sends people."""

    def __init__(self) -> None:
        self.tried = Tried()
        self.recorded: list[tuple[str, dict[str, str]]] = []
        self.asked: list[str] = []
        self.gone: list[object] = []
        self.camera: Trouble | None = None

    def ports(self, **changes: Any) -> Any:
        base = ports(ill=True)

        def look(day: str) -> Any:
            self.asked.append(day)
            return base.look(day)

        def keep(day: str, found: Any) -> None:
            self.recorded.append((day, {one.item.value: one.light.value for one in found}))

        def try_camera() -> None:
            if self.camera:
                raise self.camera

        given = {
            "look": look, "keep": keep, "try_camera": try_camera, "tried": lambda: self.tried, "cameras": lambda: 1,
            "keep_tried": lambda tried: setattr(self, "tried", tried),
        }  # fmt: skip
        return replace(base, **{**given, **changes})


@pytest.fixture
def pc() -> Pc:
    return Pc()


@pytest.fixture
def room(pc: Pc) -> Iterator[Room]:
    made = replace(a_room(), go=lambda *told: pc.gone.append(told[0]))
    yield made
    while made.notices.current:
        made.notices.dismiss()


@pytest.fixture
def view(qtbot: QtBot, pc: Pc, room: Room) -> ReadinessView:
    made = ReadinessView(ReadinessModel(room, pc.ports()))
    qtbot.addWidget(made)
    made.resize(1138, 596)
    made.show()
    made.activate()
    return made


def scan(view: ReadinessView, text: str) -> bool:
    return view.accept_scan(RawScan(text, ScanSource.WEDGE))


def press(qtbot: QtBot, view: ReadinessView, item: Item) -> None:
    qtbot.mouseClick(view._rows.row(item).button, Qt.MouseButton.LeftButton)


def test_everything_is_looked_at_for_tomorrow_and_the_worst_stands_on_top(view: ReadinessView, pc: Pc) -> None:
    state = view._model.state
    assert pc.asked == [TOMORROW]
    assert set(state.found) == set(Item) and not state.looking
    shown = [view._rows._layout.itemAt(at).widget() for at in range(len(Item))]
    lights = [next(state.found[item].light for item in Item if view._rows.row(item) is row) for row in shown]
    assert lights == sorted(lights, key=[Light.RED, Light.AMBER, Light.GREEN].index)
    assert view._whole._text.text() == say("readiness.summary.red", n=3)


def test_today_is_checked_when_chosen(qtbot: QtBot, view: ReadinessView, pc: Pc) -> None:
    qtbot.mouseClick(view._days[0], Qt.MouseButton.LeftButton)
    assert pc.asked == [TOMORROW, TODAY]
    qtbot.mouseClick(view._days[0], Qt.MouseButton.LeftButton)
    assert pc.asked == [TOMORROW, TODAY], "nothing is asked twice"


def test_three_codes_are_the_scanner_test(qtbot: QtBot, view: ReadinessView, pc: Pc) -> None:
    assert not scan(view, "VXT|x"), "other codes go where they are wanted"
    press(qtbot, view, Item.SCANNER)
    assert view._scan.isVisible()
    for text in PAYLOADS.values():
        assert scan(view, text)
    assert pc.tried == Tried(scanner=TODAY, verdict=ScannerVerdict.FINE)
    assert view._model.state.found[Item.SCANNER].light is Light.GREEN
    assert not view._scan.isVisible()
    press(qtbot, view, Item.SCANNER)
    for text in PAYLOADS.values():
        view.submit(text.swapcase())
    assert pc.tried.verdict is ScannerVerdict.CAPS_LOCK_ON
    assert say("scan.verdict.caps_lock_on") in view._rows.row(Item.SCANNER).now.text()
    press(qtbot, view, Item.SCANNER)
    press(qtbot, view, Item.SCANNER)
    assert not scan(view, "VXT|x"), "the test was left"


def test_the_camera_is_tried(qtbot: QtBot, view: ReadinessView, pc: Pc, room: Room) -> None:
    press(qtbot, view, Item.CAMERA)
    assert pc.tried.camera == TODAY
    assert view._model.state.found[Item.CAMERA].light is Light.GREEN
    pc.camera = Trouble(TroubleCode.NO_CAMERA)
    press(qtbot, view, Item.CAMERA)
    assert pc.tried.camera == ""
    assert room.notices.current.text == say("trouble.no_camera")


def test_somebody_must_say_that_the_page_came_out(qtbot: QtBot, pc: Pc, room: Room) -> None:
    job = PaperJob("t", "t.pdf", gather=lambda: None, draw=lambda _: b"", note=lambda **_: None)
    view = ReadinessView(ReadinessModel(room, pc.ports(test_page=lambda: job)))
    qtbot.addWidget(view)
    view.show()
    view.activate()
    model = view._model
    model._test = job
    model._printing.finished.emit(job)
    assert view._question.isVisible()
    view._question.answered.emit(True)
    assert pc.tried.printer == TODAY
    assert model.state.found[Item.PRINTER].light is Light.GREEN
    model._printing.finished.emit(job)
    view._question.answered.emit(False)
    assert (pc.tried.printer, model.state.asking) == ("", False)


def test_rows_lead_where_something_can_be_done(qtbot: QtBot, view: ReadinessView, pc: Pc) -> None:
    for item in (Item.ROSTER, Item.TEAM, Item.STOCK, Item.SECOND_PLACE, Item.LINE):
        press(qtbot, view, item)
    assert pc.gone == ["roster", "team", "stock", "settings", "sending"]


def test_the_check_is_recorded_with_every_light(qtbot: QtBot, pc: Pc, room: Room) -> None:
    sheets: list[Any] = []

    def sheet(day: str, found: Any) -> PaperJob:
        sheets.append((day, len(found)))
        return PaperJob("t", "t.pdf", gather=lambda: None, draw=lambda _: b"", note=lambda **_: None)

    view = ReadinessView(ReadinessModel(room, pc.ports(sheet=sheet)))
    qtbot.addWidget(view)
    view.activate()
    view._model._printing.start = lambda *_, **__: None
    view._keep.click()
    (day, lights), = pc.recorded
    assert day == TOMORROW and set(lights) == {item.value for item in Item}
    assert (lights["team"], lights["roster"]) == ("red", "green")
    assert sheets == [(TOMORROW, len(Item))]


def test_what_cannot_be_read_is_said(qtbot: QtBot, pc: Pc, room: Room) -> None:
    def broken(_: str) -> Any:
        raise Trouble(TroubleCode.DISK_FAILED)

    view = ReadinessView(ReadinessModel(room, pc.ports(look=broken)))
    qtbot.addWidget(view)
    view.activate()
    assert room.notices.current.text == say("trouble.disk_failed")
    assert Item.ROSTER not in view._model.state.found
    assert view._rows.row(Item.ROSTER).now.text() == say("readiness.looking")
