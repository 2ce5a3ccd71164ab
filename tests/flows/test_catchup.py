"""A stack of paper through the window: typed by keys, taken up again, checked by somebody else."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.desk.catchup.test_catchup_photos import picture
from tests.films import sheet_film
from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, WallClock, desktop
from tests.flows.stacks import (
    ALT,
    LISTED,
    OTHER,
    THEN,
    announce,
    find,
    listed,
    reference,
    save,
    typing,
)
from vaxdesk.desk import board, entrance, station
from vaxdesk.desk.catchup import photos, prior, stacks
from vaxdesk.desk.context import Done
from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.own_codes import roster_code
from vaxdesk.registry.queries import visits as queries
from vaxdesk.ui.kit.sheet_shot import SheetShot
from vaxdesk.ui.screens.catchup.asking import AskRow, AskText, PhotoDialog
from vaxdesk.ui.screens.catchup.state import Panel


def by_code_by_digits_by_name(day: Desktop) -> None:
    """The code of a printed form, the last digits of a number, letters of a name without marks."""
    with day.desk.store.reading() as conn:
        line = queries.appointments(conn, day.desk.store.names, day.desk.day)[reference(day, LISTED[0])]
    day.scan(roster_code(line))
    day.until(lambda: typing(day).weighed)
    save(day)
    find(day, "7301")
    save(day)
    find(day, "chi hoang")
    save(day)


def with_exceptions(day: Desktop) -> None:
    """Another lot and the other arm; a sheet without a dose."""
    find(day, "7304")
    day.press(Qt.Key.Key_1, ALT)
    ask = day.asked(AskText)
    day.type("fl9901\r31102026\r")
    day.answered(ask)
    day.press(Qt.Key.Key_2, ALT)
    day.until(lambda: typing(day).sheet.site == "right_deltoid" and typing(day).weighed.judged)
    day.settled()
    save(day)
    assert (typing(day).rows[0].lot_no, typing(day).rows[0].warnings) == ("FL9901", ("lot_expired",))
    find(day, "7305")
    day.press(Qt.Key.Key_6, ALT)
    day.until(lambda: typing(day).sheet.happened == "deferred")
    day.settled()
    save(day)
    assert typing(day).rows[0].happened == "deferred"


def undone_by_one_key(day: Desktop) -> None:
    """The sheet saved last is taken back, and typed again."""
    find(day, "7306")
    save(day)
    day.press(Qt.Key.Key_Z, CONTROL)
    day.until(lambda: len(typing(day).rows) == 6)
    day.settled()
    assert (typing(day).stack.typed, typing(day).no) == (6, 7)
    find(day, "7306")
    save(day)


def somebody_on_no_list(day: Desktop) -> None:
    """A number that nobody has: Enter opens the short form in the same place."""
    day.type("015078004321")
    day.settled()
    assert day.state("catchup").panel is Panel.TYPING
    day.type("\r")
    day.until(lambda: day.state("catchup").panel is Panel.NEWCOMER)
    form = day.view("catchup")._newcomer.form
    day.until(lambda: form._fields["name"].line.hasFocus())
    day.write(form._fields["name"].line, "Vàng A Sếnh")
    day.type("\r")
    day.type("12031978\r")
    day.type("1")
    day.settled()
    day.press(ENTER, CONTROL)
    day.until(lambda: day.state("catchup").panel is Panel.TYPING and typing(day).weighed)
    save(day)


def taken_up_again(day: Desktop) -> None:
    """Another start of the program: the stack is there as it was left."""
    day.press(Qt.Key.Key_5, CONTROL)
    day.until(lambda: day.shell.current == "catchup" and day.state("catchup").stacks)
    (stack,) = day.state("catchup").stacks
    assert (stack.typed, stack.sheets, stack.missing) == (8, 12, 4)
    day.settled()
    day.type("\r")
    day.until(lambda: len(typing(day).rows) == 8)
    for digits in ("7307", "7308", "7309"):
        find(day, digits)
        save(day)


def a_wrong_lot_mended(day: Desktop) -> None:
    """Down goes to the rows, Enter asks what to do with one."""
    day.press(Qt.Key.Key_Down)
    day.type("\r")
    ask = day.asked(AskRow)
    day.type("\r")  # mend the lot
    day.type("fk1243\r")
    day.type("\r")
    day.answered(ask)
    day.until(lambda: typing(day).rows[0].lot_no == "FK1243")
    day.settled()


def asked_of_the_newest(day: Desktop, act: str) -> None:
    """An act of the dialog on the row that was typed last."""
    day.view("catchup")._typing.line.setFocus()
    day.press(Qt.Key.Key_Down)
    day.type("\r")
    ask = day.asked(AskRow)
    day.type(act)
    day.type("\r")
    day.until(lambda: ask not in day.dialogs())
    day.settled()


def a_photo_beside_it(day: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture file is kept beside the row that was typed last, and shown on demand."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    asked_of_the_newest(day, "4")
    day.front()
    day.until(lambda: "photo" in day.kinds())
    asked_of_the_newest(day, "5")
    shown = day.asked(PhotoDialog)
    day.press(Qt.Key.Key_Escape)
    day.answered(shown)
    day.view("catchup")._typing.line.setFocus()


def a_photo_by_the_camera(day: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film stands in for the camera: Space takes a photo, Space takes another, Enter keeps it."""
    before = day.kinds().count("photo")
    monkeypatch.setattr(day.work, "settings", msgspec.structs.replace(day.work.settings, camera=path))
    asked_of_the_newest(day, "3")
    shot = day.asked(SheetShot)
    for _ in range(2):
        day.until(lambda: shot._view.live)
        day.press(Qt.Key.Key_Space)
        day.until(lambda: shot._picture)
        day.press(Qt.Key.Key_Space)
    day.until(lambda: shot._view.live)
    day.press(ENTER)
    day.until(lambda: shot._picture)
    picture = shot._picture
    day.press(ENTER)
    day.answered(shot)
    day.until(lambda: day.kinds().count("photo") > before)
    day.settled()
    row = typing(day).rows[0]
    assert photos.photo(day.desk, row.person.id, row.entry) == picture
    day.view("catchup")._typing.line.setFocus()


