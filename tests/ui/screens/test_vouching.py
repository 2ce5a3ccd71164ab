"""The site's signature on the certificate desk: one key for all who are clean, one alone, other days, taking back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.screens.certificate_bench import Station
from vaxdesk.domain.completeness import Completeness
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.sealing import DayEnd
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.notices import Level
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.certificates.model import CertificatesModel
from vaxdesk.ui.screens.certificates.view import CertificatesView
from vaxdesk.ui.screens.certificates.vouch_people import NURSE, ROWS, TODAY
from vaxdesk.ui.screens.certificates.vouch_state import told
from vaxdesk.ui.screens.sending.day_dialog import checks
from vaxdesk.words import say

CLEAN = [one.person.id for one in ROWS[:3]]


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


@pytest.fixture
def gone() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def room(station: Station, gone: list[tuple[str, object]]) -> Iterator[Room]:
    quiet = a_room()
    room = Room(
        lanes=quiet.lanes, notices=quiet.notices, publish=lambda kinds: station.published.append(set(kinds)),
        go=lambda key, subject=None: gone.append((key, subject)), badge=quiet.badge,
    )  # fmt: skip
    yield room
    while room.notices.current:
        room.notices.dismiss()


@pytest.fixture
def view(qtbot: QtBot, station: Station, room: Room) -> CertificatesView:
    made = CertificatesView(CertificatesModel(room, station.ports()))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.activate()
    qtbot.keyClick(made, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert made._model.state.vouching
    return made


def test_one_key_signs_for_all_who_are_clean(
    qtbot: QtBot, station: Station, view: CertificatesView, room: Room
) -> None:
    qtbot.keyClick(view.vouching.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert station.vouched == [(TODAY, one) for one in CLEAN]
    assert {Change.VISITS} in station.published
    assert room.notices.current is not None
    assert room.notices.current.text == say("vouching.signed", n=3)
    assert not view.vouching.all.isEnabled()
    qtbot.keyClick(view.vouching.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(station.vouched) == 3


def test_one_is_looked_at_and_signed_for_alone_and_the_next_is_shown(
    qtbot: QtBot, station: Station, view: CertificatesView, gone: list[tuple[str, object]]
) -> None:
    table = view.vouching.table
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert gone == [("person", CLEAN[0])]
    qtbot.keyClick(table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert station.vouched == [(TODAY, CLEAN[0])]
    assert view._model.vouching.state.person == CLEAN[1]
    assert table.current().person.id == CLEAN[1]
    assert not station.issued, "Enter prints nothing here"


def test_what_is_not_clean_cannot_be_signed_for_alone(qtbot: QtBot, station: Station, view: CertificatesView) -> None:
    view._model.vouching.pick(ROWS[3].person.id)
    assert not view.vouching.one.isEnabled()
    qtbot.keyClick(view.vouching.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    view._model.vouching.sign_one()
    assert not station.vouched


def test_another_day_is_gone_to_and_named_when_it_waits(
    qtbot: QtBot, station: Station, view: CertificatesView
) -> None:
    panel = view.vouching
    assert "23/11/2026 (2)" in panel._elsewhere.text()
    assert "20/11/2026" not in panel._elsewhere.text()
    qtbot.keyClick(panel.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view._model.vouching.state.day is not None
    assert view._model.vouching.state.day.day == "2026-11-23"
    qtbot.keyClick(panel.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {day for day, _ in station.vouched} == {"2026-11-23"}
    qtbot.keyClick(panel.table, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view._model.vouching.state.day.day == TODAY
    assert not panel.later.isEnabled()


def test_a_signature_is_taken_back_for_a_reason(qtbot: QtBot, station: Station, view: CertificatesView) -> None:
    view._model.vouching.pick(ROWS[0].person.id)
    assert not view.vouching.back.isEnabled()
    view._model.vouching.pick(ROWS[4].person.id)
    with qtbot.waitSignal(view._model.vouching.why_wanted) as wanted:
        view._model.vouching.ask_why()
    assert wanted.args == [ROWS[4].person.id, ROWS[4].vouch]
    view._model.vouching.take_back(*wanted.args, "ký nhầm")
    assert station.undone == [(ROWS[4].vouch, "ký nhầm")]


def test_what_changed_meanwhile_is_said_and_a_refusal_too(
    station: Station, view: CertificatesView, room: Room
) -> None:
    station.left_out = {CLEAN[0]: "changed"}
    view._model.vouching.sign_all()
    assert room.notices.current is not None
    texts = {room.notices.current.text}
    room.notices.dismiss()
    if room.notices.current:
        texts.add(room.notices.current.text)
    assert say("vouching.left_out", n=1) in texts
    station.refuses = Refused(reason=Refusal.NO_RIGHT, facts={"act": "issue_certificate"})
    view._model.vouching.take_back(ROWS[4].person.id, ROWS[4].vouch, "thử")
    view._model.vouching.sign_all()
    assert room.notices.current is not None
    assert room.notices.current.level is Level.WARN


def test_whoever_may_not_sign_sees_and_is_told(station: Station, view: CertificatesView) -> None:
    station.day = NURSE
    view._model.vouching.look_again()
    panel = view.vouching
    assert panel._may.isVisible()
    assert not (panel.all.isEnabled() or panel.one.isEnabled() or panel.back.isEnabled())
    view._model.vouching.sign_all()
    assert not station.vouched


def test_every_state_tells_what_is_so_and_what_to_do(view: CertificatesView) -> None:
    said = {told(one, now=one.vouched_at) for one in ROWS}
    assert len(said) == len(ROWS) - 1, "two are not signed for yet"
    assert all("{" not in one for one in said)
    assert view.vouching.table.model().rowCount() == len(ROWS)


def test_a_search_goes_back_to_certificates(view: CertificatesView) -> None:
    view._model.searched("Páo")
    assert view._model.state.of_people


def test_closing_the_day_says_how_many_wait_for_the_signature() -> None:
    lines = [text for _, _, text in checks(DayEnd(day=TODAY, ladder=Completeness(), unvouched=12))]
    assert say("dayseal.unvouched", n=12) in lines
