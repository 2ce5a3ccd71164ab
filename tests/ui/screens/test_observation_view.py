"""Observation through its widgets, on a real encrypted store; actions are counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desk.conftest import Clock
from tests.desk.day import injected, pfizer, saved, screened
from tests.ui.screens.real_desk import DAY, listed
from tests.ui.screens.shells import Fingers, Noted, asked, shell_of, shown
from vaxdesk.desk import aefi, board, injection, observation
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Aefi
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.reaction.dialog import ReactionDialog
from vaxdesk.ui.screen import Change, RawScan, ScanSource, Screen
from vaxdesk.ui.screens.observation.leaving import LeavingDialog
from vaxdesk.ui.screens.observation.tile import PersonTile
from vaxdesk.ui.screens.observation.view import ObservationView
from vaxdesk.ui.shell import Shell
from vaxdesk.wiring.aefi import aefi_screen
from vaxdesk.wiring.observation import observation_screen
from vaxdesk.wiring.session import Session

CONTROL = Qt.KeyboardModifier.ControlModifier
CARD = RawScan("015190001234", ScanSource.TYPED)


@pytest.fixture
def certificates() -> Noted:
    return Noted()


@pytest.fixture
def opened(desk: Desk, qtbot, certificates: Noted):
    held = []

    def make(*, sound: bool = False) -> tuple[Shell, ObservationView]:
        screens = (
            observation_screen(Session(desk), sound=lambda: sound),
            Screen("certificates", "observation.certificate", "certificate", lambda _: certificates),
            aefi_screen(Session(desk)),
        )
        context = shell_of(qtbot, *screens, home="observation", day=DAY)
        held.append(context)
        shell = context.__enter__()
        return shell, shell.view("observation")

    yield make
    for context in held:
        context.__exit__(None, None, None)


def stage(desk: Desk) -> list[Stage]:
    return [row.stage for row in board.rows(desk)]


def leave_of(desk: Desk, person: str) -> dict:
    found = board.person_day(desk, person)
    assert found is not None
    assert found.visit.leave is not None
    return found.visit.leave.data


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter])
def test_release_takes_one_key(desk: Desk, clock: Clock, opened, key: Qt.Key) -> None:
    injected(desk, listed)
    clock.forward(minutes=30)
    opened()
    fingers = Fingers()
    fingers.press(key)
    assert stage(desk) == [Stage.OBSERVED]
    assert fingers.count == 1


def test_release_takes_one_scan(desk: Desk, clock: Clock, opened) -> None:
    injected(desk, listed)
    clock.forward(minutes=30)
    shell, _ = opened()
    shell.scanned(CARD)
    assert stage(desk) == [Stage.OBSERVED]


def test_release_takes_one_touch(desk: Desk, clock: Clock, opened) -> None:
    injected(desk, listed)
    clock.forward(minutes=31)
    _, view = opened()
    tile = view.findChild(PersonTile)
    QTest.mouseClick(tile._release, Qt.MouseButton.LeftButton)
    assert stage(desk) == [Stage.OBSERVED]


def test_the_clock_runs_on_the_tiles(desk: Desk, clock: Clock, opened) -> None:
    injected(desk, listed)
    clock.forward(minutes=20.5)
    _, view = opened()
    tile = view.findChild(PersonTile)
    assert (tile._ring.text(), tile._state.text()) == ("09:30", "Đang theo dõi")
    assert not tile._release.isVisible()
    for minutes, ring, word in ((5, "04:30", "Sắp hết giờ"), (5, "+00:30", "Đủ giờ"), (15, "+15:30", "Quá giờ")):
        clock.forward(minutes=minutes)
        view._second.timeout.emit()
        assert (tile._ring.text(), tile._state.text()) == (ring, word)


def test_a_scan_before_the_time_says_how_long(desk: Desk, clock: Clock, opened) -> None:
    person, _ = injected(desk, listed)
    clock.forward(minutes=18)
    shell, view = opened()
    shell.scanned(CARD)
    assert stage(desk) == [Stage.INJECTED]
    assert shown(view, "Còn 12 phút theo dõi. Muốn cho về sớm, hãy ghi lý do.")


def test_early_with_a_reason(desk: Desk, clock: Clock, opened, qtbot) -> None:
    person, _ = injected(desk, listed)
    clock.forward(minutes=18)
    _, view = opened()
    fingers = Fingers()
    fingers.press(Qt.Key.Key_Return)

    def answer(_: Confirm) -> None:
        fingers.type("2")
        fingers.press(Qt.Key.Key_Return, CONTROL)

    asked(qtbot, view, Confirm, answer)
    kept = leave_of(desk, person)
    assert (kept["early"], kept["why"], kept["state"]) == (True, "family", "well")


def test_after_a_reaction_home_or_to_hospital(desk: Desk, opened, qtbot) -> None:
    person, _ = injected(desk, listed)
    saved(aefi.report(desk, person, Aefi(day="", severity="", onset=desk.now(), symptoms=["breathing"])))
    _, view = opened()
    assert view._banner.property("card") == "harm"
    fingers = Fingers()
    fingers.press(Qt.Key.Key_Return)

    def answer(dialog: LeavingDialog) -> None:
        dialog._state.tiles.setFocus()
        fingers.type("1")
        assert dialog._reason.isVisible()  # home before the time needs a reason
        assert not dialog._agree.isEnabled()
        assert dialog.sizeHint().height() < 620, "its buttons leave a small screen"
        fingers.type("2")
        fingers.press(Qt.Key.Key_Return, CONTROL)

    asked(qtbot, view, LeavingDialog, answer)
    assert leave_of(desk, person)["state"] == "transferred"
    assert shown(view, "Vừa chuyển cấp cứu")
    assert not view._foot._certificate.isVisible()


def test_the_certificate_follows_by_one_key(desk: Desk, clock: Clock, opened, certificates: Noted) -> None:
    person, _ = injected(desk, listed)
    clock.forward(minutes=30)
    opened()
    fingers = Fingers()
    fingers.press(Qt.Key.Key_Return)
    fingers.press(Qt.Key.Key_G, CONTROL)
    assert certificates.opened_for == [person]


def test_undo_with_a_reason(desk: Desk, clock: Clock, opened, qtbot) -> None:
    injected(desk, listed)
    clock.forward(minutes=30)
    shell, view = opened()
    fingers = Fingers()
    fingers.press(Qt.Key.Key_Return)
    shell.notices.act()
    asked(qtbot, view, Confirm, lambda _: (fingers.type("1"), fingers.press(Qt.Key.Key_Return, CONTROL)))
    assert stage(desk) == [Stage.INJECTED]
    assert view.findChild(PersonTile).isVisible()


def test_a_reaction_from_the_tile_to_the_serious_report(desk: Desk, clock: Clock, opened, qtbot) -> None:
    person, _ = injected(desk, listed)
    clock.forward(minutes=10)
    shell, view = opened()
    fingers = Fingers()
    fingers.press(Qt.Key.Key_R, CONTROL)

    def answer(_: ReactionDialog) -> None:
        view._model.reaction.tick("breathing", on=True)
        fingers.press(Qt.Key.Key_Return, CONTROL)

    asked(qtbot, view, ReactionDialog, answer)
    assert [one.row.reaction for one in observation.observing(desk)] == ["serious"]
    assert shown(view, "1 người có tai biến nặng: số 1")
    shell.notices.act()
    assert shell.current == "aefi"
    assert shell.view("aefi")._model.state.sheet.case.person.id == person
    shell.view("aefi").leave()


def test_somebody_injected_at_another_desk_appears(desk: Desk, opened) -> None:
    shell, view = opened()
    assert shown(view, "Chưa có ai đang theo dõi")
    person = screened(desk, listed)
    saved(injection.give(desk, person, lot=pfizer(desk)))
    shell.publish({Change.VISITS})
    assert shown(view, "1 người đang theo dõi")
    assert [tile._name.text() for tile in view.findChildren(PersonTile)] == ["Nguyễn Thị Lành"]


def test_whoever_is_due_is_counted_at_the_rail_though_nobody_looks(desk: Desk, clock: Clock, qtbot) -> None:
    injected(desk, listed)
    home = Screen("aefi", "aefi.title", "aefi", lambda _: Noted())
    with shell_of(qtbot, home, observation_screen(Session(desk)), home="aefi", day=DAY) as shell:
        view = shell.view("observation")
        view.watch()
        clock.forward(minutes=30)
        view._second.timeout.emit()
        assert shell._rail._rows["observation"]._badge == "1"


@pytest.mark.parametrize("sound", [True, False])
def test_the_alarm_is_heard_only_if_wanted(
    desk: Desk, clock: Clock, opened, sound: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeps, alerts = [], []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    monkeypatch.setattr(QApplication, "alert", lambda *_: alerts.append(1))
    injected(desk, listed)
    clock.forward(minutes=29.9)
    _, view = opened(sound=sound)
    clock.forward(minutes=0.2)
    view._second.timeout.emit()
    assert (len(beeps), len(alerts)) == (int(sound), 1)
