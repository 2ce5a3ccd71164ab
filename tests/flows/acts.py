"""What people do at a station, through the window: set up, take a list in, take back what was saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.flows.desktop import CONTROL, ENTER, PASSWORD, Desktop
from vaxdesk.desk import board, stock
from vaxdesk.desk.context import Done
from vaxdesk.domain.payloads import History, Person
from vaxdesk.sheets.template import write_template
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.screens.roster.state import Step as RosterStep
from vaxdesk.ui.screens.setup.state import Step
from vaxdesk.ui.screens.setup.view import SetupView
from vaxdesk.ui.screens.sign_in.view import SignInView
from vaxdesk.ui.shell import Shell

_Z, _ONE = Qt.Key.Key_Z, Qt.Key.Key_1

LANH = Person(
    name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234", tel="0912345678", grp="9",
    province="Yên Bái", district="Trạm Tấu", commune="Xà Hồ", adr="Thôn Cu Vai",
)  # fmt: skip
PAO = Person(
    name="Lò Văn Páo", dob="1985-09-05", sex="M", doc="014085006789", tel="0987654321", grp="9",
    province="Sơn La", district="Mai Sơn", commune="Chiềng Mung", adr="Bản Nà Sản",
)  # fmt: skip
SENH = Person(
    name="Vàng A Sếnh", dob="1978-03-12", sex="M", doc="015078004321", tel="0977001122", grp="9",
    province="Yên Bái", district="Trạm Tấu", commune="Xà Hồ", adr="Thôn Suối Giao",
)  # fmt: skip
LANH_CARD = "015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái|15042021"
PAO_CARD = "014085006789||Lò Văn Páo|05091985|Nam|Bản Nà Sản, Chiềng Mung, Mai Sơn, Sơn La|20122021"
SENH_CARD = "015078004321||Vàng A Sếnh|12031978|Nam|Thôn Suối Giao, Xà Hồ, Trạm Tấu, Yên Bái|02032021"
PEOPLE = (LANH, PAO, SENH)


def set_up(desktop: Desktop, *, station: str = "TYT-01", server: str = "", code: str = "") -> Shell:
    """The first run: the form is filled in, the recovery words are proved; the shell of the new station."""
    page = desktop.page(SetupView)
    form = page._form
    filled = {
        "station": station, "name": "Trạm Y tế xã Xà Hồ", "person": "Lò Thị Mai", "login": "mai",
        "password": PASSWORD, "again": PASSWORD,
    }  # fmt: skip
    if server:
        form._with_server.click()
        filled |= {"server": server, "enrol_code": code}
    for name, text in filled.items():
        desktop.write(form._fields[name], text)
    desktop.click(form._go)
    desktop.until(lambda: page._model.state.step is Step.WORDS_TO_KEEP)
    state = page._model.state
    desktop.write(page._keep._proof, state.recovery.split("-")[state.asked - 1])
    desktop.until(page._keep._go.isEnabled)
    desktop.click(page._keep._go)
    return desktop.page(Shell)


def sign_in(desktop: Desktop, password: str = PASSWORD) -> Shell:
    """A later start: the password is typed."""
    page = desktop.page(SignInView)
    desktop.write(page._password._password, password)
    desktop.press(ENTER)
    return desktop.page(Shell)


def sheet_of(path: Path, people: tuple[Person, ...] = PEOPLE) -> Path:
    """The ward's list in the national form PL1; the second of the people had a dose half a year ago."""
    dose = History(date="2026-05-20", product="COM-A", product_text="Comirnaty", lot="FG1234", n=1, source="list")
    write_template(path, [(one, [dose] if one is PAO else []) for one in people])
    return path


def take_list(desktop: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The list is chosen, looked at and taken in."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desktop.shell.open("roster")
    desktop.click(desktop.view("roster")._choose.button)
    desktop.until(lambda: desktop.state("roster").step is RosterStep.PREVIEW)
    desktop.press(ENTER, CONTROL)
    desktop.until(lambda: desktop.state("roster").step is RosterStep.DONE)
    desktop.settled()


def vaccine(desktop: Desktop) -> None:
    """A lot lies on the table."""
    made = stock.add_lot(desktop.desk, product="COM-A", number="FK1234", expiry="2027-06-30")
    assert isinstance(made, Done)


def take_back(desktop: Desktop) -> str:
    """What the notice offers to undo is undone, for the first reason offered; the text of the new entry."""
    before = desktop.lines()
    desktop.press(_Z, CONTROL)
    ask = desktop.asked(Confirm)
    desktop.press(_ONE)
    desktop.press(ENTER, CONTROL)
    desktop.answered(ask)
    desktop.until(lambda: len(desktop.lines()) > len(before))
    desktop.settled()
    new = {reference: text for reference, text in desktop.lines().items() if reference not in before}
    assert before.items() <= desktop.lines().items(), "an entry was changed"
    return next(text for text in new.values() if '"k":"void"' in text)


def at(desktop: Desktop, name: str) -> str:
    """Where a person stands today."""
    return next(row.stage.value for row in board.rows(desktop.desk) if row.person.name == name)


def receive(desktop: Desktop, card: str) -> None:
    """At reception: a card is scanned, Enter receives."""
    desktop.scan(card)
    desktop.until(lambda: desktop.state("reception").found)
    desktop.press(ENTER)
    desktop.until(lambda: desktop.state("reception").arrival)
    desktop.settled()


def screen(desktop: Desktop) -> None:
    """At screening, on the person shown: 36,6 °C, all questions NO, consent, save."""
    desktop.until(lambda: desktop.state("screening").sheet and not desktop.state("screening").busy)
    person = desktop.state("screening").person
    desktop.type("366- \r")
    desktop.until(lambda: not desktop.state("screening").busy and desktop.state("screening").person != person)
    desktop.settled()


def inject(desktop: Desktop) -> None:
    """At the injection table, on the person who stands there: Enter gives the dose."""
    desktop.until(lambda: desktop.state("injection").sheet and not desktop.state("injection").busy)
    person = desktop.state("injection").person
    desktop.press(ENTER)
    desktop.until(lambda: not desktop.state("injection").busy and desktop.state("injection").person != person)
    desktop.settled()


def release(desktop: Desktop) -> None:
    """At observation, on the person highlighted, whose time is over: Enter lets go."""
    desktop.until(lambda: desktop.state("observation").highlighted)
    person = desktop.state("observation").at
    desktop.press(ENTER)
    released = lambda: desktop.state("observation").released  # noqa: E731
    desktop.until(lambda: released() and released().person == person)
    desktop.settled()


def nothing_waits(desktop: Desktop) -> bool:
    """Whether the status line says that all is on the server."""
    standing = desktop.work._standing
    return standing.enrolled and standing.saved > 0 and standing.waiting == 0 and standing.last_contact > 0
