"""Through the window: the evening before, the lead checks the PC, mends what can be mended, and records the check."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, WallClock, desktop
from vaxdesk.domain.payloads import Appt, Person, Ready
from vaxdesk.domain.readiness.findings import Item, Light
from vaxdesk.domain.scanner_check import PAYLOADS
from vaxdesk.journal import line
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.readiness.view import ReadinessView

TOMORROW = "2026-12-02"


def test_the_evening_before(qtbot: QtBot, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with desktop(qtbot, tmp_path / "pc", now=WallClock("16:30")) as pc:
        acts.set_up(pc)
        with pc.desk.store.writing(user=1) as w:
            for row in range(1, 4):
                w.add("appt", Appt(day=TOMORROW, row=row), of=w.add("person", Person(name=f"Lò Thị {row}")))
        pc.front()
        pc.press(Qt.Key.Key_9, CONTROL)
        view = pc.view("readiness")
        assert isinstance(view, ReadinessView) and pc.shell.current == "readiness"
        pc.until(lambda: len(pc.state("readiness").found) == len(Item))
        found = pc.state("readiness").found
        assert pc.state("readiness").day == TOMORROW
        assert found[Item.ROSTER].facts == {"people": 3}
        assert (found[Item.STOCK].word, found[Item.SECOND_PLACE].word) == ("none", "none")
        assert (found[Item.SCANNER].word, found[Item.LINE].word) == ("never", "alone")
        assert found[Item.DISK].light in Light and found[Item.BATTERY].light in Light

        pc.click(view._rows.row(Item.SCANNER).button)
        for text in PAYLOADS.values():
            view.accept_scan(RawScan(text, ScanSource.WEDGE))
        assert pc.state("readiness").found[Item.SCANNER].light is Light.GREEN
        assert pc.work.settings.tried["verdict"] == "fine", "kept for the next start"

        pc.work.apply({"second_place": str(stick)})
        pc.click(view._again)
        pc.until(lambda: not pc.state("readiness").looking)
        assert pc.state("readiness").found[Item.SECOND_PLACE].light is Light.GREEN

        pc.press(Qt.Key.Key_Return, CONTROL)
        pc.asked(PrintPreview).reject()
        pc.until(lambda: pc.state("readiness").recorded is not None)
        (told,) = [line.decode(text.encode()) for text in pc.lines().values() if '"k":"ready"' in text]
        said = msgspec.json.decode(told.d, type=Ready)
        assert (said.day, said.lights["stock"], said.lights["scanner"]) == (TOMORROW, "red", "green")
