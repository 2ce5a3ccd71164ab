"""The line at the bottom: what is saved here, what waits to be sent and since when, the last contact, the time."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.standing import Standing
from vaxdesk.words import say

_OLD_CONTACT = 24 * 3600  # a day without contact is worth a look, less is everyday life


class StatusLine(QFrame):
    """Shows a `Standing` at an instant; offline is a state, not an error."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self.setFixedHeight(38)
        self._saved, self._waiting, self._contact = _Fact(), _Fact(), _Fact()
        self._time = Label("", Role.STRONG, wrap=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 20, 0)
        layout.setSpacing(26)
        for fact in (self._saved, self._waiting, self._contact):
            layout.addWidget(fact)
        layout.addStretch(1)
        layout.addWidget(self._time)

    def show_standing(self, standing: Standing, *, now: int) -> None:
        """Say in plain words how the desk stands at an instant (seconds since 1970)."""
        saved = say("shell.saved", n=standing.saved, count=written.count(standing.saved))
        self._saved.show_fact("disk", Tone.OK, saved)
        self._waiting.show_fact(*_waiting(standing, now=now))
        self._contact.show_fact(*_contact(standing, now=now))
        self._time.setText(written.clock(now))

    def words(self) -> tuple[str, ...]:
        """The sentences shown, for tests and screen readers."""
        return tuple(fact.text() for fact in (self._saved, self._waiting, self._contact) if fact.text())


def _waiting(standing: Standing, *, now: int) -> tuple[str, Tone, str]:
    if not standing.enrolled:
        return "offline", Tone.NEUTRAL, say("shell.not_enrolled")
    if standing.sending:
        return "sync", Tone.ACCENT, say("shell.sending", n=standing.waiting, count=written.count(standing.waiting))
    if not standing.waiting:
        return "check-circle", Tone.OK, say("shell.all_sent")
    facts = {"n": standing.waiting, "count": written.count(standing.waiting)}
    since = written.moment(standing.waiting_since, now=now)
    return "sync", Tone.WAIT, say("shell.waiting", since=since, **facts)


def _contact(standing: Standing, *, now: int) -> tuple[str, Tone, str]:
    if not standing.enrolled:
        return "", Tone.NEUTRAL, ""
    if not standing.last_contact:
        return "offline", Tone.NEUTRAL, say("shell.never_contacted")
    old = now - standing.last_contact > _OLD_CONTACT
    ago = written.ago(standing.last_contact, now=now)
    return "clock", Tone.WAIT if old else Tone.NEUTRAL, say("shell.contact", ago=ago)


class _Fact(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture("info", Tone.NEUTRAL, size=18)
        self._label = Label("", Role.SMALL, wrap=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        layout.addWidget(self._picture)
        layout.addWidget(self._label)

    def show_fact(self, icon: str, tone: Tone, text: str) -> None:
        self._picture.show_icon(icon, tone)
        self._label.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._label.text()
