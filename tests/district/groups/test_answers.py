"""Organisations are answered: with a day or a reason, done to the list of the station, and taken back."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.browsing import wording
from sync_server.durable.tables_portal import portal_group_answer
from tests.district.groups.answers import offer, refuse, take_back, vi
from tests.district.groups.organisations import Organisation, gives_hours, lines, marks, references
from tests.district.staffing import Clerk
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, read, same_person, today
from vaxdesk.registry.tables import appt
from vaxdesk.words import say_in


def test_a_request_is_seen_answered_with_a_day_and_read_by_its_code(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    code = company.sends()
    (mark,) = marks(server)
    clerk.open("/groups")
    for words in ("Công ty Cà phê Êa Tul", "Trần Văn Quản", "0905666777", "Buôn Ky", vi("waiting", n="1"),
                  vi("flawed", n="1"), server.unit("TYT-01").name):  # fmt: skip
        assert words in clerk.text, words
    clerk.open(f"/groups/{mark}")
    for words in ("Nguyễn Thị Lành", "066190001234", "Vi Thị Mai", "Ca sáng", vi("taken", n="3"), vi("standing.open"),
                  vi("announced", n="40"), vi("with_hours", n="0", of="3")):  # fmt: skip
        assert words in clerk.text, words
    wished, offered = today(server, plus=5), today(server, plus=7)
    assert lines(server) == [(wished, "", 0)] * 3
    assert offer(clerk, mark, text="Mang theo thẻ") == 200
    assert vi("answered") in clerk.text and "Trần Thị Lan" in clerk.text
    read(server)
    assert lines(server) == [(offered, "08:00", 0)] * 3
    told = company.reads(code)
    for words in ("08:00", "Hội trường công ty", "Mang theo thẻ", say_in("vi", "portal_group.answer")):
        assert words in told, words
    assert "Trần Thị Lan" not in told, "staff are not named to the public"
    assert vi("none") in clerk.open("/groups").text
    assert "Êa Tul" in clerk.open("/groups?show=answered").text


def test_another_answer_takes_the_place_of_the_first_and_both_are_kept(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    code = company.sends()
    (mark,) = marks(server)
    wished, offered = today(server, plus=5), today(server, plus=7)
    assert offer(clerk, mark) == 200
    read(server)
    assert offer(clerk, mark, plus=8, hour="14:30") == 200
    read(server)
    assert lines(server) == [(today(server, plus=8), "14:30", 0)] * 3
    assert "14:30" in company.reads(code) and "08:00" not in company.visitor.text
    assert take_back(clerk, mark) == 200
    read(server)
    assert lines(server) == [(offered, "08:00", 0)] * 3 and "08:00" in company.reads(code)
    assert take_back(clerk, mark) == 200 and take_back(clerk, mark) == 409
    assert vi("fault.nothing") in clerk.text
    read(server)
    assert lines(server) == [(wished, "", 0)] * 3
    assert say_in("vi", "portal_group.answer") not in company.reads(code)
    rows = server.rows(sa.select(portal_group_answer).order_by(portal_group_answer.c.no))
    assert [(row.hour, bool(row.gone_ms), bool(row.gone_by)) for row in rows] == [
        ("08:00", True, True), ("14:30", True, True)
    ], "both are kept, with who took them back"  # fmt: skip


def test_a_refusal_takes_the_list_off_and_comes_back_exactly(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    code = company.sends()
    (mark,) = marks(server)
    wished = today(server, plus=5)
    station = Clinic(server, "TYT-01")
    station.void(references(server)[1], rev=9)
    station.send()
    read(server)
    assert refuse(clerk, mark, "no_team", "Hẹn tháng sau") == 200
    read(server)
    assert [off for _, _, off in lines(server)] == [1, 1, 1]
    told = company.reads(code)
    for words in (vi("reason.no_team"), "Hẹn tháng sau", say_in("vi", "portal_group.is_refused")):
        assert words in told, words
    assert "/group/cancel" not in company.visitor.page.text
    assert vi("standing.off") in clerk.open(f"/groups/{mark}").text
    assert "Êa Tul" in clerk.open("/groups?show=refused").text and vi("none") in clerk.open("/groups").text
    assert offer(clerk, mark) == 409 and vi("fault.answered") in clerk.text
    assert take_back(clerk, mark) == 200
    read(server)
    assert lines(server) == [(wished, "", 0), (wished, "", 1), (wished, "", 0)], "what the station took off stays off"
    assert vi("waiting", n="1") in clerk.open("/groups").text
    assert say_in("vi", "portal_group.state.filed") in company.reads(code)
    assert refuse(clerk, mark) == 200 and take_back(clerk, mark) == 200, "before the readers saw anything of it"
    read(server)
    assert [off for _, _, off in lines(server)] == [0, 1, 0]


def test_what_the_station_has_planned_needs_no_answer_and_is_not_refused(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    code = company.sends()
    (mark,) = marks(server)
    station = Clinic(server, "TYT-01")
    first, *_ = references(server)
    gives_hours(station, [first])
    wished, day = today(server, plus=5), today(server, plus=6)
    assert vi("none") in clerk.open("/groups").text
    assert vi("with_hours", n="1", of="3") in clerk.open("/groups?show=answered").text
    clerk.open(f"/groups/{mark}")
    assert vi("standing.placed") in clerk.text and "Nhà văn hóa" in clerk.text
    assert "Nhà văn hóa" in company.reads(code) and "Lành" not in company.visitor.text
    assert refuse(clerk, mark) == 409 and vi("fault.placed", n=1) in clerk.text
    assert offer(clerk, mark) == 200
    read(server)
    offered = today(server, plus=7)
    assert lines(server) == [(wished, "", 1), (offered, "08:00", 0), (offered, "08:00", 0)]
    assert f"{wording.day(day)} · 07:30 · Nhà văn hóa" in clerk.open(f"/groups/{mark}").text, "an hour is kept"
    gives_hours(station, [references(server)[2]], plus=9)
    assert take_back(clerk, mark) == 200
    read(server)
    assert [off for _, _, off in lines(server)] == [1, 0, 1] and lines(server)[1][0] == wished
    assert vi("with_hours", n="2", of="3") in clerk.open(f"/groups/{mark}").text
    assert vi("part", n="0", of="3") in clerk.open(f"/groups/{mark}").text
    person = next(one["ref"] for one in server.entries("TYT-01") if one["entry"]["k"] == "person")
    station.dose(person, day=today(server))
    station.send()
    read(server)
    clerk.open(f"/groups/{mark}")
    assert vi("part", n="1", of="3") in clerk.text and vi("standing.dosed") in clerk.text


def test_hours_of_somebody_whom_the_station_knew_before_are_found(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    station = Clinic(server, "TYT-01")
    known = station.write("person", LANH)
    station.send()
    read(server)
    code = company.sends()
    (mark,) = marks(server)
    first = next(one["ref"] for one in server.entries("TYT-01") if one["entry"]["d"].get("work"))
    assert same_person(server, known) == {known, first}, "or it proves nothing"
    gives_hours(station, references(server)[:1], who=known)
    assert vi("with_hours", n="1", of="3") in clerk.open(f"/groups/{mark}").text
    assert vi("standing.placed") in clerk.text and "Nhà văn hóa" in company.reads(code)
    assert vi("none") in clerk.open("/groups").text


def test_a_cancelled_list_gives_its_hours_back(server: RunningServer, company: Organisation) -> None:
    code = company.sends()
    gives_hours(Clinic(server, "TYT-01"), references(server)[:2])
    assert say_in("vi", "portal_group.placed") in company.reads(code)
    company.cancels(code)
    read(server)
    assert {row.voided for row in server.rows(sa.select(appt.c.voided).where(appt.c.plan != 0))} == {1}
    assert [off for _, _, off in lines(server)] == [1, 1, 1]