def read_again_by_another(day: Desktop) -> None:
    """Whoever typed is refused; another user reads a sample blind, and the first sheet says another lot."""
    rows = {row.sheet: row for row in typing(day).rows}
    day.press(Qt.Key.Key_Escape)
    day.until(lambda: day.state("catchup").panel is Panel.STACKS)
    day.settled()
    day.press(Qt.Key.Key_K, CONTROL)
    day.settled()
    assert day.state("catchup").panel is Panel.STACKS
    assert day.shell.notices.current.level == "warn"
    day.shell.notices.dismiss()
    roles = (Role.DATA_ENTRY.value,)
    made = station.add_user(day.desk, name="Sùng A Tống", login="tong", password=OTHER, roles=roles)
    assert isinstance(made, Done)
    day.work.session.hand_to(entrance.switch_by_password(day.desk, "tong", OTHER))
    day.press(Qt.Key.Key_K, CONTROL)
    day.until(lambda: day.state("catchup").panel is Panel.RECHECK)
    recheck = day.view("catchup")._model.recheck
    sample = recheck.state.sample
    assert len(sample) == 5
    for at, one in enumerate(sample):
        row = rows[one.sheet]
        day.type(f"{row.person.doc[-4:]}\r")
        day.type(f"{row.lot_no if at else 'FK9'}\r")
    day.until(lambda: recheck.state.found)
    day.settled()
    assert [one.saved for one in recheck.state.found.differences] == [rows[sample[0].sheet].lot_no]
    day.press(Qt.Key.Key_M, CONTROL)
    day.until(lambda: recheck.state.mended)
    day.settled()


def test_a_stack_of_twelve(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WallClock()
    with desktop(qtbot, tmp_path / "home", now=clock) as day:
        listed(day, monkeypatch, tmp_path / "list.xlsx")
        known = reference(day, LISTED[3])
        assert isinstance(prior.take(day.desk, known, [PriorDose(date=THEN, product="COM-A", lot="FK7")]), Done)
        announce(day, sheets=12)
        by_code_by_digits_by_name(day)
        find(day, "7303")  # on record already: shown, and not entered twice
        assert typing(day).weighed.on_record.lot == "FK7"
        save(day)
        assert typing(day).rows[0].known
        with_exceptions(day)
        undone_by_one_key(day)
        somebody_on_no_list(day)
    with desktop(qtbot, tmp_path / "home", now=clock) as day:
        acts.sign_in(day)
        taken_up_again(day)
        a_wrong_lot_mended(day)
        a_photo_beside_it(day, picture(tmp_path / "sheet.png", high=900, wide=700), monkeypatch)
        a_photo_by_the_camera(day, sheet_film(tmp_path / "sheet.avi", frames=300), monkeypatch)
        find(day, "7310")
        save(day)
        assert (typing(day).stack.missing, len({row.sheet for row in typing(day).rows})) == (0, 12)
        outcomes = [row.outcome for row in board.rows(day.desk.on(THEN)) if row.outcome]  # on the day they were given
        assert [outcomes.count(one) for one in ("vaccinated", "deferred")] == [10, 1]
        read_again_by_another(day)
        (stack,) = stacks.stacks(day.desk)
        assert (stack.check.sample, stack.check.wrong, stack.check.user) == (5, 1, 2)
        assert day.flashes.seen == []
