"""The screen of adverse events through its widgets, on a real encrypted store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desk.conftest import Clock
from tests.desk.day import injected, pfizer, saved, screened
from tests.ui.screens.real_desk import DAY, listed
from tests.ui.screens.shells import Fingers, Noted, asked, shell_of, shown
from vaxdesk.desk import aefi, aefi_sheet, injection
from vaxdesk.desk.context import Desk
from vaxdesk.domain.after_injection import ReportSheet
from vaxdesk.domain.payloads import Aefi
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.reaction.dialog import ReactionDialog
from vaxdesk.ui.screen import RawScan, ScanSource, Screen
from vaxdesk.ui.screens.aefi.case_list import CaseTile
from vaxdesk.ui.screens.aefi.view import AefiView
from vaxdesk.ui.shell import Shell
from vaxdesk.wiring.aefi import aefi_screen
from vaxdesk.wiring.session import Session

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def person_page() -> Noted:
    return Noted()


@pytest.fixture
def opened(qtbot, desk: Desk, person_page: Noted):
    held = []

    def make(*, on: str = DAY, printed: list[str] | None = None) -> tuple[Shell, AefiView]:
        port = printed.append if printed is not None else None
        screens = (
            aefi_screen(Session(desk.on(on)), print_report=port),
            Screen("person", "aefi.open_person", "user", lambda _: person_page),
        )
        context = shell_of(qtbot, *screens, home="aefi", day=on)
        shell = context.__enter__()
        held.append((context, shell))
        return shell, shell.view("aefi")

    yield make
    for context, shell in held:
        shell.view("aefi").leave()
        context.__exit__(None, None, None)


def told(desk: Desk, person: str, **changes: object) -> str:
    """The entry of a reaction."""
    reaction = {"day": "", "severity": "", "onset": desk.now(), "symptoms": ["local"], **changes}
    return saved(aefi.report(desk, person, Aefi(**reaction))).refs[0]


def serious(desk: Desk) -> str:
    person, _ = injected(desk, listed)
    return told(desk, person, symptoms=["anaphylaxis"], grade=2, note="Nổi mày đay, khó thở")


def report_of(desk: Desk, event: str) -> ReportSheet:
    found = aefi_sheet.sheet(desk, event)
    assert isinstance(found, ReportSheet)
    return found


def test_nobody_reacted(opened) -> None:
    _, view = opened()
    assert shown(view, "Chưa có phản ứng nào được ghi hôm nay")
    assert not view._foot.isVisible()


def test_the_serious_case_opens_filled_with_its_deadline(desk: Desk, clock: Clock, opened) -> None:
    serious(desk)
    clock.forward(minutes=75)
    _, view = opened()
    assert shown(view, "Còn 22 giờ 45 phút để điều tra")
    form = view._panel._form
    assert form.widget("name").value() == "Nguyễn Thị Lành"
    assert form.widget("lot").value() == "FK1234"
    assert form.widget("events").value() == "anaphylaxis"
    assert form.widget("sex").value() == "F"
    assert form.widget("outcome").below.text() == "Chưa điền"
    assert view._foot._next.words == f"Còn {len(report_of(desk, view._model.state.at).gaps)} mục phải điền"


def test_time_runs_towards_the_deadline_and_beyond(desk: Desk, clock: Clock, opened) -> None:
    serious(desk)
    _, view = opened()
    clock.forward(minutes=24 * 60 + 61)
    view._tick.timeout.emit()
    assert shown(view, "Quá hạn điều tra 1 giờ 1 phút")


def test_an_open_case_of_another_day_is_there(desk: Desk, clock: Clock, opened) -> None:
    serious(desk)
    clock.forward(days=2)
    _, view = opened(on="2026-11-25")
    assert [tile._name.text() for tile in view.findChildren(CaseTile)] == ["Nguyễn Thị Lành"]


def test_only_what_was_typed_is_added_and_shown_in_the_history(desk: Desk, opened) -> None:
    event = serious(desk)
    _, view = opened()
    form = view._panel._form
    assert not view._foot._save.isEnabled()
    field = form.widget("supplier")
    field.setFocus()
    QTest.keyClicks(field.line, "CDC so 1")
    assert view._model.state.typed == {"supplier": "CDC so 1"}
    Fingers().press(Qt.Key.Key_Return, CONTROL)
    follow, = report_of(desk, event).follow_ups
    assert follow.set == {"form.supplier": "CDC so 1"}
    assert shown(view, "Nhà cung cấp: CDC so 1")
    assert view._model.state.typed == {}


def test_the_same_text_typed_again_is_no_change(desk: Desk, opened) -> None:
    serious(desk)
    _, view = opened()
    model = view._model
    model.write("reporter", "Giàng Thị Mỷ")
    model.write("reporter", "Lò Thị Mai")
    assert (model.state.typed, model.state.drafts) == ({}, frozenset())


def test_a_filled_field_is_no_gap_any_more(desk: Desk, opened) -> None:
    serious(desk)
    _, view = opened()
    outcome = view._panel._form.widget("outcome")
    outcome.box.setCurrentIndex(outcome.box.findData("died"))
    outcome.box.activated.emit(outcome.box.currentIndex())
    gaps = {gap.code for gap in view._model.state.gaps}
    assert "outcome" not in gaps
    assert {"died_on", "autopsy"} <= gaps


def test_an_hour_may_be_typed_as_people_do_and_nonsense_is_marked(desk: Desk, clock: Clock, opened) -> None:
    event = serious(desk)
    clock.forward(minutes=30)
    _, view = opened()
    view._model.write("onset_at", "lúc tám giờ")
    assert view._panel._form.widget("onset_at").below.text() == "Không đúng dạng"
    view._model.write("onset_at", "8h20")
    view._model.save()
    assert report_of(desk, event).values["onset_at"] == "08:20"


def test_the_keys_walk_through_the_gaps(desk: Desk, opened) -> None:
    serious(desk)
    _, view = opened()
    fingers, seen = Fingers(), []
    for _ in range(3):
        fingers.press(Qt.Key.Key_Down, CONTROL)
        here = [code for code, one in view._panel._form._widgets.items() if one.focusProxy() and _in(one)]
        seen += here
    assert len(set(seen)) == 3
    assert set(seen) <= {gap.code for gap in view._model.state.gaps}


def _in(widget: object) -> bool:
    focus = widget.window().focusWidget()
    return focus is not None and widget.isAncestorOf(focus)


def test_what_was_typed_waits_while_another_case_is_looked_at(desk: Desk, opened) -> None:
    lot = pfizer(desk)
    events = []
    for row in (1, 2):
        person = screened(desk, listed, name=f"Lò Văn Páo {row}", doc=f"01519000000{row}")
        saved(injection.give(desk, person, lot=lot))
        events.append(told(desk, person))
    _, view = opened()
    model = view._model
    model.pick(events[0])
    model.write("treatment", "Thở oxy")
    model.move(1 if model.state.shown[0].event.id == events[0] else -1)
    assert (model.state.at, model.state.typed) == (events[1], {})
    assert [tile._draft.text() for tile in view.findChildren(CaseTile)].count("Chưa lưu") == 1
    model.pick(events[0])
    assert view._panel._form.widget("treatment").value() == "Thở oxy"


def test_raised_to_a_serious_event(desk: Desk, opened, qtbot) -> None:
    person, _ = injected(desk, listed)
    event = told(desk, person)
    _, view = opened()
    assert not view._panel._form.widget("supplier").isVisible()
    view._foot._raise.click()
    asked(qtbot, view, Confirm, lambda _: Fingers().press(Qt.Key.Key_Return, CONTROL))
    assert report_of(desk, event).case.serious
    assert view._panel._form.widget("supplier").isVisible()
    assert not view._foot._raise.isVisible()
    assert shown(view, "Mức độ: Tai biến nặng")


def test_printing_saves_first(desk: Desk, opened) -> None:
    event = serious(desk)
    printed: list[str] = []
    _, view = opened(printed=printed)
    view._model.write("treatment", "Adrenalin 0,5 mg")
    Fingers().press(Qt.Key.Key_P, CONTROL)
    assert printed == [event]
    assert report_of(desk, event).values["treatment"] == "Adrenalin 0,5 mg"
    view._foot._print.click()
    assert printed == [event] * 2


def test_a_desk_without_a_printer_offers_none(desk: Desk, opened) -> None:
    serious(desk)
    _, view = opened()
    assert not view._foot._print.isVisible()


def test_undo_takes_the_case_away(desk: Desk, opened, qtbot) -> None:
    serious(desk)
    _, view = opened()
    view._panel._undo.click()
    fingers = Fingers()
    asked(qtbot, view, Confirm, lambda _: (fingers.type("1"), fingers.press(Qt.Key.Key_Return, CONTROL)))
    assert aefi.cases(desk) == ()
    assert shown(view, "Chưa có phản ứng nào được ghi hôm nay")


def test_a_scan_finds_the_case_or_begins_one(desk: Desk, opened, qtbot) -> None:
    injected(desk, listed)
    shell, view = opened()
    card = RawScan("015190001234", ScanSource.TYPED)
    shell.scanned(card)

    def answer(_: ReactionDialog) -> None:
        view._model.reaction.tick("headache", on=True)
        Fingers().press(Qt.Key.Key_Return, CONTROL)

    asked(qtbot, view, ReactionDialog, answer)
    case, = aefi.cases(desk)
    assert view._model.state.at == case.event.id
    shell.scanned(card)
    assert not [one for one in view.findChildren(ReactionDialog) if one.isVisible()]


def test_opened_for_a_person_it_asks_about_the_reaction(desk: Desk, opened, qtbot) -> None:
    person, _ = injected(desk, listed)
    shell, view = opened()
    shell.open("aefi", person)
    asked(qtbot, view, ReactionDialog, lambda dialog: dialog.reject())


def test_the_record_is_one_press_away(desk: Desk, opened, person_page: Noted) -> None:
    serious(desk)
    _, view = opened()
    view._panel._open.click()
    assert person_page.opened_for == [view._model.state.sheet.case.person.id]


def test_names_filter_the_list(desk: Desk, opened) -> None:
    serious(desk)
    _, view = opened()
    view.search("lanh")
    assert len(view._model.state.shown) == 1
    view.search("pao")
    assert view._model.state.shown == ()
