"""Sealing a day: what is still open, the seals there are, and the page to print. Days in the past too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.sealing import DayEnd, SealLine
from vaxdesk.domain.stock.places import table_no
from vaxdesk.ui import written
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, IconButton, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say


class DayDialog(question.QuestionDialog):
    """Shows the model's `day_end`; `days` are those that may be chosen, newest first."""

    def __init__(self, parent: QWidget, model: SendingModel, days: tuple[str, ...]) -> None:
        super().__init__(parent, say("dayseal.seal"))
        self._model, self._days = model, days
        self.setMinimumWidth(680)
        self._title = Label("", Role.SECTION)
        self.earlier = IconButton("chevron-left", say("dayseal.earlier"), keys="Alt+Left")
        self.later = IconButton("chevron-right", say("dayseal.later"), keys="Alt+Right")
        self._open = _Lines()
        self._seals = _Lines()
        self._why = Label(say("dayseal.nothing_written"), Role.SMALL)
        self.seal = Button(say("dayseal.seal"), Kind.PRIMARY, icon="shield", keys="Ctrl+Return", large=True)
        self.print_ = Button(say("dayseal.print"), icon="paper", keys="Ctrl+P")
        self.leave = Button(say("kit.confirm.leave"), keys="Esc")
        self._lay_out()
        self.earlier.clicked.connect(lambda: self._go(1))
        self.later.clicked.connect(lambda: self._go(-1))
        self.seal.clicked.connect(model.seal)
        self.print_.clicked.connect(model.print_seal)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(model.close_day)
        model.changed.connect(self.show_state)
        self.show_state(model.state)
        self.seal.setFocus()

    def show_state(self, state: SendingState) -> None:
        """Show how the day stands."""
        end = state.day_end
        if end is None:
            self.accept()
            return
        self.setWindowTitle(say("dayseal.title", day=written.day(end.day)))
        self._title.setText(say("dayseal.title", day=written.long_day(end.day)))
        self._open.show_lines((*checks(end), *vaccine_lines(end)))
        self._seals.show_lines(seal_lines(end, now=state.now))
        self.seal.set_words(say("dayseal.again" if end.seals else "dayseal.seal"))
        self.seal.setEnabled(not state.sealing)
        self.print_.setVisible(bool(end.seals))
        at = self._at(end)
        self.earlier.setEnabled(at + 1 < len(self._days))
        self.later.setEnabled(at > 0)
        question.fit(self)

    def said(self) -> str:
        """The sentences shown, for tests."""
        return "\n".join((*self._open.said(), *self._seals.said()))

    def _at(self, end: DayEnd) -> int:
        return self._days.index(end.day) if end.day in self._days else 0

    def _go(self, step: int) -> None:
        end = self._model.state.day_end
        if end is not None and 0 <= self._at(end) + step < len(self._days):
            self._model.look_at_day(self._days[self._at(end) + step])

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.earlier)
        head.addWidget(self.later)
        layout.addLayout(head)
        layout.addWidget(self._open)
        layout.addWidget(self._seals)
        layout.addWidget(self._why)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.print_)
        foot.addWidget(self.seal)
        layout.addLayout(foot)


Line = tuple[str, Tone, str]  # icon, tone, sentence


class _Lines(Card):
    """Sentences with their signs."""

    def __init__(self) -> None:
        super().__init__(ground="sunk", margin=14)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)
        self._shown: tuple[Line, ...] = ()

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these."""
        self.setVisible(bool(lines))
        if lines == self._shown:
            return
        self._shown = lines
        empty(self._rows)
        for icon, tone, text in lines:
            box = QWidget()
            line = bare(QHBoxLayout(box))
            line.setSpacing(10)
            line.addWidget(Picture(icon, tone, size=20), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(text, Role.BODY), 1)
            self._rows.addWidget(box)

    def said(self) -> tuple[str, ...]:
        return tuple(text for _, _, text in self._shown)


def checks(end: DayEnd) -> tuple[Line, ...]:
    """What is still open, a sentence each; one sentence when nothing is."""
    gaps = {rung: len(end.ladder.missing.get(rung, ())) for rung in end.ladder.rungs}
    counted = (
        ("open", "hourglass", gaps.get(Rung.OUTCOME, 0)),
        ("observed", "observation", len(end.ladder.observed)),
        ("unvouched", "edit", end.unvouched),
        ("unsent", "disk", gaps.get(Rung.SENT, 0)),
        ("unconfirmed", "upload", gaps.get(Rung.CONFIRMED, 0)),
        ("waiting", "sync", 0 if end.ladder.alone else end.waiting),
    )
    found = [(icon, Tone.WAIT, say(f"dayseal.{key}", n=n)) for key, icon, n in counted if n]
    found += [("warn", Tone.WAIT, say(f"sync.verdict.{code}")) for code in end.refused]
    if found:
        return (*found, ("info", Tone.NEUTRAL, say("dayseal.may")))
    return (("check-circle", Tone.OK, say("dayseal.ready_alone" if end.ladder.alone else "dayseal.ready")),)


def vaccine_lines(end: DayEnd) -> tuple[Line, ...]:
    """Vaccine at tables: issued = used + wasted + returned, and where it differs; nothing on a day without issues."""
    if not end.vaccine:
        return ()
    names = ("used", "wasted", "returned", "difference")
    sums = {name: sum(getattr(one, name) for one in end.vaccine) for name in names}
    issued = sum(one.opening + one.issued + one.extra + one.other for one in end.vaccine)
    whole = all(one.settled for one in end.vaccine)
    found: list[Line] = [("check-circle" if whole else "vial", Tone.OK if whole else Tone.WAIT,
                          say("dayseal.vaccine", issued=issued, **sums))]  # fmt: skip
    found += [
        ("warn", Tone.WAIT, say("dayseal.vaccine_off", no=table_no(one.place), lot=one.number, n=one.difference))
        for one in end.vaccine
        if not one.settled
    ]
    return tuple(found)


def seal_lines(end: DayEnd, *, now: int) -> tuple[Line, ...]:
    """The seals of the day, the one that counts first, and what came after it."""
    lines: list[Line] = []
    if end.after:
        lines.append(("warn", Tone.WAIT, say("dayseal.after", n=end.after)))
    for at, one in enumerate(reversed(end.seals)):
        lines.append(_sealed(one, now=now) if at == 0 else _superseded(one, now=now))
    return tuple(lines)


def _sealed(one: SealLine, *, now: int) -> Line:
    counts = {name: written.count(getattr(one, name)) for name in ("people", "outcomes", "confirmed")}
    text = say("dayseal.sealed", at=written.moment(one.at, now=now), by=one.by, **counts)
    return "shield", Tone.OK, text


def _superseded(one: SealLine, *, now: int) -> Line:
    return "shield", Tone.NEUTRAL, say("dayseal.superseded", at=written.moment(one.at, now=now), by=one.by)
