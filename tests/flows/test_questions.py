"""The district asks the station; somebody there answers with two keys; the station sees what is then decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sync_server.district import who as users
from sync_server.district.cases import finding, opening, worklist
from sync_server.district.cases.deciding import Desk as Above
from sync_server.district.cases.views import Decided
from sync_server.district.cases.worklist import Wanted
from sync_server.durable.database import reading, writing
from sync_server.operating import giving
from tests.flows import acts
from tests.flows.desktop import CONTROL, DAY, ENTER, Desktop, WallClock, desktop
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import Clinic, changed, read
from vaxdesk.desk import issues
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry.queries import identity, people
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.screens.sending.answer_dialog import AnswerDialog
from vaxdesk.words import say

TWIN = changed(acts.LANH, name="Nguyễn Thị Lanh", doc="")


def officer(server: RunningServer) -> users.Who:
    """Somebody who reconciles in the province."""
    with writing(server.engine) as conn:
        wanted = giving.NewUser(login="lan", name="Trần Thị Lan", password="hoa ban trang 24")
        number = giving.add_user(conn, server.server, server.unit("66"), wanted, role=GivenRole.RECONCILE)
    with reading(server.engine) as conn:
        return users.find(conn, number, day=DAY)


def listed(server: RunningServer, lan: users.Who) -> list[worklist.CaseRow]:
    with reading(server.engine) as conn:
        wanted = Wanted(nodes=finding.nodes(lan), kind="dup_person")
        return list(worklist.page(conn, wanted, now_ms=server.server.now_ms()).rows)


def round_trip(day: Desktop, server: RunningServer) -> None:
    """The desk sends, the server reads, the desk takes what came of it."""
    for _ in range(2):
        day.work.loop.now()
        day.until(lambda: acts.nothing_waits(day) and not day.work.loop.state.sending)
        read(server)


def standing(day: Desktop) -> set[str]:
    """Names of the records that are the same person as the woman of the list."""
    with day.desk.store.reading() as conn:
        found = people.by_number(conn, day.desk.store.names, acts.LANH.doc)[0]
        return {one.name for one in identity.members(conn, day.desk.store.names, found.id)}


def ask(server: RunningServer, lan: users.Who, case: str) -> None:
    """The district asks the station about a case."""
    with writing(server.engine) as conn:
        unit = server.unit("TYT-01").org_no
        asked = Above(conn, server.server, lan, case).ask(
            unit=unit, what="same_person", text="Hỏi cả họ hàng", until="2026-12-04"
        )
        assert isinstance(asked, Decided), asked
    read(server)
    assert [one.state for one in listed(server, lan)] == ["waiting"]


def answer(day: Desktop) -> None:
    """At the desk the word about the question leads to it, and two keys answer it."""
    day.work.loop.now()
    day.until(lambda: day.work._preparing._told == 1)
    assert say("question.waiting", n=1) in day.shell.notices.current.text
    day.shell.open("sending")
    day.until(lambda: day.state("sending").questions)
    day.settled()
    card = day.view("sending")._asked
    assert any("Hỏi cả họ hàng" in label.text() for label in card.findChildren(Label))
    (press,) = [one for one in card.findChildren(QPushButton) if say("question.answer") in one.text()]
    day.click(press)
    day.asked(AnswerDialog)
    day.press(Qt.Key.Key_1)
    day.press(ENTER, CONTROL)
    day.until(lambda: not day.state("sending").questions)


def test_a_question_comes_to_the_desk_and_goes_back_answered(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WallClock()
    with running_server(tmp_path) as server, desktop(qtbot, tmp_path / "home", now=clock) as day:
        server.now = clock
        lan, there = officer(server), Clinic(server, "TYT-02")
        acts.set_up(day, server=server.url, code=server.enrol_code("TYT-01"))
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        there.listed(TWIN, day=DAY)
        there.send()
        round_trip(day, server)
        (case,) = listed(server, lan)
        ask(server, lan, case.id)
        answer(day)
        round_trip(day, server)

        assert [one.state for one in listed(server, lan)] == ["answered"]
        with reading(server.engine) as conn:
            (question,) = opening.of(conn, lan, case.id, now_ms=server.server.now_ms()).questions
        assert (question.choice, question.text) == ("same_person", "Hỏi cả họ hàng")
        assert standing(day) == {acts.LANH.name}
        with writing(server.engine) as conn:
            assert isinstance(Above(conn, server.server, lan, case.id).same(), Decided)
        read(server)
        round_trip(day, server)
        day.until(lambda: standing(day) == {acts.LANH.name, TWIN.name})
        day.until(lambda: IssueKind.DUP_PERSON not in issues.counts(day.desk))
