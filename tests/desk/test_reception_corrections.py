"""Corrections by new entries, and the page of a person, against a real store."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from vaxdesk.desk import corrections, reception, undo
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.record import record
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Amend, History, Screen
from vaxdesk.domain.person_record import PersonRecord
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.registration import Flawed, PersonFlaw
from vaxdesk.domain.views import UserView
from vaxdesk.store.lines import line_of

Make = Callable[..., str]


def page(desk: Desk, person: str) -> PersonRecord:
    found = record(desk, person)
    assert found is not None
    return found


def test_a_correction_is_a_new_entry_and_the_original_stays(desk: Desk, make_person: Make, desk_clock) -> None:
    lanh = make_person(desk)
    for name, why in (("Nguyễn Thị Lánh", "misspelt"), ("Nguyễn Thị Lanh", "card")):
        desk_clock.forward(minutes=5)
        assert isinstance(corrections.correct(desk, lanh, changes={"name": name, "sex": "F"}, why=why), Done)
    found = page(desk, lanh)
    assert found.presence.person.name == "Nguyễn Thị Lanh"
    assert [(one.field, one.before, one.after, one.user, one.why) for one in found.changes] == [
        ("name", "Nguyễn Thị Lánh", "Nguyễn Thị Lanh", "Lò Thị Mai", "card"),
        ("name", "Nguyễn Thị Lành", "Nguyễn Thị Lánh", "Lò Thị Mai", "misspelt"),
    ]
    assert found.changes[0].t - found.changes[1].t == 300
    assert found.entered_at == found.changes[1].t - 300


def test_a_correction_names_the_entry_that_it_overrides(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    corrections.correct(desk, lanh, changes={"tel": "0912345678"}, why="a")
    done = corrections.correct(desk, lanh, changes={"tel": "0987654321", "job": "nông dân"}, why="b")
    with desk.store.reading() as conn:
        line = line_of(conn, desk.store.names, done.refs[0])
    assert line is not None
    written = msgspec.json.decode(line.d, type=Amend)
    assert list(written.prior) == ["tel"]
    assert len(written.prior["tel"]) == 8
    assert line.rev == 2


def test_nothing_new_writes_nothing(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    done = corrections.correct(desk, lanh, changes={"name": "Nguyễn Thị Lành"}, why="x")
    assert isinstance(done, Done)
    assert done.refs == ()
    assert page(desk, lanh).changes == ()


def test_only_the_changed_fields_are_judged(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk, sex="", doc="12")
    assert isinstance(corrections.correct(desk, lanh, changes={"tel": "0912345678"}, why="x"), Done)
    flawed = corrections.correct(desk, lanh, changes={"tel": "09x", "note": "y"}, why="x")
    assert isinstance(flawed, Flawed)
    assert [(one.field, one.flaw) for one in flawed.flaws] == [("tel", PersonFlaw.PHONE_UNREADABLE)]
    assert page(desk, lanh).presence.person.note == ""


def test_a_correction_needs_right_and_reason(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    silent = corrections.correct(desk, lanh, changes={"tel": "0912345678"}, why="  ")
    assert isinstance(silent, Refused)
    assert silent.reason is Refusal.REASON_NEEDED
    injector = desk.as_user(UserView(no=2, name="Hờ A Chứ", login="chu", roles=("injection",)))
    barred = corrections.correct(injector, lanh, changes={"tel": "0912345678"}, why="x")
    assert isinstance(barred, Refused)
    assert barred.reason is Refusal.NO_RIGHT


def test_taking_over_from_the_card_is_one_act(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk, doc="")
    assert isinstance(corrections.correct(desk, lanh, changes={"doc": "015190001234"}, why="card"), Done)
    (change,) = page(desk, lanh).changes
    assert (change.why, change.before, change.after) == ("card", "", "015190001234")


def test_the_page_shows_days_who_did_what_and_what_may_be_undone(desk: Desk, make_person: Make, desk_clock) -> None:
    lanh = make_person(desk)
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2021-08", product="AZ", n=1, source="list"), of=lanh)
    earlier = desk.on("2026-11-20")
    reception.check_in(earlier, lanh)
    reception.decline(earlier, lanh, why="no_time")
    wrong = reception.check_in(desk, lanh).value
    desk_clock.forward(minutes=2)
    undo.void(desk, wrong.entry, why="wrong_person")
    desk_clock.forward(minutes=2)
    right = reception.check_in(desk, lanh).value
    with desk.store.writing(user=1) as w:
        w.add("screen", Screen(day=desk.day, form="qd5785", answers={}, conclusion="eligible", consent=True), of=lanh)
    found = page(desk, lanh)
    assert found.presence.stage is Stage.SCREENED
    assert [day.day for day in found.days] == ["2026-11-23", "2026-11-20"]
    assert [[one.event.kind for one in day.events] for day in found.days] == [
        ["screen", "checkin", "checkin"], ["decline", "checkin"],
    ]
    screen, checkin, undone = found.days[0].events
    assert isinstance(screen.undo, Allowed)
    assert isinstance(checkin.undo, Refused)
    assert checkin.undo.reason is Refusal.LATER_STEP_FIRST
    assert (undone.undone_by, undone.undone_why) == ("Lò Thị Mai", "wrong_person")
    assert undone.undone_at - undone.event.t == 120
    assert isinstance(undone.undo, Refused)
    assert (checkin.event.id, checkin.user) == (right.entry, "Lò Thị Mai")
    assert [(one.date, one.product) for one in found.doses] == [("2021-08", "AZ")]
    assert isinstance(found.check_in, Refused)
    assert isinstance(found.decline, Allowed)


def test_who_may_not_make_a_step_may_not_undo_it(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    reception.check_in(desk, lanh)
    observer = desk.as_user(UserView(no=2, name="Hờ A Chứ", login="chu", roles=("observation",)))
    (past,) = page(observer, lanh).days[0].events
    assert isinstance(past.undo, Refused)
    assert past.undo.reason is Refusal.NO_RIGHT


def test_a_wrong_registration_is_withdrawn_only_while_nothing_stands(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    entry = reception.check_in(desk, lanh).value.entry
    early = corrections.withdraw(desk, lanh, why="entered_twice")
    assert isinstance(early, Refused)
    assert early.reason is Refusal.LATER_STEP_FIRST
    undo.void(desk, entry, why="entered_twice")
    assert isinstance(corrections.withdraw(desk, lanh, why="entered_twice"), Done)
    assert record(desk, lanh) is None
