"""The form of a person: shows, edits and complains, and never loses what it does not show."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.registration import FieldFlaw, PersonFlaw
from vaxdesk.ui.kit.person_form import SHORT, WHOLE, PersonForm
from vaxdesk.words import say

FULL = Person(
    name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234", old_doc="060812345", bhyt="HN2151234567890",
    tel="0912345678", grp="9", work="HTX", job="Nông dân", eth="Kinh", nat="Việt Nam", adr="Thôn Cu Vai",
    province="Yên Bái", province_code="15", district="Trạm Tấu", district_code="140", commune="Xà Hồ",
    commune_code="04675", scheme="2021", guardian="", guardian_tel="", note="xe lăn", source="list",
)  # fmt: skip


@pytest.fixture
def form(qtbot) -> PersonForm:
    made = PersonForm(SHORT)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.parametrize("rows", [SHORT, WHOLE], ids=["short", "whole"])
def test_what_goes_in_comes_out(qtbot, rows) -> None:
    made = PersonForm(rows)
    qtbot.addWidget(made)
    made.show_person(FULL)
    assert made.person() == FULL
    shown = {name for row in rows for name, _ in row}
    assert shown <= set(PERSON_FIELDS)


def test_a_group_from_elsewhere_is_kept(form: PersonForm) -> None:
    strange = msgspec.structs.replace(FULL, grp="trẻ em")
    form.show_person(strange)
    assert form.person() == strange
    form.show_person(FULL)
    assert form.person().grp == "9"


def test_a_unit_named_anew_loses_its_code(form: PersonForm) -> None:
    form.show_person(FULL)
    told = []
    form.edited.connect(told.append)
    line = form._fields["commune"].line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Ban Mu")
    assert (told[-1].commune, told[-1].commune_code) == ("Ban Mu", "")
    assert (told[-1].district_code, told[-1].province_code) == ("140", "15")


def test_an_unreadable_date_is_told_as_written(form: PersonForm) -> None:
    line = form._fields["dob"].line
    QTest.keyClicks(line, "99/99/1990")
    assert form.person().dob == "99/99/1990"


def test_complaints_wait_until_a_field_was_left(form: PersonForm) -> None:
    wrong, missing = FieldFlaw("tel", PersonFlaw.PHONE_UNREADABLE), FieldFlaw("name", PersonFlaw.NAME_MISSING)
    tel = form._fields["tel"]
    tel.setFocus()
    QTest.keyClicks(tel.line, "09")
    form.show_flaws((wrong, missing), asked=False)
    assert tel.below.text() == ""
    QTest.keyClick(tel.line, Qt.Key.Key_Tab)
    form.show_flaws((wrong, missing), asked=False)
    assert tel.below.text() == say("person.flaw.phone_unreadable")
    assert form._fields["name"].below.text() == ""
    form.show_flaws((wrong, missing), asked=True)
    assert form._fields["name"].below.text() == say("person.flaw.name_missing")
    form.begin(Person(name=""))
    assert tel.below.text() == ""


def test_enter_goes_through_the_fields_and_ends_in_done(form: PersonForm, qtbot) -> None:
    form.setFocus()
    names = list(form._fields)
    with qtbot.waitSignal(form.submitted):
        for name in names:
            field = form._fields[name]
            assert field.editor.hasFocus() or field.editor.isAncestorOf(QApplication.focusWidget()), name
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_the_focus_goes_to_the_first_field_to_fill_in(form: PersonForm) -> None:
    form.show_person(Person(name="Nguyễn Thị Lành"))
    form.focus_first_empty()
    assert form._fields["dob"].line.hasFocus()
    form.show_person(FULL)
    form.focus_first_empty()
    assert form._fields["tel"].line.hasFocus()
