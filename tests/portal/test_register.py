"""Registering online: one row until it is entries of the station; no place twice, nothing told of who is known."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables_portal import portal_list, portal_session, portal_signup, portal_slot
from sync_server.portal import rates, registering
from tests.portal.people import Visitor, codes_sent
from tests.portal.registrations import FORM, prove, register, send_form
from tests.portal.test_schedule import free, planned
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, read, today
from vaxdesk.domain import own_codes
from vaxdesk.domain.payloads import Appt
from vaxdesk.registry.tables import roster


@pytest.fixture
def clinic(either: RunningServer) -> Clinic:
    """A station with one session of two hours; two places of each are the portal's."""
    made = Clinic(either)
    made.plan, made.day = planned(made)
    made.send()
    read(either)
    return made


def hour(server: RunningServer, slot: str = "07:30") -> dict[str, str]:
    return {"plan": str(server.rows(sa.select(portal_session.c.plan))[0].plan), "slot": slot}


def lines(server: RunningServer, kind: str, org: str = "TYT-01") -> list[dict]:
    """What the entries of a kind in a station's feed say, with what they are about."""
    found = [json.loads(one["line"]) for one in server.entries(org)]
    return [{**one["d"], "of": one.get("of")} for one in found if one["k"] == kind]


def test_a_place_is_taken_reaches_the_station_and_is_given_back(
    either: RunningServer, clinic: Clinic, visitor: Visitor
) -> None:
    code = register(visitor, either, hour(either))
    assert "Đã đăng ký" in visitor.text
    assert "Mã QR sẽ có sau ít giây" in visitor.text
    assert free(either) == {"07:30": 1, "08:30": 2}, "at once"
    read(either)
    (person,) = lines(either, "person")
    assert (person["name"], person["dob"], person["tel"], person["source"]) == (
        "Nguyễn Thị Lành", "1990-02-01", "0905123456", "portal",
    )  # fmt: skip
    place = {name: person[name] for name in ("adr", "commune", "province", "scheme")}
    assert place == {"adr": "Thôn 3", "commune": "Xã Cư Êbur", "province": "Tỉnh Đắk Lắk", "scheme": "2025-07"}
    assert person["note"] == "Đăng ký qua cổng, đã đồng ý tiêm; tiền sử bệnh: không"
    (line,) = lines(either, "appt")
    assert (line["day"], line["slot"], line["plan"]) == (clinic.day, "07:30", clinic.plan)
    assert free(either) == {"07:30": 1, "08:30": 2}, "its line is not counted beside it"
    (row,) = either.rows(sa.select(portal_signup))
    assert row.person is None
    visitor.open("/registration")
    visitor.send("/registration", registration=code.lower().replace(" ", ""))
    assert '<svg class="square"' in visitor.page.text
    assert own_codes.read_own_code(own_codes.roster_code(row.ref)).ref == row.ref
    visitor.send("/registration/cancel")
    assert "đã được hủy" in visitor.text
    read(either)
    assert [one["v"] for one in lines(either, "void")] == [True]
    assert free(either) == {"07:30": 2, "08:30": 2}
    visitor.send("/registration/cancel", registration=code)
    read(either)
    assert len(lines(either, "void")) == 1, "again changes nothing"


@pytest.mark.usefixtures("clinic")
def test_one_cancelled_before_it_was_filed_never_reaches_the_station(either: RunningServer, visitor: Visitor) -> None:
    register(visitor, either, hour(either))
    visitor.send("/registration/cancel")
    assert free(either)["07:30"] == 2
    read(either)
    assert lines(either, "person") == lines(either, "appt") == []
    assert either.rows(sa.select(portal_signup))[0].person is None, "nothing of it is kept"


@pytest.mark.usefixtures("clinic")
def test_the_last_places_are_given_away_once_however_many_ask_at_once(either: RunningServer) -> None:
    filled = registering.read({**FORM, **hour(either)}, today=today(either))

    def one(at: int) -> bool:
        who = msgspec.structs.replace(filled, person=msgspec.structs.replace(filled.person, tel=f"09051234{at:02}"))
        with writing(either.engine) as conn:
            return registering.register(conn, either.server, who, note="").placed

    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(one, range(12)))
    assert placed.count(True) == 2
    assert free(either) == {"07:30": 0, "08:30": 2}
    read(either)
    assert len(lines(either, "person")) == 12, "nobody who registered is lost"
    assert sum(bool(line["plan"]) for line in lines(either, "appt") if "plan" in line) == 2
    (held,) = either.rows(sa.select(portal_slot).where(portal_slot.c.slot == "07:30"))
    assert (held.taken, held.site, held.places) == (2, 0, 4)


