"""The board on the screen: figures on top, outcomes beside the title, below them the people."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QStackedWidget

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import VisitRow
from vaxdesk.ui import written
from vaxdesk.ui.delivery_sign import delivery_face
from vaxdesk.ui.kit.chips import ChipFace, outcome_face, stage_face
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.ladder import Ladder
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.board.ends import Ends
from vaxdesk.ui.screens.board.figures import Figures
from vaxdesk.ui.screens.board.lines import LinesModel
from vaxdesk.ui.screens.board.model import BoardModel
from vaxdesk.ui.screens.board.state import BoardState
from vaxdesk.ui.verified_sign import verified_mark
from vaxdesk.words import say


class BoardView(ScreenWidget):
    """The screen; everything shown follows from the model's state."""

    keys = (Keys("↵", "board.keys.open"), Keys("← →", "board.keys.steps"))
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.ROSTER, Change.AEFI, Change.DAY, Change.SYNC))

    def __init__(self, model: BoardModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("board.title"), parent=self)
        self._ends = self._page.head(Ends())
        self._figures = self._page.add(Figures())
        self._ladder = self._page.add(Ladder())
        self._lines = LinesModel(COLUMNS)
        self._table = Table(self._lines, COLUMNS)
        self._nobody = Empty("users", "")
        self._body = self._page.add(QStackedWidget(), stretch=1)
        self._body.addWidget(self._table)
        self._body.addWidget(self._nobody)
        self.setFocusProxy(self._table)
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: BoardState) -> None:
        """Show figures, filter and lines; lines that stay keep their place under the cursor."""
        self._page.set_title(say("board.title"), written.long_day(state.day) if state.day else "")
        self._figures.show_figures(state.figures, state.stage, any_chosen=state.outcome is state.rung is None)
        self._ends.show_figures(state.figures, state.outcome)
        self._ladder.show_ladder(state.ladder, state.rung)
        self._ladder.setVisible(bool(state.ladder.states))
        self._lines.show_lines(state.shown)
        self._nobody.set_words(*_empty(state))
        self._body.setCurrentIndex(0 if state.shown or not state.read else 1)

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()
        self._table.setFocus()

    def search(self, text: str) -> bool:
        self._model.look_for(text)
        return True

    def submit(self, text: str) -> bool:
        self._model.look_for(text)
        self._model.open_first()
        return True

    def _wire(self) -> None:
        self._model.changed.connect(self.show_state)
        self._figures.chosen.connect(self._model.show_stage)
        self._ends.chosen.connect(self._model.show_outcome)
        self._ladder.chosen.connect(self._model.show_missing)
        self._table.opened.connect(lambda row: self._model.open_person(row.person.id))
        self._table.clicked.connect(lambda index: self._model.open_person(self._lines.row(index.row()).person.id))


def _empty(state: BoardState) -> tuple[str, str]:
    if not state.figures.everybody:
        return say("board.no_list"), say("board.no_list_text")
    return say("board.nobody"), say("board.nobody_text")


def _birth(row: VisitRow) -> str:
    return "  ·  ".join(part for part in (written.day(row.person.dob), written.sex(row.person.sex)) if part)


def _moment(row: VisitRow) -> str:
    last = max(row.received_at, row.screened_at, row.injected_at, row.left_at)
    return written.clock(last) if last else row.slot


def _number(row: VisitRow) -> str:
    return str(row.no) if row.no else ""


def _source(row: VisitRow) -> str:
    if not row.row and row.slot:  # invited to a planned session, not from a list
        return ""
    return str(row.row) if row.row else say("board.walk_in")


def _reaction(row: VisitRow) -> ChipFace | None:
    if not row.reaction:
        return None
    serious = row.reaction == "serious"
    return ChipFace(say(f"board.reaction.{row.reaction}"), Tone.HARM if serious else Tone.WAIT, "aefi")


def _verified(row: VisitRow) -> ChipFace | None:
    return verified_mark(row.verified)


def _stage(row: VisitRow) -> ChipFace:
    if row.stage is Stage.DONE and row.outcome is Outcome.VACCINATED:
        return outcome_face(row.outcome)
    return stage_face(row.stage, row.outcome)


def _sent(row: VisitRow) -> ChipFace | None:
    return delivery_face(row.sent) if row.sent else None


def _sign(row: VisitRow) -> ChipFace | None:
    face = _sent(row)
    return replace(face, text="") if face else None


def _chip_text(face: ChipFace | None) -> str:
    return face.text if face else ""


COLUMNS = (
    Column("board.column.no", _number, width=52, right=True, strong=True),
    Column("board.column.name", lambda row: row.person.name, strong=True),
    Column("board.column.birth", _birth, width=178),
    Column("board.column.verified", lambda row: _chip_text(_verified(row)), width=92, chip=_verified),
    Column("board.column.place", lambda row: row.person.adr or row.person.commune, width=112, spare=True),
    Column("board.column.row", _source, width=78, right=True, spare=True),
    Column("board.column.moment", _moment, width=74, right=True),
    Column("board.column.stage", lambda row: _chip_text(_stage(row)), width=172, chip=_stage),
    Column("board.column.sent", lambda row: _chip_text(_sent(row)), width=58, chip=_sign),
    Column("board.column.reaction", lambda row: _chip_text(_reaction(row)), width=104, chip=_reaction),
)
