"""The band of a practice station: the exercise at hand, its steps, the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vaxdesk.domain.exercises.book import Topic, of
from vaxdesk.domain.exercises.did import Target
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.palette import CALM, STARK, contrast, practising
from vaxdesk.ui.practice.band import PracticeBand
from vaxdesk.ui.practice.model import PracticeModel, PracticeState
from vaxdesk.words import say


class Lesson(msgspec.Struct, frozen=True):
    topic: Topic
    target: Target
    done: tuple[bool, ...]
    passed: frozenset[Topic] = frozenset()


class Desk:
    """Answers with a lesson, and notes which was begun."""

    def __init__(self) -> None:
        self.lesson: Lesson | None = Lesson(
            Topic.WALK_IN, Target(name="Vàng Thị Xuân", dob="1988-03-08"), (True, False), frozenset({Topic.RECEIVE})
        )
        self.begun: list[Topic] = []
        self.gone: list[str] = []

    def begin(self, topic: Topic) -> Lesson:
        self.begun.append(topic)
        return Lesson(topic, Target(name="A", doc="015190001234"), (False,) * len(of(topic).steps))


@pytest.fixture
def world() -> Desk:
    return Desk()


@pytest.fixture
def band(qtbot: QtBot, world: Desk) -> PracticeBand:
    room = replace(a_room(), go=lambda key, *_: world.gone.append(key))
    made = PracticeBand(PracticeModel(room, look=lambda: world.lesson, begin=world.begin))
    qtbot.addWidget(made)
    made.resize(1138, 70)
    made.show()
    made._model.look()
    return made


def test_it_says_what_is_to_be_done_and_what_was(band: PracticeBand) -> None:
    assert band._sign.text() == "THỰC HÀNH"
    assert band._title.text() == "Bài 3: Người chưa có trong danh sách"
    assert band._text.text() == "✓ Đăng ký “Vàng Thị Xuân”, sinh 08/03/1988.   ○ Tiếp đón người đó."
    assert band._all.words == "Đạt 1/10 bài"
    assert not band._next.isVisible()


def test_the_screen_of_the_exercise_is_opened(qtbot: QtBot, band: PracticeBand, world: Desk) -> None:
    qtbot.mouseClick(band._open, Qt.MouseButton.LeftButton)
    assert world.gone == ["reception"]


def test_a_passed_exercise_leads_to_the_next_not_passed(qtbot: QtBot, band: PracticeBand, world: Desk) -> None:
    passed = frozenset({Topic.RECEIVE, Topic.WALK_IN, Topic.SCREEN})
    world.lesson = Lesson(Topic.WALK_IN, Target(), (True, True), passed)
    band._model.look()
    assert (band._title.text()[:2], band._text.text()) == ("✓ ", say("exercise.passed"))
    assert not band._open.isVisible()
    qtbot.mouseClick(band._next, Qt.MouseButton.LeftButton)
    assert world.begun == [Topic.DEFER]
    assert band._model.state.topic is Topic.DEFER


def test_after_all_ten_nothing_is_left_to_go_on_to(band: PracticeBand, world: Desk) -> None:
    world.lesson = Lesson(Topic.CORRECT, Target(), (True,), frozenset(Topic))
    band._model.look()
    assert band._text.text() == say("exercise.all_passed")
    assert not band._next.isVisible()
    band._model.go_on()
    assert world.begun == []


def test_any_exercise_is_chosen_from_the_list(band: PracticeBand, world: Desk) -> None:
    band._fill_menu()
    actions = band._menu.actions()
    assert len(actions) == 10 and actions[0].text().startswith("✓ Bài 1")
    actions[8].trigger()
    assert world.begun == [Topic.UNDO]


def test_a_real_station_has_a_band_without_exercise(band: PracticeBand, world: Desk) -> None:
    fresh = PracticeState()
    assert (fresh.is_passed, fresh.following) == (False, Topic.RECEIVE)
    world.lesson = None
    band._model.look()
    assert band._model.state.topic is Topic.WALK_IN, "what was shown stays"


def test_what_cannot_be_read_is_said(qtbot: QtBot) -> None:
    def broken() -> Any:
        raise Trouble(TroubleCode.DISK_FAILED)

    room = a_room()
    made = PracticeBand(PracticeModel(room, look=broken, begin=lambda _: None))
    qtbot.addWidget(made)
    made._model.look()
    assert room.notices.current.text == say("trouble.disk_failed")
    room.notices.dismiss()


@pytest.mark.parametrize("base", [CALM, STARK], ids=["calm", "stark"])
def test_practice_looks_plainly_different_and_reads_well(base: Any) -> None:
    other = practising(base)
    assert contrast(other.rail_ink, other.rail) >= 4.5
    assert contrast(other.on_accent, other.rail_on) >= 4.5
    assert contrast(other.rail, other.focus_on_accent) >= 4.5
    assert contrast(other.ink, other.ground) >= 7

    def hue(colour: str) -> tuple[bool, bool]:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return red > green, red > blue

    assert hue(other.rail) == (True, True) and hue(base.rail) == (False, False), "brown, not green"
