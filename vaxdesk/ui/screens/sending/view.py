"""The sending page: one sentence that says it all, figures, the day's ladder, what stands in the way, other ways."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QVBoxLayout, QWidget

from vaxdesk.domain.sealing import DayEnd
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.screen import Change, Keys, RawScan, ScreenWidget
from vaxdesk.ui.screens.sending.asked import Asked
from vaxdesk.ui.screens.sending.attention import Attention
from vaxdesk.ui.screens.sending.day_dialog import DayDialog
from vaxdesk.ui.screens.sending.join import Join
from vaxdesk.ui.screens.sending.lease_card import LeaseCard
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.other_ways import Neighbours, Stick
from vaxdesk.ui.screens.sending.pleas import Pleas
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.ui.screens.sending.verdict import Figures, Verdict
from vaxdesk.ui.screens.sending.whole_day import WholeDay
from vaxdesk.words import say

_SETTLED_MS = 300
_BELOW = 24  # px that stay free below what is brought into view
_PAGES = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class SendingView(ScreenWidget):
    """Shows a SendingState."""

    keys = (Keys("Ctrl ↵", "sending.keys.send"), Keys("Ctrl D", "sending.keys.seal"))
    concerns = frozenset(Change)

    def __init__(self, model: SendingModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("sending.title"), say("sending.subtitle"), parent=self)
        self._send = self._page.head(Button(say("sync.button.send_now"), Kind.PRIMARY, icon="sync", keys="Ctrl+Return"))
        self._send.clicked.connect(model.send_now)
        self._verdict, self._figures, self._day = Verdict(), Figures(), WholeDay(model)
        self._trouble, self._near, self._join = Attention(), Neighbours(), Join(model)
        self._lease, self._pleas, self._asked = LeaseCard(model), Pleas(model), Asked(model)
        self._stick = Stick(model.ports.stick) if model.ports.stick else None
        self._parts = (
            self._verdict, self._lease, self._pleas, self._asked, self._trouble, self._figures, self._day, self._near
        )
        self._lay_out()
        model.changed.connect(self.show_state)
        model.day_opened.connect(self._open_day)
        model.stick_ended.connect(lambda: QTimer.singleShot(0, self, self._show_stick))
        self.show_state(model.state)

    def show_state(self, state: SendingState) -> None:
        """Show how sending stands."""
        self._send.setEnabled(state.enrolled and not state.sending)
        self._send.set_words(say("sending.sending") if state.sending else say("sync.button.send_now"))
        for part in (*self._parts, self._join):
            part.show_state(state)
        self._join.setVisible(state.known and not state.enrolled)
        if self._stick is not None:
            self._stick.show_state(state)

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()
        self._send.setFocus()

    def accept_scan(self, scan: RawScan) -> bool:
        text = scan.payload if isinstance(scan.payload, str) else scan.payload.decode("utf-8", "replace")
        return self._join.scanned(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _PAGES.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._scroll.verticalScrollBar().triggerAction(step)

    def _open_day(self, end: DayEnd, days: tuple[str, ...]) -> None:
        if not self.findChildren(DayDialog):
            DayDialog(self, self._model, days if end.day in days else (end.day, *days)).open()

    def _show_stick(self) -> None:
        """What came of a stick stands at the end of the page, perhaps below what is seen of it.

        The page grows by the line that tells it, and lays itself out once or twice more: it is followed until it rests.
        """
        if self._stick is None:
            return
        self._scroll.widget().layout().activate()
        self._scroll.ensureWidgetVisible(self._stick.result, 0, _BELOW)
        bar, result = self._scroll.verticalScrollBar(), self._stick.result
        follow = bar.rangeChanged.connect(lambda: self._scroll.ensureWidgetVisible(result, 0, _BELOW))
        QTimer.singleShot(_SETTLED_MS, self, lambda: bar.rangeChanged.disconnect(follow))

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        above = (self._verdict, self._lease, self._pleas, self._asked, self._trouble, self._figures, self._join)
        for part in (*above, self._day, self._near, self._stick):
            if part is not None:
                column.addWidget(part)
        column.addStretch(1)
        self._scroll = self._page.add(scrolling(inner), stretch=1)