def test_without_an_hour_people_stand_in_a_list_of_their_day(either: RunningServer, visitor: Visitor) -> None:
    read(either)
    where = {"unit": str(either.unit("TYT-02").org_no)}
    day = today(either, plus=4)
    wish = {"day": day, "half": "morning", "dose": "2"}
    register(visitor, either, where, **wish)
    assert "trạm y tế sẽ xếp" in visitor.text
    read(either)
    for name in ("Lò Thị Hai", "Lò Thị Ba"):
        register(visitor, either, where, **wish, name=name, doc="", guardian="Lò Văn Bố", tel="0912000111")
    read(either)
    (held,) = either.rows(sa.select(roster))
    assert (held.file, held.day, held.rows, held.accepted) == (f"dang-ky-qua-cong-{day}", day, 3, 3)
    found = lines(either, "appt", "TYT-02")
    assert [one["row"] for one in found] == [1, 2, 3]
    assert len({one["roster"] for one in found}) == 1
    notes = {one["note"] for one in lines(either, "person", "TYT-02")}
    expected = "Đăng ký qua cổng, đã đồng ý tiêm; tiền sử bệnh: không; muốn tiêm buổi sáng; xin tiêm mũi 2"
    assert notes == {expected}
    assert either.rows(sa.select(portal_list.c.people))[0].people == 3


def test_whoever_is_known_is_answered_as_anybody(either: RunningServer, clinic: Clinic, visitor: Visitor) -> None:
    clinic.write("appt", Appt(day=clinic.day, slot="08:30", plan=clinic.plan), of=clinic.write("person", LANH))
    clinic.send()
    read(either)
    bodies = []
    for fields in ({}, {"name": "Nguyễn Thị Lanh", "doc": "066190009999", "tel": "0905123999"}):
        send_form(visitor, hour(either), **fields)
        asked = visitor.page
        prove(visitor, either)
        bodies.append([_plain(one.text, fields) for one in (asked, visitor.page)])
        assert visitor.page.status_code == asked.status_code == 200
    assert bodies[0] == bodies[1]
    assert len(codes_sent(either)) == 2


def _plain(text: str, fields: dict[str, str]) -> str:
    """A page without what the visitor typed and what is random."""
    text = re.sub(r'value="[^"]*"', "", text)
    text = re.sub(r'<p class="code">[^<]*', "", text)
    for name in ("name", "tel"):
        for value in (FORM[name], fields.get(name, FORM[name])):
            text = text.replace(value, "")
    return text


@pytest.mark.usefixtures("clinic")
def test_a_code_registers_once_and_for_its_own_telephone(either: RunningServer, visitor: Visitor) -> None:
    send_form(visitor, hour(either))
    asked, hidden = visitor.page, visitor.hidden
    code = codes_sent(either)[-1]["code"]
    visitor.send("/register/confirm", code=f"{(int(code) + 1) % 10**6:06d}")
    assert "còn 4 lần" in visitor.text
    visitor.page = asked
    visitor.send("/register/confirm", code=code, tel="0912345678")
    assert visitor.page.status_code == 422, "another telephone than the one that was proven"
    visitor.page = asked
    visitor.send("/register/confirm", code=code, **hidden)
    assert visitor.page.status_code == 422, "the code was used"
    assert either.rows(sa.select(portal_signup)) == []
    prove_again = register(visitor, either, hour(either))
    page = visitor.page
    visitor.page = asked
    visitor.send("/register/confirm", code=codes_sent(either)[-1]["code"])
    assert prove_again in page.text
    assert len(either.rows(sa.select(portal_signup))) == 1, "a form that is sent twice registers once"


def test_a_telephone_registers_a_household_and_no_village(
    either: RunningServer, clinic: Clinic, visitor: Visitor
) -> None:
    with writing(either.engine) as conn:
        for at in range(registering.MOST_OF_PHONE):
            row = {"digest": bytes([at]), "org_no": 1, "state": "filed", "at_ms": 0, "day": clinic.day}
            conn.execute(portal_signup.insert(), {**row, "phone": rates.subject(either.server, "0905123456")})
    assert register(visitor, either, hour(either)) == ""
    assert "chỉ đăng ký được cho 6 người" in visitor.text
    assert free(either)["07:30"] == 2
    assert register(visitor, either, hour(either), tel="0912000111")


