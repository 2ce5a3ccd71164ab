"""The certificate desk: one key a person, printing again, one dose alone, everybody at once, papers of the day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.screens.certificate_bench import Station
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.notices import Level
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screen import Change, RawScan, Room, ScanSource
from vaxdesk.ui.screens.certificates.gallery import ELSEWHERE, ISSUED, PEOPLE, WATCHED
from vaxdesk.ui.screens.certificates.model import CertificatesModel
from vaxdesk.ui.screens.certificates.person_panel import issued_told
from vaxdesk.ui.screens.certificates.state import DayPaper
from vaxdesk.ui.screens.certificates.view import CertificatesView
from vaxdesk.words import say


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


@pytest.fixture
def room(station: Station) -> Iterator[Room]:
    quiet = a_room()
    room = Room(
        lanes=quiet.lanes, notices=quiet.notices, publish=lambda kinds: station.published.append(set(kinds)),
        go=quiet.go, badge=lambda *badge: station.badges.append(badge[1]),
    )
    yield room
    while room.notices.current:
        room.notices.dismiss()


@pytest.fixture
def model(station: Station, room: Room) -> CertificatesModel:
    made = CertificatesModel(room, station.ports())
    made.open()
    return made


def preview() -> PrintPreview:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, PrintPreview) and one.isVisible())


def test_the_one_who_waits_longest_is_shown_first(station: Station, model: CertificatesModel) -> None:
    assert model.state.person == PEOPLE[0].id
    assert (model.state.due, model.state.slot, station.badges) == (True, 5, ["4"])


def test_one_key_issues_and_prints_and_shows_the_next(qtbot: QtBot, station: Station, room: Room) -> None:
    view = CertificatesView(CertificatesModel(room, station.ports()))
    qtbot.addWidget(view)
    view.show()
    view.activate()
    for _ in range(2):
        qtbot.keyClick(view.focusWidget() or view, Qt.Key.Key_Return)
    assert station.issued == [PEOPLE[0].id, PEOPLE[1].id]
    assert station.drawn == [(f"says {PEOPLE[0].id}", "a5", None), (f"says {PEOPLE[1].id}", "a5", None)]
    assert station.noted == [(Paper.CERTIFICATE, one.id, 1, 1) for one in PEOPLE[:2]]
    assert view._model.state.person == PEOPLE[2].id
    assert {Change.VISITS} in station.published
    assert {Change.PAPER} in station.published


def test_the_notice_of_the_print_offers_to_take_it_back(
    qtbot: QtBot, station: Station, model: CertificatesModel, room: Room
) -> None:
    model.print()
    with qtbot.waitSignal(model.undo_wanted) as wanted:
        room.notices.act()
    assert wanted.args == [f"cert of {PEOPLE[0].id}"]
    model.undo(wanted.args[0], "sai tên")
    assert station.undone == [(wanted.args[0], "sai tên")]


def test_printing_again_issues_nothing(station: Station, model: CertificatesModel) -> None:
    station.issued.append(PEOPLE[0].id)
    model.look_again()
    assert not model.state.due
    model.print()
    assert station.issued == [PEOPLE[0].id]
    assert len(station.noted) == 1


def test_one_dose_alone_goes_into_a_stamped_sheet(station: Station, model: CertificatesModel) -> None:
    model.pick_slot(2)
    model.choose_size("a4")
    model.print(alone=True)
    assert station.drawn == [(f"says {PEOPLE[0].id}", "a4", 2)]
    assert station.size == "a4"


def test_a_refused_issue_prints_nothing(station: Station, model: CertificatesModel, room: Room) -> None:
    station.refuses = Refused(reason=Refusal.NOT_LEFT)
    model.print()
    assert not station.drawn
    assert room.notices.current is not None
    assert room.notices.current.level is Level.WARN
    assert not model.state.busy


def test_nothing_is_printed_for_whoever_is_still_observed(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station, "sheet", lambda _: WATCHED)
    fresh = CertificatesModel(a_room(), station.ports())
    fresh.open(PEOPLE[2].id)
    assert fresh.state.refused is not None
    fresh.print()
    assert not station.drawn


def test_a_look_issues_nothing(qtbot: QtBot, station: Station, model: CertificatesModel) -> None:
    model.print(look=True)
    dialog = preview()
    qtbot.addWidget(dialog)
    dialog.reject()
    assert station.drawn == [(f"draft {PEOPLE[0].id}", "a5", None)]
    assert not station.issued
    assert not station.noted
    assert (model.state.busy, model.state.person, model.state.due) == (False, PEOPLE[0].id, True)


def test_what_was_looked_at_is_issued_when_it_is_printed(
    qtbot: QtBot, station: Station, model: CertificatesModel
) -> None:
    model.print(look=True)
    dialog = preview()
    qtbot.addWidget(dialog)
    dialog.print_wanted.emit("Bàn 1", 2)
    dialog.accept()
    assert station.issued == [PEOPLE[0].id]
    assert [says for says, _, _ in station.drawn] == [f"draft {PEOPLE[0].id}", f"says {PEOPLE[0].id}"]
    assert station.noted == [(Paper.CERTIFICATE, PEOPLE[0].id, 2, 1)]
    assert {Change.VISITS} in station.published


def test_without_a_known_printer_the_preview_comes_before_the_issue(
    qtbot: QtBot, station: Station, model: CertificatesModel
) -> None:
    station.printer = ""
    model.print()
    dialog = preview()
    qtbot.addWidget(dialog)
    assert not station.issued
    dialog.print_wanted.emit("Bàn 1", 1)
    dialog.accept()
    assert station.issued == [PEOPLE[0].id]


def test_an_issue_refused_after_the_look_prints_nothing(
    qtbot: QtBot, station: Station, model: CertificatesModel, room: Room
) -> None:
    model.print(look=True)
    dialog = preview()
    qtbot.addWidget(dialog)
    station.refuses = Refused(reason=Refusal.NOT_LEFT)
    dialog.print_wanted.emit("Bàn 1", 1)
    dialog.accept()
    assert not station.noted
    assert room.notices.current is not None
    assert not model.state.busy


def test_everybody_at_once_is_one_file_without_those_refused(
    qtbot: QtBot, station: Station, model: CertificatesModel
) -> None:
    model.print_all()
    dialog = preview()
    qtbot.addWidget(dialog)
    dialog.print_wanted.emit("Bàn 1", 1)
    dialog.accept()
    people = [one.id for one in PEOPLE[:3]]
    drafts = ([f"draft {one.id}" for one in PEOPLE], "a5", None)
    assert station.drawn == [drafts, ([f"says {one}" for one in people], "a5", None)]
    assert station.noted == [(Paper.CERTIFICATE, tuple(people), 1, 1)]


@pytest.mark.parametrize("paper", DayPaper)
def test_papers_of_the_day_are_shown_before_they_are_printed(
    qtbot: QtBot, station: Station, model: CertificatesModel, paper: DayPaper
) -> None:
    model.print_paper(paper)
    dialog = preview()
    qtbot.addWidget(dialog)
    assert station.noted == []
    dialog.print_wanted.emit("Bàn 1", 2)
    dialog.accept()
    assert station.drawn[0][0] == (paper, paper.value)
    assert station.noted == [(paper.what, "", 2, 1)]


def test_anybody_is_found_by_name_and_by_code(model: CertificatesModel, room: Room) -> None:
    model.searched("Páo")
    assert [row.person.name for row in model.state.rows] == ["Sùng A Páo"]
    assert model.state.person == PEOPLE[1].id
    model.searched("")
    assert len(model.state.rows) == 4
    model.scanned(RawScan("lành", ScanSource.WEDGE))
    assert model.state.person == PEOPLE[3].id
    model.scanned(RawScan("???", ScanSource.WEDGE))
    assert room.notices.current is not None
    assert room.notices.current.level is Level.WARN


def test_nobody_found_is_said(qtbot: QtBot, station: Station, room: Room) -> None:
    view = CertificatesView(CertificatesModel(room, station.ports()))
    qtbot.addWidget(view)
    view.activate()
    assert view.search("không ai")
    assert view._left.currentIndex() == 1
    assert not view._print.isEnabled()


def test_a_person_who_is_gone_is_said(model: CertificatesModel, room: Room) -> None:
    model.open("0000000000009.9")
    assert room.notices.current is not None
    assert room.notices.current.level is Level.WARN


def test_which_code_the_paper_gets_is_said(qtbot: QtBot, station: Station, room: Room) -> None:
    view = CertificatesView(CertificatesModel(room, station.ports()))
    qtbot.addWidget(view)
    view.show()
    view.activate()
    assert view._person._code.text() == say("certificates.code.site")
    view._model.become(sheet=ISSUED)
    assert view._person._code.text() == say("certificates.code.centre", n=3, of=3, until="24/11/2027")
    view._model.become(sheet=ELSEWHERE)
    assert view._person._code.isVisible() and view._model.state.refused is None and not view._model.state.due
    assert view._person._text.text() == issued_told(ELSEWHERE, now=view._model.state.now)
    assert view._person._text.text() != issued_told(ISSUED, now=view._model.state.now)
    view._model.become(sheet=WATCHED)
    assert not view._person._code.isVisible()
