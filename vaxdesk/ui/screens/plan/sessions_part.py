"""The sessions: at the left all of them, at the right one with its slots, what it lacks, and its people."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.plan.board import SessionPage
from vaxdesk.domain.plan.reasons import CancelReason, TakeOutReason
from vaxdesk.domain.plan.session import AllottedView, SessionView
from vaxdesk.ui import reasons, theme, written
from vaxdesk.ui.asking import ask
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Elided, Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.plan.allot_dialog import AllotDialog
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.move_dialog import MoveDialog
from vaxdesk.ui.screens.plan.print_dialog import BOOK, PrintDialog
from vaxdesk.ui.screens.plan.saying import doses_text, lack_text
from vaxdesk.ui.screens.plan.session_dialog import SessionDialog
from vaxdesk.ui.screens.plan.slot_bars import SlotBars
from vaxdesk.ui.screens.plan.state import PlanState
from vaxdesk.ui.screens.plan.waiting_dialog import WaitingDialog
from vaxdesk.words import say

_LEFT, _LEFT_AT_MOST = 350, 410
_LARGE = 1.2  # letters


class SessionsPart(QWidget):
    """Shows a PlanState."""

    def __init__(self, model: PlanModel) -> None:
        super().__init__()
        self._model = model
        columns = _session_columns()
        self._sessions = RowsModel(columns, key=lambda one: one.id)
        self.list = Table(self._sessions, columns)
        self.new = Button(say("plan.new_session"), Kind.PLAIN, icon="plus", keys="Ctrl+N")
        self.waiting = Button("", icon="warn")
        self._none = Empty("calendar", say("plan.none"), say("plan.none_text"))
        self.detail = _Detail(model)
        self.detail.hide()  # until there is a session: all its buttons together would make the page wider
        self._lay_out()
        self.new.clicked.connect(self._ask_new)
        self.waiting.clicked.connect(lambda: WaitingDialog(self, model).open())
        self.list.picked.connect(lambda one: one and one.id != model.state.chosen and model.choose(one.id))
        self.setFocusProxy(self.list)

    def show_state(self, state: PlanState) -> None:
        """Show sessions and the one chosen."""
        sessions = state.board.sessions if state.board else ()
        self._sessions.set_rows(sessions)
        at = self._sessions.place_of(state.chosen)
        if at >= 0 and self.list.currentIndex().row() != at:
            self.list.setCurrentIndex(self._sessions.index(at, 0))
        replan = state.board.replan if state.board else 0
        self.waiting.set_words(say("plan.replan", n=replan))
        self.waiting.setVisible(bool(replan))
        self.detail.setVisible(state.session is not None)
        self._none.setVisible(state.board is not None and not sessions)
        self.detail.show_state(state)

    def _ask_new(self) -> None:
        SessionDialog(self, self._model, None).open()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(min(_wide(_LEFT), _LEFT_AT_MOST))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.new)
        column.addWidget(self.waiting)
        column.addWidget(self.list, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(left)
        layout.addWidget(self._none, 1)
        layout.addWidget(self.detail, 1)


class _Detail(Card):
    """One session."""

    def __init__(self, model: PlanModel) -> None:
        super().__init__(margin=16)
        self._model = model
        self._head, self._under = Label("", Role.SECTION, wrap=False), Elided("", Role.SOFT)
        self.allot = Button(say("plan.allot"), Kind.PRIMARY, icon="user-plus", keys="Ctrl+Return")
        self.edit = Button(say("plan.edit"))
        self.close = Button(say("plan.close"), icon="check")
        self.reopen = Button(say("plan.reopen"), icon="undo")
        self.cancel = Button(say("plan.cancel"), Kind.HARM)
        self.bars = SlotBars()
        self._lacks = Label("", Role.ADVICE)
        columns = _people_columns()
        self._rows = RowsModel(columns, key=lambda one: one.id)
        self.people = Table(self._rows, columns)
        self.shift, self.out = Button(say("plan.move"), icon="arrow-right"), Button(say("plan.take_out"), icon="minus")
        self.papers = Button(say("plan.papers"), icon="paper", keys="Ctrl+P")
        self._lay_out()
        self._wire()

    def show_state(self, state: PlanState) -> None:
        """Show the session chosen."""
        session, page = state.session, state.page
        if session is None or page is None:
            return
        self._head.setText(written.long_day(session.day))
        self._under.setText(_facts(session, page, dict(self._model.ports.products())))
        self.bars.show_slots(session.slots, session.filled, chosen=state.slot)
        products = dict(self._model.ports.products())
        self._lacks.setText("\n".join(lack_text(one.lack, one.facts, products) for one in page.shortages))
        self._lacks.setVisible(bool(page.shortages))
        self._rows.set_rows(state.people)
        self._show_acts(session, page, state)

    def _show_acts(self, session: SessionView, page: SessionPage, state: PlanState) -> None:
        """What may be done: one that is over can only be reopened; one that was held is closed, another cancelled."""
        closed, held = bool(session.closed), bool(page.came) or session.day < state.today
        for one in (self.allot, self.edit):
            one.setVisible(not closed)
        self.close.setVisible(not closed and held)
        self.reopen.setVisible(closed)
        self.cancel.setVisible(not closed and not held)
        for one in (self.shift, self.out):
            one.setEnabled(bool(state.people) and not state.busy and not closed)
        for one in (self.close, self.reopen, self.cancel):
            one.setEnabled(not state.busy)

    def _wire(self) -> None:
        self.allot.clicked.connect(lambda: AllotDialog(self, self._model).open())
        self.edit.clicked.connect(lambda: SessionDialog(self, self._model, self._model.state.session).open())
        self.cancel.clicked.connect(self._ask_cancel)
        self.close.clicked.connect(self._ask_close)
        self.reopen.clicked.connect(self._model.reopen)
        self.bars.chosen.connect(self._model.show_slot)
        self.people.opened.connect(lambda _: self._ask_move())
        self.shift.clicked.connect(self._ask_move)
        self.out.clicked.connect(self._ask_out)
        self.papers.clicked.connect(self._ask_paper)

    def _ask_cancel(self) -> None:
        session = self._model.state.session
        if session is None:
            return
        title = say("plan.cancel_title", day=written.day(session.day))
        text, agree = say("plan.cancel_text", n=session.people), say("plan.cancel")
        options = reasons.options(CancelReason)
        ask(Confirm(self, title, text=text, agree=agree, reasons=options, tone=Tone.HARM), self._model.cancel)

    def _ask_close(self) -> None:
        page = self._model.state.page
        if page is None:
            return
        title = say("plan.close_title", day=written.day(page.session.day))
        text = say("plan.close_text", people=len(page.people), came=page.came, absent=page.absent)
        question = Confirm(self, title, text=text, agree=say("plan.close"))
        ask(question, lambda _: self._model.close())

    def _ask_move(self) -> None:
        if not self.shift.isEnabled():
            return
        MoveDialog(self, self._model, self.people.current()).open()

    def _ask_out(self) -> None:
        one: AllottedView | None = self.people.current()
        if one is None:
            self._model.room.notices.info(say("plan.pick_person"))
            return
        title = say("plan.take_out_title", name=one.person.name)
        question = Confirm(self, title, agree=say("plan.take_out"), reasons=reasons.options(TakeOutReason))
        ask(question, lambda why: self._model.take_out((one.id,), why))

    def _ask_paper(self) -> None:
        session = self._model.state.session
        if session is not None:
            PrintDialog(self, session.people, self._paper).open()

    def _paper(self, kind: str) -> None:
        if kind == BOOK:
            self._ask_book()
        else:
            self._model.print_paper(kind)

    def _ask_book(self) -> None:
        session = self._model.state.session
        name = say("plan.book_name", day=session.day if session else "")
        found, _ = QFileDialog.getSaveFileName(self, say("plan.print.book"), name, "Excel (*.xlsx)")
        if found:
            self._model.save_invitations(found if found.lower().endswith(".xlsx") else f"{found}.xlsx")

    def _lay_out(self) -> None:
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Expanding)
        head = row(self._head, self._under)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        acts = row(self.allot, self.edit)
        acts.addStretch(1)
        for one in (self.reopen, self.close, self.cancel):
            acts.addWidget(one)
        self.body.addLayout(acts)
        self.add(self.bars)
        self.add(self._lacks)
        self.add(self.people, stretch=1)
        foot = row(self.papers)
        foot.addStretch(1)
        foot.addWidget(self.out)
        foot.addWidget(self.shift)
        self.body.addLayout(foot)


def _facts(session: SessionView, page: SessionPage, products: dict[str, str]) -> str:
    vaccine = ", ".join(products.get(code, code) for code in session.products)
    doses = "" if page.doses is None else say("plan.doses", n=page.doses)
    ended = say("plan.ended", day=written.day(session.closed), n=page.came) if session.closed else ""
    kept = say("plan.kept", n=session.kept) if session.kept and not session.closed else ""
    given = (vaccine, doses_text(session.kinds), ", ".join(session.lots), doses)
    parts = (ended, session.place, *given, kept, session.note)
    return " · ".join(part for part in parts if part)


def _full(one: SessionView) -> str:
    return say("plan.ended_short") if one.closed else f"{one.people} / {one.places}"


def _wide(pixels: int) -> int:
    """A width at the size of letters in use: a day or an hour that is cut says nothing."""
    return round(pixels * theme.look().scale)


def _session_columns() -> tuple[Column, ...]:
    return (
        Column("plan.column.day", lambda one: written.day(one.day), width=134, strong=True),
        Column("plan.column.place", lambda one: one.place),
        Column("plan.column.people", _full, width=98, right=True),
    )


def _people_columns() -> tuple[Column, ...]:
    """With large letters the telephone is left to the printed list."""
    columns = (
        Column("plan.column.slot", lambda one: one.slot, width=74),
        Column("plan.column.name", lambda one: one.person.name, strong=True),
        Column("plan.column.born", lambda one: written.day(one.person.dob), width=126),
        Column("plan.column.home", lambda one: one.person.adr or one.person.commune, width=140),
        Column("plan.column.phone", lambda one: one.person.tel, width=132),
    )
    return columns if theme.look().scale < _LARGE else columns[:-1]
