"""Shows the current notice in the place of the status line, where it covers nothing of the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, IconButton, Kind
from vaxdesk.ui.kit.labels import Label, Picture, Role, restyle
from vaxdesk.ui.notices import Level, Notice, Notices
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_FACES = {
    Level.INFO: (Tone.ACCENT, "info"),
    Level.OK: (Tone.OK, "check-circle"),
    Level.WARN: (Tone.WAIT, "warn"),
    Level.ERROR: (Tone.HARM, "error"),
}
_LEAST = 48  # status line and the air below a page together are 52
_LEFT, _CLOCK = 10, 92  # the time of day stays to be seen


class NoticeBar(QFrame):
    """Floats at the foot of its parent; moves nothing on the page when it comes and goes; a long text grows upwards."""

    def __init__(self, parent: QWidget, notices: Notices) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._notices = notices
        self._picture = Picture("info", size=26)
        self._text = Label("", Role.STRONG)
        self._more = Label("", Role.SMALL, wrap=False)
        self._act = Button("", Kind.PLAIN)
        self._close = IconButton("close", say("kit.close"))
        self._act.clicked.connect(notices.act)
        self._close.clicked.connect(notices.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 1, 6, 1)
        layout.setSpacing(12)
        layout.addWidget(self._picture)
        layout.addWidget(self._text, 1)
        for widget in (self._more, self._act, self._close):
            layout.addWidget(widget)
        parent.installEventFilter(self)
        notices.changed.connect(self.show_notice)
        self.show_notice(notices.current)

    def show_notice(self, notice: Notice | None) -> None:
        """Show a notice, or nothing."""
        if notice is None:
            self.hide()
            return
        tone, icon = _FACES[notice.level]
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            restyle(self)
        self._picture.show_icon(icon, tone)
        self._text.setText(notice.text)
        self._text.setAccessibleName(f"{say(f'kit.level.{notice.level.value}')}: {notice.text}")
        waiting = self._notices.waiting
        self._more.setText(say("shell.more_notices", n=waiting) if waiting else "")
        self._more.setVisible(bool(waiting))
        self._act.set_words(notice.act.text if notice.act else "")
        self._act.setVisible(notice.act is not None)
        self.show()
        self.raise_()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return done

    def _place(self) -> None:
        room = self.parentWidget().size()
        width = room.width() - _LEFT - _CLOCK
        self.resize(width, self.height())
        self.layout().activate()  # the text takes its new width, and with it the height it needs
        height = max(_LEAST, self.layout().minimumSize().height())
        self.setGeometry(_LEFT, room.height() - height - 1, width, height)
