"""A PC that has not heard from above for a month shows only the people of these days, until a code by telephone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import pytest
from msgspec.structs import replace

from sync_server.cli import main
from sync_server.joining import standings
from tests.desk.conftest import PASSWORD, Clock
from tests.servers import RunningServer
from vaxdesk.cli import main as desk_main
from vaxdesk.desk import certificates, identify, lease, reception, record, sending
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Appt, History
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.journal import lease_code
from vaxdesk.registry.queries import people
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.screens.reception.state import Panel
from vaxdesk.wiring.reception import reception_screen
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

DOC = "015190001234"


@pytest.fixture
def away(desk: Desk, desk_clock: Clock, server: RunningServer, make_person: Callable[..., str]) -> Desk:
    """Joined, with a person of long ago and one on today's list; then 31 days without a line."""
    desk_clock.seconds = time.time()
    make_person(desk, name="Sùng A Phử", listed=False, doc=DOC)
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    sending.send_all(desk)
    desk_clock.forward(days=31)
    today = desk.on(times.day_of(desk_clock()))
    listed = make_person(today, name="Sùng Thị Mỷ", listed=False, doc="015190009999")
    with today.store.writing(user=1) as w:
        w.add("appt", Appt(day=today.day), of=listed)
    return today


def names(desk: Desk, text: str = "sung") -> set[str]:
    return {one.person.name for one in identify.search(desk, text)}


def code_for(server: RunningServer, desk: Desk, weeks: int = 4) -> str:
    state = lease.state(desk)
    with desk.store.reading() as conn:
        public = bytes.fromhex(conn.exec_driver_sql("SELECT value FROM kv WHERE key = 'device'").scalar().decode())
    return lease_code.make(standings.lease_key(server.server, public), int(state.number), weeks)


def test_within_the_lease_everybody_is_found(away: Desk, desk_clock: Clock) -> None:
    desk_clock.forward(days=-2)
    assert not lease.state(away).lapsed
    assert names(away) == {"Sùng A Phử", "Sùng Thị Mỷ"}


def test_after_it_only_the_people_of_these_days_are_and_recording_goes_on(
    away: Desk, make_person: Callable[..., str]
) -> None:
    state = lease.state(away)
    assert (state.lapsed, len(state.number)) == (True, 4)
    assert names(away) == {"Sùng Thị Mỷ"}
    hidden = next(one for one in _everybody(away) if one.name == "Sùng A Phử")
    assert record.record(away, hidden.id) is None
    assert identify.look(away, hidden.id) is None
    new = make_person(away, name="Sùng A Sinh", listed=False, doc="015190007777")
    assert isinstance(reception.check_in(away, new), Done)
    assert names(away) == {"Sùng Thị Mỷ", "Sùng A Sinh"}


def test_a_clock_set_back_shows_nobody_of_the_days_it_names(away: Desk, desk_clock: Clock) -> None:
    desk_clock.forward(days=-31)
    away.store.last_entry = int(desk_clock()) + 31 * 86400  # as the next start finds it
    back = away.on(times.day_of(desk_clock()))
    assert lease.state(back).lapsed
    assert names(back) == {"Sùng Thị Mỷ"}, "the newest entries say which days these are"


def test_after_it_no_certificate_of_older_records_is_shown_issued_or_printed(away: Desk) -> None:
    hidden = next(one for one in _everybody(away) if one.name == "Sùng A Phử")
    with away.store.writing(user=1) as w:
        w.add("history", History(date="2021-09-14", product="AZ", lot="NJ0342A"), of=hidden.id)
    for verb in (certificates.sheet, certificates.issue, certificates.contents):
        answer = verb(away, hidden.id)
        assert isinstance(answer, Refused) and answer.reason is Refusal.LEASE_LAPSED
    everybody = certificates.issue_all(away, [hidden.id])
    assert (everybody.refs, everybody.value[hidden.id].reason) == ((), Refusal.LEASE_LAPSED)
    assert certificates.contents_of_all(away, [hidden.id]) == ()
    saved = reception.check_in(away, hidden.id)
    assert isinstance(saved, Done), "whoever is here today is of these days"
    assert isinstance(certificates.issue(away, hidden.id), Done)


