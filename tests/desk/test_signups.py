"""Who registered online stands at the station: in the session, in the list of the day, behind the code of the slip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.durable.tables_portal import portal_session, portal_signup
from sync_server.settings import Settings
from tests.portal.people import Visitor
from tests.portal.registrations import register
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import read, today
from vaxdesk.desk import identify, sending
from vaxdesk.desk.context import Desk
from vaxdesk.desk.plan import allotting, sessions
from vaxdesk.domain import own_codes
from vaxdesk.domain.identity import Found
from vaxdesk.domain.payloads import Plan
from vaxdesk.scanning.reading import read as scanned


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, settings=Settings(sender=f"file:{tmp_path / 'codes'}")) as running:
        yield running


def test_people_who_registered_stand_in_the_session_and_in_a_list(joined: Desk, server: RunningServer) -> None:
    day = today(server, plus=5)
    plan = sessions.add(joined, Plan(day=day, place="Trạm", slots={"07:30": 4})).value
    sending.send_all(joined)
    read(server)
    visitor = Visitor(server)
    register(visitor, server, {"plan": str(server.rows(sa.select(portal_session.c.plan))[0].plan), "slot": "07:30"})
    where = {"unit": str(server.unit("TYT-01").org_no)}
    wish = {"day": day, "half": "all_day", "tel": "0912000111", "name": "Lò Thị Hai", "doc": "066190007777"}
    register(visitor, server, where, **wish)
    visitor.close()
    read(server)
    sending.send_all(joined)
    page = sessions.page(joined, plan)
    assert [(one.person.name, one.slot) for one in page.people] == [("Nguyễn Thị Lành", "07:30")]
    assert page.session.filled == {"07:30": 1}
    (choice,) = allotting.rosters(joined)
    assert (choice.file, choice.people) == (f"dang-ky-qua-cong-{day}", 1)
    ref = server.rows(sa.select(portal_signup.c.ref).where(portal_signup.c.slot == "07:30"))[0].ref
    found = identify.identify(joined, scanned(own_codes.roster_code(ref)))
    assert isinstance(found, Found)
    assert found.presence.person.name == "Nguyễn Thị Lành"
