"""Requests of organisations at the district's desk: who sees them, what waits too long, what goes and when."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.district import groups
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import access
from sync_server.durable.tables_portal import portal_group, portal_group_answer
from tests.district.groups.answers import PLACE, offer, take_back, vi
from tests.district.groups.organisations import Organisation, lines, marks
from tests.district.staffing import Clerk, later, staffed
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, read, today
from tests.sync_server.erasures import erase, everything
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

HOUR, DAY = 3600, 86_400


def test_nothing_of_other_units_is_seen_or_answered_and_every_look_is_noted(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    company.sends("TYT-09", name="Xưởng Khuất Kín", tel="0987654321")
    company.sends()
    far, near = marks(server)
    clerk.open("/groups")
    assert "Êa Tul" in clerk.text and "Khuất" not in clerk.text and vi("waiting", n="1") in clerk.text
    for mark in (far, "x", near[:-1], near.upper() if near.upper() != near else "0" * 64):
        assert clerk.open(f"/groups/{mark}").status_code == 404, mark
        clerk.open("/groups")
        assert clerk.send(f"/groups/{mark}/answer", verdict="refused", reason="other", text="x").status_code == 404
        assert clerk.send(f"/groups/{mark}/take-back").status_code == 404
    assert server.rows(sa.select(portal_group_answer)) == []
    before = len(_looks(server))
    clerk.open(f"/groups/{near}")
    assert len(_looks(server)) - before == 4, "the request and each of its three people"
    for role in (GivenRole.OVERSEE, GivenRole.DIRECT, GivenRole.RECONCILE):
        other = Clerk(server)
        other.sign_in(staffed(server, "66", role, login=role.value))
        assert other.open("/groups").status_code == 403 and "/district/groups" not in other.open("/own").text
        other.close()


def _looks(server: RunningServer) -> list[sa.Row]:
    return server.rows(sa.select(access).where(access.c.action == "group"))


def test_an_answer_that_says_too_little_is_refused_and_what_was_typed_stays(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    company.sends()
    (mark,) = marks(server)
    good = {"verdict": "offered", "day": today(server, plus=7), "hour": "07:30", "place": PLACE}
    for change, fault in (
        ({"verdict": ""}, "verdict"), ({"day": today(server, plus=-1)}, "day"), ({"day": "20261201"}, "day"),
        ({"day": today(server, plus=91)}, "day"), ({"hour": "25:00"}, "hour"), ({"place": " "}, "place"),
        ({"place": "x" * 201}, "long"), ({"text": "y" * 1001}, "long"), ({"verdict": "refused"}, "reason"),
        ({"verdict": "refused", "reason": "x"}, "reason"), ({"verdict": "refused", "reason": "other"}, "text"),
    ):  # fmt: skip
        clerk.open(f"/groups/{mark}")
        assert clerk.send(f"/groups/{mark}/answer", **{**good, **change}).status_code == 409, change
        assert vi(f"fault.{fault}") in clerk.text, change
    assert f'value="{good["day"]}"' in clerk.page.text
    assert server.rows(sa.select(portal_group_answer)) == []
    assert offer(clerk, mark) == 200
    assert vi("fault.on_the_way") not in clerk.text


def test_what_waits_too_long_is_told_on_every_page_and_the_longest_stands_first(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    company.sends()
    late = say_in("vi", "district_frame.menu.late")
    assert late not in clerk.open("/complaints").text
    later(server, 49 * HOUR)
    clerk.sign_in("lan@66")
    assert f"{vi('menu')} 1 {late}" in " ".join(clerk.open("/complaints").text and clerk.text.split())
    clerk.open("/groups")
    assert vi("overdue", n="1") in clerk.text and vi("late", hours=1, minutes=0) in clerk.text
    row = server.rows(sa.select(portal_group))[0]._asdict()
    made = [{**row, "digest": bytes([at]) * 32, "at_ms": row["at_ms"] + at // 2, "name": f"Hợp tác xã {at:02}"}
            for at in range(1, groups.PAGE + 3)]  # fmt: skip
    with writing(server.engine) as conn:
        conn.execute(portal_group.insert(), made)
    first = clerk.open("/groups").text
    assert first.index("Êa Tul") < first.index("Hợp tác xã 02") < first.index("Hợp tác xã 03")
    more = first.split('rel="next" href="/district')[1].split('"')[0].replace("&amp;", "&")
    assert len(clerk.open(more).text.split("Hợp tác xã ")) - 1 == 3
    assert "Hợp tác xã 52" in clerk.page.text and "Hợp tác xã 49" not in clerk.page.text
    for after in ("x.y", "1." + "z" * 64, "99999999999999999999." + "a" * 64):
        assert clerk.open(f"/groups?after={after}").status_code == 200


def test_what_the_organisation_cancels_is_over_and_its_contact_is_forgotten(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    code = company.sends()
    (mark,) = marks(server)
    offer(clerk, mark)
    company.cancels(code)
    read(server)
    assert [off for _, _, off in lines(server)] == [1, 1, 1]
    assert server.rows(sa.select(portal_group.c.asked))[0].asked is None
    clerk.open("/groups?show=cancelled")
    assert "Êa Tul" in clerk.text and "0905666777" not in clerk.text
    clerk.open(f"/groups/{mark}")
    assert vi("no_longer_kept") in clerk.text and "Trần Văn Quản" not in clerk.text
    assert clerk.send(f"/groups/{mark}/take-back").status_code == 409 and vi("fault.over") in clerk.text
    assert offer(clerk, mark) == 409
    assert PLACE not in company.reads(code), "nothing is offered any more"


def test_somebody_of_a_list_who_was_erased_is_named_nowhere(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    company.sends()
    (mark,) = marks(server)
    offer(clerk, mark)
    assert "Vi Thị Mai" in clerk.open(f"/groups/{mark}").text
    gone = next(one["ref"] for one in server.entries("TYT-01") if one["entry"]["d"].get("name") == "Vi Thị Mai")
    erase(server, gone)
    clerk.open(f"/groups/{mark}")
    assert clerk.page.status_code == 200 and "Vi Thị Mai" not in clerk.text and "Nguyễn Thị Lành" in clerk.text
    assert "Vi Thị Mai" not in everything(server)
    assert take_back(clerk, mark) == 200, "what is left of the list comes back all the same"


def test_requests_and_answers_go_thirty_days_after_the_last_day_that_was_named(
    server: RunningServer, company: Organisation, clerk: Clerk
) -> None:
    company.sends()
    (mark,) = marks(server)
    offer(clerk, mark, plus=20)
    for days, left in ((40, 1), (55, 0)):
        with writing(server.engine) as conn:  # another list, so that something is filed
            row = conn.execute(sa.select(portal_group).where(portal_group.c.digest == bytes.fromhex(mark))).one()
            other = {**row._asdict(), "digest": bytes([days]) * 32, "state": "new", "answer_no": 0, "line": 0}
            other |= {"said": msgspec.json.encode([LANH]), "people": 1, "day": today(server, plus=days + 30)}
            conn.execute(portal_group.insert(), other)
        real = server.now
        server.now = lambda: real() + days * DAY  # noqa: B023 - called within this turn
        read(server)
        server.now = real
        with reading(server.engine) as conn:
            kept = conn.execute(sa.select(sa.func.count()).select_from(portal_group_answer)).scalar_one()
        assert (kept, marks(server).count(mark)) == (left, left), days
