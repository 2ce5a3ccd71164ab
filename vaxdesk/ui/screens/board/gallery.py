"""The board in its states, with synthetic people."""

from __future__ import annotations

from vaxdesk.domain.board_news import BoardNews
from vaxdesk.domain.completeness import Completeness, DayPerson, Rung, completeness
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import PersonView, VisitRow
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.board.model import BoardModel
from vaxdesk.ui.screens.board.view import BoardView

DAY = "2026-11-23"
NOW = 1_795_400_000
_NAMES = (
    "Nguyễn Thị Lành", "Sùng A Páo", "H'Hen Niê", "Lò Văn Ngạn", "Giàng Thị Dở", "Bùi Thị Ắng", "Trần Quốc Vượng",
    "Hoàng Thị Thuý Quỳnh", "Đặng Thị Ngọc Phượng", "Y Bhiông Mlô", "Vàng A Chứ", "Phạm Đình Khoẻ",
)
_PLACES = (
    (Stage.INJECTED, None, "common"), (Stage.SCREENED, None, ""), (Stage.RECEIVED, None, ""),
    (Stage.DONE, Outcome.DEFERRED, ""), (Stage.OBSERVED, Outcome.VACCINATED, ""), (Stage.DONE, Outcome.VACCINATED, ""),
    (Stage.DONE, Outcome.DECLINED, ""), (Stage.INJECTED, Outcome.VACCINATED, "serious"), (Stage.WAITING, None, ""),
    (Stage.DONE, Outcome.CONTRAINDICATED, ""), (Stage.WAITING, None, ""), (Stage.DONE, Outcome.REFERRED, ""),
)


def lines(number: int) -> tuple[VisitRow, ...]:
    """So many lines of a day under way."""
    return tuple(_line(at) for at in range(number))


def _line(at: int) -> VisitRow:
    stage, outcome, reaction = _PLACES[at % len(_PLACES)] if at < 60 else (Stage.WAITING, None, "")
    received = stage is not Stage.WAITING
    sex = "M" if at % 3 == 1 else "F"
    return VisitRow(
        person=PersonView(
            id=f"0000000000001.{at + 2}",
            name=_NAMES[at % len(_NAMES)],
            dob=f"{1950 + at % 50}-0{at % 9 + 1}-1{at % 9}" if at % 4 else str(1950 + at % 50),
            sex=sex,
            doc=f"0151{90 + at % 10}00{at:04}",
            adr=("Thôn Cu Vai", "Bản Háng Xê", "Xóm Bái, tổ dân phố số 4", "")[at % 4],
            commune="Xã Xà Hồ",
        ),
        day=DAY,
        stage=stage,
        outcome=outcome,
        no=at + 1 if received else 0,
        row=0 if at % 7 == 6 else at + 9,
        slot="" if received else "09:30",
        received_at=NOW - 60 * at if received else 0,
        reaction=reaction,
        walk_in=at % 7 == 6,
        verified=("right", "", "corrected", "", "no_doc")[at % 5],
    )


def ladder(rows: tuple[VisitRow, ...]) -> Completeness:
    """How far these people would have come on a line that fell in the afternoon."""
    states = (Delivery.CONFIRMED,) * 5 + (Delivery.SENT, Delivery.SAVED)
    return completeness(
        DAY,
        (
            DayPerson(person=one.person.id, stage=one.stage, outcome=one.outcome, states=(states[at % len(states)],))
            for at, one in enumerate(rows)
        ),
    )


def board(number: int) -> tuple[BoardModel, BoardView]:
    """A board with so many lines."""
    told = BoardNews(day=DAY, mark={1: 1}, rows=lines(number))
    found = ladder(told.rows)
    model = BoardModel(a_room(), news=lambda *_: told, meter=lambda: found)
    view = BoardView(model)
    model.look()
    return model, view


def _outcome() -> BoardView:
    model, view = board(320)
    model.show_outcome(Outcome.DEFERRED)
    return view


def _missing() -> BoardView:
    model, view = board(320)
    model.show_missing(Rung.SENT)
    return view


def _none() -> BoardView:
    model, view = board(20)
    model.look_for("không có tên này")
    return view


GALLERY: tuple[Sample, ...] = (
    Sample("board-day", lambda: board(320)[1]),
    Sample("board-deferred", _outcome),
    Sample("board-missing", _missing),
    Sample("board-nobody", _none),
    Sample("board-empty", lambda: board(0)[1]),
)
