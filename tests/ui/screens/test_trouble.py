"""Trouble at the door: fitting acts only, progress, and words for every code."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from vaxdesk import words
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Job
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane
from vaxdesk.ui.screens.trouble.model import FITTING, TroubleModel
from vaxdesk.ui.screens.trouble.state import TroubleAct
from vaxdesk.ui.screens.trouble.view import TroubleView

A = TroubleAct


def rescue(job: Job) -> object:
    job.progress(40, 100)
    return "1204 entries"


def model(code: TroubleCode, lane: Lane | None = None, **more: object) -> TroubleModel:
    given = {"work": {A.SALVAGE: rescue}, "wishes": frozenset({A.RETRY, A.OPEN_FOLDER, A.RAISE_OTHER}), **more}
    return TroubleModel(lane or InlineLane(), Trouble(code, "page 12"), **given)


@pytest.mark.parametrize(
    ("code", "acts"),
    [
        (TroubleCode.STORE_CORRUPT, (A.SALVAGE, A.OPEN_FOLDER, A.QUIT)),
        (TroubleCode.STORE_IN_USE, (A.RAISE_OTHER, A.RETRY, A.QUIT)),
        (TroubleCode.DISK_FULL, (A.RETRY, A.OPEN_FOLDER, A.QUIT)),
        (TroubleCode.STORE_NEWER, (A.OPEN_FOLDER, A.QUIT)),
        (TroubleCode.KEYS_UNREADABLE, (A.RETRY, A.OPEN_FOLDER, A.QUIT)),
        (TroubleCode.FILE_UNREADABLE, (A.RETRY, A.OPEN_FOLDER, A.QUIT)),
    ],
)
def test_acts_fit_the_trouble_and_what_can_be_done(code: TroubleCode, acts: tuple[A, ...]) -> None:
    assert model(code).state.acts == acts


def test_with_nothing_to_do_there_is_still_the_way_out() -> None:
    assert model(TroubleCode.DISK_FULL, work={}, wishes=frozenset()).state.acts == (A.QUIT,)


def test_work_runs_with_progress_and_its_result_is_told() -> None:
    lane = ManualLane()
    made = model(TroubleCode.STORE_CORRUPT, lane)
    helped: list[tuple[A, object]] = []
    made.helped.connect(lambda act, result: helped.append((act, result)))
    made.act(A.SALVAGE)
    assert made.state.busy
    made.act(A.OPEN_FOLDER)
    lane.drain()
    assert (made.state.busy, made.state.done, made.state.total) == (False, 40, 100)
    assert helped == [(A.SALVAGE, "1204 entries")]


def test_a_wish_is_told_and_not_worked() -> None:
    made = model(TroubleCode.DISK_FULL)
    chosen: list[A] = []
    made.chosen.connect(chosen.append)
    made.act(A.RETRY)
    made.act(A.QUIT)
    assert chosen == [A.RETRY, A.QUIT]


def test_work_that_fails_says_why() -> None:
    def fail(job: Job) -> object:
        raise Trouble(TroubleCode.DISK_FULL, str(job.cancelled))

    made = model(TroubleCode.STORE_CORRUPT, work={A.SALVAGE: fail})
    made.act(A.SALVAGE)
    assert (made.state.busy, made.state.failed) == (False, "trouble.disk_full")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", list(TroubleCode))
def test_every_trouble_has_a_page(qtbot: QtBot, code: TroubleCode, language: str) -> None:
    words.use(language)
    view = TroubleView(model(code))
    qtbot.addWidget(view)
    texts = [label.text() for label in view.findChildren(QLabel)]
    assert any("page 12" in text for text in texts)
    assert len([text for text in texts if len(text) > 15]) >= 4


def test_the_likeliest_act_has_the_focus_and_enter_does_it(qtbot: QtBot) -> None:
    made = model(TroubleCode.STORE_IN_USE)
    view = TroubleView(made)
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    chosen: list[A] = []
    made.chosen.connect(chosen.append)
    first = view.findChildren(Button)[0]
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert chosen == [A.RAISE_OTHER]


def test_buttons_rest_while_work_runs(qtbot: QtBot) -> None:
    lane = ManualLane()
    made = model(TroubleCode.STORE_CORRUPT, lane)
    view = TroubleView(made)
    qtbot.addWidget(view)
    view.show()
    made.act(A.SALVAGE)
    assert view.findChild(QProgressBar).isVisible()
    assert not any(button.isEnabled() for button in view.findChildren(Button))
    lane.drain()
    assert not view.findChild(QProgressBar).isVisible()


@pytest.mark.parametrize("code", FITTING)
def test_every_trouble_that_has_acts_of_its_own_has_words_of_its_own(code: TroubleCode) -> None:
    for part in ("title", "what", "safe", "do"):
        assert words.known(f"entrance.trouble.{code.value}.{part}")
