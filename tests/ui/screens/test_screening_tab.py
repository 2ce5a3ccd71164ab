"""Tab in the screening form, on a real encrypted store: it follows the work, also in a form built anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.desk.day import received
from tests.ui.screens.real_desk import DAY, listed
from tests.ui.screens.shells import Fingers, Noted, other, shell_of
from vaxdesk.desk.context import Desk
from vaxdesk.ui.screen import DeskMode
from vaxdesk.ui.screens.screening.sheet_view import SheetView
from vaxdesk.wiring.screening import screening_screen
from vaxdesk.wiring.session import Session


def test_tab_follows_the_work_in_a_form_that_was_built_anew(desk: Desk, qtbot) -> None:
    """The figures, all NO, the questions, the doctor's pencil, consent, the main button; never into the rail."""
    received(desk, listed, dob="2016-03-04", guardian="Mẹ Mai")
    adult = received(desk, listed, name="Lò Văn Páo", dob="1950-01-01", doc="014150000002")
    screens = (screening_screen(Session(desk), mode=lambda: DeskMode.SCREENING), other("injection", Noted()))
    with shell_of(qtbot, *screens, home="screening", day=DAY) as shell:
        view = shell.view("screening")
        goes_through(view.sheet, child=True)
        view.activate(adult)
        assert view._model.state.person == adult
        goes_through(view.sheet, child=False)


def goes_through(sheet: SheetView, *, child: bool) -> None:
    """Measure, answer, then press Tab from the first figure to the last button."""
    Fingers().type("366-")
    sheet.vitals.place("temp").setFocus()
    wanted = [one for one in sheet.vitals.stops()[1:] if one.isVisible()]
    wanted += [sheet.all_no, *sheet.questions.rows(), sheet.verdict.other, sheet.consent.box]
    wanted += [sheet.consent.name.line] if child else []
    assert passed(len(wanted) + 2) == [*wanted, sheet.save, sheet.decline]


def passed(steps: int) -> list[QWidget | None]:
    """What has the focus after each Tab."""
    found = []
    for _ in range(steps):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found
