"""What the dialogs of plan and team understand of what is typed, and whom letters mean."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vaxdesk.domain.plan.effects import Effects
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.team.board import TeamBoard
from vaxdesk.domain.views import UserView
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.screens.plan.gallery import _BOARD, _EFFECTS, _PEOPLE, _SESSION, _models
from vaxdesk.ui.screens.plan.saying import effects_texts
from vaxdesk.ui.screens.plan.session_dialog import SessionDialog, slots_of
from vaxdesk.ui.screens.team.add_bar import HourField
from vaxdesk.ui.screens.team.state import Someone, TeamState

_USERS = (
    UserView(no=1, name="Lò Thị Mai", login="mai", roles=("lead",)),
    UserView(no=2, name="Hờ A Chứ", login="chu", roles=()),
)


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        ("7h30 8h30", {"07:30": 10, "08:30": 10}),
        ("13h30=12, 7h30", {"07:30": 10, "13:30": 12}),
        ("7h30;730", {"07:30": 10}),
        ("sáng", {}),
        ("7h30=nhiều", {}),
        ("", {}),
    ],
)
def test_hours_and_places_as_typed(typed: str, slots: dict[str, int]) -> None:
    assert slots_of(typed, 10) == slots


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mai", [Someone(1, "Lò Thị Mai")]),
        ("LO MA", [Someone(1, "Lò Thị Mai")]),
        ("h", [Someone(2, "Hờ A Chứ"), Someone(0, "Cầm Thị Hương")]),
        ("huong", [Someone(0, "Cầm Thị Hương")]),
        ("giàng", []),
        ("", []),
        ("-", []),
    ],
)
def test_whom_letters_mean(typed: str, meant: list[Someone]) -> None:
    board = TeamBoard(day="2026-12-01", users=_USERS, known=("Cầm Thị Hương",))
    assert list(TeamState(board=board, typed=typed).suggestions) == meant


def test_an_hour_is_written_out_or_complained_about(qtbot: QtBot) -> None:
    field = HourField("Từ")
    qtbot.addWidget(field)
    field.line.setText("7h30")
    field.line.editingFinished.emit()
    assert (field.value(), field.valid) == ("07:30", True)
    field.line.setText("trưa")
    field.line.editingFinished.emit()
    assert not field.valid
    assert "7h30" in field.below.text()


def test_a_session_is_shown_as_planned_and_given_back_unchanged(qtbot: QtBot) -> None:
    model, _ = _models(_BOARD)
    dialog = SessionDialog(None, model, _SESSION)
    qtbot.addWidget(dialog)
    plan = dialog.plan()
    for name in ("day", "campaign", "place", "slots", "note", "portal"):
        assert getattr(plan, name) == getattr(_SESSION, name)
    assert (tuple(plan.products), tuple(plan.lots)) == (_SESSION.products, _SESSION.lots)
    dialog.day.set_value("2026-11-26")
    dialog.day.edited.emit("2026-11-26")
    assert not dialog.agree.isEnabled(), "a day that is over cannot be planned"


def test_a_station_sees_and_sets_how_many_places_the_portal_has(qtbot: QtBot) -> None:
    model, _ = _models(_BOARD)
    dialog = SessionDialog(None, model, replace(_SESSION, slots={"07:30": 5, "08:30": 4}, portal=50))
    qtbot.addWidget(dialog)
    assert dialog.portal.below.text() == "4 chỗ để cổng đăng ký xếp"
    for typed, share, kept in (("100", 100, "9 chỗ"), ("", 0, "0 chỗ"), ("20", 20, "1 chỗ")):
        dialog.portal.set_value(typed)
        dialog.portal.edited.emit(typed)
        assert dialog.plan().portal == share
        assert dialog.portal.below.text().startswith(kept)
        assert dialog.agree.isEnabled()
    for typed in ("101", "x"):
        dialog.portal.set_value(typed)
        dialog.portal.edited.emit(typed)
        assert dialog.portal.below.text() == "Phần chỗ dành cho cổng đăng ký phải từ 0 đến 100 %."
        assert not dialog.agree.isEnabled()


def test_vaccines_out_of_use_are_not_lost_by_another_correction(qtbot: QtBot) -> None:
    model, _ = _models(_BOARD)
    session = replace(_SESSION, products=("OLD", "AZ", "COM-A"), kinds=("booster", "primary_2"))
    dialog = SessionDialog(None, model, session)
    qtbot.addWidget(dialog)
    assert dialog.plan().products == ["AZ", "COM-A", "OLD"]
    assert dialog.plan().kinds == ["primary_2", "booster_1", "booster_2"], "all of a kind, one by one"
    dialog.products.setFocus()
    qtbot.keyClick(dialog.products.tiles, Qt.Key.Key_1)
    assert dialog.plan().products == ["COM-A", "OLD"]
    qtbot.keyClick(dialog.products.tiles, Qt.Key.Key_1)
    assert dialog.plan().products == ["COM-A", "AZ", "OLD"], "the one chosen first is preferred"


def test_who_is_concerned_is_said_before_a_correction_is_saved(qtbot: QtBot) -> None:
    model, _ = _models(_BOARD, effects=_EFFECTS)
    dialog = SessionDialog(None, model, _SESSION)
    qtbot.addWidget(dialog)
    assert dialog.effects.text().splitlines() == [
        "21 người chuyển theo sang ngày 04/12/2026 và cần được báo lại.",
        "2 người ở ca không còn nữa sẽ sang ca khác còn chỗ.",
        "1 người mất chỗ và vào mục Cần xếp lại: chưa đủ khoảng cách với mũi trước (Nguyễn Thị Lành).",
    ]
    assert dialog.agree.isEnabled()
    model.become(effects=Refused(reason=Refusal.SESSION_BEGUN, facts={"n": 3}))
    assert dialog.effects.text().startswith("Đã có 3 người đến buổi này")
    assert not dialog.agree.isEnabled()


def test_what_a_correction_does_is_said_for_each_case() -> None:
    place = Effects(told=2, place=True)
    assert effects_texts(place) == ("2 người cần được báo địa điểm mới.",)
    assert effects_texts(place, done=True) == ("Hãy báo địa điểm mới cho 2 người.",)
    assert effects_texts(Effects()) == ()


def test_people_are_picked_and_put_back(qtbot: QtBot) -> None:
    model, _ = _models(_BOARD)
    model.pick(_PEOPLE[0])
    model.pick(_PEOPLE[1])
    assert model.state.choice.people == (_PEOPLE[0].id, _PEOPLE[1].id)
    model.pick(_PEOPLE[0])
    assert [one.id for one in model.state.hand] == [_PEOPLE[1].id]
    assert model.state.proposal is not None
    model.pick(_PEOPLE[1])
    assert model.state.proposal is None, "nobody is meant any more"
    del qtbot


def test_a_list_keeps_what_was_chosen_while_it_is_offered(qtbot: QtBot) -> None:
    field = PickField("x", (("a", "A"), ("b", "B")))
    qtbot.addWidget(field)
    assert field.value() == "a"
    field.set_value("b")
    field.show_options((("b", "B"), ("c", "C")))
    assert field.value() == "b"
    field.show_options((("c", "C"),))
    assert field.value() == "c"
    field.show_options(())
    assert field.value() == ""
