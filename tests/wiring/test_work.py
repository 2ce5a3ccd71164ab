"""The desk at work: lock and switch, settings that take hold, sending on a line that fails, a clock in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync_server.durable.database import writing
from sync_server.operating import device_acts
from tests.desk.conftest import QUICK
from tests.flows import acts
from tests.flows.desktop import CONTROL, PASSWORD, Desktop, WallClock, desktop
from tests.servers import running_server
from vaxdesk import words
from vaxdesk.desk import door, entrance, sending, station
from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.outcomes import Role
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui import theme
from vaxdesk.ui.frame.clock_banner import ClockBanner
from vaxdesk.ui.screens.lock.view import LockView
from vaxdesk.ui.screens.trouble.view import TroubleView

PINS = {1: "246813", 2: "975310"}


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path, clock: WallClock) -> Iterator[Desktop]:
    """A station of two with PINs, the lead at work."""
    opened = station.create(
        tmp_path / "home", station="TYT-01", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai",
        password=PASSWORD, now=clock, cost=QUICK,
    )  # fmt: skip
    station.add_user(opened.desk, name="Vàng A Sếnh", login="senh", roles=(Role.INJECTION.value,))
    for no, pin in PINS.items():
        entrance.set_pin(opened.desk, no, pin)
    opened.desk.store.close()
    with desktop(qtbot, tmp_path / "home", now=clock) as started:
        acts.sign_in(started)
        yield started


def locked(day: Desktop) -> LockView:
    """Ctrl+L, and the page that asks who is there."""
    day.press(Qt.Key.Key_L, CONTROL)
    return day.page(LockView)


def enter_pin(day: Desktop, no: int) -> None:
    """Six digits."""
    for digit in PINS[no]:
        day.press(Qt.Key(ord(digit)))


def test_locking_hides_the_work_and_the_same_hand_finds_it_as_it_was(day: Desktop) -> None:
    shell = day.shell
    shell.open("roster")
    page = locked(day)
    assert not shell.isVisible()
    assert page._model.state.chosen == 1
    enter_pin(day, 1)
    day.until(lambda: day.window.page is shell)
    assert shell.current == "roster"
    assert day.kinds().count("signin") == 3


def test_another_person_takes_over_by_pin_and_sees_only_their_screens(day: Desktop) -> None:
    shell = day.shell
    page = locked(day)
    page._model.choose(2)
    enter_pin(day, 1)  # a colleague's PIN
    day.until(lambda: page._model.state.tries == 1)
    enter_pin(day, 2)
    day.until(lambda: not day.window.covered and day.shell is not shell)
    assert day.desk.user.name == "Vàng A Sếnh"
    assert "injection" in day.shell._screens
    assert day.work.settings.last_login == "senh"


def test_the_language_changed_on_the_lock_page_is_that_of_the_desk_behind_it(day: Desktop) -> None:
    shell, page = day.shell, locked(day)
    page.language_wanted.emit("en")
    day.until(lambda: day.window.page is not page)
    assert words.language() == "en"
    enter_pin(day, 1)
    day.until(lambda: not day.window.covered and day.shell is not shell)
    assert day.work.settings.language == "en"
    day.work.apply({"language": "vi"})
    day.settled()


def test_a_desk_left_on_over_night_begins_the_new_day(day: Desktop, clock: WallClock) -> None:
    before = day.desk.day
    locked(day)
    clock.forward(days=1)
    enter_pin(day, 1)
    day.until(lambda: not day.window.covered)
    assert day.desk.day == day.desk.today() > before


def test_nobody_there_locks(day: Desktop) -> None:
    day.work._idle.allow(0)
    day.work._idle._look()
    assert day.window.covered
    day.page(LockView)


@pytest.mark.parametrize(
    ("changes", "takes_hold"),
    [
        ({"language": "en"}, lambda _: words.language() == "en"),
        ({"mode": "injection"}, lambda day: day.shell.current == "injection"),
        ({"scale": 1.2}, lambda _: theme.look().scale == 1.2),
    ],
    ids=["language", "mode", "size"],
)
def test_what_is_seen_is_built_anew(day: Desktop, changes: dict[str, object], takes_hold: object) -> None:
    shell = day.shell
    day.work.apply(changes)
    day.until(lambda: day.shell is not shell and takes_hold(day))
    day.settled()
    day.work.apply({"language": "vi", "scale": 1.0, "mode": "all"})
    day.settled()


def test_a_change_of_looks_leaves_one_on_the_page_where_it_was_made(day: Desktop) -> None:
    shell = day.shell
    shell.open("settings")
    day.work.apply({"stark": True})
    day.until(lambda: day.shell is not shell)
    assert day.shell.current == "settings"
    day.work.apply({"stark": False})
    day.settled()


def test_minutes_until_the_lock_count_at_once(day: Desktop) -> None:
    shell = day.shell
    day.work.apply({"lock_minutes": 12})
    assert day.work._idle._seconds == 12 * 60
    assert day.shell is shell, "nothing that is seen has changed"


def test_sending_waits_longer_after_each_failure_and_recovers(day: Desktop, tmp_path: Path) -> None:
    loop = day.work.loop
    with running_server(tmp_path) as server:
        sending.connect(day.desk, server.url, server.enrol_code("TYT-01"))
        loop.now()
        day.until(lambda: acts.nothing_waits(day))
        server.stop()
        pauses = []
        for failures in (1, 2, 3):
            loop.now()
            day.until(lambda n=failures: loop.state.failures == n)
            assert loop.state.trouble == TroubleCode.NO_LINE.value
            assert loop._timer.isActive()
            pauses.append(loop._timer.interval())
        assert all(1000 <= pause <= 5000 * 3**number for number, pause in enumerate(pauses))
        loop._rng.seed(1)
        before = loop._timer.interval()
        loop.saved()
        assert loop._timer.interval() == before, "a save does not shorten the pause of a failing line"
        server.start()
        loop.now()
        day.until(lambda: loop.state.failures == 0 and not loop.state.sending)
        assert loop.state.trouble == ""


def test_a_desk_that_joined_nothing_is_quiet(day: Desktop) -> None:
    loop = day.work.loop
    loop.now()
    day.until(lambda: not loop.state.sending and not loop._timer.isActive())
    assert loop.state.failures == 0
    assert loop.state.next_s == 0


def test_a_clock_in_doubt_is_said_until_somebody_vouches(day: Desktop, clock: WallClock) -> None:
    banner = day.shell.findChild(ClockBanner)
    assert not banner.isVisible()
    clock.forward(days=-3)
    day.work._look()
    day.until(banner.isVisible)
    assert day.work._standing.clock in (ClockState.BEFORE_LAST_ENTRY, ClockState.BEFORE_RELEASE)
    day.click(banner._confirm)
    day.until(lambda: day.work._standing.day_confirmed)
    assert banner.isVisible() and not banner._confirm.isVisible()
    assert "session" in day.kinds()


def test_a_lost_pc_hands_over_erases_itself_and_says_so(day: Desktop, tmp_path: Path) -> None:
    loop = day.work.loop
    with running_server(tmp_path) as server:
        sending.connect(day.desk, server.url, server.enrol_code("TYT-01"))
        loop.now()
        day.until(lambda: acts.nothing_waits(day) and not loop.state.sending)
        with writing(server.engine) as conn:
            known = device_acts.find(conn, str(next(iter(device_acts.listed(conn))).device))
            device_acts.revoke(conn, server.server, known, from_ms=server.server.now_ms())
        loop.now()
        day.until(lambda: isinstance(day.window.page, TroubleView))
    assert not list(day.home.glob("*keys*"))
    with pytest.raises(Trouble) as trouble:
        door.look(day.home)
    assert trouble.value.code is TroubleCode.STATION_ERASED
