"""The readiness page: the whole of it in one sentence, then a row for each thing."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from vaxdesk.domain.readiness.findings import Item
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import Tile
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.screen import Change, Keys, RawScan, ScreenWidget
from vaxdesk.ui.screens.readiness.model import ReadinessModel
from vaxdesk.ui.screens.readiness.parts import Question, Scan, Whole
from vaxdesk.ui.screens.readiness.rows import Rows
from vaxdesk.ui.screens.readiness.state import ReadinessState
from vaxdesk.words import say

_BUTTONS = {
    Item.ROSTER: "readiness.open_roster",
    Item.TEAM: "readiness.open_team",
    Item.STOCK: "readiness.open_stock",
    Item.PRINTER: "readiness.print_test",
    Item.SCANNER: "readiness.scan_test",
    Item.CAMERA: "readiness.camera_test",
    Item.SECOND_PLACE: "readiness.choose_place",
    Item.LINE: "readiness.open_sending",
}
_PLACES = {
    Item.ROSTER: "roster", Item.TEAM: "team", Item.STOCK: "stock", Item.SECOND_PLACE: "settings", Item.LINE: "sending",
}  # fmt: skip


class ReadinessView(ScreenWidget):
    """Shows a ReadinessState."""

    keys = (Keys("Ctrl R", "readiness.keys.again"), Keys("Ctrl ↵", "readiness.keys.keep"))
    concerns = frozenset((Change.ROSTER, Change.STOCK, Change.DAY, Change.SETTINGS))

    def __init__(self, model: ReadinessModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("readiness.page"), parent=self)
        self._days = (Tile(""), Tile(""))
        self._page.head(self._day_tiles())
        self._whole = Whole()
        self._question = Question()
        self._scan = Scan()
        self._rows = Rows({item: say(key) for item, key in _BUTTONS.items()})
        for part in (self._whole, self._question, self._scan):
            self._page.add(part)
        self._page.add(scrolling(self._rows), stretch=1)
        self._last = self._page.foot(Label("", Role.SMALL, wrap=False), left=True)
        self._again = self._page.foot(Button(say("readiness.again"), icon="refresh", keys="Ctrl+R"))
        self._keep = self._page.foot(Button(say("readiness.keep"), Kind.PRIMARY, icon="paper", keys="Ctrl+Return"))
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: ReadinessState) -> None:
        """Show what was found so far."""
        for tile, day, key in zip(self._days, state.days, ("today", "tomorrow"), strict=True):
            tile.setText(f"  {say(f'readiness.{key}')} {written.day(day)}  ")
            tile.show_chosen(on=day == state.day)
        self._whole.show_state(state)
        self._question.setVisible(state.asking)
        self._scan.show_readings(state.scanning)
        self._rows.show_state(state)
        self._keep.setEnabled(len(state.findings) > 0 and not state.looking)
        last = state.recorded
        at = written.moment(last.at, now=self._model.now()) if last else ""
        self._last.setText(say("readiness.last", at=at, user=last.by) if last else "")

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()
        self._keep.setFocus()

    def accept_scan(self, scan: RawScan) -> bool:
        text = scan.payload if isinstance(scan.payload, str) else scan.payload.decode("utf-8", "replace")
        return self._model.scanned(text)

    def submit(self, text: str) -> bool:
        return self._model.scanned(text)

    def _day_tiles(self) -> QWidget:
        box, group = QWidget(), QButtonGroup(self)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        for at, tile in enumerate(self._days):
            group.addButton(tile)
            layout.addWidget(tile)
            tile.clicked.connect(lambda _=False, at=at: self._model.choose(self._model.state.days[at]))
        return box

    def _wire(self) -> None:
        self._model.changed.connect(self.show_state)
        self._again.clicked.connect(self._model.look)
        self._keep.clicked.connect(self._model.keep)
        self._question.answered.connect(lambda well: self._model.came_out(well=well))
        self._rows.pressed.connect(self._pressed)

    def _pressed(self, item: Item) -> None:
        acts = {
            Item.PRINTER: self._model.print_test,
            Item.SCANNER: self._model.begin_scanner,
            Item.CAMERA: self._model.try_camera,
        }
        acts.get(item, lambda: self._model.go(_PLACES[item]))()
