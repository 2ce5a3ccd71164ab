"""The team on the screen: a board by role, and the bar by which people are added."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, IconButton
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.team.add_bar import AddBar
from vaxdesk.ui.screens.team.member_dialog import MemberDialog
from vaxdesk.ui.screens.team.model import TeamModel
from vaxdesk.ui.screens.team.role_card import RoleCard
from vaxdesk.ui.screens.team.state import TeamState
from vaxdesk.words import say

_COLUMNS = 4


class TeamView(ScreenWidget):
    """Shows a TeamState."""

    keys = (
        Keys("↵", "team.keys.add"),
        Keys("Alt 1 … 8", "team.keys.role"),
        Keys("Alt ← →", "team.keys.day"),
    )
    concerns = frozenset((Change.TEAM, Change.USERS, Change.PLAN, Change.DAY))

    def __init__(self, model: TeamModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("team.title"), parent=self)
        self.source = self._page.head(PickField(""))
        self.copy = self._page.head(Button(say("team.copy"), icon="download"))
        earlier = self._page.head(IconButton("chevron-left", say("team.earlier"), keys="Alt+Left"))
        later = self._page.head(IconButton("chevron-right", say("team.later"), keys="Alt+Right"))
        self.cards = {role.value: RoleCard(role.value, at) for at, role in enumerate(TeamRole, 1)}
        board = QWidget()
        grid = QGridLayout(board)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for at, card in enumerate(self.cards.values()):
            grid.addWidget(card, at // _COLUMNS, at % _COLUMNS)
            card.chosen.connect(self._choose)
            card.opened.connect(self._open)
            keys = QShortcut(QKeySequence(f"Alt+{at + 1}"), self)  # chooses a role without leaving the name
            keys.activated.connect(lambda role=card.role: self._choose(role))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self._page.add(scrolling(board), stretch=1)
        self.bar = self._page.add(AddBar(model))
        earlier.clicked.connect(lambda: model.step(-1))
        later.clicked.connect(lambda: model.step(1))
        self.copy.clicked.connect(lambda: self.source.value() and model.take_over(self.source.value()))
        model.changed.connect(self.show_state)
        self.setFocusProxy(self.bar)
        self.show_state(model.state)

    def show_state(self, state: TeamState) -> None:
        """Show the team of the day."""
        self._page.set_title(say("team.title"), written.long_day(state.day) if state.day else "")
        days = state.board.days if state.board else ()
        self.source.show_options([(day, written.day(day)) for day in days])
        for one in (self.source, self.copy):
            one.setVisible(bool(days))
        for card in self.cards.values():
            card.show_state(state)
        self.bar.show_state(state)

    def activate(self, subject: object | None = None) -> None:
        if isinstance(subject, str) and subject:
            self._model.show_day(subject)
        self._model.look()
        self.bar.setFocus()

    def _choose(self, role: str) -> None:
        self._model.choose_role(role)
        self.bar.setFocus()

    def _open(self, member: Member) -> None:
        MemberDialog(self, self._model, member).open()