def test_what_the_station_changes_stands_on_the_slip(either: RunningServer, clinic: Clinic, visitor: Visitor) -> None:
    code = register(visitor, either, hour(either))
    read(either)
    (row,) = either.rows(sa.select(portal_signup))
    clinic.amend(row.ref, slot="08:30")
    clinic.send()
    read(either)
    visitor.send("/registration", registration=code)
    assert "08:30" in visitor.text
    assert free(either) == {"07:30": 2, "08:30": 2}, "the station gave it of its own"
    clinic.void(clinic.plan)
    clinic.send()
    read(either)
    visitor.send("/registration", registration=code)
    assert "đã thay đổi lịch" in visitor.text
    assert visitor.open("/register", **{"plan": str(row.plan), "slot": "07:30"}).status_code == 404


def test_a_session_that_goes_between_form_and_code_registers_nobody(
    either: RunningServer, clinic: Clinic, visitor: Visitor
) -> None:
    send_form(visitor, hour(either))
    clinic.void(clinic.plan)
    clinic.send()
    read(either)
    assert prove(visitor, either) == ""
    assert "không còn nhận đăng ký" in visitor.text
    assert either.rows(sa.select(portal_signup)) == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "x1"}, "name"),
        ({"dob": "31/02/1990"}, "dob"),
        ({"dob": "2999"}, "dob"),
        ({"dob": "09051231239999999999"}, "dob"),
        ({"sex": "x"}, "sex"),
        ({"tel": ""}, "tel"),
        ({"tel": "12"}, "tel"),
        ({"doc": ""}, "doc"),
        ({"doc": "12"}, "doc"),
        ({"bhyt": "12"}, "bhyt"),
        ({"job": " "}, "job"),
        ({"grp": "17"}, "grp"),
        ({"adr": ""}, "adr"),
        ({"dob": "01/01/2020", "doc": ""}, "guardian"),
        ({"history": "perhaps"}, "history"),
        ({"consent": ""}, "consent"),
        ({"plan": "", "unit": "1", "day": "2020-01-01", "half": "morning"}, "day"),
        ({"plan": "", "unit": "1", "day": "", "half": "morning"}, "day"),
        ({"plan": "", "unit": "1", "day": "2026-12-20", "half": ""}, "half"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(fields: dict[str, str], wrong: str) -> None:
    found = registering.read({**FORM, "plan": "7", **fields}, today="2026-12-01").faults
    assert wrong in found
    assert set(found) <= {wrong, "doc", "job"}
    assert not registering.read({**FORM, "plan": "7"}, today="2026-12-01").faults


def test_a_faulty_form_keeps_what_was_typed_and_sends_no_code(server: RunningServer) -> None:
    clinic = Clinic(server)
    planned(clinic)
    clinic.send()
    read(server)
    visitor = Visitor(server)
    send_form(visitor, hour(server), name="<b>", dob="tháng hai")
    assert visitor.page.status_code == 422
    assert 'value="tháng hai"' in visitor.page.text
    assert "<b>" not in visitor.page.text
    assert visitor.page.text.count('class="fault"') == 2
    assert codes_sent(server) == []
    assert len(visitor.page.content) < 50_000
    for where in ({}, {"plan": "1"}, {"unit": "99999"}, {"plan": "x", "unit": "1"}, {"plan": "9" * 30}):
        assert visitor.open("/register", **where).status_code == 404
    for unit in ("VN", "66", "24211"):
        number = server.unit(unit).org_no
        assert visitor.open("/register", unit=str(number)).status_code == 404, "nobody reads lists there"
        wish = {"unit": str(number), "day": today(server, plus=3), "half": "morning"}
        filled = registering.read({**FORM, **wish}, today=today(server))
        assert filled.faults == {}
        with writing(server.engine) as conn:
            assert registering.register(conn, server.server, filled, note="") is None
    visitor.open("/registration")
    for code in ("", "x" * 26, "0" * 26, "'; --"):
        visitor.send("/registration", registration=code)
        assert "Không có đăng ký nào" in visitor.text
    visitor.close()
