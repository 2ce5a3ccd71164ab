"""The way in: first run, wrong password, damaged files, and a second start of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.desk.conftest import QUICK
from tests.flows import acts
from tests.flows.desktop import ENTER, PASSWORD, Desktop, desktop
from vaxdesk import words
from vaxdesk.desk import door, station
from vaxdesk.domain.payloads import Person
from vaxdesk.store import keyfile, keys
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.screens.setup.view import SetupView
from vaxdesk.ui.screens.sign_in.view import SignInView
from vaxdesk.ui.screens.trouble.state import TroubleAct
from vaxdesk.ui.screens.trouble.view import TroubleView
from vaxdesk.wiring.single import OneWindow

PEOPLE = 400


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A station with some hundred people, closed."""
    folder = tmp_path / "home"
    opened = station.create(
        folder, station="TYT-01", name="Trạm Y tế xã Xà Hồ", user="Lò Thị Mai", login="mai",
        password=PASSWORD, cost=QUICK,
    )  # fmt: skip
    with opened.desk.store.writing(user=1) as w:
        for number in range(PEOPLE):
            w.add("person", Person(name=f"Lò Văn {number}", dob="1990-01-01"))
    opened.desk.store.close()
    return folder


def damage(path: Path, *, page: int, at: int = 77) -> None:
    """Flips a byte of a page, as a dying disk does; the first sixteen of the file are the salt of all pages."""
    data = bytearray(path.read_bytes())
    data[page * 4096 + at] ^= 0xFF
    path.write_bytes(bytes(data))


def test_without_a_station_the_set_up_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home") as first:
        usable: list[bool] = []
        first.gate.usable.connect(lambda: usable.append(True))
        assert isinstance(first.window.page, SetupView)
        acts.set_up(first)
        first.until(lambda: usable)
        assert first.flashes.seen == []
    with desktop(qtbot, tmp_path / "home") as second:
        assert isinstance(second.window.page, SignInView)


def test_a_server_that_is_not_there_does_not_stop_the_set_up(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path / "home") as first:
        acts.set_up(first, server="http://127.0.0.1:9", code="K7QM-2XPA-9W3F")
        first.settled()
        first.until(lambda: first.work._standing.saved)
        assert not first.work._standing.enrolled


def test_the_other_language_is_spoken_before_anybody_has_signed_in(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as started:
        page = started.page(SignInView)
        page.language_wanted.emit("en")
        started.until(lambda: started.window.page is not page)
        assert words.language() == "en"
        assert "Sign in" in [label.text() for label in started.page(SignInView).findChildren(QLabel)]
        page = started.window.page
        page.language_wanted.emit("vi")
        started.until(lambda: started.window.page is not page)
        acts.sign_in(started)
        assert started.work.settings.language == "vi"


def test_a_wrong_password_is_said_and_the_right_one_opens(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as started:
        page = started.page(SignInView)
        started.write(page._password._password, "không phải đâu")
        started.press(ENTER)
        started.until(lambda: page._model.state.tries == 1 and not page._model.state.busy)
        assert page._password._password.below.text()
        assert started.window.page is page
        acts.sign_in(started)
        assert started.desk.user.login == "mai"
        assert started.work.settings.last_login == "mai"


def opening_fails(home: Path, key: bytes) -> bool:
    """Whether the store cannot be opened."""
    try:
        Store(home, key).close()
    except Trouble:
        return True
    return False


def damaged_where_it_is_read_first(home: Path) -> None:
    """Damages one page, the last of those without which the store does not open, the first page excepted."""
    found = keyfile.load(home)
    key = keys.unwrap(keys.find(found, "mai"), PASSWORD)
    whole = (home / DATABASE).read_bytes()
    for page in reversed(range(1, len(whole) // 4096)):
        damage(home / DATABASE, page=page)
        if opening_fails(home, key):
            return
        (home / DATABASE).write_bytes(whole)
    raise AssertionError("no page is missed")


def salvage(started: Desktop) -> TroubleView:
    """Signs in, is told of the damage, and presses the first button."""
    sign = started.page(SignInView)
    started.write(sign._password._password, PASSWORD)
    started.press(ENTER)
    trouble = started.page(TroubleView)
    assert trouble.model.state.code is TroubleCode.STORE_CORRUPT
    started.click(trouble._buttons[TroubleAct.SALVAGE])
    return trouble


def test_a_damaged_store_is_salvaged_and_opens(qtbot: QtBot, home: Path) -> None:
    damaged_where_it_is_read_first(home)
    with desktop(qtbot, home) as started:
        salvage(started)
        acts.sign_in(started)
        assert started.kinds().count("person") > PEOPLE * 0.8
        assert list(home.glob("damaged-*/store.db")), "the damaged file is kept"


def test_a_store_without_its_salt_is_left_as_it_is(qtbot: QtBot, home: Path) -> None:
    damage(home / DATABASE, page=0, at=3)
    before = (home / DATABASE).read_bytes()
    with desktop(qtbot, home) as started:
        trouble = salvage(started)
        started.until(lambda: trouble.model.state.failed)
        assert TroubleAct.RESTORE in trouble.model.state.acts
        assert (home / DATABASE).read_bytes() == before


def test_keys_that_cannot_be_read_offer_the_copy(qtbot: QtBot, home: Path) -> None:
    for name in (keyfile.FILE, keyfile.SPARE):
        (home / name).write_bytes(b"\0" * 100)
    with desktop(qtbot, home) as started:
        page = started.page(TroubleView)
        assert page.model.state.code is TroubleCode.KEYS_UNREADABLE
        assert TroubleAct.RESTORE in page.model.state.acts
        assert (home / DATABASE).exists()


def test_keys_that_come_back_open_by_trying_again(qtbot: QtBot, home: Path) -> None:
    kept = {name: (home / name).read_bytes() for name in (keyfile.FILE, keyfile.SPARE)}
    for name in kept:
        (home / name).unlink()
    with desktop(qtbot, home) as started:
        page = started.page(TroubleView)
        assert page.model.state.code is TroubleCode.NO_STORE
        for name, data in kept.items():
            (home / name).write_bytes(data)
        started.click(page._buttons[TroubleAct.RETRY])
        acts.sign_in(started)
        assert door.exists(home)


@pytest.fixture
def first(tmp_path: Path) -> Iterator[OneWindow]:
    made = OneWindow(tmp_path / "home")
    assert not made.raise_other()
    made.listen()
    yield made
    made.close()


def test_a_second_start_brings_the_first_window_forward(qtbot: QtBot, first: OneWindow, tmp_path: Path) -> None:
    second = OneWindow(tmp_path / "home")
    with qtbot.waitSignal(first.raised):
        assert second.raise_other()
    second.close()


@pytest.mark.usefixtures("first")
def test_another_folder_is_another_window(tmp_path: Path) -> None:
    other = OneWindow(tmp_path / "elsewhere")
    assert not other.raise_other()
    other.close()
    again = OneWindow(tmp_path / "elsewhere")
    assert not again.raise_other(), "a window that was closed still holds its folder"
    again.close()