def test_the_command_tells_finds_and_unlocks_as_the_page_does(
    away: Desk, server: RunningServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its own clock no month has passed; what counts is the newest entry, so setting a clock back is of no use."""
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    code, state = code_for(server, away), lease.state(away)
    away.store.close()

    def run(*arguments: str) -> tuple[int, Any]:
        ended = desk_main(["--home", str(away.store.home), *arguments, "--json"])
        return ended, json.loads(capsys.readouterr().out)

    assert run("lease") == (0, {"lapsed": True, "until": state.until, "number": state.number, "device": state.device})
    assert [one["name"] for one in run("people", "find", "sung")[1]] == ["Sùng Thị Mỷ"]
    assert desk_main(["--home", str(away.store.home), "lease"]) == 0
    assert state.number in capsys.readouterr().out
    assert run("lease", "ABCD-EFGH") == (1, ANY)
    ended, now = run("lease", code)
    assert (ended, now["lapsed"]) == (0, False)
    assert now["until"] > state.until
    assert {one["name"] for one in run("people", "find", "sung")[1]} == {"Sùng A Phử", "Sùng Thị Mỷ"}


def test_who_shows_a_card_is_known_with_earlier_doses_all_the_same(away: Desk) -> None:
    found = identify.identify(away, f"{DOC}||Sùng A Phử|01011990|Nữ|Xà Hồ|01012022")
    assert found.presence.person.name == "Sùng A Phử"
    assert isinstance(reception.check_in(away, found.presence.person.id), Done)
    assert names(away) == {"Sùng A Phử", "Sùng Thị Mỷ"}


def test_the_code_from_above_shows_them_again_once(away: Desk, server: RunningServer, desk_clock: Clock) -> None:
    code = code_for(server, away)
    done = lease.unlock(away, code)
    assert isinstance(done, Done)
    assert done.value == 4
    assert names(away) == {"Sùng A Phử", "Sùng Thị Mỷ"}
    desk_clock.forward(days=29)
    assert lease.state(away).lapsed
    assert lease.unlock(away, code) == Refused(reason=Refusal.LEASE_CODE_WRONG, facts={"left": 9})


def test_a_contact_renews_it(away: Desk, server: RunningServer) -> None:
    server.now = away.store.now
    sending.send_all(away)
    assert not lease.state(away).lapsed


def test_wrong_codes_cost_tries_mistyped_ones_do_not(away: Desk, server: RunningServer) -> None:
    number = lease.state(away).number
    good = code_for(server, away)
    assert lease.unlock(away, good[:-1] + ("A" if good[-1] != "A" else "B")).reason is Refusal.LEASE_CODE_FORM
    wrong = lease_code.make(bytes(32), int(number), 4)
    assert [lease.unlock(away, wrong).facts["left"] for _ in range(lease.TRIES)] == [*range(9, 0, -1), 0]
    assert lease.state(away).number != number or lease.unlock(away, good).reason is Refusal.LEASE_CODE_WRONG


def test_only_who_leads_may_type_it(away: Desk, server: RunningServer) -> None:
    other = away.as_user(replace(away.user, roles=(Role.RECEPTION.value,)))
    assert lease.unlock(other, code_for(server, away)).reason is Refusal.NO_RIGHT


def test_the_operator_derives_the_same_code(
    away: Desk, server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    state = lease.state(away)
    arguments = ["lease", "code", "--device", str(state.device), "--number", state.number, "--language", "en"]
    assert main([*arguments, "--database", server.database, "--keys", str(server.folder)]) == 0
    code = capsys.readouterr().out.strip().rpartition(" ")[2]
    assert code == code_for(server, away)
    assert isinstance(lease.unlock(away, code), Done)


def _everybody(desk: Desk) -> list:
    with desk.store.reading() as conn:
        return list(people.everyone(conn, desk.store.names))


def test_reception_says_why_nobody_is_found_by_name(away: Desk, qtbot) -> None:
    page = reception_screen(Session(away)).factory(a_room())
    qtbot.addWidget(page)
    page.show()
    page.activate()
    model = page._model
    model.searched("phu")
    assert model.state.panel is Panel.NOBODY and model.state.hides
    assert any(say("reception.nobody.hidden") == one.text() for one in page.findChildren(Label) if one.isVisible())
    model.searched(DOC)
    assert model.state.found.presence.person.name == "Sùng A Phử", "who has a document is found by all of it"
