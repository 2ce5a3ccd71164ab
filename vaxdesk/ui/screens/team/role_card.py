"""One role of the team: its people as tiles, how many it lacks, and whether the next one named goes here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from vaxdesk.domain.team.member import Member
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.team.member_tile import MemberTile
from vaxdesk.ui.screens.team.state import TeamState
from vaxdesk.words import say


class RoleCard(Card):
    """`chosen(role)` when pressed, `opened(member)` when somebody's tile is."""

    chosen = Signal(str)
    opened = Signal(object)

    def __init__(self, role: str, digit: int) -> None:
        super().__init__(margin=12)
        self.role = role
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self._name = Label(f"{digit}  {say(f'team.role.{role}')}", Role.STRONG)
        self._lack = Chip()
        self.body.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._lack, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._people = QVBoxLayout()
        self._people.setSpacing(4)
        self.body.addLayout(self._people)
        self.body.addStretch(1)
        self._shown: tuple[Member, ...] = ()
        self.tiles: dict[str, MemberTile] = {}

    def show_state(self, state: TeamState) -> None:
        """Show who is there and who is lacking."""
        on = state.role == self.role
        self.set_ground("accent" if on else "plain")
        missing = state.missing(self.role)
        self._lack.show_face(ChipFace(say("team.lacks", n=missing) if missing else "", Tone.WAIT, "warn"))
        members = state.members(self.role)
        if members != self._shown:
            self._build(members)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit(self.role)

    def _build(self, members: tuple[Member, ...]) -> None:
        for tile in self.tiles.values():
            self._people.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._shown, self.tiles = members, {}
        for one in members:
            tile = MemberTile(one)
            tile.clicked.connect(lambda _, one=one: self.opened.emit(one))
            self.tiles[one.id] = tile
            self._people.addWidget(tile)

